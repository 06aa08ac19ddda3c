"""Which known word a word heard wrongly stands for: the one or two letters a recogniser gets wrong."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process


def similar(word: str, known: Sequence[str], least: float) -> tuple[str, float] | None:
    """The known word most like this one and how alike they are (0 to 1, at least `least`), else None.

    Of two that are equally alike the one that stands first in `known` is taken.
    """
    found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=100 * least)
    return (found[0], found[1] / 100) if found else None
