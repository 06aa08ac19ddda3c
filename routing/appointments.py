"""How the institution of a routing file gives appointments: the rules, its time zone, and its closed days."""

from datetime import date, tzinfo

from office.slots import Practice
from routing.directory import Directory


def practice_of(directory: Directory, zone: tzinfo) -> Practice:
    """Closed are public holidays and the days the file names; on which weekdays an inspector works, his hours say."""
    calendar = directory.calendar

    def is_closed(day: date) -> bool:
        return calendar.holiday_name(day) is not None

    return Practice(directory.tickets, zone, is_closed)
