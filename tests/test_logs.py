"""What the hotline writes about itself: JSON lines with the call's id, and nothing of what a caller gave."""

import json
import logging
import re
from dataclasses import replace

import pytest
from conftest_gunicorn import SIGNATURE, Gunicorn, kept, locked, signed, until
from hypothesis import example, given
from hypothesis import strategies as st

from logs import Lines, struck

pytest_plugins = ("conftest_gunicorn",)

CALLER, SECOND_CALLER = "+40726543210", "+40727654321"
NUMBER = "734981"
OTHER_PHONE = "0211234567"
NAME = "Nistoroaiei Veturia"
GUNICORNS_OWN = re.compile(r"^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}\] \[\d+\] \[")


def test_a_whole_call_with_a_crash_leaves_nothing_of_the_caller_in_the_logs(ready: Gunicorn) -> None:
    """Digits, a name, two phone numbers, and a database that fails with them in its hands: only CallSids are there."""
    before = len(ready.lines)
    asking, caller = ready.caller(CALLER), ready.caller(SECOND_CALLER)
    asking.does()
    asking.does(SpeechResult=f"mă numesc {NAME}", Confidence="0.9")
    asking.does(Digits="1")
    asking.does(Digits=NUMBER, FinishedOnKey="#")
    with locked(ready.url):
        asking.does(SpeechResult=f"{NAME} {NUMBER} {CALLER}", Confidence="0.9")
    asking.does(Digits="1")
    asking.does(Digits="1")
    caller.does()
    caller.does(Digits="3")
    with locked(ready.url, "callback_requests"):
        caller.does(Digits="1")  # the number to ring is a parameter of the statement that fails
    caller.does(Digits="1")
    caller.does(Digits="2")
    caller.does(Digits=OTHER_PHONE, FinishedOnKey="#")
    caller.does(Digits="1")
    refused = signed(
        ready.address, ready.hotline, f"/voice/{NUMBER}", {"CallSid": caller.sid, "Digits": NUMBER}
    )
    assert replace(refused, headers={SIGNATURE: "wrong"}).send().status == 403
    over = {"CallSid": caller.sid, "From": SECOND_CALLER, "CallStatus": "completed", "ErrorCode": "11200"}
    signed(ready.address, ready.hotline, "/voice/fallback", over).send()
    with locked(ready.url, "calls"):
        signed(ready.address, ready.hotline, "/voice/status", over).send()
    until(
        lambda: any("The end of a call" in line for line in ready.lines[before:]),
        10,
        "no word of the last error",
    )
    assert kept(ready.store, "callback_requests", caller.sid) == 1

    written = [line for line in ready.lines[before:] if not GUNICORNS_OWN.match(line)]
    everything = "\n".join(written)
    for secret in (CALLER[3:], SECOND_CALLER[3:], NUMBER, OTHER_PHONE, OTHER_PHONE[1:], *NAME.split()):
        assert secret.lower() not in everything.lower(), "a caller's data is in the logs"
    lines = [json.loads(line) for line in written]
    assert {line["call"] for line in lines if line["level"] == "error"} == {asking.sid, caller.sid}
    assert [line["said"] for line in lines] == [
        *["A turn failed"] * 2,
        "A signature was missing or wrong",
        "The carrier fell back",
        "The end of a call was not recorded",
    ]
    assert all(set(line) >= {"at", "level", "said"} for line in lines)
    assert "[SQL parameters hidden" in everything, "no failed statement had the caller's data in its hands"
    assert all("Traceback" in line["trace"] for line in lines if line["level"] == "error")


def test_one_line_each_whatever_is_said() -> None:
    """New lines, quotes and odd letters stay inside one JSON line; facts stand beside the sentence."""
    record = logging.LogRecord("x", logging.WARNING, "", 0, 'două\nrânduri "și" %s', ("ț\u2028\x00",), None)
    record.facts = {"call": "CA1", "turn": 3, "phone": "+40722000111"}
    line = Lines().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert told["said"] == 'două\nrânduri "și" ț\u2028\x00'
    assert (told["call"], told["turn"], told["level"]) == ("CA1", 3, "warning")
    assert "722" not in told["phone"]


def test_a_fact_cannot_hide_the_sentence_or_the_hour() -> None:
    """`at`, `level` and `said` are the line's own, whatever facts are called."""
    record = logging.LogRecord("x", logging.INFO, "", 0, "O propoziție", (), None)
    record.facts = {"call": "CA1"}
    assert list(json.loads(Lines().format(record)))[:3] == ["at", "level", "said"]


SIGNS = (": ", *" '\"()=[],;\n/{}<>")
BETWEEN = st.sampled_from(["", " ", ".", "-", "/", "*"])
WORDS = st.text(st.sampled_from("abcăâîșțABC ,:\n"), max_size=20)


@st.composite
def given_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A number of four digits or more, as it is and as a person writes it."""
    digits = draw(st.text("0123456789", min_size=4, max_size=15))
    written = (
        draw(st.sampled_from(["", "+"])) + digits[0] + "".join(draw(BETWEEN) + digit for digit in digits[1:])
    )
    return digits, written


@given(
    number=given_numbers(),
    before=WORDS,
    opened=st.sampled_from(["tel. ", "nr. ", *SIGNS]),
    closed=st.sampled_from(SIGNS),
    after=WORDS,
)
@example(("40722000111", "+40722000111"), "From", "=", ";", "")
@example(("119368305", "119368/305"), "", "'", "'", "")
def test_no_number_gets_through(
    number: tuple[str, str], before: str, opened: str, closed: str, after: str
) -> None:
    """A number of four digits or more, grouped in whatever way, is struck out wherever it stands on its own."""
    digits, written = number
    left = struck(before + opened + written + closed + after)
    assert digits not in re.sub(r"[ .*/-]", "", left)
    assert not re.search(r"\d{4}", left)


@pytest.mark.parametrize(
    "number", ["0722000111", "119368", "11936/305", "1193 68305", "1193.6", "+4072", "1193*6"]
)
def test_a_number_does_not_hide_behind_the_word_for_a_row(number: str) -> None:
    """A place in the file is at most five digits with nothing behind them."""
    assert not re.search(r"\d{4}", re.sub(r"[ .*/-]", "", struck(f"rândul {number}")))


@given(st.text(max_size=200))
def test_striking_twice_is_striking_once(text: str) -> None:
    """What is left has nothing to strike."""
    assert struck(struck(text)) == struck(text)


@given(st.text("0123456789abcdef", min_size=32, max_size=32))
@example("1" * 32)
def test_the_id_of_a_call_is_never_struck(letters: str) -> None:
    """CallSids are how a line is found again."""
    assert struck(f"call CA{letters} ended") == f"call CA{letters} ended"


@pytest.mark.parametrize(
    "text",
    [
        "turn 3 of 200",
        "rândul 13584, coloana 1015: menu (3) → «service» este deja pe rândul 1234; ștergeți unul",
        "(psycopg.errors.LockNotAvailable) canceling statement due to lock timeout",
        'File "/srv/web/voice.py", line 116, in _answer_twice',
        "revision 0001a",
        "v1.2.3",
    ],
)
def test_what_helps_to_mend_is_kept(text: str) -> None:
    """Short numbers, lines of code and versions are no caller's data."""
    assert struck(text) == text


@pytest.mark.parametrize(
    "quoted",
    [
        "duplicate key\nDETAIL:  Key (call, phone)=(CA1, Popescu) already exists.",
        "[SQL: INSERT INTO turns VALUES (?)]\n[parameters: ('Popescu', 'strada Florilor')]\n(Background on this error)",
        "[parameters: {'surname': 'Popescu',\n 'first_name': 'Ion'}]",
    ],
)
def test_rows_that_a_database_quotes_are_struck(quoted: str) -> None:
    """Names cannot be told from words, so what a database quotes goes as a whole."""
    assert "Popescu" not in struck(quoted)
    assert "Florilor" not in struck(quoted)
