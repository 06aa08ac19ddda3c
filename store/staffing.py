"""An institution hands in its inspectors: good rows are taken over, the others come back with the reasons.

The answer also lists the booked tickets at whose hour the inspector is not there any more.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from office.register import BadRow
from office.slots import Practice
from office.staff import COLUMNS, REQUIRED, StaffRow, staff_row
from office.tickets import BlueTicket
from store import events, inspectors
from store.database import Store, work
from store.lists import Entry, Unreadable, open_list

__all__ = ["Rejected", "StaffImported", "Unreadable", "import_inspectors"]


@dataclass(frozen=True)
class Rejected:
    """A row that was not taken over: the line it begins on, and the reasons, in Romanian."""

    line: int
    reasons: str


@dataclass(frozen=True)
class StaffImported:
    """What became of a list. `hit` are booked tickets that somebody has to see to: move, a colleague, or cancel."""

    taken_over: int
    rejected: tuple[Rejected, ...]
    hit: tuple[BlueTicket, ...]


def import_inspectors(
    store: Store, path: Path, institutions: Collection[str], *, actor: str, now: datetime, practice: Practice
) -> StaffImported:
    """Takes the list at `path` over, all good rows in one transaction; of two rows about one the later one holds.

    `institutions` are the ids of the routing file. Inspectors who are not in the list stay as they are; one
    who left is a row with `active` nu. Raises Unreadable, before anything is written, and OSError.
    """
    with open_list(path) as listed:
        missing = [column for column in REQUIRED if column not in listed.columns]
        if missing:
            raise Unreadable(f"din capul de tabel lipsesc coloanele: {', '.join(missing)}")
        read = [(entry, _read(entry, listed.columns, institutions)) for entry in listed]
    good = {row.inspector.id: row for _, row in read if isinstance(row, StaffRow)}
    rejected = tuple(Rejected(entry.line, row) for entry, row in read if isinstance(row, str))
    with work(store) as unit:
        conn = unit.begin()
        inspectors.upsert(conn, list(good.values()))
        for inspector_id in good:
            events.record(
                conn, at=now, actor=actor, entity="inspector", entity_id=inspector_id, what="imported"
            )
        hit = inspectors.misplaced(conn, now, practice)
    return StaffImported(len(good), rejected, tuple(hit))


def _read(entry: Entry, columns: Collection[str], institutions: Collection[str]) -> StaffRow | str:
    """What the row says, or why it cannot be taken over."""
    if entry.fault:
        return entry.fault
    cells = dict(zip(columns, entry.cells, strict=True))
    try:
        return staff_row({column: cells.get(column, "") for column in COLUMNS}, institutions)
    except BadRow as bad:
        return str(bad)
