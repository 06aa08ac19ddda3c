"""What the event log names by a number keeps it for good: whoever comes later has another number, and another past."""

from datetime import date

import pytest
from sqlalchemy import inspect, select

from store.database import Store, work
from store.sample import fill_with_samples, forget_samples
from store.tables import events, tickets

NAMED = ("callback_requests", "notices", "tickets", "unmatched", "users")


@pytest.mark.parametrize("table", NAMED)
def test_a_number_of_the_log_is_never_given_again(store: Store, table: str) -> None:
    """SQLite would give the number of the newest row that is gone to the next one; PostgreSQL never does."""
    if store.dialect.name == "sqlite":
        with store.connect() as conn:
            made = conn.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).scalar_one()
        assert "AUTOINCREMENT" in made
    else:
        default = next(c["default"] for c in inspect(store).get_columns(table) if c["name"] == "id")
        assert str(default).startswith("nextval(")


def test_new_tickets_have_none_of_the_numbers_of_the_samples_that_are_gone(store: Store) -> None:
    """The first own list takes the samples out; what the log says of them is about nobody else."""
    fill_with_samples(store, date(2027, 3, 1))
    with work(store) as unit:
        of_samples = {
            *unit.conn.execute(select(events.c.entity_id).where(events.c.entity == "ticket")).scalars()
        }
    forget_samples(store)
    fill_with_samples(store, date(2027, 3, 2))
    with work(store) as unit:
        now = {str(one) for one in unit.conn.execute(select(tickets.c.id)).scalars()}
    assert of_samples
    assert now
    assert not of_samples & now
