"""Numbers and names cannot be guessed by trying: what was tried is counted by the hour, per caller, per petition or
ticket, and on the whole line."""

from datetime import datetime

from sqlalchemy import Connection, ScalarSelect, bindparam, delete, func, select

from store.database import Work, insert_into
from store.statement import Statement
from store.tables import calls, guesses, turns

_SPENDING = Statement(
    {
        dialect: insert_into(guesses, dialect)
        .values(who=bindparam("who"), hour=bindparam("hour"), count=1)
        .on_conflict_do_update(index_elements=["who", "hour"], set_={"count": guesses.c.count + 1})
        for dialect in ("sqlite", "postgresql")
    }
)


def hour_of(now: datetime) -> datetime:
    """The hour in which tries are counted together."""
    return now.replace(minute=0, second=0, microsecond=0)


def spent_by(who: str) -> ScalarSelect[int]:
    """A column for another statement: the tries of `who` in `hour` (both are names of parameters); NULL for none."""
    here = (guesses.c.who == bindparam(who), guesses.c.hour == bindparam("hour"))
    return select(guesses.c.count).where(*here).scalar_subquery()


def looked_up_by(caller: str) -> ScalarSelect[int]:
    """A column for another statement: how often the register was asked in `hour` in the calls of `caller` (both are
    names of parameters, `caller` of a keyed hash) of today; NULL for never. The turns are the count."""
    return (
        select(func.sum(turns.c.lookups))
        .join_from(calls, turns, turns.c.call == calls.c.call)
        .where(
            calls.c.caller == bindparam(caller),
            calls.c.began >= bindparam("since"),
            turns.c.at >= bindparam("hour"),
        )
        .scalar_subquery()
    )


_SPENT = Statement(select(*map(spent_by, ("first", "second", "third"))))


def spent(conn: Connection, whos: tuple[str, str, str], now: datetime) -> tuple[int, ...]:
    """How often each of three has tried in this hour."""
    first, second, third = whos
    rows = _SPENT.rows(conn, first=first, second=second, third=third, hour=hour_of(now))
    return tuple(count or 0 for count in rows[0])


def tried(conn: Connection, who: str, now: datetime) -> int:
    """How often one has tried in this hour."""
    here = (guesses.c.who == who, guesses.c.hour == hour_of(now))
    return conn.execute(select(guesses.c.count).where(*here)).scalar() or 0


def tried_ever(conn: Connection, who: str) -> int:
    """How often one has tried, in whatever hour."""
    return conn.execute(select(func.sum(guesses.c.count)).where(guesses.c.who == who)).scalar() or 0


def spend(unit: Work, who: str, now: datetime) -> None:
    """One more try, counted when the turn is recorded."""
    unit.along(_SPENDING, who=who, hour=hour_of(now))


def forget(conn: Connection, before: datetime) -> int:
    """Removes what was counted before; the number of rows."""
    return conn.execute(delete(guesses).where(guesses.c.hour < before)).rowcount
