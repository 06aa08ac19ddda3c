"""A number is heard with the gender and the joining words of what is counted: "douăzeci și una de zile"."""

from bisect import bisect_right
from functools import lru_cache

from babel import Locale

from words.grammar import Grammar, Rule
from words.patterns import Blank, Pattern


@lru_cache(maxsize=4096)
def cardinal(n: int, gender: str, grammar: Grammar) -> str:
    """The number in words, in one of the genders of the language: 21, "f" -> "douăzeci și una"."""
    if n < 0:
        return f"{grammar.minus} {cardinal(-n, gender, grammar)}"
    rule = grammar.rules[bisect_right(grammar.bases, n) - 1]
    count, rest = divmod(n, rule.divisor)
    said = _pattern(rule, rest, gender)
    if len(said) == 1 and isinstance(said[0], str):
        return said[0]
    return "".join(_part(part, count, rest, gender, grammar) for part in said)


def counted(n: int, unit: str, grammar: Grammar) -> str:
    """So many of a unit of the language: 21, "days" -> "douăzeci și una de zile"; 1, "days" -> "o zi"."""
    kind = grammar.units[unit]
    said = kind.patterns.get(plural(abs(n), grammar.locale)) or kind.patterns["other"]
    return "".join(part if isinstance(part, str) else cardinal(n, kind.gender, grammar) for part in said)


@lru_cache(maxsize=4096)
def plural(n: int, locale: str) -> str:
    """The plural class of a count by the CLDR rule of the locale: one, few, many, other ..."""
    return Locale.parse(locale).plural_form(n)


def gaps(grammar: Grammar) -> list[int]:
    """Numbers no rule covers: something is left over that the rule does not say."""
    return [n for n in (*range(1_200), 2_001, 12_345, 1_000_001, 12_345_678) if _is_gap(n, grammar)]


def _is_gap(n: int, grammar: Grammar) -> bool:
    rule = grammar.rules[bisect_right(grammar.bases, n) - 1]
    said = _pattern(rule, n % rule.divisor, grammar.genders[0])
    says_rest = any(isinstance(part, Blank) and part.name == "rest" for part in said)
    says_count = any(isinstance(part, Blank) and part.name == "n" for part in said)
    plain = n == rule.base or (n % rule.divisor == 0 and says_count)
    return not (plain or (says_rest and (says_count or n // rule.divisor == rule.base // rule.divisor)))


def _pattern(rule: Rule, rest: int, gender: str) -> Pattern:
    for size, by_gender in rule.by_rest:
        if rest >= size:
            return by_gender[gender]
    raise LookupError(f"no rule for {rule.base} with {rest} left")


def _part(part: str | Blank, count: int, rest: int, gender: str, grammar: Grammar) -> str:
    if isinstance(part, str):
        return part
    value, usual = (count, grammar.genders[0]) if part.name == "n" else (rest, gender)
    if part.form in grammar.units:
        return counted(value, part.form, grammar)
    return cardinal(value, usual if part.form == "text" else part.form, grammar)
