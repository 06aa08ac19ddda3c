"""Whether a person answers now, and when one will: ordinary weeks, holidays, clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from office.calendar import WorkingCalendar
from routing.hours import Hours, Opening

BUCHAREST = ZoneInfo("Europe/Bucharest")
CALENDAR = WorkingCalendar({date(2027, 5, 14): "punte"})
OFFICE = Hours(
    (
        Opening((0, 1, 2, 3), 480, 1200),
        Opening((4,), 480, 720),
        Opening((4,), 780, 960),
        Opening((5,), 600, 840),
    ),
    is_closed_on=lambda day: CALENDAR.holiday_name(day) is not None,
)
NIGHT = Hours((Opening((0, 1, 2, 3, 4, 5, 6), 210, 300),))  # 03:30-05:00, across both changes of the clock
ALWAYS = Hours((Opening((0, 1, 2, 3, 4, 5, 6), 0, 1440),))


def local(text: str) -> datetime:
    """ "2027-10-31 03:30" in Bucharest; a "b" at the end is the second time the clock shows it."""
    fold = int(text.endswith("b"))
    return datetime.fromisoformat(text.rstrip("b")).replace(tzinfo=BUCHAREST, fold=fold)


@pytest.mark.parametrize(
    ("hours", "at", "is_open"),
    [
        (OFFICE, "2027-03-01 07:59", False),  # Monday
        (OFFICE, "2027-03-01 08:00", True),
        (OFFICE, "2027-03-01 19:59", True),
        (OFFICE, "2027-03-01 20:00", False),
        (OFFICE, "2027-03-05 12:30", False),  # Friday, lunch
        (OFFICE, "2027-03-05 13:00", True),
        (OFFICE, "2027-03-06 10:00", True),  # Saturday
        (OFFICE, "2027-03-07 10:00", False),  # Sunday
        (OFFICE, "2026-12-01 10:00", False),  # National Day, a Tuesday
        (OFFICE, "2027-05-01 11:00", False),  # 1 May, a Saturday with hours of its own
        (OFFICE, "2027-05-14 10:00", False),  # closed by the office itself, a Friday
        (OFFICE, "2027-05-15 10:00", True),
        (OFFICE, "2027-03-29 08:00", True),  # the Monday after the spring night
        (OFFICE, "2027-11-01 08:00", True),  # the Monday after the autumn night
        (NIGHT, "2027-03-28 02:59", False),
        (NIGHT, "2027-03-28 04:00", True),  # 03:30 does not exist that night
        (NIGHT, "2027-03-28 05:00", False),
        (NIGHT, "2027-10-31 03:30", True),
        (NIGHT, "2027-10-31 03:29b", False),
        (NIGHT, "2027-10-31 03:30b", True),
        (NIGHT, "2027-10-31 04:59", True),
        (ALWAYS, "2027-03-06 23:59", True),
        (ALWAYS, "2027-03-07 00:00", True),
    ],
)
def test_the_clock_on_the_wall_decides(hours: Hours, at: str, is_open: bool) -> None:
    """A person answers from the first minute of an interval to before its last, unless the day is closed."""
    assert hours.is_open(local(at)) is is_open


@pytest.mark.parametrize(
    ("hours", "at", "opens"),
    [
        (OFFICE, "2027-03-01 06:00", "2027-03-01 08:00"),
        (OFFICE, "2027-03-01 08:00", "2027-03-02 08:00"),  # open now: the next one
        (OFFICE, "2027-03-05 12:30", "2027-03-05 13:00"),
        (OFFICE, "2027-03-05 17:00", "2027-03-06 10:00"),
        (OFFICE, "2027-03-06 14:00", "2027-03-08 08:00"),  # over Sunday
        (OFFICE, "2026-11-27 17:00", "2026-11-28 10:00"),
        (OFFICE, "2026-11-28 15:00", "2026-12-02 08:00"),  # 30 November and 1 December are holidays
        (OFFICE, "2027-05-13 21:00", "2027-05-15 10:00"),  # over the closed Friday
        (OFFICE, "2027-03-27 15:00", "2027-03-29 08:00"),  # over the spring night
        (OFFICE, "2027-10-30 15:00", "2027-11-01 08:00"),  # over the autumn night
        (NIGHT, "2027-03-28 01:00", "2027-03-28 04:00"),  # the clock jumps over 03:30
        (NIGHT, "2027-03-28 04:30", "2027-03-29 03:30"),
        (NIGHT, "2027-10-31 03:10", "2027-10-31 03:30"),
        (NIGHT, "2027-10-31 03:45", "2027-10-31 03:30b"),  # the clock shows 03:30 a second time
        (NIGHT, "2027-10-31 03:10b", "2027-10-31 03:30b"),
        (NIGHT, "2027-10-31 03:30b", "2027-11-01 03:30"),
        (ALWAYS, "2027-03-06 12:00", "2027-03-07 00:00"),
    ],
)
def test_the_next_opening_is_told(hours: Hours, at: str, opens: str) -> None:
    """Outside the hours a caller hears the first moment somebody answers again."""
    expected = local(opens)
    found = hours.next_opening(local(at))
    assert found is not None
    assert (found, found.utcoffset(), found.fold) == (expected, expected.utcoffset(), expected.fold)
    assert hours.is_open(found)


@pytest.mark.parametrize("hours", [OFFICE, NIGHT])
@pytest.mark.parametrize("day", ["2027-03-28 00:00", "2027-10-31 00:00", "2027-05-13 18:00"])
def test_the_next_opening_agrees_with_the_minutes_one_by_one(hours: Hours, day: str) -> None:
    """Walking through real time minute by minute finds the same opening, on both nights the clock changes."""
    start = local(day).astimezone(UTC)
    walk = [start + timedelta(minutes=minute) for minute in range(60 * 72)]
    opens = [hours.is_open(moment.astimezone(BUCHAREST)) for moment in walk]
    for at in range(0, 60 * 24, 17):
        if not opens[at]:
            found = hours.next_opening(walk[at].astimezone(BUCHAREST))
            assert found is not None
            assert found.astimezone(UTC) == walk[opens.index(True, at)]


def test_the_spring_night_has_an_hour_less_to_wait() -> None:
    """From Saturday evening to Sunday morning, 28 March 2027, eleven hours pass, not twelve."""
    sunday = Hours((Opening((6,), 480, 1200),))
    at = local("2027-03-27 20:00")
    found = sunday.next_opening(at)
    assert found is not None
    assert found.astimezone(UTC) - at.astimezone(UTC) == timedelta(hours=11)


def test_hours_lost_in_the_spring_night_are_no_opening() -> None:
    """An interval the clock jumps over as a whole does not open that night."""
    short = Hours((Opening((6,), 195, 225),))  # Sundays 03:15-03:45
    assert short.next_opening(local("2027-03-28 01:00")) == local("2027-04-04 03:15")


def test_a_line_that_never_opens_says_so() -> None:
    """When nobody answers within thirty days there is no moment to promise."""
    closed = Hours(OFFICE.openings, is_closed_on=lambda day: True)
    assert closed.next_opening(local("2027-03-01 06:00")) is None
    assert not closed.is_open(local("2027-03-01 10:00"))


def test_a_moment_without_a_zone_is_refused() -> None:
    """A naive moment could be any hour: it is our mistake and crashes."""
    with pytest.raises(ValueError, match="without a zone"):
        OFFICE.is_open(datetime(2027, 3, 1, 10))
    with pytest.raises(ValueError, match="without a zone"):
        OFFICE.next_opening(datetime(2027, 3, 1, 10))


def test_the_schedule_is_what_the_words_speak() -> None:
    """The week comes as days, from and to; midnight at the end is 24:00."""
    assert OFFICE.schedule()[0] == {"days": [0, 1, 2, 3], "from": "08:00", "to": "20:00"}
    assert ALWAYS.schedule() == [{"days": [0, 1, 2, 3, 4, 5, 6], "from": "00:00", "to": "24:00"}]
