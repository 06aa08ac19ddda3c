"""Who may open the console, and as what: deny by default, one role each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WRONG_AT_MOST = 5  # passwords in a row
LOCKED = timedelta(minutes=15)
IDLE = timedelta(hours=1)  # a session nobody used ends
WORKDAY = timedelta(hours=12)  # and every session ends after this
SHORTEST_PASSWORD = 12


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
    failures: int = 0
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        """Whether too many wrong passwords were tried a moment ago."""
        return self.locked_until is not None and now < self.locked_until
