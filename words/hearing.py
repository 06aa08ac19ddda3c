"""What a spoken answer means: yes or no, a number, a date, one of several choices. Never a guess."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from words.catalogue import Catalogue
from words.spoken import date_said, digits_said, number_words, registration_said, with_years, year_said
from words.vocabulary import Vocabulary, fold

__all__ = [
    "closest",
    "date_said",
    "digits_said",
    "fold",
    "mask",
    "registration_said",
    "sure",
    "with_years",
    "year_said",
    "yes_or_no",
]

MASKED = "•••"
SURE, MARGIN = 85, 10  # tried out on institution names: facts/libraries.md, section 5.5
ALIKE = 75  # two words spoken or spelt a little differently: petiție and poliție are 71 alike


def yes_or_no(sentence: str, catalogue: Catalogue) -> bool | None:
    """True, False, or None for anything that is not clearly one of them ("nu știu")."""
    meanings = _meanings(fold(sentence).split(), catalogue.vocabulary)
    if not meanings or meanings & {"unsure", "unknown"} or {"yes", "no"} <= meanings:
        return None
    return "no" not in meanings


def closest(
    sentence: str, choices: Mapping[str, Sequence[str]], catalogue: Catalogue
) -> list[tuple[str, float]]:
    """Every choice with how well its best name was said, 0 to 100, best first."""
    said = _telling(sentence, catalogue.vocabulary.stop_words)
    stop_words = catalogue.vocabulary.stop_words
    scores = {
        choice: max((_likeness(said, _telling(name, stop_words)) for name in names), default=0.0)
        for choice, names in choices.items()
    }
    return sorted(scores.items(), key=lambda scored: -scored[1])


def sure(ranking: Sequence[tuple[str, float]]) -> str | None:
    """The best choice if it is good enough and the second is well behind, else None."""
    if not ranking or ranking[0][1] < SURE:
        return None
    second = ranking[1][1] if len(ranking) > 1 else 0.0
    return ranking[0][0] if ranking[0][1] - second >= MARGIN else None


def mask(sentence: str, catalogue: Catalogue) -> str:
    """The sentence fit to be stored: numbers become •••, personal codes (13 digits) vanish."""
    without_codes = re.sub(r"(?<!\d)\d(?:[ .\-]?\d){12}(?!\d)", "", sentence)
    pieces = re.split(r"(\d+|[^\W\d_]+)", without_codes)
    words = [fold(piece) for piece in pieces[1::2]]
    hidden = number_words(words, catalogue.vocabulary)
    for place, hide in enumerate(hidden):
        if hide or _is_between(place, words, hidden, catalogue.vocabulary):
            pieces[2 * place + 1] = MASKED
    masked = re.sub(rf"{MASKED}(?:[^\w•]*{MASKED})+", MASKED, "".join(pieces))
    return " ".join(masked.split())


def _meanings(words: list[str], vocabulary: Vocabulary) -> set[str]:
    """What the short sentences one after the other mean; the longest one is taken each time."""
    meanings: set[str] = set()
    at = 0
    while at < len(words):
        length = _answer_at(words, at, vocabulary)
        if length:
            meanings.add(vocabulary.answers[tuple(words[at : at + length])])
        elif words[at] not in vocabulary.fillers:
            meanings.add("unknown")
        at += max(length, 1)
    return meanings


def _answer_at(words: list[str], at: int, vocabulary: Vocabulary) -> int:
    lengths = range(min(5, len(words) - at), 0, -1)
    return next((n for n in lengths if tuple(words[at : at + n]) in vocabulary.answers), 0)


@lru_cache(maxsize=8192)
def _telling(text: str, stop_words: frozenset[str]) -> tuple[str, ...]:
    """The words that tell one choice from another; all of them if every one is a stop word.

    Capitals are kept: MAI is a ministry, "mai" is "more".
    """
    capitals = {fold(word) for word in re.findall(r"\b[^\W\d_]{2,}\b", text) if word.isupper()}
    words = tuple(fold(text).split())
    return tuple(word for word in words if word not in stop_words or word in capitals) or words


def _likeness(said: tuple[str, ...], name: tuple[str, ...]) -> float:
    """The token set ratio, kept down when only a part of the name was said.

    "politie" is a part of "politie locala" and of "politie de frontiera"; neither was meant for sure. A long
    sentence around the whole name costs little: people explain.
    """
    if not said or not name:
        return 0.0
    same_words, name_said = fuzz.token_set_ratio(" ".join(said), " ".join(name)), _covered(name, said)
    sentence_used = _covered(said, name) if name_said else 0.0
    return max(same_words, 100 * name_said) * (0.5 + 0.5 * name_said) * (0.88 + 0.12 * sentence_used)


def _covered(words: tuple[str, ...], by: tuple[str, ...]) -> float:
    """Which share of the letters of some words is found in others, spelling mistakes allowed."""
    found = sum(len(word) * _best(word, by) for word in words)
    return found / (100 * sum(map(len, words)))


def _best(word: str, others: tuple[str, ...]) -> float:
    if word in others:
        return 100.0
    return max([fuzz.ratio(word, other, score_cutoff=ALIKE) for other in others])


def _is_between(place: int, words: list[str], hidden: list[bool], vocabulary: Vocabulary) -> bool:
    """A word such as "și", "pe" or a month that stands between two numbers, or a month beside one."""
    before = place > 0 and hidden[place - 1]
    after = place + 1 < len(words) and hidden[place + 1]
    word = words[place]
    joins = word in vocabulary.joins or word in vocabulary.slash or word in vocabulary.dot
    return (joins and before and after) or (word in vocabulary.months and (before or after))
