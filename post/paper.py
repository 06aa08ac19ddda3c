"""A document a citizen can keep: a PDF that stays readable for decades and that a screen reader can read."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import typst

FORM = Path(__file__).with_suffix(".typ")


@dataclass(frozen=True)
class Part:
    """A heading and what stands below it."""

    heading: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Paper:
    """What stands on it, written out; `language` is its code (ro), `foot` goes before the page's number."""

    language: str
    office: str
    title: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[Part]
    foot: str


def pdf(paper: Paper, at: datetime) -> bytes:
    """PDF/A-2a (ISO 19005-2, level A: tagged), dated `at`; the same paper at the same moment gives the same bytes."""
    made: bytes = typst.compile(
        FORM,
        format="pdf",
        sys_inputs={"told": json.dumps(asdict(paper))},
        pdf_standards="a-2a",
        timestamp=int(at.timestamp()),
        ignore_system_fonts=True,  # the compiler's own, so that every machine makes the same bytes
    )
    return made


def fingerprint(document: bytes) -> str:
    """The SHA-256 of a document, in hex: how the register knows it again."""
    return sha256(document).hexdigest()
