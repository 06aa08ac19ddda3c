"""What became of every message: delivered, given up, or still waiting; and when whom it went to is forgotten."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, or_, select, update

from office.messages import State
from store.outbox import WAITING
from store.tables import messages

_UNDER_WAY = ("sending", "sent")


@dataclass(frozen=True)
class Receipt:
    """What became of a message, as it is listed."""

    kind: str
    channel: str
    recipient: str
    status: str
    attempts: int
    error: str
    created_at: datetime


def report(
    conn: Connection,
    key: str,
    provider_id: str,
    state: State,
    why: str,
    now: datetime,
    again: datetime | None = None,
) -> None:
    """What the carrier reports, in any order and any number of times: delivered stays delivered.

    A report about an earlier attempt says nothing about this one, unless it was delivered after all. One that comes
    before the carrier's name for the message is known counts for a first attempt only: no other can be meant.
    """
    is_first = (messages.c.provider_id == "") & (messages.c.attempts == 1)
    from_ = {
        "sent": messages.c.status.in_(("sending", "temporary-failure")) & is_first,
        "delivered": messages.c.status != "delivered",
    }.get(state, messages.c.status.in_(_UNDER_WAY) & or_(messages.c.provider_id == provider_id, is_first))
    changes: dict[str, Any] = {"status": state, "error": why, "told_at": now, "provider_id": provider_id}
    changes |= {"due": again} if again else {}
    conn.execute(update(messages).where(messages.c.key == key, from_).values(changes))


def attempts_of(conn: Connection, key: str) -> int:
    """How often the message was tried; 0 for one nobody knows."""
    return conn.execute(select(messages.c.attempts).where(messages.c.key == key)).scalar() or 0


def tally(conn: Connection) -> dict[str, int]:
    """How many messages there are in each state."""
    counted = select(messages.c.status, func.count()).group_by(messages.c.status)
    rows = conn.execute(counted.order_by(messages.c.status))
    return {row[0]: row[1] for row in rows}


def waiting(conn: Connection, now: datetime, recipient: str = "") -> tuple[int, datetime | None]:
    """How many messages should have gone out by now, to anybody or to one number, and since when the oldest."""
    which = [messages.c.status.in_((*WAITING, "sending")), messages.c.due <= now]
    if recipient:
        which.append(messages.c.recipient == recipient)
    row = conn.execute(select(func.count(), func.min(messages.c.due)).where(*which)).one()
    return row[0], row[1]


def latest(conn: Connection, at_most: int) -> list[Receipt]:
    """The newest messages first."""
    names = ("kind", "channel", "recipient", "status", "attempts", "error", "created_at")
    rows = conn.execute(
        select(*(messages.c[name] for name in names)).order_by(messages.c.id.desc()).limit(at_most)
    )
    return [Receipt(*row) for row in rows]


def forget(conn: Connection, before: datetime, at_most: int) -> int:
    """Removes from old messages whom they went to and what they said; their number. What became of them stays."""
    old = select(messages.c.id).where(messages.c.created_at < before, messages.c.recipient != "")
    which = messages.c.id.in_(old.limit(at_most).scalar_subquery())
    ended = case((messages.c.status.in_((*WAITING, "sending")), "expired"), else_=messages.c.status)
    gone = {"recipient": "", "given": "{}", "text": "", "status": ended}
    return conn.execute(update(messages).where(which).values(gone)).rowcount
