"""An inspector reads what a ticket is about and what became of it, rings now, and has its documents again."""

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from office.callers import hidden
from office.petitions import deadline
from office.ring_now import next_attempt
from office.ringing import Ring
from office.tickets import Case, Status
from office.users import Role
from post.outcome import NotAsSigned
from store import conclusions, outcome_drafts, ringing, tickets
from store.cases import case_of
from store.database import work
from store.events import Event
from store.ring_now import NotNow, in_the_way, ring_now
from web.console.gate import actor, page
from web.console.show import go_to, screen, show
from web.console.whose import is_own, practice, ticket_of
from web.hotline import the_hotline
from web.papers import as_signed

WHO = (Role.inspector, Role.supervisor)
# a document is shown in a frame of our own pages, and can do nothing there
FRAMED = "default-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"


@page("/tickets/<number>", *WHO, watched=True)
def ticket_page(number: str) -> ResponseReturnValue:
    """Everything about a ticket but the citizen's name and number."""
    return ticket_shown(number)


def ticket_shown(number: str, refused: str = "", status: int = 200) -> ResponseReturnValue:
    """The page, with why something was refused."""
    line, now = the_hotline(), the_hotline().clock()
    with work(line.store) as unit:
        ticket = ticket_of(unit, number)
        case = case_of(unit.conn, ticket.petition_id)
        rings = ringing.rings_of(unit.conn, ticket.id)
        why_not = in_the_way(unit.conn, ticket, now, practice()) if is_own() else None
        past = [
            event for one in tickets.life_of(unit.conn, ticket) for event in tickets.past_of(unit.conn, one)
        ]
        versions = conclusions.versions(unit.conn, ticket.id)
        draft = outcome_drafts.draft_of(unit.conn, ticket.id)
    values = {
        "ticket": ticket,
        "case": case,
        "due": _due(case),
        "institution_name": _institution(case),
        "phone": hidden(ticket.phone),
        "email": hidden(ticket.email or (case.email if case else "")),
        "attempts": _by_attempt(rings),
        "attempt": next_attempt(rings),
        "is_live": ticket.status in (Status.booked, Status.calling),
        "is_own": is_own(),
        "why_not": why_not,
        "history": sorted(past, key=lambda event: event.id, reverse=True),
        "about_event": about_event,
        "versions": versions,
        "draft": draft,
        "has_begun": now >= ticket.starts_at,
        "refused": refused,
    }
    return show("ticket.html", **values), status


@page("/tickets/<number>/rings", *WHO)
def ticket_rings(number: str) -> ResponseReturnValue:
    """The attempts as they are now: asked for again and again while the telephones ring."""
    with work(the_hotline().store) as unit:
        rings = ringing.rings_of(unit.conn, ticket_of(unit, number).id)
    return show("ticket_rings.html", attempts=_by_attempt(rings))


@page("/tickets/<number>/ring", Role.inspector, methods=("POST",))
def ticket_rung(number: str) -> ResponseReturnValue:
    """The worker rings now; pressed twice, it rings once."""
    line = the_hotline()
    n = request.form.get("attempt", "")
    if not n.isdecimal() or len(n) > 4:
        abort(400)
    try:
        with work(line.store) as unit:
            ticket = ticket_of(unit, number)
            ring_now(unit, ticket.id, int(n), actor=actor(), now=line.clock(), practice=practice())
    except NotNow as no:
        return ticket_shown(number, f"ticket.not_now.{no.why}", 409)
    return go_to("ticket_page", "rung", number=number)


@page("/tickets/<number>/versions/<int:version>.pdf", *WHO, watched=True)
def ticket_paper(number: str, version: int) -> ResponseReturnValue:
    """A signed document, made again as it was; who had it is written down."""
    line = the_hotline()
    with work(line.store) as unit:
        ticket = ticket_of(unit, number)
        found = [one for one in conclusions.versions(unit.conn, ticket.id) if one.version == version]
    if not found:
        abort(404)
    try:
        content = as_signed(line, found[0])
    except NotAsSigned:
        return ticket_shown(number, "ticket.not_as_signed", 409)
    return paper(content, f"tichet-{ticket.number.digits}-v{version}.pdf", "attachment")


def paper(content: bytes, name: str, how: str = "inline") -> Response:
    """A PDF: the only thing of the console that stands in a frame, and in none but ours."""
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    response.headers["Content-Security-Policy"] = FRAMED
    return response


def about_event(event: Event) -> str:
    """The text for what happened; empty for what has none."""
    key = f"ticket.event.{event.what.replace(' ', '_')}"
    return key if screen().has(key) else ""


def _by_attempt(rings: list[Ring]) -> dict[int, list[Ring]]:
    found: dict[int, list[Ring]] = {}
    for ring in rings:
        found.setdefault(ring.n, []).append(ring)
    return found


def _due(case: Case | None) -> object:
    """By when the answer is owed, if it still is."""
    line = the_hotline()
    directory, today = line.directory, line.clock().astimezone(line.zone).date()
    if case is None:
        return None
    return deadline(case.petition, directory.terms, directory.calendar.is_working_day, today)


def _institution(case: Case | None) -> str:
    known = the_hotline().directory.institutions.get(case.petition.institution_id) if case else None
    return known.name.get(screen().code, known.name["ro"]) if known else ""
