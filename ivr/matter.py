"""What a call is about, and who deals with it: everything a caller is told of a competence or of another body."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ivr.call import Call
from routing.contacts import Contact, Reach
from routing.directory import Body, Competence, Domain, Institution
from routing.hours import Hours
from routing.institutions import Texts

LONGEST_PAGE = 25  # characters of a web address that is read aloud (voice rule 6)
NAME = 34  # characters of a name in a menu: a longer list of things is cut at a comma (voice rule 11)


@dataclass(frozen=True)
class Matter:
    """A competence, written as in the routing file ("dgp.passport"), or a body that is not ours ("casa_pensii").

    `county` is a code or empty; with it the unit of that county is meant.
    """

    call: Call
    about: str
    county: str

    @property
    def id(self) -> str:
        return self.about.partition(".")[0]

    @property
    def institution(self) -> Institution | None:
        return self.call.line.institutions.get(self.id)

    @property
    def competence(self) -> Competence | None:
        return self.institution.competences.get(self.about.partition(".")[2]) if self.institution else None

    @property
    def body(self) -> Body:
        return self.call.line.external[self.id]

    @property
    def is_by_county(self) -> bool:
        """Whether another unit answers in each county."""
        return bool(self.institution and self.institution.unit)

    @property
    def topic(self) -> str:
        """What it is called in a menu."""
        return briefly(self.call.text((self.competence or self.body).topic))

    @property
    def name(self) -> str:
        """Who deals with it: the unit of the county, or the whole institution; fit to begin a sentence."""
        if self.institution is None:
            return _capital(self.call.text(self.body.name))
        if self.is_by_county and self.county:
            return _capital(self.call.text(self.call.line.unit_name(self.id, self.county)))
        return _capital(self.call.text(self.institution.spoken))

    @property
    def says(self) -> str:
        """What they do, to be said after the name; empty when nothing is written."""
        competence = self.competence
        return self.call.text(competence.says if competence else self.body.says)

    @property
    def domain(self) -> str:
        return self.competence.domain if self.competence else ""

    @cached_property
    def reach(self) -> Reach:
        return self.call.line.reach(self.id, self.county or None, self.call.today)

    @cached_property
    def told(self) -> tuple[Contact, ...]:
        """The contacts that can be read aloud: e-mail and long pages are for a text message."""
        return tuple(one for one in self.reach.contacts if _is_short(one))

    @property
    def hours(self) -> Hours | None:
        """When somebody answers, where that is known of the first telephone or, without one, of the office."""
        return next((one.hours for one in self.told if one.hours), None)

    @property
    def number(self) -> str:
        """Where the caller can be put through to at this moment; empty if nowhere."""
        return next((one.number or "" for one in self.told if self._answers(one)), "")

    def _answers(self, contact: Contact) -> bool:
        is_line = bool(contact.number and contact.number.startswith("+")) and not contact.extension
        return is_line and contact.hours is not None and contact.hours.is_open(self.call.now)

    @property
    def telephone(self) -> str:
        """The first number to be texted, as dialled; empty if there is none."""
        return next((one.number for one in self.reach.contacts if one.number), "")

    @property
    def extension(self) -> str:
        """What is asked for at that number; empty if nothing."""
        return next((one.extension or "" for one in self.reach.contacts if one.number), "")

    @property
    def page(self) -> str:
        """The first web page to be texted; empty if there is none."""
        return next((one.page for one in self.reach.contacts if one.kind == "web"), "")

    @property
    def can_be_texted(self) -> bool:
        """Whether there is something to be texted, and a mobile telephone to text it to."""
        return self.call.caller.kind == "mobile" and bool(self.telephone or self.page)

    @property
    def is_asked(self) -> bool:
        """Whether there are frequent questions, or advice, on its domain."""
        line, today = self.call.line, self.call.today
        return bool(line.questions(self.domain, today) or line.advice_on(self.domain, today))

    @property
    def is_of_another(self) -> bool:
        """Whether its contacts are those of somebody else: of what it belongs to, or of the whole for a unit."""
        return _capital(self.who) != self.name

    @property
    def who(self) -> str:
        """Whose contacts these are: those of a unit, of the institution or of what it belongs to."""
        return self.call.text(self.reach.name)


def topics_of(call: Call, domain: Domain) -> list[str]:
    """The topics of a domain as `about`: those of its keys first, then whatever else its institutions do in it."""
    keyed = [f"{one.owner}.{one.competence}" if one.competence else one.owner for one in domain.topics]
    others = [
        f"{institution.id}.{competence.id}"
        for institution in call.line.institutions.values()
        for competence in institution.competences.values()
        if competence.domain == domain.id
    ]
    return list(dict.fromkeys((*keyed, *others)))


def briefly(text: str) -> str:
    """As much of a list of things as fits into a menu: the whole text if it holds no comma."""
    parts = text.split(", ")
    while len(parts) > 1 and len(", ".join(parts)) > NAME:
        parts.pop()
    return ", ".join(parts)


def in_menu(call: Call, texts: Texts) -> str:
    """A name of the routing file as an option of a menu."""
    return briefly(call.text(texts))


def county_name(call: Call, code: str) -> Mapping[str, str]:
    return call.line.counties[code].name


def _is_short(contact: Contact) -> bool:
    return contact.kind in ("telverde", "phone", "address") or (
        contact.kind == "web" and len(contact.page) <= LONGEST_PAGE
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
