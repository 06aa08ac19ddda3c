"""A citizen has in writing what was said: booked, moved or cancelled, and a reminder the day before; the inspector,
what of it changes the days ahead.

Whoever books, moves or cancels (a caller, an operator, the office) writes with the same functions, in the
transaction of what happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from office.appointments import entry_of, hour_of
from office.callers import is_mobile
from office.messages import Channel as By
from office.slots import Practice
from office.tickets import BlueTicket, Channel, Status
from office.video import VideoRooms
from store import inspector_letters, outbox
from store.cases import case_of
from store.tickets import ticket_of

DAY_BEFORE = timedelta(hours=24)
KINDS: Mapping[By, str] = {"sms": "sms", "email": "mail"}  # and the names of their sentences
BOOKED, MOVED, CANCELLED, REMINDER = "booked", "moved", "cancelled", "reminder"


@dataclass(frozen=True)
class Letters:
    """How citizens are written to. `at_most` is how many SMS a number may get in a day."""

    practice: Practice
    rooms: VideoRooms | None
    at_most: int

    def booked(self, conn: Connection, ticket: BlueTicket, now: datetime) -> None:
        """At once what was booked, or moved, and a reminder that takes the place of the one before."""
        before = ticket_of(conn, ticket.moved_from) if ticket.moved_from is not None else None
        if before:
            self._forget_reminder(conn, before)
        self._write(conn, ticket, BOOKED if ticket.moved_from is None else MOVED, now)
        due = ticket.starts_at - DAY_BEFORE
        if due > now:
            self._write(conn, ticket, REMINDER, now, due)
        inspector_letters.booked(conn, before, ticket, now, self.practice.zone)

    def cancelled(self, conn: Connection, ticket: BlueTicket, now: datetime) -> None:
        """That it is off; the reminder is taken back."""
        self._forget_reminder(conn, ticket)
        self._write(conn, ticket, CANCELLED, now)
        inspector_letters.cancelled(conn, ticket, now, self.practice.zone)

    def handed_over(self, conn: Connection, was: BlueTicket, taken: BlueTicket, now: datetime) -> None:
        """A colleague has it now; for the citizen nothing changes."""
        inspector_letters.handed_over(conn, was, taken, now, self.practice.zone)

    def is_written(self, conn: Connection, ticket: BlueTicket) -> bool:
        """Whether what was booked is in the outbox, or has left it."""
        what = MOVED if ticket.moved_from is not None else BOOKED
        return outbox.has(conn, [_key(ticket, by, what) for by in KINDS])

    def _write(
        self, conn: Connection, ticket: BlueTicket, what: str, now: datetime, due: datetime | None = None
    ) -> None:
        values = self._values(conn, ticket)
        if is_mobile(ticket.phone) and self._may_text(conn, ticket.phone, now):
            self._put(conn, ticket, "sms", what, values, now, due)
        if ticket.email:
            told = {} if what == REMINDER else {"appointment": _appointment(ticket, what)}
            self._put(conn, ticket, "email", what, values | told, now, due)

    def _put(
        self,
        conn: Connection,
        ticket: BlueTicket,
        by: By,
        what: str,
        values: Mapping[str, object],
        now: datetime,
        due: datetime | None,
    ) -> None:
        outbox.put(
            conn,
            key=_key(ticket, by, what),
            kind=f"{KINDS[by]}.ticket.{_wording(ticket, what)}",
            channel=by,
            recipient=ticket.phone if by == "sms" else ticket.email,
            language=ticket.language,
            values=values,
            now=now,
            due=due,
            expires_at=ticket.starts_at if what == REMINDER else None,  # never after the start
        )

    def _may_text(self, conn: Connection, phone: str, now: datetime) -> bool:
        return outbox.sent_to(conn, phone, now - timedelta(days=1)) < self.at_most

    def _values(self, conn: Connection, ticket: BlueTicket) -> dict[str, Any]:
        case = case_of(conn, ticket.petition_id)
        link = self.rooms.link(ticket.number) if self.rooms and ticket.channel is Channel.video else ""
        return {
            **hour_of(ticket, self.practice.zone),
            "phone": ticket.phone,
            "about": case.petition.written if case else "",
            **({"link": link} if link else {}),
        }

    def _forget_reminder(self, conn: Connection, ticket: BlueTicket) -> None:
        outbox.take_back(conn, [_key(ticket, by, REMINDER) for by in KINDS])


def _wording(ticket: BlueTicket, what: str) -> str:
    """Who meets by video or at the office reads where, whatever has changed; who is rung reads what has.

    To whom the office cancels it also says that it is sorry.
    """
    if what == CANCELLED:
        return ticket.status if ticket.status is Status.cancelled_by_office else CANCELLED
    return what if ticket.channel is Channel.phone else ticket.channel


def _key(ticket: BlueTicket, by: By, what: str) -> str:
    """The key of a message: found again by whoever takes it back, and told to nobody who does not know the ticket."""
    told = f"{ticket.number.digits} {ticket.id} {ticket.created_at.isoformat()} {by} {what}"
    return sha256(told.encode()).hexdigest()[:32]


def _appointment(ticket: BlueTicket, what: str) -> Mapping[str, object]:
    """For a calendar: one entry for the whole life of a ticket; its number is also known to nobody else."""
    is_off = what == CANCELLED
    uid = f"tichet-{ticket.number.digits}@telverde"
    return entry_of(ticket, uid, ticket.sequence + is_off, is_off=is_off)
