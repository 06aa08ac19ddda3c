"""The document a citizen keeps of a Blue Ticket, and the letter it goes out with."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from office.conclusions import Draft
from post.letters import Enclosure, Writer
from post.paper import Paper, Part, fingerprint, pdf
from words.catalogue import Catalogue

PAPER = "paper"  # among the values of a letter: what stands on it, `at` (ISO 8601), `sha256`, `name`


class NotAsSigned(Exception):
    """The document would not be the one whose fingerprint is in the register."""


@dataclass(frozen=True)
class Document:
    """A document as it is signed: its bytes, how it is known again, and the values of its letter."""

    content: bytes
    sha256: str
    told: Mapping[str, object]


def document(draft: Draft, catalogue: Catalogue, writer: Writer, unit: Mapping[str, str]) -> Document:
    """The document of a version; `unit` is the name of the inspector's institution by language."""
    one, ticket = draft.conclusion, draft.ticket
    values = _values(draft, writer, unit)
    paper = _paper(draft, catalogue, values)
    content = pdf(paper, one.signed_at)
    sha256 = fingerprint(content)
    enclosed = {
        "paper": asdict(paper),
        "at": one.signed_at.isoformat(),
        "sha256": sha256,
        "name": f"tichet-{ticket.number.digits}-v{one.version}.pdf",
    }
    told = {name: values[name] for name in ("number", "day", "slot", "about")}
    return Document(content, sha256, {**told, PAPER: enclosed})


def enclosures(values: Mapping[str, Any]) -> list[Enclosure]:
    """The papers of a letter, made again from its values; raises NotAsSigned.

    The values hold what stands on the paper, so that a function or an institution that got another name meanwhile
    changes nothing on it.
    """
    if PAPER not in values:
        return []
    told = values[PAPER]
    paper = Paper(**told["paper"] | {"parts": [Part(**part) for part in told["paper"]["parts"]]})
    content = pdf(paper, datetime.fromisoformat(told["at"]))
    if fingerprint(content) != told["sha256"]:
        raise NotAsSigned
    return [Enclosure(told["name"], "application/pdf", content)]


def _values(draft: Draft, writer: Writer, unit: Mapping[str, str]) -> dict[str, object]:
    one, ticket, case = draft.conclusion, draft.ticket, draft.case
    begins, ends = (moment.astimezone(writer.zone) for moment in (ticket.starts_at, ticket.ends_at))
    return {
        "office": writer.office,
        "line": writer.line,
        "number": ticket.number.text,
        "about": case.petition.written,
        "day": f"{begins:%Y-%m-%d}",
        "slot": [f"{begins:%H:%M}", f"{ends:%H:%M}"],
        "citizen": f"{case.surname} {case.first_name}".strip(),
        "function": draft.inspector.function,
        "unit": unit,
        "author": one.author,
        "signed": f"{one.signed_at.astimezone(writer.zone):%Y-%m-%d}",
        "version": one.version,
        "before": one.version - 1,
    }


def _paper(draft: Draft, catalogue: Catalogue, values: dict[str, object]) -> Paper:
    def said(name: str) -> str:
        return catalogue.text(f"print.outcome.{name}", values)

    for name in ("function", "author"):
        values[name] = values[name] or said("official")
    facts = [
        (said("number"), str(values["number"])),
        (said("about"), str(values["about"])),
        (said("date"), said("on")),
        (said("hour"), said("between")),
        (said("channel"), said(draft.ticket.channel)),
        (said("participants"), said("who")),
        (said("author"), said("signed")),
        (said("version"), str(values["version"])),
    ]
    talk = draft.conclusion.talk
    written = {name: _paragraphs(text) for name, text in vars(talk).items()}
    parts = [Part(said(name), paragraphs) for name, paragraphs in written.items() if paragraphs]
    if draft.conclusion.version > 1:
        parts.insert(0, Part(said("correction"), [said("replaces")]))
    parts.append(Part(said("up"), [said("ladder"), said("audience")]))
    parts.append(Part(said("proof"), [said("register")]))
    return Paper(
        catalogue.code, catalogue.text("mail.office", values), said("title"), facts, parts, said("foot")
    )


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
