"""Who is competent, from what callers say in their own words; and whether they are in danger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from routing.danger import has_word_of_danger, telling_words
from routing.evidence import Numbers, Words
from routing.likeness import COMMON_WORDS, words_of
from routing.phrasebook import (
    NOISE,
    PERSON,
    SPECIAL,
    Entry,
    Phrasebook,
    alarm,
    has_phrase_of_danger,
    phrasebook,
    strengths,
)
from routing.practice import likely

__all__ = ["Candidate", "Entry", "Finding", "Phrasebook", "Verdict", "competent", "phrasebook"]

SURE = 80.0  # score from which an answer is said
CLOSE = 55.0  # score of the first two together from which they are offered in a menu
ALONE = 35.0, 5.0  # score of one from which it is offered alone, if it has so many times that of the next
CALLED = 25.0  # score from which a person, or noise, is believed
TOLD = 5  # candidates; the menu takes three of them
# From so much alarm on 112 is told: better once too often. Tried out on phrases of danger left out of the book.
ALARM = -5.0  # if a word of danger is said
ALARM_OF_TWO = -1.0  # if none is, but two words that tell something: "urs în curte"
ALARM_OF_MORE = -2.75

Verdict = Literal["sure", "close", "unsure", "danger", "person", "noise"]
Likely = Mapping[str, float]  # by id: 0 to 100, all of them together 100


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
    words = book.mending.of(sentence)
    pieces, counts = book.pieces.of(words)
    if not len(pieces):
        return Finding(sentence, "unsure" if words else "noise", ())
    by_id = _likely(book, strengths(book, words, pieces, counts))
    of_topics = book.competences.strengths(pieces, counts)
    candidates = _candidates(book, by_id, of_topics)
    if _tells_of_danger(book, sentence, words, alarm(book, words, pieces, counts)):
        return Finding(sentence, "danger", candidates)
    agrees = bool(candidates) and candidates[0].id == book.competences.best_of_all(of_topics)
    verdict = _verdict(words, by_id, candidates, agrees)
    is_urgent = verdict == "sure" and (candidates[0].id, candidates[0].topic) in book.urgent
    return Finding(sentence, "danger" if is_urgent else verdict, candidates)


def _tells_of_danger(book: Phrasebook, sentence: str, words: Words, sounds: float) -> bool:
    """One word never does unless it is of danger: "bloc" was learnt from what burns, as "arde" was."""
    said = words_of(sentence)
    if has_word_of_danger(words, said) or has_phrase_of_danger(book, words):
        return sounds > ALARM
    telling = telling_words(said, book.mending.is_known)
    return telling > 1 and sounds > (ALARM_OF_TWO if telling == 2 else ALARM_OF_MORE)


def _likely(book: Phrasebook, spoken_for: Numbers) -> Likely:
    parts = 100 * likely(spoken_for)
    return {id_: round(float(part), 1) for id_, part in zip(book.bodies, parts, strict=True)}


def _candidates(book: Phrasebook, by_id: Likely, of_topics: Numbers) -> tuple[Candidate, ...]:
    bodies = sorted((-score, id_) for id_, score in by_id.items() if id_ not in SPECIAL and score > 0)
    return tuple(
        Candidate(id_, book.competences.best(id_, of_topics), -score) for score, id_ in bodies[:TOLD]
    )


def _verdict(words: Words, by_id: Likely, candidates: Sequence[Candidate], agrees: bool) -> Verdict:
    """What is surest wins; an institution is sure only if counting by competences agrees with what was learnt."""
    best = candidates[0].score if candidates else 0.0
    person, noise = by_id.get(PERSON, 0.0), by_id.get(NOISE, 0.0)
    if person > max(CALLED, best, noise):
        return "person"
    if COMMON_WORDS.issuperset(words) or noise > max(CALLED, best):
        return "noise"
    if sum(one.score for one in candidates[:2]) < CLOSE and not _is_alone(candidates):
        return "unsure"
    return "sure" if best >= SURE and agrees else "close"


def _is_alone(candidates: Sequence[Candidate]) -> bool:
    """Nobody else comes near."""
    score, times = ALONE
    return len(candidates) > 1 and candidates[0].score >= max(score, times * candidates[1].score)
