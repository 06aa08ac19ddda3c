"""An inspector sees at a glance what the days hold: who comes when, when there is time, when nobody is there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum, auto

from office.slots import Diary, Practice, WorkingHours
from office.tickets import CANCELLED, LIVE, BlueTicket

USUAL = (8 * 60, 16 * 60)  # shown where nobody works and nothing is booked
WHOLE_DAY = 24 * 60


class What(StrEnum):
    """What a stretch of a day holds."""

    ticket = auto()
    free = auto()
    away = auto()
    closed = auto()
    off = auto()  # not within the inspector's hours


@dataclass(frozen=True)
class Cell:
    """A stretch of one day, `rows` quarters of an hour long; moments are UTC. Only `ticket` has tickets."""

    what: What
    begins: datetime
    ends: datetime
    tickets: tuple[BlueTicket, ...] = ()
    rows: int = 1

    @property
    def is_off(self) -> bool:
        """Whether everything in it was cancelled."""
        return bool(self.tickets) and all(one.status in CANCELLED for one in self.tickets)


@dataclass(frozen=True)
class Row:
    """A quarter of an hour of every day: the cells that begin with it, one for each day, None where one goes on."""

    at: time
    cells: tuple[Cell | None, ...]


def grid(days: Sequence[date], diary: Diary, tickets: Sequence[BlueTicket], practice: Practice) -> list[Row]:
    """The days side by side, from the first hour anything is in to the last."""
    opens, closes = _hours(days, diary, tickets, practice)
    step = practice.rules.minutes
    minutes = range(opens, closes, step)
    columns = [_spread(_merged(_cells(day, minutes, diary, tickets, practice))) for day in days]
    return [
        Row(time(minute // 60, minute % 60), cells)
        for minute, cells in zip(minutes, zip(*columns, strict=True), strict=True)
    ]


def _hours(
    days: Sequence[date], diary: Diary, tickets: Sequence[BlueTicket], practice: Practice
) -> tuple[int, int]:
    """From which minute to which, in whole hours."""
    theirs = [hours for day in days for hours in diary.hours if hours.covers(day)]
    starts = [one.starts_at.astimezone(practice.zone) for one in tickets]
    begins = [_minute(hours.begins) for hours in theirs] + [_minute(at.time()) for at in starts]
    ends = [_minute(hours.ends) or WHOLE_DAY for hours in theirs]
    ends += [_minute(at.time()) + practice.rules.minutes for at in starts]
    first, last = min(begins, default=USUAL[0]), max(ends, default=USUAL[1])
    return first // 60 * 60, min(WHOLE_DAY, -(-last // 60) * 60)


def _cells(
    day: date, minutes: range, diary: Diary, tickets: Sequence[BlueTicket], practice: Practice
) -> Iterator[Cell]:
    for minute in minutes:
        wall = datetime.combine(day, time(minute // 60, minute % 60), practice.zone)
        begins = wall.astimezone(UTC)
        yield _cell(begins, begins + timedelta(minutes=minutes.step), day, diary, tickets, practice)


def _cell(
    begins: datetime,
    ends: datetime,
    day: date,
    diary: Diary,
    tickets: Sequence[BlueTicket],
    practice: Practice,
) -> Cell:
    here = tuple(one for one in tickets if begins <= one.starts_at < ends)
    goes_on = any(one.status in LIVE and one.starts_at < ends and begins < one.ends_at for one in tickets)
    if here or goes_on:
        return Cell(What.ticket, begins, ends, here)
    if any(span.touches(begins, ends) for span in diary.absences):
        return Cell(What.away, begins, ends)
    if practice.is_closed_on(day):
        return Cell(What.closed, begins, ends)
    at = begins.astimezone(practice.zone).time()
    return Cell(What.free if any(_is_in(at, day, hours) for hours in diary.hours) else What.off, begins, ends)


def _is_in(at: time, day: date, hours: WorkingHours) -> bool:
    return hours.covers(day) and _minute(hours.begins) <= _minute(at) < (_minute(hours.ends) or WHOLE_DAY)


def _merged(cells: Iterator[Cell]) -> Iterator[Cell]:
    """What goes on is one cell; every ticket that begins is its own."""
    before = None
    for cell in cells:
        if before and cell.what is before.what and not cell.tickets:
            before = replace(before, ends=cell.ends, rows=before.rows + 1)
            continue
        if before:
            yield before
        before = cell
    if before:
        yield before


def _spread(cells: Iterator[Cell]) -> list[Cell | None]:
    """One entry for each quarter of an hour."""
    return [entry for cell in cells for entry in (cell, *[None] * (cell.rows - 1))]


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
