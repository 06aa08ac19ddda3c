"""Retention as a job: calls, requests, counts, tickets, sentences and messages go when the routing file says so.

Places whose hold is over are given back, too.
"""

import logging
from datetime import datetime

from routing.directory import Limits
from store import booking, calls, guesses, purges, receipts, requests, tallies, tickets, unmatched
from store.database import Store, work

log = logging.getLogger(__name__)
PORTION = 500  # calls in one transaction, so that no caller waits for the broom


def sweep(store: Store, limits: Limits, now: datetime) -> bool:
    """Removes one portion of what is too old; whether there was anything."""
    with work(store) as unit:
        conn = unit.begin()
        booking.expire_due(conn, now)
        too_old = {what: now - age for what, age in purges.kept(limits).items()}
        removed = {
            "calls": calls.forget(conn, too_old["calls"], PORTION),
            "requests": requests.forget(conn, too_old["requests"]),
            "guesses": guesses.forget(conn, too_old["guesses"]),
            "messages": receipts.forget(conn, too_old["messages"], PORTION),
            "tickets": tickets.forget(conn, too_old["tickets"], PORTION),
            "unmatched": unmatched.forget(conn, too_old["unmatched"].date()),
            "tallies": tallies.forget(conn, too_old["tallies"].date()),
        }
        for what, n in removed.items():
            if n:
                purges.record(conn, now, what, too_old[what], n)
    if any(removed.values()):
        log.info("Old data was removed", extra={"facts": removed})
    return any(removed.values())
