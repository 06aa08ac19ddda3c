"""A call as it went, in words: what the hotline said again, sentence by sentence, with every number masked."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from ivr.script import Reply, Say
from ivr.twiml import after_firm
from words.catalogue import Catalogue

MASK = "•••"
PRIVATE = {"registration", "phone", "last", "digits", "date"}  # forms whose values could tell who called
OF_INSTITUTIONS = "contact."  # sentences whose numbers stand in every telephone book
WIDTH = 9  # of the first word of a line
Replaced = Callable[[str, Any], Any]  # a form and its value -> what is said instead


class Kept(Protocol):
    """One stored turn, as far as a transcript needs it; `heard` and `reply` are JSON as stored."""

    @property
    def at(self) -> datetime: ...
    @property
    def language(self) -> str: ...
    @property
    def heard(self) -> str: ...
    @property
    def reply(self) -> str: ...


def line(word: str, rest: str) -> str:
    """A line of a .call file: who, and what they say or do."""
    return f"{word:{WIDTH - 1}} {rest}".rstrip()


def sentences(text: str) -> list[str]:
    """A text, a sentence at a time."""
    return re.split(r"(?<=[.!?]) (?=[A-ZĂÂÎȘȚÁÉÍÓÖŐÚÜŰ])", text)


def spoken(
    reply: Reply, language: str, words: Mapping[str, Catalogue], instead: Replaced | None = None
) -> Iterator[str]:
    """What a reply says, a sentence at a time; private values are masked, or said as `instead` has them."""
    for one in (*reply.firm, *after_firm(reply)):
        catalogue = words[one.language or language]
        yield from sentences(_replaced(one, catalogue, instead) if instead else _masked(one, catalogue))


def _masked(one: Say, catalogue: Catalogue) -> str:
    text = catalogue.text(one.key, one.values)
    for name, form in private(one, catalogue).items():
        if said := catalogue.speakers[form](one.values[name]):
            text = text.replace(said, MASK)
    return text


def _replaced(one: Say, catalogue: Catalogue, instead: Replaced) -> str:
    values = {name: instead(form, one.values[name]) for name, form in private(one, catalogue).items()}
    labels = {name: value for name, value in values.items() if str(value).startswith("(")}
    text = catalogue.text(one.key, {**one.values, **values, **{name: one.values[name] for name in labels}})
    for name, label in labels.items():  # "(ticket 1)" is written, not read out
        text = text.replace(catalogue.speakers["digits"](one.values[name]), label)
    return text


def private(one: Say, catalogue: Catalogue) -> dict[str, str]:
    """The values of a sentence that could tell who called, each with its form."""
    if one.key.startswith(OF_INSTITUTIONS):
        return {}
    forms = catalogue.placeholders(one.key)
    return {name: form for name, form in forms.items() if form in PRIVATE and one.values.get(name)}
