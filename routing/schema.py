"""What a supervisor may write in the routing file, with the Romanian words shown while typing.

`RoutingFile` judges the shape of the file; `json_schema` is the same for editors. What one value says of
another (two keys alike, hours that overlap) is judged in `routing/checks.py`.
"""

from __future__ import annotations

import json
from datetime import time
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from office.tickets import LINE, SOURCES, Rules
from routing.values import (
    CLOSED,
    BodyId,
    CheckedOn,
    CountyCode,
    Day,
    Extension,
    Id,
    Keys,
    Minute,
    OperatorsNumber,
    OwnNumber,
    Phrases,
    Prefix,
    Sentences,
    ShortAddress,
    Source,
    SpokenTexts,
    Templates,
    Text,
    Texts,
    Topic,
    Weekdays,
    YesNo,
    wrong,
)

Kind = Literal["phone", "telverde", "fax", "email", "web", "address"]
LAST_RING = 23 * 60  # minutes of the day
MENU = 7  # options of one menu, voice rule 7


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
    if {"type": "null"} in schema.get("anyOf", []):
        (only,) = [part for part in schema["anyOf"] if part != {"type": "null"}]
        schema = {**only, **{key: part for key, part in schema.items() if key not in ("anyOf", "default")}}
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


class Contact(Part):
    """Un telefon, o adresă sau o pagină a unei instituții, cu locul de unde se știe."""

    kind: Kind = Field(description="phone, telverde (gratuit), fax, email, web sau address.")
    value: Text = Field(description="Numărul, adresa sau pagina.", examples=["021 212 56 74"])
    extension: Extension | None = Field(None, description="Interiorul care se cere la centrală.")
    about: SpokenTexts = Field({}, description="Pentru ce anume este, dacă nu este pentru orice.")
    hours: list[Opening] = Field([], description="Când răspunde; lipsește dacă nu se știe.")
    source: str = Field(
        min_length=1,
        max_length=500,
        description="De unde se știe: adresa web a paginii; la cele neverificate ajung câteva cuvinte.",
        examples=["https://pasapoarte.mai.gov.ro/contact"],
    )
    checked_on: CheckedOn = Field(description="Ziua în care era adevărat; necunoscut = nu se spune.")
    verified: YesNo = Field(
        description="da = văzut la sursă oficială; ce are nu nu se spune nimănui.", examples=["nu"]
    )
    for_callers: YesNo = Field(True, description="nu = nu este pentru cetățeni (presă, legături interne).")


class Territory(Part):
    """Cum este împărțită instituția pe județe."""

    structure: Literal["none", "county"] = Field(
        description="none = una singură în țară; county = are câte o unitate în fiecare județ."
    )
    unit: Templates = Field(
        {},
        description="Cum se numește unitatea din județ; {county} este locul numelui județului.",
        examples=["Inspectoratul de Poliție Județean {county}"],
    )


class Competence(Part):
    """Un lucru de care se ocupă instituția și cum îl spun oamenii."""

    domain: Id = Field(description="Domeniul din care face parte, unul din «domains».", examples=["acte"])
    topic: SpokenTexts = Field(description="Numele scurt, așa cum se aude într-un meniu.")
    says: Sentences = Field(description="Ce face instituția, într-o propoziție care urmează după numele ei.")
    phrases: Phrases = Field({}, description="Cum spun oamenii, pe limbi; propoziții scurte.")
    urgent: bool = Field(False, description="Cine spune asta trebuie să sune întâi la 112.")


class NotFor(Part):
    """Un lucru de care instituția nu se ocupă, deși oamenii cred că da."""

    topic: SpokenTexts = Field(description="Despre ce este vorba.")
    phrases: Phrases = Field({}, description="Cum spun oamenii, pe limbi; poate lipsi.")
    who: list[BodyId] = Field(
        min_length=1, description="Cine se ocupă: instituții sau altele din «external»."
    )


class Institution(Part):
    """O instituție despre care vorbește linia."""

    name: Texts = Field(description="Numele oficial; «ro» este obligatoriu.")
    spoken: SpokenTexts = Field(description="Cum îi spunem la telefon; «ro» este obligatoriu.")
    short: Text | None = Field(None, description="Prescurtarea, pentru mesaje text.", examples=["DGP"])
    parent: Id | None = Field(None, description="Instituția de care ține.", examples=["mai_dsg"])
    territory: Territory | None = Field(
        None,
        description="Cum este împărțită pe județe; lipsește dacă nu este.",
    )
    competences: dict[Id, Competence] = Field(
        {}, description="De ce se ocupă, fiecare lucru sub un nume scurt (id).", json_schema_extra=CLOSED
    )
    not_for: list[NotFor] = Field([], description="De ce nu se ocupă și cine o face.")
    contacts: list[Contact] = Field([], description="Cum se ajunge la sediul central.")


class Body(Part):
    """Cineva din afara ministerului, la care trimitem oamenii."""

    name: SpokenTexts = Field(description="Cum îi spunem la telefon; «ro» este obligatoriu.")
    topic: SpokenTexts = Field(description="De ce se ocupă, în câteva cuvinte.")
    says: Sentences = Field({}, description="O propoziție despre ce are de făcut cetățeanul.")
    phrases: Phrases = Field({}, description="Cum spun oamenii, pe limbi.")
    contacts: list[Contact] = Field([], description="Cum se ajunge acolo.")


class Unit(Part):
    """Unitatea din județ a unei instituții."""

    name: SpokenTexts = Field({}, description="Numele, dacă nu este cel obișnuit.")
    contacts: list[Contact] = Field([], description="Cum se ajunge acolo.")


class County(Part):
    """Un județ: nume, reședință, prefixe și unitățile din el."""

    name: SpokenTexts = Field(description="Numele, pe limbi; «ro» este obligatoriu.")
    seat: SpokenTexts = Field(description="Reședința, pe limbi.")
    prefixes: list[Prefix] = Field(min_length=1, description="Prefixele telefoanelor fixe.")
    units: dict[Id, Unit] = Field(
        {}, description="Unitățile instituțiilor, sub id-ul instituției.", json_schema_extra=CLOSED
    )


class Domain(Part):
    """Un domeniu: o tastă a meniului cu care se caută instituția."""

    name: SpokenTexts = Field(description="Cum se aude în meniu.")
    topics: list[Topic] = Field(
        min_length=1, max_length=MENU, description="Ce este pe tastele 1, 2, 3...: instituție.competență."
    )


class Question(Part):
    """O întrebare frecventă și răspunsul ei."""

    question: SpokenTexts = Field(description="Întrebarea, pe limbi.")
    answer: Sentences = Field(description="Răspunsul, pe limbi; cel mult 330 de semne.")
    source: Source = Field(description="Adresa web unde scrie.")
    checked_on: Day = Field(description="Ziua în care era adevărat.")
    valid_days: int | None = Field(
        None, ge=1, le=3650, description="Câte zile rămâne bun; pentru prețuri și termene din lege."
    )


class Advice(Part):
    """Un sfat."""

    text: Sentences = Field(description="Sfatul, pe limbi; cel mult 330 de semne.")
    source: Source = Field(description="Adresa web unde scrie.")
    checked_on: Day = Field(description="Ziua în care era adevărat.")
    valid_days: int | None = Field(
        None, ge=1, le=3650, description="Câte zile rămâne bun; pentru prețuri și termene din lege."
    )


class Special(Part):
    """Ce nu duce la o instituție: pericol, om, zgomot."""

    danger: Phrases = Field({}, description="Pericol chiar acum: se spune 112.")
    not_danger: Phrases = Field({}, description="Semne că pericolul este trecut sau povestit.")
    person: Phrases = Field({}, description="Cine vrea un om.")
    noise: Phrases = Field({}, description="Salut, greșeală, zgomot: se întreabă din nou.")


class Example(Part):
    """O probă: ce se spune sau se apasă și unde trebuie să ducă."""

    sentence: Text | None = Field(
        None, description="Ce spune cel care sună.", examples=["mi-a expirat pașaportul"]
    )
    keys: Keys | None = Field(None, description="Tastele: domeniul, apoi tema, între ghilimele.")
    expect: BodyId = Field(
        description="Instituția așteptată, altă instituție din «external» sau danger, person, noise.",
        examples=["dgp"],
    )


class RoutingFile(Part):
    """Fișierul liniei: linia, termenele, pragurile, meniul și instituțiile."""

    line: Line
    terms: Terms
    limits: Limits
    menu: list[MenuEntry] = Field(min_length=1, description="Serviciile, în ordinea tastelor.")
    domains: dict[Id, Domain] = Field(
        {},
        max_length=MENU,
        description="Domeniile, în ordinea tastelor; fiecare sub un nume scurt (id).",
        json_schema_extra=CLOSED,
    )
    institutions: dict[Id, Institution] = Field(
        description="Instituțiile, fiecare sub un nume scurt (id).", json_schema_extra=CLOSED
    )
    external: dict[BodyId, Body] = Field(
        {},
        description="Cei din afara ministerului, fiecare sub un nume scurt (id).",
        json_schema_extra=CLOSED,
    )
    counties: dict[CountyCode, County] = Field(
        {}, description="Județele, fiecare sub indicativul auto: CJ, B.", json_schema_extra=CLOSED
    )
    faq: dict[Id, list[Question]] = Field(
        {}, description="Întrebările frecvente ale fiecărui domeniu.", json_schema_extra=CLOSED
    )
    advice: dict[Id, list[Advice]] = Field(
        {}, description="Sfaturile fiecărui domeniu.", json_schema_extra=CLOSED
    )
    special: Special | None = Field(None, description="Pericol, om, zgomot.")
    tests: list[Example] = Field([], description="Probe care se fac la fiecare publicare.")
