"""Numbers cannot be guessed by trying: what was tried is counted by the hour, per caller and on the whole line."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from store.database import Work, insert_into
from store.statement import Statement
from store.tables import guesses

_SPENDING = Statement(
    {
        dialect: insert_into(guesses, dialect)
        .values(who=bindparam("who"), hour=bindparam("hour"), count=1)
        .on_conflict_do_update(index_elements=["who", "hour"], set_={"count": guesses.c.count + 1})
        for dialect in ("sqlite", "postgresql")
    }
)
_SPENT = Statement(
    select(guesses.c.who, guesses.c.count).where(
        guesses.c.who.in_((bindparam("first"), bindparam("second"), bindparam("third"))),
        guesses.c.hour == bindparam("hour"),
    )
)


def hour_of(now: datetime) -> datetime:
    """The hour in which tries are counted together."""
    return now.replace(minute=0, second=0, microsecond=0)


def spent(conn: Connection, whos: tuple[str, str, str], now: datetime) -> dict[str, int]:
    """How often each of the three has tried in this hour."""
    first, second, third = whos
    return dict(_SPENT.rows(conn, first=first, second=second, third=third, hour=hour_of(now)))


def spend(unit: Work, who: str, now: datetime) -> None:
    """One more try, counted when the turn is recorded."""
    unit.along(_SPENDING, who=who, hour=hour_of(now))


def forget(conn: Connection, before: datetime) -> int:
    """Removes what was counted before; the number of rows."""
    return conn.execute(delete(guesses).where(guesses.c.hour < before)).rowcount
