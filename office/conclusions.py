"""After the talk a citizen has in writing what was asked, answered and concluded, and what comes next."""

from dataclasses import dataclass, field
from datetime import datetime

from office.staff import Inspector
from office.tickets import BlueTicket, Case, Status

HELD = (Status.booked, Status.calling, Status.done)  # a talk that took place, or that nobody says did not


@dataclass(frozen=True)
class Talk:
    """What an inspector writes about it. A line is a paragraph; only `conclusions` must not be empty."""

    questions: str = field(repr=False)
    answers: str = field(repr=False)
    conclusions: str = field(repr=False)
    next_steps: str = field(repr=False)


@dataclass(frozen=True)
class Conclusion:
    """One version of it. `author` is a function, never a name; `pdf_sha256` knows the document again."""

    ticket_id: int
    version: int
    talk: Talk
    author: str
    signed_at: datetime
    pdf_sha256: str = ""


@dataclass(frozen=True)
class Draft:
    """A version that is not signed yet, and all that stands on its document."""

    conclusion: Conclusion
    ticket: BlueTicket
    case: Case
    inspector: Inspector

    @property
    def email(self) -> str:
        """Where the document goes, if anywhere."""
        return self.ticket.email or self.case.email


class NotBegun(Exception):
    """The hour of this ticket has not come yet."""


class NotHeld(Exception):
    """This talk did not take place: the ticket was cancelled, moved, or nobody answered."""


class NothingConcluded(Exception):
    """The document needs conclusions."""


class Named(Exception):
    """Officials stand on the document by their function, never by name."""


def drafted(
    ticket: BlueTicket, case: Case, inspector: Inspector, talk: Talk, author: str, version: int, now: datetime
) -> Draft:
    """The next version, signed by nobody yet; `author` is the inspector's function where it is empty.

    Raises NotBegun, NotHeld, NothingConcluded and Named.
    """
    if ticket.status not in HELD:
        raise NotHeld
    if now < ticket.starts_at:
        raise NotBegun
    if not talk.conclusions.strip():
        raise NothingConcluded
    if _names(author, inspector):
        raise Named
    return Draft(
        Conclusion(ticket.id, version, talk, author or inspector.function, now), ticket, case, inspector
    )


def _names(author: str, inspector: Inspector) -> bool:
    name = set(inspector.name.casefold().split())
    return bool(name) and name <= set(author.casefold().replace(",", " ").split())
