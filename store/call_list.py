"""The calls there were, a page at a time, newest first: whoever looks for one finds it by day, ending or language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, func, or_, select

from store.calls import StoredCall
from store.tables import calls, turns

PAGE = 50  # calls of one page
LOOKED_AT = 2000  # calls that are looked at for one page, so that a rare ending does not read them all
_PLACE = (calls.c.began, calls.c.call)


@dataclass(frozen=True)
class Place:
    """Where a page ends: the call that was shown or looked at last. `began` is UTC."""

    began: datetime
    call: str


@dataclass(frozen=True)
class Wanted:
    """Which calls: begun since (and) before these moments (UTC), ended in this way, left in this language.

    An empty `outcome` or `language` is any; the outcome "open" is a call that goes on, as far as we were told.
    """

    since: datetime | None = None
    before: datetime | None = None
    outcome: str = ""
    language: str = ""


@dataclass(frozen=True)
class ListedCall(StoredCall):
    """A call as the list shows it; `failures` is how often something was not understood.

    `revision` is the routing file it spoke from, below 0 where a supervisor listened to a draft.
    """

    failures: int
    revision: int


def listed(
    conn: Connection, wanted: Wanted, after: Place | None = None
) -> tuple[list[ListedCall], Place | None]:
    """At most PAGE calls, and where the next page goes on; None at the end.

    A page may be short, or empty, where many calls had to be looked at: the next one goes on from there.
    """
    looked = _looked_at(wanted, after).subquery()
    theirs = turns.alias()
    last = select(func.max(theirs.c.turn)).where(theirs.c.call == looked.c.call).scalar_subquery()
    names = ("call", "shown", "began", "ended", "outcome", "seconds")
    rows = conn.execute(
        select(*(looked.c[name] for name in names), turns.c.turn.label("turns"), turns.c.language)
        .add_columns(turns.c.failures, turns.c.revision)
        .join_from(looked, turns, (turns.c.call == looked.c.call) & (turns.c.turn == last))
        .where(*_ended(looked, wanted))
        .where(*([turns.c.language == wanted.language] if wanted.language else []))
        .order_by(looked.c.began.desc(), looked.c.call.desc())
        .limit(PAGE + 1)
    ).mappings()
    found = [ListedCall(**row) for row in rows]
    if len(found) > PAGE:
        return found[:PAGE], Place(found[PAGE - 1].began, found[PAGE - 1].call)
    return found, _stopped(conn, wanted, after)


def _looked_at(wanted: Wanted, after: Place | None) -> Select[Any]:
    """The calls of those days from a place on, newest first: a stretch of one index."""
    conditions = []
    if wanted.since:
        conditions.append(calls.c.began >= wanted.since)
    if wanted.before:
        conditions.append(calls.c.began < wanted.before)
    if after:
        earlier = or_(calls.c.began < after.began, calls.c.call < after.call)
        conditions.append(and_(calls.c.began <= after.began, earlier))
    newest = (calls.c.began.desc(), calls.c.call.desc())
    most = LOOKED_AT if wanted.outcome or wanted.language else PAGE + 1
    return select(calls).where(*conditions).order_by(*newest).limit(most)


def _ended(looked: Subquery, wanted: Wanted) -> list[ColumnElement[bool]]:
    if wanted.outcome == "open":
        return [looked.c.ended.is_(None)]
    return [looked.c.outcome == wanted.outcome] if wanted.outcome else []


def _stopped(conn: Connection, wanted: Wanted, after: Place | None) -> Place | None:
    """Where the looking stopped before it had seen everything."""
    last = _looked_at(wanted, after).offset(LOOKED_AT - 1).limit(1).with_only_columns(*_PLACE)
    row = conn.execute(last).first()
    return Place(*row) if row else None
