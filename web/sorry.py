"""Something on our side went wrong: the caller hears so in their language, and has a way on."""

from collections.abc import Mapping

from ivr.codec import encode
from ivr.dialogues.person import operator
from ivr.script import Option, Question, Reply, hang_up, say, to
from web.hotline import Hotline

APOLOGIES = 5  # in a row; then the goodbye tells when people are there


def sorry(line: Hotline, query: Mapping[str, str], form: Mapping[str, str], turn: int) -> str:
    """TwiML that needs neither store nor step: 1 tries again, 0 reaches an operator, silence tries again too.

    The turn is not recorded, so the same turn is asked again; the query counts how often.
    """
    asked = query.get("l", "")
    language = asked if asked in line.words else next(iter(line.words))
    times = int(query["sorry"]) + 1 if query.get("sorry", "").isdigit() else 1
    action = f"{line.path}/voice/{turn}?l={language}&sorry={times}"
    if form.get("DialCallStatus") in ("completed", "answered"):  # the operator was there, and hung up
        return line.voice.render(encode(hang_up(say("goodbye"))), language, action)
    wants_person = form.get("Digits") == "0"
    return line.voice.render(encode(_reply(line, times, wants_person)), language, action)


def _reply(line: Hotline, times: int, wants_person: bool) -> Reply:
    hours = line.directory.hours
    if times > APOLOGIES:
        return hang_up(say("sorry.later"), say("person.hours", hours=hours.schedule()), say("goodbye"))
    now = line.clock().astimezone(line.zone)
    if wants_person and hours.is_open(now):
        return operator(line.directory.operators)
    lead = (say("person.hours", hours=hours.schedule()),) if wants_person else ()
    keys = (Option("1", "sorry.again", to("menu.main")), Option("0", "person.topic", to("person.reach")))
    return Reply(lead=lead, question=Question((say("sorry.moment"),), options=keys))
