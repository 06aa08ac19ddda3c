"""A citizen gets a Blue Ticket: at most a quarter of an hour with the inspector who handles the petition.

First run by Cluj-Napoca's city hall in October 2020; the rules marked as the city's are from its announcement.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum, auto
from typing import Self

from office.petitions import Petition, State

CITY = "Primăria Cluj-Napoca, anunțul Tichetului Albastru, octombrie 2020"
LINE = "regula liniei"


@dataclass(frozen=True)
class Rules:
    """The rules of the Blue Ticket as this institution keeps them; SOURCES says where each comes from.

    `answered_days` run from the day the answer was communicated. `notice_hours` are real hours, also over a
    change of the clock: they are the inspector's time to read the file. `quiet_until` and `quiet_from` are
    the hours of the day, in Romania, before and after which nobody is rung. At the hour there are `attempts`, each
    `pause_minutes` after the one before, and none when less than `shortest_talk_minutes` would be left.
    """

    notice_hours: int = 48
    minutes: int = 15
    answered_days: int = 30
    horizon_days: int = 30
    hold_minutes: int = 5
    quiet_until: time = time(8)
    quiet_from: time = time(20)
    attempts: int = 3
    pause_minutes: int = 4
    ring_seconds: int = 30
    shortest_talk_minutes: int = 3

    @property
    def pause(self) -> timedelta:
        return timedelta(minutes=self.pause_minutes)

    @property
    def shortest_talk(self) -> timedelta:
        return timedelta(minutes=self.shortest_talk_minutes)

    @property
    def notice(self) -> timedelta:
        return timedelta(hours=self.notice_hours)

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def horizon(self) -> timedelta:
        return timedelta(days=self.horizon_days)

    @property
    def hold(self) -> timedelta:
        return timedelta(minutes=self.hold_minutes)


SOURCES: Mapping[str, str] = dict.fromkeys(
    ("notice_hours", "minutes", "answered_days"), CITY
) | dict.fromkeys(
    (
        *("horizon_days", "hold_minutes", "quiet_until", "quiet_from"),
        *("attempts", "pause_minutes", "ring_seconds", "shortest_talk_minutes"),
    ),
    LINE,
)


class Status(StrEnum):
    """What has become of a ticket."""

    held = auto()
    booked = auto()
    calling = auto()
    done = auto()
    no_answer = auto()
    postponed = auto()
    expired = auto()
    cancelled_by_citizen = auto()
    cancelled_by_office = auto()
    moved = auto()


LIVE = (Status.held, Status.booked, Status.calling)  # these take a place in the inspector's day
CANCELLED = (Status.cancelled_by_citizen, Status.cancelled_by_office)
_NEXT: Mapping[Status, frozenset[Status]] = {
    Status.held: frozenset({Status.booked, Status.expired}),
    Status.booked: frozenset(
        {
            # the last three: met, or not, by video or at the office, where nobody is rung
            *(Status.calling, Status.done, Status.no_answer, Status.postponed),
            *(Status.cancelled_by_citizen, Status.cancelled_by_office, Status.moved),
        }
    ),
    Status.calling: frozenset({Status.done, Status.no_answer, Status.postponed}),
    Status.done: frozenset(
        {Status.no_answer}
    ),  # the line heard two people; the inspector, an answering machine
    Status.no_answer: frozenset({Status.calling}),  # the same day, when the inspector wants to try again
    Status.postponed: frozenset({Status.calling}),
}


def may_become(now: Status, then: Status) -> bool:
    """Whether a ticket may go from one status to the other."""
    return then in _NEXT.get(now, frozenset())


class Channel(StrEnum):
    """How the two meet."""

    phone = auto()
    video = auto()
    office = auto()


@dataclass(frozen=True)
class TicketNumber:
    """Eight digits to be read out and keyed: seven by chance, and a check digit.

    The check digit is H. M. Damm's (dissertation, Marburg 2004): every single wrong digit and every two
    neighbours changed round are noticed, with digits only.
    """

    digits: str

    @classmethod
    def of(cls, serial: int) -> Self:
        """The number with these first seven digits, 1000000 to 9999999."""
        if not 1_000_000 <= serial <= 9_999_999:
            raise ValueError("a ticket's number begins with seven digits")
        return cls(f"{serial}{_damm(str(serial))}")

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The number as keyed, written or heard in digits; None if it is none or was mistyped."""
        digits = re.sub(r"[\s.*/-]", "", text)
        is_one = re.fullmatch("[1-9][0-9]{7}", digits) and _damm(digits) == 0
        return cls(digits) if is_one else None

    @property
    def text(self) -> str:
        """As it is printed, "1234 5674"."""
        return f"{self.digits[:4]} {self.digits[4:]}"


# A totally anti-symmetric quasigroup of order ten: what is so far, and the next digit -> what is now.
_QUASIGROUP = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def _damm(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = int(_QUASIGROUP[interim][int(digit)])
    return interim


@dataclass(frozen=True)
class BlueTicket:
    """An appointment; moments are UTC.

    The number stays when the ticket is moved and `sequence` rises, so that a calendar replaces the entry
    (RFC 5545, 3.8.7.4). `moved_from` is the id of the ticket this one took or will take the place of.
    `email` may be empty; `phone` is empty until it is booked.
    """

    id: int
    number: TicketNumber
    sequence: int
    petition_id: int
    inspector_id: str
    starts_at: datetime
    ends_at: datetime
    status: Status
    hold_until: datetime | None
    channel: Channel
    phone: str
    email: str
    language: str
    identified_by: str
    booked_in_call: str
    moved_from: int | None
    cancelled_by: str
    created_at: datetime


@dataclass(frozen=True)
class Case:
    """A petition as its own citizen, once identified, may use it. The name is compared and never read aloud."""

    petition_id: int
    petition: Petition
    inspector_id: str
    subject: str = field(repr=False)
    surname: str = field(repr=False)
    first_name: str = field(repr=False)
    email: str = field(repr=False)


class Why(StrEnum):
    """Why there is no Blue Ticket for a petition."""

    not_assigned = auto()
    redirected = auto()
    joined = auto()
    closed = auto()
    answered_long_ago = auto()
    no_inspector = auto()
    has_ticket = auto()


@dataclass(frozen=True)
class Refusal:
    """Why not, with what is said about it: `days` since the answer, the institution or number it went `to`."""

    why: Why
    days: int = 0
    to: str = ""


class SlotTaken(Exception):
    """This hour is no longer to be had: somebody was quicker, or the inspector is not there any more."""


class HoldExpired(Exception):
    """The place was held for some minutes, and they are over."""


class TicketGone(Exception):
    """The ticket that was to be moved is not booked any more."""


class NotEligible(Exception):
    """There is no Blue Ticket for this petition; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.why)
        self.refusal = refusal


def refusal(
    case: Case,
    *,
    has_inspector: bool,
    has_ticket: bool,
    is_move: bool = False,
    now: datetime,
    rules: Rules,
    zone: tzinfo,
) -> Refusal | None:
    """Why the citizen cannot have a Blue Ticket for this petition; None when nothing is in the way.

    Petitions in work, or answered at most `rules.answered_days` days ago, days being those of the calendar
    in `zone` (the city's rule). `has_inspector`: the person who handles it is known and in office.
    `has_ticket`: a live one, of which a petition has one at most; that is told before anything else. `is_move`: in
    place of a ticket they have. The petition was one of these when it was booked, and is not asked again (the line's
    rule).
    """
    return (
        (Refusal(Why.has_ticket) if has_ticket else None)
        or (None if is_move else _by_state(case.petition, now.astimezone(zone).date(), rules))
        or (None if has_inspector else Refusal(Why.no_inspector))
    )


def may_have_one(petition: Petition, today: date, rules: Rules) -> bool:
    """Whether the state of a petition leaves room for a Blue Ticket; that much may be known by its number alone."""
    return _by_state(petition, today, rules) is None


def _by_state(petition: Petition, today: date, rules: Rules) -> Refusal | None:
    match petition.state:
        case State.registered:
            return Refusal(Why.not_assigned)
        case State.redirected:
            return Refusal(Why.redirected, to=petition.redirected_to or "")
        case State.joined:
            return Refusal(Why.joined, to=petition.joined_to or "")
        case State.closed:
            return Refusal(Why.closed)
        case State.answered:
            days = (today - (petition.answered_on or petition.state_on)).days
            return Refusal(Why.answered_long_ago, days=days) if days > rules.answered_days else None
    return None  # assigned, in progress, extended, waiting for completions: somebody works on it
