"""A supervisor sees the line at this moment: calls, what waits, what is refused, what is wrong."""

from datetime import date, timedelta

import pytest
from conftest_gunicorn import rows, until
from house import House
from visitor import signed_in

from carrier.twilio import PERMANENT
from ivr.alarms import LEAST_CALLS
from ivr.reader import shipped
from office.users import Role
from store import outbox, receipts, routing, tallies, watch
from store.database import work
from words.screen import Screen, open_screens

TODAY = date(2026, 3, 2)


def test_a_call_is_seen_while_it_lasts(house: House) -> None:
    """Its masked number, the question in words, its seconds and failures; gone when the caller hangs up."""
    visitor = signed_in(house, Role.supervisor)
    line = house.line("+40722000456")
    line.dial()
    line.press("1")
    house.clock.move(seconds=7)
    line.press("9" * 40 + "#")
    house.clock.move(seconds=65)
    visitor.get("/now")
    assert "+40 7•• ••• 456 Numărul petiției 1:05 1:12 1 română" in visitor.read
    assert "0722000456" not in visitor.last.text
    line.hang_up()
    assert "456" not in visitor.get("/now/live").text


def test_whoever_waits_for_a_person_is_told_from_whoever_talks(house: House) -> None:
    """While it rings they wait; after that somebody has picked up."""
    visitor = signed_in(house, Role.supervisor)
    line = house.line()
    line.dial()
    line.press("0")
    visitor.get("/now/live")
    assert "1 așteaptă un om" in visitor.read
    house.clock.move(minutes=1)
    visitor.get("/now/live")
    assert "0 așteaptă un om" in visitor.read
    assert "vorbește cu un om" in visitor.read


def test_danger_stands_out(house: House) -> None:
    line = house.line()
    line.dial()
    line.speak("arde casa")
    visitor = signed_in(house, Role.supervisor)
    visitor.get("/now")
    assert "Pericol: 112 pericol" in visitor.read


def test_what_waits_and_what_is_lost_is_told(house: House) -> None:
    """Messages that should have gone out, messages that never will with the carrier's word, and refused saves."""
    now = house.clock()
    values = {"kind": "sms.contact", "channel": "sms", "language": "ro", "values": {}, "now": now}
    with work(house.store) as unit:
        conn = unit.begin()
        outbox.put(conn, recipient="+40722000111", **values)
        lost = outbox.claim(conn, now, now + timedelta(minutes=2))
        assert lost
        outbox.failed(conn, lost, "30006", now)
        outbox.put(conn, recipient="+40722000222", **values)
        routing.refuse(conn, b"text", "rândul 41: <telfon> nu există aici", author="file", now=now)
    visitor = signed_in(house, Role.supervisor)
    visitor.get("/now")
    assert "1 mesaje care trebuiau trimise" in visitor.read
    said = "telefon fix, sau rețea la care nu se poate ajunge (cod 30006)"
    assert f"1 mesaje pierdute în 7 zile {said}" in visitor.read
    assert f"Ultima eroare: {said}" in visitor.read
    assert "rândul 41: <telfon> nu există aici" in visitor.read
    with work(house.store) as unit:
        assert receipts.waiting(unit.conn, now)[0] == 1


def test_the_carriers_last_error_is_kept_once_a_minute(house: House) -> None:
    """A fallback request tells the error that led to it; an outage does not fill the log of events."""
    visitor = signed_in(house, Role.supervisor)
    error = {"CallSid": "CA1", "ErrorCode": "11205"}
    house.exchange().post("/voice/fallback", error)
    until(
        lambda: told(house) == 1, 10, "nothing was written down"
    )  # after the answer: no caller waits for it
    house.exchange().post("/voice/fallback", error)
    visitor.get("/now")
    assert (
        "Ultima eroare: operatorul nu s-a putut conecta la linie (cod 11205), la 2 mar. 2026, 09:15. (la un apel)"
        in visitor.read
    )
    assert told(house) == 1


def test_an_error_nobody_has_words_for_is_told_as_a_code(house: House) -> None:
    """It can be looked up; what is no code is told as it was said."""
    visitor = signed_in(house, Role.supervisor)
    with work(house.store) as unit:
        watch.carrier_failed(unit.begin(), "99999", house.clock())
    visitor.get("/now")
    assert "Ultima eroare: cod 99999, la" in visitor.read
    house.clock.move(minutes=2)
    with work(house.store) as unit:
        watch.carrier_failed(unit.begin(), "SMTPServerDisconnected", house.clock())
    visitor.get("/now")
    assert "Ultima eroare: SMTPServerDisconnected, la" in visitor.read


@pytest.mark.parametrize("screen", open_screens().values(), ids=lambda one: one.code)
def test_every_code_that_ends_a_message_has_words_in_every_language(screen: Screen) -> None:
    """Those for which nothing is tried again, and those that reports and the notes of the line most often bring."""
    often = {11200, 12100, 15003, 13224, 21610, 30003, 30005, 30006, 30007}
    assert [code for code in sorted(PERMANENT | often) if not screen.has(f"now.codes.{code}")] == []


def told(house: House) -> int:
    return int(rows(house.store, "SELECT count(*) FROM events WHERE entity = 'carrier'")[0][0])


@pytest.mark.parametrize(("done", "rings"), [(LEAST_CALLS, False), (LEAST_CALLS * 0.7, True)])
def test_a_service_that_few_complete_rings_an_alarm(house: House, done: float, rings: bool) -> None:
    counted(house, {("began", "status"): LEAST_CALLS, ("done", "status"): round(done)})
    visitor = signed_in(house, Role.supervisor)
    visitor.get("/now")
    assert ("Prea puțini duc la capăt serviciul: Stadiul petiției" in visitor.read) is rings


@pytest.mark.parametrize(
    ("what", "n", "said"),
    [
        ("zero", 26, "Prea mulți cer un om la întrebarea: Numărul petiției (din 100;"),
        ("misheard", 16, "Prea multe taste greșite și vorbe neînțelese la: Numărul petiției"),
        ("silence", 21, "Prea multă tăcere la: Numărul petiției"),
        ("hangup", 6, "Prea mulți închid la: Numărul petiției"),
    ],
)
def test_a_question_that_fails_callers_rings_an_alarm(house: House, what: str, n: int, said: str) -> None:
    """One more than the limit of voice rule 50 rings; the limit itself does not, nor do three calls."""
    visitor = signed_in(house, Role.supervisor)
    counted(house, {("asked", "status.number"): 100, (what, "status.number"): n - 1})
    assert "Nicio alarmă" in visitor.get("/now/alarms").text
    counted(house, {(what, "status.number"): 1})
    visitor.get("/now/alarms")
    assert said in visitor.read


def test_three_calls_ring_no_alarm(house: House) -> None:
    counted(house, {("asked", "status.number"): 3, ("hangup", "status.number"): 3, ("began", "status"): 3})
    visitor = signed_in(house, Role.supervisor)
    visitor.get("/now")
    assert "Nicio alarmă" in visitor.read


def test_every_question_has_a_name_in_every_language() -> None:
    """A new dialogue is named for supervisors too."""
    asking = {
        name
        for name, step in shipped().steps.items()
        if any(one.kind in ("ask", "listen", "confirm", "menu") for one in step.outcomes)
    }
    for screen in open_screens().values():
        assert not [name for name in asking if not screen.has(f"place.{name}")]


def counted(house: House, counts: dict[tuple[str, str], int]) -> None:
    with work(house.store) as unit:
        rows = {(TODAY, tallies.WHOLE_DAY, what, name): n for (what, name), n in counts.items()}
        tallies.add(unit.begin(), rows)
