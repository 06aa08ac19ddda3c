"""An institution hands in its list of inspectors and their hours; each row is taken as meant or refused with reasons.

What a person of the institution reads here (the reasons) is in Romanian.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from office.callers import NotDialable, callback_number
from office.cells import Refused, email, plain
from office.register import BadRow
from office.slots import WorkingHours

REQUIRED = ("id", "name", "unit_id", "phone", "hours")
COLUMNS = (*REQUIRED, "function", "email", "active", "valid_from", "valid_to")


@dataclass(frozen=True)
class Inspector:
    """A civil servant who handles petitions; callers hear the function, never the name. `phone` is E.164."""

    id: str
    name: str = field(repr=False)
    function: str
    unit_id: str
    phone: str = field(repr=False)
    email: str = field(repr=False)
    active: bool


@dataclass(frozen=True)
class StaffRow:
    """What a row says: the inspector, and when he or she works."""

    inspector: Inspector
    hours: tuple[WorkingHours, ...]


def staff_row(values: Mapping[str, str], institutions: Collection[str]) -> StaffRow:
    """A row of the list, from its cells by column; raises BadRow with every fault.

    `hours` are written "luni-joi 08:30-16:30; vineri 08:30-14:00", clock on the wall; `valid_from` and
    `valid_to` (2027-03-01), both may be empty, say between which days they hold. `active` is da or nu; empty
    is da. `institutions` are the ids the routing file knows.
    """
    row, faults = _read(values)
    for column in REQUIRED:
        if not values.get(column, "").strip():
            faults[column] = "lipsește"
    if row["unit_id"] and row["unit_id"] not in institutions:
        faults["unit_id"] = f"instituția «{row['unit_id']}» nu este în institutions.yaml"
    if faults:
        raise BadRow(tuple((column, faults[column]) for column in COLUMNS if column in faults))
    since, until = row.pop("valid_from"), row.pop("valid_to")
    hours = tuple(WorkingHours(day, begins, ends, since, until) for day, begins, ends in row.pop("hours"))
    return StaffRow(Inspector(**row), hours)


def _read(values: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    row: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for column, read in _READERS.items():
        try:
            row[column] = read(" ".join(values.get(column, "").split()))
        except Refused as refused:
            row[column], faults[column] = None, str(refused)
    return row, faults


def _id(text: str) -> str:
    if not re.fullmatch("[A-Za-z0-9._-]{0,40}", text):
        raise Refused("are voie cel mult 40 de litere fără semne, cifre, puncte și liniuțe")
    return text


def _phone(text: str) -> str:
    try:
        return callback_number(text, ()) if text else ""
    except NotDialable as refused:
        raise Refused(f"«{text}» nu este un număr românesc, mobil sau fix ({refused.reason})") from None


def _active(text: str) -> bool:
    if text.lower() not in ("", "da", "nu"):
        raise Refused("scrieți da sau nu")
    return text.lower() != "nu"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(f"«{text}» nu este o dată; scrieți 2027-03-01") from None


_CLOCK = "([0-9]{1,2}):([0-9]{2})"
_PART = re.compile(rf"([a-z]+)(?:\s?-\s?([a-z]+))?\s+{_CLOCK}\s?-\s?{_CLOCK}")
_WEEK = ("luni", "marti", "miercuri", "joi", "vineri", "sambata", "duminica")
_Hours = tuple[int, time, time]


def _hours(text: str) -> list[_Hours]:
    return [each for part in text.split(";") if part.strip() for each in _part(part.strip())]


def _part(text: str) -> list[_Hours]:
    found = _PART.fullmatch(plain(text))
    if not found:
        raise Refused(f"«{text}» nu se înțelege; scrieți: luni-joi 08:30-16:30; vineri 08:30-14:00")
    first, last, *clock = found.groups()
    try:
        days = range(_WEEK.index(first), _WEEK.index(last or first) + 1)
        begins, ends = time(int(clock[0]), int(clock[1])), time(int(clock[2]), int(clock[3]))
    except ValueError:
        raise Refused(f"«{text}»: ziua sau ora nu există") from None
    if not days or begins >= ends:
        raise Refused(f"«{text}»: începutul este după sfârșit")
    return [(day, begins, ends) for day in days]


_READERS: dict[str, Callable[[str], Any]] = {
    "id": _id,
    "name": str,
    "function": str,
    "unit_id": str,
    "phone": _phone,
    "email": email,
    "active": _active,
    "hours": _hours,
    "valid_from": _day,
    "valid_to": _day,
}
