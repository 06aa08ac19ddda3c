"""What the carrier reports about a message is believed only when it signed it, and in any order."""

import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from conftest_gunicorn import rows
from house import House

from jobs.send import clear_up, send
from store import outbox
from store.database import work

ANA = "+40722000111"
SID, OTHER = "SM" + "a" * 32, "SM" + "b" * 32


def put(house: House) -> str:
    """A message that was tried once and is in doubt."""
    values = {"name": "Direcția de Pașapoarte", "phone": "+40212125674"}
    with work(house.store) as unit:
        now = house.clock.now
        key = outbox.put(
            unit.conn, kind="sms.contact", channel="sms", recipient=ANA, language="ro", values=values, now=now
        )
        assert outbox.claim(unit.conn, now, now + timedelta(minutes=2))
    return key


def told(
    house: House, key: str, status: str, sid: str = SID, code: str = "", signature: str | None = None
) -> int:
    """The status of the answer to a report, signed as the carrier signs unless a signature is given."""
    target = f"/sms/status?m={key}"
    form: Mapping[str, str] = {
        "MessageSid": sid, "MessageStatus": status, "To": ANA, "AccountSid": "AC1",
    } | ({"ErrorCode": code} if code else {})  # fmt: skip
    signed = (
        house.hotline.carrier.sign(house.hotline.base_url + target, form) if signature is None else signature
    )
    asked = urllib.request.Request(
        house.address + target, urlencode(form).encode(), {"X-Twilio-Signature": signed}
    )
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def state(house: House) -> tuple[str, str, str]:
    (found,) = rows(house.store, "SELECT status, provider_id, error FROM messages")
    return tuple(found)


def test_a_report_takes_the_message_along(house: House) -> None:
    """Queued and sent are sent; delivered is delivered."""
    key = put(house)
    assert told(house, key, "queued") == 204
    assert state(house) == ("sent", SID, "")
    assert told(house, key, "sent") == 204
    assert told(house, key, "delivered") == 204
    assert state(house) == ("delivered", SID, "")


@pytest.mark.parametrize(
    "late", [("sent", ""), ("queued", ""), ("undelivered", "30003"), ("failed", "30005")]
)
def test_delivered_stays_delivered(house: House, late: tuple[str, str]) -> None:
    """Reports come in any order, and twice."""
    key = put(house)
    for status, code in (("delivered", ""), late, ("delivered", "")):
        assert told(house, key, status, code=code) == 204
        assert state(house)[0] == "delivered"


def test_a_report_ends_a_doubt(house: House) -> None:
    """The carrier reports the key of a message nobody knew of: it has it, and nobody asks or sends any more."""
    key = put(house)
    told(house, key, "sent")
    post, later = house.post, house.clock.now + timedelta(hours=1)
    assert not clear_up(post, later)
    assert not send(post, later)
    assert house.sent() == []


def test_the_carrier_may_know_better_than_its_list(house: House) -> None:
    """Asked, it had no such message; then it reports it. The message is not sent a second time."""
    key = put(house)
    house.clock.move(minutes=2)
    assert clear_up(house.post, house.clock.now)
    assert state(house) == ("temporary-failure", "", "not taken")
    told(house, key, "sent")
    assert state(house) == ("sent", SID, "")
    assert not send(house.post, house.clock.now)
    assert house.sent() == []


def test_a_telephone_that_is_off_is_tried_again(house: House) -> None:
    """30003: after a pause the same message goes out once more; a late report about the first try changes nothing."""
    key = put(house)
    told(house, key, "undelivered", code="30003")
    assert state(house) == ("temporary-failure", SID, "30003")
    assert not send(house.post, house.clock.now)
    house.clock.move(seconds=30)
    assert send(house.post, house.clock.now)
    status, ours, _ = state(house)
    assert (status, len(house.sent())) == ("sent", 1)
    told(house, key, "undelivered", sid=OTHER, code="30003")
    assert state(house) == ("sent", ours, "")
    told(house, key, "delivered", sid=ours)
    assert state(house) == ("delivered", ours, "")


def test_a_number_that_cannot_be_reached_is_not_tried_again(house: House) -> None:
    """30005, no such number: a permanent failure, with the code."""
    key = put(house)
    told(house, key, "failed", code="30005")
    assert state(house) == ("permanent-failure", SID, "30005")
    told(house, key, "sent")
    assert state(house)[0] == "permanent-failure"
    assert not send(house.post, house.clock.now + timedelta(hours=1))


@pytest.mark.parametrize("signature", ["", "d3Jvbmc="])
def test_a_report_that_is_not_signed_is_refused(house: House, signature: str) -> None:
    """403, and nothing is believed."""
    key = put(house)
    assert told(house, key, "delivered", signature=signature) == 403
    assert state(house)[0] == "sending"


def test_a_report_about_nothing_we_know_is_taken_and_kept_nowhere(house: House) -> None:
    """An unknown key, an unknown word, no key at all: 204, the carrier has nothing to repeat."""
    put(house)
    for key, status in (("f" * 32, "sent"), ("", "sent"), ("x" * 500, "delivered"), ("f" * 32, "whatever")):
        assert told(house, key, status) == 204
    assert state(house)[0] == "sending"


def test_a_key_is_no_secret_that_opens_anything(house: House, capfd: Any) -> None:
    """What is logged of a report holds no number."""
    told(house, put(house), "delivered")
    assert "722000111" not in capfd.readouterr().err
