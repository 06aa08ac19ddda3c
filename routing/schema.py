"""What a supervisor may write in the routing file, with the Romanian words shown while typing.

`RoutingFile` judges the shape of the file; `routing/json_schema.py` is the same for editors. What one value says of
another (two keys alike, hours that overlap) is judged in `routing/checks.py`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from routing.line_schema import Limits, Line, MenuEntry, Opening, Part, Terms
from routing.values import (
    CLOSED,
    BodyId,
    CheckedOn,
    CountyCode,
    Day,
    Extension,
    Id,
    Keys,
    Phrases,
    Prefix,
    Sentences,
    Source,
    SpokenTexts,
    Templates,
    Text,
    Texts,
    Topic,
    YesNo,
)

Kind = Literal["phone", "telverde", "fax", "email", "web", "address"]
MENU = 7  # options of one menu, voice rule 7


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
