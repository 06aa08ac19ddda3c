"""Who is rung for a ticket is written down before anybody is: whoever writes the row rings, and nobody else."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, tuple_, update

from office.ringing import OPEN, Leg, Ring, State, ended
from office.tickets import BlueTicket, Channel, Status
from store.database import Work, insert_into
from store.tables import attempts, tickets
from store.tickets import become, matching, ticket_of

LINE = "line"
_RING = [attempts.c[name] for name in Ring.__dataclass_fields__]
_KEY = (attempts.c.ticket_id, attempts.c.n, attempts.c.leg)
FORGOTTEN = timedelta(hours=1)  # nobody asks about a ring of yesterday


def due(conn: Connection, now: datetime) -> int | None:
    """A booked ticket by telephone whose hour has come."""
    which = (
        tickets.c.status == Status.booked,
        tickets.c.channel == Channel.phone,
        tickets.c.starts_at <= now,
    )
    return conn.execute(select(tickets.c.id).where(*which).order_by(tickets.c.starts_at).limit(1)).scalar()


def begin(conn: Connection, ticket_id: int, now: datetime) -> BlueTicket | None:
    """From now on the ticket is being rung for; None if another worker was quicker, or it was cancelled."""
    if _locked(conn, ticket_id, Status.booked):
        return become(conn, ticket_id, Status.calling, actor=LINE, now=now)
    return None


def calling(conn: Connection) -> list[BlueTicket]:
    """The tickets for which telephones are rung now."""
    return matching(conn, tickets.c.status == Status.calling)


def lock(conn: Connection, ticket_id: int) -> BlueTicket | None:
    """A ticket that is being rung for, to be decided about by nobody else until the transaction ends; None if it is
    not any more, or another worker is deciding right now.
    """
    return ticket_of(conn, ticket_id) if _locked(conn, ticket_id, Status.calling) else None


def _locked(conn: Connection, ticket_id: int, status: Status) -> bool:
    which = select(tickets.c.id).where(tickets.c.id == ticket_id, tickets.c.status == status)
    return conn.execute(which.with_for_update(skip_locked=True)).first() is not None


def rings_of(conn: Connection, ticket_id: int) -> list[Ring]:
    """All rings for a ticket, in their order."""
    which = select(*_RING).where(attempts.c.ticket_id == ticket_id)
    return [_ring(row) for row in conn.execute(which.order_by(attempts.c.n, attempts.c.leg.desc()))]


def ring_of(conn: Connection, ticket_id: int, n: int, leg: Leg, *, lock: bool = False) -> Ring | None:
    """One ring; locked, it stays as it is until the transaction ends."""
    which = select(*_RING).where(tuple_(*_KEY) == tuple_(ticket_id, n, leg))
    row = conn.execute(which.with_for_update() if lock else which).first()
    return _ring(row) if row else None


def write_down(conn: Connection, ring: Ring, until: datetime) -> bool:
    """The ring, before the carrier is asked; whether it was us who wrote it, and nobody before."""
    row = {name: getattr(ring, name) for name in Ring.__dataclass_fields__} | {"due": until}
    new = insert_into(attempts, conn.dialect.name).values(row)
    return conn.execute(new.on_conflict_do_nothing().returning(attempts.c.n)).first() is not None


def claim(conn: Connection, now: datetime, until: datetime) -> Ring | None:
    """A ring that nobody has told us about for a while, ours alone until then."""
    one = (
        select(*_KEY)
        .where(attempts.c.state.in_(OPEN), attempts.c.due <= now, attempts.c.at > now - FORGOTTEN)
        .order_by(attempts.c.due)
        .limit(1)
    )
    key = conn.execute(one.with_for_update(skip_locked=True)).first()
    if key is None:
        return None
    # on SQLite another may have come between: the same condition again
    mine = (tuple_(*_KEY) == tuple_(*key), attempts.c.due <= now)
    row = conn.execute(update(attempts).where(*mine).values(due=until).returning(*_RING)).first()
    return _ring(row) if row else None


def is_claimable(conn: Connection, now: datetime) -> bool:
    """Whether there is such a ring."""
    which = (attempts.c.state.in_(OPEN), attempts.c.due <= now, attempts.c.at > now - FORGOTTEN)
    return conn.execute(select(attempts.c.n).where(*which).limit(1)).first() is not None


def change(
    conn: Connection, ring: Ring, from_: Collection[State], then: State, *, call: str = "", **more: Any
) -> bool:
    """One state further, if it still was in one of those; whether it was.

    With `call` only where this is the carrier's call of this ring, or the first we hear of.
    """
    which: list[ColumnElement[bool]] = [_this(ring), attempts.c.state.in_(from_)]
    if call:
        which.append(attempts.c.call.in_(("", call)))
        more["call"] = call
    return conn.execute(update(attempts).where(*which).values(state=then, **more)).rowcount == 1


def over(unit: Work, ring: Ring, status: str, seconds: int | None, call: str) -> bool:
    """The carrier says how far a call is: whether that was the end of the ring.

    The citizen of an inspector who has left waits in vain.
    """
    conn = unit.begin()
    now = ring_of(conn, ring.ticket_id, ring.n, ring.leg, lock=True)
    then = ended(now.state, status) if now and now.state in OPEN else None
    if now is None or then is None or not change(conn, now, (now.state,), then, call=call, seconds=seconds):
        return False
    if ring.leg is Leg.inspector and then is State.left:
        citizen = Ring(ring.ticket_id, ring.n, Leg.citizen, ring.at, State.accepted)
        change(conn, citizen, (State.accepted,), State.unmet)
    return True


def put_off(conn: Connection, ring: Ring, until: datetime, error: str = "") -> None:
    """The carrier is asked about it at that moment."""
    conn.execute(update(attempts).where(_this(ring)).values(due=until, error=error))


def give_back(conn: Connection, ring: Ring, until: datetime, now: datetime, error: str) -> bool:
    """A ring that was to be asked for by us until then, and was not; it is due again. Whether it still was ours:
    another may have claimed it meanwhile.
    """
    ours = (_this(ring), attempts.c.state == State.asking, attempts.c.due == until)
    return conn.execute(update(attempts).where(*ours).values(due=now, error=error)).rowcount == 1


def known(conn: Connection, calls: Collection[str]) -> set[str]:
    """Those of the carrier's calls that belong to a ring already."""
    return set(conn.execute(select(attempts.c.call).where(attempts.c.call.in_(calls))).scalars())


def to_warn(conn: Connection, now: datetime, before: timedelta) -> Ring | None:
    """A talk that is about to end, and of which nobody has said so yet."""
    which = (
        attempts.c.state == State.joined,
        attempts.c.leg == Leg.citizen,
        attempts.c.warned_at.is_(None),
        tickets.c.status == Status.calling,
        tickets.c.ends_at <= now + before,
        tickets.c.ends_at > now,
    )
    rows = conn.execute(
        select(*_RING).join(tickets, tickets.c.id == attempts.c.ticket_id).where(*which).limit(1)
    )
    return next(map(_ring, rows), None)


def warned(conn: Connection, ring: Ring, now: datetime) -> bool:
    """It is said now; whether it is us who say it."""
    mine = update(attempts).where(_this(ring), attempts.c.warned_at.is_(None))
    return conn.execute(mine.values(warned_at=now)).rowcount == 1


def _this(ring: Ring) -> ColumnElement[bool]:
    return tuple_(*_KEY) == tuple_(ring.ticket_id, ring.n, ring.leg)


def _ring(row: Sequence[Any]) -> Ring:
    values = dict(zip(Ring.__dataclass_fields__, row, strict=True))
    return Ring(**values | {"leg": Leg(values["leg"]), "state": State(values["state"])})
