"""Who did what to what, and when: rows are added and never changed, and hold no name or telephone number.

The database itself refuses to change one, or to remove one of the last year (migration 0007).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, insert, or_, select

from office.users import CODE
from store.tables import events, users

LOOKING = "page"  # the entity of a look at somebody's data
SAME_LOOK = timedelta(minutes=1)  # a page that polls, or is loaded again, was looked at once


@dataclass(frozen=True)
class Event:
    """Something that happened; `before` and `after` are what it changed, where it changed anything."""

    id: int
    at: datetime
    actor: str
    entity: str
    entity_id: str
    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Wanted:
    """Which events: by whom ("ana" and "user ana" are also the user with that login), of what kind, to what, from
    `since` to before `until`.
    """

    actor: str = ""
    entity: str = ""
    entity_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


_EVENT = [events.c[name] for name in Event.__dataclass_fields__]


def record(
    conn: Connection,
    *,
    at: datetime,
    actor: str,
    entity: str,
    entity_id: object,
    what: str,
    before: str = "",
    after: str = "",
) -> None:
    """Adds what happened, in the transaction in which it happens."""
    conn.execute(
        insert(events).values(
            at=at,
            actor=actor,
            entity=entity,
            entity_id=str(entity_id),
            what=what,
            before=before,
            after=after,
        )
    )


def looked(conn: Connection, *, at: datetime, actor: str, entity_id: str, what: str) -> None:
    """Adds that somebody looked at a page, unless it is what they did last, a moment ago."""
    last = select(events.c.at, events.c.entity, events.c.entity_id, events.c.what).where(
        events.c.actor == actor
    )
    row = conn.execute(last.order_by(events.c.at.desc(), events.c.id.desc()).limit(1)).first()
    if row is None or tuple(row[1:]) != (LOOKING, entity_id, what) or at - row.at > SAME_LOOK:
        record(conn, at=at, actor=actor, entity=LOOKING, entity_id=entity_id, what=what)


def listed(conn: Connection, wanted: Wanted, limit: int, older_than: int = 0) -> list[Event]:
    """The newest events that are wanted; those older than the event with an id, if one is given.

    They come along an index by the moment (of all, of an actor, or of a kind), whatever is asked.
    """
    found = _newest(conn, wanted, limit, older_than)
    if not wanted.actor:
        return [Event(*row) for row in conn.execute(found)]
    # one name after the other, and not IN: PostgreSQL would look for a rare name through all that ever happened
    names = _names(conn, wanted.actor)
    both = [Event(*row) for name in names for row in conn.execute(found.where(events.c.actor == name))]
    return sorted(both, key=lambda one: (one.at, one.id), reverse=True)[:limit]


def _names(conn: Connection, actor: str) -> set[str]:
    """How the log may have written who is asked for."""
    login = actor.removeprefix("user ")
    found = conn.execute(select(users.c.id).where(users.c.login == login)).scalar()
    return {actor, f"user {actor}"} | ({f"{CODE}{found}"} if found is not None else set())


def _newest(conn: Connection, wanted: Wanted, limit: int, older_than: int) -> Select[Any]:
    """Those of whatever actor."""
    found = select(*_EVENT).order_by(events.c.at.desc(), events.c.id.desc()).limit(limit)
    if wanted.entity_id:  # apart, or SQLite reads a whole kind in the order of the moments
        of = [wanted.entity] if wanted.entity else kinds(conn)
        about = select(events.c.id).where(events.c.entity.in_(of), events.c.entity_id == wanted.entity_id)
        found = found.where(events.c.id.in_(about))
    elif wanted.entity:
        found = found.where(events.c.entity == wanted.entity)
    if wanted.since:
        found = found.where(events.c.at >= wanted.since)
    if wanted.until:
        found = found.where(events.c.at < wanted.until)
    at = conn.execute(select(events.c.at).where(events.c.id == older_than)).scalar() if older_than else None
    if at:
        earlier = or_(events.c.at < at, and_(events.c.at == at, events.c.id < older_than))
        found = found.where(events.c.at <= at, earlier)
    return found


def kinds(conn: Connection) -> list[str]:
    """What events were about so far, each once: a step in the index for each, and no look at a million rows."""
    found: list[str] = []
    next_one = select(events.c.entity).order_by(events.c.entity).limit(1)
    while kind := conn.execute(next_one.where(events.c.entity > (found[-1] if found else ""))).scalar():
        found.append(kind)
    return found
