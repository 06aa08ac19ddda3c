"""Who is competent, from what callers say in their own words; and whether they are in danger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from routing.likeness import COMMON_WORDS
from routing.phrasebook import DANGER, NOISE, PERSON, SPECIAL, Entry, Phrasebook, heard, is_alarm, phrasebook

__all__ = ["Candidate", "Entry", "Finding", "Phrasebook", "Verdict", "competent", "phrasebook"]

TOPIC = 1.0  # the best competence of an institution counts as much as all its competences together
DOUBT = 1.0  # evidence of nobody: a sentence with no more than this for the best is half believed
UNKNOWN = 1.0  # how much a word that nobody wrote down adds to the doubt
SURE = 70.0  # score from which an answer is said
CLOSE = 40.0  # score from which one is offered in a menu
TOLD = 5  # candidates; the menu takes three of them
CALLED = 1.0  # evidence from which a person, or noise, is believed
DANGEROUS = 1.5  # evidence from which danger is believed
BESIDE = 0.6  # danger is told from this part of the best institution's evidence on: better once too often

Verdict = Literal["sure", "close", "unsure", "danger", "person", "noise"]
Strengths = Mapping[str, tuple[float, str]]  # by id: evidence, and the competence that fits best


@dataclass(frozen=True, slots=True)
class Candidate:
    """An institution or a body that is not ours, what it is asked for, and how well that fits: 0 to 100."""

    id: str
    topic: str
    score: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be done with a sentence, and who is meant, best first, each body once.

    sure: say the first; close: offer up to three; unsure: ask again; danger: say 112 at once; person: put
    through; noise: nothing was asked.
    """

    sentence: str
    verdict: Verdict
    candidates: tuple[Candidate, ...]


def competent(book: Phrasebook, sentence: str, county: str | None = None) -> Finding:
    """The finding for one sentence. The same bodies are competent in every county: `county` only fits the answer."""
    words = heard(book, sentence)
    strengths = _strengths(book, words)
    candidates = _candidates(strengths, _unknown(book, words))
    return Finding(sentence, _verdict(book, words, strengths, candidates), candidates)


def _strengths(book: Phrasebook, words: Sequence[str]) -> Strengths:
    by_id: defaultdict[str, float] = defaultdict(float)
    by_topic: defaultdict[tuple[str, str], float] = defaultdict(float)
    for row in (*map(book.institutions_of_word, words), book.institutions.of_pairs(words)):
        for id_, weight in row:
            by_id[id_] += weight
    for row_of_topics in (*map(book.topics_of_word, words), book.topics.of_pairs(words)):
        for topic, weight in row_of_topics:
            by_topic[topic] += weight
    best: dict[str, tuple[float, str]] = {}
    for (id_, name), weight in by_topic.items():
        if id_ not in best or (weight, name) > best[id_]:
            best[id_] = weight, name
    return {id_: (by_id[id_] + TOPIC * weight, name) for id_, (weight, name) in best.items()}


def _unknown(book: Phrasebook, words: Sequence[str]) -> int:
    return sum(word not in COMMON_WORDS and not book.is_known(word) for word in words)


def _candidates(strengths: Strengths, unknown: int) -> tuple[Candidate, ...]:
    """Scores are parts of the whole evidence, squared so that a clear lead shows; doubt takes its part too."""
    doubt = DOUBT + UNKNOWN * unknown
    whole = doubt**2 + sum(max(0.0, strength) ** 2 for strength, _ in strengths.values())
    found = [
        Candidate(id_, topic, round(100 * strength**2 / whole, 1))
        for id_, (strength, topic) in strengths.items()
        if id_ not in SPECIAL and strength > 0
    ]
    return tuple(sorted(found, key=lambda one: (-one.score, one.id))[:TOLD])


def _verdict(
    book: Phrasebook, words: Sequence[str], strengths: Strengths, candidates: Sequence[Candidate]
) -> Verdict:
    bodies = max((strength for id_, (strength, _) in strengths.items() if id_ not in SPECIAL), default=0.0)
    danger, person, noise = (strengths.get(id_, (0.0, ""))[0] for id_ in (DANGER, PERSON, NOISE))
    if is_alarm(book, words, danger >= max(DANGEROUS, BESIDE * bodies)):
        return "danger"
    if person >= max(CALLED, bodies, noise):
        return "person"
    if COMMON_WORDS.issuperset(words) or noise >= max(CALLED, bodies):
        return "noise"
    if not candidates or candidates[0].score < CLOSE:
        return "unsure"
    return "sure" if candidates[0].score >= SURE else "close"
