"""A citizen hears the right last day for the answer, and what to do next."""

from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.calendar import WorkingCalendar
from office.petitions import (
    Deadline,
    Petition,
    RegistrationNumber,
    State,
    Terms,
    deadline,
    latest_extension,
    narrow,
    still_to_ask,
)

PLAIN = Terms()
FREE_DAYS = Terms(counting="free_days")
UNMOVED = Terms(next_working_day=False)
CALENDAR = WorkingCalendar({date(2026, 8, 17): "punte"})


def petition(number: str = "10234", filed_on: date = date(2026, 3, 2), **other: Any) -> Petition:
    known: dict[str, Any] = {
        "state": State.in_progress,
        "state_on": filed_on,
        "institution_id": "isu",
    } | other
    return Petition(number, filed_on, **known)


def due(about: Petition, terms: Terms = PLAIN) -> date:
    found = deadline(about, terms, CALENDAR.is_working_day, about.filed_on)
    assert found is not None
    return found.due


@pytest.mark.parametrize(
    ("filed_on", "terms", "last_day"),
    [
        (date(2026, 3, 2), PLAIN, date(2026, 4, 1)),  # a Wednesday
        (date(2026, 3, 2), FREE_DAYS, date(2026, 4, 2)),
        (date(2026, 2, 19), PLAIN, date(2026, 3, 23)),  # Saturday 21 -> Monday
        (date(2026, 2, 19), FREE_DAYS, date(2026, 3, 23)),  # Sunday 22 -> Monday
        (date(2026, 2, 19), UNMOVED, date(2026, 3, 21)),
        (date(2026, 3, 11), PLAIN, date(2026, 4, 14)),  # Good Friday -> after the Orthodox Easter
        (date(2026, 3, 14), PLAIN, date(2026, 4, 14)),  # Easter Monday
        (date(2027, 3, 31), PLAIN, date(2027, 5, 4)),  # Good Friday 2027, then 1 May, then Easter
        (date(2026, 5, 2), PLAIN, date(2026, 6, 2)),  # Pentecost and Children's Day on one day
        (date(2026, 7, 16), PLAIN, date(2026, 8, 18)),  # Saturday 15 August, then the bridge day
        (date(2026, 10, 31), PLAIN, date(2026, 12, 2)),  # St Andrew, National Day
        (date(2026, 12, 1), PLAIN, date(2026, 12, 31)),  # the last day of the year is a working day
        (date(2026, 12, 2), PLAIN, date(2027, 1, 4)),  # 1 and 2 January, then a Sunday
        (date(2024, 1, 30), PLAIN, date(2024, 2, 29)),
        (date(2024, 2, 29), PLAIN, date(2024, 4, 1)),  # Saturday 30 March
        (date(2024, 2, 29), FREE_DAYS, date(2024, 4, 1)),
    ],
)
def test_the_answer_is_due_on_a_working_day(filed_on: date, terms: Terms, last_day: date) -> None:
    """Thirty days, moved past week-ends, holidays and bridge days."""
    assert due(petition(filed_on=filed_on), terms) == last_day


@pytest.mark.parametrize("filed_on", [date(2026, 3, 2), date(2026, 2, 18), date(2026, 2, 26)])
def test_nobody_hears_a_later_day_than_the_law_allows(filed_on: date) -> None:
    """However late an extension is announced; on the last day itself it is said as it is (OG 27/2002 art. 9)."""
    latest = latest_extension(filed_on, PLAIN, CALENDAR.is_working_day)
    assert timedelta(45) <= latest - filed_on <= timedelta(50)
    for until in (latest, latest + timedelta(1), date(2099, 1, 1)):
        assert due(petition(filed_on=filed_on, state=State.extended, extended_until=until)) == latest


@pytest.mark.parametrize("state", [State.answered, State.joined, State.closed])
def test_no_deadline_where_no_answer_is_owed(state: State) -> None:
    """Answered, joined and closed petitions have no last day."""
    assert deadline(petition(state=state), PLAIN, CALENDAR.is_working_day, date(2026, 3, 3)) is None


@pytest.mark.parametrize(
    "state", [State.registered, State.assigned, State.in_progress, State.needs_completion]
)
def test_the_term_runs_from_registration_whatever_the_office_does(state: State) -> None:
    """Not even waiting for completions stops it: OG 27/2002 knows no suspension."""
    found = deadline(
        petition(state=state, state_on=date(2026, 3, 20)), PLAIN, CALENDAR.is_working_day, date(2026, 3, 30)
    )
    assert found == Deadline(date(2026, 4, 1), 2, date(2026, 3, 2), False)


@pytest.mark.parametrize(
    ("today", "days_left"),
    [(date(2026, 3, 31), 1), (date(2026, 4, 1), 0), (date(2026, 4, 2), -1), (date(2026, 5, 1), -30)],
)
def test_late_days_are_below_zero(today: date, days_left: int) -> None:
    """On the last day nothing is late yet."""
    found = deadline(petition(), PLAIN, CALENDAR.is_working_day, today)
    assert found is not None
    assert found.days_left == days_left


@pytest.mark.parametrize(
    ("until", "terms", "last_day"),
    [
        (date(2026, 4, 8), PLAIN, date(2026, 4, 8)),
        (date(2026, 4, 11), PLAIN, date(2026, 4, 14)),  # announced for the Saturday before Easter
        (date(2026, 4, 16), PLAIN, date(2026, 4, 16)),  # 45 days
        (date(2026, 4, 17), PLAIN, date(2026, 4, 16)),
        (date(2026, 6, 30), PLAIN, date(2026, 4, 16)),
        (date(2026, 6, 30), FREE_DAYS, date(2026, 4, 17)),
        (date(2026, 6, 30), Terms(extension_days=30), date(2026, 5, 4)),  # energy and gas; 1 May is a Friday
        (date(2026, 3, 10), PLAIN, date(2026, 4, 1)),  # an extension does not shorten
        (None, PLAIN, date(2026, 4, 16)),
    ],
)
def test_an_extension_never_passes_fifteen_days(until: date | None, terms: Terms, last_day: date) -> None:
    """The day announced counts, up to the longest the law allows; without one, that longest."""
    about = petition(state=State.extended, state_on=date(2026, 3, 25), extended_until=until)
    found = deadline(about, terms, CALENDAR.is_working_day, date(2026, 3, 26))
    assert found is not None
    assert (found.due, found.extended, found.runs_from) == (last_day, True, date(2026, 3, 2))


def test_an_extension_outlasts_the_state() -> None:
    """A petition prolonged once stays prolonged when the office goes on working at it."""
    assert due(petition(state=State.in_progress, extended_until=date(2026, 4, 8))) == date(2026, 4, 8)


def test_a_petition_sent_on_gets_a_new_term() -> None:
    """Thirty days run from its coming to the other institution; what the first one prolonged is over."""
    about = petition(
        state=State.redirected,
        state_on=date(2026, 3, 6),
        redirected_to="ipj",
        extended_until=date(2026, 4, 16),
    )
    found = deadline(about, PLAIN, CALENDAR.is_working_day, date(2026, 3, 7))
    assert found == Deadline(date(2026, 4, 6), 30, date(2026, 3, 6), False)  # Sunday 5 April -> Monday


@settings(max_examples=200)
@given(
    filed_on=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    until=st.none() | st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    state=st.sampled_from(State),
    terms=st.sampled_from([PLAIN, FREE_DAYS]),
    after=st.integers(0, 400),
)
def test_a_deadline_keeps_the_law(
    filed_on: date, until: date | None, state: State, terms: Terms, after: int
) -> None:
    """Always a working day, never before thirty days, never over forty-five and a long holiday."""
    about = petition(filed_on=filed_on, state=state, extended_until=until)
    found = deadline(about, terms, CALENDAR.is_working_day, filed_on + timedelta(days=after))
    if found is None:
        assert state in (State.answered, State.joined, State.closed)
        return
    assert CALENDAR.is_working_day(found.due)
    assert 30 <= (found.due - filed_on).days <= (46 if found.extended else 31) + 6
    assert found.days_left == (found.due - filed_on).days - after


THREE = [
    petition("119368/305/28.02.2020", date(2020, 2, 28)),
    petition("119368/305", date(2021, 2, 26)),
    petition("119368/G/306", date(2021, 3, 1)),
]


@pytest.mark.parametrize(
    ("keys", "left", "ask"),
    [
        ("119368", [0, 1, 2], "year"),
        ("119368*2021", [1, 2], "date"),
        ("119368*01032021", [2], None),
        ("119368*2020", [0], None),
        ("119368*306", [2], None),
        ("119368*305", [0, 1], "year"),
        ("119368*2019", [], None),
        ("119369", [], None),
    ],
)
def test_a_number_used_every_year_is_narrowed_down(keys: str, left: list[int], ask: str | None) -> None:
    """The caller is asked for the year, then the day, and only as long as more than one petition remains."""
    typed = RegistrationNumber.from_keys(keys)
    assert typed is not None
    found = narrow(THREE, typed)
    assert found == [THREE[each] for each in left]
    assert still_to_ask(found) == ask


def test_the_segment_is_asked_last_and_decides() -> None:
    """Two counters of one day differ by department only; naming it leaves one petition."""
    both = [petition("10234/2026"), petition("10234/305/2026")]
    typed = RegistrationNumber.from_keys("10234*305")
    assert typed is not None
    assert still_to_ask(both) == "segment"
    assert narrow(both, typed) == [both[1]]


def test_nothing_is_asked_that_keys_cannot_answer() -> None:
    """Where only letters differ, no question helps and none is asked."""
    assert still_to_ask([petition("10234/G"), petition("10234/SC")]) is None


def test_a_petition_holds_nothing_private() -> None:
    """Only number, state, dates and institutions: a name, subject or inspector has no place to stand."""
    assert {field.name for field in fields(Petition)} == {
        "written",
        "filed_on",
        "state",
        "state_on",
        "institution_id",
        "answered_on",
        "extended_until",
        "redirected_to",
        "joined_to",
    }
