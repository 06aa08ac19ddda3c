"""What a letter says of a ticket's hour: for who reads it, and for their calendar."""

from collections.abc import Mapping
from datetime import tzinfo

from office.tickets import BlueTicket


def hour_of(ticket: BlueTicket, zone: tzinfo) -> dict[str, object]:
    """The values of its sentences: `number`, `day` (ISO 8601) and `slot` (from and to), in `zone`."""
    begins, ends = (moment.astimezone(zone) for moment in (ticket.starts_at, ticket.ends_at))
    return {
        "number": ticket.number.text,
        "day": f"{begins:%Y-%m-%d}",
        "slot": [f"{begins:%H:%M}", f"{ends:%H:%M}"],
    }


def entry_of(ticket: BlueTicket, uid: str, sequence: int, *, is_off: bool) -> Mapping[str, object]:
    """The values of its entry (post/letters.py): one entry as long as `uid` stays, the highest `sequence` holds."""
    return {
        "uid": uid,
        "sequence": sequence,
        "begins": ticket.starts_at.isoformat(),
        "ends": ticket.ends_at.isoformat(),
        "method": "CANCEL" if is_off else "REQUEST",
    }
