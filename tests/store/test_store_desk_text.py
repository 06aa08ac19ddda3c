"""A text message is put into the outbox with the turn that promised it, or not at all; nobody is flooded."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from conftest_gunicorn import rows

from ivr.desk import TooManyMessages
from store.database import Store, Work, work
from store.desk import StoreDesk
from web.hotline import Hotline

NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
ANA = "+40722000111"
Desk = Callable[..., StoreDesk]


@pytest.fixture
def desk(shipped: Hotline) -> Desk:
    """The office in a Hungarian call, at a moment."""

    def at(unit: Work, now: datetime = NOW) -> StoreDesk:
        return StoreDesk(unit, "CA1", "hu", now, shipped.directory.limits, shipped.hide)

    return at


def test_a_message_is_written_with_its_turn(store: Store, desk: Desk) -> None:
    """Nothing before the commit, then a row in the language of the call; of a turn that is undone, nothing."""
    with work(store) as unit:
        desk(unit).text(ANA, "sms.contact", name="Útlevél", phone="+40212125674")
    found = rows(store, "SELECT kind, channel, recipient, language, given, status FROM messages")
    assert [tuple(each) for each in found] == [
        ("sms.contact", "sms", ANA, "hu", '{"name": "Útlevél", "phone": "+40212125674"}', "created")
    ]
    with pytest.raises(RuntimeError), work(store) as unit:  # noqa: PT012
        desk(unit).text(ANA, "sms.contact", name="Útlevél")
        raise RuntimeError
    assert len(rows(store, "SELECT 1 FROM messages")) == 1


@pytest.mark.parametrize(
    "number", ["+40212345678", "+4915112345678", "+40800123456", "112", "", "0722000111"]
)
def test_only_romanian_mobiles_get_one(store: Store, desk: Desk, number: str) -> None:
    """A fixed, foreign or special number is a mistake of the dialogue."""
    with pytest.raises(ValueError, match="mobile"), work(store) as unit:
        desk(unit).text(number, "sms.contact", name="X")
    assert rows(store, "SELECT 1 FROM messages") == []


def test_one_telephone_gets_so_many_in_a_day(store: Store, desk: Desk, shipped: Hotline) -> None:
    """limits.messages_per_number_day; another telephone is not concerned, and a day later there is room again."""
    most = shipped.directory.limits.messages_per_number_day

    def text(number: str, now: Any = NOW) -> None:
        with work(store) as unit:
            desk(unit, now).text(number, "sms.contact", name="X", phone="116111")

    for _ in range(most):
        text(ANA)
    with pytest.raises(TooManyMessages):
        text(ANA)
    text("+40722000222")
    with pytest.raises(TooManyMessages):
        text(ANA, NOW + timedelta(hours=23, minutes=59))
    text(ANA, NOW + timedelta(days=1))
