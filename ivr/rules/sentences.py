"""Every sentence can be said by a voice, is short enough to be followed, and blames nobody."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from math import inf

from ivr.rules.entries import BY_THE_HOUSE, HANDOVERS, HELP, SORRY, TOPICS
from ivr.rules.fault import SHORTER, Fault, Theirs, error, over, warning
from ivr.rules.limits import (
    ABBREVIATIONS,
    ALIKE,
    BLAME,
    FIRST_HELP,
    NEWS_WANTED,
    SECOND_HELP,
    SENTENCE_WORDS_WANTED,
    TEXT,
    WHERE_FOUND,
)
from ivr.rules.spoken import Spoken, seconds
from ivr.tree import Outcome, Sentence, Tree
from words.catalogue import WRITTEN, Catalogue
from words.hearing import closest, fold
from words.patterns import Blank

IN_WORDS = "scrieți numai cuvinte"
READ_BACK = {"registration", "phone", "last", "digits"}  # 30: digit by digit
NUMBERS = {"number", "phone", "typed", "ticket"}
SIGNS = r"[şţŞŢ]|[/&()\[\]{}<>*#@%+=_|\\~^$€§]|(?:^|\s)[-–—](?:\s|$)"


def faults(tree: Tree, spoken: Spoken) -> Iterator[Fault]:
    """What is wrong with the sentences, in each language."""
    for language, catalogue in spoken.words.items():
        yield from _writing(language, catalogue)
        yield from _helps(language, catalogue, spoken)
        yield from _alike(tree, language, spoken)
        yield from dict.fromkeys(_sounds(tree, language, spoken))
        yield from _outcomes(tree, language, spoken)


def _writing(language: str, catalogue: Catalogue) -> Iterator[Fault]:
    """How entries are written, whatever their values."""
    for key in sorted(one for one in catalogue.sentences if not one.startswith(WRITTEN)):
        where = f"{language} {key}"
        for name, form in catalogue.placeholders(key).items():
            if name in NUMBERS and form not in READ_BACK:
                yield error(30, where, f"does not read {name} back digit by digit")
        text = "".join("X" if isinstance(part, Blank) else part for part in catalogue.sentences[key])
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            yield from over(
                42, where, "a sentence has {} words", len(sentence.split()), inf, SENTENCE_WORDS_WANTED
            )
        for short in _abbreviations(text):
            yield warning(42, where, f"says the abbreviation {short}")


def _abbreviations(text: str) -> list[str]:
    """Known ones, and whatever ends with a full stop though the sentence goes on in small letters."""
    known = [word for word in re.findall(r"\b(\w+)\.", text) if word.lower() in ABBREVIATIONS]
    return list(dict.fromkeys([*known, *re.findall(r"\b(\w+)\.(?=\s+[a-zăâîșț])", text)]))


def _helps(language: str, catalogue: Catalogue, spoken: Spoken) -> Iterator[Fault]:
    """Rule 24: short, and without blame."""
    for key in filter(catalogue.has, (*HELP, *HANDOVERS)):
        most = FIRST_HELP if key.endswith(".1") else SECOND_HELP
        yield from over(24, f"{language} {key}", "takes {} s", seconds([_plain(catalogue, key)]), most)
    for key in filter(catalogue.has, (*HELP, *HANDOVERS, *SORRY, "digits.cleared")):
        yield from _blame(language, key, _plain(catalogue, key))


def _blame(language: str, key: str, text: str) -> Iterator[Fault]:
    for word in fold(text).split():
        if word.startswith(BLAME.get(language, ("\0",))):
            yield error(24, f"{language} {key}", f"blames the caller: {word}")


def _plain(catalogue: Catalogue, key: str) -> str:
    return "" if catalogue.placeholders(key) else catalogue.text(key)


def _alike(tree: Tree, language: str, spoken: Spoken) -> Iterator[Fault]:
    """Rule 22: no failure is answered with the words of another, or of the question."""
    catalogue = spoken.words[language]
    helps = {key: _plain(catalogue, key) for key in filter(catalogue.has, (*HELP, *HANDOVERS))}
    prompts = {
        say.key: " ".join(spoken.texts([say], language))
        for _, outcome in tree.outcomes()
        if outcome.asks
        for say in spoken.says(outcome.says, language)
        if not say.language
    }
    pairs = [
        *combinations(helps.items(), 2),
        *((one, other) for one in helps.items() for other in prompts.items()),
    ]
    for (one, text), (other, prompt) in pairs:
        likeness = _likeness(text, prompt, catalogue)
        if likeness >= ALIKE:
            yield error(22, f"{language} {one}", f"is {likeness:.0f} like {other}")


@lru_cache(
    maxsize=1 << 15
)  # the worker checks every saved routing file; most sentences are the same each time
def _likeness(one: str, other: str, catalogue: Catalogue) -> float:
    """Of two whole texts: one that is only a part of the other is not like it."""
    return min(
        closest(first, {"": [second]}, catalogue)[0][1] for first, second in ((one, other), (other, one))
    )


def _sounds(tree: Tree, language: str, spoken: Spoken) -> Iterator[Fault]:
    """Each entry with its longest values, as the voice gets it."""
    said = [one for _, outcome in tree.outcomes() for one in outcome.sentences if not one.language]
    topics = [Sentence(key.topic) for _, outcome in tree.outcomes() for key in outcome.options if key.key]
    house = [Sentence(key) for key in (*BY_THE_HOUSE, *TOPICS)]
    for say in (say for one in (*said, *topics, *house) for say in spoken.each(one, language)):
        text = " ".join(spoken.texts([say], language))
        where = f"{language} {say.key}"
        theirs = Theirs("face ca o propoziție să țină {} s", SHORTER, spoken.about([say], language))
        yield from over(38, where, "takes {} s with the longest values", seconds([text]), TEXT, theirs=theirs)
        if found := re.findall(r"\S*\d\S*", text):
            theirs = theirs._replace(what=f"are cifre acolo unde se citește: {found[0]}", write=IN_WORDS)
            yield error(32, where, f"has digits when it is said: {found[0]}", theirs)
        if re.search(SIGNS, text) or not unicodedata.is_normalized("NFC", text):
            theirs = theirs._replace(
                what="are semne sau litere pe care vocea nu le poate citi", write=IN_WORDS
            )
            yield error(43, where, f"has signs or letters a voice cannot say: {text}", theirs)


def _outcomes(tree: Tree, language: str, spoken: Spoken) -> Iterator[Fault]:
    for step, outcome in tree.outcomes():
        where = f"{language} {step.name}"
        texts = spoken.texts(spoken.says(outcome.says, language), language)
        if outcome.kind == "ask":
            yield from _digit_prompt(where, outcome, " ".join(texts), spoken.words[language])
        if outcome.kind == "menu":
            yield from over(38, where, "tells for {} s before its options", seconds(texts), inf, NEWS_WANTED)
        for one in outcome.sentences if outcome.kind == "go" else ():
            for say in spoken.each(one, language):
                yield from _blame(language, say.key, " ".join(spoken.texts([say], language)))


def _digit_prompt(where: str, outcome: Outcome, text: str, catalogue: Catalogue) -> Iterator[Fault]:
    words = fold(text).split()
    if fold(catalogue.grammar.keys["#"]) not in fold(text) and not _counts_digits(words, catalogue):
        yield error(29, where, "does not say how many digits, nor what ends them")
    stems = WHERE_FOUND.get(catalogue.code, ("",))
    if outcome.shape == "registration" and not any(word.startswith(stems) for word in words):
        yield error(29, where, "does not say where the number is found")


def _counts_digits(words: list[str], catalogue: Catalogue) -> bool:
    unit = catalogue.grammar.units.get("digits")
    said = (
        " ".join(part for one in unit.patterns.values() for part in one if isinstance(part, str))
        if unit
        else ""
    )
    return bool({word for word in fold(said).split() if len(word) > 2} & set(words))
