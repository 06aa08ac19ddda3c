"""Texting by Twilio: what its library sends is what the specification allows, and every answer is understood."""

import json
import socket
import threading
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from twilio.http.http_client import TwilioHttpClient

from carrier.twilio import Twilio, twilio_carrier
from office.messages import NotTaken, Unclear

SPECIFICATION = Path(__file__).parents[3] / "shared" / "contracts" / "twilio_api_v2010.json"
ACCOUNT, TOKEN, OURS, ANA = "AC" + "0" * 32, "token", "+40212345678", "+40722000111"
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
SID = "SM" + "a" * 32


@dataclass
class Company:
    """Twilio's REST interface on loopback: answers what it is told to, and remembers what it was asked."""

    address: str = ""
    answers: list[tuple[int, str]] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str], str]] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)


class _Desk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        company: Company = self.server.company  # type: ignore[attr-defined]
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        form = {name: values[0] for name, values in parse_qs(body or parts.query).items()}
        company.asked.append((self.command, parts.path, form, self.headers.get("Authorization", "")))
        status, text = company.answers.pop(0)
        if status == 0:  # it took the message, and the line breaks
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        if status == -1:
            company.held.wait(10)
            return
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_POST = _answer

    def log_message(self, *_: object) -> None:
        """Nothing: the tests say what happened."""


class Loopback(TwilioHttpClient):
    """The library's own way out, led to this machine: no test ever reaches the company."""

    def __init__(self, address: str, timeout: float = 5.0) -> None:
        super().__init__(timeout=timeout)
        self.address = address

    def request(self, method: str, url: str, *given: Any, **named: Any) -> Any:
        parts = urlsplit(url)
        assert parts.hostname == "api.twilio.com"
        query = f"?{parts.query}" if parts.query else ""
        return super().request(method, f"{self.address}{parts.path}{query}", *given, **named)


@pytest.fixture
def company() -> Iterator[Company]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Desk)
    told = Company(f"http://127.0.0.1:{server.server_port}")
    server.company = told  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield told
    told.held.set()
    server.shutdown()
    server.server_close()


def carrier(address: str, timeout: float = 5.0) -> Twilio:
    callback = "https://line.example.ro/sms/status"
    http = Loopback(address, timeout)
    return twilio_carrier(TOKEN, account=ACCOUNT, number=OURS, callback=callback, http=http)


def resource(sid: str = SID, **changes: Any) -> dict[str, Any]:
    """A message as the company describes it."""
    moment = format_datetime(NOW)
    usual = {
        "account_sid": ACCOUNT, "api_version": "2010-04-01", "body": "Salut", "date_created": moment,
        "date_sent": None, "date_updated": moment, "direction": "outbound-api", "error_code": None,
        "error_message": None, "from": OURS, "messaging_service_sid": None, "num_media": "0",
        "num_segments": "1", "price": None, "price_unit": None, "sid": sid, "status": "queued", "to": ANA,
        "subresource_uris": {}, "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json",
    }  # fmt: skip
    return usual | changes


def listed(*resources: dict[str, Any]) -> str:
    pages = {"uri": MESSAGES, "first_page_uri": MESSAGES, "next_page_uri": None, "previous_page_uri": None}
    return json.dumps({"messages": resources, "page": 0, "page_size": 50, "start": 0, "end": 0, **pages})


def refusal(code: int) -> str:
    told = {
        "code": code,
        "message": "refused",
        "more_info": "https://www.twilio.com/docs/errors",
        "status": 400,
    }
    return json.dumps(told)


def test_a_message_is_handed_over_with_our_key_in_its_report_address(company: Company) -> None:
    """From our number, reported about by key, dropped when it cannot go out in time; the company's id comes back."""
    company.answers = [(201, json.dumps(resource()))]
    assert carrier(company.address).text(ANA, "Salut", "k1", 90_000) == SID
    ((method, path, form, authorization),) = company.asked
    assert (method, path) == ("POST", MESSAGES)
    assert form == {
        "To": ANA, "From": OURS, "Body": "Salut", "ValidityPeriod": "36000",
        "StatusCallback": "https://line.example.ro/sms/status?m=k1",
    }  # fmt: skip
    assert b64decode(authorization.removeprefix("Basic ")).decode() == f"{ACCOUNT}:{TOKEN}"


@pytest.mark.parametrize("code", [21211, 21610, 21614])
def test_who_cannot_or_will_not_be_texted_is_never_tried_again(company: Company, code: int) -> None:
    """No number, no mobile, asked to be left alone."""
    company.answers = [(400, refusal(code))]
    with pytest.raises(NotTaken) as no:
        carrier(company.address).text(ANA, "Salut", "k1", 60)
    assert (no.value.why, no.value.permanent) == (str(code), True)


@pytest.mark.parametrize(("status", "code"), [(429, 20429), (401, 20003), (400, 30001), (403, 20008)])
def test_what_may_pass_is_tried_again(company: Company, status: int, code: int) -> None:
    """Too many at once, a wrong token: nothing was sent, and it may go later."""
    company.answers = [(status, refusal(code))]
    with pytest.raises(NotTaken) as no:
        carrier(company.address).text(ANA, "Salut", "k1", 60)
    assert (no.value.why, no.value.permanent) == (str(code), False)


@pytest.mark.parametrize(
    "answer", [(500, "{}"), (503, "<html>busy</html>"), (0, ""), (201, "{half"), (201, "[]"), (200, "")]
)
def test_an_answer_nobody_can_read_leaves_a_doubt(company: Company, answer: tuple[int, str]) -> None:
    """The company broke down, hung up or answered half: it may have taken the message."""
    company.answers = [answer]
    with pytest.raises(Unclear):
        carrier(company.address).text(ANA, "Salut", "k1", 60)
    assert len(company.asked) == 1, "the library tried again by itself"


def test_a_company_that_never_answers_leaves_a_doubt_in_time(company: Company) -> None:
    """The request ends by our patience."""
    company.answers = [(-1, "")]
    began = datetime.now(UTC)
    with pytest.raises(Unclear):
        carrier(company.address, timeout=0.3).text(ANA, "Salut", "k1", 60)
    assert datetime.now(UTC) - began < timedelta(seconds=5)


def test_a_company_out_of_reach_took_nothing() -> None:
    """Nobody listens there: no doubt, and another try later."""
    with pytest.raises(NotTaken) as no:
        carrier("http://127.0.0.1:1").text(ANA, "Salut", "k1", 60)
    assert not no.value.permanent


def test_the_company_is_asked_by_number_words_and_day(company: Company) -> None:
    """Neither other words, nor an older message, nor one that failed is ours."""
    old = format_datetime(NOW - timedelta(minutes=6))
    company.answers = [
        (200, listed(
            resource("SM" + "1" * 32), resource("SM" + "2" * 32, body="Altceva"),
            resource("SM" + "3" * 32, date_created=old), resource("SM" + "4" * 32, status="failed"),
            resource("SM" + "5" * 32, status="delivered"),
        ))
    ]  # fmt: skip
    found = carrier(company.address).texted(ANA, "Salut", "k1", NOW)
    assert found == ["SM" + "1" * 32, "SM" + "5" * 32]
    ((method, path, form, _),) = company.asked
    assert (method, path, form["To"]) == ("GET", MESSAGES, ANA)


def test_a_company_that_does_not_tell_is_no_answer(company: Company) -> None:
    """A list that cannot be had says nothing about the message."""
    company.answers = [(500, "{}")]
    with pytest.raises(Unclear):
        carrier(company.address).texted(ANA, "Salut", "k1", NOW)


def test_every_request_is_in_the_published_specification(company: Company) -> None:
    """Path, method, the names of the parameters and their kinds."""
    if not SPECIFICATION.exists():
        pytest.skip(f"NOT CHECKED against Twilio's specification: there is no {SPECIFICATION.name} here")
    paths = json.loads(SPECIFICATION.read_text("utf-8"))["paths"]
    company.answers = [(201, json.dumps(resource())), (200, listed())]
    ours = carrier(company.address)
    ours.text(ANA, "Salut", "k1", 60)
    ours.texted(ANA, "Salut", "k1", NOW)
    for method, path, form, _ in company.asked:
        told = paths[path.replace(ACCOUNT, "{AccountSid}")][method.lower()]
        known = _parameters(told)
        assert form.keys() <= known.keys()
        for name, value in form.items():
            _fits(value, known[name])
    created = paths[MESSAGES.replace(ACCOUNT, "{AccountSid}")]["post"]
    required = created["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]["required"]
    assert set(required) <= company.asked[0][2].keys()


def _parameters(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    asked = {each["name"]: each["schema"] for each in told.get("parameters", [])}
    for kind in told.get("requestBody", {}).get("content", {}).values():
        asked |= kind["schema"]["properties"]
    return asked


def _fits(value: str, schema: dict[str, Any]) -> None:
    if schema.get("type") == "integer":
        assert schema.get("minimum", 0) <= int(value) <= schema.get("maximum", 10**9)
    if schema.get("format") == "uri":
        assert urlsplit(value).scheme == "https"
    if schema.get("format") == "phone-number":
        assert value.startswith("+")
