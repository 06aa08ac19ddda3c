"""What callers said that no institution was found for: read by supervisors, who add it as an alias or pass it over."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, func, select, update

from store import events
from store.database import Work, insert_into
from store.statement import Statement
from store.tables import unmatched

_HEARD = Statement(
    {
        dialect: insert_into(unmatched, dialect)
        .values(
            sentence=bindparam("sentence"),
            language=bindparam("language"),
            n=1,
            first_on=bindparam("day"),
            last_on=bindparam("day"),
            state="new",
        )
        .on_conflict_do_update(
            index_elements=["sentence", "language"],
            set_={"n": unmatched.c.n + 1, "last_on": bindparam("day")},
        )
        for dialect in ("sqlite", "postgresql")
    }
)


@dataclass(frozen=True)
class Unmatched:
    """A sentence without numbers and names, how often it was said, and on which days first and last."""

    id: int
    sentence: str
    language: str
    n: int
    first_on: date
    last_on: date
    state: str


_PARTS = [unmatched.c[name] for name in Unmatched.__dataclass_fields__]


def heard(unit: Work, sentence: str, language: str, day: date) -> None:
    """Said once more, if the turn is recorded: it goes along with it, so that a repeated request counts nothing."""
    unit.along(_HEARD, sentence=sentence, language=language, day=day)


def most_heard(conn: Connection, at_most: int, skipping: int = 0) -> list[Unmatched]:
    """Those nobody has dealt with, the most frequent first."""
    new = select(*_PARTS).where(unmatched.c.state == "new")
    rows = conn.execute(
        new.order_by(unmatched.c.n.desc(), unmatched.c.id.desc()).limit(at_most).offset(skipping)
    )
    return [Unmatched(*row) for row in rows]


def count_new(conn: Connection) -> int:
    """How many nobody has dealt with."""
    new = select(func.count()).select_from(unmatched).where(unmatched.c.state == "new")
    return conn.execute(new).scalar_one()


def sentence_of(conn: Connection, unmatched_id: int) -> Unmatched | None:
    """One of them; None if there is no such."""
    row = conn.execute(select(*_PARTS).where(unmatched.c.id == unmatched_id)).first()
    return Unmatched(*row) if row else None


def settle(
    conn: Connection, unmatched_id: int, state: str, *, actor: str, now: datetime, whom: str = ""
) -> bool:
    """It is dealt with: `used` as an alias of `whom`, or `passed over`; whether it was new until now."""
    one = (unmatched.c.id == unmatched_id, unmatched.c.state == "new")
    settled = conn.execute(update(unmatched).where(*one).values(state=state)).rowcount == 1
    if settled:
        events.record(
            conn, at=now, actor=actor, entity="unmatched", entity_id=unmatched_id, what=state, after=whom
        )
    return settled


def forget(conn: Connection, before: date) -> int:
    """Removes what was last said before that day, dealt with or not; how many."""
    return conn.execute(delete(unmatched).where(unmatched.c.last_on < before)).rowcount
