"""Names and announcements that supervisors write are short enough to be followed by ear."""

from collections.abc import Iterator, Mapping
from math import inf

from ivr.matter import NAME, briefly
from ivr.rules.fault import SHORTER, Fault, Theirs, over
from ivr.rules.limits import NOTICE_WANTED, OPTION
from ivr.rules.spoken import Spoken, seconds
from ivr.script import Option, Question, To
from ivr.twiml import announced
from routing.directory import Directory
from routing.faults import Place


def faults(spoken: Spoken) -> Iterator[Fault]:
    """Warnings only: what is heard is right, but hard to keep in mind. The same name in two menus is told twice."""
    for place, texts in _options(spoken.directory):
        for language, text in _known(texts, spoken):
            yield from _option(briefly(text), (*place, language), language, spoken)
    for at, notice in enumerate(spoken.directory.notices):
        for language, text in _known(notice.text, spoken):
            place = ("line", "notices", at, "text", language)
            theirs = Theirs("ține {} s, la fiecare apel", SHORTER, (place,))
            what = f"{language} notice {at + 1}"
            yield from over(38, what, "takes {} s", seconds([text]), inf, NOTICE_WANTED, theirs)


def _known(texts: Mapping[str, str], spoken: Spoken) -> list[tuple[str, str]]:
    return [(language, text) for language, text in texts.items() if language in spoken.words]


def _options(directory: Directory) -> Iterator[tuple[Place, Mapping[str, str]]]:
    """What menus of topics call domains, competences and other bodies."""
    for domain in directory.domains.values():
        yield ("domains", domain.id, "name"), domain.name
    for institution in directory.institutions.values():
        for competence in institution.competences.values():
            yield ("institutions", institution.id, "competences", competence.id, "topic"), competence.topic
    for body in directory.external.values():
        yield ("external", body.id, "topic"), body.topic


def _option(called: str, place: Place, language: str, spoken: Spoken) -> Iterator[Fault]:
    question = Question(options=(Option("1", "menu.called", To("menu.main"), called=called),))
    time = seconds(spoken.texts(announced(question), language))
    if len(called) > NAME:
        theirs = Theirs("ține {} s ca opțiune", SHORTER, (place,))
        yield from over(11, f"{language} {called}", "takes {} s as an option", time, inf, OPTION, theirs)
