"""However often a request reaches the hotline at once, it happens once and is answered alike."""

import pytest
from conftest_gunicorn import Caller, Gunicorn, kept, rows

pytest_plugins = ("conftest_gunicorn",)

TWINS = 8
ROUNDS = range(10)


def answered_alike(caller: Caller, **heard: str) -> None:
    """Sends the next request eight times in one moment, and goes on where the answers lead."""
    answers = caller.request(**heard).twins(TWINS)
    assert [one.status for one in answers] == [200] * TWINS
    assert len({one.body for one in answers}) == 1, "twins of one request were answered differently"
    caller.heard(answers[0])


def last_turn(served: Gunicorn, sid: str) -> int | None:
    turns = [
        row[0]
        for row in rows(served.store, "SELECT turn FROM turns WHERE call = :sid ORDER BY turn", sid=sid)
    ]
    assert turns == list(range(len(turns))), "a turn is missing or is there twice"
    return turns[-1] if turns else None


@pytest.mark.parametrize("round_", ROUNDS)
def test_eight_first_requests_begin_one_call(ready: Gunicorn, round_: int) -> None:
    """Eight twins of the first request are one call with one turn, and all hear the same welcome."""
    caller = ready.caller(f"+4072210000{round_}")
    answered_alike(caller)
    assert (kept(ready.store, "calls", caller.sid), last_turn(ready, caller.sid)) == (1, 0)
    assert "Bună ziua" in caller.answers[0].said


@pytest.mark.parametrize("round_", ROUNDS)
def test_eight_yeses_leave_one_request_to_be_rung(ready: Gunicorn, round_: int) -> None:
    """Eight twins of the yes that leaves a call-back request store it once."""
    caller = ready.caller(f"+4072220000{round_}")
    caller.does()
    caller.does(Digits="3")
    answered_alike(caller, Digits="1")
    assert (kept(ready.store, "callback_requests", caller.sid), last_turn(ready, caller.sid)) == (1, 2)


@pytest.mark.parametrize("round_", ROUNDS)
def test_eight_twins_of_a_wrong_number_are_one_guess(ready: Gunicorn, round_: int) -> None:
    """Eight twins of the turn that looks up an unknown number count as one try of the caller and of the line."""
    caller = ready.caller(f"+4072230000{round_}")
    line_before = guesses_of(ready, "line")
    caller.does()
    caller.does(Digits="1")
    caller.does(Digits="999999", FinishedOnKey="#")
    answered_alike(caller, Digits="1")
    hidden = ready.hotline.hide(caller.number)
    assert (lookups_of(ready, hidden), guesses_of(ready, f"missed:{hidden}")) == (1, 1)
    assert guesses_of(ready, "line") == line_before + 1
    assert last_turn(ready, caller.sid) == 3


def lookups_of(served: Gunicorn, caller: str) -> int:
    asked = "SELECT sum(lookups) FROM turns JOIN calls ON calls.call = turns.call WHERE caller = :who"
    return int(rows(served.store, asked, who=caller)[0][0])


def guesses_of(served: Gunicorn, who: str) -> int:
    return int(
        rows(served.store, "SELECT coalesce(sum(count), 0) FROM guesses WHERE who = :who", who=who)[0][0]
    )


def test_every_request_of_a_finished_call_can_be_repeated(ready: Gunicorn) -> None:
    """Every request of a finished call, sent again by either worker, is answered as it was the first time."""
    caller = ready.caller("+40722400000")
    sent = []
    for heard in ({}, {"Digits": "3"}, {"Digits": "1"}, {"Digits": "2"}):
        sent.append(caller.request(**heard))
        caller.heard(sent[-1].send())
    again = [one for request in sent for one in request.twins(2)]
    assert [one.body for one in again] == [one.body for one in caller.answers for _ in range(2)]
    assert kept(ready.store, "callback_requests", caller.sid) == 1
