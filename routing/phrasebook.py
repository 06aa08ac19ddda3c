"""What people say and whom they mean by it: all phrases of the routing file, read once, ready to be asked."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import numpy as np

from routing.evidence import Numbers, Pieces, Places, Sheet, Words, counted, numbered, shares
from routing.likeness import words_of
from routing.mending import Mending, mending
from routing.practice import practised
from routing.topics import Competences, Topic, competences

DANGER, NOT_DANGER, PERSON, NOISE = "danger", "not_danger", "person", "noise"
SPECIAL = frozenset({DANGER, PERSON, NOISE})  # what is found among the institutions without being one
COUNTED = 3.0  # what counting adds to what practice has taught
HANDICAP = (
    0.5  # 0: whoever has most phrases wins in doubt, 1: whoever has fewest (Menon and others, ICLR 2021)
)
BELIEF = 0.5  # of what was learnt from phrases: callers use other words
WHOLE = 4.0  # what it adds that a sentence stands in the file word by word
CALM = -4.0  # alarm before anything is said: one phrase in fifty tells of danger
DOUBT = 0.3  # phrases against which a piece must be seen; a piece of one single phrase is little trusted


@dataclass(frozen=True, slots=True)
class Entry:
    """What callers say when they mean one competence of an institution, or a body that is not ours."""

    id: str
    topic: str
    phrases: tuple[str, ...]
    is_ours: bool
    is_urgent: bool = False  # whoever means this shall call 112


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a phrasebook is made of. Of two that are equal one book is enough."""

    entries: tuple[Entry, ...]
    danger: tuple[str, ...]
    not_danger: tuple[str, ...]
    person: tuple[str, ...]
    noise: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Phrasebook:
    """The phrases in numbers: how much each piece speaks for each body (also danger, person, noise), for each
    competence, and for danger now."""

    asked: Asked = field(repr=False)
    read: Mapping[str, Words] = field(repr=False)
    ours: frozenset[str]
    pieces: Pieces = field(repr=False)
    bodies: tuple[str, ...] = field(repr=False)
    weights: Numbers = field(repr=False)
    alarm: Numbers = field(repr=False)  # how much each piece speaks for danger
    now: Numbers = field(repr=False)  # how much it speaks for now, where there is danger
    competences: Competences = field(repr=False)
    whole: Mapping[Words, frozenset[str]] = field(repr=False)  # whom a phrase means when nothing else is said
    danger: frozenset[Words] = field(repr=False)
    mending: Mending = field(repr=False)

    @cached_property
    def urgent(self) -> frozenset[Topic]:
        """What 112 has to be told of."""
        return frozenset((entry.id, entry.topic) for entry in self.asked.entries if entry.is_urgent)

    @cached_property
    def longest_danger(self) -> int:
        """Words of the longest phrase of the danger list."""
        return max(map(len, self.danger), default=0)


def phrasebook(
    entries: Iterable[Entry],
    danger: Iterable[str] = (),
    not_danger: Iterable[str] = (),
    person: Iterable[str] = (),
    noise: Iterable[str] = (),
    before: Phrasebook | None = None,
) -> Phrasebook:
    """Reads all phrases: half a second for ten thousand, so not in a turn.

    The book that was used `before` saves work, all of it if no phrase is different; the answers are the same.
    """
    asked = Asked(tuple(entries), tuple(danger), tuple(not_danger), tuple(person), tuple(noise))
    if before and before.asked == asked:
        return before
    read = _read(asked, before.read if before else {})
    meant = {(read[said], (entry.id, entry.topic)) for entry in asked.entries for said in entry.phrases}
    for id_, phrases in ((DANGER, asked.danger), (PERSON, asked.person), (NOISE, asked.noise)):
        meant |= {(read[said], (id_, "")) for said in phrases}
    calm = {(read[said], (NOT_DANGER, "")) for said in asked.not_danger}
    return _phrasebook(asked, read, _mixed(meant), _mixed(calm))


def _read(asked: Asked, before: Mapping[str, Words]) -> Mapping[str, Words]:
    special = (asked.danger, asked.not_danger, asked.person, asked.noise)
    return {said: before.get(said) or words_of(said) for said in chain(_of_bodies(asked), *special)}


def _of_bodies(asked: Asked) -> Iterator[str]:
    return (said for entry in asked.entries for said in entry.phrases)


def _mixed(meant: Iterable[tuple[Words, Topic]]) -> list[tuple[Words, Topic]]:
    """In an order that is neither that of the file nor one body after the other."""
    ordered = sorted((words, topic) for words, topic in meant if words)
    random.Random(1).shuffle(ordered)
    return ordered


def _phrasebook(
    asked: Asked,
    read: Mapping[str, Words],
    meant: Sequence[tuple[Words, Topic]],
    calm: Sequence[tuple[Words, Topic]],
) -> Phrasebook:
    pieces, sheet = counted([words for words, _ in (*meant, *calm)])
    of_bodies = sheet.only(np.arange(len(meant) + len(calm)) < len(meant))
    bodies, meant_bodies = numbered([id_ for _, (id_, _) in meant])
    dangers = frozenset(words for words, (id_, _) in meant if id_ == DANGER)
    is_danger = np.array([words in dangers for words, _ in (*meant, *calm)], np.int64)
    is_either = (is_danger > 0) | (np.arange(len(is_danger)) >= len(meant))
    return Phrasebook(
        asked=asked,
        read=read,
        ours=frozenset(entry.id for entry in asked.entries if entry.is_ours),
        pieces=pieces,
        bodies=bodies,
        weights=_weights(of_bodies, meant_bodies, len(bodies), len(pieces)),
        alarm=_alarm(sheet, is_danger, len(pieces), CALM),
        now=_alarm(sheet.only(is_either), is_danger[is_either], len(pieces), 0.0),
        competences=competences(of_bodies, [topic for _, topic in meant], len(pieces)),
        whole=_whole(meant),
        danger=dangers,
        mending=mending(_of_bodies(asked), (word for words, _ in (*meant, *calm) for word in words)),
    )


def _weights(sheet: Sheet, meant: Places, bodies: int, pieces: int) -> Numbers:
    """Learnt with a handicap for those of whom much is written: the police must not win by the length of its list."""
    sizes = np.bincount(meant, minlength=bodies)
    handicap = HANDICAP * np.log(sizes * bodies / max(1, len(meant)))
    weights = practised(sheet, meant, pieces, handicap.astype(np.float32))
    np.add.at(weights, (sheet.pieces, meant[sheet.phrase_of()]), COUNTED * shares(sheet, pieces, DOUBT))
    return BELIEF * weights


def _alarm(sheet: Sheet, is_danger: Places, pieces: int, before: float) -> Numbers:
    weights = practised(sheet, is_danger, pieces, np.array([0, before], np.float32))
    return weights[:, 1] - weights[:, 0]


def _whole(meant: Iterable[tuple[Words, Topic]]) -> Mapping[Words, frozenset[str]]:
    found: dict[Words, frozenset[str]] = {}
    for words, (id_, _) in meant:
        found[words] = found.get(words, frozenset()) | {id_}
    return found


def strengths(book: Phrasebook, words: Words, pieces: Places, counts: Numbers) -> Numbers:
    """How strongly a sentence speaks for each body, in the order of `bodies`; one that is written so most of all."""
    written = book.whole.get(words, frozenset())
    return counts @ book.weights[pieces] + np.array(
        [WHOLE * (id_ in written) for id_ in book.bodies], np.float32
    )


def alarm(book: Phrasebook, words: Words, pieces: Places, counts: Numbers) -> float:
    """How strongly a sentence tells of danger now: above 0 rather than not.

    A phrase of the danger list that is said in full is believed unless more speaks for the past, papers or advice.
    """
    if book.whole.get(words, frozenset()) & {PERSON, NOISE}:
        return CALM
    sounds = CALM + float(counts @ book.alarm[pieces])
    return max(sounds, float(counts @ book.now[pieces])) if has_phrase_of_danger(book, words) else sounds


def has_phrase_of_danger(book: Phrasebook, words: Words) -> bool:
    """Whether a phrase of the danger list is said in full, alone or within more."""
    return any(
        words[start:end] in book.danger
        for start in range(len(words))
        for end in range(start + 1, min(start + book.longest_danger, len(words)) + 1)
    )
