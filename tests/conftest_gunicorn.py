"""The hotline as it is served: gunicorn with the Procfile's command, and callers whose requests can be raced.

A test module asks for it with `pytest_plugins = ("conftest_gunicorn",)`. (PYTEST_DONT_REWRITE: it is imported too.)
"""

import ctypes
import http.client
import os
import re
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

import postgres
import pytest
from sqlalchemy import text

from app import open_hotline
from settings import Settings
from store.database import Store, open_store, work
from web.hotline import Hotline

ROOT = Path(__file__).parents[1]
CLOCK = "2026-03-02T09:15"  # a Monday morning: the operators are there
BOOT_SECONDS = 60.0
CARRIER_PATIENCE = 15.0
SIGNATURE = "X-Twilio-Signature"


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    content_type: str
    body: bytes

    @property
    def said(self) -> str:
        """All that is said in it, in one line."""
        says = ElementTree.fromstring(self.body).iter("Say")
        return " ".join(" ".join("".join(say.itertext()).split()) for say in says)

    @property
    def action(self) -> str:
        """Where the carrier goes next; the same question again where the document names nothing."""
        verbs = ElementTree.fromstring(self.body).iter()
        return next((verb.attrib["action"] for verb in verbs if "action" in verb.attrib), "")


@dataclass(frozen=True)
class Request:
    """One signed request of the carrier; sent again it is the same byte for byte."""

    address: str
    path: str
    body: bytes
    headers: Mapping[str, str]

    def connected(self, timeout: float = CARRIER_PATIENCE) -> http.client.HTTPConnection:
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
        connection.connect()
        return connection

    def over(self, connection: http.client.HTTPConnection) -> Answer:
        try:
            connection.request("POST", self.path, self.body, dict(self.headers))
            got = connection.getresponse()
            return Answer(got.status, got.getheader("Content-Type") or "", got.read())
        finally:
            connection.close()

    def send(self, timeout: float = CARRIER_PATIENCE) -> Answer:
        return self.over(self.connected(timeout))

    def send_until_answered(self, patience: float = BOOT_SECONDS) -> Answer:
        """As a carrier with endless retries: the connection may be refused or break off."""
        return until(lambda: self._tried(patience), patience, f"no answer to {self.path}")

    def _tried(self, patience: float) -> Answer | None:
        try:
            return self.send(patience)
        except (OSError, http.client.HTTPException):
            return None

    def twins(self, count: int) -> list[Answer]:
        """The answers to so many copies, all connected first and then sent in one moment."""
        connections = [self.connected() for _ in range(count)]
        start = threading.Barrier(count)

        def one(connection: http.client.HTTPConnection) -> Answer:
            start.wait(CARRIER_PATIENCE)
            return self.over(connection)

        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(one, connections))


@dataclass
class Caller:
    """A call at the level of requests: each can be made and held back, repeated, or sent as twins."""

    address: str
    hotline: Hotline
    number: str = "+40722000111"
    sid: str = field(default_factory=lambda: "CA" + secrets.token_hex(16))
    action: str = "/voice"
    answers: list[Answer] = field(default_factory=list)

    def request(self, **heard: str) -> Request:
        """The next request of the call, not sent yet."""
        form = {
            "CallSid": self.sid,
            "From": self.number,
            "To": self.hotline.number,
            "CallStatus": "in-progress",
            **heard,
        }
        return signed(self.address, self.hotline, self.action, form)

    def does(self, **heard: str) -> Answer:
        """Sends the next request and goes on where the answer leads."""
        return self.heard(self.request(**heard).send())

    def heard(self, answer: Answer) -> Answer:
        """The call goes on from this answer."""
        assert answer.status == 200, answer
        self.answers.append(answer)
        self.action = answer.action or self.action
        return answer


def signed(address: str, hotline: Hotline, path: str, form: Mapping[str, str]) -> Request:
    """A request as the carrier signs it."""
    signature = hotline.carrier.sign(hotline.base_url + path, form)
    headers = {SIGNATURE: signature, "Content-Type": "application/x-www-form-urlencoded"}
    return Request(address, path, urlencode(form).encode(), headers)


def rows(store: Store, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with work(store) as unit:
        return [tuple(row) for row in unit.conn.execute(text(query), values)]


def kept(store: Store, table: str, sid: str) -> int:
    """How many rows of a call a table holds."""
    return int(rows(store, f"SELECT count(*) FROM {table} WHERE call = :sid", sid=sid)[0][0])


def until(ask: Callable[[], Any], seconds: float, otherwise: str) -> Any:
    """The first true answer; fails when there is none in time."""
    ends, pause = time.monotonic() + seconds, threading.Event()
    while time.monotonic() < ends:
        if answer := ask():
            return answer
        pause.wait(0.01)
    pytest.fail(f"{otherwise} within {seconds:g} s")


def unreachable(url: str) -> str:
    """The same kind of store, where there is none: no such folder, no such server."""
    return (
        "sqlite:////no/such/folder/store.db"
        if url.startswith("sqlite")
        else "postgresql:///x?host=/no/such/folder"
    )


@contextmanager
def locked(url: str, table: str = "turns") -> Iterator[None]:
    """Somebody else holds the store: the whole of SQLite, or one table of PostgreSQL."""
    store = open_store(url)
    with work(store) as unit:
        if store.dialect.name == "sqlite":
            unit.conn.exec_driver_sql("BEGIN EXCLUSIVE")
            unit.begun = True
        else:
            unit.begin().exec_driver_sql(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
    store.dispose()


@dataclass
class Gunicorn:
    """A served hotline. `hotline` is the same line opened by the test: it signs, hides and reads the store."""

    url: str
    process: subprocess.Popen[str]
    hotline: Hotline
    address: str
    lines: list[str] = field(default_factory=list)
    awake: set[int] = field(default_factory=set)  # the workers known to answer

    def caller(self, number: str = "+40722000111") -> Caller:
        return Caller(self.address, self.hotline, number)

    @property
    def store(self) -> Store:
        return self.hotline.store

    def workers(self) -> set[int]:
        """The processes that answer."""
        return {pid for pid, parent in _processes() if parent == self.process.pid}

    def kill(self, pids: Sequence[int]) -> None:
        """They are gone at once, and when this returns nothing of theirs runs any more."""
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        until(lambda: not self.workers() & set(pids), BOOT_SECONDS, "the killed workers still run")

    def wait_until_ready(self) -> None:
        """Every worker has answered /readyz: each listens for itself, and sixteen requests reach them all."""
        if self.awake and self.awake == self.workers():
            return
        until(lambda: self._listens() or self._has_ended(), BOOT_SECONDS, "gunicorn does not listen")
        until(lambda: len(self.workers()) >= 2 or self._has_ended(), BOOT_SECONDS, "there are no two workers")
        with ThreadPoolExecutor(16) as pool:
            ready = list(pool.map(lambda _: self.get_until_answered("/readyz"), range(16)))
        assert {one.status for one in ready} == {200}, (ready, self.lines)
        self.awake = self.workers()

    def get(self, path: str) -> Answer:
        connection = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=BOOT_SECONDS)
        try:
            connection.request("GET", path)
            got = connection.getresponse()
            return Answer(got.status, got.getheader("Content-Type") or "", got.read())
        finally:
            connection.close()

    def get_until_answered(self, path: str) -> Answer:
        def tried() -> Answer | None:
            try:
                return self.get(path)
            except (OSError, http.client.HTTPException):
                return None

        answer: Answer = until(tried, BOOT_SECONDS, f"no answer to {path}")
        return answer

    def _listens(self) -> bool:
        parts = urlsplit(self.address)
        try:
            socket.create_connection((parts.hostname or "", parts.port or 0), 1).close()
        except OSError:
            return False
        return True

    def _has_ended(self) -> bool:
        assert self.process.poll() is None, "gunicorn ended:\n" + "\n".join(self.lines)
        return False

    def listen_to(self) -> None:
        """Keeps what it writes on standard error, line by line."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(15)
        self.hotline.store.dispose()


@contextmanager
def serving(url: str, home: Path, **environment: str) -> Iterator[Gunicorn]:
    """gunicorn over the store at `url`, started as the Procfile says, with a fresh environment."""
    with _free_port() as port:
        given = {"DATABASE_URL": url, "SECRET_KEY": "a secret for the tests only", "PORT": str(port)}
        given |= {"WEB_CONCURRENCY": "2", "TELVERDE_CLOCK": CLOCK, **environment}
        process = subprocess.Popen(
            command("web"),
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), **given},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=_ends_with_the_tests,
        )
        served = Gunicorn(url, process, open_hotline(Settings.from_env(given)), f"http://127.0.0.1:{port}")
        listener = threading.Thread(target=served.listen_to, daemon=True)
        listener.start()
        try:
            served.wait_until_ready()
            yield served
        finally:
            served.stop()
            listener.join(15)


def command(name: str) -> list[str]:
    """What the Procfile says for `name`, with the programs of this Python."""
    line = re.search(rf"^{name}:(.*)$", (ROOT / "Procfile").read_text(), re.MULTILINE)
    assert line, f"the Procfile has no {name}"
    program, *words = shlex.split(line[1])
    # `telverde` need not be installed for the tests: it is cli.py
    known = {"telverde": [sys.executable, "cli.py"], "gunicorn": [sys.executable, "-m", "gunicorn"]}
    return [*known[program], *words]


@contextmanager
def _free_port() -> Iterator[int]:
    """A port that stays ours: every worker of ours binds it beside this socket, and nobody else can."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(("0.0.0.0", 0))
        yield held.getsockname()[1]


def _ends_with_the_tests() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _processes() -> Iterator[tuple[int, int]]:
    """Every process with its parent."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if after_name[0] not in "ZX":
            yield int(folder.name), int(after_name[1])


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def gunicorn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gunicorn]:
    """One served hotline for each database: it takes seconds to start, and every test calls with a call of its own."""
    folder = tmp_path_factory.mktemp("served")
    if request.param == "sqlite":
        path = folder / "store.db"
        path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        with serving(f"sqlite:///{path}", folder) as served:
            yield served
        return
    server, template = request.getfixturevalue("postgres_template")
    url = postgres.fresh_database(server, template)
    with serving(url, folder) as served:
        yield served
    postgres.drop(url)


@pytest.fixture
def ready(gunicorn: Gunicorn) -> Gunicorn:
    """The served hotline with all its workers awake, whatever the test before did to them."""
    gunicorn.wait_until_ready()
    return gunicorn
