"""What two wordings of one trouble have in common: words without their endings, parts of words, pairs of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from words.hearing import fold

# What a piece of a sentence counts. Tried out on both sets of sentences; the finder hardly changes at half or twice.
WORD = 1.0
PAIR = 1.0  # "cerut atentie" says what neither word says alone
PART = 0.6  # one of the five-letter parts of a word: they carry endings, dialect and slips
COMMON = 0.2  # a word of every telephone call beside one that tells something
LETTERS = 5  # of a part: at four, unrelated words meet; at six, slips and short stems are lost
STEM = 4  # letters that stay when an ending is cut off

# words of every call, whatever it is about; Romanian, then Hungarian, folded
_COMMON = """
    a acum ai al ale alo am ar are as asta au avea aveam buna ca cam ce cea cei cel cele cine cineva ceva cu cum da daca
    de despre din dintr doresc e ea ei el ele era este eu fi fost frumos iar ii il imi in intr is l la le lor lui m ma
    mai mea mei mele meu mi mie multumesc n ne niste noi nu o or ori pe pentru prin rog s sa salut sau se seara si spre
    sub sunt te ti tot trebuie un una unde unei unui v va vrea vreau ziua
    az egy ez ezt es hogy hol kell kerem meg mit nem nincs szeretnek van vagyok
"""
COMMON_WORDS = frozenset(_COMMON.split())

# of both languages in one list, because a sentence does not say which it is in
_ENDINGS = """
    a ata ate ati and am ua u ul ului ule e ea ei ele eaza elor em esc este eti ez eze i ia ie ii iei iile iilor ilor
    ile im ind it ita ite iti iu o uri urile urilor ut uta ute
    ak am at ba ban be ben bol ek em et hez hoz ja je ok om ot ra re rol nak nek tol unk val vel
"""
ENDINGS = frozenset(_ENDINGS.split())


def words_of(sentence: str) -> tuple[str, ...]:
    """The folded words; letters spelled one by one are one word: "e v i d e n t a" -> "evidenta"."""
    words: list[str] = []
    run: list[str] = []
    for word in (*fold(sentence).split(), ""):
        if len(word) == 1 and word.isalpha():
            run.append(word)
            continue
        words += ["".join(run)] if len(run) > 3 else run
        run = []
        words += [word] if word else []
    return tuple(words)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word without its ending, if at least four letters stay: "pasapoartele" -> "pasapoart"."""
    for length in range(min(5, len(word) - STEM), 0, -1):
        if word[-length:] in ENDINGS:
            return word[:-length]
    return word


def word_pieces(word: str) -> Iterator[tuple[str, float]]:
    """The word itself and its parts, each with what it counts."""
    yield whole_word_piece(word)
    counts = PART * (COMMON if word in COMMON_WORDS else 1.0)
    for part in parts(word):
        yield part, counts


def whole_word_piece(word: str) -> tuple[str, float]:
    """The word without its ending, and what it counts."""
    return f"={stem(word)}", WORD * (COMMON if word in COMMON_WORDS else 1.0)


def parts(word: str) -> Iterator[str]:
    """Every five letters in a row, blanks at both ends counted: "buletin" -> " bule", "bulet", ... "etin "."""
    padded = f" {word} "
    for start in range(max(1, len(padded) - LETTERS + 1)):
        yield padded[start : start + LETTERS]


def pair_pieces(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Neighbours without their endings, each pair with what it counts: less for every common word in it."""
    for left, right in pairwise(words):
        common = (left in COMMON_WORDS) + (right in COMMON_WORDS)
        yield f"{stem(left)}+{stem(right)}", PAIR * (1.0, 0.5, 0.3)[common]
