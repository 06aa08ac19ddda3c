"""A call is a list of turns: each stored once, in order, with its moments as they were."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from threading import Barrier

import pytest

from store import calls
from store.calls import AnsweredByTwin, StoredTurn
from store.database import Store, Work, work

NOW = datetime(2026, 3, 2, 7, 15, 0, 123456, tzinfo=UTC)
TURN = StoredTurn(0, NOW, NOW, "ro", 0, '{"keys":"1"}', '{"lead":[["goodbye",{}]]}')


def stored(unit: Work, call: str, count: int, caller: str = "hash", began: datetime = NOW) -> None:
    calls.begin(unit.begin(), call, caller, "+40•••••111", began)
    for number in range(count):
        calls.remember(
            unit, call, replace(TURN, turn=number, at=began + timedelta(seconds=number), began=began)
        )


def test_a_turn_comes_back_as_it_was_stored(store: Store) -> None:
    """Letters, moments to the microsecond and counts survive both databases."""
    turn = replace(TURN, heard='{"speech":"ășțîâ \\u2028"}', failures=3, language="hu")
    with work(store) as unit:
        calls.remember(unit, "CA1", turn)
    with work(store) as unit:
        assert calls.answered(unit.conn, "CA1", 0) == (turn, None)
        assert calls.answered(unit.conn, "CA1", 1) == (None, turn)
        assert calls.answered(unit.conn, "CA1", 2) == (None, None)
        assert calls.answered(unit.conn, "CA2", 0) == (None, None)


def test_moments_of_any_zone_are_the_same_moment(store: Store) -> None:
    """A local time goes in, the same moment in UTC comes out."""
    local = NOW.astimezone(timezone(timedelta(hours=2)))
    with work(store) as unit:
        calls.remember(unit, "CA1", replace(TURN, at=local, began=local))
        back, _ = calls.answered(unit.conn, "CA1", 0)
    assert back is not None
    assert (back.at, back.at.tzinfo) == (NOW, UTC)


def test_the_same_turn_twice_is_a_twins(store: Store) -> None:
    """The second one is told so, whatever it says itself, and the first stays."""
    with work(store) as unit:
        calls.remember(unit, "CA1", TURN)
    with pytest.raises(AnsweredByTwin), work(store) as unit:
        calls.remember(unit, "CA1", replace(TURN, reply="{}"))
    with work(store) as unit:
        assert calls.journey(unit.conn, "CA1") == [TURN]


def test_of_sixteen_at_once_one_is_stored(store: Store) -> None:
    """Sixteen connections store the same turn in one moment: one wins, fifteen hear of it."""
    start = Barrier(16)

    def one(number: int) -> bool:
        start.wait(20)
        try:
            with work(store) as unit:
                calls.begin(unit.begin(), "CA1", "hash", "", NOW)
                calls.remember(unit, "CA1", replace(TURN, failures=number))
        except AnsweredByTwin:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(one, range(16))) == 1
    with work(store) as unit:
        assert len(calls.journey(unit.conn, "CA1")) == 1


def test_what_ends_badly_is_undone(store: Store) -> None:
    """A unit of work that raises leaves nothing, one that ends well everything, and reading begins none."""
    with suppress(ZeroDivisionError), work(store) as unit:
        stored(unit, "CA1", 3)
        raise ZeroDivisionError
    with work(store) as unit:
        assert not calls.journey(unit.conn, "CA1")
        assert not unit.begun
        stored(unit, "CA1", 3)
    with work(store) as unit:
        assert [one.turn for one in calls.journey(unit.conn, "CA1")] == [0, 1, 2]


def test_a_number_is_known_by_its_last_call(store: Store) -> None:
    """The newest call of the same number counts, with its last turn; an older one, or of others, does not."""
    with work(store) as unit:
        conn = unit.begin()
        stored(unit, "CA-old", 5, began=NOW - timedelta(days=2))
        stored(unit, "CA-first", 4, began=NOW - timedelta(hours=3))
        stored(unit, "CA-last", 2, began=NOW - timedelta(hours=1))
        stored(unit, "CA-other", 9, caller="another", began=NOW)
        found = calls.last_from(conn, "hash", NOW - timedelta(days=1))
        assert found is not None
        assert (found[0], found[2].turn) == (NOW - timedelta(hours=1), 1)
        assert calls.last_from(conn, "hash", NOW) is None
        assert calls.last_from(conn, "nobody", NOW - timedelta(days=9)) is None


def test_the_latest_calls_are_listed_newest_first(store: Store) -> None:
    """Each with its masked number, its last turn and how it ended."""
    with work(store) as unit:
        conn = unit.begin()
        for hours in range(5):
            stored(unit, f"CA{hours}", hours + 1, began=NOW - timedelta(hours=hours))
        calls.end(conn, "CA1", "completed", 61, NOW)
        listed = calls.latest(conn, 3)
    assert [(one.call, one.turns) for one in listed] == [("CA0", 0), ("CA1", 1), ("CA2", 2)]
    assert (listed[1].outcome, listed[1].seconds, listed[1].ended) == ("completed", 61, NOW)
    assert listed[0].ended is None


def test_forgetting_takes_whole_calls_the_oldest_first(store: Store) -> None:
    """At most so many at once, with all their turns; what is newer stays whole."""
    with work(store) as unit:
        conn = unit.begin()
        for days in range(6):
            stored(unit, f"CA{days}", 3, began=NOW - timedelta(days=days))
        assert calls.forget(conn, NOW - timedelta(days=2), at_most=2) == 2
        left = {f"CA{days}": len(calls.journey(conn, f"CA{days}")) for days in range(6)}
        assert left == {"CA0": 3, "CA1": 3, "CA2": 3, "CA3": 3, "CA4": 0, "CA5": 0}
        assert calls.forget(conn, NOW - timedelta(days=2), at_most=2) == 1
        assert calls.forget(conn, NOW - timedelta(days=2), at_most=2) == 0
