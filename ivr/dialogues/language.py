"""The caller goes on in another language, for the whole call."""

from ivr.call import Call
from ivr.script import Outcome, go, say, step, to


@step
def choose(call: Call, code: str) -> Outcome:
    """The notices were heard in another language; those written in this one are heard again."""
    again = [say("welcome.notice", notice=dict(notice)) for notice in call.notices() if code in notice]
    return go(say("language.chosen"), *again, to=to("menu.main"), language=code)
