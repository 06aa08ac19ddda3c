"""A caller hears when the inspector has time: free quarter hours, and those that fit what the caller would like.

A place is known by the moment it begins. All moments are aware; what comes out is UTC.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Self

from office.tickets import Rules

WHOLE_DAY = 24 * 60


@dataclass(frozen=True)
class WorkingHours:
    """When an inspector works: `weekday` 0 (Monday) to 6, wall clock; valid on and between the two days."""

    weekday: int
    begins: time
    ends: time
    valid_from: date | None = None
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether these are hours of that day."""
        since, until = self.valid_from or date.min, self.valid_to or date.max
        return day.weekday() == self.weekday and since <= day <= until


@dataclass(frozen=True)
class Span:
    """A stretch of time that is not free: leave, or a live ticket. `ends` no longer belongs to it."""

    begins: datetime
    ends: datetime

    def touches(self, begins: datetime, ends: datetime) -> bool:
        """Whether they have a moment in common."""
        return self.begins < ends and begins < self.ends


@dataclass(frozen=True)
class Diary:
    """What decides when an inspector can be met: hours, absences, and the places already taken."""

    hours: tuple[WorkingHours, ...]
    absences: tuple[Span, ...] = ()
    taken: tuple[Span, ...] = ()


def _never(_: date) -> bool:
    return False


@dataclass(frozen=True)
class Practice:
    """How the institution gives appointments: its rules, its time zone, and the days on which it is closed."""

    rules: Rules
    zone: tzinfo
    is_closed_on: Callable[[date], bool] = field(default=_never, compare=False, repr=False)

    def today(self, now: datetime) -> date:
        """The day it is at the office."""
        return now.astimezone(self.zone).date()


def free_slots(diary: Diary, now: datetime, practice: Practice) -> list[datetime]:
    """When free places begin, soonest first: not before the notice has run, not beyond the horizon.

    Both are real hours: after a change of the clock, 48 hours are an hour more or less on the wall.
    """
    first, last = _window(now, practice)
    return [start for start in _grid(diary, first, last, practice) if first <= start <= last]


def is_free(diary: Diary, start: datetime, asked_at: datetime, practice: Practice) -> bool:
    """Whether a place that was asked for at `asked_at` could be given, all rules counted."""
    first, last = _window(asked_at, practice)
    return first <= start <= last and is_kept(diary, start, practice)


def is_kept(diary: Diary, start: datetime, practice: Practice) -> bool:
    """Whether the inspector is there at that place of the grid, and nobody else; notice does not count here."""
    utc, wall = start.astimezone(UTC), start.astimezone(practice.zone)
    day, minute, end = wall.date(), _minute(wall.time()), utc + practice.rules.length
    busy = any(span.touches(utc, end) for span in (*diary.absences, *diary.taken))
    if busy or practice.is_closed_on(day):
        return False
    is_there = any(hours.covers(day) and minute in _minutes(hours, practice) for hours in diary.hours)
    return is_there and _moment(day, minute, practice.zone) == utc


def _window(now: datetime, practice: Practice) -> tuple[datetime, datetime]:
    utc = now.astimezone(UTC)  # within one zone Python adds hours of the wall clock
    return utc + practice.rules.notice, utc + practice.rules.horizon


def _grid(diary: Diary, first: datetime, last: datetime, practice: Practice) -> Iterator[datetime]:
    """The free places of all days from `first` to `last`."""
    length, busy = practice.rules.length, (*diary.absences, *diary.taken)
    for day in _days(practice.today(first), practice.today(last)):
        if not practice.is_closed_on(day):
            starts = {
                start for hours in diary.hours if hours.covers(day) for start in _starts(hours, day, practice)
            }
            yield from (s for s in sorted(starts) if not any(span.touches(s, s + length) for span in busy))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def _starts(hours: WorkingHours, day: date, practice: Practice) -> Iterator[datetime]:
    for minute in _minutes(hours, practice):
        moment = _moment(day, minute, practice.zone)
        if moment:
            yield moment


def _minutes(hours: WorkingHours, practice: Practice) -> range:
    """The quarter hours of the wall clock inside both the inspector's hours and those in which people are rung."""
    step = practice.rules.minutes
    opens = max(_minute(hours.begins), _minute(practice.rules.quiet_until))
    closes = min(_minute(hours.ends) or WHOLE_DAY, _minute(practice.rules.quiet_from))
    return range(-(-opens // step) * step, closes - step + 1, step)


def _moment(day: date, minute: int, zone: tzinfo) -> datetime | None:
    """When the wall shows this minute, the first time in the autumn hour that comes twice; None in the spring
    hour that is left out.
    """
    wall = datetime.combine(day, time(minute // 60, minute % 60))
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == wall else None


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


@dataclass(frozen=True)
class Wish:
    """When a caller would like to be rung: days, weekdays (0 is Monday), minutes of the day from and before.

    What is None or empty was not said. Written as one line, "2027-03-08..2027-03-14 w1 720-1440", it travels from turn
    to turn.
    """

    first: date | None = None
    last: date | None = None
    weekdays: frozenset[int] = frozenset()
    since: int = 0
    until: int = WHOLE_DAY

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The wish in a line written by `text` or by the reader of speech (words/wishes.py); None for another."""
        found = _WISH.fullmatch(text)
        if not found or not text:
            return None
        first, last, weekdays, since, until = found.groups()
        return cls(
            date.fromisoformat(first) if first else None,
            date.fromisoformat(last) if last else None,
            frozenset(map(int, weekdays or "")),
            int(since or 0),
            int(until or WHOLE_DAY),
        )

    @classmethod
    def on(cls, day: date) -> Self:
        """Any time of one day."""
        return cls(day, day)

    @property
    def text(self) -> str:
        days = f"{self.first}..{self.last}" if self.first and self.last else ""
        weekdays = "w" + "".join(map(str, sorted(self.weekdays))) if self.weekdays else ""
        is_part = (self.since, self.until) != (0, WHOLE_DAY)
        return " ".join(filter(None, (days, weekdays, f"{self.since}-{self.until}" if is_part else "")))

    def fits(self, start: datetime, zone: tzinfo) -> bool:
        """Whether a place is what the caller would like."""
        local = start.astimezone(zone)
        day, minute = local.date(), local.hour * 60 + local.minute
        return (
            (self.first or day) <= day <= (self.last or day)
            and (not self.weekdays or day.weekday() in self.weekdays)
            and self.since <= minute < self.until
        )


_DAY = "([0-9]{4}-[0-9]{2}-[0-9]{2})"
_WISH = re.compile(
    rf"(?:{_DAY}[.][.]{_DAY})?(?:(?:^| )w([0-6]{{1,7}}))?(?:(?:^| )([0-9]{{1,4}})-([0-9]{{1,4}}))?"
)

AT_ONCE = 3  # voice: more than three times nobody remembers
APART = timedelta(hours=1)


def soonest(free: Sequence[datetime]) -> tuple[datetime, ...]:
    """The first three."""
    return tuple(free[:AT_ONCE])


def other_hours(free: Iterable[datetime], offered: datetime) -> tuple[datetime, ...]:
    """Three after the last one offered, an hour or more apart: quarter hours one by one would never end."""
    chosen: list[datetime] = []
    earliest = offered + APART
    for start in free:
        if start >= earliest and len(chosen) < AT_ONCE:
            chosen.append(start)
            earliest = start + APART
    return tuple(chosen)


def another_day(free: Iterable[datetime], offered: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """The first three of the days after the one offered."""
    day = offered.astimezone(zone).date()
    return soonest([start for start in free if start.astimezone(zone).date() > day])


def wished(free: Iterable[datetime], wish: Wish, zone: tzinfo) -> tuple[datetime, ...]:
    """The first three that fit the wish; none if none does."""
    return soonest([start for start in free if wish.fits(start, zone)])
