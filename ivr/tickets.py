"""Everything a dialogue may ask about Blue Tickets, on one page. It never gets the name of a citizen or an inspector.

Petitions, holds and tickets are known by numbers of ours, which callers never hear.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Protocol

from office.callers import Caller
from office.petitions import Petition
from office.tickets import BlueTicket, Channel, HoldExpired, Refusal, Rules, SlotTaken, TicketNumber, Why


class Tickets(Protocol):
    """The inspectors' diaries, as a dialogue sees them."""

    @property
    def rules(self) -> Rules:
        """The rules the institution keeps."""

    @property
    def zone(self) -> tzinfo:
        """Where its clock on the wall hangs."""

    @property
    def has_video(self) -> bool:
        """Whether people can be met by video."""

    def identified(self, written: str, filed: str, name: str, caller: Caller) -> int | None:
        """The petition on which number, filing day (ISO) and name agree; None whichever of them does not.

        `name` is surname and first name as they were said, or the first letters of the surname as keys. Raises
        TooManyGuesses: for this caller, for this number of a petition, or on the whole line.
        """

    def missed(self, what: str) -> int:
        """Counts that nothing was found once more in this call, `what` being looked for; how often by now."""

    def petition(self, petition: int) -> Petition:
        """What may be said of a petition."""

    def refusal(self, petition: int, moving: int) -> Refusal | None:
        """Why there can be no ticket for it, or none in place of the ticket `moving` (0 for none)."""

    def free(self, petition: int) -> Sequence[datetime]:
        """When the free places with its inspector begin (UTC), soonest first."""

    def hold(self, petition: int, starts_at: datetime, moving: int) -> int:
        """Keeps a place while the caller decides. Raises SlotTaken and NotEligible."""

    def book(self, held: int, phone: str, channel: Channel) -> int:
        """The held place is the caller's, and what was said goes out in writing.

        Raises HoldExpired, SlotTaken, NotEligible and TicketGone.
        """

    def way(self, held: int, phone: str, channel: Channel) -> Channel:
        """How the two can meet: not by video where the link can be sent neither to the telephone nor by e-mail."""

    def ticket(self, ticket: int) -> BlueTicket:
        """A hold or ticket, whatever became of it."""

    def is_written(self, ticket: int) -> bool:
        """Whether what was booked goes out in writing."""

    def of_petition(self, petition: int) -> BlueTicket | None:
        """The ticket somebody has for it now."""

    def of_number(self, number: TicketNumber, caller: Caller) -> BlueTicket | None:
        """The ticket with this number, where it was last moved to. Raises TooManyGuesses."""

    def is_of(self, ticket: int, caller: Caller) -> bool:
        """Whether the ticket was booked from this telephone, or is to be rung there."""

    def cancel(self, ticket: int) -> bool:
        """Gives the place back, and says so in writing; False if it was not booked any more."""


class NoInspectors:
    """An office where nobody gives appointments: for rehearsals, in which nothing is booked."""

    rules = Rules()
    zone: tzinfo = UTC
    has_video = False

    def identified(self, written: str, filed: str, name: str, caller: Caller) -> None:
        """Nobody is known."""

    def missed(self, what: str) -> int:
        return 1

    def petition(self, petition: int) -> Petition:
        raise LookupError(petition)

    def refusal(self, petition: int, moving: int) -> Refusal:
        return Refusal(Why.no_inspector)

    def free(self, petition: int) -> Sequence[datetime]:
        return ()

    def hold(self, petition: int, starts_at: datetime, moving: int) -> int:
        raise SlotTaken

    def book(self, held: int, phone: str, channel: Channel) -> int:
        raise HoldExpired

    def way(self, held: int, phone: str, channel: Channel) -> Channel:
        return channel

    def ticket(self, ticket: int) -> BlueTicket:
        raise LookupError(ticket)

    def is_written(self, ticket: int) -> bool:
        return False

    def of_petition(self, petition: int) -> None:
        """There is none."""

    def of_number(self, number: TicketNumber, caller: Caller) -> None:
        """There is none."""

    def is_of(self, ticket: int, caller: Caller) -> bool:
        return False

    def cancel(self, ticket: int) -> bool:
        return False
