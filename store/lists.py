"""A list exported by an institution is read row by row as it stands, whatever program wrote it.

Comma, semicolon or tab; UTF-8, UTF-16 with its mark, or cp1250, in which Excel writes in Romania.
"""

import codecs
import csv
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

LONGEST_LINE = 200_000  # characters; more is no list of petitions and must not fill the memory


class Unreadable(Exception):
    """This file is not a list that can be read; says why, in Romanian."""


@dataclass(frozen=True)
class Entry:
    """One row: the line it begins on (from 1) and its cells, as many as there are columns.

    `fault` says what is wrong with the row as such, in Romanian, and empty if the cells can be trusted.
    """

    line: int
    cells: tuple[str, ...]
    fault: str = ""


class List:
    """An open list: its header as written, its columns in lower case, and, iterated once, its rows."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._size = file, size
        # kept, for a wrapper that nobody holds any more closes the file under it
        self._text = TextIOWrapper(file, _encoding(file), errors="replace", newline="")
        self._lines = _Lines(self._text)
        self.delimiter, header = _head(self._lines)
        self.header = tuple(cell.strip() for cell in header)
        self.columns = tuple(cell.lower().replace(" ", "_") for cell in self.header)

    @property
    def share(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return min(1.0, self._file.tell() / self._size) if self._size else 1.0

    def __iter__(self) -> Iterator[Entry]:
        reader = csv.reader(self._lines, delimiter=self.delimiter, strict=True)
        while True:
            self._lines.taken.clear()
            try:
                cells: list[str] | None = next(reader)
            except StopIteration:
                return
            except csv.Error:
                cells = None
            if cells is None or any(map(str.strip, cells)):
                yield self._entry(cells)

    def _entry(self, cells: list[str] | None) -> Entry:
        lines, width = self._lines, len(self.columns)
        line = lines.count - len(lines.taken) + 1
        if cells is None or (len(lines.taken) > 1 and len(cells) != width):
            # a quotation mark that is never closed would take the rows after it along
            return Entry(
                line,
                self._fitted(lines.first_only().split(self.delimiter)),
                "are ghilimele sau coloane puse greșit",
            )
        if any(map(str.strip, cells[width:])):
            return Entry(line, self._fitted(cells), f"are {len(cells)} coloane, iar capul de tabel {width}")
        return Entry(line, self._fitted(cells[:width]))

    def _fitted(self, cells: list[str]) -> tuple[str, ...]:
        """As many cells as columns: Excel leaves out empty ones at the end; what is over joins the last."""
        width = len(self.columns)
        if len(cells) > width:
            cells = [*cells[: width - 1], self.delimiter.join(cells[width - 1 :])]
        return (*cells, *[""] * (width - len(cells)))


@contextmanager
def open_list(path: Path) -> Iterator[List]:
    """The list in a file, whose columns have been read; raises Unreadable if there are none, and OSError."""
    with path.open("rb") as file:
        yield List(file, path.stat().st_size)


class _Lines:
    """The lines of a text; those of the row being read are remembered and can be given back."""

    def __init__(self, text: TextIOWrapper) -> None:
        self._source = iter(partial(text.readline, LONGEST_LINE), "")
        self._given_back: deque[str] = deque()
        self.taken: list[str] = []
        self.count = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._given_back.popleft() if self._given_back else next(self._source)
        self.count += 1
        self.taken.append(line)
        return line

    def first_only(self) -> str:
        """The first line of the row; the others will be read again, as rows of their own."""
        first, *others = self.taken
        self._given_back.extendleft(reversed(others))
        self.count -= len(others)
        return first.rstrip("\r\n")


def _head(lines: _Lines) -> tuple[str, list[str]]:
    """The delimiter and the header. Excel may write the delimiter into a line of its own, "sep=;"."""
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    if first.lower().startswith("sep=") and first[4:5].strip("\r\n"):
        delimiter, first = first[4], next(lines, "")
    try:
        header = next(csv.reader([first], delimiter=delimiter, strict=True), [])
    except csv.Error:
        raise Unreadable("capul de tabel are ghilimele puse greșit") from None
    if not any(map(str.strip, header)):
        raise Unreadable("fișierul este gol; primul rând trebuie să fie capul de tabel")
    return delimiter, header


def _encoding(file: BinaryIO) -> str:
    """By its mark; without one, the encoding that most lines with letters outside ASCII are in."""
    start = file.read(3)
    file.seek(0)
    if start == codecs.BOM_UTF8:
        return "utf-8-sig"
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    lines = iter(partial(file.readline, LONGEST_LINE), b"")
    for_utf8 = sum(1 if _is_utf8(line) else -1 for line in lines if not line.isascii())
    file.seek(0)
    return "utf-8" if for_utf8 >= 0 else "cp1250"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
