"""Sixty-four processes want one place in one moment: one gets it, the others hear that it is taken."""

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from typing import Any, TypeVar

from blue_ticket import INSPECTOR, NOW, PRACTICE, ZONE, open_office
from sqlalchemy import func, select

from office.tickets import LIVE, Case
from store import booking, tickets
from store.database import Store, StoreTrouble, Work, open_store, work
from store.tables import events
from store.tables import tickets as places

BOOKERS = 64
PHONE = "+40722000111"
FIRST = datetime(2027, 3, 3, 9, 0, tzinfo=ZONE).astimezone(UTC)
Got = TypeVar("Got")
FORKED = multiprocessing.get_context("fork")  # everything is imported already; the store is opened anew


def want(url: str, case: Case, starts: list[datetime], gate: Barrier, said: Any) -> None:
    """Wants each place in turn, each in two transactions as in two turns of a call; says what came of it."""
    store = open_store(url, pool_size=1)
    outcomes = []
    try:
        store.connect().close()
        gate.wait(60)
        for start in starts:
            outcomes.append(wanted(store, case, start))
    except Exception as wrong:
        outcomes.append(f"{type(wrong).__name__}: {wrong}")
    finally:
        store.dispose()
        said.put(outcomes)


def wanted(store: Store, case: Case, start: datetime) -> str:
    def hold(unit: Work) -> int:
        call = f"CA{os.getpid()}"
        return booking.hold(unit, case, start, call=call, language="ro", now=NOW, practice=PRACTICE).id

    try:
        held = patiently(store, hold)
        patiently(store, lambda unit: booking.book(unit, held, phone=PHONE, now=NOW, practice=PRACTICE))
    except (booking.SlotTaken, booking.NotEligible) as refused:
        return type(refused).__name__
    return "booked"


def patiently(store: Store, step: Callable[[Work], Got]) -> Got:
    """Whoever has waited for two seconds among sixty-four is told so and comes again; SQLite serves in no order."""
    for _ in range(5):
        with suppress(StoreTrouble), work(store) as unit:
            return step(unit)
    with work(store) as unit:
        return step(unit)


def outcomes(url: str, wants: list[tuple[Case, list[datetime]]]) -> Counter[str]:
    """What the processes said, all let go at once."""
    gate, said = FORKED.Barrier(len(wants)), FORKED.Queue()
    racers = [FORKED.Process(target=want, args=(url, case, starts, gate, said)) for case, starts in wants]
    for racer in racers:
        racer.start()
    heard = [said.get(timeout=90) for _ in racers]
    for racer in racers:
        racer.join()
    return Counter(outcome for each in heard for outcome in each)


def test_sixty_four_processes_for_one_place_make_one_booking(store: Store, store_url: str) -> None:
    cases = open_office(store, BOOKERS)
    assert outcomes(store_url, [(case, [FIRST]) for case in cases]) == {"booked": 1, "SlotTaken": BOOKERS - 1}
    with store.connect() as conn:
        assert len(tickets.agenda(conn, NOW, NOW + timedelta(days=30))) == 1
        assert conn.execute(select(func.count()).select_from(places)).scalar_one() == 1
        assert conn.execute(select(func.count()).select_from(events)).scalar_one() == 2


def test_a_citizen_with_eight_telephones_gets_one_booking(store: Store, store_url: str) -> None:
    """Each wants another hour for the same petition."""
    case, *_ = open_office(store, 1)
    with store.connect() as conn:
        free = booking.free(conn, case, NOW, PRACTICE)[:8]
    got = outcomes(store_url, [(case, [start]) for start in free])
    assert got == {"booked": 1, "NotEligible": 7}


def test_callers_who_change_their_minds_crosswise_never_wait_for_each_other(
    store: Store, store_url: str
) -> None:
    """Each goes through the same four places from another end, giving back one while taking the next."""
    cases = open_office(store, 16)
    places_ = [FIRST + timedelta(minutes=15 * n) for n in range(4)]
    wants = [(case, places_ if n % 2 else places_[::-1]) for n, case in enumerate(cases)]
    got = outcomes(store_url, wants)
    assert set(got) <= {"booked", "SlotTaken", "NotEligible"}
    assert got["booked"] == 4
    assert all_different(store)


def all_different(store: Store) -> bool:
    with store.connect() as conn:
        rows = conn.execute(
            select(places.c.inspector_id, places.c.starts_at).where(places.c.status.in_(LIVE))
        ).all()
    return len(rows) == len(set(rows)) and {row.inspector_id for row in rows} == {INSPECTOR}
