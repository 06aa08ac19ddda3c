"""The words dialogues are written in: say, ask, listen, confirm, menu, go, dial, hang_up; to; @step and @offered.

A step is a plain function `(call, **given)` that returns exactly one outcome. `to()` and `say()` take literal
names, so that `ivr/check.py` can read the whole voice tree without running it.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Given = Mapping[str, Any]  # plain JSON values: they are stored between two requests


@dataclass(frozen=True)
class Say:
    """One sentence of the catalogue: its key, the values of its placeholders, and its language if not the call's."""

    key: str
    values: Given = field(default_factory=dict)
    language: str = ""


@dataclass(frozen=True)
class To:
    """Where the call goes next, and what that step is given."""

    step: str
    given: Given = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """One key of a menu. `topic` is what is said for it (and what a caller may say instead of pressing);
    a silent option is announced elsewhere. `called` is its name where the routing file gives it one, in the
    language of the call: `topic` is then a sentence with that blank."""

    key: str
    topic: str
    to: To
    silent: bool = False
    called: str = ""


@dataclass(frozen=True)
class Question:
    """What the hotline waits to hear: the whole state of a call between two requests.

    `news` is said when the question is first asked and when the caller wants it again, not after a failure;
    `says` and the options always. `shape` tells how digits are read (see ivr/hearing.py); `at` is the step
    that asked. Silence, wrong keys and misheard speech are counted apart.
    """

    says: tuple[Say, ...] = ()
    news: tuple[Say, ...] = ()
    options: tuple[Option, ...] = ()
    then: To | None = None
    shape: str = ""
    least: int = 1
    most: int = 1
    back: To = field(default_factory=lambda: To("menu.main"))
    at: str = ""
    silence: int = 0
    miss: int = 0
    misheard: int = 0

    @property
    def is_an_end(self) -> bool:
        """Whether taking leave is on offer: whoever hangs up here was not cut off."""
        return any(option.to.step == "leave.goodbye" for option in self.options)


@dataclass(frozen=True)
class Ring:
    """A dial to a person: the number in E.164, seconds of ringing and of talk at most, and where its outcome goes."""

    number: str
    seconds: int
    talk: int
    then: To


@dataclass(frozen=True)
class Reply:
    """One answer of the hotline: `firm` cannot be interrupted, `lead` is said once, then it asks, dials or hangs up.

    `brief` leaves out the news of the question: the caller has heard it.
    """

    firm: tuple[Say, ...] = ()
    lead: tuple[Say, ...] = ()
    question: Question | None = None
    ring: Ring | None = None
    brief: bool = False


@dataclass(frozen=True)
class Go:
    """The call goes on to another step at once; what is said here is said before what that step says."""

    to: To
    says: tuple[Say, ...] = ()
    firm: tuple[Say, ...] = ()
    language: str = ""


@dataclass(frozen=True)
class Missed:
    """What was given cannot be right: counts as a wrong key, or as misheard, at the question that was answered."""

    kind: "Failure" = "miss"


@dataclass(frozen=True)
class Resumed:
    """The question that was open when danger was told, as ivr/codec.py writes it: it is asked again."""

    held: Given


Outcome = Question | Ring | Reply | Go | Missed | Resumed
Step = Callable[..., Outcome]

STEPS: dict[str, Step] = {}
SERVICES: dict[str, str] = {}


def name_of(function: Step) -> str:
    """The name of a step: its file and its function, `status.number`."""
    return f"{function.__module__.rsplit('.', 1)[-1]}.{function.__name__}"


def step(function: Step) -> Step:
    """This function is a step of the tree."""
    STEPS[name_of(function)] = function
    return function


def offered(function: Step) -> Step:
    """This step opens a service that the routing file may put into the main menu, under its file's name."""
    SERVICES[name_of(function).split(".")[0]] = name_of(function)
    return function


def to(target: Step | str, /, **given: Any) -> To:
    """The step of this file (its function) or of another one (its name), with what it is given."""
    return To(target if isinstance(target, str) else name_of(target), given)


def to_service(service: str) -> To:
    """The step that opens an offered service."""
    return To(SERVICES[service])


def offering(step_name: str) -> str:
    """The service that a step belongs to: its file's own, or the one its file is `PART_OF`; empty for none."""
    file, known = step_name.split(".")[0], STEPS.get(step_name)
    service = getattr(sys.modules[known.__module__], "PART_OF", file) if known else file
    return service if service in SERVICES else ""


def say(key: str, /, **values: Any) -> Say:
    """A sentence of the catalogue with the values of its placeholders (dates are kept as ISO text)."""
    return Say(key, {name: _plain(value) for name, value in values.items()})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def option(key: str, topic: str, target: To) -> Option:
    """`Pentru {topic}, apăsați {key}.`"""
    return Option(key, topic, target)


def choice(topic: str, target: To, called: str = "") -> Option:
    """An option whose key is the next one of `numbered`; `called` is what the routing file names it."""
    return Option("", topic, target, called=called)


def numbered(*choices: Option | None) -> tuple[Option, ...]:
    """The choices there are, on the keys 1, 2, 3 ...; None is one that is not on offer now."""
    there = [one for one in choices if one]
    return tuple([_on_key(str(key), one) for key, one in enumerate(there, 1)])


def _on_key(key: str, one: Option) -> Option:
    return Option(key, one.topic, one.to, one.silent, one.called)


def ask(*says: Say, shape: str, digits: range, then: To, back: To | None = None) -> Question:
    """Asks for digits, typed or spoken; `then` is given them as `typed`, in the writing of their shape."""
    return Question(says, then=then, shape=shape, least=digits.start, most=digits.stop - 1, back=_back(back))


def listen(
    *says: Say, options: Iterable[Option], then: To, shape: str = "sentence", back: To | None = None
) -> Question:
    """Asks for a sentence, or a wish of a time; `then` is given it as `typed`. Whoever would rather press keys may."""
    return Question(says, options=tuple(options), then=then, shape=shape, back=_back(back))


def confirm(*says: Say, yes: To, no: To, back: To | None = None) -> Question:
    """Asks yes (1) or no (2)."""
    keys = (Option("1", "confirm.yes", yes, silent=True), Option("2", "confirm.no", no, silent=True))
    return Question((*says, say("confirm.keys")), options=keys, shape="yes_no", back=_back(back))


def menu(*says: Say, options: Iterable[Option], back: To | None = None) -> Question:
    """Says something, then offers keys; `*` goes to `back`, the main menu unless told otherwise."""
    return Question(news=says, options=tuple(options), shape="menu", back=_back(back))


def _back(back: To | None) -> To:
    return back or To("menu.main")


def go(*says: Say, to: To, firm: Iterable[Say] = (), language: str = "") -> Go:
    """Goes on to another step at once, in another language if one is named."""
    return Go(to, says, tuple(firm), language)


def dial(*says: Say, number: str, seconds: int, talk: int, then: To) -> Reply:
    """Joins the caller with a person; `then` is given the `outcome` (completed, busy, no-answer, failed, canceled)."""
    return Reply(lead=says, ring=Ring(number, seconds, talk, then))


def resume(held: Given) -> Resumed:
    """Asks again what was open when danger was told."""
    return Resumed(held)


def hang_up(*says: Say) -> Reply:
    """Takes leave."""
    return Reply(lead=says)


Failure = Literal["silence", "miss", "misheard"]
