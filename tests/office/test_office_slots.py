"""Free places are where the inspector works, is there, nobody else is, and the rules allow; to the minute."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.calendar import WorkingCalendar
from office.slots import (
    Diary,
    Practice,
    Span,
    Wish,
    WorkingHours,
    another_day,
    free_slots,
    is_free,
    is_kept,
    other_hours,
    soonest,
    wished,
)
from office.tickets import Rules

ZONE = ZoneInfo("Europe/Bucharest")
CALENDAR = WorkingCalendar({date(2027, 5, 31): "punte"})
PRACTICE = Practice(Rules(), ZONE, lambda day: CALENDAR.holiday_name(day) is not None)
EVERY_DAY = tuple(WorkingHours(day, time(9), time(10)) for day in range(7))


def at(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2027) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def local(starts: object) -> list[str]:
    return [start.astimezone(ZONE).strftime("%m-%d %H:%M") for start in starts]  # type: ignore[attr-defined]


def free(now: datetime, hours: tuple[WorkingHours, ...] = EVERY_DAY, **more: object) -> list[str]:
    return local(free_slots(Diary(hours, **more), now, PRACTICE))  # type: ignore[arg-type]


def test_an_hour_of_work_has_four_places() -> None:
    assert free(at(3, 1))[:5] == ["03-03 09:00", "03-03 09:15", "03-03 09:30", "03-03 09:45", "03-04 09:00"]


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (at(3, 1, 9, 0), "03-03 09:00"),  # 48 hours to the minute
        (at(3, 1, 9, 1), "03-03 09:15"),
        (at(3, 1, 9, 45), "03-03 09:45"),
        (at(3, 1, 9, 46), "03-04 09:00"),
        (at(2, 26, 9, 0), "02-28 09:00"),  # over the end of a month, and of a year
        (at(2, 26, 9, 46), "03-01 09:00"),
        (at(12, 30, 8, 0, 2026), "01-03 09:00"),  # 1 and 2 January are holidays
        # 48 hours are real ones: the night of 28 March has an hour less, that of 31 October one more
        (at(3, 26, 8, 0), "03-28 09:00"),
        (at(3, 26, 8, 1), "03-28 09:15"),
        (at(3, 26, 9, 0), "03-29 09:00"),
        (at(10, 29, 10, 0), "10-31 09:00"),
        (at(10, 29, 10, 1), "10-31 09:15"),
    ],
)
def test_the_notice_runs_to_the_minute(now: datetime, first: str) -> None:
    assert free(now)[0] == first


def test_the_horizon_ends_to_the_minute() -> None:
    assert free(at(6, 2, 9, 30))[-1] == "07-02 09:30"
    assert free(at(6, 2, 9, 29))[-1] == "07-02 09:15"
    # thirty days of 24 hours: over the spring night they end an hour later on the wall
    assert free(at(3, 10, 8, 30))[-1] == "04-09 09:30"


@pytest.mark.parametrize(
    "day",
    [
        "04-30",  # Good Friday
        "05-03",  # Easter Monday
        "06-01",  # Children's Day
        "05-31",  # a bridge day, which only the institution knows of
    ],
)
def test_nobody_is_met_on_a_day_off(day: str) -> None:
    """The days before and after have places, so it is the day off that has none."""
    days = {start[:5] for start in (*free(at(4, 10)), *free(at(5, 5)))}
    assert day not in days
    assert {"04-29", "05-04", "05-28", "06-02"} <= days


def test_leave_and_tickets_take_what_they_touch() -> None:
    leave = Span(at(3, 3, 9, 20), at(3, 3, 9, 31))
    ticket = Span(at(3, 4, 9, 15), at(3, 4, 9, 30))
    starts = free(at(3, 1), absences=(leave,), taken=(ticket,))
    assert starts[:5] == ["03-03 09:00", "03-03 09:45", "03-04 09:00", "03-04 09:30", "03-04 09:45"]


def test_hours_hold_only_between_their_days() -> None:
    hours = (
        WorkingHours(2, time(9), time(9, 15), valid_to=date(2027, 3, 10)),
        WorkingHours(2, time(14), time(14, 15), valid_from=date(2027, 3, 11)),
    )
    assert free(at(3, 1), hours)[:4] == ["03-03 09:00", "03-10 09:00", "03-17 14:00", "03-24 14:00"]


def test_places_begin_at_quarter_hours_and_end_with_the_work() -> None:
    odd = (WorkingHours(2, time(9, 10), time(9, 50)), WorkingHours(2, time(9, 20), time(10, 0)))
    assert free(at(3, 1), odd)[:3] == ["03-03 09:15", "03-03 09:30", "03-03 09:45"]


def test_nobody_is_rung_before_eight_or_after_eight() -> None:
    night = (WorkingHours(2, time(0), time(0)),)
    starts = free(at(3, 1), night)
    assert (starts[0], starts[47], starts[48]) == ("03-03 08:00", "03-03 19:45", "03-10 08:00")


@pytest.mark.parametrize(
    ("month", "day", "hour", "count"),
    [(3, 28, 3, 0), (3, 28, 4, 4), (10, 31, 3, 4), (10, 31, 2, 4)],
)
def test_an_hour_that_is_missing_has_no_place_and_one_that_comes_twice_has_four(
    month: int, day: int, hour: int, count: int
) -> None:
    """28 March 2027 has no three o'clock, 31 October two of them; a place is given in the first."""
    all_night = Practice(Rules(quiet_until=time(0), quiet_from=time(23)), ZONE)
    hours = (WorkingHours(6, time(hour), time(hour + 1)),)
    now = at(month, day) - timedelta(days=3)
    starts = [start for start in free_slots(Diary(hours), now, all_night) if start < now + timedelta(days=5)]
    assert len(starts) == count
    assert len({local([start])[0] for start in starts}) == count
    assert all(later - start >= timedelta(minutes=15) for start, later in pairwise(starts))


@given(moment=st.datetimes(datetime(2027, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)))
def test_whatever_is_free_keeps_every_rule(moment: datetime) -> None:
    diary = Diary(EVERY_DAY)
    starts = free_slots(diary, moment, PRACTICE)
    assert starts == sorted(set(starts))
    for start in starts:
        wall = start.astimezone(ZONE)
        assert timedelta(hours=48) <= start - moment <= timedelta(days=30)
        assert CALENDAR.holiday_name(wall.date()) is None
        assert (wall.hour, wall.minute % 15) == (9, 0)
        assert is_free(diary, start, moment, PRACTICE)
    assert not any(is_free(diary, start + timedelta(minutes=5), moment, PRACTICE) for start in starts[:1])


def test_a_place_is_kept_though_the_notice_is_over() -> None:
    """What was given in time stays given."""
    start, now = at(3, 3, 9), at(3, 3, 8)
    assert not is_free(Diary(EVERY_DAY), start, now, PRACTICE)
    assert is_kept(Diary(EVERY_DAY), start, PRACTICE)
    assert not is_kept(Diary(()), start, PRACTICE)


FREE = free_slots(Diary(tuple(WorkingHours(day, time(9), time(16)) for day in range(5))), at(3, 1), PRACTICE)


def test_three_are_offered_then_later_hours_then_other_days() -> None:
    first = soonest(FREE)
    assert local(first) == ["03-03 09:00", "03-03 09:15", "03-03 09:30"]
    later = other_hours(FREE, first[-1])
    assert local(later) == ["03-03 10:30", "03-03 11:30", "03-03 12:30"]
    assert local(another_day(FREE, later[-1], ZONE)) == ["03-04 09:00", "03-04 09:15", "03-04 09:30"]
    assert other_hours(FREE, FREE[-1]) == another_day(FREE, FREE[-1], ZONE) == ()


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(weekdays=frozenset({1})), "03-09 09:00"),
        (Wish(weekdays=frozenset({1}), since=12 * 60), "03-09 12:00"),
        (Wish(weekdays=frozenset({3}), until=12 * 60), "03-04 09:00"),
        (Wish(date(2027, 3, 8), date(2027, 3, 14)), "03-08 09:00"),
        (Wish.on(date(2027, 3, 12)), "03-12 09:00"),
        (Wish.on(date(2027, 3, 7)), None),
        (Wish(weekdays=frozenset({6})), None),
    ],
)
def test_a_wish_is_met_by_the_soonest_that_fit(wish: Wish, expected: str | None) -> None:
    assert next(iter(local(wished(FREE, wish, ZONE))), None) == expected


wishes = st.builds(
    Wish,
    weekdays=st.frozensets(st.integers(0, 6)),
    since=st.integers(0, 700),
    until=st.integers(701, 1440),
) | st.builds(Wish.on, st.dates(date(2000, 1, 1), date(2099, 12, 31)))


@given(wish=wishes)
def test_a_wish_travels_as_a_line(wish: Wish) -> None:
    if wish != Wish():
        assert Wish.parse(wish.text) == wish


@pytest.mark.parametrize("text", ["", "w7", "marți", "2027-03-12", "w1 "])
def test_what_is_no_wish_is_none(text: str) -> None:
    assert Wish.parse(text) is None
