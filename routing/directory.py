"""What the line knows of itself and of the institutions, read from the file supervisors write."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from pydantic import ValidationError

from office.calendar import WorkingCalendar
from office.petitions import Terms
from office.tickets import SOURCES, Rules
from routing import built, line_schema, schema
from routing.checks import clashes
from routing.contacts import Contact, Reach, in_order
from routing.faults import Fault, Faults, in_words
from routing.hours import Hours
from routing.institutions import (
    Advice,
    Alias,
    Body,
    Competence,
    Domain,
    Example,
    Institution,
    NotFor,
    Phrases,
    Question,
    Special,
    Texts,
    Topic,
    has_ended,
)
from routing.places import County, Unit
from routing.sentences import refusals
from routing.written import Written, written

__all__ = [
    "Advice",
    "Alias",
    "Body",
    "Competence",
    "Contact",
    "County",
    "Directory",
    "Domain",
    "Example",
    "Fault",
    "Faults",
    "Institution",
    "Limits",
    "MenuEntry",
    "NotFor",
    "Notice",
    "Operators",
    "Question",
    "Reach",
    "Special",
    "Topic",
    "Unit",
    "aliases",
    "read",
]


@dataclass(frozen=True)
class Operators:
    """The people behind key 0: their number (E.164), how long it rings, how long they may talk (seconds)."""

    number: str
    ring_seconds: int
    talk_seconds: int


@dataclass(frozen=True)
class MenuEntry:
    """What is on a key ("1" to "7"); `service` is the name of a dialogue."""

    key: str
    service: str


@dataclass(frozen=True)
class Notice:
    """What every caller hears from the first to the last day, both counted."""

    text: Texts
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Limits:
    """What protects the line and people's data: counts per hour or call, minutes of a call, days to keep."""

    guesses_per_caller_hour: int
    guesses_per_hour: int
    lookups_per_caller_hour: int
    turns: int
    minutes: int
    failures: int
    calls_days: int
    requests_days: int
    contact_life_days: int = 1825
    messages_per_number_day: int = 6
    messages_days: int = 30
    tickets_days: int = 1095
    unmatched_days: int = 180
    tallies_days: int = 1095


@dataclass(frozen=True)
class Directory:
    """The routing file, ready to be asked.

    `name` is the spoken name of the line by language ("ro" is always there). `number` is E.164. `hours` are
    those of the people; they already know the public holidays and `closed_days` (day -> reason). `menu` is in
    the order of the keys, `institutions` by id in the order of the file. `privacy_page` is an address without
    https://, short enough to be spoken. `tickets` are the rules of the Blue Ticket, `ticket_sources` where each of
    them comes from.
    """

    name: Mapping[str, str]
    number: str
    operators: Operators
    hours: Hours
    closed_days: Mapping[date, str]
    menu: tuple[MenuEntry, ...]
    institutions: Mapping[str, Institution]
    terms: Terms
    limits: Limits
    privacy_page: str
    browser_phone: bool
    notices: tuple[Notice, ...] = ()
    domains: Mapping[str, Domain] = field(default_factory=dict)
    external: Mapping[str, Body] = field(default_factory=dict)
    counties: Mapping[str, County] = field(default_factory=dict)
    faq: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    advice: Mapping[str, tuple[Advice, ...]] = field(default_factory=dict)
    special: Special = field(default_factory=Special)
    tests: tuple[Example, ...] = ()
    tickets: Rules = field(default_factory=Rules)
    ticket_sources: Mapping[str, str] = field(default_factory=lambda: dict(SOURCES))

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days of the institution, with its own closed days."""
        return WorkingCalendar(self.closed_days)

    def notices_on(self, today: date) -> tuple[Notice, ...]:
        """What every caller hears today."""
        return tuple(one for one in self.notices if one.first_day <= today <= one.last_day)

    def questions(self, domain: str, today: date) -> tuple[Question, ...]:
        """The frequent questions of a domain whose answers are still good."""
        return tuple(one for one in self.faq.get(domain, ()) if not has_ended(one, today))

    def advice_on(self, domain: str, today: date) -> tuple[Advice, ...]:
        """The advice of a domain that is still good."""
        return tuple(one for one in self.advice.get(domain, ()) if not has_ended(one, today))

    def speakable(self, id_: str, county: str | None, today: date) -> tuple[Contact, ...]:
        """What a caller may be told to reach an institution or body; see `reach`."""
        return self.reach(id_, county, today).contacts

    def reach(self, id_: str, county: str | None, today: date) -> Reach:
        """How a caller reaches an institution or body, from the county with that code or None.

        Only contacts that are verified and fresh: those of its unit in the county; else its own; else those of
        what it belongs to; else the town where the unit of the county sits.
        """
        for way in self._ways(id_, county):
            if contacts := self._told(way.contacts, today):
                return Reach(way.way, way.name, contacts)
        return self._seat(id_, county)

    def unit_name(self, id_: str, county: str) -> Texts:
        """How the unit of an institution in a county is called, by language."""
        there, unit = self.counties[county], self.institutions[id_].unit
        known = there.units.get(id_, Unit()).name
        named = {
            language: text.replace("{county}", there.name.get(language, there.name["ro"]))
            for language, text in unit.items()
        }
        return {**named, **known}

    def _ways(self, id_: str, county: str | None) -> Iterator[Reach]:
        body = self.external.get(id_)
        if body:
            yield Reach("own", body.name, body.contacts)
        institution = self.institutions.get(id_)
        if institution:
            there = self.counties.get(county or "")
            if there and id_ in there.units:
                yield Reach("unit", self.unit_name(id_, there.code), there.units[id_].contacts)
            yield Reach("own", institution.spoken, institution.contacts)
            for above in self._ways(institution.parent, county) if institution.parent else ():
                yield Reach("parent", above.name, above.contacts)

    def _told(self, contacts: tuple[Contact, ...], today: date) -> tuple[Contact, ...]:
        life = self.limits.contact_life_days
        return in_order(tuple(one for one in contacts if one.is_speakable(today, life)))

    def _seat(self, id_: str, county: str | None) -> Reach:
        institution, there = self.institutions.get(id_), self.counties.get(county or "")
        if institution and institution.unit and there:
            return Reach("seat", self.unit_name(id_, there.code), seat=there.seat)
        name = institution.spoken if institution else self.external[id_].name
        return Reach("none", name)


def aliases(directory: Directory) -> Iterator[Alias]:
    """Every phrase that callers say and whom it means, in the order of the file; each stands once.

    Not those of `not_for`: they say what an institution is not, in words too short to find anybody by ("medic").
    """
    for institution in directory.institutions.values():
        for competence in institution.competences.values():
            for language, phrase in _said(competence.phrases):
                yield Alias(phrase, language, institution.id, competence.id)
    for body in directory.external.values():
        for language, phrase in _said(body.phrases):
            yield Alias(phrase, language, body.id, None)


def _said(phrases: Phrases) -> Iterator[tuple[str, str]]:
    return ((language, phrase) for language, those in phrases.items() for phrase in those)


def read(text: str, today: date | None = None, services: Collection[str] = ()) -> Directory:
    """The directory written in a YAML text; raises Faults with everything that is wrong in it.

    With `today`, answers past their stated life and days in the future are faults as well: so it is when a
    supervisor checks or publishes. A line that starts reads without: what has ended meanwhile is only not told.
    With `services`, the names of those there are, another one in the menu is a fault too; a line that starts leaves
    it out.
    """
    file = written(text)
    faults = [*file.faults, *_clashing(file, today, services)]
    try:
        found = schema.RoutingFile.model_validate(file.value)
    except ValidationError as refused:
        raise Faults([*faults, *refusals(refused.errors(), file, faults)]) from None
    if faults:
        raise Faults(faults)
    return _directory(found)


def _clashing(file: Written, today: date | None, services: Collection[str]) -> list[Fault]:
    return [
        Fault(
            *(file.key_spot(clash.place) if clash.at_key else file.spot(clash.place)),
            in_words(clash.place),
            clash.what,
            clash.write,
        )
        for clash in clashes(file.value, lambda place: file.spot(place)[0], today, services)
    ]


def _directory(file: schema.RoutingFile) -> Directory:
    line = file.line
    closed_days = {closed.day: closed.reason for closed in line.closed_days}
    return Directory(
        name=line.name,
        number=line.number,
        operators=_operators(line.operators),
        hours=built.hours_of(line.hours, WorkingCalendar(closed_days)),
        closed_days=closed_days,
        menu=tuple(MenuEntry(str(entry.key), entry.service) for entry in file.menu),
        institutions={id_: built.institution(id_, part) for id_, part in file.institutions.items()},
        terms=_terms(file.terms),
        limits=Limits(**file.limits.model_dump()),
        privacy_page=line.privacy_page,
        browser_phone=line.browser_phone,
        notices=tuple(Notice(one.text, one.first_day, one.last_day) for one in line.notices),
        domains={
            id_: built.domain(str(at), id_, part, file)
            for at, (id_, part) in enumerate(file.domains.items(), 1)
        },
        external={id_: built.body(id_, part) for id_, part in file.external.items()},
        counties={code: built.county(code, part) for code, part in file.counties.items()},
        faq={id_: tuple(Question(**one.model_dump()) for one in part) for id_, part in file.faq.items()},
        advice={id_: tuple(Advice(**one.model_dump()) for one in part) for id_, part in file.advice.items()},
        special=Special(**{name: built.phrases(part) for name, part in file.special or ()}),
        tests=tuple(Example(one.sentence, one.keys, one.expect) for one in file.tests),
        tickets=line.blue_ticket.built(),
        ticket_sources=line.blue_ticket.origins(),
    )


def _operators(part: line_schema.Operators) -> Operators:
    return Operators(part.number, part.ring_seconds, part.talk_minutes * 60)


def _terms(part: line_schema.Terms) -> Terms:
    return Terms(
        answer_days=part.answer_days,
        extension_days=part.extension_days,
        counting="plain" if part.counting == "simplu" else "free_days",
        next_working_day=part.next_working_day,
        answer_article=part.answer.article,
        extension_article=part.extension.article,
        redirect_article=part.redirect.article,
    )
