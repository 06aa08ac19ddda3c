"""The first words: who we are, 112, what this line can and cannot do; and back to where a lost call stopped."""

from ivr.call import Call
from ivr.script import Outcome, Say, confirm, go, offering, say, step, to, to_service

KNOWN_FOR_HOURS = 24
CUT_OFF_FOR_MINUTES = 10


@step
def greet(call: Call) -> Outcome:
    """A number that called within a day hears the short form; one that was cut off may go on."""
    last = call.desk.last_call(call.caller)
    if last is None or not call.is_within(last.began, hours=KNOWN_FOR_HOURS):
        return go(
            *_notices(call),
            to=to("menu.main", entering=True),
            firm=_first(call, say("welcome.disclaimer", page=call.line.privacy_page)),
        )
    service = offering(last.at)
    if service and call.is_within(last.heard, minutes=CUT_OFF_FOR_MINUTES):
        first = _first(call, say("welcome.reminder"))
        return go(*_notices(call), to=to(resume, service=service), firm=first, language=last.language)
    return go(*_notices(call), to=to("menu.main", entering=True), firm=_first(call, say("welcome.reminder")))


def _notices(call: Call) -> list[Say]:
    """What everybody must know today, in the caller's language."""
    return [say("welcome.notice", notice=dict(notice)) for notice in call.notices()]


def _first(call: Call, *more: Say) -> tuple[Say, ...]:
    return (say("welcome.name", name=dict(call.line.name)), say("welcome.emergency"), *more)


@step
def resume(call: Call, service: str) -> Outcome:
    """Goes on at the beginning of the service: no word of a petition before its number is keyed again."""
    question = say("welcome.cut_off", service=f"{service}.topic")
    return confirm(question, yes=to_service(service), no=to(start_over))


@step
def start_over(call: Call) -> Outcome:
    """Somebody else may be on the telephone: the menu in the first language, with the others on offer."""
    return go(to=to("menu.main", entering=True), language=call.languages[0])
