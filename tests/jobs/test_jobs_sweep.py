"""Old data goes by itself, in portions, and nothing newer with it; the worker stops when it is told to."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest_gunicorn import command, rows, until
from sqlalchemy import insert

from jobs import sweep as sweeping
from jobs.sweep import PORTION, sweep
from store import calls, guesses, purges, requests, tables, tallies, unmatched
from store.calls import StoredTurn
from store.database import Store, Work, work

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
TABLES = ("calls", "turns", "callback_requests", "guesses")


@pytest.fixture
def limits(house: Any) -> Any:
    """Calls for thirty days, requests for ninety."""
    return replace(house.hotline.directory.limits, calls_days=30, requests_days=90)


def leave(unit: Work, call: str, at: datetime) -> None:
    """A call of two turns that asks to be rung back and tries a number."""
    conn = unit.begin()
    calls.begin(conn, call, "hash", "", at)
    for turn in range(2):
        calls.remember(unit, call, StoredTurn(turn, at, at, "ro", 0, "{}", "{}"))
    requests.leave(conn, call=call, phone="+40722000111", about="", language="ro", now=at)
    guesses.spend(unit, "line", at)


def counted(store: Store) -> dict[str, int]:
    return {table: rows(store, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}


def test_what_is_too_old_goes_and_nothing_newer(store: Store, limits: Any) -> None:
    """One second decides: calls with their turns after 30 days, requests after 90, counts after one."""
    second = timedelta(seconds=1)
    with work(store) as unit:
        for name, age in (
            ("call", timedelta(days=30)),
            ("request", timedelta(days=90)),
            ("guess", timedelta(days=1)),
        ):
            leave(unit, f"CA-{name}-kept", NOW - age)
            leave(unit, f"CA-{name}-gone", NOW - age - second)
        leave(unit, "CA-new", NOW)
    assert sweep(store, limits, NOW)
    assert not sweep(store, limits, NOW)
    kept_calls = {row[0] for row in rows(store, "SELECT call FROM calls")}
    assert kept_calls == {"CA-call-kept", "CA-guess-kept", "CA-guess-gone", "CA-new"}
    assert {row[0] for row in rows(store, "SELECT call FROM turns")} == kept_calls
    kept_requests = {row[0] for row in rows(store, "SELECT call FROM callback_requests")}
    assert kept_requests == kept_calls | {"CA-call-gone", "CA-request-kept"}
    hours = rows(store, "SELECT count FROM guesses")
    assert len(hours) == 1, "only the count of this hour is young enough: an hour counts from its beginning"


def test_sentences_and_counts_go_a_day_at_a_time(store: Store, limits: Any) -> None:
    """A sentence counts from the day it was last said, also if it was dealt with; of the counts one day a round."""
    limits, today = replace(limits, unmatched_days=180, tallies_days=1095), NOW.date()
    with work(store) as unit:
        for said, age in (("drona", 400), ("drona", 180), ("trotinetă", 181), ("vecin", 181), ("vecin", 0)):
            unmatched.heard(unit, said, "ro", today - timedelta(days=age))
        unit.begin()
        counts = {(today - timedelta(days=age), 24, "calls", ""): 1 for age in (1200, 1096, 1095, 0)}
        tallies.add(unit.conn, counts)
    days = "SELECT count(*) FROM tallies WHERE hour < 100"
    left = [rows(store, days)[0][0] for _ in iter(lambda: sweep(store, limits, NOW), False)]
    assert left == [3, 2]
    with work(store) as unit:
        assert {one.sentence for one in unmatched.most_heard(unit.conn, 9)} == {"drona", "vecin"}
        assert {(one.what, one.n) for one in purges.latest(unit.conn, 9)} == {
            ("unmatched", 1),
            ("tallies", 3),  # two days, and a month
        }


def test_an_empty_store_has_nothing_to_sweep(store: Store, limits: Any) -> None:
    """No work is no work: the worker may pause."""
    assert not sweep(store, limits, NOW)


def test_a_long_neglected_store_is_swept_in_portions(
    store: Store, limits: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each transaction takes one portion, the oldest first, so that no caller waits long for it."""
    monkeypatch.setattr(sweeping, "PORTION", 10)
    with work(store) as unit:
        for number in range(25):
            leave(unit, f"CA{number}", NOW - timedelta(days=100 + number))
        leave(unit, "CA-new", NOW)
    left = [counted(store)["calls"] for _ in iter(lambda: sweep(store, limits, NOW), False)]
    assert left == [16, 6, 1]
    assert counted(store) == {"calls": 1, "turns": 2, "callback_requests": 1, "guesses": 1}


def test_a_portion_is_small_enough_for_a_waiting_caller(store: Store, limits: Any) -> None:
    """A whole portion of real size is removed in well under the two seconds a turn waits for a lock."""
    old = NOW - timedelta(days=100)
    with work(store) as unit:
        ids = [f"CA{number}" for number in range(PORTION)]
        unit.begin().execute(insert(tables.calls), [{"call": sid, "began": old} for sid in ids])
        turn = vars(StoredTurn(0, old, old, "ro", 0, "{}", "{}"))
        all_turns = [{**turn, "call": sid, "turn": number} for sid in ids for number in range(10)]
        unit.conn.execute(insert(tables.turns), all_turns)
    began = datetime.now(UTC)
    assert sweep(store, limits, NOW)
    assert datetime.now(UTC) - began < timedelta(seconds=1)
    assert counted(store)["calls"] == 0


@contextmanager
def working(url: str, folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """The Procfile's worker and the file it writes to; gone at the end."""
    given = {
        "DATABASE_URL": url,
        "SECRET_KEY": "a secret for the tests only",
        "TELVERDE_CLOCK": "2026-03-02T09:15",
    }
    said = folder / "worker.log"
    with said.open("w") as log:
        process = subprocess.Popen(
            [*command("worker"), *words],
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), **given},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            text=True,
        )
    try:
        yield process, said
    finally:
        process.kill()
        process.wait(15)


def test_the_worker_sweeps_and_stops_when_told(store_url: str, store: Store, tmp_path: Path) -> None:
    """The real process removes what is old at once, waits, and ends within moments of SIGTERM, saying so in JSON."""
    with work(store) as unit:
        leave(unit, "CA-old", NOW - timedelta(days=100))
        leave(unit, "CA-new", NOW)
    with working(store_url, tmp_path, "--pause", "3600") as (process, said):
        until(lambda: counted(store)["calls"] == 1 or process.poll() is not None, 60, "nothing was swept")
        until(lambda: "Old data was removed" in said.read_text(), 10, "the worker says nothing")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0, said.read_text()
    lines = [json.loads(line)["said"] for line in said.read_text().splitlines()]
    assert [said for said in lines if "routing file" not in said] == [
        "The worker runs",
        "Old data was removed",
        "The worker stops",
    ]


def test_the_worker_outlives_a_lost_database(tmp_path: Path) -> None:
    """A job that fails is told in the log and tried again after the pause; the worker goes on until told to stop."""
    with working("sqlite:////no/such/folder/store.db", tmp_path, "--pause", "0.01") as (process, said):
        until(
            lambda: said.read_text().count("A job failed") >= 2 or process.poll() is not None,
            60,
            "no second try",
        )
        assert process.poll() is None, said.read_text()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    assert re.search(r'"said": "The worker stops"', said.read_text())
