"""What people ask most about a domain, and how not to come to harm: questions on keys, answers read aloud."""

from ivr.call import Call
from ivr.script import Option, Outcome, choice, go, menu, numbered, say, step, to
from routing.directory import Question

PART_OF = "competence"

AT_ONCE = 3  # a question is longer than a topic (voice rule 13)


@step
def questions(call: Call, domain: str, county: str = "", at: int = 0) -> Outcome:
    """Only those whose answers are still good today."""
    known = call.line.questions(domain, call.today)
    given = {"domain": domain, "county": county}
    has_advice = at == 0 and call.line.advice_on(domain, call.today)
    options = numbered(
        *(_question(call, one, place, given) for place, one in enumerate(known[at : at + AT_ONCE], at)),
        choice("faq.more", to(questions, **given, at=at + AT_ONCE)) if len(known) > at + AT_ONCE else None,
        choice("faq.advice", to(advice, **given)) if has_advice else None,
    )
    return menu(say("faq.questions"), options=options, back=to("topics.domains", county=county))


def _question(call: Call, one: Question, place: int, given: dict[str, str]) -> Option:
    return choice("faq.called", to(answer, **given, at=place), called=call.text(one.question))


@step
def answer(call: Call, domain: str, county: str, at: int) -> Outcome:
    known = call.line.questions(domain, call.today)
    if at >= len(known):  # one has ended since the last turn
        return go(to=to(questions, domain=domain, county=county))
    one = known[at]
    return menu(
        say("faq.answer", answer=call.text(one.answer)),
        *((say("faq.checked", day=one.checked_on),) if one.valid_days else ()),
        options=_after(domain, county),
        back=to(questions, domain=domain, county=county),
    )


@step
def advice(call: Call, domain: str, county: str) -> Outcome:
    pieces = call.line.advice_on(domain, call.today)
    return menu(
        *(say("faq.answer", answer=call.text(one.text)) for one in pieces),
        options=_after(domain, county),
        back=to(questions, domain=domain, county=county),
    )


def _after(domain: str, county: str) -> tuple[Option, ...]:
    return numbered(
        choice("faq.topic", to(questions, domain=domain, county=county)),
        choice("answer.other", to("competence.sentence", county=county)),
        choice("menu.topic", to("menu.main")),
    )
