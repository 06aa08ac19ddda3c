"""An inspector writes down an absence and decides about each ticket it hits; none is left undecided in silence."""

import pytest
from blue_ticket import INSPECTOR as ID
from blue_ticket import NOW, staff_of
from conftest_gunicorn import rows
from evening import booked
from house import House
from sqlalchemy import update
from visitor import Visitor, signed_in

from office.slots import Span
from office.tickets import BlueTicket
from office.users import Role
from store import inspectors
from store.database import work
from store.tables import tickets
from store.tickets import cancel

ANA = "ana@example.ro"
DAY = "2027-03-03"


@pytest.fixture
def hit(house: House) -> list[BlueTicket]:
    """Two tickets for Wednesday; today is Monday."""
    house.clock.now = NOW
    return booked(house.store, 2, email=ANA)


@pytest.fixture
def inspector(house: House, hit: list[BlueTicket]) -> Visitor:
    return signed_in(house, Role.inspector, inspector_id=ID)


def away(visitor: Visitor, **more: str) -> int:
    visitor.get("/absences")
    return visitor.post("/absences", **{"from_day": DAY, "to_day": DAY, "kind": "leave"} | more).status_code


def state(house: House) -> list[tuple[str, str]]:
    return [tuple(row) for row in rows(house.store, "SELECT status, inspector_id FROM tickets ORDER BY id")]


def kinds(house: House) -> set[str]:
    return {kind for (kind,) in rows(house.store, "SELECT kind FROM messages")}


def test_an_absence_shows_at_once_what_it_hits(
    house: House, hit: list[BlueTicket], inspector: Visitor
) -> None:
    """Each ticket with its choices; until they are made, both stand on top of the agenda and in the menu."""
    assert away(inspector, note="vacanță") == 200
    assert "Absența este scrisă" in inspector.read
    assert "2 tichete în timpul unei absențe" in inspector.read
    for ticket in hit:
        assert ticket.number.text in inspector.read
    assert "3 mar. 2027 3 mar. 2027 concediu vacanță" in inspector.read
    inspector.get("/agenda")
    assert "Agenda 2 2 lucruri de făcut" in inspector.read
    assert inspector.read.index("2 tichete în timpul unei absențe") < inspector.read.index("Ziua dinainte")
    assert state(house) == [("booked", ID), ("booked", ID)]


def test_hours_are_hours(house: House, hit: list[BlueTicket], inspector: Visitor) -> None:
    """Until a quarter past nine only the first ticket is hit; the same form sent twice is one absence."""
    for _ in range(2):
        away(inspector, from_time="08:00", to_time="09:15")
        assert "Un tichet în timpul unei absențe" in inspector.read
    assert rows(house.store, "SELECT count(*) FROM absences") == [(1,)]


def test_a_colleague_who_is_free_takes_it_over(
    house: House, hit: list[BlueTicket], inspector: Visitor
) -> None:
    """Offered only to who is free at that hour, and of the same institution; nothing changes for the citizen."""
    with work(house.store) as unit:
        conn = unit.begin()
        inspectors.upsert(conn, [staff_of("i2"), staff_of("i3", active=False)])
        span = Span(hit[1].starts_at, hit[1].ends_at)
        inspectors.add_absence(conn, "i2", span, kind="leave", note="", actor="a", now=NOW)
    away(inspector)
    assert inspector.last.text.count('<option value="i2">') == 1
    assert '<option value="i3">' not in inspector.last.text
    assert "Niciun coleg nu este liber" in inspector.read
    inspector.post(f"/tickets/{hit[0].number.digits}/see-to", do="colleague", colleague="i2")
    assert "pentru cetățean nu se schimbă nimic" in inspector.read
    assert state(house) == [("booked", "i2"), ("booked", ID)]
    assert kinds(house) == set()
    second = f"/tickets/{hit[1].number.digits}/see-to"
    assert inspector.post(second, do="colleague", colleague="i2").status_code == 409
    assert "Ora nu mai este liberă" in inspector.read
    assert inspector.post(second, do="colleague", colleague="nobody").status_code == 409
    assert inspector.post(second).status_code == 422
    assert state(house)[1] == ("booked", ID)


def test_another_hour_is_chosen_and_the_citizen_told(
    house: House, hit: list[BlueTicket], inspector: Visitor
) -> None:
    """The first hours after the leave are offered; an hour that was taken meanwhile is refused and nothing changes."""
    away(inspector)
    start = inspector.last.text.split('name="start"><option value="')[1].split('"')[0]
    assert start == "2027-03-04T07:00:00+00:00"
    see_to = "/tickets/{}/see-to".format
    inspector.post(see_to(hit[0].number.digits), do="move", start=start)
    assert "Tichetul a fost mutat și cetățeanul este anunțat" in inspector.read
    assert {"sms.ticket.moved", "mail.ticket.moved"} <= kinds(house)
    for wrong in (start, "2027-03-06T07:00:00+00:00", "2027-03-04T07:00:00", "tomorrow"):
        assert inspector.post(see_to(hit[1].number.digits), do="move", start=wrong).status_code == 409
    assert state(house) == [("moved", ID), ("booked", ID), ("booked", ID)]
    assert "Un tichet în timpul unei absențe" in inspector.read


@pytest.mark.parametrize(
    ("phone", "email", "said"),
    [("+40722000111", ANA, "este anunțat"), ("+40264123456", "", "trebuie sunat")],
)
def test_it_is_cancelled_and_the_citizen_told(
    house: House, hit: list[BlueTicket], inspector: Visitor, phone: str, email: str, said: str
) -> None:
    """Or, who cannot be written to, is to be rung; a ticket that was cancelled meanwhile is not cancelled twice."""
    with work(house.store) as unit:
        unit.begin().execute(update(tickets).values(phone=phone, email=email))
    away(inspector)
    address = f"/tickets/{hit[0].number.digits}/see-to"
    inspector.post(address, do="cancel")
    assert said in inspector.read
    assert kinds(house) == (
        {f"{by}.ticket.cancelled_by_office" for by in ("sms", "mail")} if email else set()
    )
    with work(house.store) as unit:
        cancel(unit.begin(), hit[1].id, by_citizen=True, actor="citizen", now=NOW)
    assert inspector.post(address, do="cancel").status_code == 409
    assert "nu mai este programat" in inspector.read


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"from_day": ""}, "Scrieți o zi"),
        ({"from_day": "0001-01-01"}, "Scrieți o zi"),
        ({"to_day": "2027-03-02"}, "se termină înainte"),
        ({"from_day": "2026-03-02", "to_day": "2026-03-03"}, "s-a încheiat deja"),
        ({"to_day": "2029-03-02"}, "cel mult un an"),
        ({"from_time": "noon"}, "Scrieți o oră"),
    ],
)
def test_what_was_typed_stays_when_it_is_wrong(
    house: House, inspector: Visitor, form: dict[str, str], said: str
) -> None:
    assert away(inspector, note="la munte", **form) == 422
    assert said in inspector.read
    assert 'value="la munte"' in inspector.last.text
    assert rows(house.store, "SELECT count(*) FROM absences") == [(0,)]


def test_an_absence_is_dropped_by_its_own_inspector_only(house: House, inspector: Visitor) -> None:
    away(inspector)
    ((absence,),) = rows(house.store, "SELECT id FROM absences")
    other = signed_in(house, Role.inspector, "altul", "i2")
    other.get("/absences")
    other.post(f"/absences/{absence}/drop")
    assert rows(house.store, "SELECT count(*) FROM absences") == [(1,)]
    inspector.post(f"/absences/{absence}/drop")
    assert "Absența a fost ștearsă" in inspector.read
    assert "în timpul unei absențe" not in inspector.read
    events = rows(house.store, "SELECT actor, what FROM events WHERE entity = 'inspector' ORDER BY id")
    assert [tuple(row) for row in events] == [("user #1", "absence"), ("user #1", "absence dropped")]


def test_the_log_does_not_keep_why_somebody_was_away(house: House, inspector: Visitor) -> None:
    """When, and that it was dropped: no kind and no note, which may tell of somebody's health."""
    away(inspector, kind="illness", note="operație")
    ((absence,),) = rows(house.store, "SELECT id FROM absences")
    inspector.post(f"/absences/{absence}/drop")
    span = "2027-03-02T22:00:00+00:00 2027-03-03T22:00:00+00:00"
    logged = rows(house.store, "SELECT before, after FROM events WHERE entity = 'inspector' ORDER BY id")
    assert [tuple(row) for row in logged] == [("", span), (span, "")]


def test_a_supervisor_does_it_for_who_is_ill(house: House, hit: list[BlueTicket]) -> None:
    """For a chosen inspector; for nobody there is nothing to write."""
    supervisor = signed_in(house, Role.supervisor)
    assert supervisor.get("/absences").status_code == 200
    assert supervisor.post("/absences", from_day=DAY, to_day=DAY, inspector="nobody").status_code == 422
    supervisor.get("/absences", inspector=ID)
    supervisor.post("/absences", from_day=DAY, to_day=DAY, kind="illness", inspector=ID)
    assert "2 tichete" in supervisor.read
    supervisor.post(f"/tickets/{hit[0].number.digits}/see-to", do="cancel", inspector=ID)
    assert "Un tichet în timpul" in supervisor.read
