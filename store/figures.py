"""What whoever watches the line sees at a glance; the same from every process, since it is counted in SQL."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from store import requests, routing
from store.tables import calls, turns


@dataclass(frozen=True)
class Figures:
    """Counts of this moment; of turns those of the last minute."""

    revision: int
    refused_saves: int
    last_save_refused: bool
    calls_in_progress: int
    turns_in_a_minute: int
    callbacks_waiting: int


def figures(conn: Connection, longest_call: timedelta, now: datetime) -> Figures:
    """A call counts as in progress until the carrier says it is over, or the longest a call may last has passed."""
    stands = routing.standing(conn)
    recent = calls.c.began >= now - longest_call
    in_progress = select(func.count()).select_from(calls).where(recent, calls.c.ended.is_(None))
    latest = select(func.count()).select_from(turns.join(calls, calls.c.call == turns.c.call))
    return Figures(
        revision=stands.number,
        refused_saves=stands.refusals,
        last_save_refused=bool(stands.refused),
        calls_in_progress=conn.execute(in_progress).scalar_one(),
        turns_in_a_minute=conn.execute(
            latest.where(recent, turns.c.at >= now - timedelta(minutes=1))
        ).scalar_one(),
        callbacks_waiting=requests.count_waiting(conn),
    )
