"""Users of the console: who they are, whether a password is theirs, and for how long they stay signed in."""

import secrets
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, RowMapping, delete, insert, select, update
from werkzeug.security import check_password_hash, generate_password_hash

from office.users import IDLE, LOCKED, WORKDAY, WRONG_AT_MOST, Role, User
from store.database import Store, work
from store.tables import sessions, users

_USER = [users.c[name] for name in User.__dataclass_fields__]
_NOBODYS = generate_password_hash(secrets.token_hex(8))  # costs as much as a real one
Token = str  # what a browser holds; the store knows its hash only


def add(conn: Connection, user: User, password: str, *, now: datetime, sample: bool = False) -> None:
    """A new user (the id is given by the store). Raises IntegrityError if somebody has that login."""
    row = asdict(user) | {"password": hashed(password), "created_at": now, "sample": sample}
    del row["id"]
    conn.execute(insert(users).values(row))


def hashed(password: str) -> str:
    """A salted scrypt hash; empty for no password, which nobody can type."""
    return generate_password_hash(password, method="scrypt") if password else ""


def everybody(conn: Connection) -> list[User]:
    """All users, by login."""
    return [_user(row) for row in conn.execute(select(*_USER).order_by(users.c.login)).mappings()]


def user_of(conn: Connection, login: str) -> User | None:
    """The user with this login, active or not."""
    row = conn.execute(select(*_USER).where(users.c.login == login)).mappings().first()
    return _user(row) if row else None


def change(conn: Connection, login: str, **values: object) -> bool:
    """Other values for a user's columns; whether there is such a user. Who may do less is signed out."""
    changed = conn.execute(update(users).where(users.c.login == login).values(**values)).rowcount == 1
    if changed and values.keys() & {"role", "active", "password", "inspector_id"}:
        whose = select(users.c.id).where(users.c.login == login).scalar_subquery()
        conn.execute(delete(sessions).where(sessions.c.user_id == whose))
    return changed


def checked(store: Store, login: str, password: str, now: datetime) -> User | None:
    """The active user whose password this is. Wrong ones are counted, and after some nobody is let in for a while.

    It takes the same time for a login that nobody has. No transaction is open while the password is hashed.
    """
    with work(store) as unit:
        which = select(*_USER, users.c.password).where(users.c.login == login)
        row = unit.conn.execute(which).mappings().first()
    known = row["password"] if row and row["password"] else _NOBODYS
    is_right = check_password_hash(known, password) and known is not _NOBODYS
    if row is None:
        return None
    user = _user(row)
    if user.is_locked(now) or not user.active:
        return None
    with work(store) as unit:
        if not _tried(unit.begin(), user, is_right, now):
            return None
    return user


def _tried(conn: Connection, user: User, is_right: bool, now: datetime) -> bool:
    """Counts a wrong password, or forgets those before; False also if others locked the user meanwhile."""
    this = users.c.id == user.id
    if is_right:
        free = users.c.locked_until.is_(None) | (users.c.locked_until <= now)
        forgiven = update(users).where(this, free).values(failures=0, locked_until=None, seen_at=now)
        return conn.execute(forgiven).rowcount == 1
    wrong = update(users).where(this).values(failures=users.c.failures + 1).returning(users.c.failures)
    if conn.execute(wrong).scalar_one() >= WRONG_AT_MOST:
        conn.execute(update(users).where(this).values(failures=0, locked_until=now + LOCKED))
    return False


def begin_session(conn: Connection, user: User, now: datetime) -> Token:
    """Signs in with a token that nobody held before; what has ended is swept away."""
    conn.execute(delete(sessions).where((sessions.c.seen < now - IDLE) | (sessions.c.began < now - WORKDAY)))
    token = secrets.token_urlsafe(32)
    conn.execute(insert(sessions).values(token=_hash(token), user_id=user.id, began=now, seen=now))
    return token


def in_session(conn: Connection, token: Token, now: datetime) -> tuple[User, datetime] | None:
    """Whose session it is and when it was last used; None once it has ended or the user may not enter any more."""
    which = (
        select(*_USER, sessions.c.seen)
        .join(sessions, sessions.c.user_id == users.c.id)
        .where(
            sessions.c.token == _hash(token),
            sessions.c.seen > now - IDLE,
            sessions.c.began > now - WORKDAY,
            users.c.active,
        )
    )
    row = conn.execute(which).mappings().first()
    return (_user(row), row["seen"]) if row else None


def used(conn: Connection, token: Token, now: datetime) -> None:
    """The session goes on."""
    conn.execute(update(sessions).where(sessions.c.token == _hash(token)).values(seen=now))


def end_session(conn: Connection, token: Token) -> None:
    """Signs out."""
    conn.execute(delete(sessions).where(sessions.c.token == _hash(token)))


def _hash(token: Token) -> str:
    return sha256(token.encode()).hexdigest()


def _user(row: RowMapping) -> User:
    return User(**{name: row[name] for name in User.__dataclass_fields__} | {"role": Role(row["role"])})
