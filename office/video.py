"""Where a citizen and an inspector meet by video: a link that both are given."""

from dataclasses import dataclass
from typing import Protocol

from office.tickets import TicketNumber


class VideoRooms(Protocol):
    """Whoever gives rooms; asked while somebody is on the telephone, so it answers at once, from what it knows."""

    def link(self, number: TicketNumber) -> str:
        """The address of the room for a ticket; the same each time it is asked, also when the ticket has moved."""


@dataclass(frozen=True)
class OneAddress:
    """An institution with one address for all; `{ticket}` in it, if it is there, is the number of the ticket."""

    address: str

    def link(self, number: TicketNumber) -> str:
        return self.address.replace("{ticket}", number.digits)
