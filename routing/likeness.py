"""What two wordings of one trouble have in common: words without endings, parts of words, pairs, kinds of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from routing.kinds import kind_of
from routing.stems import stem
from words.hearing import fold

# What a piece of a sentence counts. Tried out on sentences of other hands; the finder hardly changes at half or twice.
PAIR_COUNTS = 1.0, 0.5, 0.3  # "cerut atentie" says what neither word says alone; one common word, two
PART = 0.35  # one of the five-letter parts of a word: they carry endings, dialect and slips
KIND = 0.5  # "soacra" is one of the family
KIN = 0.5  # what is said near one of a kind: "soacra vine" is like "fratele vine"
NEAR = 3  # words that tell something, from one to the other
COMMON = 0.2  # a word of every telephone call beside one that tells something
LETTERS = 5  # of a part: at four, unrelated words meet; at six, slips and short stems are lost

Pieces = tuple[tuple[str, float], ...]

# words of every call, whatever it is about; Romanian, then Hungarian, folded
_COMMON = """
    a acum ai al ale alo am ar are as asta au avea aveam buna ca cam ce cea cei cel cele cine cineva ceva cu cum da daca
    de despre din dintr doresc e ea ei el ele era este eu fi fost frumos iar ii il imi in intr is l la le lor lui m ma
    mai mea mei mele meu mi mie multumesc n ne niste noi nu o or ori pe pentru prin rog s sa salut sau se seara si spre
    sub sunt te ti tot trebuie un una unde unei unui v va vrea vreau ziua
    az egy ez ezt es hogy hol kell kerem meg mit nem nincs szeretnek van vagyok
"""
COMMON_WORDS = frozenset(_COMMON.split())


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


def pieces_of(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """All that words have in common with others, each piece with what it counts; a piece may come twice."""
    for word in words:
        yield from word_pieces(word)
    yield from pieces_between(words)


def pieces_between(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """What words say together: neighbours, and words near one another of which one is of a kind."""
    yield from pair_pieces(words)
    yield from kind_pieces(words)


@lru_cache(maxsize=65536)
def word_pieces(word: str) -> Pieces:
    """The word itself without its ending, its parts and its kind."""
    counts = COMMON if word in COMMON_WORDS else 1.0
    kind = kind_of(word)
    return (
        (f"={stem(word)}", counts),
        *((part, PART * counts) for part in parts(word)),
        *(((f"@{kind}", KIND),) if kind else ()),
    )


def parts(word: str) -> Iterator[str]:
    """Every five letters in a row, blanks at both ends counted: "buletin" -> " bule", "bulet", ... "etin "."""
    padded = f" {word} "
    for start in range(max(1, len(padded) - LETTERS + 1)):
        yield padded[start : start + LETTERS]


def pair_pieces(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Neighbours without their endings: a pair counts less for every common word in it."""
    told = [(stem(word), word in COMMON_WORDS) for word in words]
    for (left, left_common), (right, right_common) in pairwise(told):
        yield f"{left}+{right}", PAIR_COUNTS[left_common + right_common]


def kind_pieces(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Of words near one another at least one of which is of a kind: kind and word, word and kind, both kinds."""
    telling = [(stem(word), kind_of(word)) for word in words if word not in COMMON_WORDS]
    for at, (left, left_kind) in enumerate(telling):
        for right, right_kind in telling[at + 1 : at + 1 + NEAR]:
            if left_kind:
                yield f"@{left_kind}|{right}", KIN
            if right_kind:
                yield f"{left}|@{right_kind}", KIN
            if left_kind and right_kind:
                yield f"@{left_kind}|@{right_kind}", KIN
