"""An inspector sees the day or the week: what is owed first, then who comes when, and where there is time."""

from datetime import UTC, date, datetime, time, timedelta

from flask import request
from flask.typing import ResponseReturnValue

from office.agenda import grid
from office.slots import Diary
from office.staff import Inspector
from office.tickets import BlueTicket
from office.users import Role
from store import conclusions, inspectors, tickets
from store.cases import cases_of
from store.database import Work, work
from web.console.gate import console, page
from web.console.show import local, show
from web.console.whose import inspector_id, is_own, misplaced, practice
from web.hotline import the_hotline

WEEK = 7
SHOWN = 200  # tickets of everybody on one day
AT_ONCE = 20  # of what is owed; the others follow when these are done


@page("/agenda", Role.inspector, Role.supervisor, watched=True)
def agenda() -> ResponseReturnValue:
    """`day` (2027-03-03) is shown, or the `view` "week" around it; a supervisor names an `inspector`, or none."""
    line, whose = the_hotline(), inspector_id()
    now = line.clock()
    today = now.astimezone(line.zone).date()
    day, is_week = _day(request.args.get("day", ""), today), request.args.get("view") == "week"
    days = _week(day) if is_week else [day]
    first, last = (_midnight(at) for at in (days[0], days[-1] + timedelta(days=1)))
    with work(line.store) as unit:
        staff = [] if is_own() else inspectors.everybody(unit.conn)
        late_n = conclusions.count_awaited(unit.conn, now, whose) if whose else 0
        shown = tickets.agenda(unit.conn, first, last, whose if whose or is_own() else None)[:SHOWN]
        late, hit = _owed(unit, whose, now)
        found = inspectors.diary(unit.conn, whose, first, last, now) if whose else Diary(())
        cases = cases_of(unit.conn, {one.petition_id for one in (*shown, *late, *hit[:AT_ONCE])})
    return show(
        "agenda.html",
        whose=whose,
        is_own=is_own(),
        staff=staff,
        names={one.id: one.function or one.id for one in staff},
        day=day,
        days=days,
        today=today,
        is_week=is_week,
        step=timedelta(days=WEEK if is_week else 1),
        rows=grid(days, found, shown, practice()) if whose else [],
        tickets=shown,
        late=late,
        late_n=late_n,
        hit=hit[:AT_ONCE],
        hit_n=len(hit),
        cases=cases,
        now=now.astimezone(line.zone),
    )


@console.app_template_filter("local_day")
def local_day(at: datetime) -> date:
    """The day it is at the office."""
    return local(at).date()


@console.app_template_filter("name_of")
def name_of(one: Inspector) -> tuple[str, str]:
    """An inspector to choose in a list."""
    return one.id, f"{one.name}, {one.function}".rstrip(", ")


def _owed(unit: Work, whose: str, now: datetime) -> tuple[list[BlueTicket], list[BlueTicket]]:
    """The oldest talks without an outcome, and all tickets at whose hour the inspector is away."""
    if not whose:
        return [], []
    late = conclusions.awaited(unit.conn, now, whose, AT_ONCE)
    return late, misplaced(unit, whose, now)


def _day(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return found if abs(found - today) < timedelta(days=3660) else today


def _week(day: date) -> list[date]:
    """From Monday on; Saturday and Sunday too, since some inspectors work then."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=ahead) for ahead in range(WEEK)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), the_hotline().zone).astimezone(UTC)
