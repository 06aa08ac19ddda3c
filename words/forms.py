"""A caller hears dates, hours, counts and long numbers the way a careful person says them.

A form is what follows the colon in `{due:date}`. Values are plain JSON values (text, whole number, list,
mapping) or date, time and datetime objects. Times are said in the zone they come in.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date as Date
from datetime import datetime as DateTime
from datetime import time as Time
from functools import lru_cache, partial
from itertools import pairwise

from words.grammar import Between, Grammar
from words.numbers import cardinal, counted

Speak = Callable[[object], str]


def speaker(form: str, grammar: Grammar) -> Speak | None:
    """What says a value in this form, or None if the language has no such form."""
    if say := FORMS.get(form):
        return lambda value: say(value, grammar)
    if form in grammar.units:
        return partial(_units, unit=form, grammar=grammar)
    if form in grammar.genders:
        return partial(_number, gender=form, grammar=grammar)
    return None


def number(value: object, grammar: Grammar) -> str:
    """A whole number in the first gender of the language: 22 -> "douăzeci și doi"."""
    return cardinal(whole(value), grammar.genders[0], grammar)


def date(value: object, grammar: Grammar) -> str:
    """A date: "joi, doisprezece martie două mii douăzeci și șase"."""
    return grammar.calendar.date.format_map(_date_words(as_date(value), grammar))


def plain(value: object, grammar: Grammar) -> str:
    """A date without its weekday: "întâi martie două mii douăzeci și șase"."""
    return grammar.calendar.plain.format_map(_date_words(as_date(value), grammar))


def day(value: object, grammar: Grammar) -> str:
    """A date without its year: "joi, doisprezece martie"."""
    return grammar.calendar.day.format_map(_date_words(as_date(value), grammar))


def near(value: object, grammar: Grammar) -> str:
    """From [a date, today]: the year is said only where somebody could mistake it, half a year away or more."""
    told, today = map(as_date, _items(value))
    return day(told, grammar) if abs((told - today).days) < 180 else date(told, grammar)


def year(value: object, grammar: Grammar) -> str:
    """A year, from a year or a date: "două mii douăzeci și șase"."""
    n = whole(value) if re.fullmatch(r"\d{1,4}", str(value)) else as_date(value).year
    return cardinal(n, grammar.calendar.year_gender, grammar)


def month(value: object, grammar: Grammar) -> str:
    """A month, from its number (1 = January) or a date: "martie"."""
    n = whole(value) if re.fullmatch(r"\d{1,2}", str(value)) else as_date(value).month
    return grammar.calendar.months[n - 1]


def time(value: object, grammar: Grammar) -> str:
    """An hour: "ora zece și un sfert"."""
    hour, minute = as_clock(value)
    pattern = grammar.clock.minutes.get(minute, grammar.clock.otherwise)
    return pattern.format(
        hour=_hour(hour, grammar), next=_hour(hour + 1, grammar), minutes=counted(minute, "minutes", grammar)
    )


def interval(value: object, grammar: Grammar) -> str:
    """From a [start, end]: "între ora zece și ora zece și un sfert"."""
    start, end = _items(value)
    return grammar.clock.interval.format_map({"from": time(start, grammar), "to": time(end, grammar)})


def when(value: object, grammar: Grammar) -> str:
    """A day and an hour: "luni, șapte septembrie, la ora opt"."""
    return grammar.calendar.when.format_map(
        _date_words(as_date(value), grammar) | {"time": time(value, grammar)}
    )


def schedule(value: object, grammar: Grammar) -> str:
    """Opening hours from [{"days": [0, 1], "from": "08:00", "to": "20:00"}], 0 = Monday.

    "de luni până vineri, de la ora opt la ora douăzeci"; parts of the same days are told together.
    """
    told = grammar.schedule
    by_days: dict[tuple[int, ...], list[str]] = {}
    for part in _items(value):
        days, said = _opening(part, grammar)
        by_days.setdefault(days, []).append(said)
    parts = (
        told.part.format(days=_weekdays(days, grammar), hours=joined(hours, grammar.list))
        for days, hours in by_days.items()
    )
    return joined(parts, told.parts) or told.closed


def digits(value: object, grammar: Grammar) -> str:
    """Digits one by one, in groups of three from the right, never fewer than two together."""
    return ", ".join(spelled(group, grammar) for group in groups(_digits(value)))


def phone(value: object, grammar: Grammar) -> str:
    """A telephone number, as Romania prints it: "zero doi șase patru, cinci nouă șase, zero trei zero"."""
    dialled = re.sub(r"[^\d+]", "", str(value))
    national = re.sub(r"^(\+40|0040)(?=[2-9])", "0", dialled)
    abroad = national.startswith("+")
    said = ", ".join(spelled(group, grammar) for group in phone_groups(national.removeprefix("+")))
    return f"{grammar.keys['+']} {said}" if abroad else said


def last(value: object, grammar: Grammar) -> str:
    """The last three digits of a telephone number."""
    return spelled(_digits(value)[-3:], grammar)


def registration(value: object, grammar: Grammar) -> str:
    """A registration number such as 119368/305/28.02.2020.

    Digits in groups, letters by name, "bară" between, and the date or year at the end said as one.
    """
    body, at_end = _filed(str(value), grammar)
    pieces = [_segment(piece, grammar) for piece in body.split("/") if piece.strip()]
    said = f", {grammar.registration.slash} ".join(pieces)
    return f"{said}, {at_end}" if at_end else said


def key(value: object, grammar: Grammar) -> str:
    """The name of a key of the telephone: "steluță"."""
    return grammar.keys[str(value)]


def web(value: object, grammar: Grammar) -> str:
    """A short web address as it is told on the telephone: "exemplu punct ro bară date"."""
    parts = re.split(r"([./-])", re.sub(r"^https?://(www\.)?", "", str(value)))
    return " ".join(grammar.web.get(part, part) for part in parts if part)


def name(value: object, grammar: Grammar) -> str:
    """A name given as text, or in several languages: this language's, else the Romanian one."""
    if not isinstance(value, Mapping):
        return str(value)
    return str(value.get(grammar.code) or value.get("ro") or next(iter(value.values())))


def prose(value: object, grammar: Grammar) -> str:
    """A text that people wrote, by language or not, with its numbers in words: "în 15 zile" -> "în cincisprezece zile".

    Emergency and helper numbers (three digits from 110 to 119) and whatever is too long for a quantity are read digit
    by digit. Brackets and dashes become pauses.
    """
    text = re.sub(r"\s*[()]\s*|\s+[–—-]\s+", ", ", name(value, grammar)).strip(" ,")
    text = re.sub(r"[\"„”«»]", "", re.sub(r",\s*(?=[,.;:])", "", text))
    return re.sub(r"(\d+)(-(?=[^\W\d]))?(?=([^\W\d])?)", lambda found: _in_prose(found, grammar), text)


def _in_prose(found: re.Match[str], grammar: Grammar) -> str:
    by_digit = re.fullmatch(r"11\d|0\d+|\d{5,}", found[1])
    said = spelled(found[1], grammar) if by_digit else number(found[1], grammar)
    return f"{said} " if found[3] and not found[2] else said  # "nr. 1A"; but "15-én" is one word


def listed(value: object, grammar: Grammar) -> str:
    """Items one after the other, "și" before the last."""
    return joined((name(item, grammar) for item in _items(value)), grammar.list)


def text(value: object, grammar: Grammar) -> str:
    """The value as it is."""
    return str(value)


FORMS: Mapping[str, Callable[[object, Grammar], str]] = {
    "number": number,
    "date": date,
    "plain": plain,
    "day": day,
    "near": near,
    "year": year,
    "month": month,
    "time": time,
    "interval": interval,
    "when": when,
    "schedule": schedule,
    "digits": digits,
    "phone": phone,
    "last": last,
    "registration": registration,
    "key": key,
    "name": name,
    "prose": prose,
    "web": web,
    "list": listed,
    "text": text,
}


def groups(digits: str) -> list[str]:
    """Threes from the right; a lonely first digit takes one from its neighbour: 1234 -> 12, 34."""
    first = len(digits) % 3
    if first == 1 and len(digits) > 3:
        return [digits[:2], digits[2:4], *_threes(digits[4:])]
    return [digits[:first], *_threes(digits[first:])] if first else _threes(digits)


def phone_groups(digits: str) -> list[str]:
    """A Romanian number as it is printed: 4-3-3, Bucharest 3-3-2-2, any other in threes."""
    for shape, sizes in _PLAN:
        if re.fullmatch(shape, digits):
            edges = [sum(sizes[:i]) for i in range(len(sizes) + 1)]
            return [digits[a:b] for a, b in pairwise(edges)]
    return groups(digits)


def spelled(characters: str, grammar: Grammar) -> str:
    """Digits and letters one by one, by their names."""
    return " ".join(grammar.keys.get(c) or grammar.letters.get(c.lower(), c.upper()) for c in characters)


def joined(items: Iterable[str], between: Between) -> str:
    """Items with the joining words of a list."""
    first = list(items)
    last = first.pop() if first else ""
    return f"{between.comma.join(first)}{between.last}{last}" if first else last


def whole(value: object) -> int:
    """A whole number from a number or its text; ValueError for anything else."""
    return int(str(value))


def as_date(value: object) -> Date:
    """A date from a date, a datetime or the ISO text of either."""
    if isinstance(value, DateTime):
        return value.date()
    return value if isinstance(value, Date) else DateTime.fromisoformat(str(value)).date()


def as_clock(value: object) -> tuple[int, int]:
    """Hour and minute from a time, a datetime or the ISO text of either; "24:00" is the end of a day."""
    if isinstance(value, (Time, DateTime)):
        return value.hour, value.minute
    if found := re.fullmatch(r"(\d{1,2}):(\d\d)(?::\d\d)?", str(value)):
        return int(found[1]), int(found[2])
    moment = DateTime.fromisoformat(str(value))
    return moment.hour, moment.minute


# the Romanian plan: Bucharest prints 3-3-2-2, the rest 4-3-3; short numbers stay together
_PLAN = (
    (r"0[23]1\d{7}", (3, 3, 2, 2)),
    (r"0\d{9}", (4, 3, 3)),
    (r"0[23]1\d{4}", (3, 2, 2)),
    (r"\d{1,3}", (3,)),
    (r"1\d{3}", (2, 2)),
)
_FILED = re.compile(
    r"(?P<body>.*\S)\s*(?:/|\bdin\b)\s*(?:(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-])?(?P<y>\d{4}|\d{2})\s*"
)


def _number(value: object, gender: str, grammar: Grammar) -> str:
    return cardinal(whole(value), gender, grammar)


def _units(value: object, unit: str, grammar: Grammar) -> str:
    return counted(whole(value), unit, grammar)


@lru_cache(maxsize=4096)
def _date_words(day: Date, grammar: Grammar) -> dict[str, str]:
    calendar = grammar.calendar
    return {
        "weekday": calendar.weekdays[day.weekday()],
        "day": calendar.days.get(day.day) or cardinal(day.day, calendar.day_gender, grammar),
        "month": calendar.months[day.month - 1],
        "year": cardinal(day.year, calendar.year_gender, grammar),
    }


def _hour(hour: int, grammar: Grammar) -> str:
    return grammar.clock.hours.get(hour) or cardinal(hour, grammar.clock.hour_gender, grammar)


def _items(value: object) -> Sequence[object]:
    if isinstance(value, (list, tuple)):
        return value
    raise ValueError(f"a list is needed, not {value!r}")


def _opening(part: object, grammar: Grammar) -> tuple[tuple[int, ...], str]:
    if not isinstance(part, Mapping):
        raise ValueError(f"a part of a schedule is needed, not {part!r}")
    days = tuple(sorted({int(day) for day in part["days"]}))
    start, end = as_clock(part["from"]), as_clock(part["to"])
    if start == (0, 0) and end in ((24, 0), (23, 59), (0, 0)):
        return days, grammar.schedule.all_day
    said = {"from": time(part["from"], grammar), "to": time(part["to"], grammar)}
    return days, grammar.schedule.hours.format_map(said)


def _weekdays(days: tuple[int, ...], grammar: Grammar) -> str:
    if len(days) == 7:
        return grammar.schedule.every_day
    return joined((said for run in _runs(days) for said in _run(run, grammar)), grammar.list)


def _runs(days: tuple[int, ...]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _run(run: list[int], grammar: Grammar) -> list[str]:
    told = grammar.schedule
    if len(run) < 3:
        return [grammar.calendar.weekly[day] for day in run]
    return [told.days.format(first=told.first[run[0]], last=told.last[run[-1]])]


def _digits(value: object) -> str:
    return re.sub(r"\D", "", str(value))


def _threes(digits: str) -> list[str]:
    return [digits[i : i + 3] for i in range(0, len(digits), 3)]


def _filed(number: str, grammar: Grammar) -> tuple[str, str]:
    """The number without its date, and the date or year as it is said ('' if there is none)."""
    found = _FILED.fullmatch(number)
    if found is None:
        return number, ""
    full_year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
    if found["d"] is None:
        is_year = len(found["y"]) == 4 and 1900 <= full_year < 2100
        said = grammar.registration.year.format(year=year(full_year, grammar))
        return (found["body"], said) if is_year else (number, "")
    try:
        filed = Date(full_year, int(found["m"]), int(found["d"]))
    except ValueError:
        return number, ""
    return found["body"], grammar.registration.date.format(date=plain(filed, grammar))


def _segment(piece: str, grammar: Grammar) -> str:
    runs = re.findall(r"\d{1,3}(?:[. ]\d{3})+(?!\d)|\d+|[^\W\d_]+", piece)
    return ", ".join(digits(run, grammar) if run[0].isdigit() else spelled(run, grammar) for run in runs)
