"""A list of inspectors is taken over, its mistakes are told with their lines, and hit tickets are listed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from blue_ticket import INSPECTOR, NOW, PRACTICE, ZONE, events_of, open_office
from sqlalchemy import Connection, select

from office.tickets import Case
from store import booking, inspectors, tickets
from store.cases import case_of
from store.database import Store, work
from store.sample import FIRST_CALL, fill_with_samples, forget_samples
from store.staffing import Rejected, StaffImported, Unreadable, import_inspectors
from store.tables import petitions

HEAD = "id;name;function;unit_id;phone;hours;active"
FIRST = datetime(2027, 3, 3, 9, 0, tzinfo=ZONE).astimezone(UTC)


def take(store: Store, path: Path, *rows: str) -> StaffImported:
    path.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    return import_inspectors(store, path, {"igpr"}, actor="ana", now=NOW, practice=PRACTICE)


def good(inspector_id: str = INSPECTOR, hours: str = "luni-vineri 09:00-10:00", active: str = "da") -> str:
    return f"{inspector_id};Exemplu Ana;inspector;igpr;0264000001;{hours};{active}"


def test_good_rows_are_taken_over_and_others_told_with_their_line(store: Store, tmp_path: Path) -> None:
    got = take(store, tmp_path / "staff.csv", good("i1"), good("i2", hours="luni"), good("i3"), good("i1"))
    assert (got.taken_over, got.hit) == (2, ())
    assert got.rejected == (
        Rejected(3, "hours: «luni» nu se înțelege; scrieți: luni-joi 08:30-16:30; vineri 08:30-14:00"),
    )
    with store.connect() as conn:
        assert [each.id for each in inspectors.everybody(conn)] == ["i1", "i3"]
    assert events_of(store, "inspector") == [("imported", ""), ("imported", "")]


@pytest.mark.parametrize("change", [good(hours="luni 09:00-10:00"), good(active="nu")])
def test_a_list_tells_which_tickets_it_hits(store: Store, tmp_path: Path, change: str) -> None:
    case, *_ = open_office(store)
    with work(store) as unit:
        held = booking.hold(unit, case, FIRST, call="CA1", language="ro", now=NOW, practice=PRACTICE)
        ticket = booking.book(unit, held.id, phone="+40722000111", now=NOW, practice=PRACTICE)
    assert take(store, tmp_path / "staff.csv", good()).hit == ()
    assert take(store, tmp_path / "staff.csv", change).hit == (ticket,)


def test_a_list_without_its_columns_is_refused(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("id;name\ni1;Ana\n")
    with pytest.raises(Unreadable, match="unit_id, phone, hours"):
        import_inspectors(store, path, {"igpr"}, actor="ana", now=NOW, practice=PRACTICE)


def test_samples_come_with_inspectors_who_have_time_and_go_without_a_trace(store: Store) -> None:
    """The petition of the first call in the README can have a Blue Ticket, and its ticket goes with it."""
    fill_with_samples(store, NOW.date())
    with store.connect() as conn:
        first = next(each for each in everything(conn) if each.petition.written == FIRST_CALL)
        free = booking.free(conn, first, NOW, PRACTICE)
        assert booking.refused(conn, first, NOW, PRACTICE) is None
        assert len(free) > 100
    with work(store) as unit:
        held = booking.hold(unit, first, free[0], call="CA1", language="ro", now=NOW, practice=PRACTICE)
        booking.book(unit, held.id, phone="+40722000111", now=NOW, practice=PRACTICE)
    assert forget_samples(store) > 0
    with store.connect() as conn:
        assert inspectors.everybody(conn) == []
        assert tickets.matching(conn) == []


def everything(conn: Connection) -> list[Case]:
    ids = conn.execute(select(petitions.c.id)).scalars()
    return [case for each in ids if (case := case_of(conn, each))]
