"""How long data is kept, and what was removed since, for those who have to answer for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from routing.directory import Limits
from store.tables import purges


@dataclass(frozen=True)
class Purge:
    """`n` rows of `what` that were older than `before` were removed, the first of them `at`."""

    at: datetime
    what: str
    before: datetime
    n: int


_PURGE = [purges.c[name] for name in Purge.__dataclass_fields__]


def kept(limits: Limits) -> Mapping[str, timedelta]:
    """The age at which each kind of data goes; all but `guesses` stands in the routing file."""
    days = {
        "calls": limits.calls_days,
        "requests": limits.requests_days,
        "guesses": 1,
        "messages": limits.messages_days,
        "tickets": limits.tickets_days,
        "unmatched": limits.unmatched_days,
        "tallies": limits.tallies_days,
    }
    return {what: timedelta(days=each) for what, each in days.items()}


def record(conn: Connection, now: datetime, what: str, before: datetime, n: int) -> None:
    """Adds what was removed; portions of one day (in UTC) are one row."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    same = update(purges).where(purges.c.what == what, purges.c.at >= today)
    if not conn.execute(same.values(n=purges.c.n + n, before=before)).rowcount:
        conn.execute(insert(purges).values(at=now, what=what, before=before, n=n))


def latest(conn: Connection, limit: int) -> list[Purge]:
    """What was removed last, newest first."""
    found = select(*_PURGE).order_by(purges.c.at.desc(), purges.c.id.desc()).limit(limit)
    return [Purge(*row) for row in conn.execute(found)]
