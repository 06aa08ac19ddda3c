"""Callers who asked to be rung back, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from store.database import insert_into
from store.tables import callback_requests as requests

STATES = ("open", "in_progress", "unreached", "done")
WAITING = STATES[:3]  # somebody still hopes to be rung


@dataclass(frozen=True)
class CallbackRequest:
    """Somebody waits to be rung: `phone` in E.164, `about` a registration number or empty, `at` in UTC.

    `note` is what those who rang wrote down; `changed_by` and `changed_at` tell who did last, and when.
    """

    id: int
    call: str
    phone: str
    about: str
    language: str
    state: str
    at: datetime
    note: str = ""
    changed_by: str = ""
    changed_at: datetime | None = None


_PARTS = [requests.c[name] for name in CallbackRequest.__dataclass_fields__]


def leave(conn: Connection, *, call: str, phone: str, about: str, language: str, now: datetime) -> None:
    """Stores the request; the same one again in one call changes nothing."""
    row = insert_into(requests, conn.dialect.name).values(
        call=call, phone=phone, about=about, language=language, at=now
    )
    conn.execute(row.on_conflict_do_nothing(index_elements=["call", "phone", "about"]))


def left_in(conn: Connection, call: str) -> int:
    """How many requests a call has left."""
    return conn.execute(
        select(func.count()).select_from(requests).where(requests.c.call == call)
    ).scalar_one()


def count_waiting(conn: Connection) -> int:
    """How many requests are open."""
    open_ = select(func.count()).select_from(requests).where(requests.c.state == "open")
    return conn.execute(open_).scalar_one()


def waiting(conn: Connection, at_most: int) -> list[CallbackRequest]:
    """The open requests, oldest first."""
    return listed(conn, ("open",), at_most)


def listed(
    conn: Connection, states: Sequence[str], at_most: int, skipping: int = 0, newest_first: bool = False
) -> list[CallbackRequest]:
    """Those in one of the states, oldest first unless asked otherwise."""
    order = (requests.c.at.desc(), requests.c.id.desc()) if newest_first else (requests.c.at, requests.c.id)
    rows = conn.execute(
        select(*_PARTS).where(requests.c.state.in_(states)).order_by(*order).limit(at_most).offset(skipping)
    )
    return [CallbackRequest(*row) for row in rows]


def counts(conn: Connection) -> dict[str, int]:
    """How many requests are in each state."""
    rows = conn.execute(select(requests.c.state, func.count()).group_by(requests.c.state))
    return dict.fromkeys(STATES, 0) | {row[0]: row[1] for row in rows}


def request_of(conn: Connection, request_id: int) -> CallbackRequest | None:
    """One of them; None if there is no such."""
    row = conn.execute(select(*_PARTS).where(requests.c.id == request_id)).first()
    return CallbackRequest(*row) if row else None


def change(
    conn: Connection, before: CallbackRequest, *, state: str, note: str, by: str, now: datetime
) -> bool:
    """Another state and note; False if somebody changed the request since `before` was read."""
    same = (
        requests.c.id == before.id,
        requests.c.changed_at.is_not_distinct_from(before.changed_at),
    )
    changed = update(requests).where(*same).values(state=state, note=note, changed_by=by, changed_at=now)
    return conn.execute(changed).rowcount == 1


def forget(conn: Connection, before: datetime) -> int:
    """Removes requests made before; the number of rows."""
    return conn.execute(delete(requests).where(requests.c.at < before)).rowcount
