"""What the pieces of a sentence say about who is meant: rare pieces speak loudly, shared ones softly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import exp, log
from typing import Generic, TypeVar

from routing.likeness import COMMON_WORDS, pair_pieces, word_pieces

DOUBT = 1.0  # phrases against which a piece must be seen; a piece of one single phrase is little trusted
BALANCE = 0.5  # how far phrases of somebody with many are worth less: 0 not at all, 1 all bodies shout equally loud
SHARE = 0.7  # how far a word of a long phrase counts less than that of a short one: 0 not at all, 1 by their number

Who = TypeVar("Who", bound=Hashable)
Row = tuple[tuple[Who, float], ...]  # who may be meant, and how strongly a piece says so


@dataclass(frozen=True, slots=True)
class Evidence(Generic[Who]):
    """For every piece whom it speaks for. A piece that speaks for nobody in particular is not there."""

    rows: Mapping[str, Row[Who]]

    def of_word(self, word: str) -> Row[Who]:
        return _sum((self.rows.get(piece, ()), counts) for piece, counts in word_pieces(word))

    def of_pairs(self, words: tuple[str, ...]) -> Row[Who]:
        return _sum((self.rows.get(piece, ()), counts) for piece, counts in pair_pieces(words))


def evidence(phrases: Iterable[tuple[Who, tuple[str, ...]]]) -> Evidence[Who]:
    """Learnt by counting from who is meant by which phrase (words of the phrase)."""
    phrases = list(phrases)
    sizes = Counter(who for who, _ in phrases)
    usual = sum(sizes.values()) / max(1, len(sizes))
    worth = {who: (usual / size) ** BALANCE for who, size in sizes.items()}
    seen = _seen(phrases, worth)
    return Evidence({piece: row for piece, by_who in seen.items() if (row := _row(by_who, len(sizes)))})


def _seen(
    phrases: list[tuple[Who, tuple[str, ...]]], worth: Mapping[Who, float]
) -> dict[str, dict[Who, float]]:
    """How much of each piece was seen with whom. Words are counted first: their parts are cut only once."""
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
            for who, counts in by_who.items():
                seen[piece][who] += counts
    return seen  # type: ignore[return-value]


def _row(by_who: Mapping[Who, float], bodies: int) -> Row[Who]:
    """Each one's share of a piece, as the logarithm of what is left to others, times how telling the piece is."""
    total = sum(by_who.values())
    telling = _telling([counts / total for counts in by_who.values()], bodies)
    return tuple((who, telling * log((total + DOUBT) / (total - n + DOUBT))) for who, n in by_who.items())


def _telling(shares: list[float], bodies: int) -> float:
    """1 for a piece of one body only, near 0 for one that all of them use alike."""
    alike = exp(-sum(share * log(share) for share in shares))  # so many bodies it points to
    return log((bodies + 1) / alike) / log(bodies + 1)


def _sum(rows: Iterable[tuple[Row[Who], float]]) -> Row[Who]:
    total: defaultdict[Who, float] = defaultdict(float)
    for row, counts in rows:
        for who, weight in row:
            total[who] += counts * weight
    return tuple(total.items())
