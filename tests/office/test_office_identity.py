"""The citizen is recognised however the name is said, and somebody with nearly the same name is not."""

import pytest
from rapidfuzz import fuzz

from office.identity import drop_cnp, keypad_letters, same_by_keys, same_person

SAME = [
    ("Popescu Ion", "Popescu", "Ion"),
    ("Ion Popescu", "Popescu", "Ion"),
    ("ION POPESCU.", "Popescu", "Ion"),
    ("Stefan Tuca", "Țucă", "Ștefan"),
    ("Ştefan Ţucă", "Țucă", "Ștefan"),  # with the cedilla of old
    ("Ștefan Țucă", "Ţucă", "Ştefan"),
    ("Ioana Popescu", "Popescu", "Ioana-Maria"),
    ("Popescu Maria", "Popescu", "Ioana-Maria"),
    ("Popescu Ioana Maria", "Popescu", "Ioana-Maria"),
    ("Popescu Ana-Maria", "Popescu", "Anamaria"),
    ("Popescu Anamaria", "Popescu", "Ana Maria"),
    ("Popescu Ana", "Popescu-Ionescu", "Ana"),
    ("Ana Ionescu", "Popescu-Ionescu", "Ana"),
    ("Ana Ionescu Popescu", "Popescu", "Ana"),  # the married name is not on the petition
    ("Kovács István", "Kovacs", "István"),
    ("István Kovács", "Kovács", "Istvan"),
    ("Szabó Éva", "Szabo", "Eva"),
    ("Marin Ion", "Marin", "Ion"),
    ("Ion Marin", "Marin", "Ion"),
    ("Ion Ion", "Ion", "Ion"),
    ("mă numesc Ion Popescu", "Popescu", "Ion"),
    ("Đorđević Ana", "Dordevic", "Ana"),
    ("Christian Popescu", "Popescu", "Cristian"),
    ("Exemplu", "SC Exemplu SRL", ""),
    ("S.C. Exemplu Construct S.R.L.", "EXEMPLU CONSTRUCT", ""),
]
OTHERS = [
    ("Popescu Ioan", "Popescu", "Ion"),
    ("Popescu Ion", "Popescu", "Ioan"),
    ("Popescu Mihail", "Popescu", "Mihai"),
    ("Popescu Gabriela", "Popescu", "Gabriel"),
    ("Popescu Cristina", "Popescu", "Cristian"),
    ("Popescu", "Popescu", "Ion"),
    ("Ion", "Popescu", "Ion"),
    ("Ion", "Ion", "Ion"),
    ("Popa Ion", "Popescu", "Ion"),
    ("Stana Ion", "Stan", "Ion"),
    ("Popescu Ionescu Georgescu Ion", "Popescu", "Ion"),  # a list is a guess
    ("Popescu Ion Ioan Mihai", "Popescu", "Ion"),
    ("", "Popescu", "Ion"),
    ("Exemplu", "SC Exemplu Construct SRL", ""),
    ("SC SRL", "SC SRL", ""),
    ("", "", ""),
]
AROUND = frozenset(("ma", "numesc"))


@pytest.mark.parametrize(("given", "surname", "first_name"), SAME)
def test_the_same_name_is_recognised(given: str, surname: str, first_name: str) -> None:
    assert same_person(given, surname, first_name, ignored=AROUND)
    assert same_person(given, surname, first_name, alike=fuzz.ratio, ignored=AROUND)


@pytest.mark.parametrize(("given", "surname", "first_name"), OTHERS)
def test_another_name_is_not(given: str, surname: str, first_name: str) -> None:
    assert not same_person(given, surname, first_name, ignored=AROUND)
    assert not same_person(given, surname, first_name, alike=fuzz.ratio, ignored=AROUND)


@pytest.mark.parametrize("heard", ["Ion Popesco", "Popesku Ion", "Ion Popescul"])
def test_a_surname_misheard_by_a_letter_is_forgiven_in_speech_only(heard: str) -> None:
    assert same_person(heard, "Popescu", "Ion", alike=fuzz.ratio)
    assert same_person(heard, "Popescu", "Ion") == ("k" in heard)  # k and c sound alike


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Popescu", "7673728"),
        ("Țucă", "8822"),
        ("Ţucă", "8822"),
        ("Őze", "693"),
        ("Șerban-Ion", "737226466"),
        ("", ""),
    ],
)
def test_a_name_is_spelled_on_the_keys_of_its_base_letters(name: str, keys: str) -> None:
    assert keypad_letters(name) == keys


@pytest.mark.parametrize(
    ("keys", "surname", "is_same"),
    [
        ("767", "Popescu", True),
        ("7673", "Popescu", True),
        ("7673728", "Popescu", True),
        ("76737281", "Popescu", False),
        ("76", "Popescu", False),
        ("", "Popescu", False),
        ("768", "Popescu", False),
        ("466", "Popescu-Ionescu", True),
        ("76737284", "Popescu-Ionescu", True),
        ("26", "Bó", True),
        ("2", "Bó", False),
        ("888", "", False),
    ],
)
def test_the_first_letters_are_enough_on_the_keys(keys: str, surname: str, is_same: bool) -> None:
    assert same_by_keys(keys, surname) is is_same


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ("Ion Popescu 1850101123456", "Ion Popescu"),
        ("codul 185 0101 123456 și Popescu", "codul și Popescu"),
        ("1-850101-12345-6", ""),
        ("1 8 5 0 1 0 1 1 2 3 4 5 6", ""),
        ("185.0101.123.456 Ana", "Ana"),
        ("0722 123 456", "0722 123 456"),
        ("119368 din 28.02.2020", "119368 din 28.02.2020"),
        ("Popescu Ion", "Popescu Ion"),
    ],
)
def test_a_personal_code_is_dropped(heard: str, kept: str) -> None:
    assert drop_cnp(heard) == kept
