"""Contenders take turns in short rounds, so that a machine whose speed swings treats them all alike."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from bench.cores import processor_seconds
from bench.load import Call, Round, played

FEWEST_PASSES = 3

Spread = tuple[float, float, float]  # median, lowest, highest


@dataclass(frozen=True)
class Contender:
    """`calls` makes calls of so many turns, which is not measured; `processes` do the work.

    `goal` is the part of the first contender's turns a second that is hoped for.
    """

    name: str
    port: int
    calls: Callable[[int], Sequence[Call]]
    processes: Callable[[], list[int]]
    goal: float | None = None


@dataclass(frozen=True)
class Result:
    """Turns a second, also as part of the first contender's in the same pass; `p50` and `p99` in ms.

    `processor`: microseconds a turn, of the worker and the database together; `by_processor` is the first
    contender's part of them: where other work disturbs the machine, it is the steadier ratio.
    """

    name: str
    rate: Spread
    ratio: Spread
    p50: float
    p99: float
    processor: float
    by_processor: float
    load_busy: float
    goal: float | None


@dataclass(frozen=True)
class _Seen:
    round: Round
    processor: float  # seconds


def race(contenders: Sequence[Contender], turns: int, seconds: float) -> list[Result]:
    """All contenders in each pass, with rounds of so many turns; passes for so long, but three at least."""
    for one in contenders:
        _measured(one, turns // 4)  # warms up
    ends = time.monotonic() + seconds
    seen: list[list[_Seen]] = []
    while len(seen) < FEWEST_PASSES or time.monotonic() < ends:
        seen.append([_measured(one, turns) for one in contenders])
    by_contender = [[each[place] for each in seen] for place in range(len(contenders))]
    return [_result(one, its, by_contender[0]) for one, its in zip(contenders, by_contender, strict=True)]


def _measured(one: Contender, turns: int) -> _Seen:
    calls = one.calls(turns)
    before = processor_seconds(one.processes())
    done = played(one.port, calls)
    return _Seen(done, processor_seconds(one.processes()) - before)


def _result(one: Contender, seen: Sequence[_Seen], first: Sequence[_Seen]) -> Result:
    waits = [wait for each in seen for wait in each.round.waits]
    percent = quantiles(waits, n=100)
    return Result(
        name=one.name,
        rate=_spread([each.round.rate for each in seen]),
        ratio=_spread([each.round.rate / bare.round.rate for each, bare in zip(seen, first, strict=True)]),
        p50=percent[49] * 1000,
        p99=percent[98] * 1000,
        processor=_processor(seen),
        by_processor=_processor(first) / _processor(seen),
        load_busy=median(each.round.busy for each in seen),
        goal=one.goal,
    )


def _processor(seen: Sequence[_Seen]) -> float:
    """Microseconds a turn."""
    return sum(each.processor for each in seen) / sum(len(each.round.waits) for each in seen) * 1e6


def _spread(values: Sequence[float]) -> Spread:
    return median(values), min(values), max(values)


def table(results: Sequence[Result]) -> str:
    """For people: one line a contender."""
    return "\n".join(_lines(results))


def _lines(results: Sequence[Result]) -> Iterator[str]:
    heads = ("turns/s", "of bare (spread)", "goal", "p50 ms", "p99 ms", "CPU us", "by CPU", "load busy")
    yield " " * 36 + "{:>8}{:>20}{:>6}{:>8}{:>8}{:>8}{:>8}{:>11}".format(*heads)
    for one in results:
        ratio = "{:.2f} ({:.2f}-{:.2f})".format(*one.ratio)
        goal = f"{one.goal:.2f}" if one.goal else ""
        yield (
            f"{one.name:36}{one.rate[0]:8,.0f}{ratio:>20}{goal:>6}{one.p50:8.1f}{one.p99:8.1f}"
            f"{one.processor:8,.0f}{one.by_processor:8.2f}{one.load_busy:>11.0%}"
        )
