"""Three free times at once, others, another day, or a wish in words: "marți după-amiază"."""

from ivr.call import Call
from ivr.meeting import Place, day_keyed, places
from ivr.script import Given, Missed, Option, Outcome, Say, ask, choice, go, listen, numbered, say, step, to

PART_OF = "ticket"


@step
def offer(
    call: Call, petition: int, moving: int, channel: str, wish: str = "", after: str = "", first: bool = False
) -> Outcome:
    """Where nothing is free that was wished, that is said, and the soonest are offered. `first`: so is another way."""
    given = {"petition": petition, "moving": moving, "channel": channel}
    found = places(call, petition, wish, after)
    free = found or places(call, petition, "", "")
    if not free:
        return go(to=to("booking.full", petition=petition, moving=moving))
    later = to(offer, **given, wish=wish if found else "", after=free[-1].at)
    return listen(
        *((say("booking.choose"),) if first else ()),
        *(() if found else (say("booking.nothing_then"),)),
        *_told(free, 0),
        *_told(free, 1),
        *_told(free, 2),
        options=numbered(
            _taken(free, 0, given),
            _taken(free, 1, given),
            _taken(free, 2, given),
            choice("booking.hours", later),
            choice("booking.day", to(day, **given)),
            choice("booking.channel", to("booking.channel_of", **given)) if first else None,
        ),
        then=to(wished, **given),
        shape="wish",
        back=to("ticket.start"),
    )


def _told(free: list[Place], at: int) -> tuple[Say, ...]:
    """The day is said once for the hours of one day."""
    if at >= len(free):
        return ()
    one = free[at]
    if at and one.day == free[at - 1].day:
        return (say("booking.hour", slot=one.slot, press=at + 1),)
    return (say("booking.place", day=one.day, slot=one.slot, press=at + 1),)


def _taken(free: list[Place], at: int, given: Given) -> Option | None:
    there = to("booking.hold", **given, at=free[at].at if at < len(free) else "")
    return Option("", "booking.this", there, silent=True) if at < len(free) else None


@step
def wished(call: Call, typed: str, petition: int, moving: int, channel: str) -> Outcome:
    """A wish as it was said, or the keys of a day."""
    wish = day_keyed(call, typed) if typed.isdigit() else typed
    return (
        go(to=to(offer, petition=petition, moving=moving, channel=channel, wish=wish)) if wish else Missed()
    )


@step
def day(call: Call, petition: int, moving: int, channel: str) -> Outcome:
    given = {"petition": petition, "moving": moving, "channel": channel}
    then, back = to(wished, **given), to(offer, **given)
    return ask(say("booking.which_day"), shape="day", digits=range(4, 9), then=then, back=back)
