"""Turns of callers run almost at once, although another thread of this process has seconds of work to do."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

TURN_OVER = 0.0005  # seconds after which a thread with long work lets a caller's turn run


@dataclass
class _Workers:
    """How many threads have long work, and how the interpreter was set before the first of them began."""

    count: int = 0
    usual: float = 0.0
    lock: Lock = field(default_factory=Lock)


_workers = _Workers()


@contextmanager
def politely() -> Iterator[None]:
    """Long work within it gives way to turns; several threads may be at it at once."""
    with _workers.lock:
        if _workers.count == 0:
            _workers.usual = sys.getswitchinterval()
            sys.setswitchinterval(TURN_OVER)
        _workers.count += 1
    try:
        yield
    finally:
        with _workers.lock:
            _workers.count -= 1
            if _workers.count == 0:
                sys.setswitchinterval(_workers.usual)
