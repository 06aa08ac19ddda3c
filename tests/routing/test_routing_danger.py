"""Danger comes first, but no house, number, county or name is one: the shipped file, asked with ordinary words."""

from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pytest
from as_shipped import LIVE, WORDS

from routing.competence import competent
from routing.danger import has_word_of_danger, telling_words
from routing.finder import book_of
from words.forms import number

BOOK = book_of(LIVE)
TOLD_OF_PLACES = ("{}", "din {}", "sunt din {}", "județul {}", "la {}")
TOLD_OF_NAMES = ("{}", "mă numesc {}", "domnul {}")


def sections() -> dict[str, list[str]]:
    """The ordinary words by the heading they stand under."""
    text = (Path(__file__).parent / "ordinary_words.txt").read_text("utf-8")
    parts = (part.split("\n", 1) for part in text.split("\n# ")[1:])
    return {heading: _listed(words) for heading, words in parts}


def _listed(words: str) -> list[str]:
    one_line = " ".join(words.split())
    return one_line.split(" | ") if "|" in one_line else one_line.split()


ORDINARY = sections()


def alarming(sentences: Iterable[str]) -> list[str]:
    return [said for said in sentences if competent(BOOK, said).verdict == "danger"]


@pytest.mark.parametrize("heading", ORDINARY)
def test_no_ordinary_word_is_danger(heading: str) -> None:
    assert len(ORDINARY[heading]) > 50
    assert alarming(ORDINARY[heading]) == []


@pytest.mark.parametrize("language", WORDS)
def test_no_number_is_danger(language: str) -> None:
    numbers = [number(value, WORDS[language].grammar) for value in range(101)]
    assert alarming(numbers) == []


def test_no_county_and_no_town_is_danger() -> None:
    places = {
        name
        for county in LIVE.counties.values()
        for names in (county.name, county.seat)
        for name in names.values()
    }
    assert alarming(told.format(place) for told, place in product(TOLD_OF_PLACES, sorted(places))) == []


def test_no_surname_is_danger_however_it_is_introduced() -> None:
    assert alarming(told.format(name) for told, name in product(TOLD_OF_NAMES, ORDINARY["surnames"])) == []


@pytest.mark.parametrize(
    "word", ["foc", "incendiu", "ajutor", "arde", "accident", "cuțit", "tűz", "segítség", "fire"]
)
def test_a_word_of_danger_is_enough(word: str) -> None:
    assert alarming([word, f"{word}!", f"repede, {word}"]) == [word, f"{word}!", f"repede, {word}"]


def test_danger_is_found_in_sentences_that_stand_in_no_list() -> None:
    """Most of them without a word that tells of danger by itself."""
    said = (Path(__file__).parent / "dangers.txt").read_text("utf-8").splitlines()[2:]
    assert [one for one in said if one not in alarming(said)] == []
    assert not set(said) & set(BOOK.asked.danger)


def test_nearly_every_phrase_of_danger_is_danger() -> None:
    """Those that are not say less than their neighbours among what is over: "repede, vă rog"."""
    assert len(alarming(BOOK.asked.danger)) >= 0.995 * len(BOOK.asked.danger)


@pytest.mark.parametrize(
    ("mended", "said", "is_of_danger"),
    [
        ("e foc la noi", "e foc la noi", True),
        ("e incendiu", "e incendju", True),
        ("coma victor", "cozma victor", False),  # a name of which the book made one of its words
        ("casa vecinului", "casa vecinului", False),
    ],
)
def test_a_short_word_of_danger_must_have_been_said(mended: str, said: str, is_of_danger: bool) -> None:
    assert has_word_of_danger(tuple(mended.split()), tuple(said.split())) == is_of_danger


@pytest.mark.parametrize(
    ("said", "telling"),
    [("urs in curte", 2), ("am doi copii", 1), ("casa mea", 1), ("xyzzy in curte", 1)],
)
def test_numbers_addresses_and_unheard_words_tell_nothing(said: str, telling: int) -> None:
    assert telling_words(tuple(said.split()), lambda word: word != "xyzzy") == telling
