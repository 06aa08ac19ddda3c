"""Ringing by Twilio: what its library sends is what the published specification allows; every answer is understood."""

import json
from datetime import timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from test_carrier_twilio import (
    ACCOUNT,
    ANA,
    NOW,
    OURS,
    SPECIFICATION,
    Company,
    _fits,
    _parameters,
    carrier,
    company,
    refusal,
)

from carrier import Fate
from office.messages import NotTaken, Unclear

__all__ = ["company"]
CALLS = f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
ROOMS = f"/2010-04-01/Accounts/{ACCOUNT}/Conferences"
SID, ROOM = "CA" + "a" * 32, "CF" + "b" * 32
URL, KEY = "https://line.example.ro/ring/7/1/citizen", "7/1/citizen"


def call(sid: str = SID, **changes: Any) -> dict[str, Any]:
    """A call as the company describes it."""
    usual = {
        "sid": sid, "account_sid": ACCOUNT, "to": ANA, "from": OURS, "status": "queued", "direction": "outbound-api",
        "start_time": None, "end_time": None, "duration": None, "parent_call_sid": None, "answered_by": None,
        "date_created": format_datetime(NOW), "date_updated": format_datetime(NOW), "api_version": "2010-04-01",
        "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Calls/{sid}.json", "subresource_uris": {},
    }  # fmt: skip
    return usual | changes


def room() -> dict[str, Any]:
    usual = {"sid": ROOM, "account_sid": ACCOUNT, "friendly_name": "tichet-7-1", "status": "in-progress"}
    dates = {"date_created": format_datetime(NOW), "date_updated": format_datetime(NOW)}
    return usual | dates | {"region": "us1", "api_version": "2010-04-01", "uri": "", "subresource_uris": {}}


def page(name: str, *resources: dict[str, Any]) -> str:
    pages = {"uri": CALLS, "first_page_uri": CALLS, "next_page_uri": None, "previous_page_uri": None}
    return json.dumps({name: resources, "page": 0, "page_size": 50, "start": 0, "end": 0, **pages})


def test_a_telephone_is_rung_from_our_number_and_every_step_is_reported(company: Company) -> None:
    """The key stands in both addresses, so the first report tells that the company has the call."""
    company.answers = [(201, json.dumps(call()))]
    assert carrier(company.address).ring(ANA, URL, KEY, 30) == SID
    ((method, path, form, _),) = company.asked
    assert (method, path) == ("POST", CALLS)
    assert form == {
        "To": ANA, "From": OURS, "Url": URL, "Method": "POST", "Timeout": "30", "StatusCallback": f"{URL}/status",
        "StatusCallbackMethod": "POST", "StatusCallbackEvent": "initiated",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((429, refusal(20429)), ("20429", False)),
        ((400, refusal(21211)), ("21211", True)),
        ((400, refusal(13224)), ("13224", True)),
        ((401, refusal(20003)), ("20003", False)),
    ],
)
def test_a_refusal_is_clear(company: Company, answer: tuple[int, str], expected: tuple[str, bool]) -> None:
    """Nobody was rung: too many at once, and a number that is none."""
    company.answers = [answer]
    with pytest.raises(NotTaken) as no:
        carrier(company.address).ring(ANA, URL, KEY, 30)
    assert (no.value.why, no.value.permanent) == expected


@pytest.mark.parametrize("answer", [(500, "{}"), (503, "busy"), (0, ""), (201, "{half"), (200, "")])
def test_everything_else_leaves_a_doubt_and_nobody_is_rung_again(
    company: Company, answer: tuple[int, str]
) -> None:
    """The request went out once."""
    company.answers = [answer]
    with pytest.raises(Unclear):
        carrier(company.address).ring(ANA, URL, KEY, 30)
    assert len(company.asked) == 1


def test_a_company_that_does_not_answer_in_time_leaves_a_doubt(company: Company) -> None:
    company.answers = [(-1, "")]
    with pytest.raises(Unclear):
        carrier(company.address, timeout=0.3).ring(ANA, URL, KEY, 30)


def test_the_call_list_is_asked_by_both_numbers_and_the_day(company: Company) -> None:
    """Waiting calls count; an operator's leg of another call does not, nor yesterday's call."""
    company.answers = [
        (200, page(
            "calls", call("CA" + "1" * 32), call("CA" + "2" * 32, direction="outbound-dial"),
            call("CA" + "3" * 32, date_created=format_datetime(NOW - timedelta(days=1))),
            call("CA" + "4" * 32, status="no-answer"),
        ))
    ]  # fmt: skip
    assert carrier(company.address).rung(ANA, KEY, NOW) == ["CA" + "1" * 32, "CA" + "4" * 32]
    ((method, path, form, _),) = company.asked
    assert (method, path, form["To"], form["From"]) == ("GET", CALLS, ANA, OURS)


def test_a_list_that_cannot_be_had_says_nothing(company: Company) -> None:
    company.answers = [(500, "{}")]
    with pytest.raises(Unclear):
        carrier(company.address).rung(ANA, KEY, NOW)


@pytest.mark.parametrize(("duration", "seconds"), [("42", 42), (None, None)])
def test_what_became_of_a_call(company: Company, duration: str | None, seconds: int | None) -> None:
    """Its status, and its length once it is over."""
    company.answers = [(200, json.dumps(call(status="completed", duration=duration)))]
    assert carrier(company.address).fate(SID) == Fate("completed", seconds)


def test_a_warning_is_announced_in_the_room_that_is_in_progress(company: Company) -> None:
    """Found by its name; nobody is asked for twice where there is none."""
    company.answers = [(200, page("conferences", room())), (200, json.dumps(room()))]
    assert carrier(company.address).announce("tichet-7-1", f"{URL}/warning")
    assert company.asked[0][2] == {"FriendlyName": "tichet-7-1", "Status": "in-progress", "PageSize": "1"}
    method, path, form, _ = company.asked[1]
    assert (method, path) == ("POST", f"{ROOMS}/{ROOM}.json")
    assert form == {"AnnounceUrl": f"{URL}/warning", "AnnounceMethod": "POST"}
    company.answers = [(200, page("conferences"))]
    assert not carrier(company.address).announce("tichet-7-1", f"{URL}/warning")


def test_every_request_about_calls_is_in_the_published_specification(company: Company) -> None:
    """Path, method, the names of the parameters and their kinds."""
    if not SPECIFICATION.exists():
        pytest.skip(f"NOT CHECKED against Twilio's specification: there is no {SPECIFICATION.name} here")
    paths = json.loads(SPECIFICATION.read_text("utf-8"))["paths"]
    company.answers = [
        (201, json.dumps(call())), (200, page("calls")), (200, json.dumps(call())),
        (200, page("conferences", room())), (200, json.dumps(room())),
    ]  # fmt: skip
    ours = carrier(company.address)
    ours.ring(ANA, URL, KEY, 30)
    ours.rung(ANA, KEY, NOW)
    ours.fate(SID)
    ours.announce("tichet-7-1", f"{URL}/warning")
    assert len(company.asked) == 5
    for method, path, form, _ in company.asked:
        named = path.replace(ACCOUNT, "{AccountSid}").replace(SID, "{Sid}").replace(ROOM, "{Sid}")
        known = _parameters(paths[named][method.lower()])
        assert form.keys() <= known.keys()
        for name, value in form.items():
            _fits(value, known[name])
            if name.endswith("Method"):
                assert value in known[name]["enum"]
    assert urlsplit(company.asked[0][2]["Url"]).path == "/ring/7/1/citizen"
