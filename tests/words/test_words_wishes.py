"""When a caller would like to be rung is understood in three languages, and never guessed."""

from datetime import date

import pytest
from as_shipped import WORDS
from hypothesis import given, settings
from hypothesis import strategies as st

from office.slots import Wish
from words import forms
from words.wishes import wish_said

TODAY = date(2027, 3, 1)  # a Monday

ROMANIAN = [
    ("marți după-amiază", "w1 720-1440"),
    ("Marți, după-amiaza", "w1 720-1440"),
    ("joi dimineața", "w3 0-720"),
    ("joia", "w3"),
    ("aș vrea joi dimineață dacă se poate", "w3 0-720"),
    ("marți sau miercuri", "w12"),
    ("săptămâna viitoare", "2027-03-08..2027-03-14"),
    ("săptămâna viitoare, marți", "2027-03-08..2027-03-14 w1"),
    ("săptămâna asta", "2027-03-01..2027-03-07"),
    ("peste două săptămâni joi", "2027-03-15..2027-03-21 w3"),
    ("mâine", "2027-03-02..2027-03-02"),
    ("poimâine la prânz", "2027-03-03..2027-03-03 720-840"),
    ("pe 12 martie", "2027-03-12..2027-03-12"),
    ("12 martie după masă", "2027-03-12..2027-03-12 720-1440"),
    ("doisprezece martie", "2027-03-12..2027-03-12"),
    ("douăzeci și trei martie", "2027-03-23..2027-03-23"),
    ("întâi aprilie", "2027-04-01..2027-04-01"),
    ("12 martie 2027", "2027-03-12..2027-03-12"),
    ("vineri 12 martie", "2027-03-12..2027-03-12 w4"),
    ("pe 5", "2027-03-05..2027-03-05"),
    ("vineri 5", "2027-03-05..2027-03-05 w4"),
    ("pe 28 februarie", "2028-02-28..2028-02-28"),
    ("la 10", "600-660"),
    ("marți la ora zece și treizeci", "w1 630-690"),
    ("marți la 10:30", "w1 630-690"),
    ("la trei", "900-960"),
    ("după ora 14", "840-1440"),
    ("înainte de 11", "0-660"),
    ("între 10 și 12", "600-720"),
    ("de la zece la doisprezece", "600-720"),
    ("seara", "960-1440"),
    # nothing is guessed
    ("", ""),
    ("nu știu", ""),
    ("nu marți", ""),
    ("12", ""),
    ("vineri 6", ""),  # the sixth is a Saturday
    ("31 aprilie", ""),
    ("pe 12 martie sau pe 15 martie", ""),
    ("mai devreme", ""),
    ("oricând", ""),
    ("la 99", ""),
]
HUNGARIAN = [
    ("kedden délután", "w1 720-1440"),
    ("csütörtök reggel", "w3 0-720"),
    ("jövő héten kedden", "2027-03-08..2027-03-14 w1"),
    ("holnapután", "2027-03-03..2027-03-03"),
    ("március tizenkettedikén", "2027-03-12..2027-03-12"),
    ("március 12-én délelőtt", "2027-03-12..2027-03-12 0-720"),
    ("tízkor", "600-660"),
    ("háromkor", "900-960"),
    ("nem kedden", ""),
    ("nem tudom", ""),
]
ENGLISH = [
    ("Tuesday afternoon", "w1 720-1440"),
    ("Thursday morning please", "w3 0-720"),
    ("next week", "2027-03-08..2027-03-14"),
    ("tomorrow", "2027-03-02..2027-03-02"),
    ("on the 12th of March", "2027-03-12..2027-03-12"),
    ("March 12", "2027-03-12..2027-03-12"),
    ("the twelfth of March in the morning", "2027-03-12..2027-03-12 0-720"),
    ("Friday at 10:30", "w4 630-690"),
    ("after three", "900-1440"),
    ("between ten and twelve", "600-720"),
    ("not on Tuesday", ""),
    ("I don't know", ""),
]
SAID = [(code, *row) for code, rows in (("ro", ROMANIAN), ("hu", HUNGARIAN), ("en", ENGLISH)) for row in rows]


@pytest.mark.parametrize(("code", "sentence", "expected"), SAID)
def test_a_wish_is_understood(code: str, sentence: str, expected: str) -> None:
    """One row, one way to say when; what is understood is a wish the office can read."""
    said = wish_said(sentence, WORDS[code], TODAY)
    assert said == expected
    assert (Wish.parse(said) is None) == (expected == "")


@given(sentence=st.text(max_size=40), code=st.sampled_from(sorted(WORDS)))
@settings(deadline=None, max_examples=200)
def test_any_noise_is_a_wish_or_nothing(sentence: str, code: str) -> None:
    said = wish_said(sentence, WORDS[code], TODAY)
    assert said == "" or Wish.parse(said) is not None


vocabulary = st.sampled_from(
    [
        "marți",
        "joi",
        "la",
        "10",
        "12",
        "30",
        "martie",
        "după",
        "înainte de",
        "pe",
        "între",
        "mâine",
        "seara",
        "99",
    ]
)


@given(words=st.lists(vocabulary, max_size=7))
@settings(deadline=None, max_examples=300)
def test_any_order_of_known_words_is_a_wish_or_nothing(words: list[str]) -> None:
    said = wish_said(" ".join(words), WORDS["ro"], TODAY)
    wish = Wish.parse(said)
    assert (wish is None) == (said == "")
    assert wish is None or wish.text == said


@given(day=st.dates(date(2027, 3, 1), date(2028, 2, 29)), code=st.sampled_from(sorted(WORDS)))
@settings(deadline=None, max_examples=150)
def test_every_day_we_say_we_understand(day: date, code: str) -> None:
    """A caller who repeats the day the hotline said is understood."""
    said = forms.day(day, WORDS[code].grammar)
    wish = Wish.parse(wish_said(said, WORDS[code], TODAY))
    assert wish is not None, said
    assert (wish.first, wish.last, wish.weekdays) == (day, day, {day.weekday()})
