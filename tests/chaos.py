"""A day on which processes die all the time: citizens book, move and cancel, telephones ring at their hours.

The web workers and the job workers are killed with SIGKILL, and the carrier repeats its requests. What must be true
afterwards is in chaos_found.py, who lives through it in chaos_people.py. (tests/web/test_web_chaos.py does it small,
bench/chaos.py large.)
"""

import os
import random
import re
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from chaos_people import Citizen, Office, Spoken, meanwhile
from conftest_gunicorn import ROOT, Answer, Gunicorn, Request, command, rows, until
from house import SMALL_FILE
from sqlalchemy import insert

from carrier.switchboard import Switchboard
from office.staff import staff_row
from store import inspectors
from store.database import Store, work
from store.tables import petitions

ZONE = ZoneInfo("Europe/Bucharest")
DAY = date(2026, 3, 5)  # a Thursday, three days after the clock of the tests
QUARTERS = 3  # an inspector's whole working time, wanted by three citizens
TWINS = 0.25  # the part of requests that the carrier sends twice in one moment


def line_of(folder: Path) -> dict[str, str]:
    """What every process of the day is told of the line; its routing file is small, for they start all the time."""
    file = folder / "institutions.yaml"
    if not file.exists():
        menu = "  - { key: 4, service: about }\n"
        small = SMALL_FILE.read_text("utf-8")
        file.write_text(small.replace(menu, menu + "  - { key: 5, service: ticket }\n"), "utf-8")
    return {"POST_FOLDER": str(folder), "ROUTING_FILE": str(file)}


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

    def web_workers_die(self) -> AbstractContextManager[None]:
        """Meanwhile, two a second."""
        return meanwhile(self.kill_web, lambda: self.chance.uniform(0.2, 0.8))

    @contextmanager
    def job_workers_die(self) -> Iterator[None]:
        """Meanwhile there are two, and one of them is killed every few seconds, young or old."""
        pair = [self.start_worker(self.clock()) for _ in range(2)]
        self._wait_until_awake()

        def kill() -> None:
            self.kill_worker(pair.pop(0))
            pair.append(self.start_worker(self.clock()))

        try:
            with meanwhile(kill, lambda: self.chance.uniform(0.5, 3)):
                yield
        finally:
            for process in pair:
                self.kill_worker(process)

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


def stored(store: Store, moment: datetime) -> str | datetime:
    """A moment as the text of a query needs it."""
    utc = moment.astimezone(ZoneInfo("UTC"))
    return f"{utc:%Y-%m-%d %H:%M:%S.%f}" if store.dialect.name == "sqlite" else utc


def _but_for_time(body: bytes) -> bytes:
    """What is left of a talk is counted when it is asked for; the clock may tick between two twins."""
    return re.sub(rb'timeLimit="[0-9]+"|cel mult [^.<]+ minut', b"", body)


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
