"""When a citizen can be rung, in the three times a caller can keep in mind; and what was meant by "on the fifth"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ivr.call import Call
from office.registration import filing_date
from office.slots import Wish, other_hours, soonest
from office.tickets import BlueTicket


@dataclass(frozen=True)
class Place:
    """A quarter of an hour: `at` is when it begins (ISO 8601, UTC), `day` and `slot` are the office's."""

    at: str
    day: str
    slot: list[str]


def places(call: Call, petition: int, wish: str, after: str) -> list[Place]:
    """At most three that are free: those that fit the wish, or other hours than those offered up to `after`."""
    free = call.tickets.free(petition)
    return [
        place(call, start, start + call.tickets.rules.length) for start in _offered(call, free, wish, after)
    ]


def place(call: Call, begins: datetime, ends: datetime) -> Place:
    zone = call.tickets.zone
    slot = [f"{moment.astimezone(zone):%H:%M}" for moment in (begins, ends)]
    return Place(begins.astimezone(UTC).isoformat(), begins.astimezone(zone).date().isoformat(), slot)


def of_ticket(call: Call, ticket: BlueTicket) -> Place:
    """The place of a ticket."""
    return place(call, ticket.starts_at, ticket.ends_at)


def moment(at: str) -> datetime:
    """The moment `Place.at` tells."""
    return datetime.fromisoformat(at)


def day_keyed(call: Call, keys: str) -> str:
    """The day keyed as DDMM or DDMMYYYY as a wish; without its year the next one; '' for a day there never was."""
    for year in ("",) if len(keys) > 4 else (call.today.year, call.today.year + 1):
        day = filing_date(f"{keys}{year}")
        if day and (day >= call.today or year == ""):
            return Wish.on(day).text
    return ""


def _offered(call: Call, free: Sequence[datetime], wish: str, after: str) -> Sequence[datetime]:
    zone, found = call.tickets.zone, Wish.parse(wish)
    fitting = [start for start in free if found is None or found.fits(start, zone)]
    if not after:
        return soonest(fitting)
    return other_hours(fitting, moment(after))
