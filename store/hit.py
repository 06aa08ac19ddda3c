"""A ticket whose inspector will not be there gets another hour, or is cancelled, and the citizen is told so."""

from datetime import datetime

from office.tickets import BlueTicket, SlotTaken
from store import booking, inspectors, tickets
from store.cases import case_of
from store.database import Work
from store.ticket_letters import Letters


def other_hours(unit: Work, ticket: BlueTicket, now: datetime, letters: Letters) -> list[datetime]:
    """When the inspector who handles the petition is free (UTC), soonest first."""
    case = case_of(unit.conn, ticket.petition_id)
    return booking.free(unit.conn, case, now, letters.practice) if case else []


def next_hour(free: list[datetime], ticket: BlueTicket) -> datetime | None:
    """The first after the hour it had, or the first there is."""
    return next((each for each in free if each >= ticket.starts_at), free[0] if free else None)


def moved(
    unit: Work, ticket: BlueTicket, start: datetime, *, actor: str, now: datetime, letters: Letters
) -> BlueTicket:
    """To another hour of the inspector who handles the petition; the citizen is written to and may move it again.

    Raises SlotTaken, TicketGone, NotEligible and HoldExpired; nothing is to be committed then.
    """
    case = case_of(unit.conn, ticket.petition_id)
    if case is None:
        raise SlotTaken
    held = booking.hold(
        unit,
        case,
        start,
        call=f"office:{ticket.id}",
        language=ticket.language,
        now=now,
        practice=letters.practice,
        moving=ticket,
        actor=actor,
    )
    booked = booking.book(
        unit,
        held.id,
        phone=ticket.phone,
        now=now,
        practice=letters.practice,
        email=ticket.email,
        channel=ticket.channel,
        identified_by=ticket.identified_by,
        actor=actor,
    )
    letters.booked(unit.conn, booked, now)
    return booked


def handed_over(
    unit: Work, ticket: BlueTicket, inspector_id: str, *, actor: str, now: datetime, letters: Letters
) -> BlueTicket:
    """To a colleague at the same hour; both are written to, and nothing changes for the citizen.

    Raises what inspectors.hand_over does; nothing is to be committed then.
    """
    conn = unit.begin()
    practice = letters.practice
    taken = inspectors.hand_over(conn, ticket.id, inspector_id, actor=actor, now=now, practice=practice)
    letters.handed_over(conn, ticket, taken, now)
    return taken


def cancelled(
    unit: Work, ticket: BlueTicket, *, actor: str, now: datetime, letters: Letters
) -> BlueTicket | None:
    """The office takes it off, and the citizen is written to; None if it is not booked any more."""
    gone = tickets.cancel(unit.begin(), ticket.id, by_citizen=False, actor=actor, now=now)
    if gone:
        letters.cancelled(unit.conn, gone, now)
    return gone
