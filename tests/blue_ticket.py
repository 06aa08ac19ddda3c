"""An office for the tests of the Blue Ticket: an inspector who works on weekdays, and petitions in work."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from office.calendar import WorkingCalendar
from office.slots import Practice, WorkingHours
from office.staff import Inspector, StaffRow
from office.tickets import Case, Rules
from store import inspectors
from store.cases import case_of
from store.database import Store, work
from store.tables import events, petitions

ZONE = ZoneInfo("Europe/Bucharest")
CALENDAR = WorkingCalendar()
PRACTICE = Practice(Rules(), ZONE, lambda day: CALENDAR.holiday_name(day) is not None)
NOW = datetime(2027, 3, 1, 7, 0, tzinfo=UTC)  # a Monday, nine o'clock in Romania
INSPECTOR = "i1"


def staff_of(inspector_id: str = INSPECTOR, *, active: bool = True) -> StaffRow:
    """Works from nine to ten on weekdays."""
    inspector = Inspector(inspector_id, "Exemplu Ana", "inspector", "igpr", "+40264000001", "", active)
    return StaffRow(inspector, tuple(WorkingHours(day, time(9), time(10)) for day in range(5)))


def open_office(store: Store, petitions_in_work: int = 3, inspector_id: str = INSPECTOR) -> list[Case]:
    """The inspector and the petitions, as identified citizens have them."""
    with work(store) as unit:
        conn = unit.begin()
        inspectors.upsert(conn, [staff_of(inspector_id)])
        conn.execute(insert(petitions), [_petition(n, inspector_id) for n in range(1, petitions_in_work + 1)])
        ids = conn.execute(select(petitions.c.id).order_by(petitions.c.number)).scalars().all()
        return [case for each in ids if (case := case_of(conn, each))]


def events_of(store: Store, entity: str = "ticket") -> list[tuple[str, str]]:
    """What happened, in order: what, and before it."""
    with store.connect() as conn:
        rows = conn.execute(
            select(events.c.what, events.c.before).where(events.c.entity == entity).order_by(events.c.id)
        )
        return [(row.what, row.before) for row in rows]


def _petition(number: int, inspector_id: str) -> dict[str, object]:
    return {
        "number": number,
        "filed_on": date(2027, 2, 1),
        "registration_number": str(number),
        "surname": "Exemplu",
        "first_name": "Ion",
        "institution_id": "igpr",
        "inspector_id": inspector_id,
        "state": "in_progress",
        "state_on": date(2027, 2, 3),
    }
