"""An inspector sees and changes what is his or her own; a supervisor may look at anybody's."""

from datetime import datetime

from flask import abort, g, request

from office.slots import Practice
from office.tickets import BlueTicket, TicketNumber
from office.users import Role
from store import conclusions, inspectors, tickets
from store.database import Work, work
from store.ticket_letters import Letters
from web.console.gate import console, the_user
from web.hotline import the_hotline


def inspector_id() -> str:
    """Whose day is meant: one's own, or the one a supervisor asks for; empty for everybody's, or for nobody's."""
    user = the_user()
    if user.role is Role.inspector:
        return user.inspector_id
    return request.values.get("inspector", "").replace("\0", "")[:40]


def is_own() -> bool:
    """Whether an inspector looks, and not a supervisor."""
    return the_user().role is Role.inspector


def ticket_of(unit: Work, number: str) -> BlueTicket:
    """The ticket with this number; for an inspector one of another's is none. Ends in 404."""
    given = TicketNumber.parse(number)
    found = tickets.of_number(unit.conn, given) if given else None
    if found is None or (is_own() and found.inspector_id != (the_user().inspector_id or None)):
        abort(404)
    return found


def letters() -> Letters:
    line = the_hotline()
    return line.letters(line.directory)


def practice() -> Practice:
    return letters().practice


@console.app_context_processor
def waiting() -> dict[str, object]:
    """For the menu: how much there is to do behind a page of it."""
    return {"to_do": to_do}


def to_do(view: str) -> int:
    """The talks an inspector owes an outcome, and the tickets at whose hour he or she will not be there."""
    if view != "agenda" or not is_own():
        return 0
    line, mine = the_hotline(), the_user().inspector_id
    now = line.clock()
    with work(line.store) as unit:
        late = conclusions.count_awaited(unit.conn, now, mine)
        return late + len(misplaced(unit, mine, now))


def misplaced(unit: Work, whose: str, now: datetime) -> list[BlueTicket]:
    """The tickets at whose hour the inspector will not be there; looked up once for a page and its menu."""
    known: dict[str, list[BlueTicket]] = g.setdefault("misplaced", {})
    if whose not in known:
        known[whose] = inspectors.misplaced(unit.conn, now, practice(), whose)
    return known[whose]
