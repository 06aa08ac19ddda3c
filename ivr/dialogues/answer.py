"""The answer: which institution deals with it, whether it is open now, and how to reach it, a piece at a time."""

from ivr.call import Call
from ivr.matter import Matter
from ivr.script import Option, Outcome, Say, choice, menu, numbered, say, step, to
from routing.contacts import Contact, spoken_address

PART_OF = "competence"

SCHEDULE = 2  # intervals of the week that can be followed by ear


@step
def tell(call: Call, about: str, county: str = "", heard: bool = False) -> Outcome:
    """With the first contact at once. `heard` is the answer to a sentence, which may have been misunderstood."""
    matter = Matter(call, about, county)
    given = {"about": about, "county": county, "heard": heard}
    domain = matter.domain
    return menu(
        _who(matter),
        *_first(matter),
        *_open(matter),
        options=numbered(
            choice("answer.contacts", to(contact, **given)) if matter.told else None,
            choice("answer.through", to("through.ring", **given)) if matter.number else None,
            _by_text(matter, heard),
            choice("faq.topic", to("faq.questions", domain=domain, county=county))
            if matter.is_asked
            else None,
            choice("answer.other", to("competence.sentence", county=county)),
        ),
        back=to("competence.sentence", county=county) if heard else to("topics.domains", county=county),
    )


def _who(matter: Matter) -> Say:
    if matter.institution:
        return say("answer.ours", at=matter.name, does=matter.says)
    if matter.says:
        return say("answer.elsewhere", at=matter.name, does=matter.says)
    return say("answer.elsewhere.named", at=matter.name)


def _open(matter: Matter) -> tuple[Say, ...]:
    """Nothing where nobody knows the hours."""
    if matter.hours is None:
        return ()
    opens = matter.hours.next_opening(matter.call.now)
    if matter.hours.is_open(matter.call.now):
        return (say("answer.open"),)
    return (say("answer.opens", when=opens),) if opens else ()


def _first(matter: Matter) -> tuple[Say, ...]:
    """The first contact, or what is known in its place; whose it is, if it is not their own."""
    if matter.reach.way == "seat":
        return (say("answer.seat", seat=dict(matter.reach.seat)),)
    if not matter.told:
        return (say("answer.nothing"),)
    if matter.is_of_another:
        return (say("answer.ask_at", at=matter.who), *_piece(matter.told[0]))
    return _piece(matter.told[0])


def _piece(one: Contact) -> tuple[Say, ...]:
    if one.kind == "telverde":
        return (say("contact.free", phone=one.number or ""),)
    if one.kind == "phone" and one.extension:
        return (say("contact.extension", phone=one.number or "", extension=one.extension),)
    if one.kind == "phone":
        return (say("contact.phone", phone=one.number or ""),)
    if one.kind == "address":
        return (say("contact.address", address=spoken_address(one.value)),)
    return (say("contact.page", page=one.page),)


def _by_text(matter: Matter, heard: bool) -> Option | None:
    there = to("through.text", about=matter.about, county=matter.county, heard=heard)
    return choice("answer.text", there) if matter.can_be_texted else None


@step
def contact(call: Call, about: str, county: str, heard: bool, at: int = 0) -> Outcome:
    """One contact at a time, to be written down; key 1 says it again."""
    matter = Matter(call, about, county)
    given = {"about": about, "county": county, "heard": heard}
    if at >= len(matter.told):  # one has become too old since the last turn
        return menu(say("answer.nothing"), options=numbered(choice("answer.again", to(tell, **given))))
    one = matter.told[at]
    return menu(
        *_for(call, one),
        *_piece(one),
        *_hours(one),
        options=numbered(
            choice("repeat.topic", to(contact, **given, at=at)),
            choice("contact.next", to(contact, **given, at=at + 1)) if at + 1 < len(matter.told) else None,
            _by_text(matter, heard),
            choice("answer.again", to(tell, **given)),
        ),
        back=to(tell, **given),
    )


def _for(call: Call, one: Contact) -> tuple[Say, ...]:
    """What a contact is only good for."""
    return (say("contact.for", what=call.text(one.about)),) if one.about else ()


def _hours(one: Contact) -> tuple[Say, ...]:
    """Not the long ones, with other hours on most days: the answer tells when somebody is there next."""
    parts = one.hours.schedule() if one.hours else ()
    return (say("contact.hours", hours=parts),) if 0 < len(parts) <= SCHEDULE else ()
