"""Callers who asked to be rung back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from store.database import insert_into
from store.tables import callback_requests as requests


@dataclass(frozen=True)
class CallbackRequest:
    """Somebody waits to be rung: `phone` in E.164, `about` a registration number or empty, `at` in UTC."""

    id: int
    call: str
    phone: str
    about: str
    language: str
    state: str
    at: datetime


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
    columns = [requests.c[name] for name in ("id", "call", "phone", "about", "language", "state", "at")]
    rows = conn.execute(
        select(*columns).where(requests.c.state == "open").order_by(requests.c.at).limit(at_most)
    )
    return [CallbackRequest(*row) for row in rows]


def forget(conn: Connection, before: datetime) -> int:
    """Removes requests made before; the number of rows."""
    return conn.execute(delete(requests).where(requests.c.at < before)).rowcount
