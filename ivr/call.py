"""What a step may know of the call it serves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ivr.desk import Desk
from ivr.script import SERVICES, Given, Option, to_service
from office.callers import Caller
from office.petitions import Deadline, Petition, deadline
from routing.directory import Directory


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
    line: Directory
    our_numbers: tuple[str, ...]
    desk: Desk

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

    def spoken(self, institution_id: str) -> Given:
        """The spoken name of an institution by language; a general word for one the routing file does not know."""
        known = self.line.institutions.get(institution_id)
        return known.spoken if known else self.line.name

    def deadline(self, petition: Petition) -> Deadline | None:
        """By when the law wants an answer, counted today."""
        return deadline(petition, self.line.terms, self.line.calendar.is_working_day, self.today)
