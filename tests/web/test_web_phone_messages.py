"""On a line of samples the page shows what the line has sent; on a real one nobody sees a citizen's message."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from house import House

from carrier.twilio import twilio_carrier
from jobs.send import send
from store import outbox
from store.database import work

APPOINTMENT = {
    "uid": "TA-1", "sequence": 0, "method": "REQUEST",
    "begins": "2026-03-27T07:00+00:00", "ends": "2026-03-27T07:15+00:00",
}  # fmt: skip
TICKET = {
    "number": "TA-1", "day": "2026-03-27", "slot": ["09:00", "09:15"], "about": "119368", "phone": "+40722000111",
    "appointment": APPOINTMENT,
}  # fmt: skip


def shown(house: House) -> list[dict[str, object]]:
    with urllib.request.urlopen(house.address + "/phone/messages", timeout=10) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        found: list[dict[str, object]] = json.load(answer)
    return found


def sends(house: House) -> None:
    """An SMS, then a letter with its appointment."""
    with work(house.store) as unit:
        usual = {"language": "ro", "now": house.clock.now}
        outbox.put(
            unit.conn, kind="sms.contact", channel="sms", recipient="+40722000111",
            values={"name": "Poliția", "phone": "+40212125674"}, **usual,
        )  # type: ignore[arg-type]  # fmt: skip
        outbox.put(
            unit.conn, kind="mail.ticket.booked", channel="email", recipient="ana@example.ro", values=TICKET,
            **usual,
        )  # type: ignore[arg-type]  # fmt: skip
    while send(house.post, house.clock.now):
        pass


def test_what_was_sent_is_shown_newest_first(house: House) -> None:
    """SMS and e-mail, to whom, what they say and what goes along."""
    assert shown(house) == []
    sends(house)
    letter, sms = shown(house)
    assert (sms["kind"], sms["to"]) == ("SMS", "0722 000 111")
    assert sms["text"] == "Politia. Tel. 021 212 56 74. Linia 0800 000 000"
    assert (letter["kind"], letter["to"], letter["files"]) == ("E-mail", "ana@example.ro", ["programare.ics"])
    assert letter["subject"] == "Tichet Albastru TA-1: vineri 27.03.2026, 9:00-9:15"
    assert "Bună ziua," in str(letter["text"])


def test_a_real_line_shows_nothing(build_house: Callable[..., House]) -> None:
    """Even if letters lie in its folder."""
    house = build_house(has_real_carrier=True, carrier=twilio_carrier("token"))
    with pytest.raises(urllib.error.HTTPError, match="404"):
        shown(house)
