"""The caller goes on in another language, for the whole call."""

from ivr.call import Call
from ivr.script import Outcome, go, say, step, to


@step
def choose(call: Call, code: str) -> Outcome:
    return go(say("language.chosen"), to=to("menu.main"), language=code)
