"""A day on which processes die all the time: citizens book, move and cancel, telephones ring at their hours.

The web workers and the job workers are killed with SIGKILL, and the carrier repeats its requests. What must be true
afterwards is in chaos_found.py. (tests/web/test_web_chaos.py does it small, bench/chaos.py large.)
"""

import os
import random
import re
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from conftest_gunicorn import ROOT, Answer, Caller, Gunicorn, Request, command, rows, signed, until
from house import SMALL_FILE
from sqlalchemy import insert

from carrier.switchboard import Incoming, Switchboard
from office.staff import staff_row
from store import inspectors
from store.database import Store, work
from store.tables import petitions

ZONE = ZoneInfo("Europe/Bucharest")
DAY = date(2026, 3, 5)  # a Thursday, three days after the clock of the tests
QUARTERS = 3  # an inspector's whole working time, wanted by three citizens
TWINS = 0.25  # the part of requests that the carrier sends twice in one moment
MOST_KEYS = 12
LONGEST_THOUGHT = 0.2  # seconds before a key: calls last long enough to be hit
THINKING = threading.Event()  # never set
SPOKEN = ("zero", "unu", "doi", "trei", "patru", "cinci", "șase", "șapte", "opt", "nouă")


def line_of(folder: Path) -> dict[str, str]:
    """What every process of the day is told of the line; its routing file is small, for they start all the time."""
    file = folder / "institutions.yaml"
    if not file.exists():
        menu = "  - { key: 4, service: about }\n"
        small = SMALL_FILE.read_text("utf-8")
        file.write_text(small.replace(menu, menu + "  - { key: 5, service: ticket }\n"), "utf-8")
    return {"POST_FOLDER": str(folder), "ROUTING_FILE": str(file)}


@dataclass(frozen=True)
class Spoken:
    """A confirmation that a citizen heard: "booked", "moved" or "cancelled", the ticket's number, the words, and the
    request that was answered with them.
    """

    what: str
    petition: int
    call: str
    ticket: str
    words: str
    request: Request = field(repr=False)
    answer: Answer = field(repr=False)


@dataclass
class Day:
    """So many citizens and their inspectors. `killed` counts the processes by kind."""

    served: Gunicorn
    folder: Path
    citizens: int
    chance: random.Random
    spoken: list[Spoken] = field(default_factory=list)
    calls: int = 0
    repeated: int = 0
    killed: dict[str, int] = field(default_factory=lambda: {"web": 0, "worker": 0})

    @property
    def store(self) -> Store:
        return self.served.store

    @property
    def board(self) -> Switchboard:
        return Switchboard(self.folder)

    @property
    def log(self) -> str:
        return (self.folder / "worker.log").read_text("utf-8")

    def clock(self) -> datetime:
        return self.served.hotline.clock()

    def open_office(self) -> None:
        """Three citizens for each inspector, who has three quarters of an hour in all."""
        hours = {"hours": "joi 09:00-09:45", "valid_from": DAY.isoformat(), "valid_to": DAY.isoformat()}
        cells = [
            {"id": f"i{place}", "name": "Exemplu", "unit_id": "igpr", "phone": f"+40264{place:06}"} | hours
            for place in range(-(-self.citizens // QUARTERS))
        ]
        with work(self.store) as unit:
            inspectors.upsert(unit.begin(), [staff_row(one, {"igpr"}) for one in cells])
            unit.conn.execute(insert(petitions), [_petition(n) for n in self.numbers])

    @property
    def numbers(self) -> range:
        return range(1001, 1001 + self.citizens)

    def sent(self, request: Request) -> Answer:
        """Until it is answered; sometimes twice at once, and both are answered alike."""
        if self.chance.random() > TWINS:
            return request.send_until_answered()
        self.repeated += 1
        with ThreadPoolExecutor(2) as pool:
            one, other = (pool.submit(request.send_until_answered) for _ in range(2))
        alike = {_but_for_time(answer.result().body) for answer in (one, other)}
        assert len(alike) == 1, f"twins of one request were answered differently: {alike}"
        return one.result()

    def start_worker(self, clock: datetime) -> subprocess.Popen[bytes]:
        """The Procfile's worker, at that hour."""
        given = {
            "DATABASE_URL": self.served.url,
            "SECRET_KEY": "a secret for the tests only",
            **line_of(self.folder),
            "TELVERDE_CLOCK": f"{clock.astimezone(ZONE):%Y-%m-%dT%H:%M:%S}",
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.folder),
        }
        with (self.folder / "worker.log").open("ab") as said:
            return subprocess.Popen(
                [*command("worker"), "--pause", "0.05"],
                cwd=ROOT, env=given, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            )  # fmt: skip

    def kill_worker(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.wait(15)
        self.killed["worker"] += 1

    def kill_web(self) -> None:
        """One of those that answer, whatever it is doing; gunicorn starts another."""
        alive = sorted(self.served.workers())
        if len(alive) > 1:
            self.served.kill([self.chance.choice(alive)])
            self.killed["web"] += 1

    @contextmanager
    def web_workers_die(self) -> Iterator[None]:
        """Meanwhile, two a second."""
        over = threading.Event()

        def kill() -> None:
            while not over.wait(self.chance.uniform(0.2, 0.8)):
                self.kill_web()

        with ThreadPoolExecutor(1) as pool:
            killing = pool.submit(kill)
            try:
                yield
            finally:
                over.set()
        killing.result()

    @contextmanager
    def job_workers_die(self) -> Iterator[None]:
        """Meanwhile there are two, and one of them is killed every few seconds, young or old."""
        over = threading.Event()

        pair = [self.start_worker(self.clock()) for _ in range(2)]
        self._wait_until_awake()

        def kill() -> None:
            while not over.wait(self.chance.uniform(0.5, 3)):
                self.kill_worker(pair.pop(0))
                pair.append(self.start_worker(self.clock()))
            for process in pair:
                self.kill_worker(process)

        with ThreadPoolExecutor(1) as pool:
            killing = pool.submit(kill)
            try:
                yield
            finally:
                over.set()
        killing.result()

    def book_and_change(self, at_once: int = 6) -> None:
        """All citizens call: everybody books, half of them move or cancel, some do both."""
        with self.job_workers_die(), self.web_workers_die(), ThreadPoolExecutor(at_once) as pool:
            list(pool.map(lambda number: Citizen(self, number).lives(), self.numbers))

    def settle(self, clock: datetime) -> None:
        """One worker in peace, until nothing is due; what the killed ones left in doubt it asks about."""
        worker = self.start_worker(clock)
        until(
            lambda: not rows(self.store, UNSENT, now=stored(self.store, clock)), 90, "messages are not sent"
        )
        self.kill_worker(worker)

    def ring_at_the_hour(self, patience: float = 3) -> None:
        """Two workers at each of these moments, killed while they ring; web workers die under who picks up."""
        first = datetime.combine(DAY, datetime.min.time(), ZONE) + timedelta(hours=9, seconds=2)
        with Office(self).open():
            for minutes in (
                0,
                1.2,
                15,
                30,
            ):  # the second time, whatever the first left in doubt is asked about
                pair = [self.start_worker(first + timedelta(minutes=minutes)) for _ in range(2)]
                self._wait_until_awake()
                with self.web_workers_die():
                    threading.Event().wait(self.chance.uniform(0.5, patience))
                for process in pair:
                    self.kill_worker(process)
        self.settle(first + timedelta(minutes=50))
        last = self.start_worker(first + timedelta(minutes=50))
        until(lambda: not rows(self.store, UNFINISHED), 60, "a ticket was lost")
        self.kill_worker(last)

    def _wait_until_awake(self) -> None:
        before = self.log.count("The worker runs")
        until(lambda: self.log.count("The worker runs") > before, 60, "no worker starts")


@dataclass
class Citizen:
    """One who books, and perhaps thinks better of it."""

    day: Day
    number: int
    ticket: str = ""

    def lives(self) -> None:
        self.books()
        for change in self.day.chance.choice(
            [(), (), (self.moves,), (self.cancels,), (self.moves, self.cancels)]
        ):
            if self.ticket:
                change()

    def books(self) -> None:
        caller = self._dials()
        for keys in ("5", "1", f"{self.number}#", "1", "18022026#", "1", "393#"):
            self._presses(caller, keys)
        self._agrees(caller, "booked")

    def moves(self) -> None:
        caller = self._my_ticket()
        self._presses(caller, "1")
        self._agrees(caller, "moved")

    def cancels(self) -> None:
        caller = self._my_ticket()
        self._presses(caller, "2")
        if self._hears(self._presses(caller, "1"), "my_ticket.off"):
            self._notes(caller, "cancelled")
        self._presses(caller, "3")

    def _my_ticket(self) -> Caller:
        caller = self._dials()
        for keys in ("5", "2", f"{self.ticket}#"):
            self._presses(caller, keys)
        return caller

    def _agrees(self, caller: Caller, what: str) -> None:
        """Takes the first place each time, and says yes to everything, until it is theirs or there is none."""
        for _ in range(MOST_KEYS):
            if self._hears(caller.answers[-1].said, "Am programat"):
                self.ticket = _digits(caller.answers[-1].said)
                self._notes(caller, what)
                break
            if self._hears(caller.answers[-1].said, "niciun loc liber"):
                break
            self._presses(caller, "1")
        else:
            raise AssertionError(caller.answers[-1].said)
        self._presses(caller, "3")

    def _dials(self) -> Caller:
        self.day.calls += 1
        caller = self.day.served.caller(f"+4074{self.number:07}")
        self._presses(caller, "")
        return caller

    def _presses(self, caller: Caller, keys: str) -> str:
        THINKING.wait(self.day.chance.uniform(0, LONGEST_THOUGHT))
        ended = {"FinishedOnKey": "#"} if keys.endswith("#") else {}
        self.request = caller.request(**({"Digits": keys.rstrip("#"), **ended} if keys else {}))
        return caller.heard(self.day.sent(self.request)).said

    def _hears(self, said: str, what: str) -> bool:
        words = self.day.served.hotline.words["ro"]
        return (words.text(what) if words.has(what) else what) in said

    def _notes(self, caller: Caller, what: str) -> None:
        heard = caller.answers[-1]
        note = Spoken(what, self.number, caller.sid, self.ticket, heard.said, self.request, heard)
        self.day.spoken.append(note)


@dataclass
class Office:
    """Whoever is rung: some pick up and press 1, some are busy, some let it ring."""

    day: Day
    seen: set[str] = field(default_factory=set)
    waiting: dict[str, Incoming] = field(
        default_factory=dict
    )  # inspectors who pressed 1, by ticket and attempt

    @contextmanager
    def open(self) -> Iterator[None]:
        over = threading.Event()

        def listen() -> None:
            while not over.wait(0.05):
                for one in self.day.board.rings():
                    if one.call not in self.seen:
                        self.seen.add(one.call)
                        self._rung(one)

        with ThreadPoolExecutor(1) as pool:
            listening = pool.submit(listen)
            try:
                yield
            finally:
                over.set()
        listening.result()

    def _rung(self, one: Incoming) -> None:
        fate = self.day.chance.random()
        if fate < 0.15:
            self._tells(one, "busy")
        elif fate < 0.85:
            self._picks_up(one)

    def _picks_up(self, one: Incoming) -> None:
        self.day.board.pick_up(one.call)
        attempt, leg = one.key.rsplit("/", 1)
        self._asks(one, "")
        self._asks(one, "/pressed", Digits="1")
        if leg == "inspector":
            self.waiting[attempt] = one
        elif attempt in self.waiting:
            self._asks(self.waiting[attempt], "/wait")
            self._tells(one, "completed")
            self._tells(self.waiting[attempt], "completed")

    def _tells(self, one: Incoming, status: str) -> None:
        self.day.board.hang_up(one.call, status, 60)
        self._asks(one, "/status", CallStatus=status, CallDuration="60")

    def _asks(self, one: Incoming, part: str, **heard: str) -> None:
        line = self.day.served.hotline
        form = {
            "CallSid": one.call,
            "From": line.number,
            "To": one.number,
            "CallStatus": "in-progress",
            **heard,
        }
        answer = self.day.sent(signed(self.day.served.address, line, f"/ring/{one.key}{part}", form))
        assert answer.status in (200, 204), answer


def stored(store: Store, moment: datetime) -> str | datetime:
    """A moment as the text of a query needs it."""
    utc = moment.astimezone(ZoneInfo("UTC"))
    return f"{utc:%Y-%m-%d %H:%M:%S.%f}" if store.dialect.name == "sqlite" else utc


def _but_for_time(body: bytes) -> bytes:
    """What is left of a talk is counted when it is asked for; the clock may tick between two twins."""
    return re.sub(rb'timeLimit="[0-9]+"|cel mult [^.<]+ minut', b"", body)


def _digits(said: str) -> str:
    """The ticket number as it is spoken, digit by digit."""
    spoken = said.partition("Numărul tichetului:")[2].partition(".")[0]
    return "".join(str(SPOKEN.index(word)) for word in re.findall(r"\w+", spoken))


def _petition(number: int) -> dict[str, object]:
    return {
        "number": number,
        "filed_on": date(2026, 2, 18),
        "registration_number": str(number),
        "surname": "Exemplu",
        "first_name": "Ana",
        "email": f"a{number}@exemplu.invalid",
        "institution_id": "igpr",
        "inspector_id": f"i{(number - 1001) // QUARTERS}",
        "state": "in_progress",
        "state_on": date(2026, 2, 20),
    }


UNSENT = """SELECT id FROM messages WHERE status = 'sending'
    OR status IN ('created', 'temporary-failure') AND due <= :now AND expires_at > :now"""
UNFINISHED = "SELECT id FROM tickets WHERE status IN ('booked', 'calling')"
