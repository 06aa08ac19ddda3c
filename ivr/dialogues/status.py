"""Where is my petition? The caller keys its registration number and hears how far it has come."""

from collections.abc import Sequence

from ivr.call import Call
from ivr.desk import TooManyGuesses
from ivr.script import Option, Outcome, Say, ask, choice, confirm, go, menu, numbered, offered, say, step, to
from office.petitions import Petition, State, still_to_ask
from office.registration import RegistrationNumber, dated, in_segment
from office.tickets import may_have_one

TRIES = 3


@offered
@step
def number(call: Call, unknown: int = 0, corrected: int = 0) -> Outcome:
    return ask(
        say("status.number"),
        shape="registration",
        digits=range(1, 33),
        then=to(read_back, unknown=unknown, corrected=corrected),
    )


@step
def read_back(call: Call, typed: str, unknown: int, corrected: int) -> Outcome:
    again = to(number, unknown=unknown, corrected=corrected + 1)
    return confirm(
        say("status.is_it", number=typed),
        yes=to(look_up, written=typed, unknown=unknown),
        no=to("person.reach") if corrected + 1 >= TRIES else again,
        back=again,
    )


@step
def look_up(call: Call, written: str, unknown: int = 0) -> Outcome:
    """A wrong and an unknown number get the same words."""
    given = RegistrationNumber.parse(written)
    try:
        found = call.desk.petitions(given, call.caller) if given else ()
    except TooManyGuesses:
        return go(say("status.too_many"), to=to("person.reach"))
    if not found:
        return _unknown(unknown + 1)
    return _tell(call, found[0], written) if len(found) == 1 else _ask_more(written, unknown, found)


def _unknown(unknown: int) -> Outcome:
    if unknown >= TRIES:
        return go(say("status.unknown"), to=to("person.reach"))
    return go(say("status.unknown"), to=to(number, unknown=unknown))


def _ask_more(written: str, unknown: int, found: Sequence[Petition]) -> Outcome:
    """Registration counters restart every year: the year tells them apart, then the date."""
    missing = still_to_ask(found)
    if missing is None:
        return go(say("status.several"), to=to("person.reach"))
    if missing == "segment":
        then = to(with_segment, written=written, unknown=unknown)
        return ask(say("status.segment"), shape="digits", digits=range(1, 7), then=then, back=to(number))
    which = say("status.year") if missing == "year" else say("status.date")
    then = to(with_date, written=written, unknown=unknown)
    return ask(which, shape="year_or_date", digits=range(2, 11), then=then, back=to(number))


@step
def with_date(call: Call, typed: str, written: str, unknown: int) -> Outcome:
    return go(to=to(look_up, written=dated(written, typed), unknown=unknown))


@step
def with_segment(call: Call, typed: str, written: str, unknown: int) -> Outcome:
    return go(to=to(look_up, written=in_segment(written, typed), unknown=unknown))


def _tell(call: Call, petition: Petition, written: str) -> Outcome:
    """State and dates only: no subject, no name, no inspector (facts 2.6, minimal disclosure); three ways on."""
    filed = say("status.filed", day=call.near(petition.filed_on))
    says = (filed, _state(call, petition), _term(call, petition))
    return menu(
        *(one for one in says if one),
        options=numbered(
            choice("status.another", to(number)),
            choice("callback.topic", to("callback.offer", about=petition.written)),
            _ticket(call, petition, written) or choice("menu.topic", to("menu.main")),
        ),
    )


def _ticket(call: Call, petition: Petition, written: str) -> Option | None:
    """A talk with the inspector, where the state does not rule it out; the day and the name are still to be given."""
    there = to("identify.filed", written=written)
    return choice("ticket.topic", there) if may_have_one(petition, call.today, call.tickets.rules) else None


def _state(call: Call, petition: Petition) -> Say:
    day, at = call.near(petition.state_on), call.spoken(petition.institution_id)
    match petition.state:
        case State.registered:
            return say("status.registered", at=at)
        case State.assigned:
            return say("status.assigned", day=day, at=at)
        case State.in_progress:
            return say("status.in_progress", day=day, at=at)
        case State.extended:
            return say("status.extended", day=day, at=at)
        case State.redirected:
            return say("status.redirected", day=day, at=call.spoken(petition.redirected_to or ""))
        case State.answered:
            return say("status.answered", day=call.near(petition.answered_on or petition.state_on), at=at)
        case State.joined:
            return say("status.joined", number=petition.joined_to or "", at=at)
        case State.closed:
            return say("status.closed", day=day, at=at)
        case State.needs_completion:
            return say("status.needs_completion", day=day, at=at)


def _term(call: Call, petition: Petition) -> Say | None:
    due = call.deadline(petition)
    if due is None:
        return None
    if due.days_left < 0:
        return say("status.late", day=call.near(due.due), days=-due.days_left)
    if due.days_left == 0:
        return say("status.due_today")
    return say("status.due", day=call.near(due.due), days=due.days_left)
