"""What every caller must hear at once, put on the line by a person: with an end, so that none is forgotten there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from store.tables import notices


@dataclass(frozen=True)
class EmergencyNotice:
    """What is said, by language, between two moments (UTC, the end not counted)."""

    texts: Mapping[str, str]
    begins: datetime
    ends: datetime

    def is_on(self, now: datetime) -> bool:
        return self.begins <= now < self.ends


def put_on(conn: Connection, notice: EmergencyNotice, now: datetime) -> None:
    """Callers hear it from its beginning on."""
    texts = json.dumps(dict(notice.texts), ensure_ascii=False)
    conn.execute(insert(notices).values(at=now, begins=notice.begins, ends=notice.ends, texts=texts))


def take_off(conn: Connection, now: datetime) -> int:
    """Ends all that are on or would come; how many."""
    return conn.execute(update(notices).where(notices.c.ends > now).values(ends=now)).rowcount


def coming(conn: Connection, now: datetime) -> tuple[EmergencyNotice, ...]:
    """Those that are on and those that will come, the earliest first."""
    rows = conn.execute(
        select(notices.c.texts, notices.c.begins, notices.c.ends)
        .where(notices.c.ends > now)
        .order_by(notices.c.begins, notices.c.id)
    )
    return tuple(EmergencyNotice(json.loads(texts), begins, ends) for texts, begins, ends in rows)
