"""Who tries the line finds calls that were made on it: where sample calls lie in the store, and how they leave it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select, update

from store.tables import callback_requests, calls, messages, petitions, tallies, turns, unmatched

MARK = "sample-"  # how the sid of each begins
CALLERS = tuple(f"+407220002{at:02}" for at in range(40)) + tuple(
    f"+40266000{at:03}" for at in range(10)
)  # nobody has these
NOBODYS_MAIL = "%@exemplu.invalid"
OF_SAMPLES = calls.c.call.startswith(MARK)


@dataclass(frozen=True)
class KnownPetition:
    """A sample petition as its citizen would name it; `since` is the day of its state."""

    number: int
    filed_on: date
    since: date
    has_inspector: bool


def are_wanted(conn: Connection) -> bool:
    """Whether the register holds samples and there is no sample call yet."""
    has_petitions = select(exists().where(petitions.c.sample)).scalar_subquery()
    has_calls = select(exists().where(OF_SAMPLES)).scalar_subquery()
    there, made = conn.execute(select(has_petitions, has_calls)).one()
    return bool(there) and not made


def known_petitions(conn: Connection) -> list[KnownPetition]:
    """The sample petitions, oldest first."""
    rows = conn.execute(
        select(petitions.c.number, petitions.c.filed_on, petitions.c.state_on, petitions.c.inspector_id != "")
        .where(petitions.c.sample)
        .order_by(petitions.c.filed_on, petitions.c.id)
    )
    return [KnownPetition(*row) for row in rows]


def settle(conn: Connection, since: datetime, until: datetime, now: datetime, error: str = "") -> None:
    """What a call of the past put into the outbox has gone out long ago, or with an `error` never."""
    conn.execute(
        update(messages)
        .where(messages.c.created_at.between(since, until), messages.c.due <= now)
        .where(messages.c.status == "created", _to_samples())
        .values(
            status="permanent-failure" if error else "delivered",
            error=error,
            attempts=1,
            told_at=until + timedelta(seconds=4),
        )
    )


def forget(conn: Connection) -> int:
    """Removes the sample calls with all they left; how many. What was counted is counted anew, without them."""
    sids = select(calls.c.call).where(OF_SAMPLES)
    conn.execute(delete(turns).where(turns.c.call.in_(sids)))
    conn.execute(delete(callback_requests).where(callback_requests.c.call.in_(sids)))
    conn.execute(delete(messages).where(_to_samples()))
    gone = conn.execute(delete(calls).where(OF_SAMPLES)).rowcount
    if gone:
        conn.execute(delete(tallies))
        conn.execute(delete(unmatched).where(unmatched.c.state == "new"))
        conn.execute(update(calls).values(counted=False))
    return gone


def _to_samples() -> ColumnElement[bool]:
    return or_(messages.c.recipient.in_(CALLERS), messages.c.recipient.like(NOBODYS_MAIL))
