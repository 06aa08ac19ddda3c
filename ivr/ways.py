"""The way callers took through a service, as a tree: where they went, how many, and how many hung up there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.counting import GOALS, START, Count

WHOLE = "whole"


@dataclass(frozen=True)
class Stop:
    """A place on the way: `came` how often callers came there, `share` of those at the top, `hung` hung up there.

    `is_end`: whoever hangs up here has heard what they called for.
    """

    depth: int
    name: str
    came: int
    share: float
    hung: int
    is_end: bool


def ways(counts: Mapping[Count, int], service: str) -> list[Stop]:
    """The places of a service (or of the whole line) below the ones from which most callers came; the top first.

    What leads back is left out: each place is told once.
    """
    edges = dict(_edges(counts))
    ours = {there for _, there in edges if _belongs(there, service)}
    outside = dict.fromkeys(ours, 0)
    for (here, there), n in edges.items():
        if there in ours and here not in ours:
            outside[there] += n
    top = sum(outside.values())
    below = _grown({(START, there): n for there, n in outside.items() if n} | _within(edges, ours))
    done = {name for goal in GOALS.values() for name in goal.done}
    return [
        Stop(
            depth,
            name,
            came=sum(n for (_, there), n in edges.items() if there == name),
            share=n / top if top else 0.0,
            hung=counts.get(("hangup", name), 0),
            is_end=name in done,
        )
        for depth, name, n in _walked(below, START, 0)
    ]


def _edges(counts: Mapping[Count, int]) -> Iterator[tuple[tuple[str, str], int]]:
    for (what, way), n in counts.items():
        if what == "path":
            here, _, there = way.partition(">")
            yield (here, there), n


def _belongs(place: str, service: str) -> bool:
    return service == WHOLE or place.startswith(GOALS[service].begins)


def _within(edges: Mapping[tuple[str, str], int], ours: set[str]) -> dict[tuple[str, str], int]:
    return {way: n for way, n in edges.items() if ours.issuperset(way)}


def _grown(edges: Mapping[tuple[str, str], int]) -> Mapping[str, list[tuple[str, int]]]:
    """From the top, always along the way most callers took to a place that is not there yet."""
    below: dict[str, list[tuple[str, int]]] = {}
    there = {START}
    while True:
        open_ = [(n, way) for way, n in edges.items() if way[0] in there and way[1] not in there]
        if not open_:
            return below
        n, (above, name) = max(open_)
        below.setdefault(above, []).append((name, n))
        there.add(name)


def _walked(
    below: Mapping[str, list[tuple[str, int]]], above: str, depth: int
) -> Iterator[tuple[int, str, int]]:
    for name, n in below.get(above, ()):
        yield depth, name, n
        yield from _walked(below, name, depth + 1)
