"""What happened in a call is counted when it is over, once, whoever counts and whoever dies."""

import os
import signal
import threading
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from typing import Any

import pytest
from house import House

from ivr.codec import encode
from ivr.script import Reply
from jobs import count as counting
from jobs.count import count
from store import calls, tallies
from store.calls import StoredTurn
from store.database import Store, open_store, work
from store.sample import fill_with_samples

NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
DAY = date(2026, 3, 2)


def over(house: House, first: date = DAY, last: date = DAY) -> Counter[tuple[str, str]]:
    """Everything that is counted once the worker has been here."""
    while count(house.store, house.hotline.zone, house.clock()):
        pass
    with work(house.store) as unit:
        return tallies.sums(unit.conn, first, last)


def test_a_petition_asked_for_is_a_service_completed(house: House) -> None:
    """The way, the questions and the seconds at them are told; hanging up after the answer is no failure."""
    fill_with_samples(house.store, DAY)
    line = house.line()
    line.dial()
    for keys in ("1", "119368#", "1"):
        house.clock.move(seconds=10)
        line.press(keys)
    house.clock.move(seconds=5)
    line.hang_up()
    told = over(house)
    assert told["calls", ""] == told["began", "status"] == told["done", "status"] == 1
    assert told["path", "start>menu.main"] == told["path", "status.read_back>status.look_up"] == 1
    assert told["asked", "status.number"] == told["answered", "status.number"] == 1
    assert told["seconds", "status.number"] == 10
    assert told["left", "status.look_up"] == 1
    assert told["seconds", "status.look_up"] == 5
    assert told["language", "ro"] == told["outcome", "completed"] == 1
    assert not [key for key in told if key[0] in ("hangup", "repeat", "zero", "miss", "silence")]


def test_what_goes_wrong_at_a_question_is_told_apart(house: House) -> None:
    """A wrong key, silence, a wish for a person and hanging up are counted at the question, and no service is done."""
    line = house.line()
    line.dial()
    line.press("1")
    line.press("9" * 40 + "#")
    line.wait()
    line.hang_up()
    second = house.line("+40722000222")
    second.dial()
    second.press("0")
    house.clock.move(minutes=61)
    told = over(house)
    assert told["miss", "status.number"] == told["silence", "status.number"] == 1
    assert told["asked", "status.number"] == 3
    assert told["came", "status.number"] == told["entered", "status"] == 1, "a call counts once"
    assert told["hangup", "status.number"] == told["began", "status"] == 1
    assert told["zero", "menu.main"] == 1
    assert ("done", "status") not in told


def test_whoever_calls_again_within_a_day_is_a_repeat_caller(house: House) -> None:
    """Told by the keyed hash of the number; a withheld number never is."""
    for caller in ("+40722000111", None, "+40722000111", None, "+40722000333"):
        line = house.line(caller)
        line.dial()
        line.hang_up()
        house.clock.move(minutes=5)
    assert over(house)["repeat", ""] == 1
    house.clock.move(hours=25)
    line = house.line()
    line.dial()
    line.hang_up()
    assert over(house, last=date(2026, 3, 9))["repeat", ""] == 1


def test_a_trial_of_a_draft_makes_nobody_a_repeat_caller(house: House) -> None:
    """A supervisor who listened to a draft from there is no caller, and what was heard is in no count."""
    with work(house.store) as unit:
        conn, now = unit.begin(), house.clock()
        for sid, revision, minutes in (("CA-trial", -1, 0), ("CA-call", 3, 60)):
            at = now + timedelta(minutes=minutes)
            calls.begin(conn, sid, "hash of one telephone", "", at)
            calls.remember(unit, sid, StoredTurn(0, at, at, "ro", 0, "{}", encode(Reply()), revision))
            calls.end(conn, sid, "completed", 5, at)
    house.clock.move(hours=2)
    told = over(house)
    assert (told["calls", ""], told["repeat", ""]) == (1, 0)


def test_a_call_of_which_nobody_told_the_end_is_counted_after_an_hour(house: House) -> None:
    house.line().dial()
    assert not over(house)
    house.clock.move(minutes=61)
    told = over(house)
    assert told["calls", ""] == told["outcome", "unknown"] == told["hangup", "menu.main"] == 1


def test_calls_are_counted_in_the_hour_of_the_wall_clock(store: Store, house: House) -> None:
    """A call at 22:30 UTC began after midnight in Bucharest."""
    filled(store, 1, datetime(2026, 3, 1, 22, 30, tzinfo=UTC))
    assert count(store, house.hotline.zone, NOW)
    with work(store) as unit:
        assert tallies.by_hour(unit.conn, DAY, DAY, ("calls",)) == {(0, "calls"): 1}


def test_a_call_that_cannot_be_read_does_not_stop_the_others(store: Store, house: House) -> None:
    filled(store, 1, NOW - timedelta(hours=3), reply="no JSON at all")
    filled(store, 2, NOW - timedelta(hours=2), name="CB")
    assert count(store, house.hotline.zone, NOW)
    assert not count(store, house.hotline.zone, NOW)
    assert counted(store) == 2


def test_two_workers_at_once_count_nothing_twice(
    store: Store, store_url: str, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four workers count the same calls in small portions: each call is in the tallies exactly once."""
    monkeypatch.setattr(counting, "PORTION", 7)
    filled(store, 200, NOW - timedelta(hours=2))
    troubles: list[Exception] = []

    def works() -> None:
        own = open_store(store_url)
        try:
            while count(own, house.hotline.zone, NOW):
                pass
        except Exception as error:
            troubles.append(error)
        own.dispose()

    threads = [threading.Thread(target=works) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not troubles
    assert counted(store) == 200


def test_killed_workers_count_nothing_twice(store: Store, store_url: str, house: House) -> None:
    """Workers are killed in the middle of their work, again and again: what they had not committed is counted later."""
    filled(store, 300, NOW - timedelta(hours=2))
    context = get_context("spawn")
    for patience in (0.05, 0.1, 0.2, 0.4):
        began = context.Event()
        process = context.Process(target=_count_slowly, args=(store_url, began))
        process.start()
        assert began.wait(30)
        time.sleep(patience)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join(10)
    so_far = counted(store)
    assert so_far < 300, "nobody was killed in time"
    while count(store, house.hotline.zone, NOW):
        pass
    assert counted(store) == 300


def _count_slowly(url: str, began: Any) -> None:
    """A worker that takes its time between adding and committing, so that it dies there."""
    from zoneinfo import ZoneInfo

    add = tallies.add

    def added(*args: Any) -> None:
        add(*args)
        time.sleep(0.01)

    tallies.add = added  # type: ignore[assignment]
    counting.PORTION = 5
    store = open_store(url)
    began.set()
    while count(store, ZoneInfo("Europe/Bucharest"), NOW):
        pass


def filled(store: Store, many: int, began: datetime, name: str = "CA", reply: str = "") -> None:
    """So many calls that began then and are over."""
    with work(store) as unit:
        for number in range(many):
            sid = f"{name}{number}"
            calls.begin(unit.begin(), sid, "", "", began)
            turn = StoredTurn(0, began, began, "ro", 0, "{}", reply or encode(Reply()))
            calls.remember(unit, sid, turn)
            calls.end(unit.conn, sid, "completed", 10, began + timedelta(seconds=10))


def counted(store: Store) -> int:
    with work(store) as unit:
        return tallies.sums(unit.conn, DAY, DAY)["calls", ""]
