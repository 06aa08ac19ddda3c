"""A number given in any of the ways institutions print it is understood; what is no number is refused."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.registration import RegistrationNumber

PRINTED = [
    # what is printed            number   segments    filed on            year
    ("119.368/305/28.02.2020", 119368, ("305",), date(2020, 2, 28), 2020),
    ("277.855/305/27.05.2019", 277855, ("305",), date(2019, 5, 27), 2019),
    ("351.061/305/23.07.2020", 351061, ("305",), date(2020, 7, 23), 2020),
    ("315.166/305/3.07.2020", 315166, ("305",), date(2020, 7, 3), 2020),
    ("210013/305/24.04.2020", 210013, ("305",), date(2020, 4, 24), 2020),
    ("46.444/305/22.01.2021", 46444, ("305",), date(2021, 1, 22), 2021),
    ("34394 din 25.04.2007", 34394, (), date(2007, 4, 25), 2007),
    ("3220473/27.03.2020", 3220473, (), date(2020, 3, 27), 2020),
    ("647251/2020", 647251, (), None, 2020),
    ("2134/G/SC/01.02.2018", 2134, ("G", "SC"), date(2018, 2, 1), 2018),
    ("10752/47162/24.03.20", 10752, ("47162",), date(2020, 3, 24), 2020),
    ("3577/831/2020", 3577, ("831",), None, 2020),
    ("1244/2019", 1244, (), None, 2019),
    ("480 din 17.01.2011", 480, (), date(2011, 1, 17), 2011),
    ("înregistrate cu nr. 480 din data de 17.01.2011", 480, (), date(2011, 1, 17), 2011),
    ("123456", 123456, (), None, None),
    ("123 456 din 12/03/2022", 123456, (), date(2022, 3, 12), 2022),
    ("00123/2022", 123, (), None, 2022),
]

ALSO_WRITTEN = [
    ("Nr. 119 368 / 305 / 28-02-2020.", "119368/305/28.02.2020"),
    ("numărul 480 din anul 2011", "480/2011"),
    ("Înregistrată sub nr.480 din 17/1/11", "480/17.01.2011"),
    ("1.234.567 / 2020", "1234567/2020"),
    ("2134/g/şc/2018", "2134/G/ȘC/2018"),
    ("123/12/03/2022", "123/12.03.2022"),
    ("123/45/12/2022", "123/45/12/2022"),
    ("119368/2020/28.02.2020", "119368/2020/28.02.2020"),
    ("119368\u00a028. 02. 2020", "119368/28.02.2020"),
    ("119368/29.02.2020", "119368/29.02.2020"),
    ("\uff11\uff12\uff13/2020", "123/2020"),  # full-width digits
]

NO_NUMBERS = [
    "",
    "petiția mea",
    "0",
    "000/2020",
    "1234567890",
    "1850101123456",  # a CNP
    "1850101122020",  # a CNP that ends like a year
    "185 010 112 345 6",
    "123.456.789.012",
    "12.03.2020",
    "119368/31.02.2020",
    "119368/29.02.2021",
    "119368 din 31/13/2020",
    "123/31/02/2022",
    "119368/28.02.1820",
    "119368/SEGMENT/2020",
    "119368//2020",
    "119368 305",
    "1" * 200,
]

KEYED = [
    ("119368", "119368"),
    ("00119368", "00119368"),
    ("119368*305", "119368/305"),
    ("119368*305*28022020", "119368/305/28.02.2020"),
    ("119368*28022020", "119368/28.02.2020"),
    ("119368*280220", "119368/28.02.2020"),
    ("119368*305*280220", "119368/305/28.02.2020"),
    ("647251*2020", "647251/2020"),
    ("119368*2020", "119368/2020"),
    ("3577*831*2020", "3577/831/2020"),
    ("123*12*03*2022", "123/12.03.2022"),
    ("10752*47162*240320", "10752/47162/24.03.2020"),
    ("10752*471628", "10752/471628"),
    ("10752*310220", "10752/310220"),
    ("119368*3050", "119368/3050"),
    ("2134***01022018", "2134/01.02.2018"),
    ("119368*", "119368"),
    ("280220", "280220"),
    ("28022020", "28022020"),
]

NOT_KEYED = [
    "",
    "*",
    "*119368",
    "1234567890",
    "1850101123456",
    "119368*31022020",
    "119368*2802020",
    "12#3",
    "12a",
]


@pytest.mark.parametrize(("printed", "number", "segments", "filed_on", "year"), PRINTED)
def test_every_printed_sample_is_understood(
    printed: str, number: int, segments: tuple[str, ...], filed_on: date | None, year: int | None
) -> None:
    """Number, segments, day and year of each way institutions print them are read."""
    found = RegistrationNumber.parse(printed)
    assert found is not None
    assert (found.number, found.segments, found.filed_on, found.year) == (number, segments, filed_on, year)


@pytest.mark.parametrize(("written", "canonical"), ALSO_WRITTEN)
def test_citizens_write_it_their_own_way(written: str, canonical: str) -> None:
    """Spaces, dashes, cedillas, "nr." and a full stop at the end change nothing."""
    found = RegistrationNumber.parse(written)
    assert found is not None
    assert found.text == canonical


@pytest.mark.parametrize("written", NO_NUMBERS)
def test_what_is_no_registration_number_is_refused(written: str) -> None:
    """A personal code, an impossible date or idle words are never looked up."""
    assert RegistrationNumber.parse(written) is None


@pytest.mark.parametrize(("keys", "canonical"), KEYED)
def test_keys_with_stars_say_the_whole_number(keys: str, canonical: str) -> None:
    """A star is the slash; the length of the last group tells a day, a year or a segment."""
    found = RegistrationNumber.from_keys(keys)
    assert found is not None
    assert found.text == canonical


@pytest.mark.parametrize("keys", NOT_KEYED)
def test_keys_that_cannot_be_a_number_are_asked_again(keys: str) -> None:
    """Too many digits, no such day, or a star first give nothing to look up."""
    assert RegistrationNumber.from_keys(keys) is None


def test_leading_zeros_are_kept_but_not_compared() -> None:
    """The caller hears the zeros again, and the petition is found without them."""
    keyed, filed = RegistrationNumber.from_keys("00123"), RegistrationNumber.parse("123/2022")
    assert keyed is not None
    assert filed is not None
    assert keyed.text == "00123"
    assert keyed.matches(filed)


def test_the_year_is_that_of_the_date() -> None:
    """A number with a day and no year, or another year, has the year of the day."""
    assert RegistrationNumber(1, "1", (), date(2020, 2, 28)).year == 2020
    assert RegistrationNumber(1, "1", (), date(2020, 2, 28), 1999).year == 2020


def test_speech_is_read_like_writing() -> None:
    """What the reader of speech wrote down is the same number."""
    said, written = "119368/305/28.02.2020", "119.368/305/28.02.2020"
    assert RegistrationNumber.from_speech(said) == RegistrationNumber.parse(written)


@pytest.mark.parametrize(
    ("given_text", "filed_text", "same"),
    [
        ("119368", "119368/305/28.02.2020", True),
        ("119369", "119368/305/28.02.2020", False),
        ("119368/2020", "119368/305/28.02.2020", True),
        ("119368/2021", "119368/305/28.02.2020", False),
        ("119368/28.02.2020", "119368/2020", True),
        ("119368/27.02.2020", "119368/28.02.2020", False),
        ("119368/305", "119368/305/28.02.2020", True),
        ("119368/0305", "119368/305/28.02.2020", True),
        ("119368/306", "119368/305/28.02.2020", False),
        ("119368/305", "119368/2020", True),
        ("2134/01.02.2018", "2134/G/SC/01.02.2018", True),
        ("2134/12", "2134/G12/SC/01.02.2018", True),
        ("2134/7", "2134/G12/7/2018", True),
        ("2134/8", "2134/G12/7/2018", False),
    ],
)
def test_only_what_both_say_is_compared(given_text: str, filed_text: str, same: bool) -> None:
    """A caller who leaves out the department, its letters or the date still finds the petition."""
    mine, filed = RegistrationNumber.parse(given_text), RegistrationNumber.parse(filed_text)
    assert mine is not None
    assert filed is not None
    assert mine.matches(filed) is same
    assert filed.matches(mine) is same


ANY_DAY = st.dates(date(1900, 1, 1), date(2099, 12, 31))
ANY_WRITING = st.one_of(
    st.text("0123456789./- dinNr*GȘ", max_size=24),
    st.from_regex(
        r"(nr\. )?[0-9]{1,3}([. ]?[0-9]{3}){0,2}(/[0-9A-Z]{1,6}){0,3}(/(19|20)[0-9]{2})?", fullmatch=True
    ),
)


@settings(max_examples=300)
@given(ANY_WRITING)
def test_canonical_text_is_read_as_the_same_number(text: str) -> None:
    """Whatever is understood once is understood the same from its canonical writing."""
    found = RegistrationNumber.parse(text)
    assert found is None or RegistrationNumber.parse(found.text) == found


@settings(max_examples=200)
@given(st.text("0123456789*", max_size=24))
def test_keyed_numbers_are_read_the_same_in_writing(keys: str) -> None:
    """What a caller keyed can be printed, and read again from the print."""
    found = RegistrationNumber.from_keys(keys)
    assert found is None or RegistrationNumber.parse(found.text) == found


@settings(max_examples=100)
@given(st.integers(1, 999_999_999), ANY_DAY)
def test_any_number_with_any_day_can_be_keyed_and_written(number: int, day: date) -> None:
    """Keys and print agree on every number and every day from 1900 to 2099."""
    keyed = RegistrationNumber.from_keys(f"{number}*{day:%d%m%Y}")
    assert keyed == RegistrationNumber(number, str(number), (), day)
    assert keyed == RegistrationNumber.parse(f"nr. {number} din {day.day}.{day.month}.{day.year}")


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_no_text_is_too_odd_to_be_refused(text: str) -> None:
    """Odd digits, signs and scripts are answered with a number or with none, never with an error."""
    found = RegistrationNumber.parse(text)
    assert found is None or found.written.isascii()
