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
    heard = " ".join(event.text for event in phone.press("3") if event.kind == "say")
    assert "problemă tehnică" in heard
    with house.store.connect() as conn:
        assert conn.execute(text("SELECT max(turn) FROM turns")).scalar_one() == 0
    heard = " ".join(event.text for event in phone.press("1") if event.kind == "say")
    assert "Pentru stadiul unei petiții" in heard
