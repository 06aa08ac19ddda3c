"""Who deals with it, by the keys alone: a domain, then a topic; a few at a time."""

from ivr.call import Call
from ivr.matter import Matter, in_menu, topics_of
from ivr.script import Option, Outcome, choice, menu, numbered, say, step, to
from routing.directory import Domain

PART_OF = "competence"

AT_ONCE = 4  # domains or topics in one menu (voice rules 7 and 13)
PERSON = Option("0", "person.topic", to("person.reach"))


@step
def domains(call: Call, county: str = "", at: int = 0) -> Outcome:
    known = list(call.line.domains.values())
    more = choice("topics.more_domains", to(domains, county=county, at=at + AT_ONCE))
    options = numbered(
        *(_domain(call, one, county) for one in known[at : at + AT_ONCE]),
        more if len(known) > at + AT_ONCE else None,
    )
    return menu(
        say("topics.domains"), options=(*options, PERSON), back=to("competence.sentence", county=county)
    )


def _domain(call: Call, domain: Domain, county: str) -> Option:
    there = to(topics, domain=domain.id, county=county)
    return choice("menu.called", there, called=in_menu(call, domain.name))


@step
def topics(call: Call, domain: str, county: str = "", at: int = 0) -> Outcome:
    """What is asked most first, with the frequent questions."""
    known = topics_of(call, call.line.domains[domain])
    more = choice("topics.more", to(topics, domain=domain, county=county, at=at + AT_ONCE))
    has_answers = call.line.questions(domain, call.today) or call.line.advice_on(domain, call.today)
    answers = choice("faq.topic", to("faq.questions", domain=domain, county=county))
    options = numbered(
        *(_topic(call, about, county) for about in known[at : at + AT_ONCE]),
        more if len(known) > at + AT_ONCE else None,
        answers if has_answers and at == 0 else None,
    )
    return menu(options=options, back=to(domains, county=county))


def _topic(call: Call, about: str, county: str) -> Option:
    there = to("county.where", about=about, county=county)
    return choice("menu.called", there, called=Matter(call, about, county).topic)
