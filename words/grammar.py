"""What a language file says about its language: numbers, units, calendar, clock, keys, letters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from words.patterns import Pattern, blanks, pattern
from words.reading import Entry


@dataclass(frozen=True, slots=True)
class Rule:
    """How the numbers from `base` up are said: by the size of what is left, then by gender."""

    base: int
    divisor: int
    by_rest: tuple[tuple[int, Mapping[str, Pattern]], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that is counted: its gender and a pattern for each plural class."""

    gender: str
    patterns: Mapping[str, Pattern]


@dataclass(frozen=True, slots=True)
class Between:
    """What stands between the items of a list, and before the last."""

    comma: str
    last: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekdays, months and how they make a date."""

    weekdays: tuple[str, ...]
    weekly: tuple[str, ...]
    months: tuple[str, ...]
    days: Mapping[int, str]
    day_gender: str
    year_gender: str
    date: str
    day: str
    plain: str
    when: str


@dataclass(frozen=True, slots=True)
class Clock:
    """Hours, and how minutes follow them."""

    hour_gender: str
    hours: Mapping[int, str]
    minutes: Mapping[int, str]
    otherwise: str
    interval: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """How opening hours are told."""

    every_day: str
    days: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    hours: str
    all_day: str
    closed: str
    part: str
    parts: Between


@dataclass(frozen=True, slots=True)
class Registration:
    """What is said between the pieces of a registration number."""

    slash: str
    date: str
    year: str


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """One language as its file describes it."""

    code: str
    locale: str
    genders: tuple[str, ...]
    minus: str
    rules: tuple[Rule, ...]
    bases: tuple[int, ...]
    units: Mapping[str, Unit]
    calendar: Calendar
    clock: Clock
    schedule: Schedule
    list: Between
    keys: Mapping[str, str]
    registration: Registration
    letters: Mapping[str, str]
    web: Mapping[str, str]


def grammar(file: Entry) -> Grammar:
    """The grammar of an opened language file; BrokenWords if an entry is missing or cannot be understood."""
    genders = file["numbers"]["genders"].texts()
    units = {str(name): _unit(unit, genders) for name, unit in file["units"].entries().items()}
    rules = _rules(file["numbers"]["rules"], genders, units)
    return Grammar(
        code=file["language"].text(),
        locale=_locale(file["locale"]),
        genders=genders,
        minus=file["numbers"]["minus"].text(),
        rules=rules,
        bases=tuple(rule.base for rule in rules),
        units=units,
        calendar=_calendar(file["calendar"], genders),
        clock=_clock(file["clock"], genders),
        schedule=_schedule(file["schedule"], file["calendar"]["weekdays"]),
        list=_between(file["list"]),
        keys={key: file["keys"][key].text() for key in "0123456789*#+"},
        registration=_registration(file["registration"]),
        letters={str(key): name.text() for key, name in file["letters"].entries().items()},
        web={key: file["web"][key].text() for key in "./-"},
    )


def _locale(entry: Entry) -> str:
    try:
        return str(Locale.parse(entry.text()))
    except (UnknownLocaleError, ValueError):
        raise entry.broken(f"CLDR knows no locale {entry.text()!r}") from None


def _unit(entry: Entry, genders: tuple[str, ...]) -> Unit:
    classes = {str(name): below.pattern() for name, below in entry.entries().items() if name != "gender"}
    for name, parts in classes.items():
        if name not in ("zero", "one", "two", "few", "many", "other"):
            raise entry[name].broken("is no plural class")
        if any(blank.name != "n" for blank in blanks(parts)):
            raise entry[name].broken("unknown placeholder; here is only {n}")
    entry["other"].text()
    return Unit(entry["gender"].choice(*genders), classes)


def _rules(entry: Entry, genders: tuple[str, ...], units: Mapping[str, Unit]) -> tuple[Rule, ...]:
    rules = {_base(below, key): below for key, below in entry.entries().items()}
    if 0 not in rules:
        raise entry.broken("0 is missing")
    return tuple(
        Rule(base, 10 ** max(len(str(base)) - 1, 0), _by_rest(rules[base], genders, units))
        for base in sorted(rules)
    )


def _base(entry: Entry, key: str | int) -> int:
    if not isinstance(key, int) or key < 0:
        raise entry.broken("a rule for numbers starts with a number")
    return key


def _by_rest(
    entry: Entry, genders: tuple[str, ...], units: Mapping[str, Unit]
) -> tuple[tuple[int, Mapping[str, Pattern]], ...]:
    """`20: douăzeci[ și {rest}]` is short for `20: {0: douăzeci, 1: "douăzeci și {rest}"}`."""
    if isinstance(entry.value, dict) and all(isinstance(key, int) for key in entry.value):
        sizes = {int(key): {g: below.pattern() for g in genders} for key, below in entry.entries().items()}
    else:
        texts = _by_gender(entry, genders)
        sizes = {size: {g: pattern(_bracket(texts[g], size)) for g in genders} for size in (0, 1)}
    for parts in (parts for size in sizes.values() for parts in size.values()):
        for blank in blanks(parts):
            if blank.name not in ("n", "rest") or blank.form not in ("text", *genders, *units):
                raise entry.broken(
                    f"bad placeholder {{{blank.name}:{blank.form}}}; here are {{n}} and {{rest}}"
                )
    return tuple(sorted(sizes.items(), reverse=True))


def _by_gender(entry: Entry, genders: tuple[str, ...]) -> dict[str, str]:
    if isinstance(entry.value, dict):
        return {gender: entry[gender].text() for gender in genders}
    entry.pattern()
    return dict.fromkeys(genders, entry.text())


def _bracket(text: str, size: int) -> str:
    return re.sub(r"\[([^\]]*)\]", r"\1" if size else "", text)


def _calendar(entry: Entry, genders: tuple[str, ...]) -> Calendar:
    return Calendar(
        weekdays=entry["weekdays"].texts(7),
        weekly=entry["weekly"].texts(7),
        months=entry["months"].texts(12),
        days=_by_number(entry["days"]),
        day_gender=entry["day_gender"].choice(*genders),
        year_gender=entry["year_gender"].choice(*genders),
        date=entry["date"].template("weekday", "day", "month", "year"),
        day=entry["day"].template("weekday", "day", "month"),
        plain=entry["plain"].template("day", "month", "year"),
        when=entry["when"].template("weekday", "day", "month", "time"),
    )


def _clock(entry: Entry, genders: tuple[str, ...]) -> Clock:
    minutes = entry["minutes"].entries()
    said = {key: below.template("hour", "next", "minutes") for key, below in minutes.items()}
    return Clock(
        hour_gender=entry["hour_gender"].choice(*genders),
        hours=_by_number(entry["hours"]),
        minutes={minute: text for minute, text in said.items() if isinstance(minute, int)},
        otherwise=entry["minutes"]["other"].text(),
        interval=entry["interval"].template("from", "to"),
    )


def _schedule(entry: Entry, weekdays: Entry) -> Schedule:
    return Schedule(
        every_day=entry["every_day"].text(),
        days=entry["days"].template("first", "last"),
        first=(entry.get("first") or weekdays).texts(7),
        last=(entry.get("last") or weekdays).texts(7),
        hours=entry["hours"].template("from", "to"),
        all_day=entry["all_day"].text(),
        closed=entry["closed"].text(),
        part=entry["part"].template("days", "hours"),
        parts=_between(entry["parts"]),
    )


def _registration(entry: Entry) -> Registration:
    return Registration(entry["slash"].text(), entry["date"].template("date"), entry["year"].template("year"))


def _between(entry: Entry) -> Between:
    return Between(entry["comma"].text(), entry["last"].text())


def _by_number(entry: Entry) -> dict[int, str]:
    return {int(key): below.text() for key, below in entry.entries().items()}
