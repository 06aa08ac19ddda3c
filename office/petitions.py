"""A citizen hears how far a petition has come, by when the answer is due, and what can be done meanwhile."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum, auto
from functools import cached_property
from typing import Literal

from office.registration import RegistrationNumber as RegistrationNumber


class State(StrEnum):
    """How far a petition has come: the words an institution uses in public."""

    registered = auto()
    assigned = auto()
    in_progress = auto()
    extended = auto()
    redirected = auto()
    answered = auto()
    joined = auto()
    closed = auto()
    needs_completion = auto()


@dataclass(frozen=True)
class Petition:
    """What may be said about a petition to anyone who knows its number, and nothing else.

    A number can be guessed or misdialled. So there is no name here, no subject, no address and no inspector:
    a dialogue cannot say by mistake what it was never given (GDPR art. 5 (1) c, data minimisation).

    `written` is its registration number in the canonical writing; `filed_on` is the day of registration;
    `state_on` the day it came into `state`. `redirected_to` is the id of the institution it was sent on to;
    `joined_to` the number, as written, of the petition it is answered with.
    """

    written: str
    filed_on: date
    state: State
    state_on: date
    institution_id: str
    answered_on: date | None = None
    extended_until: date | None = None
    redirected_to: str | None = None
    joined_to: str | None = None

    @cached_property
    def registration(self) -> RegistrationNumber:
        """The number in its parts: read when it is asked for, since most callers mean the only petition there is."""
        number = RegistrationNumber.parse(self.written)
        assert number is not None, "only parsed numbers are registered"
        return number


@dataclass(frozen=True)
class Terms:
    """How long an institution may take, in calendar days, with the law that says so.

    `counting` is "plain" (day of registration + days) or "free_days" (neither the first nor the last day
    counts, so one day more: Cod civil art. 2553). `next_working_day`: a term that ends on a day off ends on
    the next working day (Cod civil art. 2554). All of it is a setting because the law may change and
    institutions do not agree on the counting.
    """

    answer_days: int = 30
    extension_days: int = 15
    counting: Literal["plain", "free_days"] = "plain"
    next_working_day: bool = True
    answer_article: str = "OG 27/2002 art. 8 alin. (1)"
    extension_article: str = "OG 27/2002 art. 9"
    redirect_article: str = "OG 27/2002 art. 8 alin. (2)"


@dataclass(frozen=True)
class Deadline:
    """The last day for the answer. `days_left` is in calendar days from today; below zero it is days late."""

    due: date
    days_left: int
    runs_from: date
    extended: bool


def deadline(
    petition: Petition, terms: Terms, is_working_day: Callable[[date], bool], today: date
) -> Deadline | None:
    """By when the answer is due; None when none is owed any more: answered, joined or closed.

    Sources: thirty days from registration, OG 27/2002 art. 8 (1); sent on to another institution they run
    anew from the registration there, art. 8 (2), for which `state_on` stands; at most fifteen more, art. 9.
    While the institution waits for completions the term runs on: the ordinance knows no suspension.
    """
    if petition.state in (State.answered, State.joined, State.closed):
        return None
    runs_from = petition.state_on if petition.state is State.redirected else petition.filed_on
    extended = _is_extended(petition)
    due = _extended_due(petition, terms) if extended else _last_day(runs_from, terms.answer_days, terms)
    due = _working(due, terms, is_working_day)
    return Deadline(due, (due - today).days, runs_from, extended)


def latest_extension(filed_on: date, terms: Terms, is_working_day: Callable[[date], bool]) -> date:
    """The last day to which an answer may be put off, OG 27/2002 art. 9; callers never hear a later one."""
    return _working(
        _last_day(filed_on, terms.answer_days + terms.extension_days, terms), terms, is_working_day
    )


def _working(day: date, terms: Terms, is_working_day: Callable[[date], bool]) -> date:
    while terms.next_working_day and not is_working_day(day):
        day += timedelta(days=1)
    return day


def _is_extended(petition: Petition) -> bool:
    """What the first institution prolonged ends when it sends the petition on."""
    if petition.state is State.redirected:
        return False
    return petition.state is State.extended or petition.extended_until is not None


def _extended_due(petition: Petition, terms: Terms) -> date:
    """The day announced, never before the first term nor after the longest the law allows (art. 9)."""
    first = _last_day(petition.filed_on, terms.answer_days, terms)
    longest = _last_day(petition.filed_on, terms.answer_days + terms.extension_days, terms)
    return max(first, min(petition.extended_until or longest, longest))


def _last_day(first: date, days: int, terms: Terms) -> date:
    return first + timedelta(days=days + (1 if terms.counting == "free_days" else 0))


def narrow(petitions: Iterable[Petition], given: RegistrationNumber) -> list[Petition]:
    """The petitions a caller may mean by `given`, in the order they came.

    When the caller gave segments and some petitions have exactly these, only those: otherwise a number
    registered without any segment would stay in doubt for ever.
    """
    meant = [petition for petition in petitions if given.matches(_dated(petition))]
    exact = [each for each in meant if each.registration.keyed_segments == given.keyed_segments]
    return exact if given.keyed_segments and exact else meant


def _dated(petition: Petition) -> RegistrationNumber:
    return replace(petition.registration, filed_on=_registered_on(petition))


def _registered_on(petition: Petition) -> date:
    """The day in the number itself, the one on the caller's paper, before the day in the register."""
    return petition.registration.filed_on or petition.filed_on


def still_to_ask(petitions: Iterable[Petition]) -> Literal["year", "date", "segment"] | None:
    """What to ask next so that one petition remains; None if one or none does, or no key tells them apart."""
    left = list(petitions)
    if len({_registered_on(each).year for each in left}) > 1:
        return "year"
    if len({_registered_on(each) for each in left}) > 1:
        return "date"
    return "segment" if len({each.registration.keyed_segments for each in left}) > 1 else None
