"""Numbers are said with their gender and joining words, in every language, from data alone."""

import pytest
from num2words import num2words

from words.numbers import cardinal, counted


def test_romanian_up_to_999_agrees_with_num2words(ro):
    """An independent library says the same; beyond 999 and in other genders it is known to be wrong."""
    assert [cardinal(n, "m", ro.grammar) for n in range(1000)] == [
        num2words(n, lang="ro") for n in range(1000)
    ]


@pytest.mark.parametrize(
    ("n", "m", "f", "n_"),
    [
        (0, "zero", "zero", "zero"),
        (1, "unu", "una", "unu"),
        (2, "doi", "două", "două"),
        (12, "doisprezece", "douăsprezece", "douăsprezece"),
        (21, "douăzeci și unu", "douăzeci și una", "douăzeci și unu"),
        (22, "douăzeci și doi", "douăzeci și două", "douăzeci și două"),
        (100, "o sută", "o sută", "o sută"),
        (101, "o sută unu", "o sută una", "o sută unu"),
        (102, "o sută doi", "o sută două", "o sută două"),
        (120, "o sută douăzeci", "o sută douăzeci", "o sută douăzeci"),
        (222, "două sute douăzeci și doi", "două sute douăzeci și două", "două sute douăzeci și două"),
        (1000, "o mie", "o mie", "o mie"),
        (1001, "o mie unu", "o mie una", "o mie unu"),
        (2000, "două mii", "două mii", "două mii"),
        (19000, "nouăsprezece mii", "nouăsprezece mii", "nouăsprezece mii"),
        (20000, "douăzeci de mii", "douăzeci de mii", "douăzeci de mii"),
        (21000, "douăzeci și una de mii", "douăzeci și una de mii", "douăzeci și una de mii"),
        (100000, "o sută de mii", "o sută de mii", "o sută de mii"),
        (101000, "o sută una mii", "o sută una mii", "o sută una mii"),
        (1000000, "un milion", "un milion", "un milion"),
        (2000002, "două milioane doi", "două milioane două", "două milioane două"),
        (20000000, "douăzeci de milioane", "douăzeci de milioane", "douăzeci de milioane"),
        (-5, "minus cinci", "minus cinci", "minus cinci"),
    ],
)
def test_romanian_numbers_have_three_genders(ro, n, m, f, n_):
    """Men, women and things are counted differently, thousands are feminine, millions neuter."""
    assert [cardinal(n, gender, ro.grammar) for gender in "mfn"] == [m, f, n_]


@pytest.mark.parametrize(
    ("n", "unit", "said"),
    [
        (0, "days", "zero zile"),
        (1, "days", "o zi"),
        (2, "days", "două zile"),
        (19, "days", "nouăsprezece zile"),
        (20, "days", "douăzeci de zile"),
        (21, "days", "douăzeci și una de zile"),
        (30, "days", "treizeci de zile"),
        (101, "days", "o sută una zile"),
        (119, "days", "o sută nouăsprezece zile"),
        (120, "days", "o sută douăzeci de zile"),
        (1, "minutes", "un minut"),
        (2, "minutes", "două minute"),
        (21, "minutes", "douăzeci și unu de minute"),
        (45, "minutes", "patruzeci și cinci de minute"),
        (1, "years", "un an"),
        (2, "years", "doi ani"),
        (22, "years", "douăzeci și doi de ani"),
        (10, "working_days", "zece zile lucrătoare"),
        (48, "hours", "patruzeci și opt de ore"),
        (1, "times", "o dată"),
        (3, "times", "de trei ori"),
        (5, "options", "cinci opțiuni"),
        (1, "petitions", "o petiție"),
        (3, "attempts", "trei încercări"),
    ],
)
def test_romanian_counts_agree_and_take_de_from_twenty(ro, n, unit, said):
    """The noun has its plural class, the number its gender, and "de" stands where it must."""
    assert counted(n, unit, ro.grammar) == said


@pytest.mark.parametrize(
    ("n", "alone", "before"),
    [
        (2, "kettő", "két"),
        (10, "tíz", "tíz"),
        (12, "tizenkettő", "tizenkét"),
        (20, "húsz", "húsz"),
        (22, "huszonkettő", "huszonkét"),
        (200, "kétszáz", "kétszáz"),
        (202, "kétszázkettő", "kétszázkét"),
        (1002, "ezerkettő", "ezerkét"),
        (1848, "ezernyolcszáznegyvennyolc", "ezernyolcszáznegyvennyolc"),
        (2002, "kétezer-kettő", "kétezer-két"),
        (2022, "kétezer-huszonkettő", "kétezer-huszonkét"),
        (12000, "tizenkétezer", "tizenkétezer"),
        (22345, "huszonkétezer-háromszáznegyvenöt", "huszonkétezer-háromszáznegyvenöt"),
        (1002003, "egymillió-kétezer-három", "egymillió-kétezer-három"),
    ],
)
def test_hungarian_words_grow_together(languages, n, alone, before):
    """No blanks inside, hyphens after two thousand, another "two" before a noun: all of it data."""
    assert [cardinal(n, g, languages["hu"].grammar) for g in ("alone", "before")] == [alone, before]


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (21, "twenty-one"),
        (105, "one hundred and five"),
        (1000, "one thousand"),
        (1005, "one thousand and five"),
        (1105, "one thousand one hundred and five"),
        (22022, "twenty-two thousand and twenty-two"),
        (3000100, "three million one hundred"),
    ],
)
def test_english_says_and_before_the_last_hundred(languages, n, said):
    """The joining word depends on the size of what is left: data too."""
    assert cardinal(n, "any", languages["en"].grammar) == said


def test_english_up_to_999_agrees_with_num2words(languages):
    """An independent library says the same."""
    grammar = languages["en"].grammar
    assert [cardinal(n, "any", grammar) for n in range(1000)] == [
        num2words(n, lang="en") for n in range(1000)
    ]


def test_hungarian_counts_keep_the_noun_singular(languages):
    """A language without plural classes writes only `other`."""
    grammar = languages["hu"].grammar
    assert [counted(n, "days", grammar) for n in (1, 2, 30)] == ["egy nap", "két nap", "harminc nap"]
