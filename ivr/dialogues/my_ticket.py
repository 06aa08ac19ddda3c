"""The caller's own ticket: heard by its number alone; moved or cancelled by whoever booked it."""

from ivr.call import Call
from ivr.desk import TooManyGuesses
from ivr.meeting import of_ticket
from ivr.script import Outcome, Say, ask, confirm, go, menu, option, say, step, to
from office.tickets import BlueTicket, Channel, Status, TicketNumber

PART_OF = "ticket"

TRIES = 2


@step
def number(call: Call) -> Outcome:
    then = to(find)
    return ask(
        say("my_ticket.number"), shape="ticket", digits=range(8, 10), then=then, back=to("ticket.start")
    )


@step
def find(call: Call, typed: str) -> Outcome:
    try:
        found = call.tickets.of_number(TicketNumber(typed), call.caller)
    except TooManyGuesses:
        return go(say("identify.too_many"), to=to("person.reach"))
    if found:
        return go(to=to(told, ticket=found.id, own=call.tickets.is_of(found.id, call.caller)))
    if call.tickets.missed("ticket") % TRIES == 0:
        return go(say("my_ticket.unknown"), to=to("person.reach"))
    return go(say("my_ticket.unknown"), to=to(number))


@step
def told(call: Call, ticket: int, own: bool) -> Outcome:
    """State and time for its number; the telephone, moving and cancelling only to whoever booked it (`own`)."""
    found = call.tickets.ticket(ticket)
    place = of_ticket(call, found)
    when = say("my_ticket.when", number=found.number.digits, day=place.day, slot=place.slot)
    if found.status != Status.booked:
        return menu(
            when,
            _state(found),
            options=(
                option("1", "ticket.new", to("identify.number")),
                option("2", "menu.topic", to("menu.main")),
            ),
        )
    if not own:
        return menu(
            when,
            options=(
                option("1", "my_ticket.change", to("identify.number", mine=True)),
                option("2", "menu.topic", to("menu.main")),
            ),
        )
    return menu(
        when,
        _how(found),
        options=(
            option("1", "my_ticket.move", to("booking.begin", petition=found.petition_id, moving=ticket)),
            option("2", "my_ticket.cancel", to(ask_again, ticket=ticket)),
            option("3", "menu.topic", to("menu.main")),
        ),
    )


def _state(found: BlueTicket) -> Say:
    match found.status:
        case Status.calling:
            return say("my_ticket.calling")
        case Status.done:
            return say("my_ticket.done")
        case Status.no_answer:
            return say("my_ticket.no_answer")
        case Status.postponed:
            return say("my_ticket.postponed")
        case _:
            return say("my_ticket.cancelled")


def _how(found: BlueTicket) -> Say:
    match found.channel:
        case Channel.video:
            return say("booking.by_video")
        case Channel.office:
            return say("booking.at_office")
        case _:
            return say("my_ticket.by_phone", phone=found.phone)


@step
def ask_again(call: Call, ticket: int) -> Outcome:
    place = of_ticket(call, call.tickets.ticket(ticket))
    return confirm(
        say("my_ticket.is_it", day=place.day, slot=place.slot),
        yes=to(cancel, ticket=ticket),
        no=to(told, ticket=ticket, own=True),
        back=to(told, ticket=ticket, own=True),
    )


@step
def cancel(call: Call, ticket: int) -> Outcome:
    """Reached by the caller's yes only."""
    gone = say("my_ticket.off") if call.tickets.cancel(ticket) else say("my_ticket.gone")
    again = to("booking.begin", petition=call.tickets.ticket(ticket).petition_id)
    return menu(
        gone,
        options=(
            option("1", "ticket.new", again),
            option("2", "menu.topic", to("menu.main")),
            option("3", "leave.topic", to("leave.goodbye")),
        ),
    )
