"""One telephone is rung: the carrier is asked, and what it says to that is written down."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from carrier import Carrier
from office.messages import NotTaken, Unclear
from office.ringing import Leg, Ring, State
from office.tickets import Rules
from store import inspectors, ringing
from store.database import Store, work
from store.tickets import ticket_of

log = logging.getLogger(__name__)
# Longer than the carrier may take, all patience counted; and its list may be a little behind.
LEASE = timedelta(minutes=1)
LATE = timedelta(seconds=20)  # with all the carrier's patience behind it, still within the lease
REFUSED_FOR_NOW = timedelta(seconds=5)
SILENCE = timedelta(seconds=15)  # after which a ring of whose end nobody told is asked about


@dataclass(frozen=True)
class Bell:
    """What telephones are rung with. `base_url` is the address under which the carrier reaches the line."""

    store: Store
    carrier: Carrier
    base_url: str
    rules: Rules
    zone: tzinfo

    def url(self, ring: Ring) -> str:
        return f"{self.base_url}/ring/{ring.key}"


def ring_up(bell: Bell, ring: Ring, now: datetime, clock: Callable[[], datetime]) -> None:
    """Asks the carrier; its own reports may come before its answer, and are not overwritten.

    `now` is when the ring became ours. A worker that was frozen since then does not ring: another may have rung
    meanwhile, and the hour may be over.
    """
    number = number_of(bell, ring)
    if (awake := clock()) - now > LATE:
        return _given_back(bell, ring, now + LEASE, awake)
    try:
        if not number:
            raise NotTaken("no number", permanent=True)
        call = bell.carrier.ring(number, bell.url(ring), ring.key, bell.rules.ring_seconds)
    except NotTaken as refusal:
        with work(bell.store) as unit:
            if refusal.permanent:
                ringing.change(unit.conn, ring, (State.asking,), State.failed, error=refusal.why)
            else:
                ringing.put_off(unit.conn, ring, now + REFUSED_FOR_NOW, refusal.why)
        tell("A telephone was not rung", facts(ring) | {"why": refusal.why})
    except Unclear as doubt:
        with work(bell.store) as unit:
            ringing.put_off(unit.conn, ring, now + LEASE, doubt.why)
        tell("Nobody knows whether a telephone rings", facts(ring) | {"why": doubt.why})
    else:
        is_ringing(bell, ring, call, now)
        tell("A telephone rings", facts(ring))


def _given_back(bell: Bell, ring: Ring, until: datetime, now: datetime) -> None:
    """The next look decides: it asks the carrier's list, and whether the ring is wanted at all."""
    with work(bell.store) as unit:
        was_ours = ringing.give_back(unit.conn, ring, until, now, "too late")
    tell("A ring was given up: the worker was away", facts(ring) | {"ours": was_ours})


def is_ringing(bell: Bell, ring: Ring, call: str, now: datetime) -> None:
    """The carrier has it, and calls it by this name."""
    due = now + timedelta(seconds=bell.rules.ring_seconds) + SILENCE
    with work(bell.store) as unit:
        ringing.change(unit.conn, ring, (State.asking,), State.ringing, call=call, due=due, error="")


def number_of(bell: Bell, ring: Ring) -> str:
    """Whom to ring, in E.164; empty if nobody knows any more."""
    with work(bell.store) as unit:
        ticket = ticket_of(unit.conn, ring.ticket_id)
        if ticket is None or ring.leg is Leg.citizen:
            return ticket.phone if ticket else ""
        inspector = inspectors.inspector_of(unit.conn, ticket.inspector_id)
        return inspector.phone if inspector else ""


def facts(ring: Ring) -> dict[str, object]:
    """What a log may hold of a ring."""
    return {"ticket": ring.ticket_id, "attempt": ring.n, "leg": ring.leg}


def tell(what: str, about: Mapping[str, object]) -> None:
    log.info(what, extra={"facts": about})
