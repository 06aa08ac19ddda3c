"""An institution hands in its list of petitions; each row is taken over as meant, or refused with the reason.

What a person of the institution reads here (the reasons) is in Romanian.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from office.callers import caller
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

# Columns of the register that hold so many characters (a test compares them with store/tables.py).
LONGEST = {"segments": 40, "registration_number": 60, "joined_to": 60, "inspector_id": 40, "phone": 20}

Faults = tuple[tuple[str, str], ...]


class BadRow(Exception):
    """This row cannot be taken over: all its faults, as (column, reason in Romanian)."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(f"{column}: {reason}" for column, reason in self.faults)


class _Refused(Exception):
    """What stands in this cell cannot be used."""


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


def _read(values: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What the cells mean, each by itself; None for an empty day, number or state and for a cell refused."""
    row = dict(_EMPTY)
    faults: dict[str, str] = {}
    for column, cell in values.items():
        if not cell or column not in _READERS:
            continue
        try:
            row[column] = _READERS[column](_tidy(cell))
        except _Refused as refused:
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


_FOREIGN_LETTERS = str.maketrans("şţŞŢ", "șțȘȚ")  # with the cedilla, from before 2007
_FOREIGN = re.compile("[şţŞŢ]")
_PLAIN = re.compile("[0-9A-Za-z]")
_GUARDED = re.compile("'[=+@'-]")  # how our own list of rejects, and Excel, keep a cell from being a formula


def _tidy(cell: str) -> str:
    """A cell without what nobody sees: outer and double spaces, control characters, a dash for "nothing"."""
    text = " ".join(cell.split())
    if _PLAIN.match(text) and text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text[1:] if _GUARDED.match(text) else text)
    if _FOREIGN.search(text):
        text = text.translate(_FOREIGN_LETTERS)
    if not text.isprintable():
        text = "".join(filter(str.isprintable, text))
    if "\ufffd" in text:
        raise _Refused("conține semne necitețe (codificare greșită)")
    return "" if text in ("-", "–", "—") else text


def _number(text: str) -> RegistrationNumber | None:
    number = RegistrationNumber.parse(text)
    if text and number is None:
        raise _Refused(f"«{text}» nu este un număr de înregistrare")
    if number and len(text) > min(LONGEST.values()) and _is_too_long(number):
        raise _Refused("este prea lung")
    return number


def _is_too_long(number: RegistrationNumber) -> bool:
    segments = "/".join(number.segments)
    return len(segments) > LONGEST["segments"] or len(number.text) > LONGEST["registration_number"]


_DAY = re.compile(
    "(?:([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})|([0-9]{1,2})[.]([0-9]{1,2})[.]([0-9]{4}))(?:[ T][0-9:.]+)?"
)


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    """Also with a time of day behind it, as databases write it; the time is dropped."""
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if found is None:
        raise _Refused(f"«{text}» nu este o dată; scrieți 2026-03-02 sau 02.03.2026")
    year, month, day = (int(part) for part in (found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)))
    try:
        return date(year, month, day) if 1990 <= year <= 2099 else _no_such_day(text)
    except ValueError:
        return _no_such_day(text)


def _no_such_day(text: str) -> date:
    raise _Refused(f"ziua {text} nu există sau nu poate fi")


# Sex, year, month, day, six more digits. A telephone number abroad may have thirteen digits too.
_CNP = re.compile("(?<![0-9+])[1-9][0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{6}(?![0-9])")


def _text(text: str) -> str:
    if len(text) >= 13 and _CNP.search(text):
        raise _Refused("conține un CNP; ștergeți-l")
    return text


def _name(text: str) -> str:
    if len(text) >= 13 and _CNP.search(re.sub("(?<=[0-9])[ .-]+(?=[0-9])", "", text)):
        raise _Refused("conține un CNP; ștergeți-l")
    return text


_ROMANIAN = re.compile("(?:[+]?(?:00)?400?|0|(?=[237]))([237][0-9]{8})")  # Excel drops the 0 of 0722...


def _phone(text: str) -> str:
    """E.164 where the number can be understood, otherwise its digits as given; the first one of several."""
    first = re.split("[,;]", _name(text))[0]
    digits = re.sub("[ ()./-]", "", first)
    if found := _ROMANIAN.fullmatch(digits):
        return "+40" + found[1]
    if digits and not re.fullmatch("[+]?[0-9]{3,19}", digits):
        raise _Refused(f"«{first}» nu este un număr de telefon")
    return (caller(digits).e164 or digits) if digits.startswith(("+", "00")) else digits


_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+[.][^@\s,;.]+")


def _email(text: str) -> str:
    if text and not _EMAIL.fullmatch(text):
        raise _Refused(f"«{text}» nu este o adresă de e-mail")
    return _text(text)


def _inspector(text: str) -> str:
    if len(text) > LONGEST["inspector_id"]:
        raise _Refused(f"are peste {LONGEST['inspector_id']} de semne")
    return _name(text)


_ROMANIAN_STATES = {
    State.registered: ("inregistrata", "noua"),
    State.assigned: ("repartizata",),
    State.in_progress: ("in lucru", "in operare", "in curs de solutionare"),
    State.extended: ("termen prelungit", "prelungita"),
    State.redirected: ("redirectionata",),
    State.answered: ("raspuns transmis", "operata", "rezolvata", "solutionata"),
    State.joined: ("conexata",),
    State.closed: ("clasata",),
    State.needs_completion: ("necesita completari", "necesita completare"),
}
_STATES = {word: state for state, words in _ROMANIAN_STATES.items() for word in words} | {
    state.value.replace("_", " "): state for state in State
}


@lru_cache(maxsize=4096)
def _state(text: str) -> State | None:
    state = _STATES.get(_folded(text))
    if text and state is None:
        raise _Refused(f"starea «{text}» nu este cunoscută; scrieți una dintre: {', '.join(State)}")
    return state


def _folded(text: str) -> str:
    """Without marks, in lower case: "Necesită_completări" is "necesita completari"."""
    letters = unicodedata.normalize("NFD", text.lower())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).replace("_", " ").split())


_READERS: dict[str, Callable[[str], Any]] = {
    "registration_number": _number,
    "filed_on": _day,
    "surname": _name,
    "first_name": _name,
    "phone": _phone,
    "email": _email,
    "subject": _text,
    "institution_id": _text,
    "inspector_id": _inspector,
    "state": _state,
    "state_on": _day,
    "answered_on": _day,
    "extended_until": _day,
    "redirected_to": _text,
    "joined_to": _number,
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
