"""Why a call cannot be replayed from its own turns: what stands at the top of its export, one sentence each."""

from collections.abc import Iterator, Sequence

from ivr.script import Reply
from ivr.tickets_told import said

BECAUSE = {
    "welcome.cut_off": "the caller had been cut off in a call before",
    "status.too_many": "the limit of looked-up numbers was reached, which counts other calls",
    "identify.too_many": "the limit of looked-up numbers was reached, which counts other calls",
    "status.several": "nothing that can be keyed tells these petitions apart",
    "booking.taken": "another caller took the hour in the meantime",
    "booking.refused.held": "an hour was being chosen in another call",
    "booking.refused.has_ticket": "the ticket was booked in another call",
    "my_ticket.gone": "the ticket was changed by somebody else in the meantime",
    "my_ticket.done": "the ticket was booked in another call",
    "my_ticket.no_answer": "the ticket was booked in another call",
    "my_ticket.postponed": "the ticket was booked in another call",
    "through.texts": "the limit of text messages was reached, which counts other calls",
}
LIMITS = ("person.limit", "callback.enough")


def why_unlike(replies: Sequence[Reply], lost: Sequence[str], revision: int) -> list[str]:
    """The sentences, without the number sign; empty for a call that replays as it was.

    `lost` is what could not be found out of what the caller did, `revision` the number of the routing file.
    """
    because = [*_because(replies), *lost]
    file = [f"Told from revision {revision} of the routing file; another one may say other things."]
    keys = {one.key for reply in replies for one in said(reply)}
    limit = ["A limit of the line was reached: with other limits it does not replay."]
    return [
        *(f"It does not replay as it went: {one}." for one in dict.fromkeys(because)),
        *(limit if keys & {*LIMITS} else ()),
        *(file if revision > 0 else ()),
        *(["A supervisor listened to a draft of the routing file."] if revision < 0 else ()),
    ]


def _because(replies: Sequence[Reply]) -> Iterator[str]:
    booked: set[str] = set()
    for reply in replies:
        for one in said(reply):
            if one.key == "booking.number":
                booked.add(one.values["number"])
            if one.key == "my_ticket.when" and one.values["number"] not in booked:
                yield "the ticket was booked in another call"
            elif one.key in BECAUSE and not (one.key == "booking.refused.has_ticket" and booked):
                yield BECAUSE[one.key]
