"""An inspector's calendar reads the tickets at an address that nobody can guess, and that can be switched off."""

import hmac
import secrets
from hashlib import sha256

from sqlalchemy import Connection, select, update

from office.users import Role
from store.tables import users


def open_feed(conn: Connection, user_id: int) -> str:
    """The secret of a new address, to be shown once; the one before leads nowhere any more."""
    secret = secrets.token_urlsafe(32)
    conn.execute(update(users).where(users.c.id == user_id).values(feed=_hash(secret)))
    return secret


def shut_feed(conn: Connection, user_id: int) -> None:
    conn.execute(update(users).where(users.c.id == user_id).values(feed=""))


def has_feed(conn: Connection, user_id: int) -> bool:
    return bool(conn.execute(select(users.c.feed).where(users.c.id == user_id)).scalar())


def inspector_of_feed(conn: Connection, secret: str) -> tuple[str, str] | None:
    """Whose tickets are read with this secret, and in which language; None if nobody's, or the user may not enter any
    more.
    """
    wanted = _hash(secret)
    which = (users.c.feed == wanted, users.c.active, users.c.role == Role.inspector)
    columns = (users.c.feed, users.c.inspector_id, users.c.language)
    row = conn.execute(select(*columns).where(*which)).first()
    # compared once more, and always: how long it takes tells nothing of the secret
    is_right = hmac.compare_digest(row.feed if row else "", wanted)
    return (row.inspector_id, row.language) if row and is_right and row.inspector_id else None


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
