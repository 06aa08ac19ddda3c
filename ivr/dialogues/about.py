"""What this line does and does not do, when people are there, and where the data notice is."""

from ivr.call import Call
from ivr.script import Outcome, menu, offered, option, say, step, to


@offered
@step
def line(call: Call) -> Outcome:
    return menu(
        say("about.line"),
        say("person.hours", hours=call.line.hours.schedule()),
        say("about.notice", page=call.line.privacy_page),
        options=(option("1", "menu.topic", to("menu.main")), option("2", "leave.topic", to("leave.goodbye"))),
    )
