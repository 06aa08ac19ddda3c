"""Who has no telephone dials the line from a page; nobody can pose as another caller by it, nor send it elsewhere."""

import http.client
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from house import published
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

import web.phone
from app import create_app
from carrier.local import local_carrier
from carrier.twilio import twilio_carrier
from routing.directory import Directory
from store import tables
from store.database import open_store, work
from store.sample import fill_with_samples
from web.hotline import Hotline

MONDAY_MORNING = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
CALLER = "+40722000111"
WHEN_REAL = {
    "has_real_carrier": True,
    "carrier": twilio_carrier("token"),
    "base_url": "https://linie.example",
}


@dataclass(frozen=True)
class Served:
    """A hotline that answers on loopback, and visitors of its page."""

    hotline: Hotline
    address: str

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, Any, bytes]:
        """Status, headers and body of the answer; `Content_Type` in Python is Content-Type on the wire."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=20)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        got = answer.status, answer.headers, answer.read()
        connection.close()
        return got

    def act(self, do: str, before: dict[str, Any] | None = None, **said: Any) -> dict[str, Any]:
        """One act of a visitor that goes well."""
        status, answer = self.tried({"do": do, **({"call": before["call"]} if before else {}), **said})
        assert status == 200, answer
        return answer

    def tried(self, said: object, **headers: str) -> tuple[int, dict[str, Any]]:
        """Whatever a visitor's browser sends, and the answer in JSON."""
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        status, _, answer = self.ask(
            "POST", "/phone/act", body, **{"Content_Type": "application/json", **headers}
        )
        return status, json.loads(answer)


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Nothing: the tests say what happened."""


@contextmanager
def served(
    shipped: Hotline, template: Path, folder: Path, directory: Directory | None = None, **changes: Any
) -> Iterator[Served]:
    """The real line over HTTP, with the sample petitions; fields of the hotline may be replaced."""
    database = folder / "store.db"
    database.write_bytes(template.read_bytes())
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True, request_handler=_Quiet)
    own = {
        "store": (store := open_store(f"sqlite:///{database}")),
        "routing": published(store, shipped, directory),
        "clock": lambda: MONDAY_MORNING,
        "post_folder": folder / "post",
        "carrier": local_carrier(shipped.secret, folder / "post"),
        "own_address": f"http://127.0.0.1:{server.port}",
    }
    hotline = replace(shipped, **{**own, **changes})
    server.app = create_app(hotline)
    fill_with_samples(store, MONDAY_MORNING.date())
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield Served(hotline, f"http://127.0.0.1:{server.port}")
    finally:
        server.shutdown()
        server.server_close()
        store.dispose()


@pytest.fixture
def serve(
    shipped: Hotline, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Served]]:
    """Opens a line, each with a store of its own."""
    with ExitStack() as opened:
        yield lambda **changes: opened.enter_context(
            served(shipped, sqlite_template, tmp_path_factory.mktemp("line"), **changes)
        )


@pytest.fixture
def line(serve: Callable[..., Served]) -> Served:
    """The line as it is shipped: samples, and no real carrier."""
    return serve()


def logged(line: Served) -> list[tuple[str, str]]:
    """The calls in the log of the line: the masked number, and how the call ended."""
    with work(line.hotline.store) as unit:
        return [(row.shown, row.outcome or "") for row in unit.conn.execute(select(tables.calls))]


def words(answer: dict[str, Any]) -> str:
    return " ".join(event["text"] for event in answer["events"] if event["kind"] == "say")


def test_a_whole_call_is_held_over_the_page(line: Served) -> None:
    """Keys and words reach the same line as over a telephone, and the call is in its log with an end."""
    call = line.act("dial", **{"from": CALLER})
    assert words(call).startswith("Bună ziua.")
    assert call["waiting"] == "gather"
    assert call["pending"]["numDigits"] == "1"
    call = line.act("press", call, keys="1")
    assert call["pending"]["finishOnKey"] == "#"
    call = line.act("press", call, keys="119368#")
    call = line.act("speak", call, text="da")
    assert "este în lucru" in words(call)
    call = line.act("wait", call)
    assert not call["over"]
    call = line.act("hang_up", call)
    assert (call["over"], call["waiting"], call["fault"]) == (True, None, None)
    assert logged(line) == [("+40 7•• ••• 111", "completed")]


def test_every_event_tells_what_a_page_needs(line: Served) -> None:
    """Text, language, length, and whether a key cuts it short: the notice at the beginning is not cut."""
    notice, *offers, menu, gather = line.act("dial", **{"from": CALLER})["events"]
    assert set(notice) == {"kind", "text", "language", "seconds", "interruptible"}
    assert (notice["kind"], notice["language"], notice["interruptible"]) == ("say", "ro-RO", False)
    assert (menu["kind"], menu["interruptible"]) == ("say", True)
    assert gather["kind"] == "gather"
    assert [offer["language"] for offer in offers] == ["en-GB", "hu-HU"]
    assert notice["seconds"] > 5


@pytest.mark.parametrize("do", ["answer", "busy", "no-answer"])
def test_the_visitor_is_the_operator_too(line: Served, do: str) -> None:
    """Key 0 rings an operator; the page says what comes of it."""
    call = line.act("press", line.act("dial", **{"from": ""}), keys="0")
    assert call["waiting"] == "dial"
    call = line.act(do, call, seconds=30)
    assert call["over"] is (do == "answer")
    assert words(call)


def test_a_withheld_number_is_a_withheld_number(line: Served) -> None:
    line.act("dial", **{"from": ""})
    assert logged(line) == [("", "")]


def test_an_act_sent_twice_is_answered_the_same(line: Served) -> None:
    """A browser that repeats a request repeats a turn, and the turn is stored once."""
    call = line.act("dial", **{"from": CALLER})
    assert line.act("press", call, keys="1")["events"] == line.act("press", call, keys="1")["events"]


BAD = {
    "no JSON": b"{",
    "a list": [],
    "brackets without end": b"[" * 60_000,
    "too long": b'"' + b"a" * 70_000 + b'"',
    "nothing to do": {},
    "an unknown act": {"do": "whistle"},
    "an act that is no word": {"do": ["dial"]},
    "no number": {"do": "dial"},
    "a number that is none": {"do": "dial", "from": "+40abc"},
    "a number that is no text": {"do": "dial", "from": 40722000111},
    "a number without end": {"do": "dial", "from": "0722000111" * 50},
    "no call": {"do": "wait"},
    "a call that is no text": {"do": "wait", "call": 7},
    "a call of half a letter": {"do": "wait", "call": "\ud800"},
    "no keys": {"do": "press"},
    "keys that are none": {"do": "press", "keys": "1a"},
    "too many keys": {"do": "press", "keys": "1" * 65},
    "Arabic digits": {"do": "press", "keys": "١"},
    "nothing said": {"do": "speak", "text": "  "},
    "too much said": {"do": "speak", "text": "da " * 200},
    "half a letter said": {"do": "speak", "text": "\ud800"},
    "an operator where none rings": {"do": "answer", "seconds": 30},
    "an operator who talks for ever": {"do": "answer", "seconds": 1e300},
    "an operator who talks for no number": {"do": "answer", "seconds": "30"},
}


@pytest.mark.parametrize("said", BAD.values(), ids=BAD)
def test_what_cannot_be_done_is_refused_in_romanian(line: Served, said: Any) -> None:
    """400 and a sentence, whatever was sent; the call stays where it was."""
    call = line.act("dial", **{"from": CALLER})["call"]
    if isinstance(said, dict) and said.get("do") in ("press", "speak", "answer"):
        said = {**said, "call": call}
    status, answer = line.tried(said)
    assert status == 400
    assert re.fullmatch(r"[A-ZÎ][^<>]+\.", answer["error"])
    assert line.tried({"do": "wait", "call": call})[0] == 200


def test_a_call_that_was_changed_is_refused(line: Served) -> None:
    """The state travels through the browser, so every letter of it counts."""
    call = line.act("dial", **{"from": CALLER})["call"]
    for place in (0, len(call) // 2, len(call) - 2):
        changed = call[:place] + ("A" if call[place] != "A" else "B") + call[place + 1 :]
        status, answer = line.tried({"do": "wait", "call": changed})
        assert (status, answer["over"]) == (400, True)


def test_a_call_does_not_last_for_ever(line: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    call = line.act("dial", **{"from": CALLER})["call"]
    monkeypatch.setattr(web.phone, "CALL_SECONDS", -1)
    assert line.tried({"do": "wait", "call": call})[0] == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
    ],
)
def test_another_site_cannot_call(line: Served, headers: dict[str, str]) -> None:
    assert line.tried({"do": "dial", "from": CALLER}, **headers)[0] == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_only_json_is_taken(line: Served, kind: str) -> None:
    """The other kinds could be sent by any page of the web without asking."""
    assert line.tried({"do": "dial", "from": CALLER}, Content_Type=kind)[0] == 400


def test_a_fault_of_the_line_is_shown(serve: Callable[..., Served]) -> None:
    """A line that does not answer is told to who is trying it, not hidden."""
    answer = serve(own_address="http://127.0.0.1:9").act("dial", **{"from": CALLER})
    assert answer["over"]
    assert "no connection to the line" in answer["fault"]


def test_pages_never_take_all_threads_from_callers(line: Served) -> None:
    """Over a few at once the page is asked to try again; a caller's turn needs a thread as well."""
    with ExitStack() as others:
        for _ in range(web.phone.AT_ONCE):
            others.enter_context(web.phone._free)
        status, answer = line.tried({"do": "dial", "from": CALLER})
        assert (status, answer["over"]) == (503, False)
    assert line.tried({"do": "dial", "from": CALLER})[0] == 200


def test_the_page_runs_only_what_is_ours(line: Served) -> None:
    """No inline script or style, nothing from elsewhere, in nobody's frame."""
    status, headers, page = line.ask("GET", "/phone")
    assert status == 200
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["form-action"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")
    assert not re.search(rb"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon[a-z]+=|https?://", page)


def test_the_page_says_that_all_is_invented(line: Served) -> None:
    page = line.ask("GET", "/phone")[2].decode()
    assert "Linie de probă: numere și persoane inventate" in page
    assert "0800 000 000" in page
    assert "make call" in page.partition("<noscript>")[2].partition("</noscript>")[0]


def test_the_numbers_to_try_are_in_the_register(line: Served) -> None:
    """What the page proposes is found; whoever changes the samples changes the page."""
    proposed = re.findall(r"<kbd>(\d{4,})</kbd>", line.ask("GET", "/phone")[2].decode())
    assert len(proposed) == 4
    for number in proposed:
        call = line.act("press", line.act("dial", **{"from": CALLER}), keys="1")
        call = line.act("press", line.act("press", call, keys=f"{number}#"), keys="1")
        assert "Nu găsim" not in words(call)


def test_what_the_page_needs_is_there(line: Served) -> None:
    page = line.ask("GET", "/phone")[2].decode()
    linked = re.findall(r'(?:src|href)="([^"]+)"', page)
    names = {Path(urlsplit(address).path).name for address in linked}
    assert names == {"phone.svg", "house_style.css", "phone.css", "phone.js"}
    assert {line.ask("GET", address)[0] for address in linked} == {200}


@pytest.mark.parametrize(
    "changes", [WHEN_REAL, {"base_url": "https://site.example/linie"}], ids=["real", "path"]
)
def test_it_is_off_where_nobody_allowed_it(serve: Callable[..., Served], changes: dict[str, Any]) -> None:
    """404 in Romanian, for the page and for its acts, with the number to call instead."""
    line = serve(**changes)
    status, headers, page = line.ask("GET", "/phone")
    assert (status, "Content-Security-Policy" in headers) == (404, True)
    assert "Din această pagină nu se poate suna." in page.decode()
    assert b"<script" not in page
    assert line.tried({"do": "dial", "from": ""})[0] == 404


@pytest.fixture
def real(shipped: Hotline, serve: Callable[..., Served]) -> Served:
    """A line with a real carrier whose supervisors allowed calls from the page."""
    return serve(directory=replace(shipped.directory, browser_phone=True), **WHEN_REAL)


def test_nobody_poses_as_another_caller_on_a_real_line(real: Served) -> None:
    """Whatever the visitor writes, the call comes from a withheld number; it is signed as the carrier signs."""
    call = real.act("dial", **{"from": CALLER})
    assert (call["fault"], call["waiting"]) == (None, "gather")
    assert logged(real) == [("", "")]
    page = real.ask("GET", "/phone")[2].decode()
    assert "Sunați cu număr ascuns." in page
    assert "probă" not in page


def test_a_real_line_does_not_tell_whom_it_rings(real: Served) -> None:
    call = real.act("press", real.act("dial"), keys="0")
    assert call["waiting"] == "dial"
    assert real.hotline.directory.operators.number not in json.dumps(call["events"])


def test_a_call_of_a_line_of_samples_is_worth_nothing_on_a_real_one(line: Served, real: Served) -> None:
    """The same secret signed it, with a number that the visitor chose."""
    call = line.act("dial", **{"from": CALLER})["call"]
    assert real.tried({"do": "wait", "call": call})[0] == 400
