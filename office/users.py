"""Who may open the console, and as what: deny by default, one role each."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WRONG_AT_MOST = 5  # passwords in an hour, for one login from one address
WRONG_FOR_ONE_LOGIN = 100  # in an hour, from wherever (NIST SP 800-63B-4, 3.2.2: at most a hundred)
WRONG_FROM_ONE_ADDRESS = 60  # in an hour, for whatever login: a whole office may stand behind one address
LOCKED = timedelta(minutes=15)
IDLE = timedelta(hours=1)  # a session nobody used ends
WORKDAY = timedelta(hours=12)  # and every session ends after this
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
LOGIN = re.compile(
    r"[a-z0-9][a-z0-9._@+-]{1,49}"
)  # short enough to stand in the event log with a word before it

CODE = "user #"  # before the number of a user; no login begins with the sign


class Role(StrEnum):
    """What somebody's work is: steering the line, talking to citizens, looking at who did what, or who may."""

    supervisor = "supervisor"
    inspector = "inspector"
    auditor = "auditor"
    administrator = "administrator"


@dataclass(frozen=True)
class User:
    """Somebody of the institution.

    `inspector_id` tells whose agenda an inspector sees; `language` is a code of words/console.
    """

    id: int
    login: str
    name: str
    role: Role
    inspector_id: str = ""
    language: str = "ro"
    active: bool = True
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        """Whether too many wrong passwords were tried a moment ago, perhaps from one address only."""
        return self.locked_until is not None and now < self.locked_until

    @property
    def code(self) -> str:
        """How the log names them: not by their login, which may be an address; the log stays longer than they do."""
        return f"{CODE}{self.id}"

    @property
    def written(self) -> str:
        """What the log says of a user: role, inspector, whether they may enter; no name."""
        whose = f" {self.inspector_id}" if self.inspector_id else ""
        return f"{self.role}{whose}{'' if self.active else ', no entry'}"


def is_login(text: str) -> bool:
    """Whether somebody can be called this: 2 to 50 small letters, digits and . _ @ + -"""
    return LOGIN.fullmatch(text) is not None


def fault_of(password: str, login: str) -> str:
    """Why nobody may have this password: "short", "long", "login" or nothing. Length is what counts, not which signs
    it is made of (NIST SP 800-63B-4, 3.1.1.2).
    """
    if len(password) < SHORTEST_PASSWORD:
        return "short"
    if len(password) > LONGEST_PASSWORD:
        return "long"
    return "login" if login and login in password.lower() and len(password) < 2 * len(login) else ""
