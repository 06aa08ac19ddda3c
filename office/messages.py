"""A message to a citizen: what it is to say, how far it has come, and when it is tried again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Channel = Literal["sms", "email"]
# the words of GOV.UK Notify, which tell an office what to do: wait, try again, ask for another number
State = Literal[
    "created", "sending", "sent", "delivered", "temporary-failure", "permanent-failure", "expired"
]
LIFE: Mapping[Channel, timedelta] = {"sms": timedelta(days=1), "email": timedelta(days=3)}
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)


@dataclass(frozen=True)
class Message:
    """One message under way. `kind` is the key of its sentence, `recipient` E.164 or an e-mail address.

    `key` is ours, the same in every attempt; `attempts` counts this one; `text` is what an earlier attempt said, so
    that the carrier's list can be compared with it. Moments are UTC.
    """

    id: int
    key: str
    kind: str
    channel: Channel
    recipient: str
    language: str
    values: Mapping[str, object] = field(repr=False)
    text: str = field(repr=False)
    attempts: int
    created_at: datetime
    expires_at: datetime


class NotTaken(Exception):
    """The carrier did not take it: nothing was sent, and nobody was rung.

    `why` is a short word or the carrier's code, never what was sent; `permanent` says that trying again is no use.
    """

    def __init__(self, why: str, permanent: bool = False) -> None:
        super().__init__(why)
        self.why, self.permanent = why, permanent


class Unclear(Exception):
    """No answer came: the carrier may have taken it, or not. It is asked before anything is tried again."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def next_try(attempts: int, now: datetime) -> datetime:
    """When to try again after so many attempts: 30 s, 2 min, 8 min, 32 min, then every hour until it expires."""
    pause: timedelta = FIRST_PAUSE * 4 ** min(attempts - 1, 10)
    return now + min(pause, LONGEST_PAUSE)
