"""An hour with the inspector: whether there can be one, and if not, why and what else; by which way; and it is held."""

from ivr.call import Call
from ivr.meeting import moment
from ivr.script import (
    Outcome,
    Say,
    choice,
    go,
    menu,
    numbered,
    option,
    say,
    step,
    to,
)
from office.tickets import Channel, NotEligible, Refusal, SlotTaken, Why

PART_OF = "ticket"


@step
def begin(call: Call, petition: int, moving: int = 0, mine: bool = False) -> Outcome:
    """`mine`: they came for a ticket they believe they have."""
    theirs = call.tickets.of_petition(petition)  # first: it is theirs whatever has become of the petition
    if theirs and theirs.id != moving:
        already = () if mine else (say("booking.refused.has_ticket"),)
        return go(*already, to=to("my_ticket.told", ticket=theirs.id, own=True))
    why = call.tickets.refusal(petition, moving)
    if why:
        return _refused(call, _because(call, why), petition, moving)
    channel = call.tickets.ticket(moving).channel if moving else Channel.phone
    none = (say("my_ticket.none"),) if mine else ()
    return go(
        *none, to=to("hours.offer", petition=petition, moving=moving, channel=channel, first=not moving)
    )


def _because(call: Call, why: Refusal) -> Say:
    """Why not, and what else can be done."""
    match why.why:
        case Why.not_assigned:
            return say("booking.refused.not_assigned")
        case Why.redirected:
            return say("booking.refused.redirected", at=call.spoken(why.to))
        case Why.joined:
            return say("booking.refused.joined", number=why.to)
        case Why.closed:
            return say("booking.refused.closed")
        case Why.answered_long_ago:
            return say("booking.refused.answered", days=why.days, most=call.tickets.rules.answered_days)
        case Why.no_inspector:
            return say("booking.refused.no_inspector")
        case _:
            return say("booking.refused.held", minutes=call.tickets.rules.hold_minutes)


def _refused(call: Call, because: Say, petition: int, moving: int) -> Outcome:
    """Whoever cannot have another hour keeps the one they have, unless they cancel it."""
    if moving:
        return menu(
            because,
            say("booking.stays"),
            options=(
                option("1", "my_ticket.cancel", to("my_ticket.ask_again", ticket=moving)),
                option("2", "my_ticket.keep", to("my_ticket.told", ticket=moving, own=True)),
                option("3", "menu.topic", to("menu.main")),
            ),
        )
    return menu(
        because,
        options=(
            option(
                "1",
                "callback.topic",
                to("callback.offer", about=call.tickets.petition(petition).written),
            ),
            option("2", "menu.topic", to("menu.main")),
            option("3", "leave.topic", to("leave.goodbye")),
        ),
    )


@step
def full(call: Call, petition: int, moving: int = 0) -> Outcome:
    return _refused(call, _full(call, moving), petition, moving)


def _full(call: Call, moving: int) -> Say:
    days = call.tickets.rules.horizon_days
    return say("booking.no_other", days=days) if moving else say("booking.full", days=days)


@step
def channel_of(call: Call, petition: int, moving: int, channel: str) -> Outcome:
    """By telephone, unless something else is asked for; as a last resort at the office (the city's rule)."""
    given = {"petition": petition, "moving": moving}
    video = (
        choice("booking.video", to("hours.offer", **given, channel=Channel.video))
        if call.tickets.has_video
        else None
    )
    return menu(
        options=numbered(
            choice("booking.phone", to("hours.offer", **given, channel=Channel.phone)),
            choice("booking.office", to("hours.offer", **given, channel=Channel.office)),
            video,
        ),
        back=to("hours.offer", **given, channel=channel),
    )


@step
def hold(call: Call, petition: int, moving: int, channel: str, at: str) -> Outcome:
    """The place is theirs for some minutes, while they decide."""
    given = {"petition": petition, "moving": moving, "channel": channel}
    try:
        held = call.tickets.hold(petition, moment(at), moving)
    except SlotTaken:
        return go(say("booking.taken"), to=to("hours.offer", **given))
    except NotEligible:
        return go(to=to(begin, petition=petition, moving=moving))
    return go(to=to("agreed.number", held=held, **given))
