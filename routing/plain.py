"""A supervisor saves six thousand phrases and the line has them at once: YAML as nearly everybody writes it, read fast.

Rows of `key: value`, dashes, brackets, braces, quotes without a backslash, comments. A text with anything else in it
is left to the full YAML reader, which takes some fifty times as long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from routing.faults import Place

Spot = tuple[int, int]
DEEPEST = 40


@dataclass
class Plain:
    """The value of a plain text, with the spot (row, column, from 1) of every key and every value."""

    value: Any = None
    keys: dict[Place, Spot] = field(default_factory=dict)
    values: dict[Place, Spot] = field(default_factory=dict)


def plain(text: str) -> Plain | None:
    """What a YAML text says, exactly as the full reader would tell it; None if it is not plain enough."""
    text = text.replace("\r\n", "\n")
    if re.search(_STRANGE, text):
        return None
    try:
        return _Reading(text).all()
    except _NotPlain:
        return None


def scalar(text: str) -> str | int | bool | None:
    """What a word without quotes means: YAML 1.2, but numbers with a leading 0 or + stay text."""
    if re.fullmatch("-?(0|[1-9][0-9]*)", text) and len(text) < 20:
        return int(text)
    return {"": None, "~": None, "null": None, "true": True, "false": False}.get(text, text)


class _NotPlain(Exception):
    """The text holds something only the full reader understands."""


_STRANGE = "[^\n\x20-\x7e\xa1-\u02ff\u0370-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf]"
_KEY = r"""(?P<key>\w+|"[^"\\\n]*"):(?=[ \n]|$) *"""
_DASH = re.compile("-(?= |\n|$) *")
_ROW_KEY = re.compile(_KEY)
_REST = re.compile(r"(?:#[^\n]*)?(?:\n|$)")  # nothing more on this row
_END = re.compile(r"(?: +#[^\n]*| *)(?:\n|$)")
_GAP = re.compile(r"(?:[ ]*(?:#[^\n]*)?\n)*(?P<indent>[ ]*)")  # empty rows and comments
_QUOTED = re.compile(r""""([^"\\\n]*)"|'([^'\n]*)'(?!')""")
_WORDS = r"""[^\s\-?:,\[\]{}#&*!|>'"%@`]"""
_ROW_TEXT = re.compile(rf"(?:{_WORDS}|-(?=[^\s]))(?:[^\s:#]|:(?=[^\s])|#|[ ]+(?=[^\s#]))*")
_FLOW_TEXT = re.compile(rf"{_WORDS}(?:[^\s:#,\[\]{{}}]|[ ]+(?=[^\s:#,\[\]{{}}]))*")
_FLOW_GAP = re.compile(r"(?:[ ]|(?:(?<=[ \n])#[^\n]*)?\n)*")


class _Reading:
    """A text and how far it has been read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found = Plain()
        self.rows = [0, *(match.end() for match in re.finditer("\n", text))]
        self.row = 0

    def all(self) -> Plain:
        indent = self._next_row()
        if indent is None:
            raise _NotPlain
        self.found.value = self._block((), indent, 0)
        if self._next_row() is not None:
            raise _NotPlain
        return self.found

    def _next_row(self) -> int | None:
        """Goes to the first sign of the next row that says something; how far it is indented, None at the end."""
        gap = _GAP.match(self.text, self.at)
        assert gap
        if gap.end() == len(self.text):
            return None
        self.at = gap.end()
        return len(gap["indent"])

    def _spot(self) -> Spot:
        while self.row + 1 < len(self.rows) and self.rows[self.row + 1] <= self.at:
            self.row += 1
        return (self.row + 1, self.at - self.rows[self.row] + 1)

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match

    def _block(self, place: Place, indent: int, depth: int) -> Any:
        if depth > DEEPEST:
            raise _NotPlain
        self.found.values[place] = self._spot()
        if _DASH.match(self.text, self.at):
            return self._rows(place, indent, depth)
        return self._mapping(place, indent, depth)

    def _rows(self, place: Place, indent: int, depth: int) -> list[Any]:
        items: list[Any] = []
        while True:
            begin = self.at
            if not self._take(_DASH):
                raise _NotPlain
            inner = (*place, len(items))
            if _ROW_KEY.match(self.text, self.at):
                items.append(self._block(inner, indent + self.at - begin, depth + 1))
            else:
                items.append(self._value(inner, indent, depth))
            if not self._goes_on(indent):
                return items

    def _mapping(self, place: Place, indent: int, depth: int) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        while True:
            inner = self._key(place, pairs, _ROW_KEY)
            pairs[str(inner[-1])] = self._value(inner, indent, depth)
            if not self._goes_on(indent):
                return pairs

    def _key(self, place: Place, pairs: dict[str, Any], pattern: re.Pattern[str]) -> Place:
        spot, match = self._spot(), self._take(pattern)
        if not match or (key := match["key"].strip('"')) in pairs or len(key) > 100:
            raise _NotPlain
        inner = (*place, key)
        self.found.keys[inner] = spot
        return inner

    def _goes_on(self, indent: int) -> bool:
        """Whether the next row belongs to the same list or mapping; it must not be indented deeper."""
        before = self.at
        next_indent = self._next_row()
        if next_indent is None or next_indent < indent:
            self.at = before
            return False
        if next_indent > indent:
            raise _NotPlain
        return True

    def _value(self, place: Place, indent: int, depth: int) -> Any:
        if self._take(_REST):
            inner = self._next_row()
            if inner is None or inner <= indent:
                raise _NotPlain
            return self._block(place, inner, depth + 1)
        value = self._flow(place, indent, depth, _ROW_TEXT)
        if not self._take(_END):
            raise _NotPlain
        return value

    def _flow(self, place: Place, indent: int, depth: int, words: re.Pattern[str]) -> Any:
        self.found.values[place] = self._spot()
        if depth > DEEPEST:
            raise _NotPlain
        if self.text.startswith("[", self.at):
            return self._flow_list(place, indent, depth)
        if self.text.startswith("{", self.at):
            return self._flow_mapping(place, indent, depth)
        if quoted := self._take(_QUOTED):
            return quoted[1] if quoted[1] is not None else quoted[2]
        written = self._take(words)
        if not written:
            raise _NotPlain
        return scalar(written[0])

    def _flow_list(self, place: Place, indent: int, depth: int) -> list[Any]:
        items: list[Any] = []
        while self._opens(indent, items, "]"):
            items.append(self._flow((*place, len(items)), indent, depth + 1, _FLOW_TEXT))
        return items

    def _flow_mapping(self, place: Place, indent: int, depth: int) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        while self._opens(indent, pairs, "}"):
            inner = self._key(place, pairs, _ROW_KEY)
            pairs[str(inner[-1])] = self._flow(inner, indent, depth + 1, _FLOW_TEXT)
        return pairs

    def _opens(self, indent: int, taken: Any, closing: str) -> bool:
        """Goes to the next item behind a bracket or a comma; False behind the closing bracket."""
        if taken:
            self._gap(indent)
        sign, self.at = self.text[self.at : self.at + 1], self.at + 1
        if sign == closing and taken:
            return False
        if sign != ("," if taken else {"]": "[", "}": "{"}[closing]):
            raise _NotPlain
        self._gap(indent)
        if not taken and self.text.startswith(closing, self.at):
            self.at += 1
            return False
        return True

    def _gap(self, indent: int) -> None:
        """Blanks and new rows inside brackets; each row stands deeper than what the brackets belong to."""
        match = self._take(_FLOW_GAP)
        if match and "\n" in match[0] and self.at - self.text.rindex("\n", 0, self.at) - 1 <= indent:
            raise _NotPlain
