"""A caller hears of the office in their own county: named in a sentence, spelt on the keys, or shown by the prefix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from routing.contacts import Contact
from words.vocabulary import fold


@dataclass(frozen=True)
class Unit:
    """The unit of an institution in a county: its own name by language, if it has one, and how to reach it."""

    name: Mapping[str, str] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True)
class County:
    """A county (or Bucharest): code as on number plates, names and seat by language, prefixes of its telephones."""

    code: str
    name: Mapping[str, str]
    seat: Mapping[str, str]
    prefixes: tuple[str, ...]
    units: Mapping[str, Unit]


def counties_named(sentence: str, counties: Iterable[County]) -> list[County]:
    """The counties whose name or seat is said, in any language, with or without marks, in the order of saying.

    Alone, a name is enough; within a sentence it needs a word like "județul", "din" or "megye" beside it: "mașina
    albă" is no county. A seat with the name of another county means that other one.
    """
    said = f" {fold(sentence)} "
    alone = len(said.split()) <= 3
    spots = [
        (match.start(), -len(match["name"]), county)
        for county in counties
        for match in re.finditer(_pattern(county), said)
        if alone or _is_place(said, match)
    ]
    found: dict[str, County] = {}
    end = 0
    for start, length, county in sorted(spots, key=lambda spot: spot[:2]):
        if start >= end:
            end = start - length
            found.setdefault(county.code, county)
    return list(found.values())


def counties_of_number(e164: str, counties: Iterable[County]) -> list[County]:
    """The counties a Romanian landline number can be in: one, or two for 021 and 031; none for a mobile."""
    national = "0" + e164.removeprefix("+40") if e164.startswith("+40") else ""
    return [county for county in counties if any(national.startswith(prefix) for prefix in county.prefixes)]


def counties_by_keys(keys: str, counties: Iterable[County]) -> list[County]:
    """The counties whose code, or whose name from its first letter, is spelt on these keys (E.161): CJ is 25.

    Several for most codes (22 is AB and BC), so the caller is asked which; a code comes before a beginning.
    """
    counties = list(counties)
    coded = [county for county in counties if spelt(county.code) == keys]
    begun = [county for county in counties if len(keys) > 2 and spelt(county.name["ro"]).startswith(keys)]
    return [*coded, *(county for county in begun if county not in coded)]


def spelt(word: str) -> str:
    """The keys that spell a word: ITU-T E.161, letters without their marks."""
    return "".join(_KEYS[letter] for letter in fold(word) if letter in _KEYS)


def _pattern(county: County) -> str:
    names = {fold(name) for name in (*county.name.values(), *county.seat.values())}
    either = "|".join(sorted((name for name in names if name), key=len, reverse=True))
    sectors = "|sector(?:ul)? [1-6]" if county.code == "B" else ""
    return rf" (?P<name>{either}{sectors})(?:{_ENDINGS})?(?= )"


def _is_place(said: str, match: re.Match[str]) -> bool:
    """Whether the words around a name, or its ending, show that a place is meant."""
    before, after = said[: match.start()].split()[-1:], said[match.end() :].split()[:1]
    has_ending = match[0].strip() != match["name"]
    return has_ending or not before or before[0] in _BEFORE or bool(after and after[0].startswith("megy"))


_BEFORE = frozenset(
    ("judet", "judetul", "judetului", "in", "la", "din", "langa", "municipiul", "orasul", "sunt", "pentru")
)
# Romanian: Clujul, Clujului; Hungarian: Kolozsváron, Kolozsvári, Hargitában, Hargitából
_ENDINGS = "ul|ului|lui|on|en|an|n|i|ban|ben|bol|rol|tol|t|ra|re|nak|nek"
_KEYS = {
    letter: str(key)
    for key, letters in enumerate(("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"), 2)
    for letter in letters
}
