"""Each telephone rings once an attempt: many workers, workers that are killed, a database that falls over."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import postgres
import pytest
from blue_ticket import NOW, ZONE, open_office, staff_of
from conftest_gunicorn import command, rows, until
from evening import CITIZEN, INSPECTOR, SECRET, Evening, opened
from house import SMALL_FILE, House
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from carrier import Fate
from carrier.local import LocalCarrier, local_carrier
from carrier.switchboard import Switchboard
from jobs.bell import LEASE, Bell, ring_up
from jobs.doubt import ask_about
from jobs.ring import begin, ring_due
from office.messages import NotTaken, Unclear
from office.ringing import Leg, Ring, State
from office.slots import Span
from office.tickets import Rules, TicketNumber
from store import inspectors, ringing
from store.database import Store, work
from store.tables import tickets

ROOT = Path(__file__).parents[2]
START = datetime(2027, 3, 3, 9, 0, tzinfo=ZONE)
SECOND = timedelta(seconds=1)


@pytest.fixture
def evening(build_house: Callable[..., House], tmp_path: Path) -> Evening:
    return opened(build_house, tmp_path / "post")


@dataclass
class Moody:
    """A telephone company with bad days: each entry is what comes of the next ring.

    "rings, no answer" and "lost" leave the hotline in doubt; an exception refuses; "first" runs before it rings.
    """

    pocket: LocalCarrier
    moods: list[str | Exception]
    answers: bool = True
    first: Callable[[], object] = lambda: None
    asked: list[str] = field(default_factory=list)

    def ring(self, number: str, url: str, key: str, seconds: int) -> str:
        mood = self.moods.pop(0) if self.moods else "rings"
        if isinstance(mood, Exception):
            raise mood
        self.first()
        call = self.pocket.ring(number, url, key, seconds) if mood != "lost" else ""
        if mood != "rings":
            raise Unclear("no answer")
        return call

    def rung(self, number: str, key: str, since: datetime) -> Sequence[str]:
        """As Twilio's list: it knows no keys."""
        self.asked.append(key)
        if not self.answers:
            raise Unclear("no answer")
        return [one.call for one in self.pocket.switchboard.rings() if one.number == number]

    def fate(self, call: str) -> Fate:
        return self.pocket.fate(call)

    def announce(self, room: str, url: str) -> bool:
        return self.pocket.announce(room, url)


def works(evening: Evening, carrier: Moody, **later: float) -> None:
    """The worker does all there is to do, with this company."""
    evening.house.clock.move(**later)
    bell = replace(evening.bell, carrier=carrier)  # type: ignore[arg-type]
    while ring_due(bell, evening.house.clock):
        pass


def moody(evening: Evening, *moods: str | Exception, **more: object) -> Moody:
    pocket = evening.house.hotline.carrier
    assert isinstance(pocket, LocalCarrier)
    return Moody(pocket, list(moods), **more)  # type: ignore[arg-type]


def rung(board: Switchboard) -> Counter[str]:
    """How often the company rang for each key."""
    return Counter(one.key for one in board.rings())


def test_in_doubt_the_company_is_asked_before_anybody_is_rung_again(evening: Evening) -> None:
    """It rang and its answer was lost: found in its list, after a minute, and not rung again."""
    carrier = moody(evening, "rings, no answer")
    works(evening, carrier)
    assert evening.states == ["1 inspector asking"]
    assert list(rung(evening.board).values()) == [1]
    works(evening, carrier, seconds=59)
    assert carrier.asked == []
    works(evening, carrier, seconds=1)
    assert carrier.asked == [f"{evening.ticket_id}/1/inspector"]
    assert list(rung(evening.board).values()) == [1]


def test_who_picks_up_while_we_doubt_is_heard(evening: Evening) -> None:
    """The request for our words tells that the company has the call; nobody need be asked."""
    carrier = moody(evening, "rings, no answer")
    works(evening, carrier)
    phone = evening.picks_up(INSPECTOR)
    phone.presses("1")
    works(evening, carrier)
    assert evening.states == ["1 inspector accepted", "1 citizen ringing"]
    assert carrier.asked == []


def test_what_the_company_does_not_have_is_rung_again(evening: Evening) -> None:
    """The request was lost on its way: after the list, once more, in the same attempt."""
    carrier = moody(evening, "lost")
    works(evening, carrier)
    works(evening, carrier, seconds=60)
    assert evening.states == ["1 inspector ringing"]
    assert list(rung(evening.board).values()) == [1]


def test_a_company_that_does_not_tell_is_not_asked_to_ring(evening: Evening) -> None:
    """Rather nobody than twice; at the end of the quarter hour the citizen is told."""
    carrier = moody(evening, "lost", answers=False)
    for _ in range(15):
        works(evening, carrier, seconds=60)
    assert not rung(evening.board)
    assert evening.told == [("sms.ring.postponed", CITIZEN)]


def test_too_many_calls_at_once_is_tried_again_in_seconds(evening: Evening) -> None:
    """429 is clear: nobody was rung."""
    carrier = moody(evening, NotTaken("20429"), NotTaken("20429"))
    works(evening, carrier)
    works(evening, carrier, seconds=5)
    works(evening, carrier, seconds=5)
    assert evening.states == ["1 inspector ringing"]


def test_a_number_that_cannot_be_rung_is_not_tried_in_this_attempt(evening: Evening) -> None:
    """The inspector's number is wrong: absent, three times."""
    carrier = moody(evening, *(NotTaken("21211", permanent=True) for _ in range(3)))
    for minute in (0, 4, 4):
        works(evening, carrier, minutes=minute)
    assert evening.told == [("sms.ring.inspector_absent", CITIZEN)]


def test_a_doubt_that_outlives_the_inspector_rings_no_citizen(evening: Evening) -> None:
    """The inspector accepted, the citizen's ring was lost, the inspector hung up: nobody is rung for nobody."""
    carrier = moody(evening, "rings", "lost")
    works(evening, carrier)
    inspector = evening.picks_up(INSPECTOR)
    inspector.presses("1")
    works(evening, carrier)
    inspector.hangs_up()
    works(evening, carrier, seconds=60)
    assert evening.states == ["1 inspector left", "1 citizen not_rung"]
    assert not evening.rings(CITIZEN)


def test_workers_at_once_ring_once(evening: Evening) -> None:
    """Eight at the same moment, for the inspector and then for the citizen."""
    start = Barrier(8)

    def worker(_: int) -> None:
        start.wait(10)
        for _ in range(3):
            ring_due(evening.bell, evening.house.clock)

    def together() -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(worker, range(8)))

    together()
    inspector = evening.picks_up(INSPECTOR)
    inspector.presses("1")
    together()
    assert rung(evening.board) == {f"{evening.ticket_id}/1/{leg}": 1 for leg in ("inspector", "citizen")}


def test_a_slow_company_and_many_tickets_make_nobody_doubt(
    build_house: Callable[..., House], tmp_path: Path
) -> None:
    """Forty rings of two seconds each: another worker never takes the last for one that was forgotten."""
    folder = tmp_path / "post"
    pocket = LocalCarrier(local_carrier(SECRET, folder).signature, folder)
    house = build_house(carrier=pocket, post_folder=folder)
    crowd(house.store, 40)
    house.clock.now = START
    line = house.hotline
    other = Bell(line.store, line.carrier, line.base_url, Rules(), line.zone)

    def slowly() -> None:
        house.clock.move(seconds=2)
        while ask_about(replace(other, carrier=carrier), house.clock):  # type: ignore[arg-type]
            pass

    carrier = Moody(pocket, [], first=slowly)
    while begin(other, house.clock()):
        pass
    ring_due(replace(other, carrier=carrier), house.clock)  # type: ignore[arg-type]
    assert carrier.asked == []
    counted = rung(pocket.switchboard)
    assert (len(counted), set(counted.values())) == (40, {1})


def test_a_database_that_falls_over_between_the_ring_and_its_mark(
    build_house: Callable[..., House], tmp_path: Path, request: pytest.FixtureRequest, store_url: str
) -> None:
    """It is started again while the company is asked: the worker fails, and later finds the call it made."""
    if not store_url.startswith("postgresql"):
        pytest.skip("SQLite has no server")
    server, _ = request.getfixturevalue("postgres_template")
    if not postgres.is_ours(server):
        pytest.skip("this PostgreSQL is not ours to restart")
    evening = opened(build_house, tmp_path / "post")
    carrier = moody(evening, first=lambda: postgres.restart(server))
    with pytest.raises(OperationalError):
        works(evening, carrier)
    carrier.first = lambda: None
    assert evening.states == ["1 inspector asking"]
    works(evening, carrier, seconds=30)
    assert list(rung(evening.board).values()) == [1]
    works(evening, carrier, seconds=31)
    assert carrier.asked, "nobody asked the company"
    assert list(rung(evening.board).values()) == [1]


KILLED = """
import os, signal, sys
from dataclasses import replace
from app import open_hotline
from commands.line import bell_of
from jobs.ring import ring_due
from settings import Settings

class Dying:
    "Its worker is killed beside it: before it rings, or right behind."
    def __init__(self, real): self.real = real
    def __getattr__(self, name): return getattr(self.real, name)
    def ring(self, *given):
        if sys.argv[1] == "after": self.real.ring(*given)
        os.kill(os.getpid(), signal.SIGKILL)

line = open_hotline(Settings.from_env())
ring_due(replace(bell_of(line), carrier=Dying(line.carrier)), line.clock)
"""


def environment(url: str, folder: Path, clock: datetime) -> dict[str, str]:
    moment = f"{clock.astimezone(ZONE):%Y-%m-%dT%H:%M:%S}"
    given = {"DATABASE_URL": url, "SECRET_KEY": SECRET, "POST_FOLDER": str(folder), "TELVERDE_CLOCK": moment}
    own = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    return own | given | {"ROUTING_FILE": str(SMALL_FILE)}


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("leg", ["inspector", "citizen"])
def test_a_worker_killed_beside_the_company_leaves_one_ring(
    moment: str, leg: str, evening: Evening, store_url: str, tmp_path: Path
) -> None:
    """SIGKILL between the committed row and the request, or between the request and its mark."""
    if leg == "citizen":
        evening.works()
        evening.picks_up(INSPECTOR).presses("1")
    key = f"{evening.ticket_id}/1/{leg}"
    died = subprocess.run(
        [sys.executable, "-c", KILLED, moment],
        cwd=ROOT, env=environment(store_url, tmp_path / "post", evening.house.clock()),
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert evening.states[-1] == f"1 {leg} asking"
    assert rung(evening.board)[key] == (moment == "after")
    evening.works(seconds=50)
    assert rung(evening.board)[key] == (moment == "after"), "it was rung again blindly"
    evening.works(seconds=LEASE.total_seconds())
    assert rung(evening.board)[key] == 1


FROZEN = """
import os, signal
from datetime import timedelta
from app import open_hotline
from commands.line import bell_of
from jobs import bell
from jobs.ring import ring_due
from settings import Settings

bell.LATE = timedelta(seconds=1)
look_up = bell.number_of
def freezes(*given):
    "The worker sleeps between its committed row and the request, until somebody wakes it."
    bell.number_of = look_up
    os.kill(os.getpid(), signal.SIGSTOP)
    return look_up(*given)
bell.number_of = freezes

line = open_hotline(Settings.from_env())
ring_due(bell_of(line), line.clock)
"""


@contextmanager
def frozen(evening: Evening, url: str, folder: Path) -> Iterator[Callable[[], None]]:
    """A worker that sleeps with a ring it has written down and not asked for; call what is given to wake it."""
    process = subprocess.Popen(
        [sys.executable, "-c", FROZEN],
        cwd=ROOT, env=environment(url, folder, evening.house.clock()), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        _, status = os.waitpid(process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status), process.stderr
        time.sleep(1.1)

        def wakes() -> None:
            process.send_signal(signal.SIGCONT)
            _, said = process.communicate(timeout=60)
            assert process.returncode == 0, said

        yield wakes
    finally:
        process.kill()
        process.wait(15)


def test_a_worker_that_was_frozen_looks_at_the_clock_and_the_list_before_it_rings(
    evening: Evening, store_url: str, tmp_path: Path
) -> None:
    """SIGSTOP and SIGCONT: it gives its old ring up, and the next look, its own, asks the company first."""
    with frozen(evening, store_url, tmp_path / "post") as wakes:
        assert evening.states == ["1 inspector asking"]
        wakes()
    assert evening.states == ["1 inspector ringing"]
    assert list(rung(evening.board).values()) == [1]


def test_a_frozen_worker_does_not_ring_what_another_has_rung(
    evening: Evening, store_url: str, tmp_path: Path
) -> None:
    """Its lease was over, the other found nothing in the list and rang: one ring."""
    with frozen(evening, store_url, tmp_path / "post") as wakes:
        evening.works(minutes=2)  # its clock began to run when it was started
        assert list(rung(evening.board).values()) == [1]
        wakes()
    assert evening.states == ["1 inspector ringing"]
    assert list(rung(evening.board).values()) == [1], "it was rung twice"


@pytest.mark.parametrize(("seconds", "rings"), [(20, 1), (21, 0)])
def test_a_ring_that_waited_too_long_is_given_up(evening: Evening, seconds: int, rings: int) -> None:
    """And is due at once for whoever looks next; none is rung when the talk would be too short by then."""
    evening.works(seconds=-1)
    house, now = evening.house, evening.house.clock()
    with work(house.store) as unit:
        ringing.begin(unit.begin(), evening.ticket_id, now)
        ring = Ring(evening.ticket_id, 1, Leg.inspector, now, State.asking)
        ringing.write_down(unit.conn, ring, now + LEASE)
    house.clock.move(seconds=seconds)
    ring_up(evening.bell, ring, now, house.clock)
    assert len(rung(evening.board)) == rings
    evening.works(minutes=12)
    assert len(rung(evening.board)) == rings, "it was rung for a talk of less than three minutes"
    assert evening.states[0] == ("1 inspector no_answer" if rings else "1 inspector not_rung")


def crowd(store: Store, count: int) -> None:
    """So many tickets at the same moment, each with an inspector of its own."""
    cases = open_office(store, count)
    span = Span(START, START + timedelta(minutes=15))
    with work(store) as unit:
        conn = unit.begin()
        inspectors.upsert(conn, [staff_of(f"i{number}") for number in range(count)])
        for number, case in enumerate(cases):
            row = {
                "number": TicketNumber.of(1_000_000 + number).digits, "sequence": 0, "status": "booked",
                "petition_id": case.petition_id, "inspector_id": f"i{number}", "channel": "phone",
                "starts_at": span.begins, "ends_at": span.ends, "phone": f"+40722000{number:03}",
                "language": "ro", "created_at": NOW,
            }  # fmt: skip
            conn.execute(insert(tickets).values(row))


def start(url: str, folder: Path, clock: datetime, log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as said:
        return subprocess.Popen(
            [*command("worker"), "--pause", "0.05"],
            cwd=ROOT, env=environment(url, folder, clock), stdin=subprocess.DEVNULL, stdout=said, stderr=said,
        )  # fmt: skip


def test_workers_that_are_killed_at_random_ring_everybody_once(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    """The real worker, two at a time on one store, killed at different moments; nothing they write holds a number."""
    crowd(store, 40)
    folder, log = tmp_path / "post", tmp_path / "worker.log"
    board = Switchboard(folder)
    for killed, most in enumerate((1, 9, 22)):
        pair = [start(store_url, folder, START + killed * 65 * SECOND, log) for _ in range(2)]
        until(lambda most=most: len(board.rings()) >= most, 60, "nobody is rung")
        for process in pair:
            process.kill()
            process.wait(15)
    pair = [start(store_url, folder, START + 3 * 65 * SECOND, log) for _ in range(2)]
    asking = (
        "SELECT 1 FROM attempts WHERE state = 'asking' UNION SELECT 1 FROM tickets WHERE status = 'booked'"
    )
    until(lambda: len(rung(board)) >= 40 and not rows(store, asking), 90, "a ticket was lost")
    for process in pair:
        process.kill()
        process.wait(15)
    assert set(rung(board).values()) == {1}, "somebody was rung twice"
    said = log.read_text()
    assert said.count("A telephone rings") > 15
    for private in ("722000", "264000", "Exemplu", "groapa"):
        assert private not in said
    assert "A job failed" not in said
