"""A caller holds a free place while deciding, and books it; no place is ever given twice and none is lost.

The partial unique indexes of store/tables.py refuse the second ticket for a place and the second booked one of a
petition; what is checked here is for the sake of what the caller hears.
"""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, not_, select, update

from office.slots import Practice, free_slots, is_free
from office.tickets import (
    BlueTicket,
    Case,
    Channel,
    HoldExpired,
    NotEligible,
    Refusal,
    SlotTaken,
    Status,
    TicketGone,
    TicketNumber,
    Why,
    refusal,
)
from store import inspectors
from store.cases import case_of
from store.database import Work, insert_into
from store.tables import petitions, tickets
from store.tickets import become, is_live, matching, ticket_of, told

NUMBERS_TRIED = 5
CITIZEN, LINE = "citizen", "line"


def refused(
    conn: Connection,
    case: Case,
    now: datetime,
    practice: Practice,
    *,
    call: str = "",
    moving: BlueTicket | None = None,
) -> Refusal | None:
    """Why there can be no ticket for this petition, or none in place of `moving`; None when there can.

    What `call` itself holds is not in its way.
    """
    had = moving if moving and moving.status is not Status.held else None  # not the hold that is to be booked
    return refusal(
        case,
        has_inspector=_is_in_office(conn, with_whom(conn, case, had).inspector_id),
        has_ticket=bool(_others_of(conn, case.petition_id, call, now, moving)),
        is_move=had is not None,
        now=now,
        rules=practice.rules,
        zone=practice.zone,
    )


def with_whom(conn: Connection, case: Case, had: BlueTicket | None) -> Case:
    """The case with the inspector to talk to: that of the ticket they had, once the register names nobody in office."""
    if had is None or _is_in_office(conn, case.inspector_id):
        return case
    return replace(case, inspector_id=had.inspector_id)


def _is_in_office(conn: Connection, inspector_id: str) -> bool:
    found = inspectors.inspector_of(conn, inspector_id)
    return found is not None and found.active


def free(conn: Connection, case: Case, now: datetime, practice: Practice) -> list[datetime]:
    """When the free places with the inspector of this petition begin (UTC), soonest first."""
    until = now + practice.rules.horizon + practice.rules.length
    return free_slots(inspectors.diary(conn, case.inspector_id, now, until, now), now, practice)


def hold(
    unit: Work,
    case: Case,
    starts_at: datetime,
    *,
    call: str,
    language: str,
    now: datetime,
    practice: Practice,
    moving: BlueTicket | None = None,
    actor: str = CITIZEN,
) -> BlueTicket:
    """Keeps a place for some minutes; what the same call held before is given back.

    `moving` is the booked ticket that the new one shall take the place of; it stays booked until then. Raises
    SlotTaken and NotEligible; what was written until then may be committed.
    """
    case = with_whom(unit.conn, case, moving)
    _look(unit.conn, case, starts_at, call, now, practice, moving)
    conn = unit.begin()
    _lock(conn, case.petition_id)
    if _others_of(conn, case.petition_id, call, now, moving):
        raise NotEligible(Refusal(Why.has_ticket))
    _expire(conn, now, tickets.c.hold_until <= now, _place(case, starts_at))
    made = _held(conn, case, starts_at, call, language, now, practice, moving, actor)
    # only now: two callers who each want the place of the other must not wait for each other
    _expire(conn, now, _of_call(call), tickets.c.id != made.id)
    return made


def book(
    unit: Work,
    held: int,
    *,
    phone: str,
    now: datetime,
    practice: Practice,
    email: str = "",
    channel: Channel = Channel.phone,
    identified_by: str = "",
    actor: str = CITIZEN,
) -> BlueTicket:
    """The held place becomes the citizen's, and the ticket it replaces becomes moved, in one transaction.

    All rules are checked again; only the notice counts from the moment the place was held. Raises HoldExpired,
    SlotTaken, NotEligible and TicketGone, each before anything is written.
    """
    conn = unit.begin()
    ticket = ticket_of(conn, held)
    if ticket is None:
        raise HoldExpired
    _lock(conn, ticket.petition_id)
    ticket = _still_held(conn, held, now)
    _check_again(conn, ticket, now, practice)
    if ticket.moved_from is not None and not become(
        conn, ticket.moved_from, Status.moved, actor=actor, now=now
    ):
        raise TicketGone
    taken = (
        update(tickets)
        .where(tickets.c.id == held, tickets.c.status == Status.held, tickets.c.hold_until > now)
        .values(status=Status.booked, phone=phone, email=email, channel=channel, identified_by=identified_by)
    )
    if conn.execute(taken).rowcount != 1:
        raise AssertionError("a locked hold changed under our hands")  # undoes the transaction
    told(conn, ticket, Status.booked, actor, now)
    booked = ticket_of(conn, held)
    assert booked is not None
    return booked


def release(conn: Connection, call: str, now: datetime) -> int:
    """Gives back what a call holds, when it ends or wants another place; how many places."""
    return _expire(conn, now, _of_call(call))


def expire_due(conn: Connection, now: datetime) -> int:
    """Gives back every place whose hold is over; how many."""
    return _expire(conn, now, tickets.c.hold_until <= now)


def _expire(conn: Connection, now: datetime, *conditions: ColumnElement[bool]) -> int:
    """What another is just about to change is left to that one: nobody waits here."""
    due = select(tickets.c.id).where(tickets.c.status == Status.held, *conditions)
    ids = conn.execute(due.with_for_update(skip_locked=True)).scalars().all()
    if not ids:
        return 0
    for ticket in matching(conn, tickets.c.id.in_(ids)):
        told(conn, ticket, Status.expired, LINE, now)
    return conn.execute(update(tickets).where(tickets.c.id.in_(ids)).values(status=Status.expired)).rowcount


def _look(
    conn: Connection,
    case: Case,
    starts_at: datetime,
    call: str,
    now: datetime,
    practice: Practice,
    moving: BlueTicket | None,
) -> None:
    """Looks before it waits: who comes too late for a place need not queue to write, and there may be many."""
    if (why := refused(conn, case, now, practice, call=call, moving=moving)) is not None:
        raise NotEligible(why)
    found = inspectors.diary(conn, case.inspector_id, starts_at, starts_at + practice.rules.length, now)
    own = matching(conn, tickets.c.status == Status.held, _of_call(call))
    if not is_free(inspectors.without(found, own), starts_at, now, practice):
        raise SlotTaken


def _lock(conn: Connection, petition_id: int) -> None:
    """One at a time of those who want a ticket for this petition (SQLite has one writer anyway)."""
    conn.execute(select(petitions.c.id).where(petitions.c.id == petition_id).with_for_update(key_share=True))


def _others_of(
    conn: Connection, petition_id: int, call: str, now: datetime, moving: BlueTicket | None
) -> list[BlueTicket]:
    """The live tickets of a petition but for what this call holds, and the one that is to be moved."""
    found = matching(conn, tickets.c.petition_id == petition_id, is_live(now), not_(_of_call(call)))
    return [ticket for ticket in found if moving is None or ticket.id != moving.id]


def _of_call(call: str) -> ColumnElement[bool]:
    return and_(
        tickets.c.booked_in_call == call, tickets.c.booked_in_call != "", tickets.c.status == Status.held
    )


def _place(case: Case, starts_at: datetime) -> ColumnElement[bool]:
    return and_(tickets.c.inspector_id == case.inspector_id, tickets.c.starts_at == starts_at)


def _held(
    conn: Connection,
    case: Case,
    starts_at: datetime,
    call: str,
    language: str,
    now: datetime,
    practice: Practice,
    moving: BlueTicket | None,
    actor: str,
) -> BlueTicket:
    row = {
        "petition_id": case.petition_id,
        "inspector_id": case.inspector_id,
        "starts_at": starts_at,
        "ends_at": starts_at + practice.rules.length,
        "status": Status.held,
        "hold_until": now + practice.rules.hold,
        "channel": moving.channel if moving else Channel.phone,
        "language": language,
        "booked_in_call": call,
        "moved_from": moving.id if moving else None,
        "created_at": now,
    }
    for _ in range(NUMBERS_TRIED):
        number, sequence = _next_number(conn, moving)
        made = _inserted(conn, row | {"number": number.digits, "sequence": sequence})
        if made:
            told(conn, made, Status.held, actor, now)
            return made
        if moving or not matching(conn, tickets.c.number == number.digits):
            break
    raise SlotTaken


def _next_number(conn: Connection, moving: BlueTicket | None) -> tuple[TicketNumber, int]:
    """A new number by chance, so that none can be guessed from another; a moved ticket keeps its own."""
    if moving is None:
        return TicketNumber.of(1_000_000 + secrets.randbelow(9_000_000)), 0
    last = select(func.max(tickets.c.sequence)).where(tickets.c.number == moving.number.digits)
    return moving.number, conn.execute(last).scalar_one() + 1


def _inserted(conn: Connection, row: dict[str, Any]) -> BlueTicket | None:
    """None where an index refuses it; the transaction goes on."""
    new = insert_into(tickets, conn.dialect.name).values(row).on_conflict_do_nothing()
    made = conn.execute(new.returning(tickets.c.id)).scalar()
    return ticket_of(conn, made) if made is not None else None


def _still_held(conn: Connection, held: int, now: datetime) -> BlueTicket:
    """The hold, locked until the transaction ends: from here on it cannot expire."""
    found = select(tickets.c.id).where(
        tickets.c.id == held, tickets.c.status == Status.held, tickets.c.hold_until > now
    )
    if conn.execute(found.with_for_update()).first() is None:
        raise HoldExpired
    ticket = ticket_of(conn, held)
    assert ticket is not None
    return ticket


def _check_again(conn: Connection, ticket: BlueTicket, now: datetime, practice: Practice) -> None:
    case = case_of(conn, ticket.petition_id)
    if case is None:
        raise NotEligible(Refusal(Why.closed))
    moving = ticket_of(conn, ticket.moved_from) if ticket.moved_from else None
    if moving and moving.status is not Status.booked:
        raise TicketGone
    why = refused(conn, case, now, practice, call=ticket.booked_in_call, moving=moving or ticket)
    if why is not None:
        raise NotEligible(why)
    found = inspectors.diary(conn, ticket.inspector_id, ticket.starts_at, ticket.ends_at, now)
    if not is_free(inspectors.without(found, [ticket]), ticket.starts_at, ticket.created_at, practice):
        raise SlotTaken
