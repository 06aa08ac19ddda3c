"""Words without their endings, Romanian and Hungarian: "pașapoartele" and "pașapoarte" are one word."""

from __future__ import annotations

from functools import lru_cache

STEM = 4  # letters that stay when an ending is cut off

# of both languages in one list, because a sentence does not say which it is in
_ENDINGS = """
    a ata ate ati and am ua u ul ului ule e ea ei ele eaza elor em esc este eti ez eze i ia ie ii iei iile iilor ilor
    ile im ind it ita ite iti iu o uri urile urilor ut uta ute
    ak am at ba ban be ben bol ek em et hez hoz ja je ok om ot ra re rol nak nek tol unk val vel
"""
ENDINGS = frozenset(_ENDINGS.split())


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word without its ending, if at least four letters stay: "pasapoartele" -> "pasapoart"."""
    for length in range(min(5, len(word) - STEM), 0, -1):
        if word[-length:] in ENDINGS:
            return word[:-length]
    return word
