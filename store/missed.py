"""A citizen with whom nobody talked at the hour reads so, and how to book again."""

from datetime import datetime, tzinfo

from sqlalchemy import Connection

from office.appointments import hour_of
from office.callers import is_mobile
from office.messages import Channel as By
from office.ringing import waking
from office.tickets import BlueTicket, Channel, Rules, Status
from store import outbox


def sentence_of(ticket: BlueTicket, then: Status) -> str:
    """What is told of a ticket by telephone as after rings in vain; of a meeting, that it did not take place."""
    if ticket.channel is not Channel.phone:
        return "ticket.missed" if then is Status.no_answer else "ticket.postponed"
    return "ring.missed" if then is Status.no_answer else "ring.postponed"


def tell(conn: Connection, ticket: BlueTicket, what: str, now: datetime, rules: Rules, zone: tzinfo) -> None:
    """By e-mail, and by SMS when telephones may make a noise; in the transaction in which the ticket is over."""
    ways: list[tuple[By, str, str]] = [("email", f"mail.{what}", ticket.email)]
    if is_mobile(ticket.phone):
        ways.append(("sms", f"sms.{what}", ticket.phone))
    for channel, kind, recipient in ways:
        if recipient:
            outbox.put(
                conn,
                kind=kind,
                channel=channel,
                recipient=recipient,
                language=ticket.language,
                values=hour_of(ticket, zone),
                now=now,
                due=waking(now, rules, zone) if channel == "sms" else now,
            )
