"""An inspector has in writing what changes in the days ahead: booked, moved, cancelled, or taken over by a colleague.

One letter for each that happens and each whom it concerns, in the transaction in which it happens. What is further
ahead stands in the agenda; but an entry that a letter has put into their calendar is kept right until the end.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from hashlib import sha256
from types import MappingProxyType

from sqlalchemy import Connection

from office.appointments import entry_of, hour_of
from office.tickets import BlueTicket
from store import outbox, users
from store.cases import case_of
from store.inspectors import inspector_of
from store.tickets import life_of

SOON = timedelta(days=7)
BOOKED, MOVED, CANCELLED = "booked", "moved", "cancelled"


def booked(
    conn: Connection, before: BlueTicket | None, ticket: BlueTicket, now: datetime, zone: tzinfo
) -> None:
    """Somebody comes; `before` is the place that was given up for this one, perhaps of a colleague."""
    if before and before.inspector_id == ticket.inspector_id:
        if _is_soon(before, now) or _matters(conn, ticket, now):
            was = {f"before_{name}": value for name, value in hour_of(before, zone).items()}
            _write(conn, ticket, MOVED, now, zone, ticket.sequence, more=was)
        return
    if before:
        cancelled(conn, before, now, zone)
    if _is_soon(ticket, now):
        _write(conn, ticket, BOOKED, now, zone, ticket.sequence)


def cancelled(conn: Connection, ticket: BlueTicket, now: datetime, zone: tzinfo) -> None:
    """Nobody comes, and the hour is free."""
    if _matters(conn, ticket, now):
        _write(conn, ticket, CANCELLED, now, zone, ticket.sequence + 1)


def handed_over(conn: Connection, was: BlueTicket, taken: BlueTicket, now: datetime, zone: tzinfo) -> None:
    """A colleague takes it over: gone for one, new for the other. It may come back, and then the latest letter holds
    (RFC 5546, 2.1.5: of two with one SEQUENCE the one with the later DTSTAMP).
    """
    if _matters(conn, was, now):
        _write(conn, was, CANCELLED, now, zone, was.sequence, at=now)
    if _is_soon(taken, now):
        again = outbox.has(conn, [_key(taken, taken.inspector_id, BOOKED)])
        _write(conn, taken, BOOKED, now, zone, taken.sequence, at=now if again else None)


def _is_soon(ticket: BlueTicket, now: datetime) -> bool:
    return now < ticket.starts_at <= now + SOON


def _matters(conn: Connection, ticket: BlueTicket, now: datetime) -> bool:
    """Whether it is soon, or its inspector has a letter about one of its places."""
    if _is_soon(ticket, now):
        return True
    told = [
        _key(place, ticket.inspector_id, what) for place in life_of(conn, ticket) for what in (BOOKED, MOVED)
    ]
    return outbox.has(conn, told)


def _write(
    conn: Connection,
    ticket: BlueTicket,
    what: str,
    now: datetime,
    zone: tzinfo,
    sequence: int,
    *,
    at: datetime | None = None,
    more: Mapping[str, object] = MappingProxyType({}),
) -> None:
    inspector = inspector_of(conn, ticket.inspector_id)
    if inspector is None or not (inspector.active and inspector.email):
        return
    case = case_of(conn, ticket.petition_id)
    entry = entry_of(ticket, f"agenda-{ticket.number.digits}@telverde", sequence, is_off=what == CANCELLED)
    about = {"about": case.petition.written if case else "", "way": f"mail.inspector.by.{ticket.channel}"}
    outbox.put(
        conn,
        key=_key(ticket, inspector.id, f"{what} {at.isoformat()}" if at else what),
        kind=f"mail.inspector.{what}",
        channel="email",
        recipient=inspector.email,
        language=users.language_of(conn, inspector.id),
        values={**hour_of(ticket, zone), **about, **more, "appointment": entry},
        now=now,
    )


def _key(ticket: BlueTicket, inspector_id: str, what: str) -> str:
    """The key of a letter: written twice, the database would refuse it."""
    told = f"{ticket.number.digits} {ticket.id} {ticket.created_at.isoformat()} {inspector_id} {what}"
    return sha256(told.encode()).hexdigest()[:32]
