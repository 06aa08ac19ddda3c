"""Put through to the institution, or its number and page by text message."""

from ivr.call import Call
from ivr.desk import TooManyMessages
from ivr.matter import Matter
from ivr.script import Outcome, dial, go, say, step, to

PART_OF = "competence"


@step
def ring(call: Call, about: str, county: str, heard: bool) -> Outcome:
    """Only while they are open, and only to a number that is verified and fresh now."""
    matter = Matter(call, about, county)
    if not matter.number:
        return go(say("through.closed"), to=to("answer.tell", about=about, county=county, heard=heard))
    people = call.line.operators
    return dial(
        say("through.connecting", at=matter.who),
        number=matter.number,
        seconds=people.ring_seconds,
        talk=people.talk_seconds,
        then=to(rung, about=about, county=county, heard=heard),
    )


@step
def rung(call: Call, outcome: str, about: str, county: str, heard: bool) -> Outcome:
    if outcome in ("completed", "answered"):
        return go(say("through.back"), to=to("menu.main"))
    return go(say("through.nobody"), to=to("answer.tell", about=about, county=county, heard=heard))


@step
def text(call: Call, about: str, county: str, heard: bool) -> Outcome:
    """To the telephone the caller holds, and to no other."""
    matter = Matter(call, about, county)
    answer = to("answer.tell", about=about, county=county, heard=heard)
    if not matter.can_be_texted:
        return go(say("answer.nothing"), to=answer)
    try:
        call.desk.text(
            call.caller.e164 or "",
            "sms.contact",
            name=matter.name if not matter.is_of_another else matter.who,
            phone=matter.telephone,
            extension=matter.extension,
            page=matter.page,
        )
    except TooManyMessages:
        return go(say("through.texts"), to=answer)
    return go(say("through.texted"), to=answer)
