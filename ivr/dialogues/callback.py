"""Somebody rings back: the caller confirms a number, and a request is stored for the operators."""

from ivr.call import Call
from ivr.desk import TooManyRequests
from ivr.script import Given, Outcome, Say, ask, confirm, go, menu, offered, option, say, step, to
from office.callers import NotDialable, callback_number, may_be_rung

TRIES = 3


@offered
@step
def offer(call: Call, about: str = "") -> Outcome:
    """The calling number first, by its last three digits; a number that cannot be rung is never offered."""
    if not may_be_rung(call.caller, ours=call.our_numbers):
        return go(to=to(number, about=about))
    phone = call.caller.e164
    return confirm(
        say("callback.this_number", phone=phone),
        yes=to(leave, phone=phone, about=about),
        no=to(number, about=about),
    )


@step
def number(call: Call, about: str = "", tries: int = 0, ticket: Given | None = None) -> Outcome:
    """`ticket` is what the step that books one is given, where the number is for that."""
    if tries >= TRIES:
        return go(say("callback.no_number"), to=to("menu.main"))
    then = to(check, about=about, tries=tries + 1, ticket=ticket)
    return ask(say("callback.number"), shape="phone", digits=range(9, 16), then=then)


@step
def check(call: Call, typed: str, about: str, tries: int, ticket: Given | None = None) -> Outcome:
    again = to(number, about=about, tries=tries, ticket=ticket)
    try:
        phone = callback_number(typed, ours=call.our_numbers)
    except NotDialable as refused:
        return go(_refusal(refused.reason), to=again)
    yes = to("agreed.agree", phone=phone, **ticket) if ticket else to(leave, phone=phone, about=about)
    return confirm(say("callback.is_it", phone=phone), yes=yes, no=again)


def _refusal(reason: str) -> Say:
    match reason:
        case "premium" | "shared":
            return say("callback.refused.costly")
        case "toll_free" | "short" | "own":
            return say("callback.refused.line")
        case "foreign":
            return say("callback.refused.foreign")
        case _:
            return say("callback.refused.unclear")


@step
def leave(call: Call, phone: str, about: str) -> Outcome:
    """Reached by the caller's yes only."""
    try:
        call.desk.request_callback(phone, about)
    except TooManyRequests:
        return go(say("callback.enough"), to=to("menu.main"))
    return menu(
        say("callback.left", phone=phone),
        say("person.hours", hours=call.line.hours.schedule()),
        options=(option("1", "menu.topic", to("menu.main")), option("2", "leave.topic", to("leave.goodbye"))),
    )
