"""Who deals with it? The caller tells their trouble in a sentence and hears which institution is competent."""

from ivr.call import Call
from ivr.matter import Matter
from ivr.script import (
    Option,
    Outcome,
    choice,
    confirm,
    go,
    listen,
    menu,
    numbered,
    offered,
    option,
    say,
    step,
    to,
)
from routing.competence import Candidate, Finding

TRIES = 2  # sentences that lead nowhere; then the keys
OFFERED = 3  # of several that may be meant
FAR_OFF = 5  # score up to which nobody means it


@offered
@step
def sentence(call: Call, county: str = "", tries: int = 0) -> Outcome:
    """Who speaks a language in which the routing file holds no sentences finds it by the keys."""
    by_keys = to("topics.domains", county=county)
    if not call.has_phrases:
        return go(say("competence.by_keys"), to=by_keys)
    return listen(
        say("competence.sentence"),
        options=(option("1", "topics.topic", by_keys),),
        then=to(found, county=county, tries=tries),
    )


@step
def found(call: Call, typed: str, county: str, tries: int) -> Outcome:
    """What the sentence means. (Of danger the engine has told already.)"""
    finding = call.finding(typed)
    county = call.county_in(typed) or county
    match finding.verdict:
        case "person":
            return go(to=to("person.reach"))
        case "sure":
            about = _about(finding.candidates[0])
            understood = say("competence.understood", topic=Matter(call, about, county).topic)
            return go(understood, to=to("county.where", about=about, county=county, heard=True))
        case "close":
            return _which(call, finding, county, tries)
        case _:
            call.desk.not_understood(typed)
            return go(to=to(again, county=county, tries=tries))


def _about(one: Candidate) -> str:
    return f"{one.id}.{one.topic}" if one.topic else one.id


def _which(call: Call, finding: Finding, county: str, tries: int) -> Outcome:
    meant = [_about(one) for one in finding.candidates[:OFFERED] if one.score > FAR_OFF]
    if len(meant) == 1:
        return confirm(
            say("competence.is_it", topic=Matter(call, meant[0], county).topic),
            yes=to("county.where", about=meant[0], county=county, heard=True),
            no=to(again, county=county, tries=tries),
            back=to(sentence, county=county),
        )
    return menu(
        say("competence.which"),
        options=numbered(
            *(_meant(call, about, county) for about in meant),
            choice("competence.none", to(again, county=county, tries=tries)),
        ),
        back=to(sentence, county=county),
    )


def _meant(call: Call, about: str, county: str) -> Option:
    there = to("county.where", about=about, county=county, heard=True)
    return choice("menu.called", there, called=Matter(call, about, county).topic)


@step
def again(call: Call, county: str, tries: int) -> Outcome:
    """Once more in other words; then the keys, and on the last of them a person."""
    if tries + 1 >= TRIES:
        return go(say("competence.try_keys"), to=to("topics.domains", county=county))
    return go(say("competence.once_more"), to=to(sentence, county=county, tries=tries + 1))
