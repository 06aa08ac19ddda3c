"""Sample calls are dialogues that were held; they are made once, and leave no trace when the real list comes in."""

from dataclasses import replace
from datetime import timedelta

from house import House
from sqlalchemy import func, select

from commands.sample_calls import sample_calls_of
from jobs.count import count
from store import calls, requests, sample_calls
from store.call_list import Wanted, listed
from store.database import Store, work
from store.sample import fill_with_samples, forget_samples
from store.tables import calls as stored_calls
from store.tables import messages, metadata, turns

KEPT = ("events", "guesses")  # what happened is never changed; tries are swept within a day


def made(house: House) -> int:
    """Makes them; how many."""
    job, steps = sample_calls_of(house.hotline), 0
    while job():
        steps += 1
    return steps


def rows(store: Store) -> dict[str, int]:
    with store.connect() as conn:
        tables = [table for table in metadata.sorted_tables if table.name not in KEPT]
        return {
            table.name: conn.execute(select(func.count()).select_from(table)).scalar_one() for table in tables
        }


def test_weeks_of_calls_are_there_and_every_kind_of_them(house: House) -> None:
    """Some hundred, all in the past, in three languages, with failures; wishes to be rung back in several states."""
    now = house.clock()
    fill_with_samples(house.store, now.date())
    number = made(house)
    with work(house.store) as unit:
        found = calls.latest(unit.conn, 1000)
        states = {state for state, n in requests.counts(unit.conn).items() if n}
        failed, _ = listed(unit.conn, Wanted())
        steps = unit.conn.execute(select(turns.c.reply)).scalars().all()
        told = set(unit.conn.execute(select(messages.c.status)).scalars())
    assert number == len(found) > 120
    assert all(now - timedelta(days=30) < one.began < now and one.ended and one.ended < now for one in found)
    assert {one.language for one in found} == {"ro", "hu", "en"}
    assert any(one.failures for one in failed)
    assert {"open", "done"} <= states
    assert {"delivered"} <= told
    for at in ("status.look_up", "answer.tell", "callback.leave", "agreed.agree", "county.spelt"):
        assert any(f'"at":"{at}"' in reply for reply in steps), at


def test_they_are_made_once_and_only_beside_sample_petitions(house: House) -> None:
    """Not on a line whose register is real or empty, not where the carrier is, and not again by the next worker."""
    assert made(house) == 0
    fill_with_samples(house.store, house.clock().date())
    real = replace(house.hotline, has_real_carrier=True)
    assert not sample_calls_of(real)()
    assert made(house) > 0
    assert made(house) == 0


def test_they_go_with_the_sample_petitions(house: House) -> None:
    """Nothing of them stays, counts included; a real call does, to be counted anew."""
    store, empty = house.store, rows(house.store)
    phone = house.line()
    phone.dial()
    phone.hang_up()
    one_call = rows(store)
    assert one_call["calls"] == empty["calls"] + 1
    fill_with_samples(store, house.clock().date())
    made(house)
    house.clock.move(hours=3)
    while count(store, house.hotline.zone, house.clock()):
        pass
    assert rows(store)["tallies"] > 0
    assert forget_samples(store) > 0
    assert {name: n for name, n in rows(store).items() if n != one_call[name]} == {}
    with work(store) as unit:
        left = unit.conn.execute(select(stored_calls.c.call, stored_calls.c.counted)).all()
        assert not sample_calls.are_wanted(unit.conn)
    assert [tuple(row) for row in left] == [(phone.sid, False)]
