"""Numbers cannot be guessed by trying: what was tried is counted by the hour, per caller and on the whole line."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from store.database import insert_into
from store.tables import guesses

_SPENDING = {
    dialect: insert_into(guesses, dialect)
    .values(who=bindparam("who"), hour=bindparam("hour"), count=1)
    .on_conflict_do_update(index_elements=["who", "hour"], set_={"count": guesses.c.count + 1})
    for dialect in ("sqlite", "postgresql")
}
_SPENT = select(guesses.c.who, guesses.c.count.label("tries")).where(
    guesses.c.who.in_(bindparam("whos", expanding=True)), guesses.c.hour == bindparam("hour")
)


def hour_of(now: datetime) -> datetime:
    """The hour in which tries are counted together."""
    return now.replace(minute=0, second=0, microsecond=0)


def spent(conn: Connection, whos: Iterable[str], now: datetime) -> dict[str, int]:
    """How often each of them has tried in this hour."""
    rows = conn.execute(_SPENT, {"whos": list(whos), "hour": hour_of(now)})
    return {row.who: row.tries for row in rows}


def spend(conn: Connection, who: str, now: datetime) -> None:
    """One more try."""
    conn.execute(_SPENDING[conn.dialect.name], {"who": who, "hour": hour_of(now)})


def forget(conn: Connection, before: datetime) -> int:
    """Removes what was counted before; the number of rows."""
    return conn.execute(delete(guesses).where(guesses.c.hour < before)).rowcount
