"""What a page of the console says, in the language of whoever reads it; dates and numbers in that language's form.

One language is one file, words/console/<code>.yaml: a head (`language`, `name`, `locale`) and `texts`, whose blanks are
`{name}`. A text with `{n}` may be a list of plural forms (`one`, `few`, `other` ... as CLDR names them).
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal, format_percent

from words.numbers import plural
from words.reading import BrokenWords, Entry, read

HOME = "ro"
PLURALS = frozenset(("zero", "one", "two", "few", "many", "other"))
Forms = Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Screen:
    """One language of the console. A key is the path to a text, joined by dots: "now.title"."""

    code: str
    name: str
    locale: str
    texts: Mapping[str, Forms]

    def text(self, key: str, **values: object) -> str:
        """The text with its values; LookupError if there is none, or a value is missing."""
        forms = self.texts.get(key)
        if forms is None:
            raise LookupError(f"{self.code}: there is no text {key}")
        n = values.get("n")
        chosen = forms.get(plural(abs(n), self.locale)) if isinstance(n, int) else None
        shown = {name: self.number(value) if type(value) is int else value for name, value in values.items()}
        return (chosen or forms["other"]).format_map(shown)

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self.texts

    def date(self, day: dt.date) -> str:
        """22 nov. 2026"""
        return format_date(day, "medium", locale=self.locale)

    def day(self, day: dt.date) -> str:
        """duminică, 22 noiembrie 2026"""
        return format_date(day, "full", locale=self.locale)

    def weekday(self, day: dt.date) -> str:
        """dum., 22 nov."""
        said: str = format_skeleton("MMMEd", dt.datetime(day.year, day.month, day.day), locale=self.locale)
        return said

    def month(self, day: dt.date) -> str:
        """nov. 2026"""
        said: str = format_skeleton("yMMM", dt.datetime(day.year, day.month, 1), locale=self.locale)
        return said

    def clock(self, at: dt.datetime) -> str:
        """09:15, as the clock on the wall shows `at`"""
        return format_time(at, "HH:mm", locale=self.locale)

    def moment(self, at: dt.datetime) -> str:
        """22 nov. 2026, 09:15"""
        return f"{self.date(at.date())}, {self.clock(at)}"

    def number(self, value: float) -> str:
        """12.345,5"""
        return _number(value, self.locale)

    def percent(self, part: float) -> str:
        """85 % of 0.85"""
        return _percent(part, self.locale)

    def seconds(self, value: int) -> str:
        """2:05 of 125"""
        return f"{value // 60}:{value % 60:02}"


# a page may hold a thousand numbers, most of them on every other page too; the library takes a third of a ms for each
@lru_cache(maxsize=20_000)
def _number(value: float, locale: str) -> str:
    return format_decimal(value, locale=locale)


@lru_cache(maxsize=20_000)
def _percent(part: float, locale: str) -> str:
    return format_percent(part, locale=locale)


def open_screens(folder: Path = Path(__file__).parent / "console") -> dict[str, Screen]:
    """Every language of the console by its code, Romanian first; BrokenWords for a file that cannot be used."""
    paths = sorted(folder.glob("*.yaml"), key=lambda path: (path.stem != HOME, path.stem))
    return {path.stem: _screen(read(path)) for path in paths}


def missing(screen: Screen, home: Screen) -> list[str]:
    """What a translator has left to do: texts that are missing, that nobody needs, or whose blanks differ."""
    ours, theirs = set(screen.texts), set(home.texts)
    return [
        *(f"{screen.code}: {key}: is missing" for key in sorted(theirs - ours)),
        *(f"{screen.code}: {key}: {home.code} has no such text" for key in sorted(ours - theirs)),
        *(
            f"{screen.code}: {key}: has other blanks than {home.code}"
            for key in sorted(ours & theirs)
            if _blanks(screen.texts[key]) != _blanks(home.texts[key])
        ),
    ]


def _screen(file: Entry) -> Screen:
    texts = dict(_flat(file["texts"], ""))
    return Screen(file["language"].text(), file["name"].text(), file["locale"].text(), texts)


def _flat(entry: Entry, path: str) -> Iterator[tuple[str, Forms]]:
    for key, below in entry.entries().items():
        name = f"{path}.{key}" if path else str(key)
        if not isinstance(below.value, dict):
            yield name, {"other": _checked(below)}
        elif PLURALS.issuperset(map(str, below.mapping())) and "other" in below.mapping():
            yield name, {str(form): _checked(said) for form, said in below.entries().items()}
        else:
            yield from _flat(below, name)


def _checked(entry: Entry) -> str:
    try:
        list(Formatter().parse(entry.text()))
    except ValueError as wrong:
        raise BrokenWords(f"{entry.file}: {entry.path}: {wrong}") from None
    return entry.text()


def _blanks(forms: Forms) -> set[str]:
    return {name for said in forms.values() for _, name, _, _ in Formatter().parse(said) if name}
