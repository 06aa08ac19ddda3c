"""The petitions that a call told of, or booked an hour for, as `given` lines of a .call file write them.

Where the caller was asked for the year, the day or the part after the slash, another petition of the same number is
invented, so that the question is asked again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from ivr.script import Reply
from ivr.stand_ins import FILED, StandIns
from ivr.tickets_told import Identified, citizen, identified, said, state_of
from office.petitions import State
from office.registration import RegistrationNumber
from routing.directory import Directory

STATES = frozenset(State)
QUESTIONS = ("status.year", "status.date", "status.segment")
SEGMENT, OTHER_SEGMENT = "305", "306"


@dataclass
class Given:
    """A petition of the invented register; `facts` are written in their order."""

    number: str
    segments: tuple[str, ...]
    filed: str
    state: str
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def line(self) -> str:
        written = "/".join((self.number, *self.segments))
        facts = {"filed": self.filed, **self.facts}
        return " ".join(("petition", written, self.state, *(f"{name} {is_}" for name, is_ in facts.items())))

    def is_same(self, other: "Given") -> bool:
        """Whether both may be one petition: its number is often given without what follows the slash."""
        fewer, more = sorted((self.segments, other.segments), key=len)
        return (self.number, self.filed) == (other.number, other.filed) and more[: len(fewer)] == fewer


def petitions_told(
    replies: Sequence[Reply], stand_ins: StandIns, directory: Directory, today: date
) -> list[str]:
    """The petitions that were told of, as `given` writes them."""
    known: list[Given] = []
    for one in (*_told(replies, stand_ins, directory), *_booked(replies, stand_ins, directory, today)):
        same = next((each for each in known if each.is_same(one)), None)
        if same is None:
            known.append(one)
            continue
        same.segments = max(same.segments, one.segments, key=len)
        same.facts = {**one.facts, **same.facts}
    return [one.line for one in (*known, *_namesakes(replies, known, stand_ins))]


def days_of(replies: Sequence[Reply]) -> dict[str, str]:
    """The day to be given for each petition that somebody booked for: the day that was told, or an invented one."""
    told = {one.values["day"][0] for reply in replies for one in said(reply) if one.key == "status.filed"}
    return {one.day: one.day if one.day in told or _is_written(one) else FILED for one in identified(replies)}


def _is_written(one: Identified) -> bool:
    known = RegistrationNumber.parse(one.written)
    return known is not None and known.filed_on is not None


def _told(replies: Sequence[Reply], stand_ins: StandIns, directory: Directory) -> Iterator[Given]:
    number = ""
    asked: set[str] = set()
    for reply in replies:
        for one in said(reply):
            if one.key == "status.is_it":
                number, asked = stand_ins.number(one.values["number"]), set()
            elif one.key in QUESTIONS:
                asked.add(one.key)
        news = reply.question.news if reply.question else ()
        told = {one.key.removeprefix("status."): one.values for one in news}
        if number and "filed" in told:
            given = _petition(number, told, stand_ins, directory)
            if "status.segment" in asked:
                given.segments = (*given.segments, SEGMENT)
            yield given


def _petition(
    number: str, told: Mapping[str, Mapping[str, Any]], stand_ins: StandIns, directory: Directory
) -> Given:
    state = next((key for key in told if key in STATES), "registered")
    values = told.get(state, {})
    filed = told["filed"]["day"][0]
    facts = {"since": values["day"][0] if "day" in values else filed}
    if state == "answered":
        facts["answered"] = facts["since"]
    due = told.get("due", told.get("late", {}))
    if state == "extended" and "day" in due:
        facts["until"] = due["day"][0]
    if at := _institution(values.get("at", {}), directory):
        facts["redirected_to" if state == "redirected" else "at"] = at
    if state == "joined":
        facts["joined_to"] = stand_ins.number(str(values["number"]))
    return _given(number, filed, state, facts)


def _given(number: str, filed: str, state: str, facts: dict[str, str]) -> Given:
    known = RegistrationNumber.parse(number)
    written, segments = (known.written, known.segments) if known else (number, ())
    return Given(written, tuple(segments), filed, state, facts)


def _booked(
    replies: Sequence[Reply], stand_ins: StandIns, directory: Directory, today: date
) -> Iterator[Given]:
    for one in identified(replies):
        state, facts = state_of(one, today)
        values = one.refused.values if one.refused else {}
        if at := _institution(values.get("at", {}), directory):
            facts["redirected_to"] = at
        if state == State.joined:
            facts["joined_to"] = stand_ins.number(str(values["number"]))
        number, filed = stand_ins.number(one.written), stand_ins.days.get(one.day, FILED)
        yield _given(number, filed, state, {**facts, **citizen(one, replies)})


def _namesakes(replies: Sequence[Reply], known: Sequence[Given], stand_ins: StandIns) -> Iterator[Given]:
    """Other petitions of a number of which more had to be asked."""
    asked: dict[str, set[str]] = {}
    for before, after in pairwise(replies):
        for one in said(before):
            kinds = {each.key for each in said(after)} & {*QUESTIONS}
            if one.key == "status.is_it" and kinds:
                parsed = RegistrationNumber.parse(stand_ins.number(one.values["number"]))
                number = parsed.written if parsed else ""
                asked.setdefault(number, set()).update(kinds)
            elif one.key in QUESTIONS and kinds and asked:
                asked[list(asked)[-1]].update(kinds)
    for number, kinds in asked.items():
        yield from _beside([one for one in known if one.number == number], number, kinds)


def _beside(there: list[Given], number: str, kinds: set[str]) -> Iterator[Given]:
    """So many more that each question tells them apart."""
    if not there:
        there = [Given(number, (SEGMENT,) if kinds == {"status.segment"} else (), FILED, State.registered)]
        yield there[0]
    first, days = there[0], {date.fromisoformat(one.filed) for one in there}
    day = date.fromisoformat(first.filed)
    if "status.year" in kinds and len({one.year for one in days}) == 1:
        yield _other(first, first.segments, day.replace(year=day.year - 1, day=min(day.day, 28)))
    if "status.date" in kinds and not any(one != day and one.year == day.year for one in days):
        near = day - timedelta(days=1)
        yield _other(first, first.segments, near if near.year == day.year else day + timedelta(days=1))
    if "status.segment" in kinds and all(one.segments == first.segments for one in there):
        yield _other(first, (*first.segments[:-1], OTHER_SEGMENT), day)


def _other(like: Given, segments: tuple[str, ...], filed: date) -> Given:
    return Given(like.number, segments, filed.isoformat(), State.registered)


def _institution(spoken_name: Mapping[str, str], directory: Directory) -> str:
    known = directory.institutions.values()
    return next((one.id for one in known if dict(one.spoken) == dict(spoken_name)), "")
