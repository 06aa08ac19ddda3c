"""What a turn promises beside being quick."""

from typing import Any

import pytest
from house import House
from sqlalchemy import text

from ivr.script import STEPS, hang_up, say


@pytest.fixture
def speechless() -> Any:
    """A step that says what no catalogue has, behind key 3 of the menu."""
    kept = STEPS["about.line"]

    def line(call: Any) -> Any:
        return hang_up(say("nobody.wrote.this"))

    STEPS["about.line"] = line
    yield
    STEPS["about.line"] = kept


def test_a_turn_that_cannot_be_spoken_is_not_recorded(house: House, speechless: None) -> None:
    """The caller hears an apology and is asked again: the turn is still to be taken."""
    phone = house.line()
    phone.dial()
    heard = " ".join(event.text for event in phone.press("4") if event.kind == "say")
    assert "problemă tehnică" in heard
    with house.store.connect() as conn:
        assert conn.execute(text("SELECT max(turn) FROM turns")).scalar_one() == 0
    heard = " ".join(event.text for event in phone.press("1") if event.kind == "say")
    assert "Pentru stadiul unei petiții" in heard


def test_the_fallback_leads_back_to_where_the_call_was(house: House) -> None:
    """After the carrier's fallback document key 1 asks the open question again, and keys are heard from then on."""
    phone = house.line()
    phone.dial()
    phone.press("4")
    form = {"CallSid": phone.sid, "From": "+40722000111", "To": house.hotline.number, "Digits": "1"}
    exchange = house.exchange()
    again = exchange.post(house.address + "/voice", form).body.decode()
    assert "Oferim informare" in again
    assert 'action="/voice/2?l=ro"' in again
    next_ = exchange.post(house.address + "/voice/2?l=ro", {**form, "Digits": "0"}).body.decode()
    assert "<Dial" in next_ or "operator" in next_


def test_what_a_caller_says_is_not_kept(house: House) -> None:
    """Names are said at menus too; of speech the store keeps that there was some."""
    phone = house.line()
    phone.dial()
    phone.speak("mă numesc Ana-Maria Exemplu și vreau un pașaport")
    with house.store.connect() as conn:
        kept = conn.execute(text("SELECT heard FROM turns WHERE turn = 1")).scalar_one()
    assert kept == '{"speech": "•••"}'
