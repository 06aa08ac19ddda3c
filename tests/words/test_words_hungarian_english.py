"""What a Hungarian and an English caller hear and may say, in the files as they are shipped."""

import re
from datetime import date

import pytest
from as_shipped import WORDS
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from words import forms
from words.catalogue import WRITTEN, faults
from words.forms import speaker
from words.hearing import closest, date_said, digits_said, mask, sure, year_said, yes_or_no
from words.numbers import cardinal, counted

HUNGARIAN, ENGLISH = WORDS["hu"], WORDS["en"]
BOTH = pytest.mark.parametrize("catalogue", [HUNGARIAN, ENGLISH], ids=["hu", "en"])

SAMPLES = {
    "name": {"ro": "Poliția Română", "hu": "Román Rendőrség", "en": "the Romanian Police"},
    "words": "menu.topic",
    "prose": {"ro": "sub 14 ani", "hu": "14 éves korig", "en": "under 14"},
    "web": "telverde.example/date",
    "key": "9",
    "registration": "119368/305/28.02.2020",
    "date": "2026-02-18",
    "near": ["2026-02-18", "2026-03-02"],
    "when": "2026-03-09T08:30",
    "schedule": [{"days": [0, 1, 2, 3, 4], "from": "08:00", "to": "20:00"}],
    "phone": "+40722123456",
    "digits": "119368",
    "plain": "2026-02-18",
    "day": "2026-02-18",
    "interval": ["10:00", "10:15"],
    "last": "+40722123456",
    "days": 18,
    "time": "10:00",
    "minutes": 14,
    "options": 4,
}


def said(code, form, value):
    return speaker(form, WORDS[code].grammar)(value)


def sentence(catalogue, key):
    return catalogue.text(key, {name: SAMPLES[form] for name, form in catalogue.placeholders(key).items()})


@BOTH
def test_a_reviewer_would_send_nothing_back(catalogue):
    """The same sentences and values as in Romanian, nothing a voice cannot say."""
    assert faults(catalogue, WORDS["ro"]) == []


@BOTH
def test_every_sentence_is_said_in_words(catalogue):
    """With its values filled in no digit is left, and nobody listens to a sentence of more than thirty words."""
    for key in sorted(catalogue.keys()):
        if key.startswith(WRITTEN):
            continue
        text = sentence(catalogue, key)
        assert not re.search(r"[\d{}]", text), key
        assert max(len(part.split()) for part in re.split(r"(?<=[.!?]) ", text)) <= 30, key


@BOTH
def test_the_first_words_are_short(catalogue):
    """Nobody can interrupt the disclaimer: fifteen seconds at eleven characters a second, as in Romanian."""
    assert len(sentence(catalogue, "welcome.disclaimer")) / 11 <= 20  # voice rule 3


@BOTH
def test_the_language_is_offered_in_four_seconds(catalogue):
    """At eleven characters a second, in its own words, the key last (voice rules 5 and 9)."""
    for key in "89":
        text = catalogue.text("language.offer", {"key": key})
        assert len(text) / 11 <= 4
        assert text.endswith(f" {catalogue.grammar.keys[key]}.")


@pytest.mark.parametrize(
    ("n", "alone", "before"),
    [
        (0, "nulla", "nulla"),
        (2, "kettő", "két"),
        (11, "tizenegy", "tizenegy"),
        (12, "tizenkettő", "tizenkét"),
        (21, "huszonegy", "huszonegy"),
        (42, "negyvenkettő", "negyvenkét"),
        (100, "száz", "száz"),
        (102, "százkettő", "százkét"),
        (222, "kétszázhuszonkettő", "kétszázhuszonkét"),
        (1000, "ezer", "ezer"),
        (1848, "ezernyolcszáznegyvennyolc", "ezernyolcszáznegyvennyolc"),
        (2000, "kétezer", "kétezer"),
        (2026, "kétezer-huszonhat", "kétezer-huszonhat"),
        (12002, "tizenkétezer-kettő", "tizenkétezer-két"),
        (119368, "száztizenkilencezer-háromszázhatvannyolc", "száztizenkilencezer-háromszázhatvannyolc"),
        (1000000, "egymillió", "egymillió"),
        (2000000000, "kétmilliárd", "kétmilliárd"),
    ],
)
def test_hungarian_numbers(n, alone, before):
    """One word up to two thousand, then hyphens; "két" only before what is counted."""
    assert [cardinal(n, gender, HUNGARIAN.grammar) for gender in ("alone", "before")] == [alone, before]


def test_hungarian_up_to_2030_agrees_with_num2words():
    """An independent library says the same, but for 102, 202 ... where it is known to be wrong."""
    numbers = [n for n in range(2031) if n % 100 != 2 or n == 2]
    assert [cardinal(n, "alone", HUNGARIAN.grammar) for n in numbers] == [
        num2words(n, lang="hu") for n in numbers
    ]


def test_english_up_to_999_agrees_with_num2words():
    """An independent library says the same."""
    assert [cardinal(n, "any", ENGLISH.grammar) for n in range(1000)] == [
        num2words(n, lang="en") for n in range(1000)
    ]


@pytest.mark.parametrize(
    ("n", "any_", "year"),
    [
        (1998, "one thousand nine hundred and ninety-eight", "one thousand nine hundred and ninety-eight"),
        (2000, "two thousand", "two thousand"),
        (2009, "two thousand and nine", "two thousand and nine"),
        (2010, "two thousand and ten", "twenty ten"),
        (2026, "two thousand and twenty-six", "twenty twenty-six"),
        (2099, "two thousand and ninety-nine", "twenty ninety-nine"),
        (2100, "two thousand one hundred", "two thousand one hundred"),
        (119368, "one hundred and nineteen thousand three hundred and sixty-eight", None),
        (3000100, "three million one hundred", None),
    ],
)
def test_english_numbers_and_years(n, any_, year):
    """A year of this century is said in pairs, a count is not."""
    assert cardinal(n, "any", ENGLISH.grammar) == any_
    assert year is None or cardinal(n, "year", ENGLISH.grammar) == year


@pytest.mark.parametrize(
    ("code", "n", "unit", "expected"),
    [
        ("hu", 1, "days", "egy nap"),
        ("hu", 2, "days", "két nap"),
        ("hu", 30, "days", "harminc nap"),
        ("hu", 22, "minutes", "huszonkét perc"),
        ("hu", 4, "options", "négy lehetőség"),
        ("hu", 100, "petitions", "száz beadvány"),
        ("en", 0, "days", "zero days"),
        ("en", 1, "days", "one day"),
        ("en", 2, "days", "two days"),
        ("en", 1, "people", "one person"),
        ("en", 21, "working_days", "twenty-one working days"),
        ("en", 1, "times", "once"),
    ],
)
def test_counts(code, n, unit, expected):
    """The Hungarian noun stays singular."""
    assert counted(n, unit, WORDS[code].grammar) == expected


@pytest.mark.parametrize(
    ("code", "form", "value", "expected"),
    [
        ("hu", "date", "2026-03-12", "kétezer-huszonhat március tizenkettedikén, csütörtökön"),
        ("hu", "date", "2026-03-01", "kétezer-huszonhat március elsején, vasárnap"),
        ("hu", "plain", "2022-10-31", "kétezer-huszonkettő október harmincegyedikén"),
        ("hu", "day", "2026-11-20", "november huszadikán, pénteken"),
        ("hu", "when", "2026-09-07T08:00", "szeptember hetedikén, hétfőn, nyolc órakor"),
        ("hu", "when", "2026-09-08T08:30", "szeptember nyolcadikán, kedden, nyolc óra harminckor"),
        ("hu", "when", "2026-09-09T09:05", "szeptember kilencedikén, szerdán, kilenc óra öt perckor"),
        ("hu", "year", 2026, "kétezer-huszonhat"),
        ("en", "date", "2026-03-12", "Thursday, the twelfth of March twenty twenty-six"),
        ("en", "date", "2026-05-22", "Friday, the twenty-second of May twenty twenty-six"),
        ("en", "plain", "2007-03-01", "the first of March two thousand and seven"),
        ("en", "day", "2026-10-31", "Saturday, the thirty-first of October"),
        ("en", "when", "2026-09-07T08:00", "Monday, the seventh of September, at eight in the morning"),
        ("en", "year", "2026-03-12", "twenty twenty-six"),
    ],
)  # fmt: skip
def test_dates(code, form, value, expected):
    """Hungarian: year, month, day, as an answer to "when"; English: the day in order."""
    assert said(code, form, value) == expected


@pytest.mark.parametrize(
    ("value", "hungarian", "english"),
    [
        ("00:00", "nulla óra", "midnight"),
        ("08:00", "nyolc óra", "eight in the morning"),
        ("10:05", "tíz óra öt perc", "five minutes past ten in the morning"),
        ("10:15", "tíz óra tizenöt", "a quarter past ten in the morning"),
        ("11:45", "tizenegy óra negyvenöt", "a quarter to noon"),
        ("12:00", "tizenkét óra", "noon"),
        ("12:30", "tizenkét óra harminc", "half past noon"),
        ("14:02", "tizennégy óra két perc", "two minutes past two in the afternoon"),
        ("16:30", "tizenhat óra harminc", "half past four in the afternoon"),
        ("20:00", "húsz óra", "eight in the evening"),
        ("22:01", "huszonkét óra egy perc", "one minute past ten at night"),
        ("23:45", "huszonhárom óra negyvenöt", "a quarter to midnight"),
        ("24:00", "huszonnégy óra", "midnight"),
    ],
)
def test_hours(value, hungarian, english):
    """No Hungarian quarters, which are easily misheard; English says which half of the day."""
    assert [said("hu", "time", value), said("en", "time", value)] == [hungarian, english]


@pytest.mark.parametrize(
    ("value", "hungarian", "english"),
    [
        ([([0, 1, 2, 3, 4], "08:00", "20:00")],
         "hétfőtől péntekig, nyolc óra és húsz óra között",
         "Monday to Friday, from eight in the morning to eight in the evening"),
        ([([1, 0], "09:00", "12:00")],
         "hétfőn és kedden, kilenc óra és tizenkét óra között",
         "on Mondays and on Tuesdays, from nine in the morning to noon"),
        ([([0, 1, 2], "08:30", "16:30"), ([3], "08:30", "18:30")],
         "hétfőtől szerdáig, nyolc óra harminc és tizenhat óra harminc között, "
         "valamint csütörtökön, nyolc óra harminc és tizennyolc óra harminc között",
         "Monday to Wednesday, from half past eight in the morning to half past four in the afternoon, "
         "and on Thursdays, from half past eight in the morning to half past six in the evening"),
        ([(range(7), "00:00", "24:00")], "a hét minden napján, éjjel-nappal", "every day, at any hour"),
        ([], "zárva", "closed"),
    ],
)  # fmt: skip
def test_opening_hours(value, hungarian, english):
    """Days in a row are a span."""
    parts = [{"days": list(days), "from": start, "to": end} for days, start, end in value]
    assert [said("hu", "schedule", parts), said("en", "schedule", parts)] == [hungarian, english]


def test_intervals():
    """From one hour to another."""
    assert said("hu", "interval", ["10:00", "10:15"]) == "tíz óra és tíz óra tizenöt között"
    assert said("en", "interval", ["12:45", "13:00"]) == (
        "between a quarter to one in the afternoon and one in the afternoon"
    )


@pytest.mark.parametrize(
    ("value", "hungarian", "english"),
    [
        ("+40264596030", "nulla kettő hat négy, öt kilenc hat, nulla három nulla",
         "zero two six four, five nine six, zero three zero"),
        ("0213037080", "nulla kettő egy, három nulla három, hét nulla, nyolc nulla",
         "zero two one, three zero three, seven zero, eight zero"),
        ("0722123456", "nulla hét kettő kettő, egy kettő három, négy öt hat",
         "zero seven two two, one two three, four five six"),
        ("112", "egy egy kettő", "one one two"),
        ("+36301234567", "plusz három hat, három nulla egy, kettő három négy, öt hat hét",
         "plus three six, three zero one, two three four, five six seven"),
    ],
)  # fmt: skip
def test_telephone_numbers(value, hungarian, english):
    """In the groups that are printed; two is always "kettő"."""
    assert [said("hu", "phone", value), said("en", "phone", value)] == [hungarian, english]


@pytest.mark.parametrize(
    ("value", "hungarian", "english"),
    [
        ("119.368/305/28.02.2020",
         "egy egy kilenc, három hat nyolc, per három nulla öt, iktatva kétezer-húsz február huszonnyolcadikán",
         "one one nine, three six eight, slash three zero five, from the twenty-eighth of February twenty twenty"),
        ("119368/305", "egy egy kilenc, három hat nyolc, per három nulla öt",
         "one one nine, three six eight, slash three zero five"),
        ("647251/2020", "hat négy hét, kettő öt egy, az iktatás éve kétezer-húsz",
         "six four seven, two five one, from the year twenty twenty"),
        ("34394 din 25.04.2007", "három négy, három kilenc négy, iktatva kétezer-hét április huszonötödikén",
         "three four, three nine four, from the twenty-fifth of April two thousand and seven"),
        ("00123", "nulla nulla, egy kettő három", "zero zero, one two three"),
        ("2134/G/SC", "kettő egy, három négy, per gé, per es cé", "two one, three four, slash jee, slash ess see"),
        ("12/A7", "egy kettő, per a, hét", "one two, slash ay, seven"),
    ],
)  # fmt: skip
def test_registration_numbers(value, hungarian, english):
    """Digits in groups, letters by name, the date or year at the end as such."""
    assert [said("hu", "registration", value), said("en", "registration", value)] == [hungarian, english]


@pytest.mark.parametrize(
    ("code", "sentence", "expected"),
    [
        # digit by digit
        ("hu", "egy kettő három", "123"),
        ("hu", "nulla nulla egy kettő", "0012"),
        ("hu", "dupla nulla hét", "007"),
        ("hu", "kétszer nulla három", "003"),
        ("hu", "egyes kettes hármas", "123"),
        ("hu", "nyóc kilenc", "89"),
        ("hu", "kettőhatnégy", "264"),
        ("en", "one two three", "123"),
        ("en", "double oh seven", "007"),
        ("en", "triple seven one", "7771"),
        ("en", "nought nought one", "001"),
        # groups and whole numbers
        ("hu", "tizenkettő harmincnégy", "1234"),
        ("hu", "száztizenkilenc háromszázhatvannyolc", "119368"),
        ("hu", "száztizenkilencezer-háromszázhatvannyolc", "119368"),
        ("hu", "száz tizenkilenc ezer háromszáz hatvannyolc", "119368"),
        ("hu", "egyezer kétszáz", "1200"),
        ("hu", "kettőezer", "2000"),
        ("hu", "119 ezer 368", "119368"),
        ("en", "twelve thirty-four", "1234"),
        ("en", "one nineteen three sixty-eight", "119368"),
        ("en", "a hundred and five", "105"),
        ("en", "one hundred and nineteen thousand three hundred and sixty-eight", "119368"),
        ("en", "119 thousand 368", "119368"),
        # with words around
        ("hu", "Jó napot kívánok, a beadványom száma kettő három négy", "234"),
        ("hu", "Iktatószám: 1244, kérem.", "1244"),
        ("en", "Hello, it's number 1 2 3 please", "123"),
        ("en", "my petition number is one two three", "123"),
        # slashes, dates and years
        ("hu", "az iktatószám 119368 per 305", "119368/305"),
        ("hu", "119368 perjel 305", "119368/305"),
        ("hu", "százhuszonhárom törtvonal háromszázöt", "123/305"),
        ("hu", "119.368/305/28.02.2020", "119368/305/28.02.2020"),
        ("hu", "119368 per 305, 2020. február 28.", "119368/305/28.02.2020"),
        ("hu", "119368 kelte kétezer-húsz február huszonnyolcadika", "119368/28.02.2020"),
        ("hu", "123, az iktatás éve 2020", "123/2020"),
        ("en", "119368 slash 305", "119368/305"),
        ("en", "119368 stroke 305", "119368/305"),
        ("en", "119368-305", "119368/305"),
        ("en", "119368 slash 305 from the 28th of February 2020", "119368/305/28.02.2020"),
        ("en", "123 dated February 28 2020", "123/28.02.2020"),
        ("en", "123 from the year twenty twenty", "123/2020"),
        # no number, or not only a number
        ("hu", "", ""),
        ("hu", "nem tudom", ""),
        ("hu", "egy pillanat", ""),
        ("hu", "elvesztettem két iratot", ""),
        ("hu", "119368 2020-ból", ""),
        ("hu", "február harmincegyedike", ""),
        ("en", "I don't know", ""),
        ("en", "one moment please", ""),
        ("en", "one for three", ""),
        ("en", "I lost two documents", ""),
        ("en", "thirty-one February 2020", ""),
    ],
)
def test_spoken_numbers(code, sentence, expected):
    """One row, one way to say a number; what is doubtful is no number."""
    assert digits_said(sentence, WORDS[code]) == expected


@BOTH
def test_every_number_we_say_we_understand(catalogue):
    """All up to two thousand one hundred, in each gender, and some larger ones."""
    numbers = [*range(2101), *range(99_990, 100_010), 12_345, 119_368, 999_999]
    for gender in catalogue.grammar.genders:
        heard = [digits_said(cardinal(n, gender, catalogue.grammar), catalogue) for n in numbers]
        assert heard == [str(n) for n in numbers]


@BOTH
@given(n=st.integers(min_value=0, max_value=999_999))
@settings(deadline=None, max_examples=200)
def test_any_number_we_say_we_understand(catalogue, n):
    """A caller who repeats what the hotline said is understood."""
    assert digits_said(cardinal(n, catalogue.grammar.genders[0], catalogue.grammar), catalogue) == str(n)


@BOTH
@given(number=st.from_regex(r"[0-9]{1,12}", fullmatch=True))
@settings(deadline=None, max_examples=100)
def test_any_number_read_digit_by_digit_is_understood(catalogue, number):
    """Zeros in front are kept."""
    assert digits_said(forms.digits(number, catalogue.grammar), catalogue) == number


@BOTH
@pytest.mark.parametrize(
    "number", ["119368/305/28.02.2020", "647251/2020", "34394/25.04.2007", "00123", "12/34"]
)
def test_any_registration_number_we_read_we_understand(catalogue, number):
    """The read-back, said back."""
    assert digits_said(forms.registration(number, catalogue.grammar), catalogue) == number


@pytest.mark.parametrize(
    ("code", "sentence", "expected"),
    [
        ("hu", "2022. március 12.", date(2022, 3, 12)),
        ("hu", "kétezer-huszonkettő március tizenkettedike", date(2022, 3, 12)),
        ("hu", "2020 február 28-án", date(2020, 2, 28)),
        ("hu", "2022. május 1-jén", date(2022, 5, 1)),
        ("hu", "május elseje kétezer-huszonhárom", date(2023, 5, 1)),
        ("hu", "tizenkettő nulla három kétezer-huszonkettő", date(2022, 3, 12)),
        ("hu", "12.03.2022", date(2022, 3, 12)),
        ("hu", "március 12", None),
        ("hu", "tegnap", None),
        ("en", "12 March 2022", date(2022, 3, 12)),
        ("en", "March the 12th, 2022", date(2022, 3, 12)),
        ("en", "the twelfth of March twenty twenty-two", date(2022, 3, 12)),
        ("en", "first of May 2023", date(2023, 5, 1)),
        ("en", "12 oh three twenty twenty-two", date(2022, 3, 12)),
        ("en", "12/03/2022", date(2022, 3, 12)),
        ("en", "12 March", None),
        ("en", "yesterday", None),
    ],
)
def test_spoken_dates(code, sentence, expected):
    """Day, month and year in the order of the language; digits alone are read as in Romania."""
    assert date_said(sentence, WORDS[code]) == expected


@BOTH
@given(day=st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
@settings(deadline=None, max_examples=150)
def test_every_date_we_say_we_understand(catalogue, day):
    """The long form that callers hear, said back."""
    assert date_said(forms.date(day, catalogue.grammar), catalogue) == day


@pytest.mark.parametrize(
    ("code", "sentence", "expected"),
    [
        ("hu", "kétezer-húsz", 2020),
        ("hu", "húsz huszonegy", 2021),
        ("hu", "kettő nulla kettő kettő", 2022),
        ("hu", "huszonhárom", 2023),
        ("hu", "három", None),
        ("en", "two thousand and twenty", 2020),
        ("en", "twenty twenty", 2020),
        ("en", "the year 2019", 2019),
        ("en", "twenty oh five", 2005),
        ("en", "nineteen ninety-eight", 1998),
        ("en", "three", None),
    ],
)
def test_spoken_years(code, sentence, expected):
    """Four digits, or the last two."""
    assert year_said(sentence, WORDS[code]) == expected


@pytest.mark.parametrize(
    ("code", "answer", "sentences"),
    [
        ("hu", True, ["igen", "Igen.", "igen igen", "igen, helyes", "persze", "hogyne", "hát igen", "jó", "jó lesz",
                      "jó így", "rendben", "helyes", "stimmel", "így van", "úgy van", "pontosan", "igen kérem", "aha",
                      "talál", "egyes", "1", "ez az", "igen, köszönöm szépen"]),
        ("hu", False, ["nem", "Nem!", "nem, köszönöm", "nem jó", "nem helyes", "nem ez az", "rossz", "téves",
                       "dehogy", "nem stimmel", "kettő", "kettes", "2", "nem kérem", "nem szeretném", "hát nem",
                       "egyáltalán nem", "nem, ez nem jó", "nem így van", "nem egyezik", "másik"]),
        ("hu", None, ["", "nem tudom", "nem értem", "nem hallom", "nem hallottam", "talán", "igen vagy nem",
                      "igen, nem", "jó napot kívánok", "halló", "kérem", "útlevél", "nem biztos", "egy pillanat",
                      "három", "nem emlékszem", "az iktatószám", "igen útlevél", "lehet", "Kovács János vagyok"]),
        ("en", True, ["yes", "Yes.", "yes please", "yeah", "yep", "sure", "of course", "correct", "that's correct",
                      "that is right", "it is", "right", "exactly", "all right", "okay", "fine", "I do", "one", "1",
                      "yes it's correct", "yes thank you"]),
        ("en", False, ["no", "No!", "no thank you", "not correct", "that's not right", "it isn't", "wrong", "nope",
                       "it's not correct", "that's wrong", "not at all", "two", "2", "I don't", "no, it is wrong",
                       "I do not", "never", "I would not", "no way", "isn't right"]),
        ("en", None, ["", "I don't know", "I do not know", "not sure", "I'm not sure", "I don't understand",
                      "I didn't understand", "can't hear you", "maybe", "yes or no", "yes, no", "hello",
                      "good morning", "passport", "three", "one moment", "just a second", "what", "I think so",
                      "my name is John"]),
    ],
)  # fmt: skip
def test_yes_no_and_neither_are_told_apart(code, answer, sentences):
    """A doubtful answer is asked again, never taken; a greeting is no yes."""
    assert {said: yes_or_no(said, WORDS[code]) for said in sentences} == dict.fromkeys(sentences, answer)


MENU = {
    "1": "status.topic",
    "2": "callback.topic",
    "3": "about.topic",
    "0": "person.topic",
    "*": "back.topic",
    "#": "repeat.topic",
    "leave": "leave.topic",
}


@pytest.mark.parametrize(
    ("code", "wishes"),
    [
        ("hu", {"hol tart a beadványom": "1", "mi lett a kérvényemmel": "1", "a panaszom": "1",
                "visszahívást kérek": "2", "kérem hívjanak vissza": "2", "információt kérek": "3",
                "ügyintézőt kérek": "0", "egy emberrel szeretnék beszélni": "0", "vissza": "*",
                "még egyszer": "#", "nem hallottam": "#", "köszönöm, ennyi volt": "leave", "banán": None}),
        ("en", {"where is my petition": "1", "I want to know about my petition": "1", "call me back": "2",
                "I want a call back": "2", "information": "3", "I want to talk to someone": "0",
                "operator please": "0", "back": "*", "go back": "*", "say that again please": "#",
                "goodbye": "leave", "end the call": "leave", "banana": None}),
    ],
)  # fmt: skip
def test_wishes_of_the_main_menu(code, wishes):
    """What callers ask for instead of pressing a key; to be called back is no wish to go back."""
    names = {key: WORDS[code].phrases(topic) for key, topic in MENU.items()}
    assert {said: sure(closest(said, names, WORDS[code])) for said in wishes} == wishes


@pytest.mark.parametrize(
    ("code", "sentence", "expected"),
    [
        ("hu", "a telefonom 0722 123 456", "a telefonom •••"),
        ("hu", "az iktatószám egy kettő három", "az iktatószám •••"),
        ("hu", "útlevél", "útlevél"),
        ("en", "the petition 119368 from 28 February 2020", "the petition ••• from •••"),
        ("en", "a hundred and five", "•••"),
        ("en", "I lost my passport", "I lost my passport"),
    ],
)
def test_what_is_stored_holds_no_number(code, sentence, expected):
    """Digits and spoken digits are hidden."""
    assert mask(sentence, WORDS[code]) == expected
