"""For an inspector: the conclusions of a talk become a document the citizen gets; any document is known again."""

import sys
from pathlib import Path
from typing import Any

import click
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from commands.line import the_line
from commands.shown import actor, tell, the_ticket
from office.callers import hidden
from office.conclusions import Draft, Named, NotBegun, NotHeld, NothingConcluded, Talk
from office.tickets import BlueTicket
from post.outcome import Document
from post.paper import fingerprint
from store import conclusions
from store.conclusions import SomebodyElseSigned
from store.database import work
from store.tickets import ticket_of
from web.hotline import Hotline
from web.papers import document_of

PARTS = ("questions", "answers", "conclusions", "next_steps")
REPLACED = 3  # exit code of `verify`
FILE = click.Path(dir_okay=False, path_type=Path)
Given = dict[str, str]


@click.command()
@click.argument("number")
@click.option("--questions", help="what the citizen asked; a line is a paragraph")
@click.option("--answers", help="what was answered")
@click.option("--conclusions", help="what was concluded")
@click.option("--next-steps", help="who does what, and by when")
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="all of these as YAML"
)
@click.option(
    "--author", default="", help="your function, never your name; else as in the list of inspectors"
)
@click.option("--preview", type=FILE, help="only write the document into this file")
@click.option("--save", type=FILE, help="write the signed document into this file, to be printed")
@click.option("--json", "as_json", is_flag=True, help="one object")
def outcome(
    number: str,
    file: Path | None,
    author: str,
    preview: Path | None,
    save: Path | None,
    as_json: bool,
    **given: str | None,
) -> None:
    """Write what was concluded in the talk of ticket NUMBER; the citizen gets it by e-mail.

    Without options it is asked for. A second time it is a correction: what is not given stays as it was.
    """
    line = the_line()
    written = _read(file) | {name: text for name, text in given.items() if text is not None}
    author = author or written.pop("author", "")
    ticket, before = _so_far(line, number)
    if not written:
        written = _asked(line, before)
    talk = Talk(**{name: written.get(name, before.get(name, "")) for name in PARTS})
    draft = _drafted(line, ticket, talk, author)
    made = document_of(line, draft)
    if preview:
        preview.write_bytes(made.content)
        click.echo(f"{preview}: version {draft.conclusion.version}, not signed")
        return
    if not draft.email and not save:
        sys.exit(
            "telverde: there is no e-mail on file, so the paper must be printed: say where to with --save"
        )
    is_sent = _signed(line, draft, made)
    if save:
        save.write_bytes(made.content)
    _tell(draft, made, save, is_sent, as_json)


def _read(file: Path | None) -> Given:
    """What a file says; or the end of the command, with what is wrong with it."""
    try:
        told = YAML(typ="safe").load(file) if file else {}
    except YAMLError as error:
        sys.exit(f"telverde: {file} is not YAML: {str(error).splitlines()[0]}")
    known = {*PARTS, "author"}
    if not isinstance(told, dict) or not known.issuperset(told):
        sys.exit(f"telverde: {file} may hold {', '.join((*PARTS, 'author'))}, each a text")
    return {name: str(text) for name, text in told.items() if text is not None}


def _so_far(line: Hotline, number: str) -> tuple[BlueTicket, Given]:
    """The ticket, and what its newest version says."""
    with work(line.store) as unit:
        ticket = the_ticket(unit, number)
        signed = conclusions.versions(unit.conn, ticket.id)
    return ticket, vars(signed[-1].talk) if signed else {}


def _asked(line: Hotline, before: Given) -> Given:
    """From whoever sits there, in Romanian; several lines, then an empty one. Nothing written: as it was."""
    words = line.words["ro"]
    answered = {}
    for name in PARTS:
        click.echo(words.text(f"print.outcome.{name}") + (f" [{before[name]}]" if before.get(name) else ""))
        lines = list(
            iter(lambda: str(click.prompt("", default="", show_default=False, prompt_suffix="> ")), "")
        )
        if lines:
            answered[name] = "\n".join(lines)
    return answered


def _drafted(line: Hotline, ticket: BlueTicket, talk: Talk, author: str) -> Draft:
    try:
        with work(line.store) as unit:
            return conclusions.draft(unit.conn, ticket.id, talk, author[:64], line.clock())
    except (NotBegun, NotHeld, NothingConcluded, Named) as no:
        sys.exit(f"telverde: {no.__doc__}")


def _signed(line: Hotline, draft: Draft, made: Document) -> bool:
    try:
        with work(line.store) as unit:
            return conclusions.sign(unit.begin(), draft, made.sha256, made.told, actor())
    except SomebodyElseSigned as no:
        sys.exit(f"telverde: {no.__doc__}")


def _tell(draft: Draft, made: Document, save: Path | None, is_sent: bool, as_json: bool) -> None:
    one = draft.conclusion
    told: dict[str, Any] = {
        "number": draft.ticket.number.digits,
        "version": one.version,
        "sha256": made.sha256,
        "email": hidden(draft.email),
        "saved": str(save or ""),
    }
    goes = f"goes to {hidden(draft.email)}" if is_sent else "has to be printed: there is no e-mail on file"
    text = f"ticket {draft.ticket.number.text}: version {one.version} is signed and {goes}\nSHA-256 {made.sha256}"
    tell(told, as_json, text)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="one object")
def verify(file: Path, as_json: bool) -> None:
    """Whether FILE is a document of ours. Exit code 0: yes; 3: yes, but there is a newer version; 1: no."""
    line = the_line()
    sha256 = fingerprint(file.read_bytes())
    with work(line.store) as unit:
        one = conclusions.of_document(unit.conn, sha256)
        ticket = ticket_of(unit.conn, one.ticket_id) if one else None
        newest = len(conclusions.versions(unit.conn, one.ticket_id)) if one else 0
    if not (one and ticket):
        tell(
            {"ours": False, "sha256": sha256},
            as_json,
            "not ours: no document in the register has this SHA-256",
        )
        sys.exit(1)
    told = {"ours": True, "number": ticket.number.digits, "version": one.version, "newest": newest}
    signed = f"{one.signed_at.astimezone(line.zone):%Y-%m-%d %H:%M}"
    is_newest = one.version == newest
    text = f"ours: ticket {ticket.number.text}, version {one.version}, signed {signed}"
    tell(told, as_json, text if is_newest else f"{text}; version {newest} has replaced it")
    sys.exit(0 if is_newest else REPLACED)
