"""The first half minute: who answers, the emergency number, what the line is not, and how soon there is a choice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ivr.rules.fault import SHORTER, Fault, Theirs, error, over, warning
from ivr.rules.limits import (
    AUTOMATIC,
    DISCLAIMER,
    EMERGENCY,
    FIRST_OPTION,
    FIRST_OPTION_WANTED,
    LANGUAGE_OFFER,
    REMINDER_WANTED,
)
from ivr.rules.spoken import PAUSE, Spoken, asked, seconds
from ivr.script import Say
from ivr.tree import MAIN, WELCOME, Outcome, Slot, Tree
from words.catalogue import HOME
from words.hearing import fold

OFFERS = ("menu.option", "confirm.keys")


@dataclass(frozen=True)
class Opening:
    """One way a call may begin: what cannot be interrupted, what else is said, and the first question."""

    firm: tuple[Slot, ...]
    says: tuple[Slot, ...]
    step: str
    outcome: Outcome


def faults(tree: Tree, spoken: Spoken) -> Iterator[Fault]:
    """What is wrong with the first words, in each language."""
    found = openings(tree)
    for language in spoken.words:
        for opening in found:
            yield from dict.fromkeys(_opening_faults(opening, language, spoken))
        yield from _reminder(found, language, spoken)
    yield from _languages(tree, spoken)


def openings(tree: Tree, name: str = WELCOME, firm: tuple[Slot, ...] = (), says: tuple[Slot, ...] = (),
             seen: frozenset[str] = frozenset()) -> list[Opening]:  # fmt: skip
    """Every way from the pickup to the first question."""
    if name in seen or name not in tree.steps:
        return []
    found: list[Opening] = []
    for outcome in tree.steps[name].outcomes:
        if outcome.kind != "go":
            found.append(Opening(firm, says, name, outcome))
        for target in outcome.then if outcome.kind == "go" else ():
            so_far = (*firm, *outcome.firm), (*says, *outcome.says)
            found += openings(tree, target.step, *so_far, seen | {name})
    return found


def first_words(opening: Opening, language: str, spoken: Spoken) -> tuple[Say, ...]:
    """Everything that is said from the pickup to the end of the first question."""
    before = spoken.says((*opening.firm, *opening.says), language)
    return (*before, *asked(spoken.question(opening.outcome, language)))


def _opening_faults(opening: Opening, language: str, spoken: Spoken) -> Iterator[Fault]:
    where = f"{language} {WELCOME}"
    firm = spoken.texts(spoken.says(opening.firm, language), language)
    if not firm or not _introduces(firm[0], language, spoken):
        yield error(
            1, where, "does not begin with the name of the institution and that the line is automatic"
        )
    yield from _emergency(where, firm, language, spoken)
    says = first_words(opening, language, spoken)
    theirs = Theirs("face ca avertismentul de la început să țină {} s", SHORTER, spoken.about(says, language))
    disclaimer = _disclaimer(opening, language, spoken)
    yield from over(3, where, "the disclaimer takes {} s", seconds(disclaimer), DISCLAIMER, theirs=theirs)
    wait = _until_an_offer(says, language, spoken)
    what = f"the first option of {opening.step} begins after {{}} s"
    theirs = theirs._replace(what="face ca prima opțiune să se audă abia după {} s")
    yield from over(3, where, what, wait, FIRST_OPTION, FIRST_OPTION_WANTED, theirs)


def _introduces(text: str, language: str, spoken: Spoken) -> bool:
    names = spoken.directory.name
    return (names.get(language) or names[HOME]) in text and AUTOMATIC in fold(text)


def _emergency(where: str, firm: Sequence[str], language: str, spoken: Spoken) -> Iterator[Fault]:
    said = [text for text in firm if _is_emergency(text, language, spoken)]
    if not said:
        yield error(2, where, f"does not say {_emergency_number(language, spoken)} before the first menu")
    for text in said:
        yield from over(2, where, "the emergency notice takes {} s", seconds([text]), EMERGENCY)


def _is_emergency(text: str, language: str, spoken: Spoken) -> bool:
    return fold(_emergency_number(language, spoken)) in fold(text)


def _emergency_number(language: str, spoken: Spoken) -> str:
    return " ".join(spoken.words[language].grammar.keys[key] for key in "112")


def _until_an_offer(says: Sequence[Say], language: str, spoken: Spoken) -> float:
    """An offer of another language is an offer: who needs it is helped by then."""
    at = next((at for at, say in enumerate(says) if say.key in OFFERS or say.language), len(says))
    return seconds(spoken.texts(says[:at], language)) + (PAUSE if 0 < at < len(says) else 0)


def _reminder(found: Sequence[Opening], language: str, spoken: Spoken) -> Iterator[Fault]:
    """The longest opening is for whoever calls first; the others are for those who have heard it."""
    spans = sorted(seconds(_disclaimer(opening, language, spoken)) for opening in found)
    if max(spans[:-1] or spans, default=0) > REMINDER_WANTED:
        what = f"who calls again hears no disclaimer of {REMINDER_WANTED} s or less"
        yield warning(4, f"{language} {WELCOME}", what)


def _disclaimer(opening: Opening, language: str, spoken: Spoken) -> list[str]:
    firm = spoken.texts(spoken.says(opening.firm, language), language)
    return [text for text in firm[1:] if not _is_emergency(text, language, spoken)]


def _languages(tree: Tree, spoken: Spoken) -> Iterator[Fault]:
    if next(iter(spoken.words)) != HOME:
        yield error(5, WELCOME, "does not begin in Romanian")
    offers = [
        one
        for step, outcome in tree.outcomes()
        if step.name == MAIN
        for one in outcome.sentences
        if one.language
    ]
    if len(spoken.words) > 1 and not offers:
        yield error(5, MAIN, "does not offer the other languages")
    for say in (say for one in offers for say in spoken.each(one, HOME)):
        time = seconds(spoken.texts([say], HOME))
        yield from over(5, f"{say.language} {say.key}", "takes {} s", time, LANGUAGE_OFFER)
