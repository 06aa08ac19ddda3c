"""A supervisor sees which contacts nobody has looked at for longest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from routing.contacts import SPOKEN, Contact
from routing.directory import Directory
from routing.faults import Place
from routing.institutions import Texts

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


def by_age(directory: Directory, today: date) -> list[Aged]:
    """Every contact of the file, those never dated first, then the longest unchecked."""
    life = directory.limits.contact_life_days
    found = [
        Aged((*place, at), str(place[-2]), name, contact, _why(contact, today, life))
        for place, name, contacts in _owners(directory)
        for at, contact in enumerate(contacts)
    ]
    return sorted(found, key=lambda one: one.contact.checked_on or NEVER)


def place_of(key: str) -> Place:
    """The place that `Aged.key` stands for."""
    *steps, last = key.split("/")
    return (*steps, int(last) if last.isdecimal() else last)


def at_place(directory: Directory, place: Place, today: date) -> Aged | None:
    """The contact that stands there; None if none does."""
    return next((one for one in by_age(directory, today) if one.place == place), None)


def _why(contact: Contact, today: date, life_days: int) -> Why:
    if not contact.for_callers or contact.kind not in SPOKEN:
        return ""
    if not contact.verified:
        return "unverified"
    if contact.checked_on is None:
        return "undated"
    return "" if contact.is_fresh(today, life_days) else "old"


def _owners(directory: Directory) -> Iterator[tuple[Place, Texts, tuple[Contact, ...]]]:
    for id_, institution in directory.institutions.items():
        yield ("institutions", id_, "contacts"), institution.spoken, institution.contacts
    for id_, body in directory.external.items():
        yield ("external", id_, "contacts"), body.name, body.contacts
    for code, county in directory.counties.items():
        for id_, unit in county.units.items():
            yield ("counties", code, "units", id_, "contacts"), directory.unit_name(id_, code), unit.contacts
