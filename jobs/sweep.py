"""Retention as a job: calls, requests, counts, tickets and what messages said go when the routing file says so.

Places whose hold is over are given back, too.
"""

import logging
from datetime import datetime, timedelta

from routing.directory import Limits
from store import booking, calls, guesses, receipts, requests, tickets
from store.database import Store, work

log = logging.getLogger(__name__)
PORTION = 500  # calls in one transaction, so that no caller waits for the broom


def sweep(store: Store, limits: Limits, now: datetime) -> bool:
    """Removes one portion of what is too old; whether there was anything."""
    with work(store) as unit:
        conn = unit.begin()
        booking.expire_due(conn, now)
        removed = {
            "calls": calls.forget(conn, now - timedelta(days=limits.calls_days), PORTION),
            "requests": requests.forget(conn, now - timedelta(days=limits.requests_days)),
            "guesses": guesses.forget(conn, now - timedelta(days=1)),
            "messages": receipts.forget(conn, now - timedelta(days=limits.messages_days), PORTION),
            "tickets": tickets.forget(conn, now - timedelta(days=limits.tickets_days), PORTION),
        }
    if any(removed.values()):
        log.info("Old data was removed", extra={"facts": removed})
    return any(removed.values())
