"""What a call tells once it is over, in counts: what was asked and answered, where callers failed, wanted a person or
hung up, which way they took, and which services they finished. Nobody can be told from it.
"""

import itertools
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.codec import decode
from ivr.script import Question, Reply
from ivr.transcript import Kept

Count = tuple[str, str]  # what is counted, and of which question, way, service, language, outcome
BY_HOUR = ("calls", "repeat", "outcome", "language", "began", "done")  # the rest by the day only
START, LEAVE = "start", "leave"
FAILURES = ("silence", "miss", "misheard")
TALKED = ("completed", "answered")  # how a dial ends when somebody was there
LONGEST_NAME = 120
LONGEST_WAIT = 600  # seconds at one question; more is a clock that jumped


@dataclass(frozen=True)
class PastCall:
    """A call that is over. `outcome` is the carrier's word, empty if it sent none; `is_repeat`: the same telephone
    called within the day before."""

    turns: Sequence[Kept]
    ended: datetime | None
    outcome: str
    seconds: int | None
    is_repeat: bool


@dataclass(frozen=True)
class Goal:
    """A service: the places on its way, those that are its end, and those after which it was none."""

    begins: tuple[str, ...]
    done: tuple[str, ...]
    never: tuple[str, ...] = ()


GOALS: Mapping[str, Goal] = {
    "status": Goal(("status.",), ("status.look_up",)),
    "competence": Goal(("competence.", "topics.", "county.", "answer."), ("answer.tell",)),
    "faq": Goal(("faq.",), ("faq.answer", "faq.advice")),
    "callback": Goal(("callback.",), ("callback.leave",)),
    # whoever hears why there can be no ticket has been served
    "ticket": Goal(
        ("ticket.", "identify.", "booking.", "hours.", "agreed.", "my_ticket."),
        ("agreed.done", "my_ticket.told", "my_ticket.cancel", "booking.begin", "booking.full"),
    ),
    "booking": Goal(
        ("identify.", "hours.", "agreed."),
        ("agreed.done",),
        never=("booking.begin", "booking.full", "my_ticket.told"),
    ),
    "about": Goal(("about.",), ("about.line",)),
    "person": Goal(("person.rung",), ("person.talked",)),
    "through": Goal(("through.rung",), ("through.talked",)),
}


def tallied(call: PastCall) -> Counter[Count]:
    """Everything that is counted of the call."""
    replies = [decode(turn.reply) for turn in call.turns]
    heard = [json.loads(turn.heard) for turn in call.turns]
    counts = Counter[Count](_of_the_call(call))
    counts["length", ""] = call.seconds or 0
    places = {*map(place_of, replies)}
    counts.update(("came", place) for place in places)
    counts.update(
        ("entered", service)
        for service, goal in GOALS.items()
        if any(one.startswith(goal.begins) for one in places)
    )
    counts.update(("path", way) for way in {*_ways(replies)})
    for before, said, reply in zip(replies, heard[1:], replies[1:], strict=False):
        if before.question:
            counts[_result(before.question, said, reply), name_of(before.question)] += 1
    counts.update(("asked", name_of(reply.question)) for reply in replies if reply.question)
    for name, seconds in _waits(call, replies):
        counts["seconds", name] += seconds
    last = replies[-1].question if replies else None
    if last:
        counts["left" if _is_done(last) else "hangup", name_of(last)] += 1
    counts.update(_services(set(_errands(replies, heard))))
    return Counter({(what, name[:LONGEST_NAME]): n for (what, name), n in counts.items() if n})


def name_of(question: Question) -> str:
    """The step that asked; where one step asks several things, the sentence."""
    return question.says[0].key if question.at == "status.look_up" and question.then else question.at


def place_of(reply: Reply) -> str:
    """Where a reply leaves the caller: at a question, at a dial, or at the end."""
    if reply.question:
        return name_of(reply.question)
    return reply.ring.then.step if reply.ring else LEAVE


def _of_the_call(call: PastCall) -> Iterator[Count]:
    yield "calls", ""
    yield "outcome", call.outcome or "unknown"
    if call.turns:
        yield "language", call.turns[-1].language
    if call.is_repeat:
        yield "repeat", ""


def _ways(replies: Sequence[Reply]) -> Iterator[str]:
    places = [START, *map(place_of, replies)]
    return (f"{one}>{next_}" for one, next_ in itertools.pairwise(places) if one != next_)


def _result(question: Question, heard: Mapping[str, str], reply: Reply) -> str:
    """What became of a question that was put."""
    lead = [one.key for one in reply.lead]
    for kind in FAILURES:
        if any(key.startswith(f"{kind}.") for key in lead):
            return kind
    if heard.get("keys") == "0" or (heard.get("speech") and _is_person(reply, lead)):
        return "zero"
    return "again" if reply.question == question else "answered"


def _is_person(reply: Reply, lead: Sequence[str]) -> bool:
    """Whether the caller wanted a person; not: was sent to one because something did not work."""
    return place_of(reply).startswith("person.") and not set(lead) - {"person.connecting"}


def _waits(call: PastCall, replies: Sequence[Reply]) -> Iterator[tuple[str, int]]:
    """The seconds from each question to what came after it."""
    ends = [turn.at for turn in call.turns[1:]] + ([call.ended] if call.ended else [])
    for turn, reply, end in zip(call.turns, replies, ends, strict=False):
        if reply.question:
            yield name_of(reply.question), min(max(round((end - turn.at).total_seconds()), 0), LONGEST_WAIT)


def _is_done(question: Question) -> bool:
    """Whether the caller has heard what they called for, so that hanging up is no failure."""
    return any(name_of(question) in goal.done for goal in GOALS.values())


def _errands(replies: Sequence[Reply], heard: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Where the caller was, as services count it."""
    for reply in replies:
        yield _errand(reply.question) if reply.question else place_of(reply)
    for before, said in zip(replies, heard[1:], strict=False):
        if before.ring and said.get("outcome") in TALKED:
            yield before.ring.then.step.replace(".rung", ".talked")


def _errand(question: Question) -> str:
    """Some steps serve two: a number to be rung may be asked for a ticket, and a petition for a ticket one has."""
    there = question.then or (question.options[0].to if question.options else None)
    at = question.at
    if there and at.startswith("callback."):
        is_for_ticket = there.given.get("ticket") or there.step.startswith("agreed.")
        return "agreed.number" if is_for_ticket else at
    if there and at.startswith("identify."):
        return "my_ticket.number" if there.given.get("mine") else at
    return name_of(question)


def _services(errands: set[str]) -> Iterator[Count]:
    for service, goal in GOALS.items():
        is_done = not errands.isdisjoint(goal.done)
        is_none = not is_done and not errands.isdisjoint(goal.never)
        if not is_none and any(one.startswith(goal.begins) for one in errands):
            yield "began", service
            if is_done:
                yield "done", service
