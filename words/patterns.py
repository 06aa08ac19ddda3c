"""A sentence with blanks: "Mai sunt {left:days}." becomes words and blanks, once, when the file is opened."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Blank:
    """A place for a value, and the form in which the value is said."""

    name: str
    form: str


Part = str | Blank
Pattern = tuple[Part, ...]

_BLANK = re.compile(r"(\{[^{}]*\})")
_INSIDE = re.compile(r"\{([a-z][a-z0-9_]*)(?::([a-z][a-z0-9_]*))?\}")


def pattern(text: str) -> Pattern:
    """The words and blanks of a sentence, in order; a blank without a form has the form `text`.

    Raises ValueError, with the piece that cannot be read, for a brace that opens or closes nothing.
    """
    return tuple(_part(piece) for piece in _BLANK.split(text) if piece)


def blanks(parts: Pattern) -> tuple[Blank, ...]:
    """Only the blanks."""
    return tuple(part for part in parts if isinstance(part, Blank))


def _part(piece: str) -> Part:
    if found := _INSIDE.fullmatch(piece):
        return Blank(found[1], found[2] or "text")
    if "{" in piece or "}" in piece:
        raise ValueError(f"bad placeholder in {piece!r}")
    return piece
