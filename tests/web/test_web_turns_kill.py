"""A worker that dies in the middle of a turn leaves nothing half done, and the carrier's repeat succeeds."""

import http.client
import os
import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest_gunicorn import Answer, Caller, Gunicorn, Request, kept, rows, until
from sqlalchemy import insert
from sqlalchemy.engine import make_url

from store.tables import turns

pytest_plugins = ("conftest_gunicorn",)

STUCK_SECONDS = 15.0
CALLERS, KILLS = 4, 3


@pytest.mark.parametrize(
    ("before", "heard", "table"),
    [([], {}, "calls"), ([{}, {"Digits": "3"}], {"Digits": "1"}, "callback_requests")],
)
def test_a_turn_cut_down_in_the_middle_never_happened(
    ready: Gunicorn, before: list[dict[str, str]], heard: dict[str, str], table: str
) -> None:
    """All workers are killed while a turn has written its effect and not yet itself; the repeat does both once."""
    caller = ready.caller("+40723000000")
    for act in before:
        caller.does(**act)
    request = caller.request(**heard)
    with stuck(ready, caller.sid, len(before)) as wait_until_stuck, ThreadPoolExecutor(1) as pool:
        sent = pool.submit(request.send)
        wait_until_stuck()
        ready.kill(list(ready.workers()))
        with pytest.raises((OSError, http.client.HTTPException)):
            sent.result()
    assert (kept(ready.store, table, caller.sid), kept(ready.store, "turns", caller.sid)) == (0, len(before))
    first, again = request.send_until_answered(), request.send_until_answered()
    assert first.status == 200
    assert first.body == again.body
    assert (kept(ready.store, table, caller.sid), kept(ready.store, "turns", caller.sid)) == (
        1,
        len(before) + 1,
    )


Wait = Callable[[], None]


def stuck(served: Gunicorn, sid: str, turn: int) -> AbstractContextManager[Wait]:
    """Makes this turn stop inside its transaction, between its effect and its own row; yields what waits for that."""
    on = {"sqlite": _stuck_in_sqlite, "postgresql": _stuck_in_postgres}[served.store.dialect.name]
    return on(served, sid, turn)


@contextmanager
def _stuck_in_postgres(served: Gunicorn, sid: str, turn: int) -> Iterator[Wait]:
    """The test is about to insert the same row: whoever else does waits for the outcome."""
    now = datetime.now(UTC)
    row = {
        "call": sid,
        "turn": turn,
        "at": now,
        "began": now,
        "language": "ro",
        "failures": 0,
        "heard": "",
        "reply": "",
    }
    waiting = (
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        " AND query LIKE 'INSERT INTO turns%'"
    )
    with served.store.connect() as conn:
        conn.exec_driver_sql("BEGIN")
        conn.execute(insert(turns), row)
        yield lambda: until(lambda: rows(served.store, waiting), STUCK_SECONDS, "no turn waits")
        conn.exec_driver_sql("ROLLBACK")


@contextmanager
def _stuck_in_sqlite(served: Gunicorn, sid: str, turn: int) -> Iterator[Wait]:
    """A trigger counts for minutes before the turn's row is stored; only the kill ends that."""
    path = make_url(served.url).database
    own = sqlite3.connect(str(path), isolation_level=None, timeout=10)
    own.execute(
        "CREATE VIEW minutes AS WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c WHERE x < 1000000000)"
        " SELECT count(*) AS n FROM c"
    )
    own.execute(
        f"CREATE TRIGGER slow BEFORE INSERT ON turns WHEN NEW.call = '{sid}' AND NEW.turn = {turn}"
        " BEGIN SELECT n FROM minutes; END"
    )

    def wait() -> None:
        until(lambda: _is_held(path), STUCK_SECONDS, "no turn holds the store")
        begun = _seconds_of_work(served)
        until(
            lambda: _seconds_of_work(served) > begun + 0.1 and _is_held(path), STUCK_SECONDS, "no turn counts"
        )

    yield wait
    own.execute("DROP TRIGGER slow")
    own.execute("DROP VIEW minutes")
    own.close()


def _is_held(path: str | None) -> bool:
    """Whether somebody is inside a writing transaction."""
    other = sqlite3.connect(str(path), isolation_level=None, timeout=0)
    try:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return True
    finally:
        other.close()
    return False


def _seconds_of_work(served: Gunicorn) -> float:
    """How long the workers have computed so far."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in served.workers()]
    return sum(int(one[11]) for one in fields) / os.sysconf("SC_CLK_TCK")


@dataclass
class Stream:
    """Callers who ring one after the other, each repeating a request until it is answered, as long as it is open."""

    served: Gunicorn
    is_open: bool = True
    answered: list[tuple[Request, Answer]] = field(default_factory=list)
    more: threading.Condition = field(default_factory=threading.Condition)

    def ring(self, who: int) -> list[Caller]:
        """Calls until told to stop; a call that was begun is brought to its end."""
        callers = []
        while self.is_open:
            callers.append(caller := self.served.caller(f"+4072400000{who}"))
            for heard in ({}, {"Digits": "3"}, {"Digits": "1"}, {"Digits": "2"}):
                self.ask(caller, caller.request(**heard))
        return callers

    def ask(self, caller: Caller, request: Request) -> None:
        answer = caller.heard(request.send_until_answered())
        with self.more:
            self.answered.append((request, answer))
            self.more.notify_all()

    def wait_for(self, answers: int) -> None:
        """Until so many more were answered."""
        with self.more:
            wanted = len(self.answered) + answers
            assert self.more.wait_for(lambda: len(self.answered) >= wanted, 60), (
                "the callers are not answered"
            )


def test_killing_at_random_moments_loses_and_doubles_nothing(ready: Gunicorn) -> None:
    """Workers are killed one after the other under callers: every answer given is kept, every effect has its turn."""
    chance = random.Random(20260302)
    stream = Stream(ready)
    with ThreadPoolExecutor(CALLERS) as pool:
        ringing = [pool.submit(stream.ring, who) for who in range(CALLERS)]
        try:
            for _ in range(KILLS):
                stream.wait_for(chance.randint(10, 40))
                ready.kill([chance.choice(sorted(ready.workers()))])
            stream.wait_for(10)
        finally:
            stream.is_open = False
        calls = [caller for one in ringing for caller in one.result()]
    for request, answer in chance.sample(stream.answered, min(40, len(stream.answered))):
        assert request.send_until_answered().body == answer.body, (
            "a repeated request was answered differently"
        )
    for caller in calls:
        found = rows(ready.store, "SELECT turn FROM turns WHERE call = :sid ORDER BY turn", sid=caller.sid)
        assert [row[0] for row in found] == [0, 1, 2, 3], "an answered turn is not kept, or is kept twice"
        assert kept(ready.store, "callback_requests", caller.sid) == 1
    assert not rows(ready.store, HOLES), "a turn has none before it"
    assert not rows(ready.store, ORPHANS), "a request to be rung has no turn that left it"
    assert not rows(ready.store, UNKNOWN), "a call without turns, or turns without a call"


HOLES = """SELECT call, turn FROM turns AS one WHERE turn > 0 AND NOT EXISTS
    (SELECT 1 FROM turns AS other WHERE other.call = one.call AND other.turn = one.turn - 1)"""
ORPHANS = """SELECT call FROM callback_requests AS request WHERE NOT EXISTS
    (SELECT 1 FROM turns WHERE turns.call = request.call AND turns.reply LIKE '%callback.left%')"""
UNKNOWN = """SELECT call FROM calls WHERE call NOT IN (SELECT call FROM turns)
    UNION SELECT call FROM turns WHERE call NOT IN (SELECT call FROM calls)"""
