"""The register of petitions: what may be said by number alone, and the lists that institutions send."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, func, literal, or_, select, true

from office.petitions import Petition, State, narrow
from office.registration import RegistrationNumber
from store.database import insert_into
from store.guesses import hour_of, looked_up_by, spent_by
from store.statement import Statement
from store.tables import petitions

_KEY = ["number", "segments", "filed_on"]
_PUBLIC = (
    petitions.c.registration_number,
    petitions.c.filed_on,
    petitions.c.state,
    petitions.c.state_on,
    petitions.c.institution_id,
    petitions.c.answered_on,
    petitions.c.extended_until,
    petitions.c.redirected_to,
    petitions.c.joined_to,
)
CALL_AT_MOST = timedelta(hours=1)  # who began before is not on the line any more
SAME_NUMBER = 200  # rows read at most; a counter restarts once a year, in each department
_OF_NUMBER = (
    select(*_PUBLIC)
    .where(petitions.c.number == bindparam("number"))
    .order_by(petitions.c.filed_on.desc())
    .limit(SAME_NUMBER)
)
_BY_NUMBER = Statement(_OF_NUMBER)
_FOUND = _OF_NUMBER.subquery()
# with what was tried before, in one round trip; a row comes back even where no petition has the number
_LOOKED_UP = Statement(
    select(looked_up_by("caller"), spent_by("missed"), spent_by("line"), *_FOUND.c)
    .select_from(select(literal(1)).subquery().outerjoin(_FOUND, true()))
    .order_by(_FOUND.c.filed_on.desc())
)


def matching(conn: Connection, number: RegistrationNumber) -> list[Petition]:
    """The petitions a caller may mean by this number, newest first. Only public columns are read."""
    return _meant([_petition(row) for row in _BY_NUMBER.rows(conn, number=number.number)], number)


def looked_up(
    conn: Connection, number: RegistrationNumber, caller: str, missed: str, line: str, now: datetime
) -> tuple[list[Petition], tuple[int, ...]]:
    """The same; and for this hour the look-ups of `caller`, and the tries of `missed` and of `line`."""
    hour = hour_of(now)
    rows = _LOOKED_UP.rows(
        conn,
        number=number.number,
        caller=caller,
        missed=missed,
        line=line,
        hour=hour,
        since=hour - CALL_AT_MOST,
    )
    found = [_petition(row[3:]) for row in rows if row[3] is not None]
    return _meant(found, number), tuple(count or 0 for count in rows[0][:3])


def _meant(found: list[Petition], number: RegistrationNumber) -> list[Petition]:
    return found if number.is_bare else narrow(found, number)


def _petition(row: Sequence[Any]) -> Petition:
    written, filed_on, state, *others = row
    return Petition(written, filed_on, State(state), *others)


def upsert(conn: Connection, rows: Sequence[dict[str, Any]]) -> int:
    """Adds petitions, or brings those known by (number, segments, filing date) up to date.

    Of two rows about one petition the later one holds. The answer is how many petitions are new or have
    changed; those that are the same already are not written again.
    """
    latest = {tuple(row[name] for name in _KEY): row for row in rows}
    # always in the same order, so that two imports at once do not wait for each other in a circle
    ordered = [latest[key] for key in sorted(latest)]
    done = conn.execute(_upsert(conn.dialect.name), ordered, execution_options={"preserve_rowcount": True})
    return done.rowcount


@cache
def _upsert(dialect: str) -> Executable:
    insert = insert_into(petitions, dialect)
    changed = {c.name: insert.excluded[c.name] for c in petitions.c if c.name not in {"id", *_KEY}}
    differs = or_(*(petitions.c[name].is_distinct_from(new) for name, new in changed.items()))
    statement: Executable = insert.on_conflict_do_update(index_elements=_KEY, set_=changed, where=differs)
    return statement


def count(conn: Connection) -> int:
    """How many petitions are in the register."""
    return conn.execute(select(func.count()).select_from(petitions)).scalar_one()
