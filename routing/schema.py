"""What a supervisor may write in the routing file, with the Romanian words shown while typing.

`RoutingFile` judges the shape of the file; `json_schema` is the same for editors. What one value says of
another (two keys alike, hours that overlap) is judged in `routing/checks.py`.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from routing.values import (
    CLOSED,
    Day,
    Id,
    Minute,
    OperatorsNumber,
    OwnNumber,
    ShortAddress,
    Source,
    SpokenTexts,
    Text,
    Texts,
    Weekdays,
    YesNo,
)


def json_schema() -> dict[str, Any]:
    """The routing file as JSON Schema 2020-12, with Romanian titles and descriptions, for editors."""
    schema = _as_written(RoutingFile.model_json_schema())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def json_schema_text() -> str:
    """The whole text of data/institutions.schema.json."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


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


class Part(BaseModel):
    """A block of the file: unknown keys are refused, numbers and texts are not taken for one another."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Operators(Part):
    """Oamenii la care ajunge cel care apasă 0."""

    number: OperatorsNumber = Field(description="Numărul la care răspund oamenii; numai cu tarif obișnuit.")
    ring_seconds: int = Field(
        25, ge=5, le=120, description="Câte secunde sună înainte de a trece mai departe."
    )
    talk_minutes: int = Field(30, ge=1, le=240, description="Câte minute poate ține o convorbire.")


class Opening(Part):
    """Un interval în care răspund oamenii."""

    days: Weekdays = Field(description="Zilele: luni-vineri, sâmbătă sau [luni, miercuri].")
    opens: Minute = Field(alias="from", description="De la ce oră, de exemplu «08:00».")
    closes: Minute = Field(
        alias="to", description="Până la ce oră, de exemplu «20:00»; «24:00» = miezul nopții."
    )


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

    guesses_per_caller_hour: int = Field(
        5, ge=1, le=100, description="Numere necunoscute, un telefon, pe oră."
    )
    guesses_per_hour: int = Field(500, ge=1, le=100_000, description="Numere necunoscute de la toți, pe oră.")
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
    menu: list[MenuEntry] = Field(min_length=1, description="Serviciile, în ordinea tastelor.")
    institutions: dict[Id, Institution] = Field(
        description="Instituțiile, fiecare sub un nume scurt (id).", json_schema_extra=CLOSED
    )
