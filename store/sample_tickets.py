"""Who opens the console on a sample line finds an inspector's week: talks that were, some without an outcome, some to
come, and an absence that hits one.

All of it belongs to the inspector exemplu-1; days are counted from today, weekends left out. The telephones are numbers
that nobody has, so nobody is rung and nobody gets an SMS.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from office.ringing import Leg, State
from office.tickets import Channel, Status, TicketNumber
from store import events
from store.tables import absences, attempts, outcome_drafts, petitions, tickets

INSPECTOR = "exemplu-1"
ZONE = ZoneInfo("Europe/Bucharest")
LENGTH = timedelta(minutes=15)
CONCLUDED = TicketNumber.of(1_000_003)  # the one with a document (commands/sample_papers.py)
Rings = tuple[tuple[State, State], ...]
TALKED: Rings = ((State.talked, State.talked),)
MISSED: Rings = ((State.left, State.no_answer), (State.left, State.busy), (State.left, State.declined))


@dataclass(frozen=True)
class _Sample:
    """`days` are from Monday to Friday, counted from today; `about` is the number of a sample petition."""

    days: int
    at: time
    about: int
    status: Status = Status.booked
    channel: Channel = Channel.phone
    language: str = "ro"
    rings: Rings = ()


_SAMPLES: Sequence[_Sample] = (
    _Sample(-4, time(9, 30), 277855, Status.no_answer, rings=MISSED),
    _Sample(-4, time(10), 351061, Status.cancelled_by_citizen),
    _Sample(-3, time(9, 30), 119401, Status.done, rings=((State.no_answer, State.not_rung), *TALKED)),
    _Sample(-2, time(10, 15), 46444, channel=Channel.office),
    _Sample(-1, time(9), 351061, Status.done, language="hu", rings=TALKED),
    _Sample(0, time(9, 45), 210013, Status.cancelled_by_office),
    _Sample(0, time(11), 119401, channel=Channel.office),
    _Sample(1, time(9, 15), 277855),
    _Sample(3, time(10), 210013, language="hu"),  # the absence hits it
)


def add(conn: Connection, today: date) -> None:
    """Tickets of the sample petitions that are there, and the absences."""
    about = [sample.about for sample in _SAMPLES]
    found = select(petitions.c.number, petitions.c.id, petitions.c.email).where(
        petitions.c.sample, petitions.c.number.in_(about)
    )
    known = {row.number: (row.id, row.email) for row in conn.execute(found)}
    for serial, sample in enumerate(_SAMPLES, start=1_000_001):
        _added(conn, sample, TicketNumber.of(serial), known[sample.about], today)
    _away(conn, _day(today, 3), _day(today, 3), "delegation")
    _away(conn, _day(today, 12), _day(today, 16), "leave")


def _added(
    conn: Connection, sample: _Sample, number: TicketNumber, petition: tuple[int, str], today: date
) -> None:
    petition_id, email = petition
    starts_at = datetime.combine(_day(today, sample.days), sample.at, ZONE).astimezone(UTC)
    booked_at = starts_at - timedelta(days=6, minutes=47)
    row = {
        "number": number.digits,
        "sequence": 0,
        "petition_id": petition_id,
        "inspector_id": INSPECTOR,
        "starts_at": starts_at,
        "ends_at": starts_at + LENGTH,
        "status": sample.status,
        "channel": sample.channel,
        "phone": f"+4021000001{number.digits[-2:-1]}",  # as the sample inspectors': nobody has it
        "email": email,  # of the petition, as when somebody books
        "language": sample.language,
        "identified_by": "name",
        "created_at": booked_at,
    }
    ticket_id = conn.execute(insert(tickets).values(row).returning(tickets.c.id)).scalar_one()
    _told(conn, ticket_id, Status.booked, "citizen", booked_at)
    if sample.status is not Status.booked:
        actor = "citizen" if sample.status is Status.cancelled_by_citizen else "line"
        at = starts_at + LENGTH if sample.rings else booked_at + timedelta(days=1)  # never in days to come
        _told(conn, ticket_id, sample.status, actor, at)
    if sample.rings:
        _rung(conn, ticket_id, starts_at, sample.rings)
    if sample.days == -1:
        _half_written(conn, ticket_id, starts_at + LENGTH)


def _told(conn: Connection, ticket_id: int, what: str, actor: str, at: datetime) -> None:
    events.record(conn, at=at, actor=actor, entity="ticket", entity_id=ticket_id, what=what)


def _rung(conn: Connection, ticket_id: int, starts_at: datetime, rings: Rings) -> None:
    for n, states in enumerate(rings, start=1):
        at = starts_at + timedelta(minutes=4 * (n - 1))
        for leg, state, later in zip(Leg, states, (0, 25), strict=True):
            if state is not State.not_rung:
                row = {
                    "ticket_id": ticket_id,
                    "n": n,
                    "leg": leg,
                    "state": state,
                    "call": f"exemplu-{ticket_id}-{n}-{leg}",
                }
                moment = at + timedelta(seconds=later)
                conn.execute(insert(attempts).values(row | {"at": moment, "due": moment}))


def _half_written(conn: Connection, ticket_id: int, at: datetime) -> None:
    conn.execute(
        insert(outcome_drafts).values(
            ticket_id=ticket_id,
            status=Status.done,
            questions="EXEMPLU: Ce acte mai trebuie?",
            answers="EXEMPLU: Dovada adresei.",
            author="",
            saved_at=at,
        )
    )


def _away(conn: Connection, first: date, last: date, kind: str) -> None:
    begins, ends = (datetime.combine(day, time(), ZONE) for day in (first, last + timedelta(days=1)))
    conn.execute(
        insert(absences).values(inspector_id=INSPECTOR, starts_at=begins, ends_at=ends, kind=kind, note="")
    )


def _day(today: date, ahead: int) -> date:
    """So many days from Monday to Friday later or earlier; on a weekend, Monday is today."""
    day = today
    while day.weekday() > 4:
        day += timedelta(days=1)
    for _ in range(abs(ahead)):
        day += timedelta(days=1 if ahead > 0 else -1)
        while day.weekday() > 4:
            day += timedelta(days=1 if ahead > 0 else -1)
    return day
