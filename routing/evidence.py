"""Phrases and sentences in numbers: which pieces they hold and how much each tells, rare ones more than common ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from routing.likeness import pieces_between, pieces_of, word_pieces

UNHEARD = 0.5  # how far a word that nobody wrote down makes all others tell less
LEAST = 20.0  # what a sentence must hold to be worth a whole one: "pe la noi" does not

Name = TypeVar("Name", str, tuple[str, str])
Words = tuple[str, ...]
Numbers = NDArray[np.float32]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Phrases one after the other: the numbers of their pieces, what each counts, and where each phrase starts."""

    pieces: Places
    counts: Numbers
    starts: Places

    def phrase_of(self) -> Places:
        """To which phrase each piece belongs."""
        return np.repeat(np.arange(len(self.starts)), np.diff(self.starts, append=len(self.pieces)))

    def only(self, chosen: NDArray[np.bool_]) -> Sheet:
        """Some phrases of it: of each whether it is chosen."""
        kept = chosen[self.phrase_of()]
        before = np.append(0, np.cumsum(kept))
        return Sheet(self.pieces[kept], self.counts[kept], before[self.starts[chosen]])


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Every piece of every phrase, with a number, and how rare it is."""

    numbers: Mapping[str, int]
    rarity: Numbers
    rarest: float

    def __len__(self) -> int:
        return len(self.numbers)

    def of(self, words: Sequence[str]) -> tuple[Places, Numbers]:
        """The known pieces of a sentence and what each tells; all squares make 1, less if words are unheard of."""
        found = [(self.numbers.get(piece, -1), counts, piece) for piece, counts in pieces_of(words)]
        places = np.array([at for at, _, _ in found if at >= 0], np.int64)
        counts = np.array([counts for at, counts, _ in found if at >= 0], np.float32) * self.rarity[places]
        unheard = sum(
            (counts * self.rarest) ** 2 for at, counts, piece in found if at < 0 and piece[0] == "="
        )
        return places, counts / np.sqrt(np.square(counts).sum() + UNHEARD * unheard + LEAST)


def counted(phrases: Sequence[Words]) -> tuple[Pieces, Sheet]:
    """The pieces of some phrases, and the phrases themselves in numbers, in their order."""
    numbers: dict[str, int] = {}
    of_word: dict[str, tuple[list[int], list[float]]] = {}  # a word is cut once, however often it is said
    places: list[int] = []
    counts: list[float] = []
    starts: list[int] = []
    for words in phrases:
        starts.append(len(places))
        for word in words:
            known = of_word.get(word) or of_word.setdefault(word, _numbered(word_pieces(word), numbers))
            places += known[0]
            counts += known[1]
        between = _numbered(pieces_between(words), numbers)
        places += between[0]
        counts += between[1]
    sheet = Sheet(np.array(places, np.int64), np.array(counts, np.float32), np.array(starts, np.int64))
    return _weighed(*_met_again(numbers, sheet))


def _met_again(numbers: Mapping[str, int], sheet: Sheet) -> tuple[Mapping[str, int], Sheet]:
    """Without what two words say together in one single phrase: nobody will say it again."""
    often = np.bincount(sheet.pieces, minlength=len(numbers)) > 1
    often[[at for piece, at in numbers.items() if "+" not in piece and "|" not in piece]] = True
    renumbered = np.cumsum(often) - 1
    kept = often[sheet.pieces]
    before = np.append(0, np.cumsum(kept))
    return (
        {piece: int(renumbered[at]) for piece, at in numbers.items() if often[at]},
        Sheet(renumbered[sheet.pieces[kept]], sheet.counts[kept], before[sheet.starts]),
    )


def _numbered(pieces: Iterable[tuple[str, float]], numbers: dict[str, int]) -> tuple[list[int], list[float]]:
    listed = list(pieces)
    return [numbers.setdefault(piece, len(numbers)) for piece, _ in listed], [count for _, count in listed]


def _weighed(numbers: Mapping[str, int], sheet: Sheet) -> tuple[Pieces, Sheet]:
    rarity = np.log1p(len(sheet.starts) / np.bincount(sheet.pieces, minlength=len(numbers))).astype(
        np.float32
    )
    counts, of = sheet.counts * rarity[sheet.pieces], sheet.phrase_of()
    lengths = np.sqrt(np.bincount(of, np.square(counts), len(sheet.starts)))
    told = (counts / lengths[of]).astype(np.float32)
    return Pieces(numbers, rarity, float(np.log1p(len(sheet.starts)))), Sheet(
        sheet.pieces, told, sheet.starts
    )


def shares(sheet: Sheet, pieces: int, doubt: float) -> Numbers:
    """What each piece of the sheet tells of whom its phrase means: its part of all that this piece was seen in."""
    whole = np.bincount(sheet.pieces, sheet.counts, pieces) + doubt
    return (sheet.counts / whole[sheet.pieces]).astype(np.float32)


def numbered(names: Sequence[Name]) -> tuple[tuple[Name, ...], Places]:
    """Each name once, in their order, and the place there of each that was given."""
    ordered = tuple(sorted(set(names)))
    at = {name: place for place, name in enumerate(ordered)}
    return ordered, np.array([at[name] for name in names], np.int64)
