"""Who tries the console finds a user of each role to sign in with; a line with a real carrier has none of them.

Their password is printed at each start (scripts/run), and is another one in each installation.
"""

import hmac
from base64 import b32encode
from datetime import datetime

from sqlalchemy import select

from office.users import Role, User
from store import users
from store.database import Store, work
from store.tables import petitions as register

INSPECTOR = "exemplu-1"  # of store/sample.py

_USERS = (
    ("supervizor", "Exemplu Sanda", Role.supervisor),
    ("inspector", "Exemplu Dana", Role.inspector),
    ("auditor", "Exemplu Aurel", Role.auditor),
    ("administrator", "Exemplu Adina", Role.administrator),
)


def sample_password(secret: str) -> str:
    """Of the sample users of an installation: four times four letters and digits, which follow from its secret."""
    letters = b32encode(hmac.digest(secret.encode(), b"sample users", "sha256")).decode().lower()[:16]
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def add_sample_users(store: Store, secret: str, now: datetime) -> list[tuple[str, Role]]:
    """One sample user for each role, where nobody can enter yet and nobody real is in the register.

    The answer is who can be tried now (login and role): also those of before whose password is still the printed one.
    """
    password = sample_password(secret)
    with work(store) as unit:
        conn = unit.begin()
        is_real = conn.execute(select(register.c.id).where(~register.c.sample).limit(1)).first()
        if not is_real and not users.everybody(conn):
            for login, name, role in _USERS:
                whose = INSPECTOR if role is Role.inspector else ""
                users.add(conn, User(0, login, name, role, whose), password, now=now, sample=True)
    return [(one.login, one.role) for one in users.samples_with(store, password)]


def forget_sample_users(store: Store) -> None:
    """Takes the sample users out, with their sessions: a line with a real carrier has none."""
    with work(store) as unit:
        users.forget_samples(unit.begin())
