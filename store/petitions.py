"""The register of petitions: what may be said by number alone, and the lists that institutions send."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from office.petitions import Petition, State, narrow
from office.registration import RegistrationNumber
from store.tables import petitions

_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
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
_BY_NUMBER = (
    select(*_PUBLIC).where(petitions.c.number == bindparam("number")).order_by(petitions.c.filed_on.desc())
)
SAME_NUMBER = 200  # rows read at most; a counter restarts once a year, in each department


def matching(conn: Connection, number: RegistrationNumber) -> list[Petition]:
    """The petitions a caller may mean by this number, newest first. Only public columns are read."""
    rows = conn.execute(_BY_NUMBER.limit(SAME_NUMBER), {"number": number.number})
    return narrow([_petition(row) for row in rows], number)


def _petition(row: Row[Any]) -> Petition:
    written, filed_on, state, *others = row
    registration = RegistrationNumber.parse(written)
    assert registration is not None, "only parsed numbers are stored"
    return Petition(registration, filed_on, State(state), *others)


def upsert(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Adds petitions, or brings those known by (number, segments, filing date) up to date."""
    insert = _INSERTS[conn.dialect.name](petitions)
    changed = {c.name: insert.excluded[c.name] for c in petitions.c if c.name not in {"id", *_KEY}}
    conn.execute(insert.on_conflict_do_update(index_elements=_KEY, set_=changed), list(rows))


def count(conn: Connection) -> int:
    """How many petitions are in the register."""
    return conn.execute(select(func.count()).select_from(petitions)).scalar_one()
