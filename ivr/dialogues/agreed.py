"""The number to be rung, an explicit yes, and the ticket is theirs: told once more, and sent in writing."""

from ivr.call import Call
from ivr.meeting import of_ticket
from ivr.script import Outcome, Say, confirm, go, menu, option, say, step, to
from office.callers import may_be_rung
from office.tickets import BlueTicket, Channel, HoldExpired, NotEligible, SlotTaken, TicketGone

PART_OF = "ticket"


@step
def number(call: Call, held: int, petition: int, moving: int, channel: str) -> Outcome:
    """The calling number first, by its last digits. Whoever moves a ticket has given it before."""
    given = {"held": held, "petition": petition, "moving": moving, "channel": channel}
    if moving:
        return go(to=to(agree, phone=call.tickets.ticket(moving).phone, **given))
    if not may_be_rung(call.caller, ours=call.our_numbers):
        return go(to=to("callback.number", ticket=given))
    phone = call.caller.e164 or ""
    asked = (
        say("callback.this_number", phone=phone)
        if channel == Channel.phone
        else say("booking.reach", phone=phone)
    )
    other = to("callback.number", ticket=given)
    back = to("hours.offer", petition=petition, moving=moving, channel=channel)
    return confirm(asked, yes=to(agree, phone=phone, **given), no=other, back=back)


@step
def agree(call: Call, phone: str, held: int, petition: int, moving: int, channel: str) -> Outcome:
    way = call.tickets.way(held, phone, Channel(channel))
    given = {"petition": petition, "moving": moving, "channel": way}
    place = of_ticket(call, call.tickets.ticket(held))
    offer = to("hours.offer", **given)
    return confirm(
        say("booking.is_it", day=place.day, slot=place.slot),
        _how(way, phone) if way == channel else say("booking.no_link", phone=phone),
        say("booking.agree"),
        yes=to(book, phone=phone, held=held, **given),
        no=offer,
        back=offer,
    )


def _how(channel: str, phone: str) -> Say:
    match channel:
        case Channel.video:
            return say("booking.by_video")
        case Channel.office:
            return say("booking.at_office")
        case _:
            return say("booking.by_phone", phone=phone)


@step
def book(call: Call, phone: str, held: int, petition: int, moving: int, channel: str) -> Outcome:
    """Reached by the caller's yes only."""
    offer = to("hours.offer", petition=petition, moving=moving, channel=channel)
    try:
        booked = call.tickets.book(held, phone, Channel(channel))
    except HoldExpired:
        return go(say("booking.expired"), to=offer)
    except SlotTaken:
        return go(say("booking.taken"), to=offer)
    except TicketGone:
        return go(say("my_ticket.gone"), to=to("menu.main"))
    except NotEligible:
        return go(to=to("booking.begin", petition=petition, moving=moving))
    return go(to=to(done, ticket=booked))


@step
def done(call: Call, ticket: int) -> Outcome:
    """Everything that has to be written down, once more for a key."""
    booked = call.tickets.ticket(ticket)
    place = of_ticket(call, booked)
    return menu(
        say("booking.done", day=place.day, slot=place.slot),
        _where(booked),
        say("booking.number", number=booked.number.digits),
        say("booking.changes"),
        _in_writing(call, booked),
        options=(
            option("1", "repeat.topic", to(done, ticket=ticket)),
            option("2", "menu.topic", to("menu.main")),
            option("3", "leave.topic", to("leave.goodbye")),
        ),
    )


def _where(booked: BlueTicket) -> Say:
    """The whole number was said before the yes; this must stay short enough to be kept in mind (voice rule 40)."""
    if booked.channel == Channel.phone:
        return say("my_ticket.by_phone", phone=booked.phone)
    return _how(booked.channel, booked.phone)


def _in_writing(call: Call, booked: BlueTicket) -> Say:
    return say("booking.sent") if call.tickets.is_written(booked.id) else say("booking.write_down")
