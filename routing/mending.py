"""What a recogniser wrote, as the phrasebook knows it: acronyms unspelled, cut words joined, wrong letters mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

from routing.evidence import Words
from routing.likeness import words_of
from routing.names import acronyms, glued, unspelled
from routing.stems import stem
from words.likeness import similar

ALIKE_SHORT, ALIKE = 0.80, 0.83  # words of 4-5 letters, and longer ones; up to 3 letters nothing is guessed
REMEMBERED = 8192  # words that were mended: callers say the same few thousand


@dataclass(frozen=True, eq=False)
class Mending:
    """The words and acronyms of the phrases, ready for what callers say."""

    acronyms: frozenset[str]
    glued: Mapping[str, str]  # an acronym as one hears it -> the acronym
    stems: frozenset[str]
    by_letter: Mapping[str, Sequence[str]]  # the words, by the one they begin with

    def of(self, sentence: str) -> Words:
        """The words of a sentence, mended."""
        words = unspelled(words_of(sentence), self.acronyms)
        whole = [self.glued.get(word, word) for word in words]
        return tuple(map(self.mended, _joined(whole, self.is_known)))

    def is_known(self, word: str) -> bool:
        return stem(word) in self.stems

    @cached_property
    def mended(self) -> Callable[[str], str]:
        """A word as the phrases have it."""
        return lru_cache(REMEMBERED)(partial(_mended, self.is_known, self.by_letter))

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name != "mended"}


def mending(phrases: Iterable[str], vocabulary: Iterable[str]) -> Mending:
    """From the phrases as they are written, for the capital letters, and all their words."""
    words = sorted(set(vocabulary))
    spelled = acronyms(phrases)
    return Mending(spelled, glued(spelled), frozenset(map(stem, words)), _by_first_letter(words))


def _by_first_letter(vocabulary: Iterable[str]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for word in vocabulary:
        found.setdefault(word[0], []).append(word)
    return found


def _joined(words: Iterable[str], is_known: Callable[[str], bool]) -> Words:
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
