"""The worker: does what is due, then waits; stops between two jobs when it is told to."""

import logging
import signal
import time
from collections.abc import Callable, Sequence
from select import select
from socket import socketpair

log = logging.getLogger(__name__)
Job = Callable[[], bool]  # does at most one portion of work; whether there was any


def every(seconds: float, job: Job) -> Job:
    """The job, done no sooner than so many seconds after it last found nothing to do."""
    due = 0.0

    def once_due() -> bool:
        nonlocal due
        if time.monotonic() < due:
            return False
        due = time.monotonic() + seconds
        worked = job()
        due = 0.0 if worked else due
        return worked

    return once_due


def run(jobs: Sequence[Job], pause: float = 60.0) -> None:
    """Runs jobs until SIGTERM or SIGINT; a job that fails is logged and tried again after the pause."""
    told_to_stop = _signals(signal.SIGTERM, signal.SIGINT)
    log.info("The worker runs")
    while not told_to_stop(0):
        worked = [_done(job) for job in jobs]
        if not any(worked):
            told_to_stop(pause)
    log.info("The worker stops")


def _signals(*numbers: int) -> Callable[[float], bool]:
    """Waits so many seconds for one of the signals; whether one has come since now."""
    # a threading.Event would do, were it not for a signal in the moment in which wait() holds its lock: for ever
    ours, told = socketpair()
    told.setblocking(False)
    signal.set_wakeup_fd(told.fileno())
    for number in numbers:
        signal.signal(number, lambda *_: told.fileno())  # keeps the socket, too
    return lambda seconds: bool(select([ours], [], [], seconds)[0])


def _done(job: Job) -> bool:
    try:
        return job()
    except Exception:
        log.exception("A job failed")
        return False
