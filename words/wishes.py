"""A caller says when to be rung, "marți după-amiază" or "pe 12 martie"; the hotline understands which days and hours.

What is heard becomes pieces, which are then read one after the other: ("weekday", 1, 0), ("part", 720, 1440).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from words.catalogue import Catalogue
from words.spoken import below_hundred
from words.vocabulary import Meaning, Vocabulary, bare

EARLIEST = 8  # o'clock: at an office "three" is in the afternoon
WHOLE_DAY = (0, 24 * 60)
_LONGEST = 5  # words of a phrase


def wish_said(sentence: str, catalogue: Catalogue, today: date) -> str:
    """The days and hours asked for, in one line: "2027-03-08..2027-03-14 w1 720-1440"; '' if none were.

    Days from and to, weekdays (0 is Monday), minutes of the day from and before; each may be left out. A day
    of a month without its year is the next one from `today` on. Never a guess: '' as well when something is
    said not to suit ("nu marți"), or when a number could be a day and an hour.
    """
    pieces = list(_pieces(re.findall(r"\d+|[a-z]+", bare(sentence)), catalogue.vocabulary))
    reading = _Reading(pieces, today)
    return reading.line() if reading.understood() else ""


def _pieces(words: list[str], vocabulary: Vocabulary) -> Iterator[Meaning]:
    at = 0
    while at < len(words):
        piece, at = _piece(words, at, vocabulary)
        if piece:
            yield piece


def _piece(words: list[str], at: int, vocabulary: Vocabulary) -> tuple[Meaning | None, int]:
    """What starts here, and the place after it; None for a word that means nothing by itself."""
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        if found := vocabulary.wishes.get(tuple(words[at : at + length])):
            return found, at + length
    if number := below_hundred(words, at, 100, vocabulary):
        return ("number", number[0], 0), number[1]
    word = words[at]
    if word.isdigit():
        return ("number", int(word), 0), at + 1
    if word in vocabulary.months:
        return ("month", vocabulary.months[word], 0), at + 1
    is_filler = word in vocabulary.fillers or word in vocabulary.joins
    return (None if is_filler else ("unknown", 0, 0)), at + 1


@dataclass
class _Reading:
    """What has been understood so far: first and last days, weekdays, parts of the day, and hours, which count more."""

    pieces: list[Meaning]
    today: date
    days: set[tuple[date, date]] = field(default_factory=set)
    weekdays: set[int] = field(default_factory=set)
    parts: list[tuple[int, int]] = field(default_factory=list)
    hours: tuple[int, int] | None = None
    is_wrong: bool = False

    def understood(self) -> bool:
        at = 0
        while at < len(self.pieces) and not self.is_wrong:
            at += self._read(at)
        return not self.is_wrong and len(self.days) < 2 and bool(self.line())

    def line(self) -> str:
        days = "".join(f"{first}..{last}" for first, last in self.days)
        weekdays = "w" + "".join(map(str, sorted(self.weekdays))) if self.weekdays else ""
        since, until = self.hours or self._part()
        span = f"{since}-{until}" if (since, until) != WHOLE_DAY else ""
        return " ".join(filter(None, (days, weekdays, span)))

    def _part(self) -> tuple[int, int]:
        if not self.parts:
            return WHOLE_DAY
        return min(since for since, _ in self.parts), max(until for _, until in self.parts)

    def _read(self, at: int) -> int:
        """Takes in what stands here; how many pieces that was."""
        kind, value, other = self.pieces[at]
        match kind:
            case "ahead":
                self._on(self.today + timedelta(days=value))
            case "week":
                monday = self.today + timedelta(days=7 * value - self.today.weekday())
                self.days.add((monday, monday + timedelta(days=6)))
            case "weekday":
                self.weekdays.add(value)
                return 1 + self._day_of_month(at + 1, value)
            case "part":
                self.parts.append((value, other))
            case "hour":
                self._hour(value * 60, value * 60 + 60)
            case "at" | "after" | "before":
                return 1 + self._clock(kind, at + 1)
            case "on":
                return 1 + self._day_of_month(at + 1, None)
            case "number" | "month":
                return self._date(at)
            case "not":
                self.is_wrong = True
        return 1

    def _on(self, day: date | None) -> None:
        if day is None:
            self.is_wrong = True
        else:
            self.days.add((day, day))

    def _hour(self, since: int, until: int) -> None:
        """A second hour ends what the first began: "de la zece la doisprezece"."""
        begun = self.hours[0] if self.hours else since
        self.hours = (begun, until) if not self.hours else (begun, since)
        self.is_wrong = self.is_wrong or self.hours[0] >= self.hours[1]

    def _number(self, at: int) -> int | None:
        if at < len(self.pieces) and self.pieces[at][0] in ("number", "hour"):
            return self.pieces[at][1]
        return None

    def _is(self, at: int, kind: str) -> bool:
        return at < len(self.pieces) and self.pieces[at][0] == kind

    def _clock(self, kind: str, at: int) -> int:
        """The hour after "la", "după", "înainte de", with its minutes; how many pieces that was."""
        hour = self._number(at)
        if hour is None:
            return 0
        if not 0 <= hour < 24 or self._is(at + 1, "month"):
            self.is_wrong = self.is_wrong or not self._is(at + 1, "month")
            return 0
        minutes = self._number(at + 1)
        has_minutes = minutes in (0, 15, 30, 45)
        start = (hour + 12 if hour < EARLIEST else hour) * 60 + (minutes or 0 if has_minutes else 0)
        match kind:
            case "before":
                self._hour(start if self.hours else 0, start)
            case "after":
                self._hour(start, WHOLE_DAY[1])
            case _:
                self._hour(start, start + 60)
        if not has_minutes and minutes is not None and kind == "after" and not self._is(at + 2, "month"):
            return 1 + self._clock("before", at + 1)  # "între zece și doisprezece"
        return 2 if has_minutes else 1

    def _day_of_month(self, at: int, weekday: int | None) -> int:
        """The day after "pe", or after a weekday, which it then has to be."""
        number = self._number(at)
        if number is None or self._is(at + 1, "month"):
            return 0
        day = _next_day(self.today, number)
        self._on(day if day and weekday in (None, day.weekday()) else None)
        return 1

    def _date(self, at: int) -> int:
        """Day and month in either order, and the year if it is said; a number alone could be anything."""
        kind, value, _ = self.pieces[at]
        month: int | None
        day: int | None
        if kind == "month":
            day, month = self._number(at + 1), value
        else:
            day, month = value, self.pieces[at + 1][1] if self._is(at + 1, "month") else None
        if day is None or month is None:
            self.is_wrong = self.is_wrong or kind == "number"
            return 1
        year = self._number(at + 2)
        is_year = year is not None and 2000 <= year <= 2099
        self._on(_next_date(self.today, month, day, year if is_year else None))
        return 3 if is_year else 2


def _next_day(today: date, day: int) -> date | None:
    """The next time it is this day of the month, within two months."""
    ahead = (today + timedelta(days=days) for days in range(62))
    return next((each for each in ahead if each.day == day), None)


def _next_date(today: date, month: int, day: int, year: int | None) -> date | None:
    years = (year,) if year else range(today.year, today.year + 5)
    return next((found for y in years if (found := _real(y, month, day)) and (year or found >= today)), None)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
