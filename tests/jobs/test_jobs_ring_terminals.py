"""The whole evening on one machine: web, worker and two terminals are processes of their own."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from blue_ticket import ZONE
from conftest_gunicorn import ROOT, command, rows, serving, until
from evening import CITIZEN, INSPECTOR, SUBJECT, booked

from store.database import open_store

pytest_plugins = ("conftest_gunicorn",)


@dataclass
class Terminal:
    """`telverde call --wait` with somebody before it."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def shows(self, text: str) -> None:
        until(
            lambda: any(text in line for line in self.lines), 60, f"nothing with {text!r}, but {self.lines}"
        )

    def types(self, text: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{text}\n")
        self.process.stdin.flush()


@contextmanager
def started(words: list[str], environment: dict[str, str]) -> Iterator[Terminal]:
    process = subprocess.Popen(
        words, cwd=ROOT, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    terminal = Terminal(process)
    threading.Thread(target=terminal.listen, daemon=True).start()
    try:
        yield terminal
    finally:
        process.kill()
        process.wait(15)


@pytest.mark.timeout(240)
def test_an_inspector_and_a_citizen_at_two_terminals(sqlite_template: Path, tmp_path: Path) -> None:
    """Both are rung by the real worker and joined through the real web part; one hangs up, and it is over for both."""
    path = tmp_path / "store.db"
    path.write_bytes(sqlite_template.read_bytes())
    url = f"sqlite:///{path}"
    store = open_store(url)
    (ticket,) = booked(store)
    # late, but early enough: in a worker that was away the hour goes on
    clock = f"{ticket.starts_at.astimezone(ZONE):%Y-%m-%dT%H:11:30}"
    home = {"POST_FOLDER": str(tmp_path / "post"), "TELVERDE_CLOCK": clock}
    with serving(url, tmp_path, **home) as served:
        port = served.address.rpartition(":")[2]
        given = home | {"DATABASE_URL": url, "SECRET_KEY": served.hotline.secret, "PORT": port}
        environment = given | {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
        waits = [sys.executable, "cli.py", "call", "--wait", "--from"]
        with (
            started([*waits, INSPECTOR], environment) as inspector,
            started([*waits, CITIZEN], environment) as citizen,
        ):
            inspector.shows("Așteptați un apel")
            citizen.shows("Așteptați un apel")
            with started([*command("worker"), "--pause", "0.1"], environment) as worker:
                inspector.shows("Sună: 0800 000 000")
                inspector.types("answer")
                inspector.shows(SUBJECT)
                inspector.types("1")
                citizen.shows("Sună: 0800 000 000")
                citizen.types("answer")
                citizen.shows("Vă sună")
                citizen.types("1")
                inspector.shows("Cetățeanul este pe fir")
                until(lambda: "joined" in _states(store), 10, "they are not joined")
                time.sleep(1)
                inspector.process.stdin.close()  # type: ignore[union-attr]  # Ctrl-D: hangs up
                citizen.shows("Convorbirea s-a încheiat")
                until(lambda: rows(store, "SELECT status FROM tickets") == [("done",)], 30, "it is not done")
            assert citizen.process.wait(15) == inspector.process.wait(15) == 0
            assert "722000" not in "\n".join(worker.lines)
    store.dispose()


def _states(store: object) -> set[str]:
    return {row[0] for row in rows(store, "SELECT state FROM attempts")}  # type: ignore[arg-type]
