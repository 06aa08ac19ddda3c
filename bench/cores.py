"""One core serves, another one asks: so the load takes nothing from what is measured."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

CORES = sorted(os.sched_getaffinity(0))
SERVER, LOAD = CORES[0], CORES[-1]
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def on(core: int) -> Iterator[None]:
    """This thread stays on one core, and so does every process it starts meanwhile."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def processor_seconds(processes: Iterable[int]) -> float:
    """The processor time these processes have used until now."""
    return sum(map(_used, processes))


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _used(process: int) -> float:
    # the name of a program may hold blanks; it ends with the last parenthesis
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
