"""What a caller hears for dates, hours, opening times, telephone and registration numbers."""

from datetime import date, datetime, time

import pytest

from words.forms import groups, phone_groups, speaker


def said(catalogue, form, value):
    return speaker(form, catalogue.grammar)(value)


@pytest.mark.parametrize(
    ("form", "value", "expected"),
    [
        ("date", "2026-03-12", "joi, doisprezece martie două mii douăzeci și șase"),
        ("date", date(2026, 3, 1), "duminică, întâi martie două mii douăzeci și șase"),
        ("date", datetime(2026, 5, 22, 9, 30), "vineri, douăzeci și doi mai două mii douăzeci și șase"),
        ("plain", "2022-03-12", "doisprezece martie două mii douăzeci și doi"),
        ("day", "2026-11-26", "joi, douăzeci și șase noiembrie"),
        ("day", "2026-11-26T10:00:00+02:00", "joi, douăzeci și șase noiembrie"),
        ("year", 2026, "două mii douăzeci și șase"),
        ("year", "1998", "o mie nouă sute nouăzeci și opt"),
        ("year", "2026-03-12", "două mii douăzeci și șase"),
        ("month", 3, "martie"),
        ("month", "2026-12-01", "decembrie"),
        ("when", "2026-09-07T08:00:00+03:00", "luni, șapte septembrie, la ora opt"),
        ("interval", ["10:00", "10:15"], "între ora zece și ora zece și un sfert"),
        ("interval", ["2026-09-07T12:45", "2026-09-07T13:00"],
         "între ora douăsprezece și patruzeci și cinci de minute și ora treisprezece"),
        ("number", 22, "douăzeci și doi"),
        ("f", "22", "douăzeci și două"),
        ("n", 12, "douăsprezece"),
        ("days", "21", "douăzeci și una de zile"),
        ("digits", "119368", "unu unu nouă, trei șase opt"),
        ("digits", 99999, "nouă nouă, nouă nouă nouă"),
        ("digits", "0012", "zero zero, unu doi"),
        ("last", "+40722123456", "patru cinci șase"),
        ("key", "*", "steluță"),
        ("key", "#", "diez"),
        ("key", "7", "șapte"),
        ("key", 2, "doi"),
        ("name", {"ro": "Poliția Română", "hu": "Román Rendőrség"}, "Poliția Română"),
        ("name", "Cluj", "Cluj"),
        ("prose", {"ro": "în 15 zile (sau 5), la 112"}, "în cincisprezece zile, sau cinci, la unu unu doi"),
        ("prose", "strada Iorga numărul 1A – București", "strada Iorga numărul unu A, București"),
        ("prose", "la 0800 sau 013701", "la zero opt zero zero sau zero unu trei șapte zero unu"),
        ("list", ["Cluj"], "Cluj"),
        ("list", ["Cluj", "Bihor"], "Cluj și Bihor"),
        ("list", ["Cluj", {"ro": "Bihor"}, "Alba"], "Cluj, Bihor și Alba"),
        ("list", [], ""),
        ("web", "https://www.exemplu.ro/date", "exemplu punct ro bară date"),
        ("text", "așa cum este", "așa cum este"),
    ],
)  # fmt: skip
def test_romanian_values_are_said_like_this(ro, form, value, expected):
    """One row, one form."""
    assert said(ro, form, value) == expected


HOURS = [
    *("zero", "unu", "două", "trei", "patru", "cinci", "șase", "șapte", "opt", "nouă", "zece", "unsprezece"),
    *("douăsprezece", "treisprezece", "paisprezece", "cincisprezece", "șaisprezece", "șaptesprezece"),
    *("optsprezece", "nouăsprezece", "douăzeci", "douăzeci și unu", "douăzeci și două", "douăzeci și trei"),
]


@pytest.mark.parametrize("hour", range(24))
def test_every_quarter_of_every_hour_is_said_in_words(ro, hour):
    """Two and twelve are feminine, twenty-one is not; quarters and halves have their own words."""
    name = HOURS[hour]
    assert [said(ro, "time", f"{hour:02}:{minute:02}") for minute in (0, 15, 30, 45)] == [
        f"ora {name}",
        f"ora {name} și un sfert",
        f"ora {name} și jumătate",
        f"ora {name} și patruzeci și cinci de minute",
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (time(10, 5), "ora zece și cinci minute"),
        ("00:00", "ora zero"),
        ("24:00", "ora douăzeci și patru"),
        ("08:01:30", "ora opt și un minut"),
        ("08:02", "ora opt și două minute"),
        ("08:20", "ora opt și douăzeci de minute"),
        ("2026-09-07T08:30+03:00", "ora opt și jumătate"),
        ("2026-09-07T08:30Z", "ora opt și jumătate"),
    ],
)
def test_times_are_said_in_the_zone_they_come_in(ro, value, expected):
    """Whoever calls has made the time local already."""
    assert said(ro, "time", value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([([0, 1, 2, 3, 4], "08:00", "20:00")], "de luni până vineri, de la ora opt la ora douăzeci"),
        ([([3], "08:30", "18:30")], "joia, de la ora opt și jumătate la ora optsprezece și jumătate"),
        ([([1, 0], "09:00", "12:00")], "lunea și marțea, de la ora nouă la ora douăsprezece"),
        ([([0, 2, 4], "09:00", "13:00")], "lunea, miercurea și vinerea, de la ora nouă la ora treisprezece"),
        (
            [([0, 1, 2, 4], "08:30", "16:30"), ([3], "08:30", "18:30")],
            "de luni până miercuri și vinerea, de la ora opt și jumătate la ora șaisprezece și jumătate, "
            "iar joia, de la ora opt și jumătate la ora optsprezece și jumătate",
        ),
        (
            [([0, 1, 2, 3, 4], "08:00", "12:00"), ([0, 1, 2, 3, 4], "13:00", "16:00")],
            "de luni până vineri, de la ora opt la ora douăsprezece "
            "și de la ora treisprezece la ora șaisprezece",
        ),
        ([(range(7), "00:00", "24:00")], "în fiecare zi, la orice oră"),
        ([(range(7), "10:00", "22:00")], "în fiecare zi, de la ora zece la ora douăzeci și două"),
        ([], "închis"),
    ],
)
def test_opening_hours_are_told_in_few_words(ro, value, expected):
    """Days in a row are a span, the same days are told once, an empty week is closed."""
    parts = [{"days": list(days), "from": start, "to": end} for days, start, end in value]
    assert said(ro, "schedule", parts) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0264 596 030", "zero doi șase patru, cinci nouă șase, zero trei zero"),
        ("+40264596030", "zero doi șase patru, cinci nouă șase, zero trei zero"),
        ("0040264596030", "zero doi șase patru, cinci nouă șase, zero trei zero"),
        ("0213037080", "zero doi unu, trei zero trei, șapte zero, opt zero"),
        ("+40313037080", "zero trei unu, trei zero trei, șapte zero, opt zero"),
        ("021.9866", "zero doi unu, nouă opt, șase șase"),
        ("+40722123456", "zero șapte doi doi, unu doi trei, patru cinci șase"),
        ("0800 806 806", "zero opt zero zero, opt zero șase, opt zero șase"),
        ("112", "unu unu doi"),
        ("1234", "unu doi, trei patru"),
        ("116111", "unu unu șase, unu unu unu"),
        ("+36301234567", "plus trei șase, trei zero unu, doi trei patru, cinci șase șapte"),
    ],
)
def test_telephone_numbers_are_read_as_they_are_printed(ro, value, expected):
    """4-3-3, Bucharest 3-3-2-2, short numbers whole, foreign numbers with their plus."""
    assert said(ro, "phone", value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("119.368/305/28.02.2020", "unu unu nouă, trei șase opt, bară trei zero cinci, "
                                   "din douăzeci și opt februarie două mii douăzeci"),
        ("119368/305", "unu unu nouă, trei șase opt, bară trei zero cinci"),
        ("315.166/305/3.07.2020", "trei unu cinci, unu șase șase, bară trei zero cinci, "
                                  "din trei iulie două mii douăzeci"),
        ("34394 din 25.04.2007", "trei patru, trei nouă patru, din douăzeci și cinci aprilie două mii șapte"),
        ("3220473/27.03.2020", "trei doi, doi zero, patru șapte trei, "
                               "din douăzeci și șapte martie două mii douăzeci"),
        ("647251/2020", "șase patru șapte, doi cinci unu, din anul două mii douăzeci"),
        ("2134/G/SC/01.02.2018", "doi unu, trei patru, bară ge, bară es ce, "
                                 "din întâi februarie două mii optsprezece"),
        ("10752/47162/24.03.20", "unu zero, șapte cinci doi, bară patru șapte, unu șase doi, "
                                 "din douăzeci și patru martie două mii douăzeci"),
        ("3577/831/2020", "trei cinci, șapte șapte, bară opt trei unu, din anul două mii douăzeci"),
        ("1244/2019", "unu doi, patru patru, din anul două mii nouăsprezece"),
        ("480 din 17.01.2011", "patru opt zero, din șaptesprezece ianuarie două mii unsprezece"),
        ("123456", "unu doi trei, patru cinci șase"),
        ("2020", "doi zero, doi zero"),
        ("00123/2022", "zero zero, unu doi trei, din anul două mii douăzeci și doi"),
        ("123/31.02.2020", "unu doi trei, bară trei unu, zero doi, doi zero, doi zero"),
        ("12/A7", "unu doi, bară a, șapte"),
    ],
)  # fmt: skip
def test_registration_numbers_are_read_so_that_they_can_be_written_down(ro, value, expected):
    """Digits in groups, letters by name, the date or year at the end as such; samples from real papers."""
    assert said(ro, "registration", value) == expected


def test_groups_have_two_or_three_digits():
    """A single digit is easily lost, so only a number of one digit stands alone."""
    for length in range(1, 20):
        sizes = [len(group) for group in groups("1" * length)]
        assert sum(sizes) == length
        assert length == 1 or set(sizes) <= {2, 3}


def test_no_digit_of_a_telephone_number_is_lost():
    """Grouping never changes the number."""
    for number in ("1", "112", "1234", "0219866", "0213037080", "0264596030", "40722123456789"):
        assert "".join(phone_groups(number)) == number


@pytest.mark.parametrize(
    ("code", "form", "value", "expected"),
    [
        ("hu", "date", "2026-03-12", "kétezer-huszonhat március tizenkettedike, csütörtök"),
        ("hu", "interval", ["10:00", "14:05"], "tíz óra és tizennégy óra öt perc között"),
        ("hu", "schedule", [{"days": [0, 1, 2, 3, 4], "from": "08:00", "to": "20:00"}],
         "hétfőtől péntekig nyolc óra és húsz óra között"),
        ("hu", "phone", "0264596030", "nulla kettő hat négy, öt kilenc hat, nulla három nulla"),
        ("hu", "name", {"ro": "Poliția", "hu": "Rendőrség"}, "Rendőrség"),
        ("hu", "name", {"ro": "Poliția"}, "Poliția"),
        ("en", "when", "2026-03-21T12:15", "Saturday the twenty-first of March, at a quarter past noon"),
        ("en", "year", 2026, "two thousand and twenty-six"),
        ("en", "list", ["a", "b", "c"], "a, b and c"),
    ],
)  # fmt: skip
def test_other_languages_need_only_their_file(languages, code, form, value, expected):
    """Another order of words, other endings, other names of hours: all of it data."""
    assert said(languages[code], form, value) == expected


@pytest.mark.parametrize(("form", "value"), [("days", 2.5), ("date", "12 martie"), ("interval", "10:00")])
def test_a_value_of_the_wrong_kind_is_refused(ro, form, value):
    """Better an apology than a wrong date."""
    with pytest.raises(ValueError, match=r".+"):
        said(ro, form, value)


def test_an_unknown_form_is_no_form(ro):
    """The catalogue turns this into a fault of the file."""
    assert speaker("colour", ro.grammar) is None
