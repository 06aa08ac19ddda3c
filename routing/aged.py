"""A supervisor sees which contacts nobody has looked at for longest, and what callers are not told any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from routing.contacts import SPOKEN, Contact
from routing.directory import Directory
from routing.faults import Place
from routing.institutions import Advice, Question, Texts, has_ended

Why = Literal["", "unverified", "undated", "old"]
NEVER = date.min


@dataclass(frozen=True)
class Aged:
    """A contact where it stands in the file; `why` callers are not told it, empty if they are or need not be."""

    place: Place
    owner: str
    name: Texts
    contact: Contact
    why: Why

    @property
    def key(self) -> str:
        """The place in one word, as it stands in an address: "counties/CJ/units/dgp/contacts/0"."""
        return "/".join(map(str, self.place))


@dataclass(frozen=True)
class Stale:
    """Something in the file that callers are not told any more: where it stands, what it says, and why."""

    place: Place
    value: str
    why: Literal["unverified", "undated", "old"]
    checked_on: date | None


def by_age(directory: Directory, today: date) -> list[Aged]:
    """Every contact of the file, those never dated first, then the longest unchecked."""
    return sorted(_all(directory, today), key=lambda one: one.contact.checked_on or NEVER)


def place_of(key: str) -> Place:
    """The place that `Aged.key` stands for."""
    *steps, last = key.split("/")
    return (*steps, int(last) if last.isdecimal() else last)


def at_place(directory: Directory, place: Place, today: date) -> Aged | None:
    """The contact that stands there; None if none does."""
    return next((one for one in _all(directory, today) if one.place == place), None)


def stale(directory: Directory, today: date) -> list[Stale]:
    """What the file holds and no caller is told: contacts unverified, undated or old, answers past their life."""
    return [
        *(
            Stale((*place, at), contact.value, why, contact.checked_on)
            for place, _, at, contact in _contacts(directory)
            if (why := _why(contact, directory, today))
        ),
        *(
            Stale((part, domain, at), told, "old", one.checked_on)
            for part, domain, at, one, told in _answers(directory)
            if has_ended(one, today)
        ),
    ]


def _all(directory: Directory, today: date) -> Iterator[Aged]:
    for place, name, at, contact in _contacts(directory):
        why = _why(contact, directory, today) if contact.kind in SPOKEN else ""
        yield Aged((*place, at), str(place[-2]), name, contact, why)


def _why(contact: Contact, directory: Directory, today: date) -> Why:
    if not contact.for_callers:
        return ""
    if not contact.verified:
        return "unverified"
    if contact.checked_on is None:
        return "undated"
    return "" if contact.is_fresh(today, directory.limits.contact_life_days) else "old"


def _contacts(directory: Directory) -> Iterator[tuple[Place, Texts, int, Contact]]:
    for place, name, contacts in _owners(directory):
        for at, contact in enumerate(contacts):
            yield place, name, at, contact


def _owners(directory: Directory) -> Iterator[tuple[Place, Texts, tuple[Contact, ...]]]:
    for id_, institution in directory.institutions.items():
        yield ("institutions", id_, "contacts"), institution.spoken, institution.contacts
    for id_, body in directory.external.items():
        yield ("external", id_, "contacts"), body.name, body.contacts
    for code, county in directory.counties.items():
        for id_, unit in county.units.items():
            yield ("counties", code, "units", id_, "contacts"), directory.unit_name(id_, code), unit.contacts


def _answers(directory: Directory) -> Iterator[tuple[str, str, int, Question | Advice, str]]:
    for domain, questions in directory.faq.items():
        for at, question in enumerate(questions):
            yield "faq", domain, at, question, question.answer["ro"]
    for domain, pieces in directory.advice.items():
        for at, advice in enumerate(pieces):
            yield "advice", domain, at, advice, advice.text["ro"]
