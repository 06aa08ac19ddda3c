"""A supervisor edits the routing file while callers talk: four worker processes follow, and nobody notices a seam."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from as_shipped import LIVE, ROUTING_TEXT
from conftest_gunicorn import Gunicorn, command, rows, serving, until

ROOT = Path(__file__).parents[2]
ABOUT = next(entry.key for entry in LIVE.menu if entry.service == "about")
SOON = 5.0  # seconds from the save until every worker speaks it
LISTENS = 0.2  # seconds a caller hears before the next key
IS_BUSY = os.getloadavg()[0] > 1.5 * (os.cpu_count() or 1)  # with others' work: the time is told, not judged
CLOCK = "2026-11-23T09:15"  # a Monday after the day on which the file was looked up
WAYS = {16: "șaisprezece", 17: "șaptesprezece", 18: "optsprezece", 19: "nouăsprezece"}


def edited(hour: int) -> str:
    """The shipped file with a name and an hour that tell it apart."""
    named = re.sub(r"ro: Primăria Municipiului Exemplu", f"ro: Primăria {WAYS[hour]}", ROUTING_TEXT, count=1)
    return named.replace('to: "20:00"', f'to: "{hour}:00"', 1)


def told(said: str) -> set[int]:
    """Which of the edits were heard."""
    return {hour for hour, word in WAYS.items() if re.search(rf"\b{word}\b", said)}


@dataclass
class Served:
    """Four workers, the file they were started with, and what callers heard."""

    gunicorn: Gunicorn
    file: Path
    heard: list[tuple[float, float, int]] = field(
        default_factory=list
    )  # began, seconds of the slowest turn, edit
    faults: list[str] = field(default_factory=list)
    _callers: int = 0
    _counting: threading.Lock = field(default_factory=threading.Lock)

    def caller(self) -> Any:
        with self._counting:
            self._callers += 1
            return self.gunicorn.caller(f"+40722{self._callers:06}")

    def saves(self, text: str) -> float:
        """Somebody saves the file in the way of most editors; the moment of it."""
        beside = self.file.with_suffix(".new")
        beside.write_text(text, "utf-8")
        beside.replace(self.file)
        return time.monotonic()

    def a_call(self) -> int:
        """A whole call; it hears one revision from the first word to the last."""
        caller, began, slowest, said = self.caller(), time.monotonic(), 0.0, []
        for keys in ({}, {"Digits": ABOUT}, {"Digits": "2"}):
            asked = time.monotonic()
            said.append(caller.does(**keys).said)
            slowest = max(slowest, time.monotonic() - asked)
            time.sleep(LISTENS)
        first, about, goodbye = said
        assert "problemă tehnică" not in " ".join(said), said
        assert told(first) == told(about), said
        assert "La revedere" in goodbye, said
        edit = next(iter(told(first)))
        self.heard.append((began, slowest, edit))
        return edit

    def calls(self, count: int) -> set[int]:
        """Which edits are heard by so many callers, eight at a time."""
        with ThreadPoolExecutor(8) as pool:
            return set(pool.map(lambda _: self.a_call(), range(count)))

    @contextmanager
    def calling(self, lines: int = 3) -> Iterator[None]:
        """Callers talk all the time, on so many lines at once."""
        ended = threading.Event()

        def on_and_on() -> None:
            while not ended.wait(0.1):
                try:
                    self.a_call()
                except BaseException as fault:
                    self.faults.append(repr(fault))

        threads = [threading.Thread(target=on_and_on) for _ in range(lines)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            ended.set()
            for thread in threads:
                thread.join(30)

    def everybody_hears(self, edit: int, saved: float) -> float:
        """How many seconds after the save the last call began that heard another edit, of all there were."""
        while self.calls(24) != {edit}:
            assert time.monotonic() < saved + 100, f"{edit} is not heard by everybody"
        took = max((began for began, _, other in self.heard if other != edit), default=saved) - saved
        assert IS_BUSY or took <= SOON
        return took

    def revisions(self) -> int:
        return int(rows(self.gunicorn.store, "SELECT count(*) FROM routing_revisions")[0][0])


@contextmanager
def worker(gunicorn: Gunicorn, home: Path, file: Path) -> Iterator[None]:
    """The Procfile's worker beside it."""
    given = {
        "DATABASE_URL": gunicorn.url,
        "SECRET_KEY": "a secret for the tests only",
        "TELVERDE_CLOCK": CLOCK,
    }
    with (home / "worker.log").open("w") as log:
        process = subprocess.Popen(
            command("worker"),
            cwd=ROOT,
            env={
                "PATH": os.environ.get("PATH", os.defpath),
                "HOME": str(home),
                **given,
                "ROUTING_FILE": str(file),
            },
            stdin=subprocess.DEVNULL,
            stderr=log,
        )
    try:
        until(lambda: "The worker runs" in (home / "worker.log").read_text(), 60, "the worker does not run")
        yield
    finally:
        process.terminate()
        process.wait(15)


@pytest.fixture
def served(store_url: str, tmp_path: Path) -> Iterator[Served]:
    file = tmp_path / "institutions.yaml"
    file.write_text(edited(16), "utf-8")
    given = {"WEB_CONCURRENCY": "4", "ROUTING_FILE": str(file), "TELVERDE_CLOCK": CLOCK}
    with serving(store_url, tmp_path, **given) as gunicorn, worker(gunicorn, tmp_path, file):
        yield Served(gunicorn, file)


@pytest.mark.timeout(240)
def test_edits_are_heard_within_five_seconds_and_no_call_fails(
    served: Served, record_property: Callable[[str, object], None]
) -> None:
    """Good, broken, half-written and mended saves while three lines talk: no call fails or mixes two revisions."""
    old = served.caller()
    assert told(old.does().said) == {16}
    served.heard.clear()
    with served.calling():
        time.sleep(2)
        quiet = [slowest for _, slowest, _ in served.heard]
        saved = served.saves(edited(17))
        took = served.everybody_hears(17, saved)
        served.saves(edited(18).replace("operators:", "operatori:", 1))
        time.sleep(3)
        served.file.write_text(edited(18)[:200_000], "utf-8")  # an editor that is still writing
        time.sleep(3)
        assert served.calls(40) == {17}
        took_again = served.everybody_hears(18, served.saves(edited(18)))
    assert not served.faults, served.faults[:3]
    assert told(old.does(Digits=ABOUT).said) == {16}, "a call keeps the revision it began with"
    assert served.revisions() == 3
    publishing = sorted(slowest for _, slowest, _ in served.heard)
    figures = {
        "calls": len(publishing),
        "heard after s": f"{took:.1f} {took_again:.1f}",
        "slowest turn of a quiet call, median and worst s": f"{sorted(quiet)[len(quiet) // 2]:.3f} {max(quiet):.3f}",
        "of all calls, p99 and worst s": f"{publishing[int(len(publishing) * 0.99)]:.3f} {publishing[-1]:.3f}",
    }
    record_property("figures", figures)
    print(figures, file=sys.stderr)
    assert IS_BUSY or publishing[int(len(publishing) * 0.99)] < 1.0
