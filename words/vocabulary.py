"""The words of a language a caller may use, in whatever spelling a recogniser writes them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from words.grammar import Grammar
from words.numbers import cardinal
from words.reading import Entry

Phrase = tuple[str, ...]
Meaning = tuple[str, int, int]  # what a word of a wish is, with one or two numbers: see words/wishes.py


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """What single words and short sentences of callers mean; every word is folded."""

    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    before_scale: Mapping[str, int]
    joins: frozenset[str]
    repeat: Mapping[str, int]
    slash: frozenset[str]
    dot: frozenset[str]
    dated: frozenset[str]
    months: Mapping[str, int]
    fillers: frozenset[str]
    counted: frozenset[str]  # fillers that a small number only counts: "două petiții"
    letters: frozenset[str]  # names of letters: "ge", "es"
    years: Mapping[Phrase, int]  # years by how far they are from this one: "anul trecut"
    stop_words: frozenset[str]
    answers: Mapping[Phrase, str]  # a short sentence -> yes, agree, no, unsure
    wishes: Mapping[Phrase, Meaning]
    names: frozenset[str]  # words around a name: "mă numesc"


def fold(text: str) -> str:
    """Small letters without marks and digits, one blank between words: "Șapte, MIȘTO" -> "sapte misto"."""
    return " ".join(re.findall(r"[a-z0-9]+", bare(text)))


def bare(text: str) -> str:
    """Small letters without marks; punctuation stays."""
    marked = unicodedata.normalize("NFKD", text.casefold().translate(_UNMARKED))
    return _MARKS.sub("", marked)


def vocabulary(hearing: Entry, grammar: Grammar) -> Vocabulary:
    """The `hearing` part of a language file, together with the words its grammar knows already."""
    return Vocabulary(
        numbers=_numbers(grammar) | _values(hearing["numbers"]),
        scales=_values(hearing["scales"]),
        before_scale=_values(hearing["before_scale"]),
        joins=_words(hearing["joins"].texts()),
        repeat=_values(hearing["repeat"]),
        slash=_words(hearing["slash"].texts()),
        dot=_words(hearing["dot"].texts()),
        dated=_words(hearing["dated"].texts()),
        months=_by_fold(grammar.calendar.months) | _values(hearing["months"]),
        fillers=_words((*hearing["fillers"].texts(), *grammar.calendar.weekdays)),
        counted=_words(hearing["counted"].texts()),
        letters=_words(hearing["letters"].texts()),
        years={
            tuple(fold(str(said)).split()): below.number()
            for said, below in hearing["years"].entries().items()
        },
        stop_words=_words(hearing["stop_words"].texts()),
        answers={
            tuple(fold(said).split()): meaning
            for meaning in ("agree", "yes", "no", "unsure")
            for said in hearing[meaning].texts()
        },
        wishes=_wishes(hearing["wishes"], grammar),
        names=_words(hearing["names"].texts()),
    )


_MARKS = re.compile("[\u0300-\u036f]")  # above and below letters, once they are taken apart
_UNMARKED = str.maketrans("đłøæœ", "dloao")  # letters that no normal form takes apart


def _numbers(grammar: Grammar) -> dict[str, int]:
    """Every number below a hundred that is one word, digits as they are read, days of the month."""
    said = [(cardinal(n, gender, grammar), n) for n in range(100) for gender in grammar.genders]
    said += [(grammar.keys[digit], int(digit)) for digit in "0123456789"]
    said += [(name, day) for day, name in grammar.calendar.days.items()]
    return {folded: n for word, n in said if " " not in (folded := fold(word))}


def _wishes(entry: Entry, grammar: Grammar) -> dict[Phrase, Meaning]:
    """The words for days and hours, with the weekdays of the calendar."""
    found: dict[str, Meaning] = {}
    for names in (grammar.calendar.weekdays, grammar.calendar.weekly):
        found |= {name: ("weekday", day, 0) for day, name in enumerate(names)}
    for key, kind in (("weekdays", "weekday"), ("ahead", "ahead"), ("weeks", "week"), ("hours", "hour")):
        found |= {str(said): (kind, below.number(), 0) for said, below in entry[key].entries().items()}
    for span, below in entry["parts"].entries().items():
        found |= dict.fromkeys(below.texts(), ("part", *_minutes(below, str(span))))
    for kind in ("at", "after", "before", "on", "not"):
        found |= dict.fromkeys(entry[kind].texts(), (kind, 0, 0))
    return {tuple(fold(said).split()): meaning for said, meaning in found.items()}


def _minutes(entry: Entry, span: str) -> tuple[int, int]:
    """ "12:00-14:00" in minutes of the day."""
    found = re.fullmatch("([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})", span)
    if not found:
        raise entry.broken("must stand under hours such as 12:00-14:00")
    hours = [int(part) for part in found.groups()]
    return hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]


def _by_fold(names: Iterable[str]) -> dict[str, int]:
    return {fold(name): place for place, name in enumerate(names, start=1)}


def _values(entry: Entry) -> dict[str, int]:
    return {fold(str(word)): below.number() for word, below in entry.entries().items()}


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in fold(text).split())
