"""A call is a list of turns: answered once each, whatever the carrier repeats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from store.database import Work, insert_into
from store.statement import Statement
from store.tables import calls, turns


class AnsweredByTwin(Exception):
    """A twin of this request was quicker; its answer is stored by now."""


@dataclass(frozen=True)
class StoredTurn:
    """One turn as it was answered. `at` and `began` are UTC; `heard` and `reply` are JSON text.

    `revision` is the number of the routing file it was spoken from; 0 for one that was not published.
    `lookups` is how often the register of petitions was asked.
    """

    turn: int
    at: datetime
    began: datetime
    language: str
    failures: int
    heard: str
    reply: str
    revision: int = 0
    lookups: int = 0


@dataclass(frozen=True)
class StoredCall:
    """A call as the command line and the console list it. `shown` is the masked number."""

    call: str
    shown: str
    began: datetime
    ended: datetime | None
    outcome: str
    seconds: int | None
    turns: int
    language: str


_PARTS = (
    turns.c.turn,
    turns.c.at,
    turns.c.began,
    turns.c.language,
    turns.c.failures,
    turns.c.heard,
    turns.c.reply,
    turns.c.revision,
    turns.c.lookups,
)
_LATEST = Statement(
    select(*_PARTS)
    .where(turns.c.call == bindparam("sid"), turns.c.turn.between(bindparam("before"), bindparam("turn")))
    .order_by(turns.c.turn.desc())
)
_REMEMBER = Statement(insert(turns))
_BEGIN = Statement(
    {
        dialect: insert_into(calls, dialect)
        .values({name: bindparam(name) for name in ("call", "caller", "shown", "began")})
        .on_conflict_do_nothing(index_elements=["call"])
        for dialect in ("sqlite", "postgresql")
    }
)
_LAST_FROM = Statement(
    select(calls.c.began, calls.c.ended, *_PARTS)
    .join(turns, turns.c.call == calls.c.call)
    .where(calls.c.caller == bindparam("who"), calls.c.began >= bindparam("since"))
    .order_by(calls.c.began.desc(), turns.c.turn.desc())
    .limit(1)
)


def answered(conn: Connection, call: str, turn: int) -> tuple[StoredTurn | None, StoredTurn | None]:
    """This turn if it was answered already, and the one before it."""
    rows = [StoredTurn(*row) for row in _LATEST.rows(conn, sid=call, turn=turn, before=turn - 1)]
    by_number = {row.turn: row for row in rows}
    return by_number.get(turn), by_number.get(turn - 1)


def remember(unit: Work, call: str, stored: StoredTurn) -> None:
    """Records the turn with all it causes. Raises AnsweredByTwin if it is there already."""
    try:
        unit.finish(_REMEMBER, call=call, **vars(stored))
    except IntegrityError as error:
        raise AnsweredByTwin from error


def begin(conn: Connection, call: str, caller: str, shown: str, now: datetime) -> None:
    """The call is known from now on; a twin of its first request changes nothing here."""
    _BEGIN.run(conn, call=call, caller=caller, shown=shown, began=now)


def end(conn: Connection, call: str, outcome: str, seconds: int | None, now: datetime) -> None:
    """The carrier says the call is over; told twice, or late, it changes nothing."""
    conn.execute(
        update(calls)
        .where(calls.c.call == call, calls.c.ended.is_(None))
        .values(ended=now, outcome=outcome, seconds=seconds)
    )


def caller_of(conn: Connection, call: str) -> str:
    """The keyed hash of the number a call came from; empty when it was withheld, or the call is forgotten."""
    return conn.execute(select(calls.c.caller).where(calls.c.call == call)).scalar() or ""


def call_of(conn: Connection, call: str) -> StoredCall | None:
    """One call as it is listed; None if it is not known."""
    names = ("call", "shown", "began", "ended", "outcome", "seconds")
    rows = conn.execute(
        select(*(calls.c[name] for name in names), turns.c.turn.label("turns"), turns.c.language)
        .join(turns, turns.c.call == calls.c.call)
        .where(calls.c.call == call)
        .order_by(turns.c.turn.desc())
        .limit(1)
    ).mappings()
    return next((StoredCall(**row) for row in rows), None)


def last_turn(conn: Connection, call: str) -> StoredTurn | None:
    """Where a call stands: its latest turn."""
    row = conn.execute(
        select(*_PARTS).where(turns.c.call == call).order_by(turns.c.turn.desc()).limit(1)
    ).first()
    return StoredTurn(*row) if row else None


def last_from(
    conn: Connection, caller: str, since: datetime
) -> tuple[datetime, datetime | None, StoredTurn] | None:
    """When the last call from this number (a keyed hash) began and ended, and its last turn; None before `since`."""
    rows = _LAST_FROM.rows(conn, who=caller, since=since)
    return (rows[0][0], rows[0][1], StoredTurn(*rows[0][2:])) if rows else None


def latest(conn: Connection, at_most: int) -> list[StoredCall]:
    """The most recent calls, newest first."""
    recent = select(calls).order_by(calls.c.began.desc()).limit(at_most).subquery()
    theirs = turns.alias()
    last = select(func.max(theirs.c.turn)).where(theirs.c.call == recent.c.call).scalar_subquery()
    names = ("call", "shown", "began", "ended", "outcome", "seconds")
    rows = conn.execute(
        select(*(recent.c[name] for name in names), turns.c.turn.label("turns"), turns.c.language)
        .join_from(recent, turns, (turns.c.call == recent.c.call) & (turns.c.turn == last))
        .order_by(recent.c.began.desc())
    ).mappings()
    return [StoredCall(**row) for row in rows]


def journey(conn: Connection, call: str) -> Sequence[StoredTurn]:
    """All turns of a call, in order; empty for a call that is not known."""
    rows = conn.execute(select(*_PARTS).where(turns.c.call == call).order_by(turns.c.turn))
    return [StoredTurn(*row) for row in rows]


def turns_of(conn: Connection, sids: Sequence[str]) -> dict[str, list[StoredTurn]]:
    """All turns of some calls, in order, by call."""
    found: dict[str, list[StoredTurn]] = {}
    rows = conn.execute(
        select(turns.c.call, *_PARTS).where(turns.c.call.in_(sids)).order_by(turns.c.call, turns.c.turn)
    )
    for call, *parts in rows:
        found.setdefault(call, []).append(StoredTurn(*parts))
    return found


def forget(conn: Connection, before: datetime, at_most: int) -> int:
    """Removes calls that began before, with their turns, at most so many; the number of calls."""
    old = list(
        conn.execute(
            select(calls.c.call).where(calls.c.began < before).order_by(calls.c.began).limit(at_most)
        ).scalars()
    )
    if old:
        conn.execute(delete(turns).where(turns.c.call.in_(old)))
        conn.execute(delete(calls).where(calls.c.call.in_(old)))
    return len(old)


def latest_journeys(conn: Connection, at_most: int) -> list[tuple[str, str, Sequence[StoredTurn]]]:
    """The most recent calls that callers made, newest first: id, masked number, and all turns in order.

    Those in which a supervisor listened to a draft are not among them.
    """
    which = select(calls.c.call, calls.c.shown).order_by(calls.c.began.desc()).limit(at_most)
    shown = {row.call: row.shown for row in conn.execute(which)}
    found = turns_of(conn, list(shown))
    return [(sid, shown[sid], found[sid]) for sid in shown if sid in found and found[sid][0].revision >= 0]
