"""What a supervisor may write in the routing file, with the Romanian words shown while typing.

`RoutingFile` judges the shape of the file; `json_schema` is the same for editors. What one value says of
another (two keys alike, hours that overlap) is judged in `routing/checks.py`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from office.callers import NotDialable, callback_number, caller

WEEKDAYS = ("luni", "marți", "miercuri", "joi", "vineri", "sâmbătă", "duminică")
YES_NO = {"da": True, "nu": False}


def json_schema() -> dict[str, Any]:
    """The routing file as JSON Schema 2020-12, with Romanian titles and descriptions, for editors."""
    schema = _as_written(RoutingFile.model_json_schema())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _as_written(schema: Any) -> Any:
    """Without the English titles pydantic makes up, and with da and nu where it says true and false."""
    if isinstance(schema, list):
        return [_as_written(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _as_written(part) for key, part in schema.items() if not _made_up(key, part)}
    if isinstance(kept.get("default"), bool):
        kept["default"] = "da" if kept["default"] else "nu"
    return kept


def _made_up(key: str, part: Any) -> bool:
    return key == "title" and isinstance(part, str)


def wrong(what: str, write: str) -> PydanticCustomError:
    """A refusal in our own words: what is wrong, and what to write instead; both Romanian."""
    return PydanticCustomError("said", "{what}", {"what": what, "write": write})


def _clean(text: str) -> str:
    if re.search("[şţŞŢ]", text):
        raise wrong("are litere cu sedilă (ş, ţ)", f"scrieți «{text.translate(_COMMA_BELOW)}»")
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _spoken(text: str) -> str:
    sign = re.search(r"[/&()\[\]<>_*#@]", text)
    if sign:
        raise wrong(f"are semnul «{sign[0]}», pe care vocea îl citește greșit", "scrieți numai cuvinte")
    return _clean(text)


def _yes_no(value: object) -> bool:
    if isinstance(value, str) and value in YES_NO:
        return YES_NO[value]
    raise wrong(f"scrie «{said(value)}»", "poate fi numai da sau nu")


def _minute_of_day(value: object) -> int:
    found = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)", value) if isinstance(value, str) else None
    minute = int(found[1]) * 60 + int(found[2]) if found else None
    if minute is None or minute > 24 * 60:
        raise wrong(f"nu este o oră: «{said(value)}»", "scrieți ora și minutele cu două cifre, de exemplu «08:00»")
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
    near = get_close_matches(said(name), WEEKDAYS, 1, 0.6)
    raise wrong(f"nu este o zi: «{said(name)}»", f"poate «{near[0]}»?" if near else _DAYS_EXAMPLE)


def _day(value: object) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
    except ValueError:
        example = "scrieți anul, luna și ziua, de exemplu 2027-05-14"
        raise wrong(f"nu este o zi din calendar: «{said(value)}»", example) from None


def _own_number(value: object) -> str:
    reason = _refusal(value)
    if reason in (None, "toll_free"):
        return caller(said(value)).e164 or ""
    raise _refused(reason, value)


def _operators_number(value: object) -> str:
    reason = _refusal(value)
    if reason is None:
        return caller(said(value)).e164 or ""
    raise _refused(reason, value)


def _refusal(value: object) -> str | None:
    try:
        callback_number(value if isinstance(value, str) else "", ours=())
    except NotDialable as no:
        return no.reason
    return None


def _refused(reason: str | None, value: object) -> PydanticCustomError:
    what, write = _REFUSED.get(reason or "", _REFUSED["invalid"])
    return wrong(f"{what}: «{said(value)}»", write)


def said(value: object) -> str:
    """A value as the supervisor wrote it, short enough to be quoted in a sentence."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = " ".join(str("" if value is None else value).split())
    return text if len(text) <= 40 else text[:39] + "…"


_COMMA_BELOW = str.maketrans("şţŞŢ", "șțȘȚ")
_DAYS_EXAMPLE = "scrieți de exemplu luni-vineri sau [luni, miercuri]"
_WHOLE_NUMBER = "scrieți numărul întreg, între ghilimele, de exemplu «0264 596 030»"
_REFUSED = {
    "premium": ("este un număr cu suprataxă", "scrieți un număr cu tarif obișnuit"),
    "shared": ("este un număr cu tarif special", "scrieți un număr cu tarif obișnuit"),
    "toll_free": ("este un număr gratuit, la care linia nu poate suna", "scrieți un număr fix sau mobil"),
    "short": ("este un număr scurt sau de urgență", _WHOLE_NUMBER),
    "foreign": ("nu este un număr din România", _WHOLE_NUMBER),
    "invalid": ("nu este un număr de telefon", _WHOLE_NUMBER),
}
_DAY_NAME: dict[str, Any] = {"type": "string", "enum": list(WEEKDAYS)}
_DAY_RANGE = f"^({'|'.join(WEEKDAYS)})(-({'|'.join(WEEKDAYS)}))?$"

YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"type": "string", "enum": ["da", "nu"]})]
Minute = Annotated[
    int,
    BeforeValidator(_minute_of_day),
    WithJsonSchema({"type": "string", "pattern": r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$", "examples": ["08:00"]}),
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
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
_NUMBER = WithJsonSchema({"type": "string", "examples": ["0264 596 030"]})
OwnNumber = Annotated[str, BeforeValidator(_own_number), _NUMBER]
OperatorsNumber = Annotated[str, BeforeValidator(_operators_number), _NUMBER]
Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_clean)]
Spoken = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_spoken)]
Language = Annotated[str, Field(pattern="^[a-z]{2}$")]
Id = Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$", max_length=40)]
Source = Annotated[str, Field(pattern=r"^https?://\S+$", examples=["https://legislatie.just.ro/"])]
ShortAddress = Annotated[
    str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+(/[a-z0-9-]+)*$", max_length=25, examples=["exemplu.ro/date"])
]


def _romanian_first(names: dict[str, str]) -> dict[str, str]:
    if "ro" not in names:
        raise PydanticCustomError("missing_ro", "ro")
    return names


_CLOSED = {"additionalProperties": False}
_RO = Field(json_schema_extra={"required": ["ro"], **_CLOSED})
Texts = Annotated[dict[Language, Text], AfterValidator(_romanian_first), _RO]
SpokenTexts = Annotated[dict[Language, Spoken], AfterValidator(_romanian_first), _RO]


class Part(BaseModel):
    """A block of the file: unknown keys are refused, numbers and texts are not taken for one another."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Operators(Part):
    """Oamenii la care ajunge cel care apasă 0."""

    number: OperatorsNumber = Field(description="Numărul la care răspund oamenii; numai cu tarif obișnuit.")
    ring_seconds: int = Field(25, ge=5, le=120, description="Câte secunde sună înainte de a trece mai departe.")
    talk_minutes: int = Field(30, ge=1, le=240, description="Câte minute poate ține o convorbire.")


class Opening(Part):
    """Un interval în care răspund oamenii."""

    days: Weekdays = Field(description="Zilele: luni-vineri, sâmbătă sau [luni, miercuri].")
    opens: Minute = Field(alias="from", description="De la ce oră, de exemplu «08:00».")
    closes: Minute = Field(alias="to", description="Până la ce oră, de exemplu «20:00»; «24:00» este miezul nopții.")


class ClosedDay(Part):
    """O zi în care linia este închisă, pe lângă sărbătorile legale."""

    day: Day = Field(description="Ziua: anul, luna, ziua, de exemplu 2027-05-14.")
    reason: Text = Field(description="De ce este închis.", examples=["zi liberă dată de primărie"])


class Line(Part):
    """Linia însăși: cum se numește, ce număr are, când răspund oamenii."""

    name: SpokenTexts = Field(description="Cum se prezintă linia, în fiecare limbă; «ro» este obligatoriu.")
    number: OwnNumber = Field(description="Numărul la care sună cetățenii.")
    operators: Operators
    hours: list[Opening] = Field(min_length=1, description="Programul oamenilor; de sărbători este închis.")
    closed_days: list[ClosedDay] = Field([], description="Zile închise pe lângă sărbătorile legale.")
    privacy_page: ShortAddress = Field(description="Pagina cu informarea despre date; cel mult 25 de semne.")
    browser_phone: YesNo = Field(False, description="da = se poate suna și din pagina web.")


class Article(Part):
    """Un articol de lege și locul unde se poate citi."""

    article: Text = Field(description="Legea și articolul.", examples=["OG 27/2002 art. 8 alin. (1)"])
    source: Source = Field(description="Adresa web unde a fost citit articolul.")


class Terms(Part):
    """Termenele legii pentru răspunsul la petiții."""

    answer_days: int = Field(30, ge=1, le=365, description="Zile pentru răspuns, de la înregistrare.")
    extension_days: int = Field(15, ge=0, le=365, description="Zile cu care poate fi prelungit termenul.")
    counting: Literal["simplu", "zile_libere"] = Field(
        "simplu", description="simplu = data plus zilele; zile_libere = fără prima și ultima zi."
    )
    next_working_day: YesNo = Field(True, description="da = termenul trece la următoarea zi lucrătoare.")
    answer: Article = Field(description="Articolul despre termenul de răspuns.")
    extension: Article = Field(description="Articolul despre prelungire.")
    redirect: Article = Field(description="Articolul despre petițiile trimise altei instituții.")


class Limits(Part):
    """Pragurile care apără linia și datele oamenilor."""

    guesses_per_caller_hour: int = Field(5, ge=1, le=100, description="Numere necunoscute, de la un telefon, pe oră.")
    guesses_per_hour: int = Field(500, ge=1, le=100_000, description="Numere necunoscute, de la toți, pe oră.")
    lookups_per_caller_hour: int = Field(40, ge=1, le=1000, description="Căutări de la un telefon, pe oră.")
    turns: int = Field(200, ge=20, le=1000, description="Întrebări într-un apel.")
    minutes: int = Field(30, ge=5, le=240, description="Durata unui apel, în minute.")
    failures: int = Field(8, ge=3, le=30, description="Neînțelegeri într-un apel până trecem la un om.")
    calls_days: int = Field(30, ge=1, le=365, description="Câte zile păstrăm apelurile.")
    requests_days: int = Field(90, ge=1, le=365, description="Câte zile păstrăm cererile de a fi sunat.")


class MenuEntry(Part):
    """O tastă a meniului."""

    key: int = Field(ge=1, le=7, description="Tasta: 1, 2, 3... fără goluri; 0 este mereu un om.")
    service: Id = Field(description="Serviciul de pe tastă.", examples=["status"])


class Institution(Part):
    """O instituție despre care vorbește linia."""

    name: Texts = Field(description="Numele oficial; «ro» este obligatoriu.")
    spoken: SpokenTexts = Field(description="Cum îi spunem la telefon; «ro» este obligatoriu.")
    parent: Id | None = Field(None, description="Instituția de care ține.", examples=["mai_dsg"])


class RoutingFile(Part):
    """Fișierul liniei: linia, termenele, pragurile, meniul și instituțiile."""

    line: Line
    terms: Terms
    limits: Limits
    menu: list[MenuEntry] = Field(min_length=1, description="Ce serviciu este pe ce tastă, în ordinea tastelor.")
    institutions: dict[Id, Institution] = Field(
        description="Instituțiile, fiecare sub un nume scurt (id).", json_schema_extra=_CLOSED
    )
