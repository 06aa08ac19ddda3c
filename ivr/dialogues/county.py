"""In which county? Asked only where it matters: proposed from the caller's landline, said, or spelt on the keys."""

from ivr.call import Call
from ivr.matter import Matter, county_name
from ivr.script import Missed, Option, Outcome, To, ask, choice, confirm, go, menu, numbered, say, step, to
from routing.directory import County
from routing.places import counties_by_keys

PART_OF = "competence"

ABROAD = "1"  # no letters are on this key
AT_ONCE = 4


@step
def where(call: Call, about: str, county: str = "", heard: bool = False) -> Outcome:
    if county or not Matter(call, about, county).is_by_county:
        return go(to=to("answer.tell", about=about, county=county, heard=heard))
    near = call.near_by
    spell = to(spelt, about=about, heard=heard)
    if len(near) == 1:
        here = to("answer.tell", about=about, county=near[0].code, heard=heard)
        question = say("county.is_it", county=county_name(call, near[0].code))
        return confirm(question, yes=here, no=spell, back=_up(heard))
    return _which(call, near, about, heard) if near else go(to=spell)


@step
def spelt(call: Call, about: str, heard: bool = False) -> Outcome:
    """The letters on number plates: two keys, one for Bucharest."""
    then = to(chosen, about=about, heard=heard)
    return ask(say("county.spelt"), shape="county", digits=range(1, 15), then=then, back=_up(heard))


@step
def chosen(call: Call, typed: str, about: str, heard: bool) -> Outcome:
    if typed == ABROAD:
        return go(to=to("answer.tell", about=about, heard=heard))
    if not typed.isdigit():
        named = call.county_in(typed)
        return (
            go(to=to("answer.tell", about=about, county=named, heard=heard)) if named else Missed("misheard")
        )
    found = counties_by_keys(typed, call.line.counties.values())
    if len(found) == 1:
        return go(
            say("county.understood", county=county_name(call, found[0].code)),
            to=to("answer.tell", about=about, county=found[0].code, heard=heard),
        )
    return _which(call, found, about, heard) if found else Missed()


def _which(call: Call, found: list[County], about: str, heard: bool) -> Outcome:
    return menu(
        say("county.which"),
        options=numbered(
            *(_county(call, one, about, heard) for one in found[:AT_ONCE]),
            choice("county.none", to(spelt, about=about, heard=heard)),
        ),
        back=_up(heard),
    )


def _up(heard: bool) -> To:
    return to("competence.sentence") if heard else to("topics.domains")


def _county(call: Call, county: County, about: str, heard: bool) -> Option:
    there = to("answer.tell", about=about, county=county.code, heard=heard)
    return choice("menu.called", there, called=call.text(county.name))
