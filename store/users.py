"""Users of the console: who they are, whether a password is theirs, and for how long they stay signed in."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, RowMapping, delete, insert, literal, select, update
from werkzeug.security import check_password_hash, generate_password_hash

from office.users import CODE, IDLE, WORKDAY, Role, User
from store import wrong_passwords
from store.database import Store, insert_into, work
from store.tables import routing_drafts, sessions, users

_USER = [
    *(users.c[name] for name in User.__dataclass_fields__ if name != "locked_until"),
    wrong_passwords.locked_until,
]
_NOBODYS = generate_password_hash(secrets.token_hex(8))  # costs as much as a real one
HOME = "ro"
Token = str  # what a browser holds; the store knows its hash only


class LoginTaken(Exception):
    """Somebody else has this login."""


class LastAdministrator(Exception):
    """Without an administrator nobody could let anybody in any more."""


def add(conn: Connection, user: User, password: str, *, now: datetime, sample: bool = False) -> int:
    """A new user; the answer is their id. Raises LoginTaken."""
    row = asdict(user) | {"password": hashed(password), "created_at": now, "sample": sample}
    del row["id"], row["locked_until"]
    new = insert_into(users, conn.dialect.name).values(row).on_conflict_do_nothing()
    given = conn.execute(new.returning(users.c.id)).scalar_one_or_none()
    if given is None:
        raise LoginTaken
    return int(given)


def hashed(password: str) -> str:
    """A salted scrypt hash; empty for no password, which nobody can type."""
    return generate_password_hash(password, method="scrypt") if password else ""


def everybody(conn: Connection) -> list[User]:
    """All users, by login."""
    return [_user(row) for row in conn.execute(select(*_USER).order_by(users.c.login)).mappings()]


@dataclass(frozen=True)
class Entry:
    """A user in the list of all: when they were last let in, and by what they sign in."""

    user: User
    seen_at: datetime | None
    has_password: bool
    has_single_sign_on: bool


def roster(conn: Connection) -> list[Entry]:
    """All users, by login, with how they come in."""
    which = select(*_USER, users.c.seen_at, users.c.password, users.c.subject).order_by(users.c.login)
    return [
        Entry(_user(row), row["seen_at"], bool(row["password"]), bool(row["subject"]))
        for row in conn.execute(which).mappings()
    ]


def logins(conn: Connection) -> dict[str, str]:
    """The login by the id, as the event log has it; whoever is no user any more is not there."""
    return {str(row.id): row.login for row in conn.execute(select(users.c.id, users.c.login))}


def named(actor: str, known: Mapping[str, str]) -> str:
    """An actor of the log for who reads it, by `logins`: with the login instead of the number."""
    login = known.get(actor.removeprefix(CODE)) if actor.startswith(CODE) else None
    return f"user {login}" if login else actor


def language_of(conn: Connection, inspector_id: str) -> str:
    """In which language an inspector reads the console; Romanian for who does not."""
    which = (users.c.inspector_id == inspector_id, users.c.active)
    return conn.execute(select(users.c.language).where(*which).order_by(users.c.id).limit(1)).scalar() or HOME


def user_of(conn: Connection, login: str) -> User | None:
    """The user with this login, active or not."""
    row = conn.execute(select(*_USER).where(users.c.login == login)).mappings().first()
    return _user(row) if row else None


def user_with(conn: Connection, user_id: int) -> User | None:
    """The user with this id, active or not."""
    row = conn.execute(select(*_USER).where(users.c.id == user_id)).mappings().first()
    return _user(row) if row else None


def has_password(conn: Connection, login: str) -> bool:
    """Whether the user can sign in with a password; by single sign-on only, otherwise."""
    return bool(conn.execute(select(users.c.password).where(users.c.login == login)).scalar())


def change(conn: Connection, login: str, **values: object) -> bool:
    """Other values for a user's columns; whether there is such a user. Who may do less is signed out; who has another
    password, or may enter again, is forgiven the wrong ones.

    Raises LastAdministrator, after which nothing is to be committed.
    """
    goes = values.get("role", Role.administrator) != Role.administrator or values.get("active") is False
    if goes and _administrators(conn) == [login]:
        raise LastAdministrator
    changed = conn.execute(update(users).where(users.c.login == login).values(**values)).rowcount == 1
    if changed and values.keys() & {"role", "active", "password", "inspector_id"}:
        sign_out(conn, login)
    if changed and ("password" in values or values.get("active")):
        _forgive(conn, login)
    return changed


def _forgive(conn: Connection, login: str) -> None:
    if user := user_of(conn, login):
        wrong_passwords.forgive(conn, user.id)


def sign_out(conn: Connection, login: str) -> None:
    """Ends all sessions of a user, wherever they are."""
    whose = select(users.c.id).where(users.c.login == login).scalar_subquery()
    conn.execute(delete(sessions).where(sessions.c.user_id == whose))


def _administrators(conn: Connection) -> list[str]:
    """The logins of those who may let others in; two who take this from each other at once come one after the other."""
    which = select(users.c.login).where(users.c.role == Role.administrator, users.c.active)
    return list(conn.execute(which.order_by(users.c.id).with_for_update()).scalars())


def welcome(conn: Connection, subject: str, user: User, now: datetime) -> User:
    """Whoever a provider of single sign-on names `subject`, as it tells of them today: a new user, or one brought up
    to date. A login that somebody else has is given an ending; whoever was deactivated here stays so.
    """
    today = {"name": user.name, "role": user.role, "inspector_id": user.inspector_id}
    this = users.c.subject == subject
    for login in (user.login, f"{user.login[:40]}-{_hash(subject)[:8]}"):
        if before := conn.execute(select(*_USER).where(this)).mappings().first():
            if (before["role"], before["inspector_id"]) != (user.role, user.inspector_id):
                sign_out(conn, before["login"])
            conn.execute(update(users).where(this).values(**today, seen_at=now))
            break
        row = today | {"login": login, "language": user.language, "subject": subject, "created_at": now}
        conn.execute(insert_into(users, conn.dialect.name).values(row).on_conflict_do_nothing())
    return _user(conn.execute(select(*_USER).where(this)).mappings().one())


def samples_with(store: Store, password: str) -> list[User]:
    """The sample users who still have this password, in the order in which they were made."""
    with work(store) as unit:
        which = select(*_USER, users.c.password).where(users.c.sample, users.c.active).order_by(users.c.id)
        rows = unit.conn.execute(which).mappings().all()
    return [_user(row) for row in rows if check_password_hash(row["password"], password)]


def sample_logins(conn: Connection) -> list[str]:
    """The logins of the sample users that are there, in the order in which they were made."""
    return list(conn.execute(select(users.c.login).where(users.c.sample).order_by(users.c.id)).scalars())


def forget_samples(conn: Connection) -> None:
    """Takes the sample users out again, with their sessions and what they were writing."""
    samples = select(users.c.id).where(users.c.sample)
    for table in (sessions, routing_drafts):
        conn.execute(delete(table).where(table.c.user_id.in_(samples)))
    conn.execute(delete(users).where(users.c.sample))


def checked(
    store: Store, login: str, password: str, now: datetime, address: str, *, samples: bool = True
) -> User | None:
    """The active user whose password this is. Wrong ones are counted, and after some nobody is let in for a while
    from that `address` (store/wrong_passwords.py).

    It takes the same time for a login that nobody has, and for one that is shut. No transaction is open while the
    password is hashed. Without `samples` the sample users, whose passwords are printed, are nobody.
    """
    with work(store) as unit:
        which = select(*_USER, users.c.password).where(users.c.login == login)
        if not samples:
            which = which.where(~users.c.sample)
        row = unit.conn.execute(which).mappings().first()
    known = row["password"] if row and row["password"] else _NOBODYS
    is_right = check_password_hash(known, password) and known is not _NOBODYS
    user = _user(row) if row else None
    with work(store) as unit:
        return user if _let_in(unit.begin(), user, address, is_right, now) else None


def _let_in(conn: Connection, user: User | None, address: str, is_right: bool, now: datetime) -> bool:
    """Whether they may enter; if not, that is counted, while it is shut and for nobody's login as nobody's."""
    whom = user.id if user else wrong_passwords.NOBODY
    is_shut = wrong_passwords.is_shut(conn, whom, address, now)
    if is_right and user and user.active and not is_shut:
        wrong_passwords.forgive(conn, user.id, address)
        conn.execute(update(users).where(users.c.id == user.id).values(seen_at=now))
        return True
    wrong_passwords.count(conn, wrong_passwords.NOBODY if is_shut else whom, address, now)
    return False


def begin_session(conn: Connection, user: User, now: datetime) -> Token:
    """Signs in with a token that nobody held before; what has ended is swept away."""
    conn.execute(delete(sessions).where((sessions.c.seen < now - IDLE) | (sessions.c.began < now - WORKDAY)))
    token = secrets.token_urlsafe(32)
    conn.execute(insert(sessions).values(token=_hash(token), user_id=user.id, began=now, seen=now))
    return token


def in_session(
    conn: Connection, token: Token, now: datetime, *, samples: bool = True
) -> tuple[User, datetime] | None:
    """Whose session it is and when it was last used; None once it has ended or the user may not enter any more."""
    which = (
        select(*_USER, sessions.c.seen)
        .join(sessions, sessions.c.user_id == users.c.id)
        .where(
            sessions.c.token == _hash(token),
            sessions.c.seen > now - IDLE,
            sessions.c.began > now - WORKDAY,
            users.c.active,
            ~users.c.sample | literal(samples),
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
