"""When somebody has to look at the line: callers give up, cannot answer a question, or do not get what they called for.

The limits are voice rule 50.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.counting import GOALS, Count

LEAST_CALLS, LEAST_ASKED = 30, 50  # fewer say nothing about anybody
LEAST_DONE = 0.80
LEAST_BOOKED = 0.70
MOST = {"zero": 0.25, "misses": 0.15, "silence": 0.20, "hangup": 0.05}  # of a question's askings


@dataclass(frozen=True)
class Alarm:
    """`kind` is done, booked, zero, misses, silence or hangup; `name` a service or a question; `share` of `of`."""

    kind: str
    name: str
    share: float
    of: int


def alarms(counts: Mapping[Count, int]) -> list[Alarm]:
    """What is wrong, the worst services first, then the questions that fail most callers."""
    services = sorted(_of_services(counts), key=lambda one: one.share)
    return [*services, *sorted(_of_questions(counts), key=lambda one: -one.share * one.of)]


def misses(counts: Mapping[Count, int], question: str) -> int:
    """Wrong keys and speech that was not understood."""
    return counts.get(("miss", question), 0) + counts.get(("misheard", question), 0)


def _of_services(counts: Mapping[Count, int]) -> Iterator[Alarm]:
    for service in GOALS:
        began, done = counts.get(("began", service), 0), counts.get(("done", service), 0)
        kind, least = ("booked", LEAST_BOOKED) if service == "booking" else ("done", LEAST_DONE)
        if began >= LEAST_CALLS and done / began < least:
            yield Alarm(kind, service, done / began, began)


def _of_questions(counts: Mapping[Count, int]) -> Iterator[Alarm]:
    for (what, question), asked in counts.items():
        if what == "asked" and asked >= LEAST_ASKED:
            for kind, most in MOST.items():
                failed = misses(counts, question) if kind == "misses" else counts.get((kind, question), 0)
                if failed / asked > most:
                    yield Alarm(kind, question, failed / asked, asked)
