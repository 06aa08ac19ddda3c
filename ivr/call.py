"""What a step may know of the call it serves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from ivr.desk import Desk
from ivr.script import SERVICES, Given, Option, to_service
from ivr.tickets import NoInspectors, Tickets
from office.callers import Caller
from office.petitions import Deadline, Petition, deadline
from routing.competence import Finding, competent
from routing.directory import Directory
from routing.places import County, counties_named, counties_of_number
from routing.revision import Revision
from words.catalogue import HOME


@dataclass(frozen=True)
class Call:
    """A call at one moment: who rings, in which language, how it has gone, and what the line knows.

    `now` and `began` are local and aware; `failures` counts what went wrong in the whole call.
    """

    sid: str
    caller: Caller
    turn: int
    now: datetime
    began: datetime
    language: str
    failures: int
    languages: tuple[str, ...]
    routing: Revision
    our_numbers: tuple[str, ...]
    desk: Desk
    emergencies: tuple[Mapping[str, str], ...] = ()  # notices a person has put on the line, by language
    tickets: Tickets = field(default_factory=NoInspectors)

    @property
    def line(self) -> Directory:
        """What the line knows in this call."""
        return self.routing.directory

    @property
    def today(self) -> date:
        return self.now.date()

    def near(self, day: date) -> list[str]:
        """A day as the form `near` of a sentence wants it: with today, so that the year is said only when needed."""
        return [day.isoformat(), self.today.isoformat()]

    def is_within(self, moment: datetime, *, hours: int = 0, minutes: int = 0) -> bool:
        """Whether `moment` lies at most that long ago."""
        return self.now - moment <= timedelta(hours=hours, minutes=minutes)

    @property
    def is_too_long(self) -> bool:
        limits = self.line.limits
        return self.turn >= limits.turns or self.now - self.began >= timedelta(minutes=limits.minutes)

    @property
    def is_open(self) -> bool:
        """Whether an operator is there now."""
        return self.line.hours.is_open(self.now)

    @property
    def opens(self) -> datetime | None:
        """When an operator is there next."""
        return self.line.hours.next_opening(self.now)

    def services(self) -> tuple[Option, ...]:
        """The services of the main menu that exist, in the order of the routing file."""
        return tuple(
            Option(entry.key, f"{entry.service}.topic", to_service(entry.service))
            for entry in self.line.menu
            if entry.service in SERVICES
        )

    def notices(self) -> tuple[Mapping[str, str], ...]:
        """What every caller hears now, by language: emergencies first, then what the routing file says for today."""
        return (*self.emergencies, *(one.text for one in self.line.notices_on(self.today)))

    def spoken(self, institution_id: str) -> Given:
        """The spoken name of an institution by language; a general word for one the routing file does not know."""
        known = self.line.institutions.get(institution_id)
        return known.spoken if known else self.line.name

    def text(self, texts: Mapping[str, str]) -> str:
        """What the routing file says in the language of the call, else in Romanian; empty if it says nothing."""
        return texts.get(self.language) or texts.get(HOME, "")

    def finding(self, sentence: str) -> Finding:
        """Which institution a sentence means, or danger, or the wish for a person."""
        return competent(self.routing.book, sentence)

    @property
    def has_phrases(self) -> bool:
        """Whether the routing file holds sentences of callers in the language of the call."""
        return any(
            self.language in competence.phrases
            for institution in self.line.institutions.values()
            for competence in institution.competences.values()
        )

    def county_in(self, sentence: str) -> str:
        """The code of the one county that is named in a sentence; empty for none or several."""
        named = counties_named(sentence, self.line.counties.values())
        return named[0].code if len(named) == 1 else ""

    @property
    def near_by(self) -> list[County]:
        """The counties where the telephone of the caller can stand; none for a mobile."""
        return counties_of_number(self.caller.e164 or "", self.line.counties.values())

    def deadline(self, petition: Petition) -> Deadline | None:
        """By when the law wants an answer, counted today."""
        return deadline(petition, self.line.terms, self.line.calendar.is_working_day, self.today)
