"""A ticket as it is listed in a terminal: the citizen's number and address are hidden unless they are asked for."""

import getpass
import json
import sys
from typing import Any

import click

from office.callers import hidden
from office.tickets import BlueTicket, TicketNumber
from store import tickets
from store.cases import case_of
from store.database import Work
from web.hotline import Hotline

Told = dict[str, Any]


def actor() -> str:
    """Who sits at this terminal, as it is written down: without the domain that may stand behind their name."""
    return getpass.getuser().partition("@")[0][:64]


def ticket_told(unit: Work, ticket: BlueTicket, line: Hotline, full: bool) -> Told:
    """What a list says of a ticket; hours are those of the office."""
    case = case_of(unit.conn, ticket.petition_id)
    begins, ends = (moment.astimezone(line.zone) for moment in (ticket.starts_at, ticket.ends_at))
    return {
        "number": ticket.number.digits,
        "begins": begins.isoformat(),
        "ends": ends.isoformat(),
        "status": ticket.status,
        "inspector": ticket.inspector_id,
        "petition": case.petition.written if case else "",
        "channel": ticket.channel,
        "language": ticket.language,
        "phone": ticket.phone if full else hidden(ticket.phone),
        "email": ticket.email if full else hidden(ticket.email),
    }


def in_a_line(told: Told) -> str:
    """The ticket in one row."""
    when = told["begins"][:16].replace("T", " ")
    number = TicketNumber(told["number"]).text
    return (
        f"{when}  {number}  {told['status']:20}  {told['inspector']:16}  {told['channel']:6}  {told['phone']:16}"
        f"  {told['petition']}"
    ).rstrip()


def tell(told: Told, as_json: bool, text: str) -> None:
    """One row, or one object a line."""
    click.echo(json.dumps(told, ensure_ascii=False, default=str) if as_json else text)


def the_ticket(unit: Work, number: str) -> BlueTicket:
    """The ticket with this number; or the end of the command, with what is wrong with it."""
    given = TicketNumber.parse(number)
    if given is None:
        sys.exit(f"telverde: {number} is not the number of a ticket; it has eight digits")
    found = tickets.of_number(unit.conn, given)
    if found is None:
        sys.exit(f"telverde: there is no ticket {given.text}")
    return found
