"""A menu that can be followed by ear: few options, in the order of their keys, short, and none like another."""

from collections.abc import Iterator
from itertools import combinations

from ivr.rules.fault import SHORTER, Fault, Theirs, error, over, warning
from ivr.rules.limits import (
    MENU,
    MENU_WANTED,
    OPTION,
    OPTION_WORDS,
    OPTIONS,
    OPTIONS_WANTED,
    TOPICS_ALIKE_WANTED,
    UNCOUNTED_WANTED,
)
from ivr.rules.spoken import Spoken, seconds
from ivr.script import Option, Question
from ivr.tree import Outcome, Tree
from ivr.twiml import announced
from words.catalogue import Catalogue
from words.hearing import closest, fold, sure
from words.patterns import Blank

SERVICES = (("menu",),)  # the place of the routing file that says which
FEWER = "lăsați mai puține servicii"
EVERYWHERE = {"0": "person.topic", "*": "back.topic", "#": "repeat.topic"}


def faults(tree: Tree, spoken: Spoken) -> Iterator[Fault]:
    """What is wrong with the menus, in each language."""
    menus = [(step.name, outcome) for step, outcome in tree.outcomes() if outcome.kind == "menu"]
    for name, outcome in menus:
        keys = _keys(outcome, tree, spoken)
        yield from _key_faults(name, keys)
        yield from _count_faults(name, outcome, keys, spoken)
    for language, catalogue in spoken.words.items():
        yield from _order_of_words(language, catalogue)
        for name, outcome in menus:
            question = spoken.question(outcome, language)
            yield from _times(f"{language} {name}", outcome, question, language, spoken)
            yield from _options(f"{language} {name}", question, language, spoken)
            yield from _alike(f"{language} {name}", question, catalogue)


def _keys(outcome: Outcome, tree: Tree, spoken: Spoken) -> list[str]:
    """The keys that are announced, in their order; those of the services come from the routing file."""
    keys: list[str] = []
    for key in (place[0] for place in outcome.keys if place and not place[0].silent):
        services = [entry.key for entry in spoken.directory.menu if entry.service in tree.services]
        following = str(len(keys) + 1)  # the key of a choice()
        keys += [key.key] if key.key else services if key.is_service else [following]
    return keys


def _key_faults(name: str, keys: list[str]) -> Iterator[Fault]:
    if not keys:
        yield error(16, name, "is a menu without a key")
    wanted = [str(number) for number in range(1, len(keys) + 1)][: len([key for key in keys if key != "0"])]
    wanted += ["0"] * ("0" in keys)
    if keys != wanted:
        yield error(10, name, f"has the keys {' '.join(keys)} instead of {' '.join(wanted)}")


def _count_faults(name: str, outcome: Outcome, keys: list[str], spoken: Spoken) -> Iterator[Fault]:
    count = len([key for key in keys if key != "0"])
    theirs = Theirs("oferă {} opțiuni", FEWER, SERVICES) if _opens_services(outcome) else None
    yield from over(7, name, "offers {} options", count, OPTIONS, OPTIONS_WANTED, theirs)
    counted = any(spoken.counts(one, language) for one in outcome.sentences for language in spoken.words)
    if count > UNCOUNTED_WANTED and not counted:
        yield warning(17, name, f"does not say that there are {count} options")


def _order_of_words(language: str, catalogue: Catalogue) -> Iterator[Fault]:
    for key in ("menu.option", "language.offer"):
        if catalogue.has(key) and not _ends_with_its_key(catalogue, key):
            yield error(9, f"{language} {key}", "does not end with the key, after the topic")
    if catalogue.has("confirm.keys"):
        last = [words.split()[-1] for words in map(fold, catalogue.text("confirm.keys").split(".")) if words]
        if last != [fold(catalogue.grammar.keys[key]) for key in "12"]:
            yield error(9, f"{language} confirm.keys", "does not end with its keys, one and two")


def _ends_with_its_key(catalogue: Catalogue, key: str) -> bool:
    parts = catalogue.sentences[key]
    forms = [part.form for part in parts if isinstance(part, Blank)]
    after = parts[-1] if isinstance(parts[-1], str) else ""
    return bool(forms) and forms[-1] == "key" and forms.count("key") == 1 and not fold(after)


def _times(
    where: str, outcome: Outcome, question: Question, language: str, spoken: Spoken
) -> Iterator[Fault]:
    """What a menu tells before its options is rule 38's; what leads to the services belongs to their menu."""
    news = [say for say in question.news if not say.language] if _opens_services(outcome) else []
    says = (*news, *question.says, *announced(question))
    theirs = Theirs("face ca un meniu să țină {} s", SHORTER, spoken.about(says, language))
    if _opens_services(outcome):
        theirs = Theirs("ține {} s", FEWER, SERVICES)
    yield from over(13, where, "takes {} s", seconds(spoken.texts(says, language)), MENU, MENU_WANTED, theirs)


def _opens_services(outcome: Outcome) -> bool:
    return any(key.is_service for key in outcome.options)


def _options(where: str, question: Question, language: str, spoken: Spoken) -> Iterator[Fault]:
    for option, say in zip(_announced(question), announced(question), strict=True):
        text = " ".join(spoken.texts([say], language))
        yield from over(
            11, where, f"the option {option.topic} has {{}} words", len(text.split()), OPTION_WORDS
        )
        yield from over(11, where, f"the option {option.topic} takes {{}} s", seconds([text]), OPTION)
        if "," in spoken.words[language].text(option.topic):
            yield error(11, where, f"the option {option.topic} names more than one topic")


def _announced(question: Question) -> list[Option]:
    return [option for option in question.options if not option.silent]


def _alike(where: str, question: Question, catalogue: Catalogue) -> Iterator[Fault]:
    topics = {option.key: option.topic for option in _announced(question)}
    for one, other in combinations(topics.values(), 2):
        likeness = alike(catalogue.text(one), catalogue.text(other), catalogue)
        if likeness >= TOPICS_ALIKE_WANTED:
            yield warning(15, where, f"{one} and {other} are {likeness:.0f} alike")
    reserved = {key: topic for key, topic in EVERYWHERE.items() if topic not in topics.values()}
    everywhere = {key: topic for key, topic in reserved.items() if catalogue.has(topic)}
    names = {key: catalogue.phrases(topic) for key, topic in (topics | everywhere).items()}
    for key, topic in topics.items():
        if sure(closest(catalogue.text(topic), names, catalogue)) != key:
            yield warning(15, where, f"who says {topic} by its name is not understood")


def alike(one: str, other: str, catalogue: Catalogue) -> float:
    """How alike two texts are to the ear of the hotline, 0 to 100: whichever of them is taken for what was said."""
    said = ((one, other), (other, one))
    return max(closest(first, {"": [second]}, catalogue)[0][1] for first, second in said)
