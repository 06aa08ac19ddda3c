"""An institution hands in its list: good rows are in the register, the others come back with the reasons.

A row may be good and doubtful: then it is in the register, and comes back with a remark as well.

Nothing is lost by an interruption: every portion is a transaction of its own, and the same list can be handed
in again and changes nothing that is there already.
"""

import csv
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any, TextIO

from office.register import COLUMNS, REQUIRED, BadRow, Faults, petition_row
from store import petitions
from store.database import Store, work
from store.lists import Entry, List, Unreadable, open_list

__all__ = ["Imported", "Progress", "Unreadable", "import_petitions", "rejects_of", "remarks_of"]

Row = dict[str, Any]
Doubts = Callable[[Row], Faults]  # of a row that is taken over: (column, remark)

PORTION = 1000  # rows in one transaction: some 20 ms, in which no caller can write
NOTES = ("line", "column", "reason")  # what a list of rejects has more than the list it comes from


@dataclass(frozen=True)
class Progress:
    """How far an import has come: rows read and rejected, seconds it took, share of the file (0 to 1)."""

    rows: int
    rejected: int
    seconds: float
    share: float

    @property
    def rows_per_second(self) -> int:
        return round(self.rows / self.seconds) if self.seconds else 0

    def __str__(self) -> str:
        return (
            f"{self.share:.0%} din fișier; rânduri citite: {_grouped(self.rows)} "
            f"({_grouped(self.rows_per_second)} pe secundă); respinse: {_grouped(self.rejected)}"
        )


@dataclass(frozen=True)
class Imported:
    """What became of a list, in rows. `rejects` is the file with the rejected ones, None if there are none.

    Unchanged rows were in the register as they are, or were followed by a later row about the same petition.
    `remarked` of the rows taken over are in doubt, and stand in the file `remarks`.
    """

    added_or_updated: int
    unchanged: int
    rejected: int
    rejects: Path | None
    ignored_columns: tuple[str, ...]
    remarked: int = 0
    remarks: Path | None = None

    def __str__(self) -> str:
        said = (
            f"Petiții adăugate sau schimbate: {_grouped(self.added_or_updated)}; "
            f"neschimbate: {_grouped(self.unchanged)}; rânduri respinse: {_grouped(self.rejected)}"
        )
        where = f" (vedeți {self.rejects})" if self.rejects else ""
        doubted = f"; preluate cu observații: {_grouped(self.remarked)} (vedeți {self.remarks})"
        ignored = f" Coloane necunoscute, necitite: {', '.join(self.ignored_columns)}."
        return f"{said}{where}{doubted * bool(self.remarked)}." + (ignored if self.ignored_columns else "")


def import_petitions(
    store: Store,
    path: Path,
    institutions: Collection[str],
    on_progress: Callable[[Progress], None] = lambda _: None,
    doubts: Doubts = lambda _: (),
) -> Imported:
    """Takes the list at `path` into the register; of two rows about one petition the later one holds.

    `institutions` are the ids of the routing file. `on_progress` hears about once a second, and at the end.
    Rejected rows are in `rejects_of(path)`, those that are in doubt in `remarks_of(path)`; what there is no row for is
    removed. Raises Unreadable, before anything is written, for a file that is no list of petitions, and OSError.
    """
    with open_list(path) as listed:
        _refuse_columns(listed.columns)
        rejects_of(path).unlink(missing_ok=True)
        remarks_of(path).unlink(missing_ok=True)
        with _Returned(rejects_of(path), listed) as rejects, _Returned(remarks_of(path), listed) as remarks:
            judge = _Judge(listed.columns, institutions, doubts, rejects, remarks)
            rows, changed = _take_over(store, listed, judge, on_progress)
        return Imported(
            added_or_updated=changed,
            unchanged=rows - rejects.count - changed,
            rejected=rejects.count,
            rejects=rejects.path if rejects.count else None,
            ignored_columns=tuple(each for each in listed.columns if each not in (*COLUMNS, *NOTES, "")),
            remarked=remarks.count,
            remarks=remarks.path if remarks.count else None,
        )


def rejects_of(path: Path) -> Path:
    """Where the rejected rows of a list go: beside it, "march.csv" -> "march.rejects.csv"."""
    return path.with_name(f"{path.stem}.rejects.csv")


def remarks_of(path: Path) -> Path:
    """Where the rows in doubt go: "march.csv" -> "march.remarks.csv"."""
    return path.with_name(f"{path.stem}.remarks.csv")


def _refuse_columns(columns: Sequence[str]) -> None:
    missing = [column for column in REQUIRED if column not in columns]
    twice = sorted({column for column in columns if column in COLUMNS and columns.count(column) > 1})
    if missing:
        raise Unreadable(f"din capul de tabel lipsesc coloanele: {', '.join(missing)}")
    if twice:
        raise Unreadable(f"coloane scrise de două ori: {', '.join(twice)}")


def _take_over(
    store: Store,
    listed: List,
    judge: "_Judge",
    on_progress: Callable[[Progress], None],
) -> tuple[int, int]:
    """How many rows there were, and how many of them changed the register."""
    rows = changed = 0
    began = told = monotonic()
    for portion in _portions(listed):
        accepted = list(judge.accepted(portion))
        rows += len(portion)
        changed += _write(store, accepted)
        if monotonic() - told >= 1:
            told = monotonic()
            on_progress(Progress(rows, judge.rejects.count, told - began, listed.share))
    on_progress(Progress(rows, judge.rejects.count, monotonic() - began, 1.0))
    return rows, changed


def _portions(listed: List) -> Iterator[list[Entry]]:
    entries = iter(listed)
    return iter(lambda: list(islice(entries, PORTION)), [])


@dataclass(frozen=True)
class _Judge:
    """Which rows are taken over, and which come back, with what is said of them."""

    columns: Sequence[str]
    institutions: Collection[str]
    doubts: Doubts
    rejects: "_Returned"
    remarks: "_Returned"

    def accepted(self, entries: Sequence[Entry]) -> Iterator[Row]:
        for entry in entries:
            if entry.fault:
                self.rejects.add(entry, (("", entry.fault),))
                continue
            try:
                row = petition_row(dict(zip(self.columns, entry.cells, strict=True)), self.institutions)
            except BadRow as bad:
                self.rejects.add(entry, bad.faults)
                continue
            if found := self.doubts(row):
                self.remarks.add(entry, found)
            yield row


def _write(store: Store, rows: Sequence[Row]) -> int:
    if not rows:
        return 0
    with work(store) as unit:
        return petitions.upsert(unit.begin(), rows)


class _Returned:
    """A file of rows that come back; it comes into being with the first one."""

    def __init__(self, path: Path, listed: List) -> None:
        self.path, self.count = path, 0
        self._delimiter = listed.delimiter
        self._file: TextIO | None = None
        self._kept = [at for at, column in enumerate(listed.columns) if column not in NOTES]
        self._header = [listed.header[at] for at in self._kept]

    def __enter__(self) -> "_Returned":
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def add(self, entry: Entry, faults: Faults) -> None:
        if self._file is None:
            self._file = _private(self.path)
            self._write([*self._header, *NOTES])
        cells = [entry.cells[at] for at in self._kept]
        reason = faults[0][1] if len(faults) == 1 else str(BadRow(faults))
        self._write([*cells, str(entry.line), ", ".join(column for column, _ in faults), reason])
        self.count += 1

    def _write(self, cells: Sequence[str]) -> None:
        assert self._file is not None
        csv.writer(self._file, delimiter=self._delimiter).writerow(map(_harmless, cells))


def _private(path: Path) -> TextIO:
    """For its owner only, as it holds names; with the mark by which Excel knows UTF-8."""
    return open(path, "w", encoding="utf-8-sig", newline="", opener=lambda p, f: os.open(p, f, 0o600))


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV Injection); read back, the ' is dropped."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", ".")
