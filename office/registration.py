"""A citizen gives the number of a petition, in any way it is written, keyed or said, and is understood."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache


@dataclass(frozen=True)
class RegistrationNumber:
    """The number a petition got when it was registered, as one person would write it to another.

    `number` is what is compared (1 to 999 999 999); `written` holds the same digits as given, leading zeros
    kept; `segments` stand between the slashes, in upper case (a department, the second number of a joint
    letter); `filed_on` and `year` say when. Where a date is known, `year` is always the year of that date.

    Counters start again every year, so the number alone names one petition only within its year.
    """

    number: int
    written: str
    segments: tuple[str, ...] = ()
    filed_on: date | None = None
    year: int | None = None

    def __post_init__(self) -> None:
        if self.filed_on is not None:
            object.__setattr__(self, "year", self.filed_on.year)

    @property
    def is_bare(self) -> bool:
        """Nothing is known but the number itself."""
        return self.year is None and not self.segments

    @staticmethod
    def parse(text: str) -> "RegistrationNumber | None":
        """The number in a written form, such as "nr. 119.368/305/28.02.2020", or None if it is none.

        Also None: a date that does not exist, a year outside 1900-2099, and a number of more than nine
        digits, so that a personal code (CNP, thirteen digits) never passes for one. Years of two digits are
        20yy.
        A date in slashes is read after a slash too: "123/12/03/2022" was registered on 12 March 2022.
        """
        return _parsed(text) if len(text) <= _LONGEST else None

    @classmethod
    def from_keys(cls, keys: str) -> "RegistrationNumber | None":
        """The number as keyed: digits, and `*` for the slash; None if it cannot be one.

        After the number, a last group of 8 digits is a day DDMMYYYY, one of 6 a day DDMMYY if there is such a
        day (otherwise a segment), one of 4 a year from 1900 to 2099. Callers skip letters, and with them may
        leave a group empty: "2134***01022018" is 2134/G/SC/01.02.2018 without its letters.
        """
        if not re.fullmatch(r"[0-9][0-9*]*", keys):
            return None
        number, *others = [group for group in keys.split("*") if group]
        return cls.parse("/".join([number, *others[:-1], *map(_keyed, others[-1:])]))

    @classmethod
    def from_speech(cls, digits: str) -> "RegistrationNumber | None":
        """The number as the reader of speech wrote it down: digits, "/" for the slash, days as dd.mm.yyyy."""
        return cls.parse(digits)

    @property
    def text(self) -> str:
        """The canonical writing, "119368/305/28.02.2020"; `parse` makes the same number of it again."""
        when = f"{self.filed_on:%d.%m.%Y}" if self.filed_on else str(self.year or "")
        return "/".join(filter(None, [self.written, *self.segments, when]))

    @property
    def keyed_segments(self) -> frozenset[int]:
        """The segments as a telephone's keys can give them: digits without letters or leading zeros."""
        digits = (re.sub(r"[^0-9]", "", segment) for segment in self.segments)
        return frozenset(int(each) for each in digits if each)

    def matches(self, other: "RegistrationNumber") -> bool:
        """Whether both may name the same petition. What only one of them says does not part them.

        The numbers are equal; so are day and year where both give them; and the digits of the segments of one
        are among those of the other (a caller may give one of two, or none).
        """
        mine, yours = self.keyed_segments, other.keyed_segments
        return (
            self.number == other.number
            and (mine <= yours or yours <= mine)
            and _agree(self.year, other.year)
            and _agree(self.filed_on, other.filed_on)
        )


def filing_date(keys: str) -> date | None:
    """The day keyed as DDMMYYYY or DDMMYY (20yy), or as D*M*YYYY or D*M*YY; None for a day there never was."""
    if re.fullmatch(r"[0-9]{1,2}\*[0-9]{1,2}\*(?:[0-9]{4}|[0-9]{2})", keys):
        return _day(keys)
    return _day(f"{keys[:2]}.{keys[2:4]}.{keys[4:]}") if re.fullmatch("[0-9]{6}|[0-9]{8}", keys) else None


def dated(number: str, when: str) -> str:
    """A number as written, now with a year ("2020") or a day ("2020-02-28") that the caller gave later."""
    known = RegistrationNumber.parse(number)
    if known is None:
        raise ValueError("not a registration number")
    if when.isdigit():
        return replace(known, filed_on=None, year=int(when)).text
    return replace(known, filed_on=date.fromisoformat(when)).text


def in_segment(number: str, segment: str) -> str:
    """A number as written, now with the segment between the slashes that the caller gave later."""
    known = RegistrationNumber.parse(number)
    if known is None:
        raise ValueError("not a registration number")
    return replace(known, segments=(segment,)).text


# The grammar of the printed samples in tests/office/test_office_registration.py, for text made `_plain`.
_LONGEST = 100
_DIGITS = 9
_LETTER = "[A-Z0-9ĂÂÎȘȚ-]"
_YEAR = "(?:19|20)[0-9]{2}"
_DOTTED = r"[0-9]{1,2}\s*[.-]\s*[0-9]{1,2}\s*[.-]\s*(?:[0-9]{4}|[0-9]{2})"
_SLASHED = rf"(?:0?[1-9]|[12][0-9]|3[01])\s*/\s*(?:0?[1-9]|1[0-2])\s*/\s*{_YEAR}"
_AFTER_SLASH = f"(?:{_DOTTED}|{_SLASHED}|{_YEAR})"
_AFTER_WORD = rf"(?:{_DOTTED}|[0-9]{{1,2}}/[0-9]{{1,2}}/(?:[0-9]{{4}}|[0-9]{{2}})|{_YEAR})"
_WRITTEN = re.compile(
    r"(?:[ÎI]NREGISTRAT[ĂAE]? (?:CU|SUB) )?(?:NR\b\.?|NUM[ĂA]R(?:UL)?\b)?\s*:?\s*"
    r"(?P<number>[0-9]{1,3}(?:[. ][0-9]{3})+(?![0-9])|[0-9]{1,9}(?![0-9]))"
    rf"(?P<segments>(?:\s*/\s*(?!{_AFTER_SLASH}$){_LETTER}{{1,6}}(?!{_LETTER}))*)"
    rf"(?:\s*/\s*(?P<after_slash>{_AFTER_SLASH})"
    rf"|(?:\s+(?:DIN\s+(?:DATA DE\s+|DATA\s+|ANUL\s+)?)?)(?P<after_word>{_AFTER_WORD}))?"
)


@lru_cache(maxsize=1024)  # a call comes back to its number several times
def _parsed(text: str) -> RegistrationNumber | None:
    if text.isascii() and text.isdecimal():  # as most callers give it
        return RegistrationNumber(int(text), text) if int(text) and len(text) <= _DIGITS else None
    found = _WRITTEN.fullmatch(_plain(text))
    if found is None:
        return None
    written = re.sub(r"[^0-9]", "", found["number"])
    when = found["after_slash"] or found["after_word"]
    filed_on = _day(when) if when else None
    year = int(when) if when and when.isdigit() else None
    if int(written) == 0 or len(written) > _DIGITS or (when and not (filed_on or year)):
        return None
    segments = tuple(part.strip() for part in found["segments"].split("/")[1:])
    return RegistrationNumber(int(written), written, segments, filed_on, year)


def _plain(text: str) -> str:
    """Upper case, one kind of space, one kind of Ș and Ț, nothing hanging off the end."""
    upper = unicodedata.normalize("NFKC", text).upper().translate({ord("Ş"): "Ș", ord("Ţ"): "Ț"})
    return " ".join(upper.split()).rstrip(" .,;/")


def _day(when: str) -> date | None:
    """The day in "3.07.2020", "24-03-20" or "12/03/2022"; None for a bare year or a day there never was."""
    parts = [int(part) for part in re.findall("[0-9]+", when)]
    if len(parts) != 3:
        return None
    day, month, year = parts
    year += 2000 if year < 100 else 0
    try:
        return date(year, month, day) if 1900 <= year <= 2099 else None
    except ValueError:
        return None


def _keyed(group: str) -> str:
    """The last group of keys as it would be written: a day gets its dots."""
    dotted = f"{group[:2]}.{group[2:4]}.{group[4:]}"
    if len(group) == 8 or (len(group) == 6 and _day(dotted)):
        return dotted
    return group


def _agree(mine: object, yours: object) -> bool:
    return mine is None or yours is None or mine == yours
