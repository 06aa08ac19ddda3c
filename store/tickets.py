"""Blue Tickets as they stand: found by number, petition or day; taken one status further, or cancelled."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update

from office.slots import Span
from office.tickets import CANCELLED, LIVE, BlueTicket, Channel, Status, TicketNumber, may_become
from store import events
from store.events import Event, Wanted
from store.tables import attempts, conclusions, outcome_drafts, tickets

_UNSEEN = (Status.held, Status.expired, Status.moved)  # nothing a citizen or inspector would call a ticket
_SEEN = tuple(status for status in Status if status not in _UNSEEN)
FIRST = (("held", ""), ("booked", ""))  # what begins the life of a ticket, and what was before it
HISTORY = 100
LONGEST = timedelta(days=1)  # no ticket lasts so long: what began before is found along the index


def ticket_of(conn: Connection, ticket_id: int) -> BlueTicket | None:
    """The ticket with this id, whatever became of it."""
    return next(iter(matching(conn, tickets.c.id == ticket_id)), None)


def of_number(conn: Connection, number: TicketNumber) -> BlueTicket | None:
    """The ticket a citizen means by a number: where it was last moved to."""
    found = matching(conn, tickets.c.number == number.digits, tickets.c.status.not_in(_UNSEEN))
    return max(found, key=lambda ticket: ticket.sequence, default=None)


def live_of_petition(conn: Connection, petition_id: int, now: datetime) -> BlueTicket | None:
    """The ticket that keeps a petition from having another one; a booked one before one that is only held."""
    found = matching(conn, tickets.c.petition_id == petition_id, is_live(now))
    return max(found, key=lambda ticket: ticket.status is not Status.held, default=None)


def taken(
    conn: Connection, inspector_id: str, since: datetime, until: datetime, now: datetime
) -> tuple[Span, ...]:
    """The times of an inspector that live tickets take."""
    return tuple(span for _, span in taken_of(conn, [inspector_id], since, until, now))


def taken_of(
    conn: Connection, inspector_ids: Sequence[str], since: datetime, until: datetime, now: datetime
) -> list[tuple[str, Span]]:
    """The same of several inspectors: who, and when; soonest first."""
    parts = (tickets.c.inspector_id, tickets.c.starts_at, tickets.c.ends_at)
    which = (tickets.c.inspector_id.in_(inspector_ids), is_live(now), *_between(since, until))
    rows = conn.execute(select(*parts).where(*which).order_by(tickets.c.starts_at))
    return [(inspector_id, Span(begins, ends)) for inspector_id, begins, ends in rows]


def live_between(conn: Connection, inspector_id: str, span: Span, now: datetime) -> list[BlueTicket]:
    """The tickets, held ones too, that leave would hit; soonest first."""
    between = _between(span.begins, span.ends)
    return matching(conn, tickets.c.inspector_id == inspector_id, is_live(now), *between)


def agenda(
    conn: Connection, since: datetime, until: datetime, inspector_id: str | None = None
) -> list[BlueTicket]:
    """What was or is booked between two moments, of one inspector or of all, soonest first; with outcomes."""
    seen = (tickets.c.status.in_(_SEEN), *_between(since, until))
    of = (tickets.c.inspector_id == inspector_id,) if inspector_id is not None else ()
    return matching(conn, *seen, *of)


def life_of(conn: Connection, ticket: BlueTicket) -> list[BlueTicket]:
    """All the places a ticket has had under its number, the first one first."""
    found = matching(conn, tickets.c.number == ticket.number.digits)
    return sorted(found, key=lambda one: one.sequence)


def past_of(conn: Connection, ticket: BlueTicket) -> list[Event]:
    """What happened to it, the newest first, HISTORY events at most.

    Events stay when a ticket is removed, and SQLite gives its id to the next one: that begins with its own first event.
    """
    told = events.listed(conn, Wanted(entity="ticket", entity_id=str(ticket.id)), HISTORY)
    first = max((one.id for one in told if (one.what, one.before) in FIRST), default=0)
    return [one for one in told if one.id >= first]


def become(conn: Connection, ticket_id: int, then: Status, *, actor: str, now: datetime) -> BlueTicket | None:
    """One status further, and written down by whom; None if another was quicker and it cannot go there any more."""
    was = ticket_of(conn, ticket_id)
    if was is None or not may_become(was.status, then):
        return None
    row = (
        update(tickets)
        .where(tickets.c.id == ticket_id, tickets.c.status == was.status)
        .values(status=then, cancelled_by=actor if then in CANCELLED else was.cancelled_by)
    )
    if conn.execute(row).rowcount != 1:
        return None
    told(conn, was, then, actor, now)
    return ticket_of(conn, ticket_id)


def cancel(
    conn: Connection, ticket_id: int, *, by_citizen: bool, actor: str, now: datetime
) -> BlueTicket | None:
    """Gives the place back; None if the ticket was not booked any more."""
    then = Status.cancelled_by_citizen if by_citizen else Status.cancelled_by_office
    return become(conn, ticket_id, then, actor=actor, now=now)


def forget(conn: Connection, before: datetime, at_most: int) -> int:
    """Removes tickets that were over by then, with what was concluded; how many, the oldest first."""
    over = (tickets.c.ends_at < before, tickets.c.status.not_in(LIVE))
    gone = select(tickets.c.id).where(*over).order_by(tickets.c.ends_at).limit(at_most)
    ids = conn.execute(gone).scalars().all()
    for column in (*(table.c.ticket_id for table in (attempts, conclusions, outcome_drafts)), tickets.c.id):
        conn.execute(delete(column.table).where(column.in_(ids)))
    return len(ids)


def matching(
    conn: Connection, *conditions: ColumnElement[bool], at_most: int | None = None
) -> list[BlueTicket]:
    """The tickets that meet all conditions, soonest first."""
    found = select(*_COLUMNS).where(*conditions).order_by(tickets.c.starts_at, tickets.c.id)
    return [_ticket(row) for row in conn.execute(found.limit(at_most))]


def is_live(now: datetime) -> ColumnElement[bool]:
    """Takes a place; a hold that is over does not, even if nobody has written so yet."""
    return and_(tickets.c.status.in_(LIVE), or_(tickets.c.status != Status.held, tickets.c.hold_until > now))


def told(conn: Connection, was: BlueTicket, then: Status, actor: str, now: datetime) -> None:
    """Writes down that a ticket went from one status to the next."""
    events.record(
        conn,
        at=now,
        actor=actor,
        entity="ticket",
        entity_id=was.id,
        what=then,
        before="" if then is was.status else was.status,
        after=f"{then} {was.starts_at.isoformat()}",
    )


def _between(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return tickets.c.starts_at > since - LONGEST, tickets.c.starts_at < until, tickets.c.ends_at > since


_COLUMNS = [tickets.c[name] for name in BlueTicket.__dataclass_fields__]


def _ticket(row: Sequence[Any]) -> BlueTicket:
    values = dict(zip(BlueTicket.__dataclass_fields__, row, strict=True))
    return BlueTicket(
        **values
        | {
            "number": TicketNumber(values["number"]),
            "status": Status(values["status"]),
            "channel": Channel(values["channel"]),
        }
    )
