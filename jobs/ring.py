"""At the hour of a Blue Ticket the line rings the inspector, then the citizen; each telephone once an attempt.

Every ring is committed before the carrier is asked, under a key that only one worker can write. A ring of which nobody
knows whether the carrier has it (the worker died, no answer came) is never repeated blindly: the carrier tells us by
itself as soon as it has it, and its call list is asked before anybody is rung again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from jobs.bell import LEASE, Bell, facts, ring_up, tell
from jobs.doubt import ask_about
from office.messages import NotTaken, Unclear
from office.ringing import End, Next, Ring, State, next_step
from office.tickets import BlueTicket
from store import missed, ringing
from store.database import Work, work
from store.tickets import become

WARNING = timedelta(minutes=1)
LINE = "line"


def ring_due(bell: Bell, clock: Callable[[], datetime]) -> bool:
    """Does what the hour of each ticket asks for; whether there was anything to do.

    The time is asked for each: with many tickets and a slow carrier, a ring written down last would else look old.
    """
    done = [begin(bell, clock())]
    with work(bell.store) as unit:
        called = ringing.calling(unit.conn)
    done += [go_on(bell, ticket, clock) for ticket in called]
    return any([*done, ask_about(bell, clock), warn(bell, clock())])


def begin(bell: Bell, now: datetime) -> bool:
    """The hour of one ticket has come."""
    with work(bell.store) as unit:
        due = ringing.due(unit.conn, now)
        ticket = ringing.begin(unit.begin(), due, now) if due is not None else None
    if ticket:
        tell("The hour of a ticket has come", {"ticket": ticket.id})
    return ticket is not None


def go_on(bell: Bell, ticket: BlueTicket, clock: Callable[[], datetime]) -> bool:
    """The next step for a ticket that is being rung for, if there is one: a ring, or its end."""
    now = clock()
    with work(bell.store) as unit:
        if _next(bell, unit, ticket, now) is None:  # reading takes no lock
            return False
        locked = ringing.lock(unit.begin(), ticket.id)
        step = _next(bell, unit, locked, now) if locked else None
        if isinstance(step, End):
            return _end(bell, unit, ticket, step, now)
        ring = _written_down(bell, unit, ticket, step, now) if step else None
    if ring is None:
        return False
    ring_up(bell, ring, now, clock)
    return True


def _next(bell: Bell, unit: Work, ticket: BlueTicket, now: datetime) -> Next | End | None:
    rings = ringing.rings_of(unit.conn, ticket.id)
    return next_step(ticket.starts_at, ticket.ends_at, rings, now, bell.rules, bell.zone)


def _written_down(bell: Bell, unit: Work, ticket: BlueTicket, step: Next, now: datetime) -> Ring | None:
    ring = Ring(ticket.id, step.n, step.leg, now, State.asking)
    return ring if ringing.write_down(unit.conn, ring, now + LEASE) else None


def _end(bell: Bell, unit: Work, ticket: BlueTicket, end: End, now: datetime) -> bool:
    """The ticket's last word, and what the citizen is told, in one transaction."""
    if become(unit.conn, ticket.id, end.status, actor=LINE, now=now) is None:
        return False
    if end.told:
        missed.tell(unit.conn, ticket, end.told, now, bell.rules, bell.zone)
    tell("A ticket is over", {"ticket": ticket.id, "status": end.status})
    return True


def warn(bell: Bell, now: datetime) -> bool:
    """Says to those who talk that a minute is left."""
    with work(bell.store) as unit:
        ring = ringing.to_warn(unit.conn, now, WARNING)
        if ring is None or not ringing.warned(unit.conn, ring, now):
            return False
    try:
        is_heard = bell.carrier.announce(ring.room, f"{bell.url(ring)}/warning")
    except (NotTaken, Unclear) as trouble:
        tell("A warning was not spoken", facts(ring) | {"why": trouble.why})
        return True
    tell("A warning was spoken" if is_heard else "There was nobody to be warned", facts(ring))
    return True
