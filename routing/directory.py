"""What the line knows of itself and of the institutions, read from the file supervisors write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from office.calendar import WorkingCalendar
from office.petitions import Terms
from routing import schema
from routing.checks import clashes
from routing.faults import Fault, Faults, in_words
from routing.hours import Hours, Opening
from routing.sentences import refusals
from routing.written import Written, written

__all__ = ["Directory", "Fault", "Faults", "Institution", "Limits", "MenuEntry", "Operators", "read"]


@dataclass(frozen=True)
class Operators:
    """The people behind key 0: their number (E.164), how long it rings, how long they may talk (seconds)."""

    number: str
    ring_seconds: int
    talk_seconds: int


@dataclass(frozen=True)
class MenuEntry:
    """What is on a key ("1" to "7"); `service` is the name of a dialogue."""

    key: str
    service: str


@dataclass(frozen=True)
class Institution:
    """An institution: official and spoken name by language ("ro" is always there), and whom it belongs to."""

    id: str
    name: Mapping[str, str]
    spoken: Mapping[str, str]
    parent: str | None


@dataclass(frozen=True)
class Limits:
    """What protects the line and people's data: counts per hour or call, minutes of a call, days to keep."""

    guesses_per_caller_hour: int
    guesses_per_hour: int
    lookups_per_caller_hour: int
    turns: int
    minutes: int
    failures: int
    calls_days: int
    requests_days: int


@dataclass(frozen=True)
class Directory:
    """The routing file, ready to be asked.

    `name` is the spoken name of the line by language ("ro" is always there). `number` is E.164. `hours` are
    those of the people; they already know the public holidays and `closed_days` (day -> reason). `menu` is in
    the order of the keys, `institutions` by id in the order of the file. `privacy_page` is an address without
    https://, short enough to be spoken.
    """

    name: Mapping[str, str]
    number: str
    operators: Operators
    hours: Hours
    closed_days: Mapping[date, str]
    menu: tuple[MenuEntry, ...]
    institutions: Mapping[str, Institution]
    terms: Terms
    limits: Limits
    privacy_page: str
    browser_phone: bool

    @property
    def calendar(self) -> WorkingCalendar:
        """The working days of the institution, with its own closed days."""
        return WorkingCalendar(self.closed_days)


def read(text: str) -> Directory:
    """The directory written in a YAML text; raises Faults with everything that is wrong in it."""
    file = written(text)
    faults = [*file.faults, *_clashing(file)]
    try:
        found = schema.RoutingFile.model_validate(file.value)
    except ValidationError as refused:
        raise Faults([*faults, *refusals(refused.errors(), file, faults)]) from None
    if faults:
        raise Faults(faults)
    return _directory(found)


def _clashing(file: Written) -> list[Fault]:
    return [
        Fault(*file.spot(clash.place), in_words(clash.place), clash.what, clash.write)
        for clash in clashes(file.value)
    ]


def _directory(file: schema.RoutingFile) -> Directory:
    line = file.line
    closed_days = {closed.day: closed.reason for closed in line.closed_days}
    return Directory(
        name=line.name,
        number=line.number,
        operators=_operators(line.operators),
        hours=_hours(line.hours, WorkingCalendar(closed_days)),
        closed_days=closed_days,
        menu=tuple(MenuEntry(str(entry.key), entry.service) for entry in file.menu),
        institutions={id_: _institution(id_, part) for id_, part in file.institutions.items()},
        terms=_terms(file.terms),
        limits=Limits(**file.limits.model_dump()),
        privacy_page=line.privacy_page,
        browser_phone=line.browser_phone,
    )


def _operators(part: schema.Operators) -> Operators:
    return Operators(part.number, part.ring_seconds, part.talk_minutes * 60)


def _hours(openings: list[schema.Opening], calendar: WorkingCalendar) -> Hours:
    # not is_working_day: a line that answers on Saturdays is open on Saturdays that are no holiday
    return Hours(
        tuple(Opening(span.days, span.opens, span.closes) for span in openings),
        is_closed_on=lambda day: calendar.holiday_name(day) is not None,
    )


def _institution(id_: str, part: schema.Institution) -> Institution:
    return Institution(id_, part.name, part.spoken, part.parent)


def _terms(part: schema.Terms) -> Terms:
    return Terms(
        answer_days=part.answer_days,
        extension_days=part.extension_days,
        counting="plain" if part.counting == "simplu" else "free_days",
        next_working_day=part.next_working_day,
        answer_article=part.answer.article,
        extension_article=part.extension.article,
        redirect_article=part.redirect.article,
    )
