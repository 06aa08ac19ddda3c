"""Nothing promised to a caller is lost or sent twice: a message waits here, and each attempt is one worker's alone."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from office.messages import LIFE, Channel, Message
from store.tables import messages

WAITING = ("created", "temporary-failure")
_PARTS = [
    messages.c[name]
    for name in ("id", "key", "kind", "channel", "recipient", "language", "given", "text", "attempts")
] + [messages.c.created_at, messages.c.expires_at]


def put(
    conn: Connection,
    *,
    kind: str,
    channel: Channel,
    recipient: str,
    language: str,
    values: Mapping[str, object],
    now: datetime,
    due: datetime | None = None,
    expires_at: datetime | None = None,
    key: str = "",
) -> str:
    """Puts a message into the outbox, to go out at `due` (or at once) and never after `expires_at`; its key.

    A `key` may be given (at most 36 signs, the only one of its kind) by whoever wants to find it again.
    """
    key = key or uuid4().hex
    row = {
        "key": key,
        "kind": kind,
        "channel": channel,
        "recipient": recipient,
        "language": language,
        "given": json.dumps(values, ensure_ascii=False),
        "created_at": now,
        "due": due or now,
        "expires_at": expires_at or (due or now) + LIFE[channel],
    }
    conn.execute(insert(messages).values(row))
    return key


def has(conn: Connection, keys: Collection[str]) -> bool:
    """Whether any of these was put in, whatever became of it."""
    return conn.execute(select(messages.c.id).where(messages.c.key.in_(keys)).limit(1)).first() is not None


def values_of(conn: Connection, key: str) -> dict[str, Any]:
    """What a message says, by its sentence's blanks; empty once that is forgotten, or where there was none."""
    given = conn.execute(select(messages.c.given).where(messages.c.key == key)).scalar()
    values: dict[str, Any] = json.loads(given or "{}")
    return values


def take_back(conn: Connection, keys: Collection[str]) -> int:
    """Removes those of these messages that have not gone out yet; how many."""
    waiting = (messages.c.key.in_(keys), messages.c.status.in_(WAITING))
    return conn.execute(delete(messages).where(*waiting)).rowcount


def sent_to(conn: Connection, recipient: str, since: datetime) -> int:
    """How many messages were put in for a number or address since."""
    return conn.execute(
        select(func.count()).where(messages.c.recipient == recipient, messages.c.created_at > since)
    ).scalar_one()


def is_due(conn: Connection, now: datetime) -> bool:
    """Whether any message is due."""
    return conn.execute(select(messages.c.id).where(*_due(now)).limit(1)).first() is not None


def claim(conn: Connection, now: datetime, until: datetime) -> Message | None:
    """One message that is due, as a new attempt that is ours alone until then; None if none is due."""
    return _taken(conn, _due(now), until, attempts=messages.c.attempts + 1, provider_id="")


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return messages.c.status.in_(WAITING), messages.c.due <= now, messages.c.expires_at > now


def claim_doubtful(conn: Connection, now: datetime, until: datetime) -> Message | None:
    """One message whose attempt never ended: its worker died, or the carrier did not answer."""
    return _taken(conn, (messages.c.status == "sending", messages.c.lease_until <= now), until)


# The update changes exactly one row, so that no two workers have the same; on PostgreSQL they do not even wait.
def _taken(
    conn: Connection, which: tuple[ColumnElement[bool], ...], until: datetime, **more: Any
) -> Message | None:
    one = select(messages.c.id).where(*which).order_by(messages.c.due).limit(1)
    row = conn.execute(
        update(messages)
        .where(messages.c.id == one.with_for_update(skip_locked=True).scalar_subquery())
        .values(status="sending", lease_until=until, **more)
        .returning(*_PARTS)
    ).first()
    return _message(row._mapping) if row else None


def _message(row: Mapping[Any, Any]) -> Message:
    named = dict(row)
    values = json.loads(named.pop("given"))
    return Message(**named, values=values)


def fix(conn: Connection, message: Message) -> None:
    """Keeps what the message says, from its first attempt on."""
    conn.execute(update(messages).where(messages.c.id == message.id).values(text=message.text))


def sent(conn: Connection, message: Message, provider_id: str, now: datetime) -> None:
    """The carrier has it. A report that came before this, or an attempt that was taken over, is not overwritten."""
    _settle(conn, message, now, status="sent", provider_id=provider_id, error="")


def failed(
    conn: Connection, message: Message, why: str, now: datetime, again: datetime | None = None
) -> None:
    """The carrier does not have it: tried again at that moment, or never."""
    if again is None:
        _settle(conn, message, now, status="permanent-failure", error=why)
    else:
        _settle(conn, message, now, status="temporary-failure", error=why, due=again, provider_id="")


def doubted(conn: Connection, message: Message, why: str, until: datetime, now: datetime) -> None:
    """Nobody knows whether the carrier has it; it is asked after that moment."""
    _settle(conn, message, now, error=why, lease_until=until)


def _settle(conn: Connection, message: Message, now: datetime, **changes: Any) -> None:
    # the number of the attempt tells a worker that was believed dead from the one that took over
    ours = (messages.c.id == message.id, messages.c.attempts == message.attempts)
    conn.execute(update(messages).where(*ours, messages.c.status == "sending").values(told_at=now, **changes))


def known(conn: Connection, provider_ids: Collection[str]) -> set[str]:
    """Those of the carrier's ids that belong to a message already."""
    rows = conn.execute(select(messages.c.provider_id).where(messages.c.provider_id.in_(provider_ids)))
    return set(rows.scalars())


def expire(conn: Connection, now: datetime) -> int:
    """Gives up what waited too long; the number of messages."""
    late = (messages.c.status.in_(WAITING), messages.c.expires_at <= now)
    return conn.execute(update(messages).where(*late).values(status="expired", told_at=now)).rowcount
