"""A caller hears whether a person answers now and, if not, when one will."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

SEARCHED_DAYS = 30


@dataclass(frozen=True)
class Opening:
    """An interval of the week: `days` from 0 (Monday) to 6, minutes of the day [opens, closes) on the wall clock."""

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
        _aware(at)
        minute = at.hour * 60 + at.minute
        return any(span.opens <= minute < span.closes for span in self._on(at.date()))

    def next_opening(self, at: datetime) -> datetime | None:
        """The first moment after `at` at which an interval begins, in the zone of `at`; None within 30 days."""
        now = _aware(at)
        days = (at.date() + timedelta(days=ahead) for ahead in range(SEARCHED_DAYS + 1))
        later = (moment for day in days for moment in self._beginnings(day, at) if moment > now)
        first = next(later, None)
        return first.astimezone(at.tzinfo) if first else None

    def schedule(self) -> list[dict[str, Any]]:
        """The week as the words speak it: [{"days": [0, 1, 2, 3, 4], "from": "08:00", "to": "20:00"}]."""
        return [
            {"days": list(span.days), "from": _clock(span.opens), "to": _clock(span.closes)}
            for span in self.openings
        ]

    def _on(self, day: date) -> list[Opening]:
        spans = [span for span in self.openings if day.weekday() in span.days]
        return [] if not spans or self.is_closed_on(day) else spans

    def _beginnings(self, day: date, at: datetime) -> list[datetime]:
        return sorted(
            moment for span in self._on(day) for moment in _moments(datetime.combine(day, _time(span.opens)), at)
        )


def _moments(wall: datetime, at: datetime) -> Iterator[datetime]:
    """When the clock on the wall shows `wall`, in UTC: twice on an autumn night, once on all other days.

    An hour the spring night leaves out begins when the clock jumps over it.
    """
    ...


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
