"""Numbers cannot be guessed by trying: what is tried is counted exactly, and the limits hold under a crowd."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any

import pytest

from ivr.desk import TooManyGuesses
from office.callers import Caller, caller
from office.registration import RegistrationNumber
from store import calls, guesses, petitions
from store.database import Store, work
from store.desk import StoreDesk

NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
THREADS, EACH = 16, 6
SOMEBODY, ANOTHER, WITHHELD = caller("+40722000111"), caller("+40722000222"), caller("anonymous")
UNKNOWN: Any = RegistrationNumber.parse("999999")
KNOWN = RegistrationNumber.parse("119368")


@pytest.fixture
def limits(house: Any) -> Any:
    """Ten misses and twenty look-ups of one caller, thirty misses of all."""
    shipped = house.hotline.directory.limits
    return replace(shipped, guesses_per_caller_hour=10, lookups_per_caller_hour=20, guesses_per_hour=30)


CALLS = count(1)


def look_up(store: Store, limits: Any, number: Any, who: Caller, now: datetime = NOW) -> bool:
    """One try as the only turn of a call; whether it was allowed."""
    try:
        with work(store) as unit:
            sid = f"CA{next(CALLS)}"
            desk = StoreDesk(unit, sid, "ro", now, limits, lambda phone: phone[-3:])
            desk.petitions(number, who)
            calls.begin(unit.begin(), sid, (who.e164 or "")[-3:], "", now)
            lookups = len(desk.looked_up)
            calls.remember(unit, sid, calls.StoredTurn(0, now, now, "ro", 0, "{}", "{}", lookups=lookups))
    except TooManyGuesses:
        return False
    return True


def crowd(store: Store, limits: Any, number: Any, who: Caller) -> int:
    """Sixteen threads try six times each, all beginning in one moment; how many tries were allowed."""
    start = Barrier(THREADS)

    def one(_: int) -> int:
        start.wait(20)
        return sum(look_up(store, limits, number, who) for _ in range(EACH))

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(one, range(THREADS)))


def known_petition(store: Store) -> None:
    row = {
        "number": 119368, "segments": "", "filed_on": date(2026, 2, 18), "registration_number": "119368",
        "surname": "Exemplu", "institution_id": "igpr", "state": "in_progress", "state_on": date(2026, 2, 18),
    }  # fmt: skip
    with work(store) as unit:
        petitions.upsert(unit.begin(), [row])


def spent(store: Store, who: str, now: datetime = NOW) -> int:
    with work(store) as unit:
        return guesses.spent(unit.conn, (who, who, who), now)[0]


def looked_up(store: Store, caller: str, now: datetime = NOW) -> int:
    with work(store) as unit:
        return petitions.looked_up(unit.conn, UNKNOWN, caller, "", "", now)[1][0]


def test_every_try_is_counted_once(store: Store) -> None:
    """Sixteen threads spend six tries each: ninety-six, not one less."""
    start = Barrier(THREADS)

    def one(_: int) -> None:
        start.wait(20)
        for _ in range(EACH):
            with work(store) as unit:
                guesses.spend(unit, "line", NOW)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(one, range(THREADS)))
    assert spent(store, "line") == THREADS * EACH


def test_hours_are_counted_apart(store: Store) -> None:
    """From the first to the last moment of an hour it is one count; the next hour begins at nothing."""
    for minute in (0, 15, 59):
        with work(store) as unit:
            guesses.spend(unit, "line", NOW.replace(minute=minute, second=59, microsecond=999999))
    assert spent(store, "line") == 3
    assert spent(store, "line", NOW + timedelta(hours=1)) == 0
    assert spent(store, "line", NOW + timedelta(days=1)) == 0


def test_a_crowd_of_one_number_guesses_no_more_than_its_limit(store: Store, limits: Any) -> None:
    """One caller in sixteen calls at once: ten unknown numbers, and at most one more for each that was on its way."""
    allowed = crowd(store, limits, UNKNOWN, SOMEBODY)
    assert 10 <= allowed <= 10 + THREADS
    assert spent(store, "missed:111") == allowed == spent(store, "line")
    assert not look_up(store, limits, UNKNOWN, SOMEBODY)
    assert look_up(store, limits, UNKNOWN, ANOTHER)


def test_a_crowd_of_one_number_looks_up_no_more_than_its_limit(store: Store, limits: Any) -> None:
    """Numbers that exist are limited too, and are not counted as guesses."""
    known_petition(store)
    allowed = crowd(store, limits, KNOWN, SOMEBODY)
    assert 20 <= allowed <= 20 + THREADS
    assert (looked_up(store, "111"), spent(store, "missed:111"), spent(store, "line")) == (allowed, 0, 0)
    assert looked_up(store, "111", NOW + timedelta(hours=1)) == 0


def test_a_crowd_of_withheld_numbers_shares_ten_times_the_limit_and_the_lines(
    store: Store, limits: Any
) -> None:
    """Withheld callers count as one with ten shares; the limit of the whole line stops them before."""
    allowed = crowd(store, limits, UNKNOWN, WITHHELD)
    assert 30 <= allowed <= 30 + THREADS
    assert spent(store, "missed:withheld") == spent(store, "line") == allowed
    assert not look_up(store, limits, UNKNOWN, ANOTHER), "the line's limit is everybody's"


def test_a_refused_try_costs_nothing_and_the_next_hour_is_a_new_one(store: Store, limits: Any) -> None:
    """Who is refused is not counted further, and may try again when the hour is over."""
    assert [look_up(store, limits, UNKNOWN, SOMEBODY) for _ in range(12)] == [True] * 10 + [False] * 2
    assert spent(store, "missed:111") == 10
    assert look_up(store, limits, UNKNOWN, SOMEBODY, NOW + timedelta(hours=1))


def test_a_turn_that_is_undone_has_not_tried(store: Store, limits: Any) -> None:
    """The count goes with the turn: rolled back together."""
    with suppress(ZeroDivisionError), work(store) as unit:
        StoreDesk(unit, "CA1", "ro", NOW, limits, lambda phone: phone[-3:]).petitions(UNKNOWN, SOMEBODY)
        raise ZeroDivisionError
    assert (spent(store, "missed:111"), spent(store, "line")) == (0, 0)


def test_old_counts_are_forgotten(store: Store) -> None:
    """What was counted before the given moment goes, the rest stays."""
    with work(store) as unit:
        for hours in range(4):
            guesses.spend(unit, "line", NOW - timedelta(hours=hours))
    with work(store) as unit:
        conn = unit.begin()
        assert guesses.forget(conn, guesses.hour_of(NOW - timedelta(hours=1))) == 2
    assert [spent(store, "line", NOW - timedelta(hours=hours)) for hours in range(4)] == [1, 1, 0, 0]
