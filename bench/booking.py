"""How many Blue Tickets a second can be booked, beside bare inserts under the same unique index.

A booking is what the desk does in a call: a place is held in one transaction, and booked in the next, with its letters
and reminder. The bare insert is one row in one transaction of its own.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as clock
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Column, DateTime, Index, Integer, MetaData, String, Table, insert

from bench.contenders import databases
from office.slots import Practice, WorkingHours, free_slots
from office.staff import Inspector, StaffRow
from office.tickets import Rules
from store import booking, inspectors, migrate
from store.cases import case_of
from store.database import Store, StoreTrouble, open_store, work
from store.tables import petitions
from store.ticket_letters import Letters

BOOKERS = (1, 4, 16, 64)
SECONDS = 1.0
WARMING = 2  # places that each booker takes before it is measured
ZONE = ZoneInfo("Europe/Bucharest")
NOW = datetime(2027, 3, 1, 7, 0, tzinfo=UTC)  # a Monday
PRACTICE = Practice(Rules(), ZONE, lambda day: False)
LETTERS = Letters(PRACTICE, None, at_most=6)
PATIENCE = 60.0

_own = MetaData()
bare = Table(
    "bare_tickets",
    _own,
    Column("id", Integer, primary_key=True),
    Column("inspector_id", String(40), nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Index("uq_bare_place", "inspector_id", "starts_at", unique=True),
)

Act = Callable[[Store, int], None]


@dataclass(frozen=True)
class Result:
    """`rate`, `ceiling`: bookings and bare inserts a second; `ratio` of the two in one pass: median, lowest, highest.

    `gave_up`: bookers who waited in vain for the store (2 s), as part of all that was tried; 0 is hoped for.
    """

    store: str
    bookers: int
    rate: float
    ceiling: float
    ratio: tuple[float, float, float]
    gave_up: float


@dataclass
class Office:
    """One store, with a place and a petition for each booking; `places` in the order in which they are given."""

    name: str
    url: str
    count: int
    given: dict[Act, int] = field(
        default_factory=dict
    )  # how many places bookings and bare inserts have used up
    starts: list[datetime] = field(default_factory=list)

    def open(self) -> None:
        store = open_store(self.url)
        migrate.up(store)
        _own.create_all(store)
        self.starts = _fill(store, self.count)
        store.dispose()

    def place(self, number: int) -> tuple[str, datetime]:
        return f"i{number // len(self.starts)}", self.starts[number % len(self.starts)]

    def book(self, store: Store, number: int) -> None:
        """As a caller does it: hears what is free elsewhere, holds, and says yes."""
        with work(store) as unit:
            case = case_of(unit.conn, number + 1)
            assert case
            starts_at = self.place(number)[1]
            held = booking.hold(
                unit, case, starts_at, call=f"CA{number}", language="ro", now=NOW, practice=PRACTICE
            )
        with work(store) as unit:
            phone = f"+4072{number:07}"
            LETTERS.booked(
                unit.begin(), booking.book(unit, held.id, phone=phone, now=NOW, practice=PRACTICE), NOW
            )

    def insert(self, store: Store, number: int) -> None:
        inspector, starts_at = self.place(number)
        with work(store) as unit:
            unit.begin().execute(insert(bare).values(inspector_id=inspector, starts_at=starts_at))

    def round(self, bookers: int, act: Act) -> tuple[int, int, float]:
        """So many processes do nothing else for a second: how often it was done, how often not, and the seconds."""
        context = multiprocessing.get_context("fork")
        taken, start = context.Value("i", self.given.get(act, 0)), context.Barrier(bookers + 1)
        told: Any = context.SimpleQueue()
        processes = [
            context.Process(target=_works, args=(self.url, act, taken, start, told)) for _ in range(bookers)
        ]
        for process in processes:
            process.start()
        start.wait(PATIENCE)
        began = time.perf_counter()
        done = [told.get() for _ in processes]
        seconds = time.perf_counter() - began
        for process in processes:
            process.join(PATIENCE)
        self.given[act] = taken.value
        assert act != self.book or taken.value < self.count, "the office has no more places; give it more"
        return sum(one for one, _ in done), sum(lost for _, lost in done), seconds


def results(quick: bool) -> list[Result]:
    """bookings (hold, then book with its letters) against bare inserts with the same unique index"""
    with ExitStack() as open_now:
        made = open_now.enter_context(databases())
        offices = [Office(name, new_url(), 20_000 if quick else 60_000) for name, new_url in made.items()]
        for office in offices:
            office.open()
        seen: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
        for _ in range(3 if quick else 7):
            for bookers in BOOKERS:
                for at, office in enumerate(offices):
                    seen.setdefault((at, bookers), []).append(_pass(office, bookers))
    return [_result(offices[at].name, bookers, passes) for (at, bookers), passes in sorted(seen.items())]


def table(results: Sequence[Result]) -> str:
    """For people: one line for each number of bookers."""
    return "\n".join(_lines(results))


def _lines(results: Sequence[Result]) -> Iterator[str]:
    heads = ("bookers", "bookings/s", "inserts/s", "of bare (spread)", "gave up")
    yield " " * 12 + "{:>8}{:>12}{:>11}{:>20}{:>9}".format(*heads)
    for one in results:
        ratio = "{:.2f} ({:.2f}-{:.2f})".format(*one.ratio)
        yield (
            f"{one.store:12}{one.bookers:8}{one.rate:12,.0f}{one.ceiling:11,.0f}{ratio:>20}{one.gave_up:9.1%}"
        )


def _pass(office: Office, bookers: int) -> tuple[float, float, float]:
    """Bare inserts and bookings a second, and the part that gave up."""
    bares, _, bare_seconds = office.round(bookers, office.insert)
    done, lost, seconds = office.round(bookers, office.book)
    return bares / bare_seconds, done / seconds, lost / max(done + lost, 1)


def _result(name: str, bookers: int, passes: Sequence[tuple[float, float, float]]) -> Result:
    ratios = [rate / ceiling for ceiling, rate, _ in passes]
    return Result(
        store=name,
        bookers=bookers,
        rate=median(rate for _, rate, _ in passes),
        ceiling=median(ceiling for ceiling, _, _ in passes),
        ratio=(median(ratios), min(ratios), max(ratios)),
        gave_up=sum(lost for _, _, lost in passes) / len(passes),
    )


def _works(url: str, act: Act, taken: Any, start: Any, told: Any) -> None:
    """One booker: takes the next place each time; who waits in vain for the store goes on with another."""
    store = open_store(url, pool_size=1)
    for _ in range(WARMING):  # a new process has to compile every statement once
        _tried(store, act, taken)
    start.wait(PATIENCE)
    ends = time.perf_counter() + SECONDS
    done = lost = 0
    while time.perf_counter() < ends:
        is_done = _tried(store, act, taken)
        done, lost = done + is_done, lost + (not is_done)
    told.put((done, lost))


def _tried(store: Store, act: Act, taken: Any) -> bool:
    """Whether the store let us, with a place that nobody else wants."""
    with taken.get_lock():
        number, taken.value = taken.value, taken.value + 1
    try:
        act(store, number)
    except StoreTrouble:
        return False
    return True


def _fill(store: Store, count: int) -> list[datetime]:
    """Inspectors who work all week, and a petition for each place; when the places of each begin."""
    hours = tuple(WorkingHours(day, clock(8), clock(18)) for day in range(7))
    with work(store) as unit:
        conn = unit.begin()
        inspectors.upsert(conn, [StaffRow(_inspector(0), hours)])
        until = NOW + PRACTICE.rules.horizon
        starts = list(free_slots(inspectors.diary(conn, "i0", NOW, until, NOW), NOW, PRACTICE))
        staff = range(-(-count // len(starts)))
        inspectors.upsert(conn, [StaffRow(_inspector(at), hours) for at in staff])
        rows = [_petition(number, f"i{number // len(starts)}") for number in range(count)]
        for at in range(0, count, 5000):
            conn.execute(insert(petitions), rows[at : at + 5000])
    return starts


def _inspector(at: int) -> Inspector:
    return Inspector(f"i{at}", "Exemplu Ana", "inspector", "igpr", "+40264000001", "", True)


def _petition(number: int, inspector: str) -> dict[str, object]:
    return {
        "id": number + 1,
        "number": number + 1,
        "filed_on": date(2027, 2, 1),
        "registration_number": str(number + 1),
        "surname": "Exemplu",
        "first_name": "Ion",
        "institution_id": "igpr",
        "inspector_id": inspector,
        "state": "in_progress",
        "state_on": date(2027, 2, 3),
    }
