"""An evening at the office for the tests: a booked ticket whose hour has come, and telephones that the line rings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from blue_ticket import NOW, PRACTICE, open_office
from house import House
from sqlalchemy import select, update

from carrier.local import LocalCarrier, local_carrier
from carrier.switchboard import Switchboard
from jobs.bell import Bell
from jobs.ring import ring_due
from office.tickets import BlueTicket, Rules
from phone.line import Event, Line
from store import booking, ringing
from store.database import Store, work
from store.tables import messages, petitions
from store.tickets import ticket_of
from web.rung import meeting, overheard, rung_line, turned_down

SECRET = "a secret for the tests only"  # of conftest.py
INSPECTOR, CITIZEN = "+40264000001", "+40722000111"
SUBJECT = "groapa din strada Horea"


def booked(store: Store, count: int = 1, *, language: str = "ro", email: str = "") -> list[BlueTicket]:
    """So many tickets of one inspector, booked for the first free places, one after the other."""
    made = []
    for number, case in enumerate(one for one in open_office(store, count) if one.inspector_id == "i1"):
        with work(store) as unit:
            ours = petitions.c.id == case.petition_id
            unit.conn.execute(update(petitions).where(ours).values(subject=SUBJECT))
            start = booking.free(unit.conn, case, NOW, PRACTICE)[0]
        with work(store) as unit:
            held = booking.hold(
                unit, case, start, call=f"CA{number}", language=language, now=NOW, practice=PRACTICE
            )
            phone = f"+40722000{111 + number}"
            made.append(booking.book(unit, held.id, phone=phone, now=NOW, practice=PRACTICE, email=email))
    return made


@dataclass
class Telephone:
    """A telephone that the line has rung and somebody picked up."""

    board: Switchboard
    line: Line
    heard: list[str] = field(default_factory=list)
    announced: int = 0

    def does(self, act: Callable[[], tuple[Event, ...]]) -> str:
        """What is heard then."""
        return self._told(meeting(self.board, self.line, act))

    def presses(self, keys: str) -> str:
        return self.does(lambda: self.line.press(keys))

    def waits(self) -> str:
        return self.does(self.line.wait)

    def hangs_up(self) -> None:
        self.does(self.line.hang_up)

    def listens(self) -> str:
        """What happened in the conference meanwhile."""
        events, self.announced = overheard(self.board, self.line, self.announced)
        return self._told(events)

    def _told(self, events: tuple[Event, ...]) -> str:
        assert self.line.faults == []
        said = " ".join(event.text for event in events if event.kind == "say")
        self.heard.append(said)
        return said


@dataclass
class Evening:
    """The hotline, its worker and its telephones, on a clock that stands still."""

    house: House
    ticket_id: int
    rules: Rules = field(default_factory=Rules)

    @property
    def bell(self) -> Bell:
        line = self.house.hotline
        return Bell(line.store, line.carrier, line.base_url, self.rules, line.zone)

    @property
    def board(self) -> Switchboard:
        assert isinstance(self.house.hotline.carrier, LocalCarrier)
        return self.house.hotline.carrier.switchboard

    @property
    def ticket(self) -> BlueTicket:
        with work(self.house.store) as unit:
            found = ticket_of(unit.conn, self.ticket_id)
        assert found
        return found

    @property
    def states(self) -> list[str]:
        """Every ring, "1 citizen busy"."""
        with work(self.house.store) as unit:
            return [f"{one.n} {one.leg} {one.state}" for one in ringing.rings_of(unit.conn, self.ticket_id)]

    @property
    def told(self) -> list[tuple[str, str]]:
        """What the outbox has for the citizen."""
        with work(self.house.store) as unit:
            rows = unit.conn.execute(select(messages.c.kind, messages.c.recipient).order_by(messages.c.id))
            return [(row.kind, row.recipient) for row in rows]

    def works(self, **later: float) -> None:
        """The clock moves, then the worker does all there is to do."""
        self.house.clock.move(**later)
        while ring_due(self.bell, self.house.clock):
            pass

    def to(self, moment: datetime) -> None:
        self.house.clock.now = moment
        self.works()

    def rings(self, number: str) -> bool:
        return self.board.incoming(number) is not None

    def picks_up(self, number: str) -> Telephone:
        """The person with this number answers, and hears the first words."""
        phone = self.telephone(number)
        assert self.board.pick_up(phone.line.sid)
        phone.does(phone.line.pick_up)
        return phone

    def telephone(self, number: str) -> Telephone:
        one = self.board.incoming(number)
        assert one, f"{number} does not ring"
        return Telephone(self.board, rung_line(self.house.hotline, self.house.exchange(), one))

    def rejects(self, number: str) -> None:
        turned_down(self.board, self.telephone(number).line)

    def inspector_accepts(self) -> Telephone:
        """The inspector is rung and presses 1; then the citizen's telephone rings."""
        phone = self.picks_up(INSPECTOR)
        phone.presses("1")
        self.works()
        return phone


def opened(build_house: Callable[..., House], folder: Path, **given: str) -> Evening:
    """An evening with one ticket, at its first minute."""
    now: list[Callable[[], datetime]] = []
    carrier = LocalCarrier(local_carrier(SECRET, folder).signature, folder, lambda: now[0]())
    house = build_house(carrier=carrier, post_folder=folder)
    now.append(house.clock)
    (ticket,) = booked(house.store, **given)
    house.clock.now = ticket.starts_at
    return Evening(house, ticket.id)
