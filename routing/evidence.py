"""What the pieces of a sentence say about who is meant: rare pieces speak loudly, shared ones softly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Generic, TypeVar

from routing.likeness import COMMON_WORDS, pair_pieces, word_pieces

DOUBT = 1.0  # phrases against which a piece must be seen; a piece of one single phrase is little trusted
BALANCE = (
    0.3  # how far phrases of somebody with many are worth less: 0 not at all, 1 all bodies shout equally loud
)
SHARE = 0.7  # how far a word of a long phrase counts less than that of a short one: 0 not at all, 1 by their number
MURMUR = 0.3  # a piece that tells less is not listened to

Who = TypeVar("Who", bound=Hashable)
Words = tuple[str, ...]
Row = tuple[tuple[Who, float], ...]  # who may be meant, and how strongly it is said


@dataclass(frozen=True, slots=True, eq=False)
class Evidence(Generic[Who]):
    """How much of each piece was seen in the phrases of whom, and what practice added to it."""

    seen: Mapping[str, Mapping[Who, float]]
    bodies: int
    learnt: Mapping[str, Mapping[Who, float]] = field(default_factory=dict)

    def of_word(self, word: str) -> Row[Who]:
        return self._sum(word_pieces(word))

    def of_pairs(self, words: Sequence[str]) -> Row[Who]:
        return self._sum(pair_pieces(words))

    def strengths_of(self, words: Sequence[str], of: Sequence[Who]) -> list[float]:
        """How strongly a sentence speaks for each of some."""
        rows = [*map(self.of_word, words), self.of_pairs(words)]
        return [sum(weight for row in rows for who, weight in row if who == one) for one in of]

    def telling(self, piece: str) -> float:
        """1 for a piece of one body only, near 0 for one that all of them use alike or nobody."""
        return _telling(self.seen[piece].values(), self.bodies) if piece in self.seen else 0.0

    def _sum(self, pieces: Iterable[tuple[str, float]]) -> Row[Who]:
        total: defaultdict[Who, float] = defaultdict(float)
        for piece, counts in pieces:
            if by_who := self.seen.get(piece):
                self._add(total, piece, by_who, counts)
        return tuple(total.items())

    def _add(self, total: dict[Who, float], piece: str, by_who: Mapping[Who, float], counts: float) -> None:
        """Each one's share of a piece, as the logarithm of what is left to others, times how telling it is."""
        telling = _telling(by_who.values(), self.bodies)
        if telling < MURMUR:
            return
        counts *= telling
        whole = sum(by_who.values()) + DOUBT
        for who, n in by_who.items():
            total[who] += counts * log(whole / (whole - n))
        for who, shift in self.learnt.get(piece, {}).items():
            total[who] += counts * shift


def evidence(phrases: Iterable[tuple[Who, Words]]) -> Evidence[Who]:
    """Learnt by counting, from who is meant by which phrase."""
    phrases = list(phrases)
    sizes = Counter(who for who, _ in phrases)
    usual = len(phrases) / max(1, len(sizes))
    worth = {who: (usual / size) ** BALANCE for who, size in sizes.items()}
    return Evidence(_seen(phrases, worth), len(sizes))


def _seen(
    phrases: Iterable[tuple[Who, Words]], worth: Mapping[Who, float]
) -> Mapping[str, Mapping[Who, float]]:
    """Words are counted first: their parts are cut only once."""
    words: defaultdict[str, defaultdict[Who, float]] = defaultdict(lambda: defaultdict(float))
    seen: defaultdict[str, defaultdict[Who, float]] = defaultdict(lambda: defaultdict(float))
    for who, phrase in phrases:
        counts = worth[who] / max(1, sum(word not in COMMON_WORDS for word in phrase)) ** SHARE
        for word in phrase:
            words[word][who] += counts
        for piece, _ in pair_pieces(phrase):
            seen[piece][who] += counts
    for word, by_who in words.items():
        for piece, _ in word_pieces(word):
            row = seen[piece]
            for who, counts in by_who.items():
                row[who] += counts
    return seen


def _telling(seen: Collection[float], bodies: int) -> float:
    whole = sum(seen)
    if len(seen) == 1:
        return 1.0
    surprise = log(whole) - sum([n * log(n) for n in seen]) / whole  # exp of it: so many bodies it points to
    return 1 - surprise / log(bodies + 1)
