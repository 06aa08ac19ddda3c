"""Nobody is rung blindly: what became of a ring that the carrier has not told about is asked, and set right."""

from collections.abc import Callable
from datetime import datetime

from jobs.bell import LEASE, SILENCE, Bell, facts, is_ringing, number_of, ring_up, tell
from office.messages import NotTaken, Unclear
from office.ringing import Ring, State, is_still_wanted
from office.tickets import Status
from store import ringing
from store.database import work
from store.tickets import ticket_of


def ask_about(bell: Bell, clock: Callable[[], datetime]) -> bool:
    """Asks the carrier about one ring that it has not told about for a while."""
    now = clock()
    with work(bell.store) as unit:
        if not ringing.is_claimable(unit.conn, now):
            return False
        ring = ringing.claim(unit.begin(), now, now + LEASE)
    if ring is None:
        return False
    try:
        _learn(bell, ring, now) if ring.call else _find(bell, ring, now, clock)
    except (NotTaken, Unclear) as silence:
        tell("The carrier does not tell about a ring", facts(ring) | {"why": silence.why})
    return True


def _learn(bell: Bell, ring: Ring, now: datetime) -> None:
    """What has become of a call the carrier has: its reports were lost, or nobody picks up."""
    fate = bell.carrier.fate(ring.call)
    with work(bell.store) as unit:
        if not ringing.over(unit, ring, fate.status, fate.seconds, ring.call):
            ringing.put_off(unit.conn, ring, now + SILENCE)


def _find(bell: Bell, ring: Ring, now: datetime, clock: Callable[[], datetime]) -> None:
    """Nobody has told whether the carrier has it: rung again only if it certainly has not, and it is not too late."""
    theirs = bell.carrier.rung(number_of(bell, ring), ring.key, ring.at)
    with work(bell.store) as unit:
        others = ringing.known(unit.conn, theirs)
    call = next((one for one in theirs if one not in others), None)
    if call:
        is_ringing(bell, ring, call, now)
    elif _is_wanted(bell, ring, now):
        ring_up(bell, ring, now, clock)


def _is_wanted(bell: Bell, ring: Ring, now: datetime) -> bool:
    """Whether to try again; if not, that is written down. A report that came just now is the carrier's last word."""
    with work(bell.store) as unit:
        ticket = ticket_of(unit.conn, ring.ticket_id)
        rings = ringing.rings_of(unit.conn, ring.ticket_id)
        if any(one.key == ring.key and one.call for one in rings):
            return False
        is_on = ticket is not None and ticket.status is Status.calling
        if ticket and is_on and is_still_wanted(ring, rings, ticket.ends_at, now, bell.rules, bell.zone):
            return True
        ringing.change(unit.conn, ring, (State.asking,), State.not_rung)
    return False
