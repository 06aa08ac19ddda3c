"""Who may have a Blue Ticket, why others may not, and a ticket's number that notices a slip of the finger."""

from dataclasses import fields
from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.petitions import Petition, State
from office.tickets import LIVE, SOURCES, Case, Refusal, Rules, Status, TicketNumber, Why, may_become, refusal

ZONE = ZoneInfo("Europe/Bucharest")
NOON = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)
serials = st.integers(min_value=1_000_000, max_value=9_999_999)


def case(state: State, **more: object) -> Case:
    petition = Petition("119368/305", date(2027, 1, 4), state, date(2027, 1, 5), "igpr", **more)  # type: ignore[arg-type]
    return Case(7, petition, "i1", "subject", "Exemplu", "Ana", "")


def refused(of: Case, now: datetime = NOON, **more: bool) -> Refusal | None:
    given = {"has_inspector": True, "has_ticket": False} | more
    return refusal(of, now=now, rules=Rules(), zone=ZONE, **given)


@pytest.mark.parametrize("state", [State.assigned, State.in_progress, State.extended, State.needs_completion])
def test_a_petition_somebody_works_on_may_have_a_ticket(state: State) -> None:
    assert refused(case(state)) is None


@pytest.mark.parametrize(
    ("of", "why"),
    [
        (case(State.registered), Refusal(Why.not_assigned)),
        (case(State.closed), Refusal(Why.closed)),
        (case(State.redirected, redirected_to="dgp"), Refusal(Why.redirected, to="dgp")),
        (case(State.joined, joined_to="3/2026"), Refusal(Why.joined, to="3/2026")),
    ],
)
def test_each_refusal_says_why_and_where_to_go(of: Case, why: Refusal) -> None:
    assert refused(of) == why


def test_without_an_inspector_or_with_a_live_ticket_there_is_none() -> None:
    assert refused(case(State.assigned), has_inspector=False) == Refusal(Why.no_inspector)
    assert refused(case(State.assigned), has_ticket=True) == Refusal(Why.has_ticket)


@pytest.mark.parametrize("state", State)
def test_a_ticket_is_found_and_may_be_moved_whatever_became_of_the_petition(state: State) -> None:
    """The rules held when it was booked; only without an inspector there is nobody to move it to."""
    of = case(state, answered_on=date(2026, 1, 4))
    assert refused(of, has_ticket=True, has_inspector=False) == Refusal(Why.has_ticket)
    assert refused(of, is_move=True) is None
    assert refused(of, is_move=True, has_inspector=False) == Refusal(Why.no_inspector)


@pytest.mark.parametrize(
    ("answered", "now", "days"),
    [
        # the last minute of the thirtieth day is in time, the next one is not; the day is the office's, not UTC's
        (date(2027, 2, 8), datetime(2027, 3, 10, 23, 59, tzinfo=ZONE), None),
        (date(2027, 2, 8), datetime(2027, 3, 11, 0, 0, tzinfo=ZONE), 31),
        (date(2027, 1, 31), datetime(2027, 3, 2, 23, 59, tzinfo=ZONE), None),
        (date(2027, 1, 31), datetime(2027, 3, 3, 0, 0, tzinfo=ZONE), 31),
        # over both changes of the clock
        (date(2027, 3, 1), datetime(2027, 3, 31, 23, 59, tzinfo=ZONE), None),
        (date(2027, 3, 1), datetime(2027, 4, 1, 0, 0, tzinfo=ZONE), 31),
        (date(2027, 10, 2), datetime(2027, 11, 1, 23, 59, tzinfo=ZONE), None),
        (date(2027, 10, 2), datetime(2027, 11, 2, 0, 0, tzinfo=ZONE), 31),
        (date(2027, 1, 24), datetime(2027, 3, 10, 12, 0, tzinfo=ZONE), 45),
    ],
)
def test_thirty_days_after_the_answer_end_at_midnight(
    answered: date, now: datetime, days: int | None
) -> None:
    expected = None if days is None else Refusal(Why.answered_long_ago, days=days)
    assert refused(case(State.answered, answered_on=answered), now) == expected


def test_every_rule_says_where_it_comes_from() -> None:
    assert set(SOURCES) == {rule.name for rule in fields(Rules)}


def test_a_ticket_comes_back_from_its_end_only_to_be_rung_again() -> None:
    """From held it leads to booked, from booked to the talk; who was not reached may be rung once more."""
    ends = set(Status) - set(LIVE)
    ways = {(end, other) for end in ends for other in Status if may_become(end, other)}
    again = {(Status.no_answer, Status.calling), (Status.postponed, Status.calling)}
    assert ways == again | {(Status.done, Status.no_answer)}
    assert may_become(Status.held, Status.booked)
    assert not may_become(Status.held, Status.moved)
    assert not may_become(Status.calling, Status.booked)


@given(serial=serials)
def test_every_single_wrong_digit_is_noticed(serial: int) -> None:
    digits = TicketNumber.of(serial).digits
    wrong = [
        digits[:at] + other + digits[at + 1 :]
        for at in range(len(digits))
        for other in "0123456789"
        if other != digits[at]
    ]
    assert len(wrong) == 72
    assert not any(TicketNumber.parse(each) for each in wrong)


@given(serial=serials)
def test_two_neighbours_changed_round_are_noticed(serial: int) -> None:
    digits = TicketNumber.of(serial).digits
    for at, (one, two) in enumerate(pairwise(digits)):
        if one != two:
            assert TicketNumber.parse(digits[:at] + two + one + digits[at + 2 :]) is None


@given(serial=serials)
def test_a_number_is_read_as_it_is_printed_keyed_or_heard(serial: int) -> None:
    number = TicketNumber.of(serial)
    forms = (
        number.text,
        number.digits,
        "/".join(number.digits),
        f" {number.digits[:3]}.{number.digits[3:]} ",
    )
    assert {TicketNumber.parse(form) for form in forms} == {number}


@pytest.mark.parametrize("text", ["", "1234567", "123456789", "0234567", "abc", "1850101123456"])
def test_what_is_no_ticket_number_is_none(text: str) -> None:
    assert TicketNumber.parse(text) is None


def test_a_case_is_never_printed_with_its_name() -> None:
    assert "Exemplu" not in repr(case(State.assigned))
