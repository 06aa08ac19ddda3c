"""A call as it went, written as a test in tests/calls/: who said what, with every number masked."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from ivr.codec import decode
from ivr.script import Reply, Say
from ivr.twiml import after_firm
from words.catalogue import Catalogue

MASK = "•••"
PRIVATE = {"registration", "phone", "last", "digits"}  # forms whose values could tell who called


class Turn(Protocol):
    """One stored turn, as far as a transcript needs it; `heard` and `reply` are JSON as stored."""

    @property
    def at(self) -> datetime: ...
    @property
    def language(self) -> str: ...
    @property
    def heard(self) -> str: ...
    @property
    def reply(self) -> str: ...


def as_test(turns: Iterable[Turn], words: Mapping[str, Catalogue], zone: ZoneInfo) -> str:
    """The text of a .call file. What the caller typed is masked, so its author puts sample numbers in."""
    lines: list[str] = []
    for turn in turns:
        if not lines:
            lines = ["A call as it went; put sample numbers in for the masked ones.", ""]
            lines += [f"clock    {turn.at.astimezone(zone):%Y-%m-%d %H:%M}", ""]
            lines.append("caller   dials from +40722000111")
        else:
            lines.append(_caller(json.loads(turn.heard)))
        lines += [f"hotline  {said}" for said in _said(decode(turn.reply), turn.language, words)]
    return "\n".join(lines)


def _caller(heard: Mapping[str, str]) -> str:
    if outcome := heard.get("outcome"):
        return f"operator {'answers and talks for 60 s' if outcome == 'completed' else 'does not answer'}"
    if keys := heard.get("keys"):
        return f"caller   {keys}{'#' if len(keys) > 1 else ''}"
    if speech := heard.get("speech"):
        return f'caller   says "{speech}"'
    return "caller   (says nothing)"


def _said(reply: Reply, language: str, words: Mapping[str, Catalogue]) -> Iterator[str]:
    for one in (*reply.firm, *after_firm(reply)):
        yield from sentences(_masked(one, words[one.language or language]))
    if reply.ring:
        yield f"(rings {MASK})"
    elif reply.question is None:
        yield "(hangs up)"


def sentences(text: str) -> list[str]:
    """A text, a sentence at a time."""
    return re.split(r"(?<=[.!?]) (?=[A-ZĂÂÎȘȚÁÉÍÓÖŐÚÜŰ])", text)


def _masked(one: Say, catalogue: Catalogue) -> str:
    text = catalogue.text(one.key, one.values)
    for name, form in catalogue.placeholders(one.key).items():
        if form in PRIVATE:
            text = text.replace(catalogue.speakers[form](one.values[name]), MASK)
    return text
