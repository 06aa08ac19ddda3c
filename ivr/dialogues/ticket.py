"""The Blue Ticket: a quarter of an hour with the inspector of the caller's petition; a new one, or their own."""

from ivr.call import Call
from ivr.script import Outcome, menu, offered, option, say, step, to


@offered
@step
def start(call: Call) -> Outcome:
    return menu(
        say("ticket.what", minutes=call.tickets.rules.minutes),
        options=(
            option("1", "ticket.new", to("identify.number")),
            option("2", "ticket.known", to("my_ticket.number")),
            option("3", "ticket.unknown", to("identify.number", mine=True)),
        ),
    )
