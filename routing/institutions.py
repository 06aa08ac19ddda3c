"""Who does what, in whose words, and what people ask most: the institutions as the line knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from routing.contacts import Contact

Texts = Mapping[str, str]  # by language; "ro" is always there
Phrases = Mapping[str, tuple[str, ...]]  # by language


@dataclass(frozen=True)
class Topic:
    """What is on a key of a domain: a competence of an institution, or a body that is not ours (no competence)."""

    key: str
    owner: str
    competence: str | None
    name: Texts


@dataclass(frozen=True)
class Domain:
    """A key of the first menu of institutions ("1" to "7") and the topics behind it, in the order of their keys."""

    key: str
    id: str
    name: Texts
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Competence:
    """One thing an institution does: `topic` is its name in a menu, `says` a sentence that follows the spoken
    name of the institution, `phrases` are the words of callers. Of something `urgent` 112 has to be told first."""

    id: str
    domain: str
    topic: Texts
    says: Texts
    phrases: Phrases
    urgent: bool = False


@dataclass(frozen=True)
class NotFor:
    """What people take to the wrong institution, and `who` does it, the most fitting first."""

    topic: Texts
    phrases: Phrases
    who: tuple[str, ...]


@dataclass(frozen=True)
class Institution:
    """An institution of ours: names by language, whom it belongs to, what it does and how it is reached.

    `unit` is how its unit in a county is called, {county} for the county, empty when there is one for the country.
    """

    id: str
    name: Texts
    spoken: Texts
    parent: str | None
    short: str | None = None
    unit: Texts = field(default_factory=dict)
    competences: Mapping[str, Competence] = field(default_factory=dict)
    not_for: tuple[NotFor, ...] = ()
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True)
class Body:
    """Somebody who is not ours, but whom we name to callers; `says` may be empty."""

    id: str
    name: Texts
    topic: Texts
    says: Texts
    phrases: Phrases
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class Question:
    """A frequent question and its answer; `valid_days` after `checked_on` it may be wrong and is not told."""

    question: Texts
    answer: Texts
    source: str
    checked_on: date
    valid_days: int | None


@dataclass(frozen=True)
class Advice:
    """A piece of preventive advice."""

    text: Texts
    source: str
    checked_on: date
    valid_days: int | None


def has_ended(one: Question | Advice, today: date) -> bool:
    """Whether its days are over."""
    return one.valid_days is not None and (today - one.checked_on).days > one.valid_days


@dataclass(frozen=True)
class Special:
    """What leads to no institution: danger now, signs that a danger is past, wish for a person, noise."""

    danger: Phrases = field(default_factory=dict)
    not_danger: Phrases = field(default_factory=dict)
    person: Phrases = field(default_factory=dict)
    noise: Phrases = field(default_factory=dict)


@dataclass(frozen=True)
class Example:
    """A supervisor's own test: a sentence, or keys (domain, topic), and the id it must lead to."""

    sentence: str | None
    keys: str | None
    expect: str


class Alias(NamedTuple):
    """A phrase of callers and whom it means. `competence` is None for bodies that are not ours."""

    phrase: str
    language: str
    owner: str
    competence: str | None
