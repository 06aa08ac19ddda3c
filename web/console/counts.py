"""The counts of a period as tables, each with the picture that stands before it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from ivr.alarms import misses
from ivr.counting import GOALS, Count
from ivr.ways import ways
from web.console import named, pictures
from web.console.pictures import Bar, Branch
from web.console.show import screen, t

Cell = str | int | float | date | None  # a float is a share
MOST_DAYS = 92  # longer periods are shown by month: nobody reads 366 columns
SHOWN = 12  # questions in a picture; the table has all


@dataclass(frozen=True)
class Period:
    """Days of the wall clock, both counted."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Counts:
    """What was counted in a period: everything together, and calls and repeat callers by hour and by day."""

    period: Period
    all: Mapping[Count, int]
    hours: Mapping[tuple[int, str], int]
    days: Mapping[tuple[date, str], int]

    def of(self, what: str) -> Counter[str]:
        """What there is of one kind, by name."""
        return Counter({name: n for (kind, name), n in self.all.items() if kind == what})


@dataclass(frozen=True)
class Part:
    """One picture with the table behind it; `key` names both in the texts and in addresses."""

    key: str
    title: str
    picture: Markup
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    hint: str = ""


def parts(counts: Counts, way: str) -> list[Part]:
    """Everything the page shows, in its order; `way` is the service whose way is drawn."""
    return [
        _calls_by_day(counts),
        _calls_by_hour(counts),
        _services(counts),
        _questions(counts, "most_failed", _failed),
        _questions(counts, "longest", _average),
        _shares(counts, "languages", "language", named.language),
        _shares(counts, "endings", "outcome", _ending),
        _way(counts, way),
    ]


def _calls_by_day(counts: Counts) -> Part:
    days, told = counts.period.days, counts.days
    if len(days) > MOST_DAYS:
        return _calls_by_month(counts)
    short = len(days) <= 7
    bars = [
        Bar(screen().weekday(day) if short else f"{day.day}.{day.month}", n, screen().number(n))
        for day in days
        for n in [told.get((day, "calls"), 0)]
    ]
    rows = [(day, told.get((day, "calls"), 0), told.get((day, "repeat"), 0)) for day in days]
    return _columns(counts, "calls_by_day", bars, ("day", "many", "repeats"), rows)


def _calls_by_month(counts: Counts) -> Part:
    told = Counter[tuple[date, str]]()
    for (day, what), n in counts.days.items():
        told[day.replace(day=1), what] += n
    months = list(dict.fromkeys(day.replace(day=1) for day in counts.period.days))
    names = [screen().month(month) for month in months]
    rows = [
        (name, told[month, "calls"], told[month, "repeat"]) for name, month in zip(names, months, strict=True)
    ]
    bars = [Bar(name, n, screen().number(n)) for name, n, _ in rows]
    return _columns(counts, "calls_by_month", bars, ("month", "many", "repeats"), rows)


def _calls_by_hour(counts: Counts) -> Part:
    told = counts.hours
    bars = [
        Bar(f"{hour:02}", n, screen().number(n)) for hour in range(24) for n in [told.get((hour, "calls"), 0)]
    ]
    rows = [
        (f"{hour:02}:00", told.get((hour, "calls"), 0), told.get((hour, "repeat"), 0)) for hour in range(24)
    ]
    return _columns(counts, "calls_by_hour", bars, ("hour", "many", "repeats"), rows)


def _columns(
    counts: Counts, key: str, bars: Sequence[Bar], heads: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> Part:
    title = t(f"time.{key}")
    picture = pictures.columns(key, title, _told(counts, title, bars), bars)
    return Part(key, title, picture, _heads(*heads), rows)


def _services(counts: Counts) -> Part:
    began, done = counts.of("began"), counts.of("done")
    rows = [
        (named.service(one), began[one], done[one], done[one] / began[one]) for one in GOALS if began[one]
    ]
    bars = [Bar(name, share, screen().percent(share)) for name, _, _, share in rows]
    return _bars(counts, "services", bars, ("service", "began", "completed", "share"), rows)


def _shares(counts: Counts, key: str, what: str, name_of: Callable[[str], str]) -> Part:
    told = counts.of(what)
    whole = sum(told.values()) or 1
    rows = [(name_of(name), n, n / whole) for name, n in told.most_common()]
    bars = [Bar(name, n, screen().percent(share)) for name, n, share in rows]
    return _bars(counts, key, bars, (what if what == "language" else "ending", "many", "share"), rows)


def _ending(outcome: str) -> str:
    return t(f"calls.outcome.{outcome}") if screen().has(f"calls.outcome.{outcome}") else outcome


def _questions(counts: Counts, key: str, worth: Callable[[Counts, str], float]) -> Part:
    asked = counts.of("asked")
    names = sorted(asked, key=lambda name: (-worth(counts, name), -asked[name]))
    is_share = worth is _failed
    bars = [
        Bar(named.place(name), value, screen().percent(value) if is_share else screen().number(round(value)))
        for name in names[:SHOWN]
        for value in [worth(counts, name)]
    ]
    heads = ("question", "asked", "answered", "misses", "silence", "zero", "hangup", "average")
    rows = [_question(counts, name) for name in names]
    return _bars(counts, key, bars, heads, rows)


def _question(counts: Counts, name: str) -> Sequence[Cell]:
    told = counts.all
    others = [told.get((what, name), 0) for what in ("silence", "zero", "hangup")]
    asked, answered = told[("asked", name)], told.get(("answered", name), 0)
    return (
        named.place(name),
        asked,
        answered,
        misses(told, name),
        *others,
        round(_average(counts, name)),
    )


def _failed(counts: Counts, name: str) -> float:
    """How often it was not answered although somebody was there, or was silent."""
    failed = misses(counts.all, name) + counts.all.get(("silence", name), 0)
    return failed / counts.all["asked", name]


def _average(counts: Counts, name: str) -> float:
    return counts.all.get(("seconds", name), 0) / counts.all["asked", name]


def _bars(
    counts: Counts, key: str, bars: Sequence[Bar], heads: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> Part:
    title = t(f"time.{key}")
    picture = pictures.bars(key, title, _told(counts, title, bars), bars)
    return Part(key, title, picture, _heads(*heads), rows)


def _way(counts: Counts, way: str) -> Part:
    stops = ways(counts.all, way)
    said = screen()
    branches = [
        Branch(
            stop.depth,
            named.place(stop.name),
            stop.came,
            f"{said.number(stop.came)} ({said.percent(stop.share)})",
            0 if stop.is_end else stop.hung,
            t("time.closed_here", n=stop.hung),
        )
        for stop in stops
    ]
    title = f"{t('time.ways')}: {named.service(way) if way in GOALS else t('time.whole')}"
    told = _told(counts, title, [Bar(one.label, one.value, said.number(one.value)) for one in branches])
    edges = Counter(
        {tuple(name.split(">", 1)): n for name, n in counts.of("path").items() if ">" in name}
    ).most_common()
    shown = {stop.name for stop in stops}
    rows = [
        (named.place(here), named.place(there), n)
        for (here, there), n in edges
        if here in shown or there in shown
    ]
    picture = pictures.tree("ways", title, told, branches)
    return Part("ways", title, picture, _heads("from", "to", "many"), rows, hint=t("time.ways_hint"))


def _told(counts: Counts, title: str, bars: Sequence[Bar]) -> str:
    """The picture in a sentence, for those who do not see it."""
    first, last = screen().date(counts.period.first), screen().date(counts.period.last)
    most = max(bars, key=lambda bar: bar.value, default=None)
    if most is None or not most.value:
        return t("time.picture_of", title=title, first=first, last=last)
    return t("time.picture", title=title, first=first, last=last, name=most.label, most=most.said)


def _heads(*keys: str) -> Sequence[str]:
    return [t(f"time.{key}") for key in keys]
