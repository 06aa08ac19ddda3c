"""A small hotline on loopback that says what a test tells it to say and remembers what it was asked."""

import hashlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

from phone.line import Exchange, Line

CALLED = "+40800123456"
CALLER = "+40722000111"


def sign(url: str, form: Mapping[str, str]) -> str:
    """Not Twilio's signature, but as sensitive to the URL and to every parameter."""
    return hashlib.sha256(repr((url, sorted(form.items()))).encode()).hexdigest()


@dataclass(frozen=True)
class Said:
    body: str | bytes
    status: int = 200
    content_type: str | None = "text/xml; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Asked:
    method: str
    target: str
    form: dict[str, str]
    headers: dict[str, str]
    body: str

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))


@dataclass
class Hotline:
    """`says` sets what a path answers: one thing after another, the last one for ever."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    answers: dict[str, list[Said]] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def says(self, path: str, *inside: str | Said) -> None:
        whole = [each if isinstance(each, Said) else Said(f"<Response>{each}</Response>") for each in inside]
        self.answers[path] = whole

    def answer(self, asked: Asked) -> Said:
        self.asked.append(asked)
        queue = self.answers.get(asked.path, [Said("nothing here", 404, "text/plain")])
        return queue.pop(0) if len(queue) > 1 else queue[0]

    def exchange(self, public: str | None = None, timeout: float = 5.0) -> Exchange:
        return Exchange(self.base, public, sign, timeout)

    def line(self, caller: str | None = CALLER, **settings: object) -> Line:
        settings = {"sid": "CA" + "1" * 32, "fallback_path": None, **settings}
        return Line(self.exchange(), caller, CALLED, **settings)  # type: ignore[arg-type]

    def to(self, path: str) -> list[Asked]:
        return [each for each in self.asked if each.path == path]

    @property
    def last(self) -> Asked:
        """The last request for a document."""
        return [each for each in self.asked if each.path != "/voice/status"][-1]


def _serving(hotline: Hotline) -> type[BaseHTTPRequestHandler]:
    class Serving(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode()
            form = dict(parse_qsl(body, keep_blank_values=True))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.give(hotline.answer(Asked(self.command, self.path, form, headers, body)))

        do_GET = do_POST

        def give(self, said: Said) -> None:
            body = said.body.encode() if isinstance(said.body, str) else said.body
            self.send_response(said.status)
            if said.content_type is not None:
                self.send_header("Content-Type", said.content_type)
            for name, value in said.headers:
                self.send_header(name, value)
            if said.status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if said.status != 204:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Serving


@pytest.fixture
def hotline() -> Iterator[Hotline]:
    """A hotline that hears status callbacks and has a voice of its own in each test."""
    line = Hotline()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _serving(line))
    line.port = server.server_address[1]
    line.says("/voice/status", Said("", 204))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield line
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def said() -> type[Said]:
    return Said


@pytest.fixture
def signed():  # type: ignore[no-untyped-def]
    return sign
