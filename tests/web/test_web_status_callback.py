"""How a call ended is known, however the carrier tells it: twice, late, about nobody, or while the database is gone."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from conftest_gunicorn import Caller, locked, rows, signed

from phone.exchange import Answer
from store.database import open_store

ENDED = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)


def begun(house: Any, number: str = "+40722000111") -> str:
    """The id of a call that is going on."""
    caller = Caller(house.address, house.hotline, number)
    caller.does()
    return caller.sid


def told(house: Any, sid: str, status: str, **more: str) -> Answer:
    form = {"CallSid": sid, "CallStatus": status, "From": "+40722000111", **more}
    answer: Any = signed(house.address, house.hotline, "/voice/status", form).send()
    assert (answer.status, answer.body) == (204, b"")
    return answer  # type: ignore[no-any-return]


def end_of(house: Any, sid: str) -> tuple[Any, ...] | None:
    """Whether it has ended, how, and after how many seconds."""
    found = rows(
        house.store, "SELECT ended IS NOT NULL, outcome, seconds FROM calls WHERE call = :sid", sid=sid
    )
    return (bool(found[0][0]), *found[0][1:]) if found else None


def test_the_end_of_a_call_is_known(house: Any) -> None:
    """The outcome and the length are kept with the call."""
    sid = begun(house)
    assert end_of(house, sid) == (False, "", None)
    told(house, sid, "completed", CallDuration="61")
    assert end_of(house, sid) == (True, "completed", 61)


def test_told_twice_the_first_end_stays(house: Any) -> None:
    """A repeated report, even with other values, changes nothing, not even the moment."""
    sid = begun(house)
    told(house, sid, "completed", CallDuration="61")
    ended = rows(house.store, "SELECT ended FROM calls")
    house.clock.move(minutes=5)
    told(house, sid, "completed", CallDuration="61")
    told(house, sid, "failed", CallDuration="0")
    assert end_of(house, sid) == (True, "completed", 61)
    assert rows(house.store, "SELECT ended FROM calls") == ended


@pytest.mark.parametrize(
    "status", ["queued", "initiated", "ringing", "answered", "in-progress", "", "șters", "x" * 300]
)
def test_a_report_on_the_way_is_no_end(house: Any, status: str) -> None:
    """Reports that the call rings or goes on, in whatever order, do not end it."""
    sid = begun(house)
    told(house, sid, status)
    assert end_of(house, sid) == (False, "", None)
    told(house, sid, "completed", CallDuration="7")
    told(house, sid, status)
    assert end_of(house, sid) == (True, "completed", 7)


@pytest.mark.parametrize("status", ["completed", "busy", "failed", "no-answer", "canceled"])
def test_every_way_to_end_is_an_end(house: Any, status: str) -> None:
    """The five outcomes of the documentation."""
    sid = begun(house)
    told(house, sid, status)
    assert end_of(house, sid) == (True, status, None)


def test_a_call_nobody_knows_ends_without_a_trace(house: Any) -> None:
    """A report about a call that never reached us, or without an id, is taken and kept nowhere."""
    told(house, "CA" + "f" * 32, "completed", CallDuration="3")
    told(house, "", "completed")
    told(house, "x" * 500, "completed")
    assert rows(house.store, "SELECT * FROM calls") == []


@pytest.mark.parametrize("duration", ["", "-5", "1.5", "²", "soon", "9" * 30])
def test_a_length_that_is_no_number_does_not_hide_the_end(house: Any, duration: str) -> None:
    """The call has ended even if its length cannot be read."""
    sid = begun(house)
    told(house, sid, "completed", CallDuration=duration)
    assert end_of(house, sid) == (True, "completed", None)


def test_a_turn_after_the_end_is_still_answered(house: Any) -> None:
    """The report overtakes the last request: the request is answered and the end stays known."""
    caller = Caller(house.address, house.hotline)
    caller.does()
    told(house, caller.sid, "completed", CallDuration="9")
    assert caller.does(Digits="1").said.startswith("Tastați")
    assert end_of(house, caller.sid) == (True, "completed", 9)


def test_a_report_during_an_outage_is_taken(
    house: Any, store_url: str, build_house: Callable[..., Any]
) -> None:
    """204 while the database is locked, and while there is none; the carrier has nothing to repeat for ever."""
    sid = begun(house)
    with locked(store_url, "calls"):
        told(house, sid, "completed", CallDuration="5")
    assert end_of(house, sid) == (False, "", None)
    told(build_house(store=open_store("sqlite:////no/such/folder/store.db")), sid, "completed")
