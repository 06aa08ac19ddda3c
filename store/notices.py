"""What every caller must hear at once, put on the line by a person: with an end, so that none is forgotten there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, text, update

from store.tables import notices

LONGEST = 200  # characters: some 18 seconds, and callers still listen
MOST = timedelta(days=14)  # what lasts longer stands in the routing file


@dataclass(frozen=True)
class EmergencyNotice:
    """What is said, by language, between two moments (UTC, the end not counted); the id is given by the store."""

    texts: Mapping[str, str]
    begins: datetime
    ends: datetime
    id: int = field(default=0, compare=False)

    def is_on(self, now: datetime) -> bool:
        return self.begins <= now < self.ends


def put_on(conn: Connection, notice: EmergencyNotice, now: datetime) -> int | None:
    """Callers hear it from its beginning on; its id, None if the very same is on or will come already."""
    if conn.dialect.name == "postgresql":  # two who send it at once: the second waits, and finds it
        conn.execute(text("LOCK TABLE notices IN SHARE ROW EXCLUSIVE MODE"))
    if any(_is_same(one, notice, now) for one in coming(conn, now)):
        return None
    texts = json.dumps(dict(notice.texts), ensure_ascii=False)
    row = insert(notices).values(at=now, begins=notice.begins, ends=notice.ends, texts=texts)
    return int(conn.execute(row.returning(notices.c.id)).scalar_one())


def _is_same(one: EmergencyNotice, other: EmergencyNotice, now: datetime) -> bool:
    """Whether callers hear the same at the same time from now on."""
    begin = max(one.begins, now), max(other.begins, now)
    return begin[0] == begin[1] and (one.texts, one.ends) == (other.texts, other.ends)


def take_one_off(conn: Connection, notice_id: int, now: datetime) -> bool:
    """Ends one now; whether it was on or would come."""
    one = (notices.c.id == notice_id, notices.c.ends > now)
    return conn.execute(update(notices).where(*one).values(ends=now)).rowcount == 1


def take_off(conn: Connection, now: datetime) -> int:
    """Ends all that are on or would come; how many."""
    return conn.execute(update(notices).where(notices.c.ends > now).values(ends=now)).rowcount


def coming(conn: Connection, now: datetime) -> tuple[EmergencyNotice, ...]:
    """Those that are on and those that will come, the earliest first."""
    rows = conn.execute(
        select(notices.c.texts, notices.c.begins, notices.c.ends, notices.c.id)
        .where(notices.c.ends > now)
        .order_by(notices.c.begins, notices.c.id)
    )
    return tuple(EmergencyNotice(json.loads(texts), begins, ends, id_) for texts, begins, ends, id_ in rows)
