"""Danger first: whoever tells of danger, at any question, hears 112 at once; if it was none, the call goes on."""

from ivr.call import Call
from ivr.script import Given, Outcome, go, menu, option, resume, say, step, to


@step
def now(call: Call, held: Given) -> Outcome:
    """Said to the end, whatever is pressed. `held` is the question that was open."""
    return go(firm=(say("danger.dial"),), to=to(choose, held=held))


@step
def choose(call: Call, held: Given) -> Outcome:
    return menu(say("danger.hang_up"), options=(option("1", "danger.go_on", to(go_on, held=held)),))


@step
def go_on(call: Call, held: Given) -> Outcome:
    return resume(held)
