"""An institution hands in its list of petitions; each row is taken over as meant, or refused with the reason.

What a person of the institution reads here (the reasons) is in Romanian.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any

from office import cells
from office.petitions import State
from office.registration import RegistrationNumber

REQUIRED = ("registration_number", "filed_on", "surname", "institution_id", "state")
COLUMNS = (
    *REQUIRED,
    "first_name",
    "phone",
    "email",
    "subject",
    "inspector_id",
    "state_on",
    "answered_on",
    "extended_until",
    "redirected_to",
    "joined_to",
)

Faults = tuple[tuple[str, str], ...]


class BadRow(Exception):
    """This row cannot be taken over: all its faults, as (column, reason in Romanian)."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(f"{column}: {reason}" for column, reason in self.faults)


def petition_row(values: Mapping[str, str], institutions: Collection[str]) -> dict[str, Any]:
    """A row for `store.petitions.upsert`, from the cells of a list by column; raises BadRow with every fault.

    `institutions` are the ids the routing file knows. A missing column is an empty cell; other columns are
    not looked at. Days are 2026-03-02 or 02.03.2026, states ours or the Romanian words for them. `filed_on`
    may be empty where the number itself holds the day; where both are given they agree. A personal code (CNP)
    is refused wherever it stands: nothing here needs one (GDPR art. 5 (1) c, Legea 190/2018 art. 4).
    """
    row, faults = _read(values)
    _fill_in(row)
    for column, reason in _contradictions(row, institutions):
        faults.setdefault(column, reason)
    if faults:
        raise BadRow(tuple((column, faults[column]) for column in COLUMNS if column in faults))
    return _stored(row)


def doubts(row: Mapping[str, Any], latest: Callable[[date], date]) -> Faults:
    """What a row that is taken over says, and callers never hear so, as (column, reason in Romanian).

    `latest` is the last day to which an answer may be put off, by the day of registration.
    """
    until = row["extended_until"]
    if until is None or until <= (last := latest(row["filed_on"])):
        return ()
    return (("extended_until", f"{until} este după {last}, cel mai târziu termen din lege; se spune {last}"),)


def _read(values: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What the cells mean, each by itself; None for an empty day, number or state and for a cell refused."""
    row = dict(_EMPTY)
    faults: dict[str, str] = {}
    for column, cell in values.items():
        if not cell or column not in _READERS:
            continue
        try:
            row[column] = _READERS[column](cells.tidy(cell))
        except cells.Refused as refused:
            faults[column] = str(refused)
    return row, faults


def _fill_in(row: dict[str, Any]) -> None:
    """The days that another cell tells as well."""
    number: RegistrationNumber | None = row["registration_number"]
    row["filed_on"] = row["filed_on"] or (number.filed_on if number else None)
    if row["state"] is State.registered:
        row["state_on"] = row["state_on"] or row["filed_on"]
    if row["state"] is State.answered:
        row["answered_on"] = row["answered_on"] or row["state_on"]
        row["state_on"] = row["state_on"] or row["answered_on"]


def _stored(row: dict[str, Any]) -> dict[str, Any]:
    number: RegistrationNumber = row["registration_number"]
    joined_to: RegistrationNumber | None = row["joined_to"]
    return row | {
        "number": number.number,
        "segments": "/".join(number.segments),
        "registration_number": number.text,
        "state": row["state"].value,
        "redirected_to": row["redirected_to"] or None,
        "joined_to": joined_to.text if joined_to else None,
        "sample": False,
    }


def _email(text: str) -> str:
    return cells.free_text(cells.email(text))


_READERS: dict[str, Callable[[str], Any]] = {
    "registration_number": cells.number,
    "filed_on": cells.day,
    "surname": cells.name,
    "first_name": cells.name,
    "phone": cells.phone,
    "email": _email,
    "subject": cells.free_text,
    "institution_id": cells.free_text,
    "inspector_id": cells.inspector,
    "state": cells.state,
    "state_on": cells.day,
    "answered_on": cells.day,
    "extended_until": cells.day,
    "redirected_to": cells.free_text,
    "joined_to": cells.number,
}

_EMPTY: dict[str, Any] = {column: read("") for column, read in _READERS.items()}

MISSING = "lipsește"


def _contradictions(row: Mapping[str, Any], institutions: Collection[str]) -> Iterator[tuple[str, str]]:
    yield from _missing(row)
    yield from _unknown(row, institutions)
    if row["filed_on"]:
        yield from _wrong_days(row, row["filed_on"])


def _missing(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for column in ("registration_number", "institution_id", "state"):
        if not row[column]:
            yield column, MISSING
    if (
        not row["surname"] and row["state"] is not State.closed
    ):  # anonymous ones are closed (OG 27/2002 art. 7)
        yield "surname", MISSING
    if row["registration_number"] and not row["filed_on"]:
        yield "filed_on", "lipsește, iar numărul nu are dată"
    needed = _NEEDED.get(row["state"])
    if needed and not row[needed]:
        yield needed, f"lipsește; starea {row['state']} o cere"
    if row["state"] not in (None, State.registered, State.answered) and not row["state_on"]:
        yield "state_on", MISSING


_NEEDED = {
    State.answered: "answered_on",
    State.redirected: "redirected_to",
    State.joined: "joined_to",
}


def _unknown(row: Mapping[str, Any], institutions: Collection[str]) -> Iterator[tuple[str, str]]:
    for column in ("institution_id", "redirected_to"):
        if row[column] and row[column] not in institutions:
            yield column, f"instituția «{row[column]}» nu este în institutions.yaml"
    if row["joined_to"] and row["joined_to"] == row["registration_number"]:
        yield "joined_to", "este chiar numărul petiției"


def _wrong_days(row: Mapping[str, Any], filed_on: date) -> Iterator[tuple[str, str]]:
    number: RegistrationNumber | None = row["registration_number"]
    if number and (number.filed_on or filed_on) != filed_on:
        yield "filed_on", f"{filed_on} nu este data din număr; lăsați gol dacă data din număr este cea bună"
    elif number and (number.year or filed_on.year) != filed_on.year:
        yield "filed_on", f"{filed_on} nu este în anul din număr ({number.year})"
    for column in ("state_on", "answered_on", "extended_until"):
        if row[column] and row[column] < filed_on:
            yield column, f"{row[column]} este înainte de filed_on ({filed_on})"
