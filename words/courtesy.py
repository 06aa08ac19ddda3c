"""A caller who asks politely is understood: "aș vrea un operator, vă rog" is "operator" and nothing else."""

from collections.abc import Iterable, Sequence

from words.catalogue import Catalogue
from words.likeness import similar
from words.vocabulary import fold

NEARLY = 0.85  # "operatorul" is "operator"; words up to three letters are not guessed


def said_alone(sentence: str, names: Iterable[str], catalogue: Catalogue) -> bool:
    """Whether one of the names is said with nothing beside it but words that tell nothing.

    "vreau banii înapoi" is not "înapoi": money tells of a trouble. A name made of such words only ("legătura cu
    cineva") must be said in full.
    """
    said, courtesies = fold(sentence).split(), catalogue.vocabulary.stop_words
    return any(_is_all(_bare(fold(name).split(), courtesies), said, courtesies) for name in names)


def _bare(name: list[str], courtesies: frozenset[str]) -> list[str]:
    """Without the article around it: "un om" is "om"."""
    telling = [at for at, word in enumerate(name) if word not in courtesies]
    return name[telling[0] : telling[-1] + 1] if telling else name


def _is_all(name: Sequence[str], said: Sequence[str], courtesies: frozenset[str]) -> bool:
    return any(
        all(map(_is_nearly, said[at:], name)) and courtesies >= {*said[:at], *said[at + len(name) :]}
        for at in range(len(said) - len(name) + 1)
    )


def _is_nearly(word: str, meant: str) -> bool:
    return word == meant or (len(meant) > 3 and similar(word, (meant,), NEARLY) is not None)
