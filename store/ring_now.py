"""An inspector wants the call now: the next ring is written down, and the worker that rings at the hour rings it.

Nobody is rung from here. The row is one of those of which the carrier has not been heard (jobs/doubt.py), so it is rung
once and by one worker; a second press for the same attempt meets the same row.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError

from office.ring_now import Hindrance, hindrance, next_attempt, window
from office.ringing import Leg, Ring, State
from office.slots import Practice
from office.tickets import BlueTicket, Status
from store import events, inspectors, ringing
from store.database import Work
from store.tables import tickets
from store.tickets import become, ticket_of

AT_ONCE = timedelta(hours=1)  # due so long ago: also for a worker whose clock is behind ours


class NotNow(Exception):
    """Nobody is rung now; `why` says what is in the way."""

    def __init__(self, why: Hindrance) -> None:
        super().__init__(why)
        self.why = why


def in_the_way(conn: Connection, ticket: BlueTicket, now: datetime, practice: Practice) -> Hindrance | None:
    """Why a ticket cannot be rung for now; None if it can."""
    span = window(ticket, now, practice)
    found = inspectors.diary(conn, ticket.inspector_id, min(now, span.begins), span.ends, now)
    own = inspectors.without(found, [ticket])
    return hindrance(ticket, ringing.rings_of(conn, ticket.id), own, now, practice)


def ring_now(unit: Work, ticket_id: int, n: int, *, actor: str, now: datetime, practice: Practice) -> bool:
    """Attempt `n` of a ticket is due now; False if it was asked for already. Raises NotNow and LookupError."""
    conn = unit.begin()
    ticket = _locked(conn, ticket_id)
    if n != next_attempt(ringing.rings_of(conn, ticket_id)):
        return False
    if why := in_the_way(conn, ticket, now, practice):
        raise NotNow(why)
    _opened(conn, ticket, now, practice, actor)
    events.record(
        conn, at=now, actor=actor, entity="ticket", entity_id=ticket_id, what="ring now", after=f"attempt {n}"
    )
    return ringing.write_down(conn, Ring(ticket_id, n, Leg.inspector, now, State.asking), until=now - AT_ONCE)


def brought_forward(conn: Connection, ticket: BlueTicket, now: datetime) -> BlueTicket:
    """Two who talk before the hour have their quarter of an hour from now."""
    length = ticket.ends_at - ticket.starts_at
    mine = (tickets.c.id == ticket.id, tickets.c.status == Status.calling, tickets.c.starts_at > now)
    conn.execute(update(tickets).where(*mine).values(starts_at=now, ends_at=now + length))
    return ticket_of(conn, ticket.id) or ticket


def _locked(conn: Connection, ticket_id: int) -> BlueTicket:
    conn.execute(select(tickets.c.id).where(tickets.c.id == ticket_id).with_for_update())
    found = ticket_of(conn, ticket_id)
    if found is None:
        raise LookupError(ticket_id)
    return found


def _opened(conn: Connection, ticket: BlueTicket, now: datetime, practice: Practice, actor: str) -> None:
    """It is being rung for from now on, in its own quarter of an hour or in a new one."""
    span = window(ticket, now, practice)
    moved = update(tickets).where(tickets.c.id == ticket.id).values(starts_at=span.begins, ends_at=span.ends)
    try:
        conn.execute(moved)
        if ticket.status is not Status.calling:
            become(conn, ticket.id, Status.calling, actor=actor, now=now)
    except IntegrityError:  # the index: one live ticket for a petition
        raise NotNow(Hindrance.other_ticket) from None
