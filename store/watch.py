"""The line now: who calls and where they stand, what waits to be sent, and what the carrier said last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, exists, func, select, text

from store import events
from store.tables import attempts, calls, messages, turns
from store.tables import events as happened

ONCE_IN = timedelta(minutes=1)  # an outage is one line a minute, not one for each caller
LOOKED_BACK = timedelta(days=7)


@dataclass(frozen=True)
class CallNow:
    """A call in progress, with its latest turn: `shown` is the masked number, `reply` JSON (ivr/codec.py)."""

    call: str
    shown: str
    began: datetime
    at: datetime
    language: str
    failures: int
    reply: str


@dataclass(frozen=True)
class CarrierError:
    """What the carrier told, as it names it, and when. `about` is call, message or ring."""

    at: datetime
    about: str
    error: str


@dataclass(frozen=True)
class Backlog:
    """Messages that should have gone out by now, the oldest since when; and those of the last week that never will."""

    waiting: int
    since: datetime | None
    failed: int
    why: str


def calls_now(conn: Connection, longest: timedelta, now: datetime, at_most: int) -> list[CallNow]:
    """Calls that are not over, the longest first; one of which nobody told the end counts until it must be over.

    Those in which a supervisor listens to a draft are not among them.
    """
    is_trial = exists().where(turns.c.call == calls.c.call, turns.c.revision < 0)
    going = (calls.c.began >= now - longest, calls.c.ended.is_(None), text("NOT counted"), ~is_trial)
    some = select(calls).where(*going).order_by(calls.c.began).limit(at_most).subquery()
    theirs = turns.alias()
    last = select(func.max(theirs.c.turn)).where(theirs.c.call == some.c.call).scalar_subquery()
    parts = (turns.c.at, turns.c.language, turns.c.failures, turns.c.reply)
    rows = conn.execute(
        select(some.c.call, some.c.shown, some.c.began, *parts)
        .join_from(some, turns, (turns.c.call == some.c.call) & (turns.c.turn == last))
        .order_by(some.c.began)
    )
    return [CallNow(*row) for row in rows]


def carrier_failed(conn: Connection, code: str, now: datetime) -> None:
    """The carrier could not get an answer of ours and says why: written down, the same one once a minute."""
    same = (happened.c.entity == "carrier", happened.c.entity_id == code, happened.c.at > now - ONCE_IN)
    if conn.execute(select(happened.c.id).where(*same).limit(1)).first() is None:
        events.record(conn, at=now, actor="carrier", entity="carrier", entity_id=code, what="fell back")


def last_carrier_error(conn: Connection, now: datetime) -> CarrierError | None:
    """The newest of the last week: of a turn, of a message, of a telephone that was rung."""
    told = [*_of_calls(conn, now), *_of_messages(conn, now), *_of_rings(conn, now)]
    return max(told, key=lambda one: one.at, default=None)


def backlog(conn: Connection, now: datetime) -> Backlog:
    """How it stands with what was promised in writing."""
    waiting = (messages.c.status.in_(("created", "temporary-failure", "sending")), messages.c.due <= now)
    count, since = conn.execute(select(func.count(), func.min(messages.c.due)).where(*waiting)).one()
    failed = (messages.c.status == "permanent-failure", messages.c.due > now - LOOKED_BACK)
    never = conn.execute(select(func.count()).select_from(messages).where(*failed)).scalar_one()
    last = select(messages.c.error).where(*failed).order_by(messages.c.due.desc()).limit(1)
    return Backlog(count, since, never, conn.execute(last).scalar() or "")


def _of_calls(conn: Connection, now: datetime) -> Sequence[CarrierError]:
    which = (happened.c.entity == "carrier", happened.c.at > now - LOOKED_BACK)
    rows = conn.execute(
        select(happened.c.at, happened.c.entity_id).where(*which).order_by(happened.c.at.desc()).limit(1)
    )
    return [CarrierError(at, "call", code) for at, code in rows]


def _of_messages(conn: Connection, now: datetime) -> Sequence[CarrierError]:
    when = func.coalesce(messages.c.told_at, messages.c.due)
    found = []
    for status in ("permanent-failure", "temporary-failure"):
        which = (messages.c.status == status, messages.c.due > now - LOOKED_BACK, messages.c.channel == "sms")
        rows = conn.execute(
            select(when, messages.c.error).where(*which).order_by(messages.c.due.desc()).limit(1)
        )
        found += [CarrierError(at, "message", error) for at, error in rows if error]
    return found


def _of_rings(conn: Connection, now: datetime) -> Sequence[CarrierError]:
    which = (attempts.c.state == "failed", attempts.c.due > now - LOOKED_BACK, attempts.c.error != "")
    rows = conn.execute(
        select(attempts.c.at, attempts.c.error).where(*which).order_by(attempts.c.due.desc()).limit(1)
    )
    return [CarrierError(at, "ring", error) for at, error in rows]
