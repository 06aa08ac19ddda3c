"""Key 0, everywhere: a person. Within hours an operator is rung; outside them the caller may be rung back."""

from ivr.call import Call
from ivr.script import Outcome, Reply, dial, go, hang_up, menu, option, say, step, to
from routing.directory import Operators


@step
def reach(call: Call) -> Outcome:
    return operator(call.line.operators) if call.is_open else go(to=to(closed))


def operator(operators: Operators) -> Reply:
    """Rings the operators; nobody answering is no dead end."""
    return dial(
        say("person.connecting"),
        number=operators.number,
        seconds=operators.ring_seconds,
        talk=operators.talk_seconds,
        then=to(rung),
    )


@step
def rung(call: Call, outcome: str) -> Outcome:
    """The caller is back: the talk is over, or nobody answered."""
    if outcome in ("completed", "answered"):
        return hang_up(say("goodbye"))
    if call.is_too_long:
        return hang_up(
            say("person.limit"), say("person.hours", hours=call.line.hours.schedule()), say("goodbye")
        )
    return go(say("person.nobody"), to=to("menu.main"))


@step
def closed(call: Call) -> Outcome:
    """When a person is there, and a call-back request until then."""
    hours = call.line.hours.schedule()
    when = say("person.opens", when=call.opens) if call.opens else say("person.hours", hours=hours)
    return menu(
        say("person.closed"),
        when,
        options=(
            option("1", "callback.topic", to("callback.offer")),
            option("2", "menu.topic", to("menu.main")),
        ),
    )


@step
def limit(call: Call) -> Outcome:
    """Two hundred turns or half an hour: a person, or a kind goodbye."""
    if call.is_open:
        return operator(call.line.operators)
    return hang_up(say("person.limit"), say("person.hours", hours=call.line.hours.schedule()), say("goodbye"))
