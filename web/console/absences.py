"""An inspector writes down an absence, sees at once which tickets it hits, and decides about each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import request
from flask.typing import ResponseReturnValue

from office.callers import is_mobile
from office.slots import Span
from office.staff import Inspector
from office.tickets import BlueTicket, HoldExpired, NotEligible, SlotTaken, TicketGone
from office.users import Role
from store import hit, inspectors
from store.cases import cases_of
from store.database import Work, work
from store.inspectors import OtherInstitution
from web.console.gate import actor, page
from web.console.show import go_to, show
from web.console.whose import inspector_id, is_own, letters, misplaced, practice, ticket_of
from web.hotline import the_hotline

WHO = (Role.inspector, Role.supervisor)
KINDS = ("leave", "delegation", "training", "illness", "other")
AT_ONCE = 5  # tickets to decide about on one page; the others follow
HOURS_OFFERED = 40
LONGEST = timedelta(days=366)
YEARS = range(2001, 2200)
FIELDS = ("from_day", "from_time", "to_day", "to_time", "kind", "note")


@dataclass(frozen=True)
class Decision:
    """A ticket at whose hour the inspector is away, and what can be done with it."""

    ticket: BlueTicket
    colleagues: list[Inspector]
    hours: list[datetime]


@page("/absences", *WHO, watched=True)
def absences() -> ResponseReturnValue:
    """The absences to come, and the tickets they hit."""
    return _shown({})


def _shown(
    errors: Mapping[str, str], status: int = 200, refused: str = "", about: str = ""
) -> ResponseReturnValue:
    line, whose = the_hotline(), inspector_id()
    now = line.clock()
    with work(line.store) as unit:
        staff = [] if is_own() else inspectors.everybody(unit.conn)
        listed = inspectors.absences_of(unit.conn, whose, now)
        those = misplaced(unit, whose, now) if whose else []
        decisions = [_decision(unit, ticket, now) for ticket in those[:AT_ONCE]]
        cases = cases_of(unit.conn, {ticket.petition_id for ticket in those[:AT_ONCE]})
    return show(
        "absences.html",
        whose=whose,
        is_own=is_own(),
        staff=staff,
        absences=listed,
        decisions=decisions,
        later=len(those) - len(decisions),
        cases=cases,
        kinds=KINDS,
        a_second=timedelta(seconds=1),  # before midnight it is still the last day
        errors=errors,
        typed={name: request.form.get(name, "") for name in FIELDS},
        refused=refused,
        about=about,
    ), status


def _decision(unit: Work, ticket: BlueTicket, now: datetime) -> Decision:
    free = hit.other_hours(unit, ticket, now, letters())
    later = [start for start in free if start >= ticket.starts_at] or free
    return Decision(ticket, inspectors.colleagues(unit.conn, ticket, now, practice()), later[:HOURS_OFFERED])


@page("/absences", *WHO, methods=("POST",))
def absence_added() -> ResponseReturnValue:
    """A day that ends an absence belongs to it; an hour is that of the return."""
    line, whose = the_hotline(), inspector_id()
    errors, away = _read()
    if away is None:
        return _shown(errors, 422)
    now = line.clock()
    with work(line.store) as unit:
        is_known = inspectors.inspector_of(unit.conn, whose) is not None
    if not is_known:
        return _shown({"inspector": "absences.no_inspector"}, 422)
    with work(line.store) as unit:
        conn = unit.begin()
        known = {(one.starts_at, one.ends_at) for one in inspectors.absences_of(conn, whose, now)}
        if (away.begins, away.ends) not in known:  # a form that was sent twice
            kind = request.form.get("kind", "")
            inspectors.add_absence(
                conn,
                whose,
                away,
                kind=kind if kind in KINDS else "other",
                note=request.form.get("note", "").strip()[:200],
                actor=actor(),
                now=now,
            )
    return _back("absence_added")


def _read() -> tuple[dict[str, str], Span | None]:
    """What is wrong with the form, by field; or the absence."""
    errors = {}
    first, last = _day("from_day"), _day("to_day")
    begins, ends = _hour("from_time"), _hour("to_time")
    for name, found in (("from_day", first), ("to_day", last), ("from_time", begins), ("to_time", ends)):
        if found is None:
            errors[name] = "absences.wrong_day" if name.endswith("day") else "absences.wrong_hour"
    if errors or first is None or last is None:
        return errors, None
    end_day = last if request.form.get("to_time") else last + timedelta(days=1)
    away = Span(_moment(first, begins or time()), _moment(end_day, ends or time()))
    if away.ends <= away.begins:
        return {"to_day": "absences.ends_before"}, None
    if away.ends <= the_hotline().clock():
        return {"to_day": "absences.is_past"}, None
    if away.ends - away.begins > LONGEST:
        return {"to_day": "absences.too_long"}, None
    return {}, away


def _day(name: str) -> date | None:
    try:
        found = date.fromisoformat(request.form.get(name, "").strip())
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _hour(name: str) -> time | None:
    """Midnight where none is given."""
    try:
        return time.fromisoformat(request.form.get(name, "").strip() or "00:00").replace(tzinfo=None)
    except ValueError:
        return None


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, the_hotline().zone).astimezone(UTC)


@page("/absences/<int:absence>/drop", *WHO, methods=("POST",))
def absence_dropped(absence: int) -> ResponseReturnValue:
    """The inspector is there after all."""
    line, whose = the_hotline(), inspector_id()
    with work(line.store) as unit:
        inspectors.drop_absence(unit.begin(), whose, absence, actor=actor(), now=line.clock())
    return _back("absence_dropped")


@page("/tickets/<number>/see-to", *WHO, methods=("POST",))
def seen_to(number: str) -> ResponseReturnValue:
    """Handed over, moved or cancelled, as was chosen; refused where somebody was quicker."""
    line = the_hotline()
    way = WAYS.get(request.form.get("do", ""))
    if way is None:
        return _shown({}, 422, "absences.choose", number)
    try:
        with work(line.store) as unit:
            done = way(unit, ticket_of(unit, number), line.clock())
    except (SlotTaken, TicketGone, NotEligible, HoldExpired, OtherInstitution, LookupError, ValueError) as no:
        return _shown({}, 409, f"absences.refused.{REFUSED.get(type(no), 'taken')}", number)
    return _back(done)


REFUSED: Mapping[type[Exception], str] = {
    TicketGone: "gone",
    NotEligible: "not_eligible",
    OtherInstitution: "other_institution",
}


def _to_colleague(unit: Work, ticket: BlueTicket, now: datetime) -> str:
    other = request.form.get("colleague", "")
    hit.handed_over(unit, ticket, other, actor=actor(), now=now, letters=letters())
    return "ticket_handed_over"


def _to_other_hour(unit: Work, ticket: BlueTicket, now: datetime) -> str:
    start = datetime.fromisoformat(request.form.get("start", ""))
    if start.tzinfo is None or start.year not in YEARS:
        raise ValueError("an hour without its zone, or of no time of ours")
    hit.moved(unit, ticket, start.astimezone(UTC), actor=actor(), now=now, letters=letters())
    return _told("ticket_moved", ticket)


def _cancelled(unit: Work, ticket: BlueTicket, now: datetime) -> str:
    if hit.cancelled(unit, ticket, actor=actor(), now=now, letters=letters()) is None:
        raise TicketGone
    return _told("ticket_cancelled", ticket)


def _told(done: str, ticket: BlueTicket) -> str:
    """Whoever has neither a mobile telephone nor an address has to be rung by somebody."""
    return done if is_mobile(ticket.phone) or ticket.email else f"{done}_untold"


Way = Callable[[Work, BlueTicket, datetime], str]
WAYS: Mapping[str, Way] = {"colleague": _to_colleague, "move": _to_other_hour, "cancel": _cancelled}


def _back(done: str) -> ResponseReturnValue:
    return go_to("absences", done, **({} if is_own() else {"inspector": inspector_id()}))
