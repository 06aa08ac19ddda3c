"""Inspectors, when they work and when they are away; the tickets that a change of this hits."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from office.slots import Diary, Practice, Span, WorkingHours, is_kept
from office.staff import Inspector, StaffRow
from office.tickets import BlueTicket, SlotTaken, Status, TicketGone
from store import events, tickets
from store.database import insert_into
from store.tables import absences, inspectors, working_hours
from store.tables import tickets as rows_of


class OtherInstitution(Exception):
    """A ticket is handed over within one institution only."""


_INSPECTOR = [inspectors.c[name] for name in Inspector.__dataclass_fields__]
_HOURS = [working_hours.c[name] for name in WorkingHours.__dataclass_fields__]


def upsert(conn: Connection, rows: Sequence[StaffRow], *, sample: bool = False) -> None:
    """Adds inspectors or brings them up to date; the hours given are then the only ones they have."""
    for row in sorted(rows, key=lambda row: row.inspector.id):
        values = {name: getattr(row.inspector, name) for name in Inspector.__dataclass_fields__}
        new = insert_into(inspectors, conn.dialect.name).values(**values, sample=sample)
        conn.execute(new.on_conflict_do_update(index_elements=["id"], set_=values | {"sample": sample}))
        conn.execute(delete(working_hours).where(working_hours.c.inspector_id == row.inspector.id))
        for hours in row.hours:
            conn.execute(insert(working_hours).values(inspector_id=row.inspector.id, **vars(hours)))


def forget_samples(conn: Connection) -> None:
    """Takes the sample inspectors out again, but for those with whom somebody has a ticket."""
    needed = select(rows_of.c.inspector_id)
    samples = select(inspectors.c.id).where(inspectors.c.sample, inspectors.c.id.not_in(needed))
    for table in (working_hours, absences):
        conn.execute(delete(table).where(table.c.inspector_id.in_(samples)))
    conn.execute(delete(inspectors).where(inspectors.c.id.in_(samples)))


def inspector_of(conn: Connection, inspector_id: str) -> Inspector | None:
    """The inspector with this id; None if unknown."""
    row = conn.execute(select(*_INSPECTOR).where(inspectors.c.id == inspector_id)).first()
    return Inspector(*row) if row else None


def everybody(conn: Connection) -> list[Inspector]:
    """All inspectors, by name."""
    return [Inspector(*row) for row in conn.execute(select(*_INSPECTOR).order_by(inspectors.c.name))]


def diary(conn: Connection, inspector_id: str, since: datetime, until: datetime, now: datetime) -> Diary:
    """What decides when the inspector is free between two moments."""
    return diaries(conn, [inspector_id], since, until, now)[inspector_id]


def diaries(
    conn: Connection, inspector_ids: Sequence[str], since: datetime, until: datetime, now: datetime
) -> Mapping[str, Diary]:
    """The same of several inspectors, by id."""
    whose, away_of = working_hours.c.inspector_id, absences.c.inspector_id
    hours = conn.execute(select(whose, *_HOURS).where(whose.in_(inspector_ids))).all()
    overlap = (absences.c.starts_at < until, absences.c.ends_at > since)
    leave = select(away_of, absences.c.starts_at, absences.c.ends_at).where(away_of.in_(inspector_ids))
    away = conn.execute(leave.where(*overlap)).all()
    taken = tickets.taken_of(conn, inspector_ids, since, until, now)
    return {
        each: Diary(
            tuple(WorkingHours(*row) for of, *row in hours if of == each),
            tuple(Span(*row) for of, *row in away if of == each),
            tuple(span for of, span in taken if of == each),
        )
        for each in inspector_ids
    }


def add_absence(
    conn: Connection, inspector_id: str, away: Span, *, kind: str, note: str, actor: str, now: datetime
) -> list[BlueTicket]:
    """Writes leave into the diary; the answer is the live tickets it hits, which somebody has to see to.

    Raises LookupError for an inspector nobody knows and ValueError for leave that ends before it begins.
    """
    if away.ends <= away.begins:
        raise ValueError("the absence ends before it begins")
    if inspector_of(conn, inspector_id) is None:
        raise LookupError(inspector_id)
    row = {"starts_at": away.begins, "ends_at": away.ends, "kind": kind, "note": note}
    conn.execute(insert(absences).values(inspector_id=inspector_id, **row))
    events.record(
        conn,
        at=now,
        actor=actor,
        entity="inspector",
        entity_id=inspector_id,
        what="absence",
        after=_written(away),
    )
    return tickets.live_between(conn, inspector_id, away, now)


@dataclass(frozen=True)
class Absence:
    """Leave as it stands in the diary. Moments are UTC; `kind` is a word, `note` never a reason of health."""

    id: int
    starts_at: datetime
    ends_at: datetime
    kind: str
    note: str


def absences_of(conn: Connection, inspector_id: str, since: datetime) -> list[Absence]:
    """What has not ended by then, soonest first."""
    which = (absences.c.inspector_id == inspector_id, absences.c.ends_at > since)
    columns = [absences.c[name] for name in Absence.__dataclass_fields__]
    return [
        Absence(*row) for row in conn.execute(select(*columns).where(*which).order_by(absences.c.starts_at))
    ]


def drop_absence(conn: Connection, inspector_id: str, absence_id: int, *, actor: str, now: datetime) -> bool:
    """The inspector is there after all; whether there was such an absence."""
    which = (absences.c.id == absence_id, absences.c.inspector_id == inspector_id)
    row = conn.execute(
        delete(absences).where(*which).returning(absences.c.starts_at, absences.c.ends_at)
    ).first()
    if row is None:
        return False
    events.record(
        conn,
        at=now,
        actor=actor,
        entity="inspector",
        entity_id=inspector_id,
        what="absence dropped",
        before=_written(Span(row.starts_at, row.ends_at)),
    )
    return True


def _written(away: Span) -> str:
    """An absence in the log, which keeps it for ever: when, and never what kind, which may tell of somebody's health
    (GDPR, article 9).
    """
    return f"{away.begins.isoformat()} {away.ends.isoformat()}"


def hand_over(
    conn: Connection, ticket_id: int, inspector_id: str, *, actor: str, now: datetime, practice: Practice
) -> BlueTicket:
    """A colleague of the same institution takes a booked ticket over, at the same hour; the petition stays with
    whoever handles it.

    Raises LookupError for a ticket or an inspector nobody knows or who has left, OtherInstitution, TicketGone, and
    SlotTaken, after which nothing is to be committed.
    """
    was, then = tickets.ticket_of(conn, ticket_id), inspector_of(conn, inspector_id)
    if was is None or then is None or not then.active:
        raise LookupError(inspector_id)
    now_with = inspector_of(conn, was.inspector_id)
    if now_with is None or now_with.unit_id != then.unit_id:
        raise OtherInstitution
    if not is_kept(diary(conn, inspector_id, was.starts_at, was.ends_at, now), was.starts_at, practice):
        raise SlotTaken
    booked = (rows_of.c.id == ticket_id, rows_of.c.status == Status.booked)
    theirs = update(rows_of).where(*booked, rows_of.c.inspector_id == was.inspector_id)
    try:
        changed = conn.execute(theirs.values(inspector_id=inspector_id)).rowcount
    except IntegrityError:  # the index: somebody was given this hour a moment ago
        raise SlotTaken from None
    if changed != 1:
        raise TicketGone
    events.record(
        conn,
        at=now,
        actor=actor,
        entity="ticket",
        entity_id=ticket_id,
        what="handed over",
        before=was.inspector_id,
        after=inspector_id,
    )
    return replace(was, inspector_id=inspector_id)


def colleagues(conn: Connection, ticket: BlueTicket, now: datetime, practice: Practice) -> list[Inspector]:
    """Who could take a ticket over: of the same institution, and free at that hour."""
    now_with = inspector_of(conn, ticket.inspector_id)
    others = [
        each
        for each in everybody(conn)
        if now_with and each.unit_id == now_with.unit_id and each.active and each.id != now_with.id
    ]
    theirs = diaries(conn, [each.id for each in others], ticket.starts_at, ticket.ends_at, now)
    return [each for each in others if is_kept(theirs[each.id], ticket.starts_at, practice)]


def misplaced(
    conn: Connection, now: datetime, practice: Practice, inspector_id: str | None = None
) -> list[BlueTicket]:
    """Booked tickets still to come, of one inspector or of all, whose inspector is not there then: gone, on leave, or
    with other hours.
    """
    of = (rows_of.c.inspector_id == inspector_id,) if inspector_id is not None else ()
    booked = tickets.matching(conn, rows_of.c.status == Status.booked, rows_of.c.starts_at > now, *of)
    whose: dict[str, list[BlueTicket]] = {}
    for ticket in booked:
        whose.setdefault(ticket.inspector_id, []).append(ticket)
    hit = [one for each, theirs in whose.items() for one in _not_kept(conn, each, theirs, now, practice)]
    return sorted(hit, key=lambda one: (one.starts_at, one.id))


def _not_kept(
    conn: Connection, inspector_id: str, theirs: Sequence[BlueTicket], now: datetime, practice: Practice
) -> list[BlueTicket]:
    """Those of an inspector's tickets, soonest first, that no free place would be but for themselves."""
    inspector = inspector_of(conn, inspector_id)
    if inspector is None or not inspector.active:
        return list(theirs)
    found = diary(conn, inspector_id, theirs[0].starts_at, theirs[-1].ends_at, now)
    begins = [span.begins for span in found.taken]

    def of_that_day(one: BlueTicket) -> Diary:
        """Of hundreds of places only those that could touch this one."""
        near = slice(bisect_left(begins, one.starts_at - tickets.LONGEST), bisect_left(begins, one.ends_at))
        return replace(found, taken=found.taken[near])

    return [one for one in theirs if not is_kept(without(of_that_day(one), [one]), one.starts_at, practice)]


def without(found: Diary, own: Iterable[BlueTicket]) -> Diary:
    """The diary as if these tickets were not in it."""
    places = {Span(ticket.starts_at, ticket.ends_at) for ticket in own}
    return Diary(found.hours, found.absences, tuple(span for span in found.taken if span not in places))
