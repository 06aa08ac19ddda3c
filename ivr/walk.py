"""Every answer of a routing file, as callers meet it: all domains, topics, counties, contacts; without a telephone."""

import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import ivr.dialogues  # noqa: F401  every dialogue makes its steps known
from ivr.call import Call
from ivr.desk import LastCall
from ivr.script import STEPS, Go, Question, Reply, Say, To
from ivr.twiml import after_firm
from office.callers import Caller
from office.petitions import Petition
from office.registration import RegistrationNumber
from routing.directory import Directory
from routing.revision import Revision

OUR_FILES = ("topics", "county", "answer", "through", "faq")  # where a way leads that is followed
ENDS = ("through.rung",)  # after a dial: nothing new


@dataclass(frozen=True)
class Met:
    """What a caller meets: where (a step and what it was given), what is said, and the number that is rung."""

    to: To
    says: tuple[Say, ...]
    question: Question | None = None
    rung: str = ""

    @property
    def where(self) -> str:
        told = ("about", "county", "at") if self.to.step.startswith("answer.") else ("domain", "at")
        return " ".join(
            (self.to.step, *(str(self.to.given[name]) for name in told if self.to.given.get(name)))
        )


@dataclass
class Texted:
    """A desk where nothing is known and nothing happens; it remembers what would have been texted."""

    values: list[dict[str, Any]] = field(default_factory=list)

    def petitions(self, number: RegistrationNumber, caller: Caller) -> Sequence[Petition]:
        return ()

    def last_call(self, caller: Caller) -> LastCall | None:
        return None

    def request_callback(self, phone: str, about: str) -> None:
        """Nobody is rung."""

    def not_understood(self, sentence: str) -> None:
        """Nobody reads it."""

    def text(self, phone: str, key: str, /, **values: object) -> None:
        self.values.append({"key": key, **values})


def met(
    directory: Directory,
    language: str,
    now: datetime,
    desk: Texted | None = None,
    *,
    all_counties: bool = False,
) -> Iterator[Met]:
    """Everything from the list of domains on, and what other bodies and each competence are answered with.

    Where the county matters, an institution is met in every county once, or with `all_counties` for each of its
    competences.
    """
    call = call_of(directory, language, now, desk)
    waiting = deque([To("topics.domains"), *_answers(directory, all_counties)])
    seen = set()
    while waiting:
        to = waiting.popleft()
        mark = to.step, json.dumps(dict(to.given), sort_keys=True)
        if mark in seen or to.step.split(".")[0] not in OUR_FILES or to.step in ENDS:
            continue
        seen.add(mark)
        outcome = STEPS[to.step](call, **to.given)
        match outcome:
            case Go():
                waiting.append(outcome.to)
                yield Met(to, (*outcome.firm, *outcome.says))
            case Question():
                waiting.extend(option.to for option in outcome.options)
                yield Met(to, after_firm(Reply(question=outcome)), outcome)
            case Reply():
                yield Met(to, after_firm(outcome), rung=outcome.ring.number if outcome.ring else "")


def _answers(directory: Directory, all_counties: bool) -> Iterator[To]:
    for body in directory.external:
        yield To("answer.tell", {"about": body})
    for institution in directory.institutions.values():
        for place, competence in enumerate(institution.competences):
            counties = directory.counties if institution.unit and (all_counties or not place) else ()
            for county in ("", *counties):
                yield To("answer.tell", {"about": f"{institution.id}.{competence}", "county": county})


def call_of(directory: Directory, language: str, now: datetime, desk: Texted | None = None) -> Call:
    """A call from a mobile telephone that has just begun."""
    mobile = Caller("+40744747474", "mobile", "RO")
    revision = Revision(0, directory)
    return Call("", mobile, 1, now, now, language, 0, (language,), revision, (), desk or Texted())
