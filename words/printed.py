"""Who reads a message sees figures: 22.11.2026, 9:00-16:00, 0264 401 001, where a voice says words.

The forms are those of words/forms.py, and so are their values; what sounds as it is written stays as it is.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from babel.dates import get_day_names

from words import forms
from words.forms import Speak, as_clock, as_date, phone_groups, whole
from words.grammar import Grammar
from words.numbers import plural

# where a date is not written day, month, year
ORDERS = {"hu": "{year}.{month:02}.{day:02}."}


def printer(form: str, grammar: Grammar) -> Speak | None:
    """What writes a value in this form, or None if the language has no such form."""
    if write := FORMS.get(form):
        return lambda value: write(value, grammar)
    if form in grammar.units:
        return partial(_units, unit=form, grammar=grammar)
    if form in grammar.genders:
        return str
    return forms.speaker(form, grammar)


def date(value: object, grammar: Grammar) -> str:
    """A date: "22.11.2026", in Hungarian "2026.11.22."."""
    day = as_date(value)
    order = ORDERS.get(grammar.code, "{day:02}.{month:02}.{year}")
    return order.format(day=day.day, month=day.month, year=day.year)


def day(value: object, grammar: Grammar) -> str:
    """A date with its weekday: "duminică 22.11.2026"."""
    return f"{grammar.calendar.weekdays[as_date(value).weekday()]} {date(value, grammar)}"


def near(value: object, grammar: Grammar) -> str:
    """From [a date, today]: the date, with its year."""
    return date(_items(value)[0], grammar)


def year(value: object, grammar: Grammar) -> str:
    """A year, from a year or a date: "2026"."""
    return str(value) if re.fullmatch(r"\d{1,4}", str(value)) else str(as_date(value).year)


def time(value: object, grammar: Grammar) -> str:
    """An hour: "9:15"."""
    hour, minute = as_clock(value)
    return f"{hour}:{minute:02}"


def interval(value: object, grammar: Grammar) -> str:
    """From a [start, end]: "9:00-9:15"."""
    return "-".join(time(one, grammar) for one in _items(value))


def when(value: object, grammar: Grammar) -> str:
    """A day and an hour: "luni 23.11.2026, 9:00"."""
    return f"{day(value, grammar)}, {time(value, grammar)}"


def schedule(value: object, grammar: Grammar) -> str:
    """Opening hours as forms.schedule takes them: "Lu-Vi 8:00-20:00, Sâ 9:00-12:00"; "24/7" day and night."""
    by_days: dict[str, list[str]] = {}
    for part in _items(value):
        assert isinstance(part, Mapping)
        by_days.setdefault(_days(part["days"], grammar), []).append(_hours(part, grammar))
    told = ", ".join(f"{days} {' '.join(hours)}" for days, hours in by_days.items())
    return "24/7" if told == f"{_days(range(7), grammar)} 0:00-24:00" else told or grammar.schedule.closed


def phone(value: object, grammar: Grammar) -> str:
    """A telephone number, as Romania prints it: "0264 596 030"; a foreign one with its plus."""
    dialled = re.sub(r"[^\d+]", "", str(value))
    national = re.sub(r"^(\+40|0040)(?=[2-9])", "0", dialled)
    return ("+" if national.startswith("+") else "") + " ".join(phone_groups(national.removeprefix("+")))


def last(value: object, grammar: Grammar) -> str:
    """The last three digits of a telephone number: "...111"."""
    return "..." + re.sub(r"\D", "", str(value))[-3:]


def web(value: object, grammar: Grammar) -> str:
    """A web address without https:// and www."""
    return re.sub(r"^https?://(www\.)?|/$", "", str(value))


def text(value: object, grammar: Grammar) -> str:
    """The value as it is written."""
    return str(value)


FORMS: Mapping[str, Callable[[object, Grammar], str]] = {
    "number": text,
    "date": date,
    "plain": date,
    "day": day,
    "near": near,
    "year": year,
    "time": time,
    "interval": interval,
    "when": when,
    "schedule": schedule,
    "digits": text,
    "phone": phone,
    "last": last,
    "registration": text,
    "key": text,
    "web": web,
}


def _units(value: object, unit: str, grammar: Grammar) -> str:
    """So many of a unit: "21 de zile", "1 zi": the word of the unit, with figures before it."""
    n = whole(value)
    patterns = grammar.units[unit].patterns
    said = patterns.get(plural(abs(n), grammar.locale)) or patterns["other"]
    if not any(not isinstance(part, str) for part in said):  # "o zi": the number is inside the words
        return "".join(part for part in said if isinstance(part, str))
    return "".join(part if isinstance(part, str) else str(n) for part in said)


def _days(days: Sequence[int], grammar: Grammar) -> str:
    names = get_day_names("short", locale=grammar.locale)
    ordered = sorted({int(each) for each in days})
    is_run = len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1
    shown = [ordered[0], ordered[-1]] if is_run else ordered
    return ("-" if is_run else ",").join(names[each].strip(".").capitalize() for each in shown)


def _hours(part: Mapping[str, object], grammar: Grammar) -> str:
    to = "24:00" if as_clock(part["to"]) in ((0, 0), (23, 59)) else part["to"]
    return interval([part["from"], to], grammar)


def _items(value: object) -> Sequence[object]:
    if isinstance(value, (list, tuple)):
        return value
    raise ValueError(f"a list is needed, not {value!r}")
