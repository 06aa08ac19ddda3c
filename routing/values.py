"""A single value of the routing file: read as written, or refused with what to write instead, in Romanian."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from office.callers import NotDialable, callback_number, caller

T = TypeVar("T")

WEEKDAYS = ("luni", "marți", "miercuri", "joi", "vineri", "sâmbătă", "duminică")
YES_NO = {"da": True, "nu": False}
UNKNOWN = "necunoscut"


def wrong(what: str, write: str) -> PydanticCustomError:
    """A refusal in our own words: what is wrong, and what to write instead; both Romanian."""
    return PydanticCustomError("said", "{what}", {"what": what, "write": write})


def _clean(text: str) -> str:
    if re.search("[şţŞŢ]", text):
        raise wrong("are litere cu sedilă (ş, ţ)", f"scrieți «{text.translate(_COMMA_BELOW)}»")
    if not text.strip():
        raise wrong("este gol", "scrieți un text")
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _spoken(text: str) -> str:
    sign = re.search(r"[/&()\[\]<>_*#@]", text)
    if sign:
        raise wrong(f"are semnul «{sign[0]}», pe care vocea îl citește greșit", "scrieți numai cuvinte")
    return _clean(text)


def _short_address(value: str) -> str:
    if "://" in value:
        raise wrong("se citește la telefon, deci fără https://", f"scrieți «{value.partition('://')[2]}»")
    if len(value) > 25:
        raise wrong(
            f"are {len(value)} de semne, prea multe de citit la telefon", "scrieți cel mult 25 de semne"
        )
    if not re.fullmatch(_ADDRESS, value):
        raise wrong(f"nu este o adresă web: «{said(value)}»", "scrieți de exemplu «exemplu.ro/date»")
    return value


def _yes_no(value: object) -> bool:
    if isinstance(value, str) and value in YES_NO:
        return YES_NO[value]
    raise wrong(f"scrie «{said(value)}»", "poate fi numai da sau nu")


def _minute_of_day(value: object) -> int:
    found = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)", value) if isinstance(value, str) else None
    minute = int(found[1]) * 60 + int(found[2]) if found else None
    if minute is None or minute > 24 * 60:
        raise wrong(f"nu este o oră: «{said(value)}»", "scrieți de exemplu «08:00», între ghilimele")
    return minute


def _weekdays(value: object) -> tuple[int, ...]:
    if isinstance(value, list) and value:
        return _once(tuple(_weekday(name) for name in value))
    if not isinstance(value, str):
        raise wrong("trebuie să fie zile ale săptămânii", _DAYS_EXAMPLE)
    first, _, last = value.partition("-")
    start, end = _weekday(first.strip()), _weekday((last or first).strip())
    if start > end:
        raise wrong(f"merge înapoi: «{value}»", _DAYS_EXAMPLE)
    return tuple(range(start, end + 1))


def _once(days: tuple[int, ...]) -> tuple[int, ...]:
    twice = [WEEKDAYS[day] for day in days if days.count(day) > 1]
    if twice:
        raise wrong(f"scrie de două ori «{twice[0]}»", "lăsați ziua o singură dată")
    return days


def _weekday(name: object) -> int:
    if isinstance(name, str) and name in WEEKDAYS:
        return WEEKDAYS.index(name)
    near = get_close_matches(said(name), WEEKDAYS, 1, 0.5)
    raise wrong(f"nu este o zi: «{said(name)}»", f"poate «{near[0]}»?" if near else _DAYS_EXAMPLE)


def _day(value: object) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
    except ValueError:
        example = "scrieți anul, luna și ziua, de exemplu 2027-05-14"
        raise wrong(f"nu este o zi din calendar: «{said(value)}»", example) from None


def _own_number(value: object) -> str:
    try:
        return callback_number(said(value), ours=())
    except NotDialable as no:
        # callers may ring a free number, only we may not
        number = caller(said(value)).e164 if no.reason == "toll_free" else None
        if number is None:
            raise wrong(*refusal(no.reason, value)) from None
        return number


def _checked_on(value: object) -> date | None:
    return None if value == UNKNOWN else _day(value)


def _template(text: str) -> str:
    if re.findall(r"[{][^}]*[}]?", text) != ["{county}"]:
        raise wrong(
            "nu are exact un loc pentru numele județului", "scrieți {county} unde vine numele județului"
        )
    return _spoken(text)


def _phrase(text: str) -> str:
    if not any(map(str.isalnum, text)):
        raise wrong("nu are niciun cuvânt", "scrieți ce spune cel care sună sau ștergeți")
    return _clean(text)


def _operators_number(value: object) -> str:
    try:
        return callback_number(said(value), ours=())
    except NotDialable as no:
        raise wrong(*refusal(no.reason, value)) from None


def refusal(reason: str, value: object) -> tuple[str, str]:
    """Why a number will not do, and what to write."""
    what, write = _REFUSED.get(reason, _REFUSED["invalid"])
    return f"{what}: «{said(value)}»", write


def said(value: object) -> str:
    """A value as the supervisor wrote it, short enough to be quoted in a sentence."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = " ".join(str("" if value is None else value).split())
    return text if len(text) <= 40 else text[:39] + "…"


_COMMA_BELOW = str.maketrans("şţŞŢ", "șțȘȚ")
_DAYS_EXAMPLE = "scrieți de exemplu luni-vineri sau [luni, miercuri]"
_WHOLE_NUMBER = "scrieți numărul întreg, între ghilimele, de exemplu «021 000 00 00»"
_REFUSED = {
    "premium": ("este un număr cu suprataxă", "scrieți un număr cu tarif obișnuit"),
    "shared": ("este un număr cu tarif special", "scrieți un număr cu tarif obișnuit"),
    "toll_free": ("este un număr gratuit, la care linia nu poate suna", "scrieți un număr fix sau mobil"),
    "short": ("este prea scurt sau este un număr de urgență", _WHOLE_NUMBER),
    "foreign": ("nu este un număr din România", _WHOLE_NUMBER),
    "invalid": ("nu este un număr de telefon", _WHOLE_NUMBER),
}
_DAY_NAME: dict[str, Any] = {"type": "string", "enum": list(WEEKDAYS)}
_DAY_RANGE = f"^({'|'.join(WEEKDAYS)})( *- *({'|'.join(WEEKDAYS)}))?$"

YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"type": "string", "enum": ["da", "nu"]})]
Minute = Annotated[
    int,
    BeforeValidator(_minute_of_day),
    WithJsonSchema(
        {"type": "string", "pattern": r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$", "examples": ["08:00"]}
    ),
]
Weekdays = Annotated[
    tuple[int, ...],
    BeforeValidator(_weekdays),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": _DAY_RANGE},
                {"type": "array", "items": _DAY_NAME, "minItems": 1, "uniqueItems": True},
            ],
            "examples": ["luni-vineri"],
        }
    ),
]
CheckedOn = Annotated[
    date | None,
    BeforeValidator(_checked_on),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "enum": [UNKNOWN]}],
            "examples": [UNKNOWN],  # what is pasted without thinking must not be spoken
        }
    ),
]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
_NUMBER = WithJsonSchema({"type": "string", "examples": ["021 000 00 00"]})
OwnNumber = Annotated[str, BeforeValidator(_own_number), _NUMBER]
OperatorsNumber = Annotated[str, BeforeValidator(_operators_number), _NUMBER]
Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_clean)]
Spoken = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_spoken)]
Sentence = Annotated[str, Field(min_length=1, max_length=330), AfterValidator(_spoken)]  # 30 s, voice rule 38
Template = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_template)]
Phrase = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_phrase)]
Language = Annotated[str, Field(pattern="^[a-z]{2}$")]
Id = Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$", max_length=40)]
BodyId = Annotated[str, Field(pattern="^([a-z][a-z0-9_]*|112)$", max_length=40, examples=["primarie"])]
Topic = Annotated[
    str,
    Field(pattern=r"^([a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?|112)$", max_length=80, examples=["dgp.passport"]),
]
CountyCode = Annotated[str, Field(pattern="^[A-Z]{1,2}$", examples=["CJ"])]
Prefix = Annotated[str, Field(pattern="^0[23][0-9]{1,2}$", examples=["0264"])]
Extension = Annotated[str, Field(pattern="^[0-9]{1,6}$", examples=["10385"])]
Keys = Annotated[str, Field(pattern="^[1-9]{2}$", examples=["12"])]
Source = Annotated[str, Field(pattern=r"^https?://\S+$", examples=["https://legislatie.just.ro/"])]
_ADDRESS = r"^[a-z0-9-]+(\.[a-z0-9-]+)+(/[a-z0-9-]+)*$"
ShortAddress = Annotated[
    str,
    AfterValidator(_short_address),
    Field(json_schema_extra={"pattern": _ADDRESS, "maxLength": 25, "examples": ["exemplu.ro/date"]}),
]


def _romanian_first(names: dict[str, T]) -> dict[str, T]:
    if "ro" not in names:
        raise PydanticCustomError("missing_ro", "ro")
    return names


CLOSED: JsonDict = {"additionalProperties": False}
_RO = Field(json_schema_extra={"required": ["ro"], **CLOSED})
Texts = Annotated[dict[Language, Text], AfterValidator(_romanian_first), _RO]
SpokenTexts = Annotated[dict[Language, Spoken], AfterValidator(_romanian_first), _RO]
Sentences = Annotated[dict[Language, Sentence], AfterValidator(_romanian_first), _RO]
Templates = Annotated[dict[Language, Template], AfterValidator(_romanian_first), _RO]
Phrases = Annotated[
    dict[Language, Annotated[list[Phrase], Field(min_length=1)]], AfterValidator(_romanian_first), _RO
]
