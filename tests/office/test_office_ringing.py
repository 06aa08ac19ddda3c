"""Who is rung next at the hour of a ticket: a table of evenings."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from office.ringing import End, Leg, Next, Ring, State, ended, is_still_wanted, next_step, waking
from office.tickets import Rules, Status

ZONE = ZoneInfo("Europe/Bucharest")
START = datetime(2027, 3, 3, 7, 0, tzinfo=UTC)  # nine o'clock
END = START + timedelta(minutes=15)
INSPECTOR, CITIZEN = Leg.inspector, Leg.citizen
ABSENT = End(Status.postponed, "ring.inspector_absent")
MISSED = End(Status.no_answer, "ring.missed")
LATE = End(Status.postponed, "ring.postponed")


def rings(written: str) -> list[Ring]:
    """From "1i:accepted 1c:busy@1": attempt, leg, state, and the minute at which it was rung."""
    found = []
    for one in written.split():
        what, _, minute = one.partition("@")
        key, state = what.split(":")
        leg = INSPECTOR if key[1] == "i" else CITIZEN
        at = START + timedelta(minutes=float(minute or 0))
        found.append(Ring(1, int(key[0]), leg, at, State(state), "CA1", at))
    return found


def step(written: str, minute: float, rules: Rules | None = None) -> Next | End | None:
    now = START + timedelta(minutes=minute)
    return next_step(START, END, rings(written), now, rules or Rules(), ZONE)


@pytest.mark.parametrize(
    ("written", "minute", "expected"),
    [
        ("", 0, Next(1, INSPECTOR)),
        ("", 5, Next(1, INSPECTOR)),
        ("", 12, Next(1, INSPECTOR)),
        ("", 12.1, LATE),
        ("1i:asking", 1, None),
        ("1i:ringing", 1, None),
        ("1i:answered", 1, None),
        ("1i:accepted", 1, Next(1, CITIZEN)),
        ("1i:accepted 1c:asking", 1, None),
        ("1i:accepted 1c:answered", 1, None),
        ("1i:accepted 1c:accepted", 1, None),
        ("1i:joined 1c:joined", 5, None),
        ("1i:joined 1c:joined", 15.5, None),
        ("1i:joined 1c:joined", 16, End(Status.done)),
        ("1i:talked 1c:joined", 5, End(Status.done)),
        ("1i:joined 1c:talked", 5, End(Status.done)),
        ("1i:accepted 1c:no_answer", 3.9, None),
        ("1i:accepted 1c:no_answer", 4, Next(2, INSPECTOR)),
        ("1i:left 1c:declined", 4, Next(2, INSPECTOR)),
        ("1i:left 1c:ringing", 4, None),
        ("1i:left 1c:unmet", 1, None),
        ("1i:left 1c:unmet", 4, Next(2, INSPECTOR)),
        ("1i:declined", 3, None),
        ("1i:no_answer", 4, Next(2, INSPECTOR)),
        ("1i:no_answer 2i:accepted@4", 5, Next(2, CITIZEN)),
        ("1i:no_answer 2i:busy@4 3i:no_answer@8", 9, ABSENT),
        ("1i:left 1c:busy 2i:left@4 2c:no_answer@5 3i:left@8 3c:declined@9", 9.5, MISSED),
        ("1i:left 1c:busy 2i:no_answer@4 3i:no_answer@8", 9, ABSENT),
        ("1i:left 1c:failed@0.5", 4, Next(2, INSPECTOR)),
        ("1i:left@9 1c:busy@9.5", 10, MISSED),
        ("1i:not_rung", 4, Next(2, INSPECTOR)),
        ("1i:not_rung@12", 12.5, LATE),
        ("1i:accepted@11 ", 12.5, LATE),
        ("1i:asking@11", 14.9, None),
        ("1i:asking@11", 15, LATE),
        ("1i:accepted@11 1c:ringing@12", 15, LATE),
        ("1i:left 1c:unmet 2i:left@4 2c:unmet@5 3i:left@8 3c:unmet@9", 9.5, ABSENT),
    ],
)
def test_the_next_step(written: str, minute: float, expected: Next | End | None) -> None:
    """The inspector first, three attempts four minutes apart, never with less than three minutes left."""
    assert step(written, minute) == expected


@pytest.mark.parametrize(
    ("written", "minute", "expected"),
    [
        ("1i:asking@-10", -9, None),
        ("1i:accepted@-10", -9, Next(1, CITIZEN)),
        ("1i:no_answer@-10", -2, None),
        ("1i:no_answer@-2", 0, Next(2, INSPECTOR)),
        ("1i:left@-9 1c:no_answer@-8 2i:left@-4 2c:busy@-3 3i:no_answer", 4, Next(4, INSPECTOR)),
        ("1i:left@-9 1c:no_answer@-8 2i:left 2c:busy 3i:left@4 3c:busy@5 4i:left@8 4c:busy@9", 9, MISSED),
        ("1i:joined@-10 1c:joined@-9", -1, None),
    ],
)
def test_what_was_tried_before_the_hour_takes_nothing_from_it(
    written: str, minute: float, expected: Next | End | None
) -> None:
    """Whatever an inspector tried early, at the hour there are the three attempts the citizen was promised."""
    assert step(written, minute) == expected


def test_the_rules_decide_how_often() -> None:
    """One attempt is enough where the institution says so."""
    once = Rules(attempts=1)
    assert step("1i:no_answer", 1, once) == ABSENT
    assert step("1i:no_answer", 1, Rules(attempts=2, pause_minutes=1)) == Next(2, INSPECTOR)


def test_nobody_is_rung_in_the_quiet_hours() -> None:
    """Neither inspector nor citizen; the ticket is postponed at its end."""
    noon = Rules(quiet_until=time(12))
    assert step("", 0, noon) is None
    assert step("1i:accepted", 0, noon) is None
    assert step("", 12.5, noon) == LATE


@pytest.mark.parametrize(
    ("local", "expected"),
    [("07:59", "03 08:00"), ("08:00", "03 08:00"), ("19:59", "03 19:59"), ("20:00", "04 08:00")],
)
def test_a_telephone_is_quiet_from_eight_to_eight(local: str, expected: str) -> None:
    """The moment itself, or the next morning."""
    now = datetime.combine(START.date(), time.fromisoformat(local), ZONE)
    assert f"{waking(now, Rules(), ZONE).astimezone(ZONE):%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("state", "status", "expected"),
    [
        ("ringing", "busy", "busy"),
        ("asking", "no-answer", "no_answer"),
        ("answered", "completed", "declined"),
        ("ringing", "canceled", "failed"),
        ("accepted", "completed", "left"),
        ("joined", "completed", "talked"),
        ("joined", "no-answer", None),
        ("ringing", "in-progress", None),
        ("ringing", "a new word", None),
    ],
)
def test_what_the_carrier_says_ends_a_ring(state: str, status: str, expected: str | None) -> None:
    """Who pressed 1 and hung up has left; who never did has declined; a late word changes nothing."""
    assert ended(State(state), status) == (State(expected) if expected else None)


@pytest.mark.parametrize(
    ("written", "minute", "wanted"),
    [
        ("1i:asking", 1, True),
        ("1i:asking", 12.5, False),
        ("1i:accepted 1c:asking", 1, True),
        ("1i:left 1c:asking", 1, False),
        ("1i:accepted 1c:asking", 13, False),
    ],
)
def test_a_citizen_is_not_rung_late_for_an_inspector_who_has_gone(
    written: str, minute: float, wanted: bool
) -> None:
    """After a doubt the world may have changed."""
    all_, now = rings(written), START + timedelta(minutes=minute)
    assert is_still_wanted(all_[-1], all_, END, now, Rules(), ZONE) is wanted
