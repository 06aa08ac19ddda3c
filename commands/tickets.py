"""For the institution: who is met when, what became of a ticket, and by which rules tickets are given."""

import sys
from datetime import date, datetime, time, timedelta

import click

from commands.hit import cancelled, told_by
from commands.line import the_line
from commands.outcomes import outcome, verify
from commands.shown import Told, in_a_line, tell, the_ticket, ticket_told
from office.ringing import Ring
from store import conclusions, ringing
from store import tickets as register
from store.database import work
from web.hotline import Hotline

as_json_option = click.option("--json", "as_json", is_flag=True, help="one object a line")
full_option = click.option("--full", is_flag=True, help="show telephone numbers and addresses")
FAR = timedelta(days=400)


@click.group()
def tickets() -> None:
    """Blue Tickets: a quarter of an hour with the inspector who handles one's petition."""


tickets.add_command(outcome)
tickets.add_command(verify)


@tickets.command("list")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="that day; else from today on")
@click.option("--inspector", help="of this inspector only, by id")
@full_option
@as_json_option
def list_(day: datetime | None, inspector: str | None, full: bool, as_json: bool) -> None:
    """Tickets, soonest first, and how many talks wait for their conclusions."""
    line = the_line()
    now = line.clock()
    first = _midnight(day.date() if day else now.astimezone(line.zone).date(), line)
    with work(line.store) as unit:
        listed = register.agenda(
            unit.conn, first, first + (timedelta(days=1) if day else FAR), inspector_id=inspector
        )
        told = [ticket_told(unit, one, line, full) for one in listed]
        late = [one for one in conclusions.awaited(unit.conn, now) if inspector in (None, one.inspector_id)]
    for one in told:
        tell(one, as_json, in_a_line(one))
    waiting = [one.number.text for one in late]
    if not as_json:
        click.echo(
            f"{len(told)} tickets; {len(late)} wait for conclusions: {', '.join(waiting)}".rstrip(": ")
        )


def _midnight(day: date, line: Hotline) -> datetime:
    return datetime.combine(day, time(), line.zone)


@tickets.command()
@click.argument("number")
@full_option
@as_json_option
def show(number: str, full: bool, as_json: bool) -> None:
    """All that is known of ticket NUMBER: who was rung when, and which documents were signed."""
    line = the_line()
    with work(line.store) as unit:
        ticket = the_ticket(unit, number)
        told = ticket_told(unit, ticket, line, full)
        told["rings"] = [_ring_told(ring, line) for ring in ringing.rings_of(unit.conn, ticket.id)]
        told["conclusions"] = [
            {
                "version": one.version,
                "author": one.author,
                "signed": one.signed_at.astimezone(line.zone).isoformat(timespec="minutes"),
                "sha256": one.pdf_sha256,
            }
            for one in conclusions.versions(unit.conn, ticket.id)
        ]
    tell(told, as_json, "\n".join(_rows(told)))


def _ring_told(ring: Ring, line: Hotline) -> Told:
    at = ring.at.astimezone(line.zone).isoformat(timespec="seconds")
    return {"n": ring.n, "leg": ring.leg, "at": at, "state": ring.state}


def _rows(told: Told) -> list[str]:
    rows = []
    for name, value in told.items():
        values = value if isinstance(value, list) else [value]
        rows += [f"{name:12} {_row(one)}" for one in values if one != ""]
    return rows


def _row(value: object) -> str:
    return "  ".join(map(str, value.values())) if isinstance(value, dict) else str(value)


@tickets.command()
@click.argument("number")
@click.option("--yes", is_flag=True, help="do not ask")
@as_json_option
def cancel(number: str, yes: bool, as_json: bool) -> None:
    """The office takes ticket NUMBER off; the citizen is told by SMS and e-mail."""
    line = the_line()
    with work(line.store) as unit:
        ticket = the_ticket(unit, number)
        told = ticket_told(unit, ticket, line, full=False)
    if not yes:
        click.confirm(f"{in_a_line(told)}\ncancel it?", abort=True)
    gone = cancelled(line, ticket)
    if gone is None:
        sys.exit(f"telverde: ticket {ticket.number.text} is not booked any more; it is {ticket.status}")
    tell(told | {"status": gone.status, "told": told_by(gone)}, as_json, f"cancelled, {told_by(gone)}")


@tickets.command()
@as_json_option
def rules(as_json: bool) -> None:
    """By which rules tickets are given, and where each comes from; they stand in the routing file."""
    directory = the_line().directory
    for name, source in directory.ticket_sources.items():
        value = getattr(directory.tickets, name)
        told = {"rule": name, "value": value, "source": source}
        tell(told, as_json, f"{name:22} {value!s:9} {source}")
