"""The office is closed on Romanian public holidays, at week-ends and on its own days off."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.calendar import WorkingCalendar

OFFICE = WorkingCalendar({date(2026, 1, 5): "zi liberă prin hotărâre"})


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "Anul Nou"),
        (date(2026, 1, 24), "Ziua Unirii Principatelor Române"),
        (date(2026, 4, 10), "Vinerea Mare"),
        (date(2026, 4, 12), "Paștele"),
        (date(2026, 4, 13), "Paștele"),
        (date(2027, 4, 30), "Vinerea Mare"),
        (date(2027, 5, 3), "Paștele"),
        (date(2027, 6, 21), "Rusaliile"),
        (date(2026, 6, 1), "Rusaliile și Ziua Copilului"),
        (date(2026, 1, 5), "zi liberă prin hotărâre"),
    ],
)
def test_a_day_off_has_a_romanian_name(day: date, name: str) -> None:
    """The caller can hear why the office is closed, the Orthodox Easter included."""
    assert OFFICE.holiday_name(day) == name
    assert not OFFICE.is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 4, 3), date(2026, 12, 31), date(2024, 2, 29), date(2023, 1, 6)])
def test_an_ordinary_weekday_is_worked(day: date) -> None:
    """The western Good Friday, the last of December, 29 February and, before 2024, 6 January are worked."""
    assert OFFICE.is_working_day(day)
    assert OFFICE.holiday_name(day) is None


def test_a_week_end_is_off_without_a_name() -> None:
    """A plain Saturday is no holiday, and no working day either."""
    assert OFFICE.holiday_name(date(2026, 3, 7)) is None
    assert not OFFICE.is_working_day(date(2026, 3, 7))


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 3, 4), date(2026, 3, 4)),
        (date(2026, 3, 7), date(2026, 3, 9)),
        (date(2026, 4, 10), date(2026, 4, 14)),
        (date(2026, 1, 1), date(2026, 1, 8)),
        (date(2026, 12, 25), date(2026, 12, 28)),
    ],
)
def test_the_next_working_day_skips_every_day_off(day: date, first: date) -> None:
    """A working day is its own next; New Year, the bridge day and Epiphany are skipped in one go."""
    assert OFFICE.next_working_day(day) == first


def test_an_unknown_country_is_refused_before_the_first_call() -> None:
    """A slip in the settings stops the start, not a conversation."""
    with pytest.raises(NotImplementedError):
        WorkingCalendar(country="XX")


@settings(max_examples=100)
@given(st.dates(date(2000, 1, 1), date(2095, 12, 31)))
def test_no_closure_lasts_longer_than_a_week(day: date) -> None:
    """From any day the office works again within seven days."""
    assert 0 <= (OFFICE.next_working_day(day) - day).days <= 7
