"""The caller is done."""

from ivr.call import Call
from ivr.script import Outcome, hang_up, say, step


@step
def goodbye(call: Call) -> Outcome:
    return hang_up(say("goodbye"))
