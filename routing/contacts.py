"""A caller is given a number, an address or a page only if somebody saw it at its source, and not too long ago."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from office.callers import NotDialable, institution_number
from routing.hours import Hours

Kind = Literal["phone", "telverde", "fax", "email", "web", "address"]
Way = Literal["unit", "own", "parent", "seat", "none"]
NUMBERS = ("phone", "telverde", "fax")
SPOKEN: tuple[Kind, ...] = (
    "telverde",
    "phone",
    "address",
    "email",
    "web",
)  # in this order; a fax helps no caller


@dataclass(frozen=True)
class Contact:
    """One way to reach an institution.

    `value` is as written in the file; `number` is what is dialled ("+40264401001", or "116111" for a short one),
    None where there is nothing to dial; `extension` is asked for at the switchboard. `about` says, by language,
    what it is only good for; empty when it is for everything. `hours` is None when nobody knows them.
    `checked_on` is the day it was true, None when that is not known.
    """

    kind: Kind
    value: str
    source: str
    checked_on: date | None
    verified: bool
    number: str | None = None
    extension: str | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    hours: Hours | None = None
    for_callers: bool = True

    def is_fresh(self, today: date, life_days: int) -> bool:
        """Whether it was seen at its source at most that many days ago."""
        return self.checked_on is not None and (today - self.checked_on).days <= life_days

    def is_speakable(self, today: date, life_days: int) -> bool:
        """Whether a caller may be told."""
        return self.verified and self.for_callers and self.kind in SPOKEN and self.is_fresh(today, life_days)

    @property
    def page(self) -> str:
        """A web address as it is read aloud and texted: without https:// and the last slash."""
        return re.sub("^https?://|/$", "", self.value)


@dataclass(frozen=True)
class Reach:
    """How a caller reaches an institution: `contacts` of the one called `name` (by language).

    `way` says whose they are: those of its "unit" in the county, its "own", or those of its "parent" instead.
    With "seat" there are none, but the unit works in the town `seat` (by language); with "none" nothing is known.
    """

    way: Way
    name: Mapping[str, str]
    contacts: tuple[Contact, ...] = ()
    seat: Mapping[str, str] = field(default_factory=dict)


def in_order(contacts: tuple[Contact, ...]) -> tuple[Contact, ...]:
    """Free numbers first, then other numbers, addresses, e-mail, pages; else as in the file."""
    return tuple(sorted(contacts, key=lambda contact: SPOKEN.index(contact.kind)))


def dialled(kind: str, value: str) -> str | None:
    """The number of a contact; None for a page or an address. Raises NotDialable."""
    return institution_number(value) if kind in NUMBERS else None


def is_well_formed(kind: str, value: str) -> bool:
    """Whether a value can be what its kind says."""
    try:
        return dialled(kind, value) is not None or bool(re.fullmatch(_FORMS[kind], value))
    except NotDialable:
        return False


_FORMS = {
    "email": r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+",
    "web": r"https?://[^\s/]+\.[^\s]+",
    "address": r"[^@<>*#]{6,}",
}


def spoken_address(address: str) -> str:
    """A postal address with its abbreviations written out: "Str. Iorga nr. 29" is "strada Iorga numărul 29"."""
    for short, whole in _WHOLE.items():
        address = re.sub(rf"(?<!\w){short}", whole, address)
    return re.sub(r"\b(\d+)-(\d+)\b", r"\1 la \2", address)


_WHOLE = {
    r"[Ss]tr\. ": "strada ",
    r"(?:Bd\.|B-dul|bd\.) ": "bulevardul ",
    r"[Șș]os\. ": "șoseaua ",
    r"[Cc]alea ": "calea ",
    r"[Pp]iața ": "piața ",
    r"nr\. ": "numărul ",
    r"et\. ": "etajul ",
    r"sector (?=\d)": "sectorul ",
    r"Prof\. ": "profesor ",
    r"\d{6} ": "",
}
