"""A ticket whose inspector will not be there gets another hour, a colleague, or is cancelled and the citizen told."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import click

from commands.shown import actor, in_a_line, tell, ticket_told
from office.callers import hidden, is_mobile
from office.staff import Inspector
from office.tickets import BlueTicket, NotEligible, SlotTaken, Status, TicketGone
from store import hit, inspectors
from store.database import work
from web.hotline import Hotline

ASK, LEAVE = "ask", "leave"


def see_to(line: Hotline, those: Sequence[BlueTicket], each: str, as_json: bool) -> None:
    """Does with each booked ticket what `each` says, or asks."""
    for ticket in those:
        if ticket.status is not Status.booked:  # a place that is only held cannot be booked any more
            continue
        with work(line.store) as unit:
            told = ticket_told(unit, ticket, line, full=False)
        if each == ASK:
            click.echo(in_a_line(told))
        way = _asked() if each == ASK else each
        done = WAYS[way](line, ticket, each == ASK)
        tell(told | {"done": done}, as_json, f"  {done}" if each == ASK else f"{in_a_line(told)}  {done}")


def _asked() -> str:
    way: str = click.prompt("  what is done with it", type=click.Choice(list(WAYS)))
    return way


LEFT = "left as it is"


def _leave(line: Hotline, ticket: BlueTicket, _: bool) -> str:
    return LEFT


def _move(line: Hotline, ticket: BlueTicket, _: bool) -> str:
    """To the next free hour of the inspector who handles the petition; the citizen may move it again."""
    now, letters = line.clock(), line.letters(line.directory)
    moved = None
    with suppress(SlotTaken, TicketGone, NotEligible), work(line.store) as unit:
        start = hit.next_hour(hit.other_hours(unit, ticket, now, letters), ticket)
        if start:
            moved = hit.moved(unit, ticket, start, actor=actor(), now=now, letters=letters)
    if moved is None:
        return f"{LEFT}: there is no other hour"
    when = moved.starts_at.astimezone(line.zone)
    return f"moved to {when:%Y-%m-%d %H:%M}, {told_by(moved)}"


def _colleague(line: Hotline, ticket: BlueTicket, asks: bool) -> str:
    """The same hour with somebody else of the institution; nothing changes for the citizen."""
    now, letters = line.clock(), line.letters(line.directory)
    with work(line.store) as unit:
        free = inspectors.colleagues(unit.conn, ticket, now, letters.practice)
    if not free:
        return f"{LEFT}: no colleague is free"
    other = _chosen(free) if asks and len(free) > 1 else free[0].id
    try:
        with work(line.store) as unit:
            hit.handed_over(unit, ticket, other, actor=actor(), now=now, letters=letters)
    except (SlotTaken, TicketGone) as no:
        return f"{LEFT}: {no.__doc__}"
    return f"handed over to {other}"


def _chosen(free: Sequence[Inspector]) -> str:
    other: str = click.prompt("  to whom", type=click.Choice([each.id for each in free]))
    return other


def _cancel(line: Hotline, ticket: BlueTicket, _: bool) -> str:
    gone = cancelled(line, ticket)
    return f"cancelled, {told_by(gone)}" if gone else f"{LEFT}: it is not booked any more"


def cancelled(line: Hotline, ticket: BlueTicket) -> BlueTicket | None:
    """The office takes it off, and the citizen is written to; None if it is not booked any more."""
    now, letters = line.clock(), line.letters(line.directory)
    with work(line.store) as unit:
        return hit.cancelled(unit, ticket, actor=actor(), now=now, letters=letters)


def told_by(ticket: BlueTicket) -> str:
    """Whoever has neither a mobile telephone nor an address has to be rung by somebody."""
    ways = ["SMS"] * is_mobile(ticket.phone) + ["e-mail"] * bool(ticket.email)
    return f"told by {' and '.join(ways)}" if ways else f"NOT told: ring {hidden(ticket.phone)}"


Way = Callable[[Hotline, BlueTicket, bool], str]
WAYS: Mapping[str, Way] = {"move": _move, "colleague": _colleague, "cancel": _cancel, LEAVE: _leave}
each_option = click.option(
    "--each",
    type=click.Choice([ASK, *WAYS]),
    default=ASK,
    help="what is done with each ticket that is hit: another hour, a colleague, cancelled with a message, or asked",
)
