"""A value of the routing file is changed where it stands: every other letter, comment and line ending stays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from routing.faults import Faults, Place
from routing.plain import Spot
from routing.signs import QUOTED, NotByForm, Value, check_writable, end_of, in_yaml, row_item
from routing.written import Written, written

WIDE = 110  # characters of a row; a list that would pass it goes on below


@dataclass
class Sheet:
    """A text with what is to be changed in it. Places are those of the text as it was before all changes."""

    text: str
    found: Written
    rows: list[int]  # where each row begins
    _splices: list[tuple[int, int, str]] = field(default_factory=list)
    _wanted: list[tuple[str, Place, Any]] = field(default_factory=list)

    def value(self, place: Place) -> Any:
        """What stands there now; None if nothing does."""
        here = self.found.value
        for step in place:
            try:
                here = here[step]
            except (KeyError, IndexError, TypeError):
                return None
        return here

    def put(self, place: Place, value: Value) -> None:
        """Writes the value there, also where its key is not there yet; nothing if it stands there already."""
        if self.value(place) == value:
            return
        check_writable(value, self.found.spot(place), place)
        self._wanted.append(("put", place, value))
        if place not in self.found.values:
            return self._add_key(place, value)
        begin, end = self._at(place), self._end(place)
        if self._is_block(place):
            raise NotByForm
        self._splices.append((begin, end, in_yaml(value, self._in_flow(place), self.text[begin])))

    def append(self, place: Place, items: Sequence[Value]) -> None:
        """Adds items to the end of a list, in the way it is written."""
        if not items:
            return
        check_writable(items, self.found.spot(place), place)
        if not isinstance(self.value(place), list):
            raise NotByForm
        self._wanted.append(("append", place, items))
        if self._is_block(place):
            self._below(self._end(place), self.found.values[place][1] - 1, items)
        elif self.value(place):
            self._behind(place, items)
        elif not self._in_flow(place) and isinstance(items[0], Mapping):
            self._open(place, items)
        else:
            text = in_yaml(items, True)
            self._splices.append((self._at(place), self._end(place), text))

    def take(self, place: Place) -> None:
        """Removes an item of a list, or a key with its value, unless it is the last one of a mapping."""
        above, around = place[:-1], self.value(place[:-1])
        if self.value(place) is None or (len(around) == 1 and isinstance(around, dict)):
            raise NotByForm
        self._wanted.append(("take", place, None))
        if not self._is_block(above):
            return self._cut(place, self._behind_before(place), self._end(place))
        begin = self.rows[self._first_row(place)]
        self._splices.append((begin, self._after(self._row(self._end(place))), ""))
        if len(around) == 1:
            colon = self._colon(above)
            self._splices.append((colon, colon, " []"))

    def shorten(self, place: Place, length: int) -> None:
        """Keeps the first items of a list, at least one."""
        last = len(self.value(place)) - 1
        if self._is_block(place):
            for at in range(last, length - 1, -1):
                self.take((*place, at))
        elif last >= length:
            self._wanted += [("take", (*place, at), None) for at in range(last, length - 1, -1)]
            self._cut((*place, length), self._end((*place, length - 1)), self._end((*place, last)))

    def done(self) -> str:
        """The changed text. Raises NotByForm if it would not say exactly what was wanted."""
        text = self.text
        for begin, end, instead in sorted(self._splices, key=lambda one: one[0], reverse=True):
            text = text[:begin] + instead + text[end:]
        for what, place, value in self._wanted:
            _do(what, self.value(place[:-1]), self.value(place), place[-1], value)
        try:
            is_meant = not self._wanted or written(text).value == self.found.value
        except Faults:
            is_meant = False
        if not is_meant:
            raise NotByForm
        return text

    def _offset(self, spot: Spot) -> int:
        return self.rows[spot[0] - 1] + spot[1] - 1

    def _at(self, place: Place) -> int:
        return self._offset(self.found.values[place])

    def _row(self, offset: int) -> int:
        """The row (from 0) of a letter."""
        low, high = 0, len(self.rows)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.rows[middle] <= offset else (low, middle)
        return low

    def _after(self, row: int) -> int:
        return self.rows[row + 1] if row + 1 < len(self.rows) else len(self.text)

    def _opens(self, place: Place) -> str:
        """The sign a value begins with."""
        return self.text[self._at(place) : self._at(place) + 1]

    def _is_block(self, place: Place) -> bool:
        """Whether a list or mapping is written in rows, without brackets."""
        value = self.value(place)
        return isinstance(value, list | dict) and self._opens(place) not in ("[", "{")

    def _in_flow(self, place: Place) -> bool:
        return any(self._opens(place[:n]) in ("[", "{") for n in range(len(place)))

    def _end(self, place: Place) -> int:
        """Behind the last letter of a value."""
        if self._is_block(place):
            return self._end(self._last(place))
        return end_of(self.text, self._at(place), self._in_flow(place))

    def _last(self, place: Place) -> Place:
        """Its last item, or the value of its last key."""
        value = self.value(place)
        return (*place, len(value) - 1 if isinstance(value, list) else next(reversed(value)))

    def _colon(self, place: Place) -> int:
        """Behind the colon of a key."""
        match = (
            _KEY.match(self.text, self._offset(self.found.keys[place])) if place in self.found.keys else None
        )
        if not match:
            raise NotByForm
        return match.end()

    def _first_row(self, place: Place) -> int:
        """The row of the dash of an item, or of a key that stands first on its row."""
        if place not in self.found.keys:
            row, column = self.found.values[place][0] - 1, self.found.values[place[:-1]][1] - 1
            while self.text[self.rows[row] + column] != "-":
                row -= 1
            return row
        row, column = self.found.keys[place][0] - 1, self.found.keys[place][1] - 1
        if self.text[self.rows[row] : self.rows[row] + column].strip():
            raise NotByForm
        return row

    def _behind_before(self, place: Place) -> int:
        """Where the item before ends; behind the bracket if this is the first."""
        names = list(self.value(place[:-1]))
        at = place[-1] if isinstance(place[-1], int) else names.index(place[-1])
        if at:
            return self._end((*place[:-1], at - 1 if isinstance(place[-1], int) else names[at - 1]))
        return self._at(place[:-1]) + 1

    def _cut(self, place: Place, begin: int, end: int) -> None:
        """Takes what stands between brackets, with the comma of it; never with a comment."""
        if self.text[begin - 1] in "[{" and (comma := _COMMA.match(self.text, end)):
            begin, end = self._offset(self.found.key_spot(place)), comma.end()
        if "#" in QUOTED.sub("", self.text[begin:end]):
            raise NotByForm
        self._splices.append((begin, end, ""))

    def _add_key(self, place: Place, value: Value) -> None:
        above, said = place[:-1], f"{place[-1]}: {in_yaml(value, True)}"
        around = self.value(above)
        if not isinstance(around, dict) or not around:
            raise NotByForm
        if self._is_block(above):
            return self._insert(self._end(above), " " * (self.found.values[above][1] - 1) + said)
        self._behind(above, [said], is_written=True)

    def _below(self, end: int, indent: int, items: Sequence[Value]) -> None:
        """Items of a list in rows, below the row in which it ends."""
        self._insert(end, "\n".join(row_item(item, indent) for item in items))

    def _insert(self, behind: int, rows: str) -> None:
        """Whole rows below the row of a letter, with its kind of line ending."""
        after = self._after(self._row(behind))
        ending = "\r\n" if self.text[:after].endswith("\r\n") else "\n"
        rows = rows.replace("\n", ending)
        is_ended = self.text[:after].endswith("\n")
        self._splices.append((after, after, rows + ending if is_ended else ending + rows))

    def _behind(self, place: Place, items: Sequence[Value], is_written: bool = False) -> None:
        """Items behind the last one between brackets; on a row of their own where that one is full."""
        end = self._end(self._last(place))
        row = self.rows[self._row(end)]
        indent = self._continued(place, end)
        width, said = end - row, ""
        for item in items:
            one = str(item) if is_written else in_yaml(item, True)
            is_full = width + len(one) + 2 > WIDE
            said += f",\n{' ' * indent}{one}" if is_full else f", {one}"
            width = indent + len(one) if is_full else width + len(one) + 2
        ending = "\r\n" if "\r\n" in self.text[row : self._after(self._row(end))] else "\n"
        self._splices.append((end, end, said.replace("\n", ending)))

    def _continued(self, place: Place, end: int) -> int:
        """How far a further row between brackets is indented: as the last one is, or as the first word inside."""
        first, last = self._row(self._at(place)), self._row(end)
        begin = self.rows[last]
        if last > first:
            return len(self.text[begin:end]) - len(self.text[begin:end].lstrip(" "))
        return self.found.values[place][1] + (1 if self._opens(place) == "{" else 0)

    def _open(self, place: Place, items: Sequence[Value]) -> None:
        """The first items of a list that was empty: its brackets make place for rows."""
        begin, end, key = self._at(place), self._end(place), self.found.keys[place]
        self._splices.append((begin - 1 if self.text[begin - 1] == " " else begin, end, ""))
        self._below(end, key[1] + 1, items)


def sheet(text: str) -> Sheet:
    """A text to be changed. Raises Faults if its grammar is broken, NotByForm if its rows cannot be told apart."""
    found = written(text)
    if found.faults or re.search("\r(?!\n)|[\x85\u2028\u2029\ufeff]", text):
        raise NotByForm
    return Sheet(text, found, [0, *(match.end() for match in re.finditer("\n", text))])


def _do(what: str, around: Any, here: Any, step: str | int, value: Any) -> None:
    if what == "put":
        around[step] = value
    elif what == "append":
        here.extend(value)
    else:
        del around[step]


_KEY = re.compile(r"""(?:\w+|"[^"\\\n]*"|'[^'\n]*') *:""")
_COMMA = re.compile(r"\s*, *")
