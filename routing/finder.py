"""The phrases of the routing file, made ready to tell which institution a caller means."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from routing.directory import Directory, aliases
from routing.phrasebook import Asked, Entry, Phrasebook, phrasebook

BETWEEN_NAMES = re.compile(r" – | sau |[()/]")  # "ASF sau asigurătorul" are two names


def book_of(directory: Directory, before: Phrasebook | None = None) -> Phrasebook:
    """The phrasebook of a directory. Takes a second with twenty thousand phrases: once a revision, never in a turn.

    With the book that was used `before` it costs next to nothing if no phrase is different: that book is the answer.
    """
    return phrasebook(entries_of(directory), **special_of(directory), before=before)


def asked_of(directory: Directory) -> Asked:
    """All that the phrasebook of a directory is made of."""
    return Asked(tuple(entries_of(directory)), **special_of(directory))


def entries_of(directory: Directory) -> list[Entry]:
    """One for each competence of an institution and for each other body, with all that is said for it.

    Whoever only names an institution, in full or by its acronym, is told of its first competence.
    """
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for alias in aliases(directory):
        said[alias.owner, alias.competence or ""].append(alias.phrase)
    known = {phrase for phrases in said.values() for phrase in phrases}
    for owner, topic, names in _named(directory):
        said[owner, topic] += [name for name in dict.fromkeys(names) if name not in known]
    urgent = {
        (id_, name)
        for id_, institution in directory.institutions.items()
        for name, competence in institution.competences.items()
        if competence.urgent
    }
    return [
        Entry(owner, topic, tuple(phrases), owner in directory.institutions, (owner, topic) in urgent)
        for (owner, topic), phrases in said.items()
    ]


def _named(directory: Directory) -> Iterator[tuple[str, str, list[str]]]:
    for id_, institution in directory.institutions.items():
        names = [*_spoken(institution.name), *_spoken(institution.spoken), institution.short or ""]
        yield id_, next(iter(institution.competences), ""), _names(names)
    for id_, body in directory.external.items():
        yield id_, "", _names(_spoken(body.name))


def _spoken(texts: Mapping[str, str]) -> list[str]:
    return [texts[language] for language in ("ro", "hu") if language in texts]


def _names(texts: Iterable[str]) -> list[str]:
    return [name for text in texts for part in BETWEEN_NAMES.split(text) if (name := part.strip(" ,"))]


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
