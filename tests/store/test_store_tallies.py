"""What is counted adds up, whoever adds; pages read sums of days and hours; what nobody was found for is kept once."""

import threading
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest

from store import tallies, unmatched
from store.database import Store, StoreTrouble, open_store, work
from store.tables import calls
from store.tallies import WHOLE_DAY

DAY, NEXT = date(2026, 3, 2), date(2026, 3, 3)
MOMENT = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)


def test_what_is_added_adds_up(store: Store) -> None:
    """To what was there before, each day, hour, kind and name for itself; other days are not read."""
    with work(store) as unit:
        conn = unit.begin()
        for _ in range(2):
            tallies.add(conn, {(DAY, WHOLE_DAY, "asked", "menu.main"): 2, (DAY, 9, "calls", ""): 1})
        tallies.add(conn, {(NEXT, WHOLE_DAY, "asked", "menu.main"): 1, (DAY, WHOLE_DAY, "calls", ""): 2})
    with work(store) as unit:
        assert tallies.sums(unit.conn, DAY, DAY) == {("asked", "menu.main"): 4, ("calls", ""): 2}
        assert tallies.sums(unit.conn, DAY, NEXT)["asked", "menu.main"] == 5
        assert tallies.by_hour(unit.conn, DAY, NEXT, ("calls",)) == {(9, "calls"): 2}
        assert tallies.by_day(unit.conn, DAY, NEXT, ("asked",)) == {(DAY, "asked"): 4, (NEXT, "asked"): 1}


def test_whole_months_are_read_as_one(store: Store) -> None:
    """A period is the sum of its days, wherever it begins and ends; a month counts its own days only."""
    days = [date(2026, 1, 15) + timedelta(days=n) for n in range(80)]
    with work(store) as unit:
        for at, day in enumerate(days):
            told = {(day, WHOLE_DAY, "calls", ""): at + 1, (day, at % 24, "calls", ""): at + 1}
            tallies.add(unit.begin(), told)
    for first, last in ((0, 79), (17, 44), (17, 45), (16, 75), (3, 5)):
        known = {(days[at], "calls"): at + 1 for at in range(first, last + 1)}
        with work(store) as unit:
            period = (unit.conn, days[first], days[last])
            assert tallies.sums(*period) == {("calls", ""): sum(known.values())}
            assert tallies.by_day(*period, ("calls",)) == known
            hours = tallies.by_hour(*period, ("calls",))
        assert sum(hours.values()) == sum(known.values())
        assert hours[9, "calls"] == sum(n for n in known.values() if (n - 1) % 24 == 9)


def test_nothing_to_add_is_nothing(store: Store) -> None:
    with work(store) as unit:
        tallies.add(unit.begin(), {})
        assert not tallies.sums(unit.conn, DAY, NEXT)


def test_those_who_add_at_once_lose_nothing(store: Store, store_url: str) -> None:
    """Many workers add to the same rows: every one of them is in the sum, and none waits for another for ever.

    On SQLite one that has waited for two seconds gives up and comes again, as the job does.
    """
    troubles: list[Exception] = []
    kinds = [f"question.{number}" for number in range(40)]

    def adds(turned: bool) -> None:
        own = open_store(store_url)
        patience = (StoreTrouble,) if own.dialect.name == "sqlite" else ()
        try:
            for _ in range(20):
                for _ in range(10):
                    with suppress(*patience), work(own) as unit:
                        names = reversed(kinds) if turned else kinds
                        tallies.add(unit.begin(), {(DAY, WHOLE_DAY, "asked", name): 1 for name in names})
                        break
        except Exception as error:
            troubles.append(error)
        own.dispose()

    threads = [threading.Thread(target=adds, args=(bool(number % 2),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not troubles
    with work(store) as unit:
        assert set(tallies.sums(unit.conn, DAY, DAY).values()) == {80}


def test_a_turn_that_is_undone_leaves_no_sentence(store: Store) -> None:
    """The sentence goes along with its turn: both, or neither."""

    def fails() -> None:
        with work(store) as unit:
            unmatched.heard(unit, "trotinetă", "ro", DAY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    with work(store) as unit:
        assert unmatched.count_new(unit.conn) == 0


def test_a_sentence_is_kept_once_with_how_often_it_was_said(store: Store) -> None:
    """The most frequent first; in each language for itself; what was dealt with stays so when it is said again."""
    for said, language, day in (
        ("drona", "ro", DAY),
        ("trotinetă", "ro", DAY),
        ("trotinetă", "ro", NEXT),
        ("drona", "hu", DAY),
    ):
        with work(store) as unit:
            unmatched.heard(unit, said, language, day)
    with work(store) as unit:
        first = unmatched.most_heard(unit.conn, 10)[0]
        assert (first.sentence, first.n, first.first_on, first.last_on) == ("trotinetă", 2, DAY, NEXT)
        assert unmatched.count_new(unit.conn) == 3
        assert unmatched.settle(unit.begin(), first.id, "passed over", actor="ana", now=MOMENT)
        assert not unmatched.settle(unit.conn, first.id, "used", actor="ana", now=MOMENT)
    with work(store) as unit:
        unmatched.heard(unit, "trotinetă", "ro", NEXT)
    with work(store) as unit:
        assert unmatched.count_new(unit.conn) == 2
        again = unmatched.sentence_of(unit.conn, first.id)
        assert again
        assert (again.n, again.state) == (3, "passed over")


def test_the_index_of_what_is_uncounted_is_used(store: Store) -> None:
    """A million counted calls are not read: the worker asks every other second."""
    asked = tallies._over(datetime(2026, 3, 2, tzinfo=UTC)).order_by(calls.c.began).limit(100)
    text = str(asked.compile(store, compile_kwargs={"literal_binds": True}))
    if store.dialect.name == "sqlite":
        with store.connect() as conn:
            plan = " ".join(str(row) for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}"))
    else:
        with store.connect() as conn:
            conn.exec_driver_sql("SET enable_seqscan = off")
            plan = " ".join(str(row) for row in conn.exec_driver_sql(f"EXPLAIN {text}"))
    assert "ix_calls_uncounted" in plan
