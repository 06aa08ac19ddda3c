"""Who reads a message sees figures; who hears the line hears words."""

import pytest
from as_shipped import WORDS

from words.printed import printer

WEEK = {"days": [0, 1, 2, 3, 4], "from": "08:00", "to": "20:00"}


@pytest.mark.parametrize(
    ("form", "value", "written"),
    [
        ("number", 21, "21"),
        ("f", 2, "2"),
        ("date", "2026-11-22", "22.11.2026"),
        ("plain", "2026-03-01", "01.03.2026"),
        ("day", "2026-11-22", "duminică 22.11.2026"),
        ("near", ["2026-11-22", "2026-11-20"], "22.11.2026"),
        ("year", "2026-11-22", "2026"),
        ("year", 2026, "2026"),
        ("month", 3, "martie"),
        ("time", "09:05", "9:05"),
        ("interval", ["09:00", "09:15"], "9:00-9:15"),
        ("when", "2026-11-23T09:00", "luni 23.11.2026, 9:00"),
        ("schedule", [WEEK], "Lu-Vi 8:00-20:00"),
        ("schedule", [WEEK, {"days": [5], "from": "09:00", "to": "12:00"}], "Lu-Vi 8:00-20:00, Sâ 9:00-12:00"),
        ("schedule", [{"days": [0, 2], "from": "08:00", "to": "10:00"},
                      {"days": [0, 2], "from": "11:00", "to": "12:00"}], "Lu,Mi 8:00-10:00 11:00-12:00"),
        ("schedule", [{"days": list(range(7)), "from": "00:00", "to": "24:00"}], "24/7"),
        ("schedule", [], "închis"),
        ("digits", "119368", "119368"),
        ("phone", "+40264401001", "0264 401 001"),
        ("phone", "0212125674", "021 212 56 74"),
        ("phone", "116111", "116 111"),
        ("phone", "+4915112345678", "+49 15 112 345 678"),
        ("last", "+40722000111", "...111"),
        ("registration", "119368/305/28.02.2020", "119368/305/28.02.2020"),
        ("web", "https://www.mai.gov.ro/", "mai.gov.ro"),
        ("days", 1, "o zi"),
        ("days", 2, "2 zile"),
        ("days", 21, "21 de zile"),
        ("name", {"ro": "Poliția", "hu": "Rendőrség"}, "Poliția"),
    ],
)  # fmt: skip
def test_a_value_is_written_in_figures(form: str, value: object, written: str) -> None:
    """Every form a sentence may ask for, in Romanian."""
    write = printer(form, WORDS["ro"].grammar)
    assert write
    assert write(value) == written


def test_each_language_writes_its_own_way() -> None:
    """Hungarian dates begin with the year; English ones are not to be mistaken for American."""
    written = {code: WORDS[code] for code in ("hu", "en")}
    shown = {code: printer("day", one.grammar)("2026-11-22") for code, one in written.items()}  # type: ignore[misc]
    assert shown == {"hu": "vasárnap 2026.11.22.", "en": "Sunday 22.11.2026"}


def test_a_form_nobody_knows_is_none() -> None:
    """As with words that are heard."""
    assert printer("colour", WORDS["ro"].grammar) is None


def test_the_same_value_is_heard_in_words_and_read_in_figures() -> None:
    """The key of the sentence decides."""
    romanian = WORDS["ro"]
    assert romanian.speakers["last"]("+40722000111") == "unu unu unu"
    assert romanian.printers["last"]("+40722000111") == "...111"
    read = romanian.text("mail.ticket.cancelled.subject", {"number": "TA-1"})
    assert read == "Tichet Albastru TA-1, anulat"
