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
COMMON_WORDS = frozenset(
    """
    a ai al ale alo am ar are as asta au avea aveam buna ca cam ce cea cei cel cele cine cineva ceva cu cum da daca de
    despre din dintr doresc e ea ei el ele era este eu fi fost frumos iar ii il imi in intr is l la le lor lui m ma mai
    mea mei mele meu mi mie multumesc n ne niste noi nu o or ori pe pentru prin rog s sa salut sau se seara si spre sub
    sunt te ti tot trebuie un una unde unei unui v va vrea vreau ziua
    az egy ez ezt es hogy hol kell kerem meg mit nem nincs szeretnek van vagyok
    """.split()
)

# longest first; both languages in one list, because a sentence does not say which it is in
ENDINGS = tuple(
    sorted(
        """
        a ata ate ati and am ua u ul ului ule e ea ei ele eaza elor em esc este eti ez eze i ia ie ii iei iile iilor ilor
        ile im ind it ita ite iti iu o uri urile urilor ut uta ute
        ak am at ba ban be ben bol ek em et hez hoz ja je ok om ot ra re rol nak nek tol unk val vel
        """.split(),
        key=lambda ending: (-len(ending), ending),
    )
)


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
    for ending in ENDINGS:
        if len(word) - len(ending) >= STEM and word.endswith(ending):
            return word[: -len(ending)]
    return word


def word_pieces(word: str) -> Iterator[tuple[str, float]]:
    """The word itself and its parts, each with what it counts."""
    share = COMMON if word in COMMON_WORDS else 1.0
    yield f"={stem(word)}", WORD * share
    for part in parts(word):
        yield part, PART * share


def parts(word: str) -> Iterator[str]:
    """Every five letters in a row, blanks at both ends counted: "buletin" -> " bule", "bulet", ... "etin "."""
    padded = f" {word} "
    for start in range(max(1, len(padded) - LETTERS + 1)):
        yield padded[start : start + LETTERS]


def pair_pieces(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Neighbours, and those that only common words stand between, each with what it counts."""
    for left, right in pairwise(words):
        common = (left in COMMON_WORDS) + (right in COMMON_WORDS)
        yield f"{stem(left)}+{stem(right)}", PAIR * (1.0, 0.5, 0.3)[common]
