"""What people say and whom they mean by it: all phrases of the routing file, counted once, ready to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial

from routing.evidence import Evidence, Row, Words, evidence
from routing.likeness import stem, words_of
from routing.practice import practised
from words.likeness import similar

DANGER, NOT_DANGER, PERSON, NOISE = "danger", "not_danger", "person", "noise"
SPECIAL = frozenset({DANGER, PERSON, NOISE})  # what is found among the institutions without being one
ALIKE_SHORT, ALIKE = 0.80, 0.83  # words of 4-5 letters, and longer ones; up to 3 letters nothing is guessed
CALM = (
    0.2  # words of the past, of papers and of advice from this part of the words of danger on: it is not now
)
REMEMBERED = 8192  # words whose meaning is kept: callers say the same few thousand

Topic = tuple[str, str]  # institution or body, competence


@dataclass(frozen=True, slots=True)
class Entry:
    """What callers say when they mean one competence of an institution, or a body that is not ours."""

    id: str
    topic: str
    phrases: tuple[str, ...]
    is_ours: bool


@dataclass(frozen=True, eq=False)
class Phrasebook:
    """The phrases as evidence: for bodies (also danger, person, noise), their competences, and danger or calm."""

    ours: frozenset[str]
    institutions: Evidence[str] = field(repr=False)
    topics: Evidence[Topic] = field(repr=False)
    danger_or_calm: Evidence[str] = field(repr=False)
    danger: frozenset[Words] = field(repr=False)
    institutions_of_word: Callable[[str], Row[str]] = field(repr=False)
    topics_of_word: Callable[[str], Row[Topic]] = field(repr=False)
    is_known: Callable[[str], bool] = field(repr=False)
    mended: Callable[[str], str] = field(repr=False)


def phrasebook(
    entries: Iterable[Entry],
    danger: Iterable[str] = (),
    not_danger: Iterable[str] = (),
    person: Iterable[str] = (),
    noise: Iterable[str] = (),
) -> Phrasebook:
    """Reads all phrases; ten thousand of them take some two seconds, so not in a turn."""
    entries = list(entries)
    meant = {(words_of(said), (entry.id, entry.topic)) for entry in entries for said in entry.phrases}
    for id_, phrases in ((DANGER, danger), (PERSON, person), (NOISE, noise)):
        meant |= {(words_of(said), (id_, "")) for said in phrases}
    ordered = sorted(
        (words, topic) for words, topic in meant if words
    )  # the order in the file must not matter
    by_body = [(id_, words) for words, (id_, _) in ordered]
    return _phrasebook(entries, ordered, practised(evidence(by_body), by_body), _alarms(by_body, not_danger))


def _phrasebook(
    entries: Iterable[Entry],
    ordered: Sequence[tuple[Words, Topic]],
    institutions: Evidence[str],
    danger_or_calm: Evidence[str],
) -> Phrasebook:
    vocabulary = sorted({word for words, _ in ordered for word in words})
    topics = evidence((topic, words) for words, topic in ordered)
    is_known = _known(vocabulary)
    return Phrasebook(
        ours=frozenset(entry.id for entry in entries if entry.is_ours),
        institutions=institutions,
        topics=topics,
        danger_or_calm=danger_or_calm,
        danger=frozenset(words for words, (id_, _) in ordered if id_ == DANGER),
        institutions_of_word=lru_cache(REMEMBERED)(institutions.of_word),
        topics_of_word=lru_cache(REMEMBERED)(topics.of_word),
        is_known=is_known,
        mended=lru_cache(REMEMBERED)(partial(_mended, is_known, _by_first_letter(vocabulary))),
    )


def heard(book: Phrasebook, sentence: str) -> Words:
    """The words of a sentence as the phrasebook knows them: cut words joined, wrong letters mended."""
    return tuple(map(book.mended, _joined(words_of(sentence), book.is_known)))


def is_alarm(book: Phrasebook, words: Sequence[str], sounds_dangerous: bool) -> bool:
    """Whether somebody is in danger now.

    A phrase of the danger list is believed unless as much speaks for calm (the past, papers, advice); a sentence
    that only sounds dangerous is believed if next to nothing does.
    """
    if not (is_said := _contains(words, book.danger)) and not sounds_dangerous:
        return False
    danger, calm = book.danger_or_calm.strengths_of(words, (DANGER, NOT_DANGER))
    return calm <= danger * (1.0 if is_said else CALM)


def _alarms(by_body: Iterable[tuple[str, Words]], not_danger: Iterable[str]) -> Evidence[str]:
    calm = sorted({words_of(said) for said in not_danger})
    danger = [(id_, words) for id_, words in by_body if id_ == DANGER]
    return evidence([*danger, *((NOT_DANGER, words) for words in calm)])


def _contains(words: Sequence[str], phrases: frozenset[Words]) -> bool:
    longest = max(map(len, phrases), default=0)
    return any(
        tuple(words[start:end]) in phrases
        for start in range(len(words))
        for end in range(start + 1, min(start + longest, len(words)) + 1)
    )


def _known(vocabulary: Iterable[str]) -> Callable[[str], bool]:
    stems = frozenset(map(stem, vocabulary))
    return lambda word: stem(word) in stems


def _by_first_letter(vocabulary: Iterable[str]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for word in vocabulary:
        found.setdefault(word[0], []).append(word)
    return found


def _joined(words: Words, is_known: Callable[[str], bool]) -> Words:
    """Two neighbours are one word if that is known and one of them is not: "pasa portul" -> "pasaportul"."""
    joined: list[str] = []
    for word in words:
        if joined and is_known(joined[-1] + word) and not (is_known(joined[-1]) and is_known(word)):
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


def _mended(is_known: Callable[[str], bool], by_letter: Mapping[str, Sequence[str]], word: str) -> str:
    if is_known(word) or len(word) < 4 or word.isdigit():
        return word
    found = similar(word, by_letter.get(word[0], ()), ALIKE if len(word) > 5 else ALIKE_SHORT)
    return found[0] if found else word
