"""At the hour of a Blue Ticket: who is rung next, when nobody is rung any more, and how the ticket then stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum, auto

from office.tickets import Rules, Status

GRACE = timedelta(minutes=1)  # after the end: the carrier's last word about a talk may be late


class Leg(StrEnum):
    """Who is rung."""

    inspector = auto()
    citizen = auto()


class State(StrEnum):
    """How far a ring has come; from `talked` on it is over."""

    asking = auto()  # written down, and the carrier is being asked
    ringing = auto()  # the carrier has it
    answered = auto()  # somebody or something picked up, and hears who rings
    accepted = auto()  # pressed 1, and waits for the other
    joined = auto()  # was sent to the other
    talked = auto()
    left = auto()  # pressed 1, and hung up before the other was there
    unmet = auto()  # pressed 1, and the other was gone
    declined = auto()  # did not press 1: a machine, somebody else, or no wish to talk
    busy = auto()
    no_answer = auto()
    failed = auto()  # cannot be reached by telephone
    not_rung = auto()  # the carrier never took it, and it is too late now


OPEN = (State.asking, State.ringing, State.answered, State.accepted, State.joined)
UNDECIDED = (State.asking, State.ringing, State.answered)
MISSED = (State.no_answer, State.busy, State.declined, State.failed, State.left)

_ENDINGS = {
    "busy": State.busy,
    "no-answer": State.no_answer,
    "failed": State.failed,
    "canceled": State.failed,
}
_COMPLETED = {State.accepted: State.left, State.joined: State.talked}


@dataclass(frozen=True)
class Ring:
    """One telephone rung once for a ticket: of attempt `n`, 1 is the first. Moments are UTC.

    `call` is what the carrier calls it, empty as long as we were not told.
    """

    ticket_id: int
    n: int
    leg: Leg
    at: datetime
    state: State
    call: str = ""
    accepted_at: datetime | None = None

    @property
    def key(self) -> str:
        """Ours, in every address that the carrier is given for this ring."""
        return f"{self.ticket_id}/{self.n}/{self.leg}"

    @property
    def room(self) -> str:
        """Where the two of this attempt meet."""
        return f"tichet-{self.ticket_id}-{self.n}"


@dataclass(frozen=True)
class Next:
    """Ring this one now."""

    n: int
    leg: Leg


@dataclass(frozen=True)
class End:
    """The ticket is over: its status, and the sentence that tells the citizen; empty when they have talked."""

    status: Status
    told: str = ""


Step = Next | End | None  # None: wait


def next_step(
    starts_at: datetime, ends_at: datetime, rings: Sequence[Ring], now: datetime, rules: Rules, zone: tzinfo
) -> Step:
    """What happens next for a ticket whose hour has come.

    The inspector is rung first, the citizen once the inspector has pressed 1; an attempt that failed is followed by
    another `rules.pause` after it began, `rules.attempts` in all, as long as `rules.shortest_talk` would be left.
    What was tried before the hour, because the inspector wanted it, takes nothing from what the citizen was promised.
    """
    if any(ring.state is State.talked for ring in rings):
        return End(Status.done)
    if any(ring.state is State.joined for ring in rings):
        return End(Status.done) if now >= ends_at + GRACE else None
    n, inspector, citizen = _last(rings)
    latest = ends_at - rules.shortest_talk
    if inspector and inspector.state is State.accepted and not citizen and now <= latest:
        return Next(n, Leg.citizen) if _may_ring(now, rules, zone) else None
    if now < ends_at and any(one and one.state in _going_on(one) for one in (inspector, citizen)):
        return None
    tried = {ring.n for ring in rings if ring.at >= starts_at and ring.leg is Leg.inspector}
    due = inspector.at + rules.pause if inspector and n in tried else starts_at
    if len(tried) >= rules.attempts or max(due, now) > latest:
        return _ending(inspector, citizen)
    return Next(n + 1, Leg.inspector) if now >= due and _may_ring(now, rules, zone) else None


def is_still_wanted(
    ring: Ring, rings: Sequence[Ring], ends_at: datetime, now: datetime, rules: Rules, zone: tzinfo
) -> bool:
    """Whether a ring that the carrier certainly does not have should be tried again, or it is too late for it."""
    _, inspector, _ = _last([one for one in rings if one.n == ring.n])
    is_awaited = ring.leg is Leg.inspector or (inspector is not None and inspector.state is State.accepted)
    return is_awaited and now <= ends_at - rules.shortest_talk and _may_ring(now, rules, zone)


def ended(state: State, status: str) -> State | None:
    """How a ring in this state is over when the carrier reports `status` (CallStatus); None if it goes on."""
    if status == "completed":
        return _COMPLETED.get(state, State.declined)
    if state in _COMPLETED:  # a late word of an earlier moment
        return None
    return _ENDINGS.get(status)


def waking(now: datetime, rules: Rules, zone: tzinfo) -> datetime:
    """The next moment at which a telephone may make a noise."""
    local = now.astimezone(zone)
    if rules.quiet_until <= local.time() < rules.quiet_from:
        return now
    day = local.date() + timedelta(days=local.time() >= rules.quiet_from)
    return datetime.combine(day, rules.quiet_until, zone)


def _last(rings: Sequence[Ring]) -> tuple[int, Ring | None, Ring | None]:
    """The newest attempt: its number (0 if there was none), and its two rings."""
    n = max((ring.n for ring in rings), default=0)
    legs = {ring.leg: ring for ring in rings if ring.n == n}
    return n, legs.get(Leg.inspector), legs.get(Leg.citizen)


def _going_on(ring: Ring) -> tuple[State, ...]:
    """The states in which more is to be waited for; an inspector who pressed 1 is waited for by nobody."""
    return (*UNDECIDED, State.accepted) if ring.leg is Leg.citizen else UNDECIDED


def _may_ring(now: datetime, rules: Rules, zone: tzinfo) -> bool:
    return waking(now, rules, zone) == now


def _ending(inspector: Ring | None, citizen: Ring | None) -> End:
    """Whose fault the last attempt was decides: a citizen who was not reached is told otherwise than one who waited."""
    if citizen and citizen.state in MISSED:
        return End(Status.no_answer, "ring.missed")
    if inspector and inspector.state in MISSED:
        return End(Status.postponed, "ring.inspector_absent")
    return End(Status.postponed, "ring.postponed")
