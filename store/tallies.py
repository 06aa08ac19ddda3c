"""What happened on the line in the past, by day and hour of the wall clock: added once for each call, read by pages."""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, exists, func, or_, select, text, update

from store.calls import StoredTurn, turns_of
from store.database import insert_into
from store.tables import calls, tallies, turns

WHOLE_DAY = 24  # the hour under which everything stands once more, by the day
MONTH = 100  # is added to the hours of what stands once more under the first day of its month: a year is twelve rows
LONGEST_CALL = timedelta(hours=1)  # whoever has not been heard of for so long has hung up
REPEAT_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Uncounted:
    """A call that is over and in no tally yet, with its turns. `is_repeat`: the same telephone called within a day."""

    call: str
    began: datetime
    ended: datetime | None
    outcome: str
    seconds: int | None
    is_repeat: bool
    turns: Sequence[StoredTurn]


def are_uncounted(conn: Connection, now: datetime) -> bool:
    """Whether any call is over that is in no tally."""
    return conn.execute(_over(now).limit(1)).first() is not None


def uncounted(conn: Connection, now: datetime, at_most: int) -> list[Uncounted]:
    """The oldest of these calls, ours alone until the transaction ends (begun already); others take other ones."""
    oldest = _over(now).order_by(calls.c.began).limit(at_most).with_for_update(skip_locked=True)
    rows = conn.execute(oldest).all()
    told, earlier = turns_of(conn, [row.call for row in rows]), _earlier(conn, rows)
    return [
        Uncounted(
            row.call,
            row.began,
            row.ended,
            row.outcome,
            row.seconds,
            any(row.began - REPEAT_WITHIN <= at < row.began for at in earlier[row.caller]),
            told.get(row.call, ()),
        )
        for row in rows
    ]


# written as the index is, so that both databases read it instead of all calls
def _over(now: datetime) -> Select[Any]:
    parts = (calls.c.call, calls.c.caller, calls.c.began, calls.c.ended, calls.c.outcome, calls.c.seconds)
    is_over = or_(calls.c.ended.is_not(None), calls.c.began < now - LONGEST_CALL)
    return select(*parts).where(text("NOT counted"), is_over)


def _earlier(conn: Connection, rows: Sequence[Row[Any]]) -> Mapping[str, list[datetime]]:
    """When the callers of these calls have called, from a day before the first of them on; a trial is no call."""
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    callers = {row.caller for row in rows if row.caller}
    if callers:
        since = min(row.began for row in rows) - REPEAT_WITHIN
        until = max(row.began for row in rows)
        is_trial = exists().where(turns.c.call == calls.c.call, turns.c.turn == 0, turns.c.revision < 0)
        theirs = (calls.c.caller.in_(callers), calls.c.began >= since, calls.c.began <= until, ~is_trial)
        for caller, began in conn.execute(select(calls.c.caller, calls.c.began).where(*theirs)):
            found[caller].append(began)
    return found


def add(conn: Connection, increments: Mapping[tuple[date, int, str, str], int]) -> None:
    """Adds to the tallies of (day, hour, what, name), and to those of the month."""
    row = insert_into(tallies, conn.dialect.name)
    more = row.on_conflict_do_update(
        index_elements=["day", "hour", "what", "name"], set_={"n": tallies.c.n + row.excluded.n}
    )
    names, all_of_them = ("day", "hour", "what", "name", "n"), Counter(increments)
    for (day, hour, what, name), n in increments.items():
        all_of_them[day.replace(day=1), MONTH + hour, what, name] += n
    # in one order, or two workers would wait for each other
    rows = [dict(zip(names, (*key, n), strict=True)) for key, n in sorted(all_of_them.items())]
    if rows:
        conn.execute(more, rows)


def are_counted(conn: Connection, sids: Collection[str]) -> None:
    """These calls are in the tallies, committed with them."""
    conn.execute(update(calls).where(calls.c.call.in_(sids)).values(counted=True))


def forget(conn: Connection, before: date) -> int:
    """Removes the counts of the oldest day before that one, and of the months that were over by then; how many rows."""
    of_days = tallies.c.hour < MONTH
    oldest = select(func.min(tallies.c.day)).where(tallies.c.day < before, of_days).scalar_subquery()
    gone = conn.execute(delete(tallies).where(tallies.c.day == oldest, of_days)).rowcount
    months = delete(tallies).where(tallies.c.day < before - timedelta(days=31), ~of_days)
    return gone + conn.execute(months).rowcount


def sums(conn: Connection, first: date, last: date) -> Counter[tuple[str, str]]:
    """How much of everything there was on these days, by (what, name)."""
    found = Counter[tuple[str, str]]()
    for days, ahead in _parts(first, last):
        rows = conn.execute(
            select(tallies.c.what, tallies.c.name, func.sum(tallies.c.n))
            .where(tallies.c.day.in_(days), tallies.c.hour == WHOLE_DAY + ahead)
            .group_by(tallies.c.what, tallies.c.name)
        )
        found.update({(what, name): int(n) for what, name, n in rows})
    return found


def by_day(conn: Connection, first: date, last: date, whats: Collection[str]) -> Counter[tuple[date, str]]:
    """How much there was on each day, by (day, what)."""
    found = _by(conn, tallies.c.day, _days(first, last), (WHOLE_DAY,), whats)
    return Counter({(day, what): n for day, what, n in found})


def by_hour(conn: Connection, first: date, last: date, whats: Collection[str]) -> Counter[tuple[int, str]]:
    """How much there was in each hour of the clock (0 to 23) on all these days together, by (hour, what)."""
    found = Counter[tuple[int, str]]()
    for days, ahead in _parts(first, last):
        rows = _by(conn, tallies.c.hour, days, range(ahead, ahead + WHOLE_DAY), whats)
        found.update({(hour - ahead, what): n for hour, what, n in rows})
    return found


def _by(
    conn: Connection,
    column: ColumnElement[Any],
    days: Collection[date],
    hours: Collection[int],
    whats: Collection[str],
) -> Sequence[tuple[Any, str, int]]:
    which = (tallies.c.day.in_(days), tallies.c.hour.in_(hours), tallies.c.what.in_(whats))
    wanted = select(column, tallies.c.what, func.sum(tallies.c.n)).where(*which)
    rows = conn.execute(wanted.group_by(column, tallies.c.what))
    return [(of, what, int(n)) for of, what, n in rows]


def _parts(first: date, last: date) -> list[tuple[list[date], int]]:
    """The whole months by their first days, then all other days, each with what is added to its hours."""
    days = _days(first, last)
    n_of = Counter(day.replace(day=1) for day in days)
    months = [month for month, n in n_of.items() if n == monthrange(month.year, month.month)[1]]
    others = [day for day in days if day.replace(day=1) not in months]
    return [(which, ahead) for which, ahead in ((months, MONTH), (others, 0)) if which]


# each by its name: so the key leads to every one of them, and the hours between are not read
def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
