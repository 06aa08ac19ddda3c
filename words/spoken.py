"""A caller says or spells a number any way people do; the hotline understands the digits that were meant.

What is heard becomes one line of pieces, which a few patterns then read:
    119368 / 305 d 28 m02 2020        d = "din", m02 = februarie
"""

import re
from collections.abc import Iterator
from datetime import date as Date

from words.catalogue import Catalogue
from words.vocabulary import Vocabulary, bare


def digits_said(sentence: str, catalogue: Catalogue) -> str:
    """The digits of a spoken or written number, "/" for slash words, a date at the end as 28.02.2020.

    '' when there are none or something is not part of a number. A date without its year is left out.
    """
    return _digits(_line(sentence, catalogue.vocabulary))


def registration_said(sentence: str, catalogue: Catalogue) -> str:
    """The same of a registration number, with its letters skipped as they are on the keys: 2134/01.02.2018.

    Letters are single ones, their names ("ge"), groups without a vowel ("SC") and short groups after a slash.
    """
    return _digits(_line(sentence, catalogue.vocabulary, has_letters=True))


def _digits(line: str) -> str:
    head, filed = _split_date(line)
    number = re.sub(r"[ .]", "", head.replace("d", "/"))
    if "m" in number:
        return ""
    parts = [part for part in (*number.split("/"), filed and f"{filed:%d.%m.%Y}") if part]
    return "/".join(str(part) for part in parts)


def date_said(sentence: str, catalogue: Catalogue) -> Date | None:
    """A full date (day, month, year), spoken or written; None if it is not one."""
    line = _line(sentence, catalogue.vocabulary)
    return _split_date(line if "d" in line else f"d {line}")[1]


def year_said(sentence: str, catalogue: Catalogue) -> int | None:
    """A year from 1900 to 2099, two digits meaning 20.., spoken or written; None if it is not one."""
    line = _line(sentence, catalogue.vocabulary)
    return _year(line.removeprefix("d "))


def with_years(sentence: str, catalogue: Catalogue, today: Date) -> str:
    """The sentence with the years in it that are told from `today`: "28 mai anul trecut" -> "28 mai 2025"."""
    said = bare(sentence)
    years = catalogue.vocabulary.years
    for phrase in sorted(years, key=len, reverse=True):
        said = re.sub(r"\b" + r"\s+".join(phrase) + r"\b", str(today.year + years[phrase]), said)
    return said


def number_words(words: list[str], vocabulary: Vocabulary) -> list[bool]:
    """For each folded word, whether it is (part of) a number."""
    return [_is_number(words, at, vocabulary) for at in range(len(words))]


_TOKEN = re.compile(r"\d+|[a-z]+|(?<=\d)[.\-](?=\d)|/")
_LONGEST = 60  # letters; no number word is longer, and taking noise apart costs time
_SIGNS = {"/": "/", "-": "/", ".": "."}
# tried in this order at the end of the line; the first that is a real date wins
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"d (?P<day>\d ?\d?) m(?P<month>\d\d)(?: d)? (?P<year>[\d ]+)$",
        r"\b(?P<day>\d{1,2}) m(?P<month>\d\d)(?: d)? (?P<year>[\d ]+)$",
        r"\b(?P<year>\d{4}) m(?P<month>\d\d) (?P<day>\d{1,2})$",
        r"m(?P<month>\d\d) (?P<day>\d{1,2}) (?P<year>[\d ]+)$",
        r"\b(?P<day>0 \d|\d{1,2})\.(?P<month>0 \d|\d{1,2})\.(?P<year>[\d ]+)$",
        r"d (?P<day>\d{1,2})[ /](?P<month>\d{1,2})[ /](?P<year>\d{4}|\d\d \d\d|\d\d)$",
        r"d (?P<day>\d ?\d)[ /]?(?P<month>\d ?\d)[ /]?(?P<year>\d(?: ?\d){3})$",
        r"(?<=\d/)(?P<day>0 \d|\d{1,2})/(?P<month>0 \d|\d{1,2})/(?P<year>\d{4})$",
    )
)
_COUNTS = re.compile(r"(?:n )*\d\d? n\b")  # "am două petiții", but not "petiția 2134"
_LETTERS_FIRST = re.compile(r"\D*l")
_VOWEL = re.compile("[aeiou]")
_MOST_LETTERS = 6  # of a group, as in the grammar of office/registration.py
_MOST_SAID = 3  # of a group with vowels after "bară", where any word may follow
_NO_YEAR = re.compile(r"(?:d )?\b(?P<day>\d{1,2}) m(?P<month>\d\d)$")


def _line(sentence: str, vocabulary: Vocabulary, has_letters: bool = False) -> str:
    """The pieces of what was said in one line; '' if a word is unknown, or if a number only counts something."""
    pieces = list(_pieces(_words(sentence, vocabulary), vocabulary, has_letters))
    line = " ".join(pieces)
    if "?" in pieces or _COUNTS.match(line) or _LETTERS_FIRST.match(line):
        return ""
    line = " ".join("/" if piece == "l" else piece for piece in pieces if piece != "n")
    return re.sub(r" ?([/.])[ /]*", r"\1", line)


def _words(sentence: str, vocabulary: Vocabulary) -> list[str]:
    tokens = _TOKEN.findall(bare(sentence))
    return [word for token in tokens for word in _taken_apart(token, vocabulary)]


def _taken_apart(token: str, vocabulary: Vocabulary) -> list[str]:
    """A word, or the number words it is grown together from: "douajdoi" -> "douaj", "doi"."""
    if not token.isalpha() or len(token) > _LONGEST or _is_known(token, vocabulary):
        return [token]
    return _number_words_of(token, vocabulary) or [token]


def _number_words_of(token: str, vocabulary: Vocabulary) -> list[str]:
    for cut in range(len(token), 1, -1):
        first, rest = token[:cut], token[cut:]
        if first in vocabulary.numbers or first in vocabulary.scales:
            if not rest:
                return [first]
            if more := _number_words_of(rest, vocabulary):
                return [first, *more]
    return []


def _is_known(word: str, vocabulary: Vocabulary) -> bool:
    return any(
        word in known
        for known in (
            vocabulary.numbers,
            vocabulary.scales,
            vocabulary.before_scale,
            vocabulary.joins,
            vocabulary.repeat,
            vocabulary.slash,
            vocabulary.dot,
            vocabulary.dated,
            vocabulary.months,
            vocabulary.fillers,
        )
    )


def _pieces(words: list[str], vocabulary: Vocabulary, has_letters: bool) -> Iterator[str]:
    at = 0
    while at < len(words):
        if found := _repeated(words, at, vocabulary) or _number(words, at, vocabulary):
            piece, at = found
        else:
            piece = _sign(words[at], vocabulary)
            if piece == "?" and has_letters and _is_letters(words, at, vocabulary):
                piece = "l"
            at += 1
        if piece:
            yield piece


def _sign(word: str, vocabulary: Vocabulary) -> str:
    """What a word that is no number stands for: a sign, a month, '' for nothing, "?" for something else."""
    if word in _SIGNS:
        return _SIGNS[word]
    if word in vocabulary.slash:
        return "/"
    if word in vocabulary.dot:
        return "."
    if word in vocabulary.dated:
        return "d"
    if word in vocabulary.months:
        return f"m{vocabulary.months[word]:02}"
    if word in vocabulary.counted:
        return "n"
    return "" if word in vocabulary.fillers or word in vocabulary.joins else "?"


def _is_letters(words: list[str], at: int, vocabulary: Vocabulary) -> bool:
    """Whether an unknown word is letters of a registration number; "dublu" before one is."""
    word, before = words[at], words[at - 1] if at else ""
    if word in vocabulary.letters or not _VOWEL.search(word) or len(word) == 1:
        return len(word) <= _MOST_LETTERS
    if before == "/" or before in vocabulary.slash:
        return len(word) <= (_MOST_LETTERS if before == "/" else _MOST_SAID)
    return word in vocabulary.repeat and _word(words, at + 1) in vocabulary.letters


def _repeated(words: list[str], at: int, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """A digit said once and meant twice: "dublu zero" is 00."""
    if words[at] not in vocabulary.repeat or at + 1 == len(words):
        return None
    digit = words[at + 1] if words[at + 1].isdigit() else str(vocabulary.numbers.get(words[at + 1], ""))
    return (digit * vocabulary.repeat[words[at]], at + 2) if len(digit) == 1 else None


def _number(words: list[str], at: int, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """The number that starts here as digits, and where it ends; digits stay as they were written."""
    found = _cardinal(words, at, _NO_LIMIT, vocabulary)
    if words[at].isdigit() and (found is None or found[1] == at + 1):
        return words[at], at + 1
    return (str(found[0]), found[1]) if found else None


_NO_LIMIT = 10**15
Found = tuple[int, int]  # a value and the place of the word after it


def _cardinal(words: list[str], at: int, below: int, vocabulary: Vocabulary) -> Found | None:
    """The largest number below a limit that starts here."""
    for scale in sorted(set(vocabulary.scales.values()), reverse=True):
        if scale < below and (found := _scaled(words, at, scale, below, vocabulary)):
            return found
    return below_hundred(words, at, below, vocabulary)


def _scaled(words: list[str], at: int, scale: int, below: int, vocabulary: Vocabulary) -> Found | None:
    """So many hundreds, thousands ... and what follows them."""
    count = _count(words, at, scale, vocabulary)
    if count is None or count[0] * scale >= below:
        return None
    value, end = count[0] * scale, count[1]
    rest = _cardinal(words, _after_joins(words, end, vocabulary), scale, vocabulary)
    if rest is None or rest[0] == 0 or 0 < _scale_at(words, rest[1], vocabulary) <= scale:
        return value, end
    return value + rest[0], rest[1]


def _count(words: list[str], at: int, scale: int, vocabulary: Vocabulary) -> Found | None:
    """How many of a scale, and the place after its word; "mie" alone is one of them, and so is "o mie"."""
    if vocabulary.scales.get(_word(words, at)) == scale:
        return 1, at + 1
    if _word(words, at) in vocabulary.before_scale and vocabulary.scales.get(_word(words, at + 1)) == scale:
        return vocabulary.before_scale[words[at]], at + 2
    found = _cardinal(words, at, min(scale, 1000), vocabulary)
    if not found or not 0 < found[0] < _most(scale, vocabulary):
        return None
    place = _after_joins(words, found[1], vocabulary)
    return (found[0], place + 1) if _scale_at(words, place, vocabulary) == scale else None


def below_hundred(words: list[str], at: int, below: int, vocabulary: Vocabulary) -> Found | None:
    """The number of one or two words that starts here, if it is below a limit, and the place after it."""
    word = _word(words, at)
    if word.isdigit():
        plain = len(word) <= 3 and str(int(word)) == word
        return (int(word), at + 1) if plain and int(word) < below else None
    value = vocabulary.numbers.get(word)
    if value is None or value >= below:
        return None
    return _tens(words, at, value, vocabulary) or (value, at + 1)


def _tens(words: list[str], at: int, tens: int, vocabulary: Vocabulary) -> Found | None:
    """Tens with their unit, 23 for "douăzeci (și) trei", but not in "douăzeci trei sute"."""
    place = _after_joins(words, at + 1, vocabulary)
    unit = vocabulary.numbers.get(_word(words, place), 0)
    scale = _scale_at(words, place + 1, vocabulary)
    fits = not scale or tens + unit < _most(scale, vocabulary)
    return (tens + unit, place + 1) if tens >= 20 and tens % 10 == 0 and 0 < unit < 10 and fits else None


def _most(scale: int, vocabulary: Vocabulary) -> int:
    """Ten times a hundred is a thousand, so at most nine hundreds are counted."""
    larger = [other for other in vocabulary.scales.values() if other > scale]
    return min(larger) // scale if larger else 1000


def _scale_at(words: list[str], at: int, vocabulary: Vocabulary) -> int:
    return vocabulary.scales.get(_word(words, _after_joins(words, at, vocabulary)), 0)


def _word(words: list[str], at: int) -> str:
    return words[at] if at < len(words) else ""


def _after_joins(words: list[str], at: int, vocabulary: Vocabulary) -> int:
    while at < len(words) and words[at] in vocabulary.joins:
        at += 1
    return at


def _split_date(line: str) -> tuple[str, Date | None]:
    """What stands before the date at the end of the line, and the date."""
    for pattern in _DATES:
        if (found := pattern.search(line)) and (day := _day(found["day"], found["month"], found["year"])):
            return line[: found.start()], day
    without_year = _NO_YEAR.search(line)
    if without_year and _day(without_year["day"], without_year["month"], "2000"):
        return line[: without_year.start()], None
    return line, None


def _day(day: str, month: str, year: str) -> Date | None:
    full_year = _year(year)
    if full_year is None:
        return None
    try:
        return Date(full_year, int(month.replace(" ", "")), int(day.replace(" ", "")))
    except ValueError:
        return None


def _year(digits: str) -> int | None:
    year = digits.replace(" ", "")
    if re.fullmatch(r"(19|20)\d\d", year):
        return int(year)
    return 2000 + int(year) if re.fullmatch(r"\d\d", year) else None


def _is_number(words: list[str], at: int, vocabulary: Vocabulary) -> bool:
    word = words[at]
    if word in vocabulary.before_scale and word not in vocabulary.numbers:
        return _scale_at(words, at + 1, vocabulary) > 0
    apart = _taken_apart(word, vocabulary)
    return word.isdigit() or all(part in vocabulary.numbers or part in vocabulary.scales for part in apart)
