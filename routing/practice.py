"""Phrases read once more as if callers had said them: where one is mistaken, its words are shifted to the right body.

Counting alone cannot know that "mi-au luat permisul" means the police although nine of ten licences mean another
house. This is the passive-aggressive rule of Crammer and others (Journal of Machine Learning Research 7, 2006).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from heapq import nlargest
from math import sqrt
from typing import Generic, TypeVar

from routing.evidence import Evidence, Row, Words
from routing.likeness import pair_pieces, whole_word_piece

RIVALS = 3  # of a phrase, that are worth looking at again
READINGS = 3  # more of them learn phrases by heart
LEAD = 2.0  # by how much a phrase must lead, in times the length of its vector of pieces
BOLDNESS = 1.0  # the most one mistake may shift

Who = TypeVar("Who", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _Lesson(Generic[Who]):
    """A phrase: who is meant, how strongly counting speaks for whom, its words and pairs, length of that vector."""

    meant: Who
    counted: Mapping[Who, float]
    pieces: tuple[tuple[str, float], ...]
    length: float


def practised(counted: Evidence[Who], phrases: Sequence[tuple[Who, Words]]) -> Evidence[Who]:
    """The evidence with what reading the phrases again has taught. The same phrases teach the same in any order."""
    lessons = list(_lessons(counted, sorted(phrases, key=repr)))
    random.Random(1).shuffle(lessons)  # one body after the other would teach the last one best
    learnt: dict[str, dict[Who, float]] = {}
    for _ in range(READINGS):
        lessons = [lesson for lesson in lessons if _taught(lesson, learnt)]
    return replace(counted, learnt=learnt)


def _lessons(counted: Evidence[Who], phrases: Iterable[tuple[Who, Words]]) -> Iterator[_Lesson[Who]]:
    of_word, telling = cache(counted.of_word), cache(counted.telling)
    for meant, words in phrases:
        pieces = _pieces(words, telling)
        if pieces:
            length = sqrt(sum(counts * counts for counts in pieces.values()))
            strengths = _counted(words, of_word, counted)
            kept = nlargest(RIVALS, strengths.items(), key=lambda item: item[1])
            yield _Lesson(meant, {meant: strengths[meant], **dict(kept)}, tuple(pieces.items()), length)


def _pieces(words: Words, telling: Callable[[str], float]) -> dict[str, float]:
    """Whole words and pairs only: parts of words would learn mistakes of one word for many."""
    pieces: defaultdict[str, float] = defaultdict(float)
    for piece, counts in (*map(whole_word_piece, words), *pair_pieces(words)):
        pieces[piece] += counts * telling(piece)
    return {piece: counts for piece, counts in pieces.items() if counts}


def _counted(words: Words, of_word: Callable[[str], Row[Who]], counted: Evidence[Who]) -> Mapping[Who, float]:
    total: defaultdict[Who, float] = defaultdict(float)
    for row in (*map(of_word, words), counted.of_pairs(words)):
        for who, weight in row:
            total[who] += weight
    return total


def _taught(lesson: _Lesson[Who], learnt: dict[str, dict[Who, float]]) -> bool:
    """Whether there was something to teach: the one who is meant did not lead by enough."""
    strengths = dict(lesson.counted)
    for piece, counts in lesson.pieces:
        if shifts := learnt.get(piece):
            for who in strengths:
                if who in shifts:
                    strengths[who] += counts * shifts[who]
    meant = strengths.pop(lesson.meant)
    rival = max(strengths, key=strengths.__getitem__, default=None)
    lacks = LEAD * lesson.length - meant + (strengths[rival] if rival is not None else 0.0)
    if rival is None or lacks <= 0:
        return False
    step = min(BOLDNESS / lesson.length, lacks / (2 * lesson.length**2))
    for piece, counts in lesson.pieces:
        row = learnt.setdefault(piece, {})
        row[lesson.meant] = row.get(lesson.meant, 0.0) + step * counts
        row[rival] = row.get(rival, 0.0) - step * counts
    return True
