"""The way callers took through a service, as a tree: how many calls came to each place, and how many ended there.

Everything is counted in calls: one that comes to a place three times came there once (ivr/counting.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.counting import GOALS, START, Count

WHOLE = "whole"


@dataclass(frozen=True)
class Stop:
    """A place on the way: `came` calls came there, `share` of those that entered the service, `hung` ended there.

    `is_end`: whoever hangs up here has heard what they called for.
    """

    depth: int
    name: str
    came: int
    share: float
    hung: int
    is_end: bool


def ways(counts: Mapping[Count, int], service: str) -> list[Stop]:
    """The places of a service (or of the whole line), each below one to which at least as many calls came.

    That is the one from which most of them came on, or one above it. What leads back is left out: each place is told
    once.
    """
    came = {name: n for (what, name), n in counts.items() if what == "came" and _belongs(name, service)}
    entered = counts.get(("calls", "") if service == WHOLE else ("entered", service), 0)
    done = {name for goal in GOALS.values() for name in goal.done}
    return [
        Stop(
            depth,
            name,
            came=came[name],
            share=came[name] / entered if entered else 0.0,
            hung=counts.get(("hangup", name), 0),
            is_end=name in done,
        )
        for depth, name in _walked(_grown(_edges(counts, came), came), START, 0)
    ]


def _belongs(place: str, service: str) -> bool:
    return service == WHOLE or place.startswith(GOALS[service].begins)


def _edges(counts: Mapping[Count, int], came: Mapping[str, int]) -> Mapping[tuple[str, str], int]:
    """The ways to the places of the service; those from outside are one, from its start."""
    edges: dict[tuple[str, str], int] = {}
    for (what, way), n in counts.items():
        here, _, there = way.partition(">")
        if what == "path" and there in came:
            way_in = (here if here in came else START, there)
            edges[way_in] = edges.get(way_in, 0) + n
    return edges


def _grown(edges: Mapping[tuple[str, str], int], came: Mapping[str, int]) -> Mapping[str, list[str]]:
    """From the start, always along the way most callers took to a place that is not there yet."""
    below: dict[str, list[str]] = {}
    above = {START: START}
    while True:
        open_ = [(n, way) for way, n in edges.items() if way[0] in above and way[1] not in above]
        if not open_:
            return below
        _, (home, name) = max(open_)
        while home != START and came[home] < came[name]:  # they came from several places
            home = above[home]
        above[name] = home
        below.setdefault(home, []).append(name)


def _walked(below: Mapping[str, list[str]], above: str, depth: int) -> Iterator[tuple[int, str]]:
    """The places, each with how far it is from the start."""
    for name in below.get(above, ()):
        yield depth, name
        yield from _walked(below, name, depth + 1)
