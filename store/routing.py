"""Every routing file that was ever on the line: the newest is what callers hear, the older ones can come back."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from store.database import Work, insert_into
from store.tables import routing_refusals as refusals
from store.tables import routing_revisions as revisions


class NotTheLatest(Exception):
    """Somebody else published a moment ago; look at theirs first."""


@dataclass(frozen=True)
class Publication:
    """A published routing file, without its text. `at` is UTC; `author` is whoever or whatever published it."""

    number: int
    at: datetime
    author: str
    note: str
    sha256: str


@dataclass(frozen=True)
class Standing:
    """The newest revision (0 for none), how many saves were ever refused, and why the last one was.

    `refused` is empty as soon as a later save was good.
    """

    number: int
    refusals: int
    refused: str


_PARTS = [revisions.c[name] for name in ("number", "at", "author", "note", "sha256")]
_NEWEST = select(func.coalesce(func.max(revisions.c.number), 0))


def digest(text: str) -> str:
    """What two equal texts share."""
    return sha256(text.encode()).hexdigest()


def publish(
    unit: Work,
    text: str,
    *,
    author: str,
    note: str = "",
    base: int | None = None,
    now: datetime,
    beside_file: bool = False,
) -> int:
    """Puts a checked text on the line; its number. Raises NotTheLatest if `base` is given and no longer newest.

    `beside_file`: the file that is watched does not hold this text, so that a save of it would undo this.
    """
    conn = unit.begin()
    number = newest(conn)
    if base is not None and base != number:
        raise NotTheLatest
    row = {"number": number + 1, "at": now, "author": author, "note": note, "beside_file": beside_file}
    try:
        conn.execute(insert(revisions).values(**row, sha256=digest(text), text=text))
    except IntegrityError as error:  # on PostgreSQL another machine was quicker
        raise NotTheLatest from error
    return number + 1


def is_beside_file(conn: Connection, number: int) -> bool:
    """Whether the watched file never held this revision: what is saved in it was written without knowing it."""
    return bool(conn.execute(select(revisions.c.beside_file).where(revisions.c.number == number)).scalar())


def found_in_file(conn: Connection, number: int) -> None:
    """The watched file holds this revision: whoever saves it next has begun from there."""
    conn.execute(update(revisions).where(revisions.c.number == number).values(beside_file=False))


def newest(conn: Connection) -> int:
    """The number of the revision that callers hear; 0 when nothing was published yet."""
    return int(conn.execute(_NEWEST).scalar_one())


def text_of(conn: Connection, number: int) -> str | None:
    """The routing file as it was published under a number."""
    return conn.execute(select(revisions.c.text).where(revisions.c.number == number)).scalar()


def published(conn: Connection, at_most: int = 1, before: int | None = None) -> list[Publication]:
    """The latest publications, newest first; those `before` a number if it is given."""
    asked = select(*_PARTS).order_by(revisions.c.number.desc()).limit(at_most)
    rows = conn.execute(asked if before is None else asked.where(revisions.c.number < before))
    return [Publication(*row) for row in rows]


def is_known(conn: Connection, text: str) -> bool:
    """Whether this very text was published before."""
    known = select(revisions.c.number).where(revisions.c.sha256 == digest(text)).limit(1)
    return conn.execute(known).first() is not None


def refuse(conn: Connection, saved: bytes, faults: str, *, author: str, now: datetime) -> bool:
    """Notes a save that was not published; whether nobody had noted it yet (two workers may watch one file).

    What was refused before and is saved again after something else is noted again: each refusal is marked with its
    bytes and with the refusal before it, so that of two workers only one can follow that.
    """
    base = newest(conn)
    before = select(refusals.c.id, refusals.c.sha256).where(refusals.c.base == base)
    last = conn.execute(before.order_by(refusals.c.id.desc()).limit(2)).all()
    marks = [_mark(saved, one.id) for one in last] + [_mark(saved, 0)]
    if last and last[0].sha256 == marks[1]:
        return False
    row = {"at": now, "author": author, "base": base, "sha256": marks[0], "faults": faults}
    noted = insert_into(refusals, conn.dialect.name).values(**row)
    noted = noted.on_conflict_do_nothing(index_elements=["base", "sha256"])
    return conn.execute(noted.returning(refusals.c.id)).first() is not None


def _mark(saved: bytes, before: int) -> str:
    return sha256(b"%d " % before + saved).hexdigest()


def standing(conn: Connection) -> Standing:
    """How it stands with the routing file, for whoever watches the line."""
    number, count = conn.execute(
        select(_NEWEST.scalar_subquery(), select(func.count()).select_from(refusals).scalar_subquery())
    ).one()
    last = select(refusals.c.faults).where(refusals.c.base == number).order_by(refusals.c.id.desc()).limit(1)
    return Standing(number, count, conn.execute(last).scalar() or "")
