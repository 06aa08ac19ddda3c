"""What callers say is understood, with and without diacritics, and never guessed."""

import re
import unicodedata
from datetime import date

import pytest
from as_shipped import WORDS
from hypothesis import given, settings
from hypothesis import strategies as st

from words import forms
from words.hearing import (
    closest,
    date_said,
    digits_said,
    fold,
    mask,
    registration_said,
    sure,
    with_years,
    year_said,
    yes_or_no,
)
from words.numbers import cardinal

ROMANIAN = WORDS["ro"]

NUMBERS = [
    # digit by digit
    ("unu doi trei patru", "1234"),
    ("unu unu nouă trei șase opt", "119368"),
    ("una două trei", "123"),
    ("zero zero unu doi", "0012"),
    ("nulă nulă șasă șepte", "0067"),
    ("unu, doi, trei, și patru", "1234"),
    ("dublu zero trei", "003"),
    ("triplu șapte unu", "7771"),
    # pairs and groups
    ("doisprezece treizeci și patru", "1234"),
    ("douăzeci treizeci și patru", "2034"),
    ("douăzeci și unu douăzeci și doi", "2122"),
    ("zece unsprezece doisprezece", "101112"),
    ("o sută nouăsprezece trei sute șaizeci și opt", "119368"),
    ("douăzeci trei sute", "20300"),
    ("unu o sută", "1100"),
    # whole numbers
    ("o sută", "100"),
    ("o sută unu", "101"),
    ("două sute douăzeci și doi", "222"),
    ("o mie", "1000"),
    ("două mii", "2000"),
    ("două mii o sută", "2100"),
    ("o sută două mii", "102000"),
    ("o sută una mii", "101000"),
    ("o sută de mii", "100000"),
    ("douăzeci și una de mii", "21000"),
    ("douăzeci și una mii trei", "21003"),
    ("o sută nouăsprezece mii trei sute șaizeci și opt", "119368"),
    ("un milion două sute de mii", "1200000"),
    ("trei milioane două sute douăzeci de mii patru sute șaptezeci și trei", "3220473"),
    ("o mie două mii", "10002000"),
    # as people really speak
    ("unșpe doișpe treișpe", "111213"),
    ("paișpe cinșpe șaișpe", "141516"),
    ("șapteșpe șaptișpe", "1717"),
    ("optișpe nouășpe", "1819"),
    ("optșpe nouăsprezece", "1819"),
    ("douăj'doi", "22"),
    ("treij'unu", "31"),
    ("treijunu", "31"),
    ("șaij și cinci", "65"),
    ("patruj nouă", "49"),
    ("o sută unșpe", "111"),
    ("două zeci și trei", "23"),
    ("șasezeci și șase", "66"),
    ("patrusprezece", "14"),
    # as a recogniser writes them
    ("119368", "119368"),
    ("119 368", "119368"),
    ("119.368", "119368"),
    ("1 1 9 3 6 8", "119368"),
    ("119 mii 368", "119368"),
    ("119 de mii 368", "119368"),
    ("2 milioane 5", "2000005"),
    ("00123", "00123"),
    ("005 sute", "005100"),
    # with words around
    ("numărul 119368", "119368"),
    ("petiția numărul o sută nouăsprezece", "119"),
    ("Nr. 1244, vă rog.", "1244"),
    ("Bună ziua, este petiția mea cu numărul doi trei patru", "234"),
    ("păi ăă unu doi trei", "123"),
    ("îmi scrie aici 4 5 6", "456"),
    # slashes
    ("119.368/305", "119368/305"),
    ("119368 pe 305", "119368/305"),
    ("119368 slash 305", "119368/305"),
    ("unu doi trei bară trei zero cinci", "123/305"),
    ("unu doi trei liniuță trei zero cinci", "123/305"),
    ("o sută douăzeci și trei per trei sute cinci", "123/305"),
    ("o sută douăzeci și trei fracție trei sute cinci", "123/305"),
    ("119368-305", "119368/305"),
    ("pe numărul 12", "12"),
    ("3577/831/2020", "3577/831/2020"),
    # dates and years
    ("28.02.2020", "28.02.2020"),
    ("28 februarie 2020", "28.02.2020"),
    ("întâi martie 2020", "01.03.2020"),
    ("119 368 pe 305 din 28 februarie 2020", "119368/305/28.02.2020"),
    ("119.368/305/28.02.2020", "119368/305/28.02.2020"),
    ("315.166/305/3.07.2020", "315166/305/03.07.2020"),
    ("o sută nouăsprezece mii trei sute șaizeci și opt pe trei sute cinci "
     "din douăzeci și opt februarie două mii douăzeci", "119368/305/28.02.2020"),
    ("119368 pe 305 pe data de 28 feb. 2020", "119368/305/28.02.2020"),
    ("trei sute cinci douăzeci și opt februarie două mii douăzeci", "305/28.02.2020"),
    ("10752/47162/24.03.20", "10752/47162/24.03.2020"),
    ("480 din 17.01.2011", "480/17.01.2011"),
    ("123 456 din 12/03/2022", "123456/12.03.2022"),
    ("1234 din doișpe zero trei douăzeci douăzeci și doi", "1234/12.03.2022"),
    ("123 din doi opt zero doi doi zero doi zero", "123/28.02.2020"),
    ("119368 din anul 2020", "119368/2020"),
    ("șase patru șapte din două mii douăzeci", "647/2020"),
    ("1234 din luni 12 iulie 2021", "1234/12.07.2021"),
    ("douăzeci și opt punct zero doi punct două mii douăzeci", "28.02.2020"),
    ("119368 din 28 februarie", "119368"),
    # no number, or not only a number
    ("", ""),
    ("nu știu", ""),
    ("pașaport pierdut", ""),
    ("am pierdut două acte", ""),
    ("acum trei săptămâni", ""),
    ("unu doi banană", ""),
    ("31 februarie 2020", ""),
    ("mai", ""),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), NUMBERS)
def test_a_spoken_number_is_understood(ro, sentence, expected):
    """One row, one way to say a number."""
    assert digits_said(sentence, ro) == expected


@pytest.mark.parametrize(("sentence", "expected"), NUMBERS)
def test_a_number_is_understood_without_diacritics(ro, sentence, expected):
    """Recognisers often leave them out, or write the cedilla letters of old."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", sentence) if not unicodedata.combining(c))
    cedilla = sentence.translate(str.maketrans("șțȘȚ", "şţŞŢ"))
    assert [digits_said(text, ro) for text in (plain, cedilla, sentence.upper())] == [expected] * 3


@given(n=st.integers(min_value=0, max_value=999_999), gender=st.sampled_from("mfn"))
@settings(deadline=None, max_examples=300)
def test_every_number_we_say_we_understand(n, gender):
    """A caller who repeats what the hotline said is understood."""
    assert digits_said(cardinal(n, gender, ROMANIAN.grammar), ROMANIAN) == str(n)


@given(number=st.from_regex(r"[0-9]{1,12}", fullmatch=True))
@settings(deadline=None, max_examples=200)
def test_every_number_read_digit_by_digit_is_understood(number):
    """Zeros in front are kept."""
    assert digits_said(forms.digits(number, ROMANIAN.grammar), ROMANIAN) == number


@given(pairs=st.lists(st.integers(min_value=10, max_value=99), min_size=1, max_size=4))
@settings(deadline=None, max_examples=100)
def test_every_number_said_in_pairs_is_understood(pairs):
    """ "Treizeci, cinci" could mean 35 or 305, so pairs end in a number of two digits here."""
    said = ", ".join(cardinal(pair, "m", ROMANIAN.grammar) for pair in pairs)
    assert digits_said(said, ROMANIAN) == "".join(map(str, pairs))


@given(sentence=st.text(max_size=40))
@settings(deadline=None, max_examples=200)
def test_any_noise_is_digits_or_nothing(sentence):
    """Whatever a recogniser sends, the answer is digits, slashes and a date at most; nothing breaks."""
    assert re.fullmatch(r"[\d./]*", digits_said(sentence, ROMANIAN))
    assert mask(sentence, ROMANIAN) is not None
    assert yes_or_no(sentence, ROMANIAN) in (True, False, None)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("12 martie 2022", date(2022, 3, 12)),
        ("joi, doisprezece martie două mii douăzeci și doi", date(2022, 3, 12)),
        ("întâi martie două mii douăzeci", date(2020, 3, 1)),
        ("unu martie două mii douăzeci", date(2020, 3, 1)),
        ("doișpe mai două mii douăj'doi", date(2022, 5, 12)),
        ("12.03.2022", date(2022, 3, 12)),
        ("12/03/2022", date(2022, 3, 12)),
        ("12-03-2022", date(2022, 3, 12)),
        ("12032022", date(2022, 3, 12)),
        ("1 2 0 3 2 0 2 2", date(2022, 3, 12)),
        ("12 03 2022", date(2022, 3, 12)),
        ("12.03.22", date(2022, 3, 12)),
        ("unu doi zero trei două mii douăzeci și doi", date(2022, 3, 12)),
        ("pe data de 5 mai 2023", date(2023, 5, 5)),
        ("din 5 mai 23", date(2023, 5, 5)),
        ("douăzeci și opt punct zero doi punct douăzeci douăzeci", date(2020, 2, 28)),
        ("29 februarie 2020", date(2020, 2, 29)),
        ("29 februarie 2021", None),
        ("12 martie", None),
        ("ieri", None),
        ("2022", None),
        ("", None),
    ],
)
def test_a_spoken_date_is_understood(ro, sentence, expected):
    """Day, month and year; nothing is added to what was said."""
    assert date_said(sentence, ro) == expected


@given(day=st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
@settings(deadline=None, max_examples=150)
def test_every_date_we_say_we_understand(day):
    """The long form that callers hear, said back."""
    assert date_said(forms.date(day, ROMANIAN.grammar), ROMANIAN) == day


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("două mii douăzeci", 2020),
        ("2020", 2020),
        ("anul 2019", 2019),
        ("din 2021", 2021),
        ("douăzeci douăzeci și unu", 2021),
        ("doi zero doi doi", 2022),
        ("douăzeci și trei", 2023),
        ("o mie nouă sute nouăzeci și opt", 1998),
        ("trei", None),
        ("119368", None),
        ("nu mai știu", None),
    ],
)
def test_a_spoken_year_is_understood(ro, sentence, expected):
    """Four digits, or the last two."""
    assert year_said(sentence, ro) == expected


@pytest.mark.parametrize(
    ("answer", "sentences"),
    [
        (True, ["da", "Da.", "da da", "da, sigur", "ba da", "sigur că da", "desigur", "corect", "este corect",
                "exact", "e bine", "așa e", "da, vă rog frumos", "sunt de acord", "de ce nu", "mda",
                "confirm", "bineînțeles", "unu", "1", "DA DA DA"]),
        (False, ["nu", "Nu!", "nu, mulțumesc", "nu e corect", "nu este bine", "greșit", "nu, e greșit",
                 "deloc", "nu sunt de acord", "ba nu", "doi", "2", "nu vreau"]),
        (None, ["", "nu știu", "nu am înțeles", "n-am înțeles", "nu aud", "da sau nu", "da, nu", "pașaport",
                "poate", "mă cheamă Ion", "da pașaport", "trei", "alo"]),
    ],
)  # fmt: skip
def test_yes_no_and_neither_are_told_apart(ro, answer, sentences):
    """A doubtful answer is asked again, never taken."""
    assert {sentence: yes_or_no(sentence, ro) for sentence in sentences} == dict.fromkeys(sentences, answer)


OFFICES = {
    "pensions": ["Casa de Pensii"],
    "health": ["Casa de Asigurări de Sănătate"],
    "public_health": ["Direcția de Sănătate Publică"],
    "floresti": ["Primăria Florești"],
    "cluj": ["Primăria Cluj-Napoca"],
    "local": ["Poliția Locală"],
    "border": ["Poliția de Frontieră", "vamă"],
    "passports": ["pașaport", "pașaport pierdut", "Serviciul Pașapoarte"],
    "ministry": ["angajare în MAI"],
}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("casa de pensii", "pensions"),
        ("vreau la casa de pensii vă rog", "pensions"),
        ("primaria florest", "floresti"),
        ("primăria din Florești", "floresti"),
        ("am pierdut pașaportul și am nevoie de pașaport", "passports"),
        ("politia de frontiera", "border"),
        ("sanatate", None),
        ("poliție", None),
        ("primăria", None),
        ("vreau un cazier pentru angajare", None),
        ("banană", None),
        ("", None),
    ],
)
def test_a_choice_is_taken_only_when_it_is_sure(ro, sentence, expected):
    """One shared word is not enough; a whole name inside a long sentence is."""
    assert sure(closest(sentence, OFFICES, ro)) == expected


def test_choices_are_ranked_best_first_from_0_to_100(ro):
    """Every choice is in the ranking, so a menu of three can be offered."""
    ranking = closest("primăria florest", OFFICES, ro)
    assert [choice for choice, _ in ranking][:2] == ["floresti", "cluj"]
    assert len(ranking) == len(OFFICES)
    assert all(0 <= score <= 100 for _, score in ranking)
    assert [score for _, score in ranking] == sorted((score for _, score in ranking), reverse=True)


def test_a_tie_or_nothing_is_not_sure():
    """Eighty-five points and ten ahead of the second."""
    assert sure([]) is None
    assert sure([("a", 84.9)]) is None
    assert sure([("a", 90.0), ("b", 81.0)]) is None
    assert sure([("a", 90.0), ("b", 80.0)]) == "a"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("numărul 119368", "numărul •••"),
        ("numărul o sută nouăsprezece mii trei sute șaizeci și opt", "numărul •••"),
        ("petiția unu doi trei pe trei zero cinci este gata", "petiția ••• este gata"),
        ("din 28 februarie 2020", "din •••"),
        ("telefonul meu e 0722 123 456", "telefonul meu e •••"),
        ("codul 1850101123456 și atât", "codul și atât"),
        ("codul 185 0101 123456", "codul"),
        ("am o petiție și un tichet", "am o petiție și un tichet"),
        ("unșpe douăj'doi", "•••"),
        ("pașaport pierdut", "pașaport pierdut"),
        ("", ""),
    ],
)
def test_what_is_stored_holds_no_number(ro, sentence, expected):
    """Digits and spoken digits are hidden, personal codes leave no trace."""
    assert mask(sentence, ro) == expected


def test_folding_makes_comma_and_cedilla_equal():
    """Capitals, marks and punctuation do not matter."""
    assert fold("Școală, ŢARĂ; într-o 12-a") == fold("scoala tara ÎNTR o 12 A") == "scoala tara intr o 12 a"


@pytest.mark.parametrize(
    ("code", "sentence", "expected"),
    [
        ("hu", "száztizenkilencezer-háromszázhatvannyolc", "119368"),
        ("hu", "tizenkettő harmincnégy", "1234"),
        ("hu", "egy kettő három per öt", "123/5"),
        ("hu", "százhuszonhárom kelte kétezer-húsz február huszonnyolcadika", "123/28.02.2020"),
        ("en", "one hundred and nineteen thousand three hundred and sixty-eight", "119368"),
        ("en", "double oh seven", "007"),
        ("en", "number 12 slash 305 dated the twenty-eighth of February 2020", "12/305/28.02.2020"),
        ("en", "twelve dated February 28 2020", "12/28.02.2020"),
    ],
)
def test_other_languages_are_understood_from_their_file(languages, code, sentence, expected):
    """Words grown together, another order of dates: all of it data."""
    assert digits_said(sentence, languages[code]) == expected


@pytest.mark.parametrize("code", ["hu", "en"])
def test_other_languages_understand_what_they_say(languages, code):
    """A sample of numbers, said and heard."""
    catalogue = languages[code]
    gender = catalogue.grammar.genders[0]
    numbers = [*range(120), *range(997, 1003), 2022, 12345, 100000, 119368, 999999]
    assert [digits_said(cardinal(n, gender, catalogue.grammar), catalogue) for n in numbers] == [
        str(n) for n in numbers
    ]


# as on paper (facts 3.1), as a recogniser writes it, as people spell it
LETTERED = [
    ("ro", "2134/G/SC/20.10.2026", "2134/20.10.2026"),
    ("ro", "2134 G", "2134"),
    ("ro", "2134G", "2134"),
    ("ro", "2134 G SC din 20 octombrie", "2134"),
    ("ro", "2134 bară G bară SC din 20 octombrie 2026", "2134/20.10.2026"),
    ("ro", "doi unu trei patru bară ge bară es ce bară două mii optsprezece", "2134/2018"),
    ("ro", "2134/DGASPC/01.02.2018", "2134/01.02.2018"),
    ("ro", "2134 bară das din 2018", "2134/2018"),
    ("ro", "2134/B2/2020", "2134/2/2020"),
    ("ro", "2134 G 305", "2134/305"),
    ("ro", "2134 dublu ve", "2134"),
    ("ro", "119.368/305/28.02.2020", "119368/305/28.02.2020"),
    ("ro", "34394 din 25.04.2007", "34394/25.04.2007"),
    ("ro", "10752/47162/24.03.20", "10752/47162/24.03.2020"),
    ("ro", "petiția 2134 din 2026", "2134/2026"),
    ("hu", "a számom 2134 per gé per es cé", "2134"),
    ("en", "my number is 2134 slash G slash SC from 20 October 2026", "2134/20.10.2026"),
    ("en", "two one three four gee ess cee dated 1 February 2018", "2134/01.02.2018"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence", "expected"), LETTERED)
def test_the_letters_of_a_registration_number_are_skipped(language, sentence, expected):
    """They part what stands around them, and are compared with nothing."""
    assert registration_said(sentence, WORDS[language]) == expected


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ro", "am două petiții"),
        ("ro", "am 2 petiții"),
        ("ro", "am o cerere și două petiții"),
        ("ro", "de doi ani"),
        ("ro", "am trei reclamații"),
        ("ro", "vitamina B 12"),
        ("ro", "2134 nu știu"),
        ("ro", "2134 bară banană"),
        ("ro", "ge es ce"),
        ("ro", "ce doi"),
        ("hu", "két beadványom van"),
        ("en", "I have two petitions"),
    ],
)
def test_a_sentence_that_only_counts_something_is_no_number(language, sentence):
    """Nor one with other words in it."""
    assert registration_said(sentence, WORDS[language]) == ""


@pytest.mark.parametrize("letters", ["G", "ge", "SC", "es"])
def test_letters_are_known_in_registration_numbers_only(letters):
    """A telephone number or a key has none."""
    assert digits_said(f"2134 {letters}", ROMANIAN) == ""


YEARS = [
    ("ro", "anul trecut", 2025),
    ("ro", "din anul trecut", 2025),
    ("ro", "anul acesta", 2026),
    ("ro", "Anul ăsta, vă rog", 2026),
    ("hu", "tavaly", 2025),
    ("hu", "idén", 2026),
    ("en", "last year", 2025),
    ("en", "this year", 2026),
]


@pytest.mark.parametrize(("language", "sentence", "year"), YEARS)
def test_a_year_is_told_from_this_one(language, sentence, year):
    """The day is given, so that nothing depends on the clock."""
    said = with_years(sentence, WORDS[language], date(2026, 3, 2))
    assert year_said(said, WORDS[language]) == year


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ro", "pe 28 septembrie anul trecut"),
        ("ro", "douăzeci și opt septembrie anul trecut"),
        ("hu", "tavaly szeptember 28-án"),
        ("en", "the 28th of September last year"),
    ],
)
def test_a_day_of_last_year_is_a_day(language, sentence):
    """With its year said as people say it."""
    said = with_years(sentence, WORDS[language], date(2026, 3, 2))
    assert date_said(said, WORDS[language]) == date(2025, 9, 28)
