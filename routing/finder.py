"""The phrases of the routing file, made ready to tell which institution a caller means."""

from collections import defaultdict
from collections.abc import Mapping

from routing.directory import Directory, aliases
from routing.phrasebook import Entry, Phrasebook, phrasebook


def book_of(directory: Directory) -> Phrasebook:
    """The phrasebook of a directory. Takes seconds with thousands of phrases: once a revision, never in a turn."""
    return phrasebook(entries_of(directory), **special_of(directory))


def entries_of(directory: Directory) -> list[Entry]:
    """One for each competence of an institution and for each other body, with all that is said for it."""
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for alias in aliases(directory):
        said[alias.owner, alias.competence or ""].append(alias.phrase)
    return [
        Entry(owner, topic, tuple(phrases), owner in directory.institutions)
        for (owner, topic), phrases in said.items()
    ]


def special_of(directory: Directory) -> dict[str, tuple[str, ...]]:
    """What leads to no institution: danger now, signs that it is past, the wish for a person, noise."""
    special = directory.special
    lists = {
        "danger": special.danger,
        "not_danger": special.not_danger,
        "person": special.person,
        "noise": special.noise,
    }
    return {name: _all(phrases) for name, phrases in lists.items()}


def _all(phrases: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(phrase for said in phrases.values() for phrase in said)
