"""What callers may say in their own words, told to the recogniser beforehand so that it hears them better."""

from collections.abc import Iterator
from itertools import chain, zip_longest

from routing.directory import Body, Competence, Directory
from routing.institutions import Phrases

MOST, LONGEST = 500, 100  # of hints, and of the characters of one: what the carrier takes


def hints(directory: Directory, language: str) -> tuple[str, ...]:
    """Names and topics of the routing file, then a phrase of every competence and body, another of each, and so on."""
    ours = directory.institutions.values()
    bodies = directory.external.values()
    competences = [one for institution in ours for one in institution.competences.values()]
    asked: list[Competence | Body] = [*competences, *bodies]
    names = [one.spoken.get(language, "") for one in ours]
    topics = [one.topic.get(language, "") for one in asked]
    phrases = _in_turn([one.phrases for one in asked], language)
    parts = (
        part.strip() for text in (*names, *topics) for part in text.split(",")
    )  # a comma parts two hints
    kept = (one for one in chain(parts, phrases) if one and "," not in one and len(one) <= LONGEST)
    return tuple(dict.fromkeys(kept))[:MOST]


def _in_turn(several: list[Phrases], language: str) -> Iterator[str]:
    rows = zip_longest(*(phrases.get(language, ()) for phrases in several), fillvalue="")
    return (phrase for row in rows for phrase in row)
