"""The five common jobs of a supervisor, done in the text of the routing file: a text in, a text out.

Only the rows that must change do: comments, order, quotes and line endings of everything else stay. Raises Faults
where the text cannot be read, and NotByForm where only the editor can change it. What is wrong with the outcome is told
by `brought`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from pydantic import ValidationError

from routing import line_schema
from routing.directory import read
from routing.faults import Fault, Faults, Place
from routing.hours import Opening, clock
from routing.rows import Sheet, sheet
from routing.signs import NotByForm, Value
from routing.values import WEEKDAYS

LINE: Place = ("line",)


@dataclass(frozen=True)
class Rows:
    """Rows that differ: `at` is the number of the first one (from 1), in the text before."""

    at: int
    before: tuple[str, ...]
    after: tuple[str, ...]


def with_hours(text: str, owner: Place, openings: Sequence[Opening]) -> str:
    """Other opening hours of LINE or of the contact at a place; none for a contact whose hours nobody knows."""
    on, place = sheet(text), (*owner, "hours")
    there = on.value(place)
    if not openings:
        if there is not None:
            on.take(place)
        return on.done()
    if not there:
        on.put(place, [_span(one) for one in openings])
        return on.done()
    for at, one in enumerate(openings[: len(there)]):
        _change_span(on, (*place, at), one)
    on.append(place, [_span(one) for one in openings[len(there) :]])
    on.shorten(place, len(openings))
    return on.done()


def with_closed_day(text: str, day: date, reason: str) -> str:
    """One more day on which the line is closed."""
    on, place = sheet(text), (*LINE, "closed_days")
    entry = {"day": day.isoformat(), "reason": _clean(reason)}
    if on.value(place) is None:
        on.put(place, [entry])
    else:
        on.append(place, [entry])
    return on.done()


def without_closed_day(text: str, day: date) -> str:
    """That day is like every other again."""
    on, place = sheet(text), (*LINE, "closed_days")
    days = [one.get("day") for one in on.value(place) or () if isinstance(one, dict)]
    if day.isoformat() in days:
        on.take((*place, days.index(day.isoformat())))
    return on.done()


def with_contact(text: str, place: Place, **values: str) -> str:
    """Other values of the contact at a place, as they are written in the file: value, source, checked_on, verified."""
    on = sheet(text)
    if not isinstance(on.value(place), dict):
        raise NotByForm
    for key, value in values.items():
        on.put((*place, key), _clean(value))
    return on.done()


def checked_today(text: str, place: Place, today: date) -> str:
    """The contact at a place was seen at its source today."""
    return with_contact(text, place, checked_on=today.isoformat(), verified="da")


def with_alias(text: str, owner: str, competence: str, language: str, phrase: str) -> str:
    """One more thing that callers say for a competence, or for a body that is not ours (no competence)."""
    on = sheet(text)
    above = phrases_place(owner, competence)
    if not isinstance(on.value(above[:-1]), dict):
        raise NotByForm
    for place, value in (((*above, language), [_clean(phrase)]), (above, {language: [_clean(phrase)]})):
        if on.value(place) is not None:
            on.append(place, [_clean(phrase)])
            return on.done()
        if len(place) == len(above) or on.value(above):
            on.put(place, value)
            return on.done()
    raise NotByForm


def phrases_place(owner: str, competence: str) -> Place:
    """Where the phrases of a competence, or of a body that is not ours, stand."""
    if competence:
        return ("institutions", owner, "competences", competence, "phrases")
    return ("external", owner, "phrases")


def brought(before: str, after: str, today: date) -> list[Fault]:
    """What is wrong after a change and was not before it."""
    if not (faults := _faults(after, today)):
        return []
    known = {(fault.path, fault.what) for fault in _faults(before, today)}
    return [fault for fault in faults if (fault.path, fault.what) not in known]


def changed_rows(before: str, after: str) -> list[Rows]:
    """Which rows of the text differ."""
    old, new = before.splitlines(), after.splitlines()
    top = next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    most = min(len(old), len(new)) - top
    tail = zip(reversed(old), reversed(new), strict=False)
    end = min(most, next((at for at, (a, b) in enumerate(tail) if a != b), most))
    old, new = old[top : len(old) - end], new[top : len(new) - end]
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        Rows(top + a + 1, tuple(old[a:b]), tuple(new[c:d])) for what, a, b, c, d in found if what != "equal"
    ]


def days_written(days: Sequence[int]) -> Value:
    """Weekdays as in the file: luni-vineri, or a list where they are not in a row."""
    days = sorted(set(days))
    if days and days == list(range(days[0], days[-1] + 1)):
        return WEEKDAYS[days[0]] if len(days) == 1 else f"{WEEKDAYS[days[0]]}-{WEEKDAYS[days[-1]]}"
    return [WEEKDAYS[day] for day in days]


def _span(one: Opening) -> dict[str, Value]:
    return {"days": days_written(one.days), "from": clock(one.opens), "to": clock(one.closes)}


def _change_span(on: Sheet, place: Place, wanted: Opening) -> None:
    """Only what says something else: "luni - vineri" is left as it is where those days are meant."""
    try:
        there = line_schema.Opening.model_validate(on.value(place))
    except ValidationError:
        there = None
    if there is None or set(there.days) != set(wanted.days):
        on.put((*place, "days"), days_written(wanted.days))
    if there is None or there.opens != wanted.opens:
        on.put((*place, "from"), clock(wanted.opens))
    if there is None or there.closes != wanted.closes:
        on.put((*place, "to"), clock(wanted.closes))


def _clean(text: str) -> str:
    """As the schema reads it: one row, composed letters."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _faults(text: str, today: date) -> tuple[Fault, ...]:
    try:
        read(text, today)
    except Faults as faults:
        return faults.faults
    return ()
