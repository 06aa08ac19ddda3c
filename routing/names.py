"""Institutions as callers name them: "i ge pe er", "igepere" and "IGPR" are the police."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from routing.likeness import COMMON_WORDS
from words.hearing import fold

# how letters are called in Romanian, the short way and the old way; Hungarian callers say nearly the same
_CALLED = {
    "a": "a", "b": "be", "c": "ce", "d": "de", "e": "e", "f": "fe ef", "g": "ge ghe", "h": "ha has", "i": "i",
    "j": "je ji", "k": "ka", "l": "le el", "m": "me em", "n": "ne en", "o": "o", "p": "pe", "r": "re er", "s": "se es",
    "t": "te", "u": "u", "v": "ve", "x": "ics", "y": "igrec", "z": "ze zet",
}  # fmt: skip
_LETTERS = {called: letter for letter, names in _CALLED.items() for called in (letter, *names.split())}
SHORTEST = 3  # letters of an acronym
ACRONYM = re.compile(r"\b[A-ZĂÂÎȘȚ]{3,6}\b")


def acronyms(texts: Iterable[str]) -> frozenset[str]:
    """The words written in capital letters, folded: "Direcția Generală (DGPCI)" -> "dgpci"."""
    return frozenset(fold(found) for text in texts for found in ACRONYM.findall(text))


def glued(known: Iterable[str]) -> dict[str, str]:
    """Acronyms as a recogniser writes them in one word: "igepere" -> "igpr"."""
    return {
        "".join(letters): acronym
        for acronym in sorted(known)
        for letters in product(*(_CALLED.get(letter, letter).split() for letter in acronym))
        if "".join(letters) != acronym
    }


def unspelled(words: Sequence[str], known: frozenset[str]) -> Iterator[str]:
    """Acronyms that were spelled become one word: "de la i ge pe er" -> "de", "la", "igpr"."""
    at = 0
    while at < len(words):
        length = _spelled(words[at:], known)
        yield "".join(_LETTERS[word] for word in words[at : at + length]) if length else words[at]
        at += length or 1


def _spelled(words: Sequence[str], known: frozenset[str]) -> int:
    """How many words from the first on spell an acronym, the longest; 0 if none or if they may be mere words."""
    letters = ""
    found = 0
    for word in words:
        if word not in _LETTERS:
            break
        letters += _LETTERS[word]
        if letters in known and len(letters) >= SHORTEST:
            found = len(letters)
    is_sure = found > SHORTEST or not COMMON_WORDS.issuperset(words[:found])
    return found if is_sure else 0
