"""Who types wrong passwords shuts the door where they stand, and not for somebody who works elsewhere.

Five for a login from one address shut it for that address; a hundred in an hour, from wherever, shut it for all. See
docs/decisions/2026-11-22-wrong-passwords-where-they-come-from.md.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, or_, select, tuple_, update

from office.users import LOCKED, WRONG_AT_MOST, WRONG_FOR_ONE_LOGIN
from store.database import insert_into
from store.tables import users, wrong_passwords

NOBODY = 0  # counted for a login that nobody has, so that it takes as long
EVERYWHERE = ""  # the address under which all of a login are counted
HOUR = timedelta(hours=1)
_KEY = (wrong_passwords.c.user_id, wrong_passwords.c.address)

locked_until = (  # a column for a statement about users: how long the last of their locks lasts; NULL for none
    select(func.max(wrong_passwords.c.locked_until))
    .where(wrong_passwords.c.user_id == users.c.id)
    .scalar_subquery()
    .label("locked_until")
)


def is_shut(conn: Connection, user_id: int, address: str, now: datetime) -> bool:
    """Whether nobody may enter as this user from there; `address` is a keyed hash."""
    here = (wrong_passwords.c.user_id == user_id, wrong_passwords.c.address.in_((address, EVERYWHERE)))
    shut = select(wrong_passwords.c.user_id).where(*here, wrong_passwords.c.locked_until > now)
    return conn.execute(shut.limit(1)).first() is not None


def count(conn: Connection, user_id: int, address: str, now: datetime) -> None:
    """One more from there; with the last of those that are let pass, it is shut."""
    _forget(conn, now)
    # in this order, always: two at one moment come one after the other
    _add(conn, user_id, EVERYWHERE, WRONG_FOR_ONE_LOGIN, now)
    _add(conn, user_id, address, WRONG_AT_MOST, now)


def forgive(conn: Connection, user_id: int, address: str | None = None) -> None:
    """It is open again, from there or from everywhere."""
    there = (wrong_passwords.c.address == address,) if address is not None else ()
    conn.execute(delete(wrong_passwords).where(wrong_passwords.c.user_id == user_id, *there))


def _add(conn: Connection, user_id: int, address: str, most: int, now: datetime) -> None:
    new = insert_into(wrong_passwords, conn.dialect.name).values(
        user_id=user_id, address=address, n=1, since=now
    )
    more = new.on_conflict_do_update(index_elements=list(_KEY), set_={"n": wrong_passwords.c.n + 1})
    if conn.execute(more.returning(wrong_passwords.c.n)).scalar_one() >= most:
        this = tuple_(*_KEY) == tuple_(user_id, address)
        conn.execute(update(wrong_passwords).where(this).values(n=0, since=now, locked_until=now + LOCKED))


def _forget(conn: Connection, now: datetime) -> None:
    """What was counted more than an hour ago; what another is counting just now is left to that one."""
    is_open = or_(wrong_passwords.c.locked_until.is_(None), wrong_passwords.c.locked_until <= now)
    old = select(*_KEY).where(wrong_passwords.c.since <= now - HOUR, is_open)
    keys = conn.execute(old.with_for_update(skip_locked=True)).all()
    if keys:
        conn.execute(delete(wrong_passwords).where(tuple_(*_KEY).in_([tuple(key) for key in keys])))
