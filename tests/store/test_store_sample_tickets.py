"""Whoever opens the console of a sample line finds something on every page of an inspector's."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from blue_ticket import PRACTICE, ZONE
from sqlalchemy import select

from office.tickets import Channel, Status
from store import conclusions, inspectors, ringing, tickets
from store.database import Store, work
from store.sample import fill_with_samples, forget_samples
from store.sample_tickets import CONCLUDED, INSPECTOR
from store.tables import events, petitions


@pytest.mark.parametrize("ahead", range(7))
def test_on_every_day_of_the_week_there_is_something_to_do(store: Store, ahead: int) -> None:
    """Talks without an outcome, a ticket that leave hits, some to come, and one for which a document can be signed."""
    today = date(2027, 3, 1) + timedelta(days=ahead)
    fill_with_samples(store, today)
    now = datetime.combine(today, time(8), ZONE).astimezone(UTC)
    with work(store) as unit:
        conn = unit.conn
        listed = tickets.agenda(conn, now - timedelta(days=14), now + timedelta(days=14), INSPECTOR)
        assert (
            len(conclusions.awaited(conn, now, INSPECTOR)) == 3
        )  # one of them is signed by `migrate --sample`
        assert len(inspectors.misplaced(conn, now, PRACTICE, INSPECTOR)) == 1
        assert len(inspectors.absences_of(conn, INSPECTOR, now)) == 2
        assert sum(one.starts_at > now for one in listed) == 4
        concluded = tickets.of_number(conn, CONCLUDED)
        assert concluded
        assert concluded.status is Status.done
        assert len(ringing.rings_of(conn, concluded.id)) == 3
        assert all(one.at < now for one in conn.execute(select(events.c.at)))


def test_nobody_is_rung_by_a_sample(store: Store) -> None:
    """The telephones are fixed ones that nobody has, so there is no SMS either."""
    fill_with_samples(store, date(2027, 3, 1))
    with work(store) as unit:
        rung = [one for one in tickets.matching(unit.conn) if one.channel is Channel.phone]
    assert rung
    assert all(one.phone.startswith("+402100000") for one in rung)


def test_a_citizen_is_written_to_at_one_address(store: Store) -> None:
    """The ticket has the address of its petition, as every ticket that is booked on the line."""
    fill_with_samples(store, date(2027, 3, 1))
    with work(store) as unit:
        of_petitions = dict(unit.conn.execute(select(petitions.c.id, petitions.c.email)).all())
        booked = tickets.matching(unit.conn)
    assert booked
    assert all(one.email == of_petitions[one.petition_id] != "" for one in booked)


def test_a_new_ticket_has_not_the_past_of_one_that_is_gone(store: Store) -> None:
    """SQLite gives the id of what was removed last to what is added next."""
    fill_with_samples(store, date(2027, 3, 1))
    forget_samples(store)
    fill_with_samples(store, date(2027, 3, 2))
    with work(store) as unit:
        for ticket in tickets.matching(unit.conn):
            past = [one.what for one in tickets.past_of(unit.conn, ticket)]
            assert past in (["booked"], [ticket.status, "booked"]), ticket.number
