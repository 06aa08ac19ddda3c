"""A caller is never promised a day on which the office is closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays


@dataclass(frozen=True)
class WorkingCalendar:
    """The working days of an institution: Monday to Friday, without public holidays and its own closed days.

    `closed_days` names the days off that no law lists: bridge days given by Government decision, local days.
    `country` is the two-letter code whose public holidays are kept (for RO: Codul muncii art. 139); an
    unknown one raises NotImplementedError here and not in the middle of a call.
    """

    closed_days: Mapping[date, str] = field(default_factory=dict)
    country: str = "RO"

    def __post_init__(self) -> None:
        # the library takes half a second to load a country, after that a year costs nothing: not in a turn
        _public_holidays(self.country, _ANY_YEAR)

    def is_working_day(self, day: date) -> bool:
        """Whether the institution works on `day`."""
        return day.weekday() < 5 and self.holiday_name(day) is None

    def next_working_day(self, day: date) -> date:
        """The first working day from `day` on: `day` itself when it is one."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def holiday_name(self, day: date) -> str | None:
        """The name of the public holiday, in Romanian, or the institution's reason to be closed; else None.

        A Saturday or Sunday that is nothing more has no name.
        """
        return _public_holidays(self.country, day.year).get(day) or self.closed_days.get(day)


_ANY_YEAR = 2026


@lru_cache(maxsize=64)
def _public_holidays(country: str, year: int) -> dict[date, str]:
    named = holidays.country_holidays(country, years=year, language="ro")
    # two feasts on one day, as on 1 June 2026, come as "Rusaliile; Ziua Copilului"
    return {day: name.replace("; ", " și ") for day, name in named.items()}
