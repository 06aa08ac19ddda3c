"""A text message is one part, in letters every telephone has, and ends with our number; the check keeps it so."""

from dataclasses import replace
from typing import Any

import pytest

from ivr.rules import texts
from post.sms import worded
from web.hotline import Hotline
from words.gsm import PART, gsm, one_part, septets

LINE = "+40800123456"
FULL = {
    "name": "Direcția Generală de Pașapoarte",
    "phone": "+40212125674",
    "extension": "12",
    "hours": [{"days": [0, 1, 2, 3, 4], "from": "08:30", "to": "16:30"}],
    "address": "Str. Nicolae Iorga nr. 29, sector 1, București",
    "page": "https://pasapoarte.mai.gov.ro",
}


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Știți că ăsta âmblă în țară?", "Stiti ca asta ambla in tara?"),
        ("ŞŢşţ", "STst"),  # cedillas, too
        ("Hétfő, ötödik, űrlap, bíróság, Ő", "Hétfö, ötödik, ürlap, birosag, Ö"),
        ("„da” – nu…", '"da" - nu...'),
        ("à é ü Ä ñ ß", "à é ü Ä ñ ß"),  # these the alphabet has
        ("日 10 €", "? 10 €"),
    ],
)
def test_letters_become_those_every_telephone_has(written: str, sent: str) -> None:
    """What the alphabet has stays, what it lacks loses its marks, the rest is a question mark."""
    assert gsm(written) == sent


def test_some_signs_count_twice() -> None:
    """GSM 03.38, 6.2.1.1: ten letters of the extension table take two septets each."""
    assert septets("abc") == 3
    assert septets("^{}\\[~]|€") == 18


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ro", "Directia Generala de Pasapoarte. Tel. 021 212 56 74. Int. 12. Lu-Vi 8:30-16:30. Linia 0800 123 456"),
        ("hu", "Directia Generala de Pasapoarte. Tel. 021 212 56 74. Mellék 12. H-P 8:30-16:30. Vonalunk 0800 123 456"),
        ("en", "Directia Generala de Pasapoarte. Tel. 021 212 56 74. Ext. 12. Mo-Fr 8:30-16:30. Our line 0800 123 456"),
    ],
)  # fmt: skip
def test_a_message_says_it_in_figures(shipped: Hotline, language: str, expected: str) -> None:
    """A piece without a value is left out; our number always ends it."""
    values = {name: FULL[name] for name in ("name", "phone", "extension", "hours")} | {
        "page": "",
        "address": None,
    }
    assert worded("sms.contact", values, shipped.words[language], LINE) == expected


def test_too_long_it_loses_what_matters_least(shipped: Hotline) -> None:
    """The page goes first, then the address; name, telephone and our number stay."""
    text = worded("sms.contact", FULL, shipped.words["ro"], LINE)
    assert septets(text) <= PART
    assert text == (
        "Directia Generala de Pasapoarte. Tel. 021 212 56 74. Int. 12. Lu-Vi 8:30-16:30. "
        "Str. Nicolae Iorga nr. 29, sector 1, Bucuresti. Linia 0800 123 456"
    )
    longer = worded("sms.contact", FULL | {"address": "Strada " + "lungă " * 20}, shipped.words["ro"], LINE)
    assert longer.endswith("Lu-Vi 8:30-16:30. Linia 0800 123 456")


@pytest.mark.parametrize("name", ["N" * 400, "€" * 100])
def test_a_name_that_never_ends_is_cut(shipped: Hotline, name: str) -> None:
    """Still one part, still our number."""
    text = worded("sms.contact", FULL | {"name": name}, shipped.words["ro"], LINE)
    assert PART - 2 < septets(text) <= PART
    assert text.endswith(". Linia 0800 123 456")


def test_a_message_that_lacks_its_beginning_is_no_message(shipped: Hotline) -> None:
    """Without a name there is nothing to say."""
    with pytest.raises(LookupError):
        worded("sms.contact", {"phone": "+40212125674"}, shipped.words["ro"], LINE)
    with pytest.raises(LookupError):
        worded("sms.nothing", FULL, shipped.words["ro"], LINE)


def test_one_part_keeps_a_message_of_one_piece() -> None:
    """Where there is nothing to leave out its end is cut."""
    assert one_part(["x" * 200]) == "x" * 160


def test_the_shipped_messages_fit_whomever_they_are_about(shipped: Hotline) -> None:
    """With the longest name of the routing file, in every language."""
    assert list(texts.faults(shipped.words, shipped.directory)) == []


def test_the_check_finds_a_message_that_cannot_fit(shipped: Hotline) -> None:
    """A name of a hundred letters leaves no room for a telephone and our number."""
    known = shipped.directory.institutions["dgp"]
    longest = replace(known, spoken={"ro": "D" * 125})
    directory = replace(shipped.directory, institutions={"dgp": longest})
    found = [str(fault) for fault in texts.faults(shipped.words, directory)]
    assert found
    assert found[0].startswith("E sms  ro sms.contact: takes ")


def test_the_check_finds_a_message_without_our_number(shipped: Hotline) -> None:
    """Every message says how we are reached."""
    romanian = shipped.words["ro"]
    silent: dict[str, Any] = {**romanian.sentences, "sms.contact": ("Salut",)}
    found = list(texts.faults({"ro": replace(romanian, sentences=silent)}, shipped.directory))
    assert [(one.where, one.what) for one in found] == [
        ("ro sms.contact", "does not end with our number, {line:phone}")
    ]
