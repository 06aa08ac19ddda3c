"""The worker: does what is due, then waits; stops between two jobs when it is told to."""

import logging
import signal
import threading
from collections.abc import Callable, Sequence

log = logging.getLogger(__name__)
Job = Callable[[], bool]  # does at most one portion of work; whether there was any


def run(jobs: Sequence[Job], pause: float = 60.0) -> None:
    """Runs jobs until SIGTERM or SIGINT; a job that fails is logged and tried again after the pause."""
    told_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    log.info("The worker runs")
    while not told_to_stop.is_set():
        worked = [_done(job) for job in jobs]
        if not any(worked):
            told_to_stop.wait(pause)
    log.info("The worker stops")


def _done(job: Job) -> bool:
    try:
        return job()
    except Exception:
        log.exception("A job failed")
        return False
