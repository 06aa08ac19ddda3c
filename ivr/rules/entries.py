"""Every sentence that is said is in each catalogue and gets its values; none lies there unsaid."""

import re
from collections.abc import Iterator, Mapping
from typing import get_args

from ivr.engine import FAILURES_TO_A_PERSON, MANNERS
from ivr.rules.fault import Fault, error, warning
from ivr.script import Failure
from ivr.tree import ANY, Sentence, Tree, Value, matching
from words.catalogue import HOME, WRITTEN, Catalogue
from words.catalogue import faults as catalogue_faults

# Said by the engine, by the ear, by the voice and by the apology (web/sorry.py), not by a step.
HELP = tuple(
    f"{kind}.{manner}.{count}"
    for kind in get_args(Failure)
    for manner in ("keys", "digits", *MANNERS.values())
    for count in range(1, FAILURES_TO_A_PERSON)
)
HANDOVERS = tuple(f"{kind}.person" for kind in get_args(Failure))
SORRY = ("sorry.moment", "sorry.later")
RING = ("ring.*",)  # to those whom the line rings: ivr/ringing.py and web/ring.py
BY_THE_HOUSE = (*HELP, *HANDOVERS, *SORRY, *RING, "digits.cleared", "goodbye", "person.hours")
TOPICS = ("person.topic", "back.topic", "repeat.topic", "sorry.again")


def faults(tree: Tree, words: Mapping[str, Catalogue]) -> Iterator[Fault]:
    """What the catalogues lack, and what they hold for nobody."""
    for language, catalogue in words.items():
        yield from _as_a_catalogue(language, words)
        yield from _missing(tree, language, catalogue)
        yield from dict.fromkeys(_values(tree, language, catalogue))
        yield from _unused(tree, language, catalogue)


def used(tree: Tree) -> set[str]:
    """The keys of everything that can be said, `*` for parts only a call knows."""
    sentences = {one.key for _, outcome in tree.outcomes() for one in outcome.sentences}
    topics = {key.topic for _, outcome in tree.outcomes() for key in outcome.options}
    return sentences | {"menu.option", *BY_THE_HOUSE, *TOPICS} | _of_services(topics | _named(tree), tree)


def _named(tree: Tree) -> set[str]:
    """Sentences that are values of others, as in `service=f"{service}.topic"`."""
    given = (value for _, outcome in tree.outcomes() for one in outcome.sentences for _, value in one.values)
    return {value.text for value in given if re.fullmatch(r"[a-z_*]+(\.[a-z_*0-9]+)+", value.text)}


def _of_services(patterns: set[str], tree: Tree) -> set[str]:
    named = {
        one.replace(ANY, service, 1) for one in patterns if one.startswith(ANY) for service in tree.services
    }
    return named | {one for one in patterns if not one.startswith(ANY)}


def _as_a_catalogue(language: str, words: Mapping[str, Catalogue]) -> Iterator[Fault]:
    reference = words.get(HOME, words[language])
    for what in catalogue_faults(words[language], reference):
        where, _, why = what.removeprefix(f"{language}: ").partition(": ")
        yield error("words", f"{language} {where}", why)


def _missing(tree: Tree, language: str, catalogue: Catalogue) -> Iterator[Fault]:
    for pattern in sorted(used(tree)):
        if not any(map(catalogue.has, matching(pattern, catalogue.keys()))):
            yield error("words", f"{language} {pattern}", "is said but not in the catalogue")


def _values(tree: Tree, language: str, catalogue: Catalogue) -> Iterator[Fault]:
    for step, outcome in tree.outcomes():
        for one in outcome.sentences:
            for key in filter(catalogue.has, matching(one.key, sorted(catalogue.keys()))):
                yield from _value_faults(f"{language} {step.name}", key, one, catalogue)
        for option in (key for key in outcome.options if catalogue.has(key.topic)):
            given = (("called", Value()),) if option.called else ()
            told = Sentence(option.topic, given)
            yield from _value_faults(f"{language} {step.name}", option.topic, told, catalogue)


def _value_faults(where: str, key: str, sentence: Sentence, catalogue: Catalogue) -> Iterator[Fault]:
    needed, given = set(catalogue.placeholders(key)), {name for name, _ in sentence.values}
    if needed - given:
        yield error("words", where, f"does not give {key} its {', '.join(sorted(needed - given))}")
    if given - needed:
        yield warning("words", where, f"gives {key} a {', '.join(sorted(given - needed))} it does not say")


def _unused(tree: Tree, language: str, catalogue: Catalogue) -> Iterator[Fault]:
    said = {key for pattern in used(tree) for key in matching(pattern, catalogue.keys())}
    for key in sorted(catalogue.keys() - said):
        if not key.startswith(WRITTEN):
            yield warning("words", f"{language} {key}", "is never said")
