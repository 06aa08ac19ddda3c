"""A caller hears whether a person answers now and, if not, when one will."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

SEARCHED_DAYS = 30


@dataclass(frozen=True)
class Opening:
    """An interval of the week: `days` 0 (Monday) to 6, from minute `opens` of the day to before `closes`."""

    days: tuple[int, ...]
    opens: int
    closes: int


@dataclass(frozen=True)
class Hours:
    """When people answer.

    `is_closed_on(day)` says on which days nobody answers whatever the week says: public holidays and the
    institution's own closed days. Every `at` is an aware moment in the zone of the office (Europe/Bucharest);
    a naive one raises ValueError.
    """

    openings: tuple[Opening, ...]
    is_closed_on: Callable[[date], bool] = field(default=lambda day: False, compare=False, repr=False)

    def is_open(self, at: datetime) -> bool:
        """Whether people answer at this moment; at the minute of closing they do not any more."""
        _utc(at)
        minute = at.hour * 60 + at.minute
        return any(span.opens <= minute < span.closes for span in self._on(at.date()))

    def next_opening(self, at: datetime) -> datetime | None:
        """The first moment after `at` at which an interval begins; None within 30 days.

        The answer is in the zone of `at`. On the two nights the clock changes the wall clock counts.
        """
        now = _utc(at)
        days = (at.date() + timedelta(days=ahead) for ahead in range(SEARCHED_DAYS + 1))
        later = (moment for day in days for moment in self._beginnings(day, at.tzinfo) if moment > now)
        first = next(later, None)
        return first.astimezone(at.tzinfo) if first else None

    def schedule(self) -> list[dict[str, Any]]:
        """The week as the words speak it: [{"days": [0, 1, 2, 3, 4], "from": "08:00", "to": "20:00"}]."""
        return [
            {"days": list(span.days), "from": clock(span.opens), "to": clock(span.closes)}
            for span in self.openings
        ]

    def _on(self, day: date) -> list[Opening]:
        spans = [span for span in self.openings if day.weekday() in span.days]
        return [] if not spans or self.is_closed_on(day) else spans

    def _beginnings(self, day: date, zone: tzinfo | None) -> list[datetime]:
        midnight = datetime.combine(day, time())
        walls = [midnight + timedelta(minutes=span.opens) for span in self._on(day)]
        moments = {moment for wall in walls for moment in _moments(wall, zone)}
        return sorted(moment for moment in moments if self.is_open(moment.astimezone(zone)))


def _moments(wall: datetime, zone: tzinfo | None) -> list[datetime]:
    """When the clock on the wall shows `wall`, in UTC: twice in the autumn hour that comes again, else once.

    A time the spring night leaves out is taken for the moment the clock jumps over it.
    """
    both = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    shown = [moment for moment in both if moment.astimezone(zone).replace(tzinfo=None) == wall]
    return shown or _moments(wall + timedelta(minutes=1), zone)


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment without a zone")
    return at.astimezone(UTC)


def clock(minute: int) -> str:
    """A minute of the day as written in the file: 480 is "08:00"."""
    return f"{minute // 60:02}:{minute % 60:02}"
