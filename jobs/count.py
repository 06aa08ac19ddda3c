"""Supervisors see what happened on the line: each call is counted once, when it is over."""

import logging
from collections import Counter
from datetime import date, datetime, tzinfo

from ivr.counting import BY_HOUR, Count, PastCall, tallied
from store import tallies
from store.database import Store, work
from store.tallies import WHOLE_DAY, Uncounted

log = logging.getLogger(__name__)
PORTION = 25  # calls in one transaction: on SQLite callers wait for it, some 8 ms


def count(store: Store, zone: tzinfo, now: datetime) -> bool:
    """Counts one portion of calls; whether there were any. Whoever dies in between has counted nothing."""
    with work(store) as unit:
        if not tallies.are_uncounted(unit.conn, now):
            return False
        conn = unit.begin()
        calls = tallies.uncounted(conn, now, PORTION)
        increments = Counter[tuple[date, int, str, str]]()
        for call in calls:
            began = call.began.astimezone(zone)
            for (what, name), n in _told(call).items():
                increments[began.date(), WHOLE_DAY, what, name] += n
                if what in BY_HOUR:
                    increments[began.date(), began.hour, what, name] += n
        tallies.add(conn, increments)
        tallies.are_counted(conn, [call.call for call in calls])
    return bool(calls)


def _told(call: Uncounted) -> Counter[Count]:
    """What the call tells; one that nobody can read any more does not stop the others, and one in which a supervisor
    listened to a draft tells nothing.
    """
    if call.turns and call.turns[0].revision < 0:
        return Counter()
    try:
        past = PastCall(call.turns, call.ended, call.outcome, call.seconds, call.is_repeat)
        return tallied(past)
    except Exception:
        log.exception("A call could not be counted", extra={"facts": {"call": call.call}})
        return Counter()
