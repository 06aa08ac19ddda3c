"""What a supervisor may write of the line itself: its people and hours, its keys, its terms and limits.

The descriptions are the Romanian words shown while typing.
"""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from office.tickets import LINE, SOURCES, Rules
from routing.values import (
    CLOSED,
    Day,
    Id,
    Minute,
    OperatorsNumber,
    OwnNumber,
    Sentences,
    ShortAddress,
    Source,
    SpokenTexts,
    Text,
    Weekdays,
    YesNo,
    wrong,
)

LAST_RING = 23 * 60  # minutes of the day


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


class Notice(Part):
    """Un anunț care se aude la începutul apelului, între două zile."""

    text: Sentences = Field(description="Anunțul, în fiecare limbă; «ro» este obligatoriu.")
    first_day: Day = Field(alias="from", description="Prima zi în care se aude.")
    last_day: Day = Field(alias="to", description="Ultima zi în care se aude; obligatorie.")


def _of_rules(sources: dict[str, str]) -> dict[str, str]:
    if unknown := [name for name in sources if name not in SOURCES]:
        raise wrong(f"«{unknown[0]}» nu este o regulă", f"aici puteți scrie: {', '.join(SOURCES)}")
    return sources


def _before_midnight(minute: int) -> int:
    if minute > LAST_RING:
        raise wrong("este prea târziu ca să fie sunați oamenii", "scrieți cel mult «23:00»")
    return minute


class TicketRules(Part):
    """Regulile Tichetului Albastru: programarea la inspectorul care se ocupă de petiție."""

    notice_hours: int = Field(48, ge=0, le=720, description="Cu câte ore înainte se face programarea.")
    minutes: int = Field(15, ge=5, le=60, description="Cât ține convorbirea, în minute.")
    answered_days: int = Field(
        30, ge=0, le=365, description="Câte zile după răspuns se mai poate face programarea."
    )
    horizon_days: int = Field(30, ge=3, le=180, description="Cu câte zile înainte se găsesc ore libere.")
    hold_minutes: int = Field(
        5, ge=2, le=30, description="Câte minute păstrăm ora cât timp cetățeanul se hotărăște."
    )
    quiet_until: Minute = Field(480, description="De la ce oră sunăm oamenii, de exemplu «08:00».")
    quiet_from: Annotated[Minute, AfterValidator(_before_midnight)] = Field(
        1200, description="Până la ce oră sunăm oamenii."
    )
    attempts: int = Field(3, ge=1, le=5, description="De câte ori sunăm cetățeanul care nu răspunde.")
    pause_minutes: int = Field(4, ge=1, le=30, description="Câte minute sunt între două încercări.")
    ring_seconds: int = Field(30, ge=10, le=60, description="Câte secunde sună telefonul.")
    shortest_talk_minutes: int = Field(
        3, ge=1, le=30, description="Dacă rămân mai puține minute, nu mai sunăm."
    )
    sources: Annotated[dict[Id, Text], AfterValidator(_of_rules)] = Field(
        {},
        description="De unde vine fiecare regulă; cele nescrise sunt ale liniei.",
        json_schema_extra={"properties": {name: {"type": "string"} for name in SOURCES}, **CLOSED},
    )

    @model_validator(mode="after")
    def _has_hours(self) -> Self:
        if self.quiet_from <= self.quiet_until:
            raise wrong("nu lasă nicio oră între «quiet_until» și «quiet_from»", "scrieți «08:00» și «20:00»")
        return self

    def built(self) -> Rules:
        """The rules as the office keeps them."""
        written = self.model_dump(exclude={"sources", "quiet_until", "quiet_from"})
        return Rules(**written, quiet_until=_clock(self.quiet_until), quiet_from=_clock(self.quiet_from))

    def origins(self) -> dict[str, str]:
        """Where each rule comes from: as it is written; else, where it was changed, the line's own."""
        now, usual = self.built(), Rules()
        changed = {name: LINE for name in SOURCES if getattr(now, name) != getattr(usual, name)}
        return {**SOURCES, **changed, **self.sources}


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


class Line(Part):
    """Linia însăși: cum se numește, ce număr are, când răspund oamenii."""

    name: SpokenTexts = Field(description="Cum se prezintă linia, în fiecare limbă; «ro» este obligatoriu.")
    number: OwnNumber = Field(description="Numărul la care sună cetățenii.")
    operators: Operators
    hours: list[Opening] = Field(min_length=1, description="Programul oamenilor; de sărbători este închis.")
    closed_days: list[ClosedDay] = Field([], description="Zile închise pe lângă sărbătorile legale.")
    notices: list[Notice] = Field([], description="Anunțuri de la începutul apelului.")
    blue_ticket: TicketRules = Field(
        default_factory=lambda: TicketRules.model_validate({}), description="Regulile Tichetului Albastru."
    )
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
    # Five years: what official pages said in 2022 is still spoken, what they said in the pandemic is not. The
    # switchboards and addresses that could be compared over the years (2018 to 2026) changed less often than that.
    contact_life_days: int = Field(
        1825, ge=30, le=3650, description="Câte zile de la verificare mai spunem un număr sau o adresă."
    )
    messages_per_number_day: int = Field(6, ge=1, le=50, description="SMS-uri la același număr, într-o zi.")
    messages_days: int = Field(30, ge=1, le=365, description="Câte zile păstrăm cui și ce am scris.")
    # three years: as long as most claims can be brought (Codul civil, art. 2517), for which the document may be needed
    tickets_days: int = Field(
        1095, ge=90, le=3650, description="Câte zile păstrăm tichetele albastre și concluziile lor."
    )
    # half a year: supervisors have looked at them by then, and a mask may have missed a name
    unmatched_days: int = Field(
        180,
        ge=1,
        le=365,
        description="Câte zile păstrăm o propoziție neînțeleasă, de când a fost spusă ultima oară.",
    )
    tallies_days: int = Field(
        1095, ge=31, le=3650, description="Câte zile păstrăm numărătorile; în ele nu este niciun om."
    )


class MenuEntry(Part):
    """O tastă a meniului."""

    key: int = Field(ge=1, le=7, description="Tasta: 1, 2, 3... fără goluri; 0 este mereu un om.")
    service: Id = Field(description="Serviciul de pe tastă.", examples=["status"])
