"""Who may book for a petition: its number, the day it was filed and the name on it, by voice or fully by keys.

Whatever does not agree, the words are the same. The name is compared and forgotten: it is never kept, nor said.
"""

from ivr.call import Call
from ivr.desk import TooManyGuesses
from ivr.script import Outcome, To, ask, confirm, go, say, step, to
from office.registration import RegistrationNumber

PART_OF = "ticket"

TRIES = 2  # all three together, in a call, wherever it goes between them
CORRECTIONS = 3  # of one field
LETTERS = range(2, 21)  # of a surname on the keys


@step
def number(call: Call, mine: bool = False, corrected: int = 0) -> Outcome:
    then = to(read_back, mine=mine, corrected=corrected)
    return ask(
        say("status.number"), shape="registration", digits=range(1, 33), then=then, back=to("ticket.start")
    )


@step
def read_back(call: Call, typed: str, mine: bool, corrected: int) -> Outcome:
    again = to(number, mine=mine, corrected=corrected + 1)
    return confirm(
        say("status.is_it", number=typed),
        yes=to(filed, written=typed, mine=mine),
        no=_unless_hopeless(again, corrected),
        back=again,
    )


def _unless_hopeless(again: To, corrected: int) -> To:
    return to("person.reach") if corrected + 1 >= CORRECTIONS else again


@step
def filed(call: Call, written: str, mine: bool = False, corrected: int = 0) -> Outcome:
    """Not asked of whoever has given the day with the number."""
    known = RegistrationNumber.parse(written)
    if known and known.filed_on and not corrected:
        return go(to=to(name, written=written, day=known.filed_on.isoformat(), mine=mine))
    then = to(day_back, written=written, mine=mine, corrected=corrected)
    return ask(
        say("identify.filed"), shape="filing_date", digits=range(6, 11), then=then, back=to(number, mine=mine)
    )


@step
def day_back(call: Call, typed: str, written: str, mine: bool, corrected: int) -> Outcome:
    again = to(filed, written=written, mine=mine, corrected=corrected + 1)
    return confirm(
        say("identify.is_it", day=typed),
        yes=to(name, written=written, day=typed, mine=mine),
        no=_unless_hopeless(again, corrected),
        back=again,
    )


@step
def name(call: Call, written: str, day: str, mine: bool) -> Outcome:
    then = to(check, written=written, day=day, mine=mine)
    return ask(say("identify.name"), shape="name", digits=LETTERS, then=then, back=to(number, mine=mine))


@step
def check(call: Call, typed: str, written: str, day: str, mine: bool) -> Outcome:
    try:
        petition = call.tickets.identified(written, day, typed, call.caller)
    except TooManyGuesses:
        return go(say("identify.too_many"), to=to("person.reach"))
    if petition is not None:
        return go(to=to("booking.begin", petition=petition, mine=mine))
    if call.tickets.missed("petition") % TRIES == 0:
        return go(say("identify.unknown"), to=to("person.reach"))
    return go(say("identify.unknown"), say("identify.again"), to=to(number, mine=mine))
