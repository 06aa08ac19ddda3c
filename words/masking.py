"""What a caller said may be read by a supervisor: without numbers, and without names as far as these can be told."""

import re
from collections.abc import Callable
from itertools import pairwise

from words.catalogue import Catalogue
from words.hearing import MASKED, mask
from words.naming import names_in
from words.vocabulary import fold

LONGEST = 200  # characters
LONGEST_ACRONYM = 5  # RCA, ITM; longer capitals may be a name
NAMES = 2  # words after "mă numesc"
ADDRESS = re.compile(r"\S*@\S*")


def unnamed(sentence: str, catalogue: Catalogue, is_known: Callable[[str], bool] = lambda word: False) -> str:
    """The sentence in one spelling, so that equal ones are counted together; empty if nothing but masks is left.

    Hidden are numbers, e-mail addresses, words with a capital inside a sentence, the words after "mă numesc" or
    "domnul", and given names with the word beside them. `is_known` tells (folded) words that speak of a trouble:
    these stay beside a title or a given name.
    """
    pieces = re.split(r"([^\W\d_]+)", mask(ADDRESS.sub(MASKED, sentence), catalogue))
    words = [fold(word) for word in pieces[1::2]]
    hidden, names = (
        _after_introductions(words, catalogue),
        names_in(words, catalogue.vocabulary.stop_words, is_known),
    )
    for place in range(1, len(pieces), 2):
        if hidden[place // 2] or place // 2 in names or _is_proper(pieces[place], pieces[:place]):
            pieces[place] = MASKED
    told = re.sub(rf"{MASKED}(?:[^\w•]*{MASKED})+", MASKED, "".join(pieces))
    told = " ".join(re.sub(r"[.!?,;:]+(?= |$)", " ", told.lower()).split())[:LONGEST]
    return told if fold(told) else ""


def _is_proper(word: str, before: list[str]) -> bool:
    """Written with a capital, though no sentence begins here; ministries and cards are called by their letters."""
    starts = not "".join(before).strip() or before[-1].rstrip().endswith((".", "!", "?"))
    is_acronym = word.isupper() and len(word) <= LONGEST_ACRONYM
    return word[0].isupper() and not starts and not is_acronym and len(word) > 1


def _after_introductions(words: list[str], catalogue: Catalogue) -> list[bool]:
    """Which words follow one that stands before a name: "mă numesc", "domnul"."""
    around, common = catalogue.vocabulary.names, catalogue.vocabulary.stop_words
    hidden, left = [False] * len(words), 0
    for place, (before, word) in enumerate(pairwise(["", *words])):
        if len(before) > 1 and before in around and before not in common:
            left = NAMES
        if word in around:
            continue
        if word in common:
            left = 0
        hidden[place] = left > 0
        left -= left > 0
    return hidden
