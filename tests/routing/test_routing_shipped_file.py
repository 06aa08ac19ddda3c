"""The routing file that comes with the project: it reads, it is plainly a sample, editors know its shape."""

import re
import unicodedata
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from office.petitions import Terms
from routing.directory import Directory, Institution, Limits, MenuEntry, Operators, read
from routing.schema import json_schema, json_schema_text

DATA = Path(__file__).parents[2] / "data"
TEXT = (DATA / "institutions.yaml").read_text(encoding="utf-8")
IDS = [
    *("mai_dsg", "corp_control", "igpr", "jandarmerie", "igpf", "igsu", "igi", "igav"),
    *("dgp", "dgpci", "dgep", "spclep", "dga", "anitp", "arhive", "prefecturi"),
]


@pytest.fixture(scope="module")
def shipped() -> Directory:
    return read(TEXT)


def test_the_shipped_file_reads(shipped: Directory) -> None:
    """Whoever installs the project has a line with a name, operators, a menu, terms and limits."""
    assert shipped.name.keys() == {"ro", "hu", "en"}
    assert shipped.operators == Operators("+40210000000", ring_seconds=25, talk_seconds=1800)
    assert shipped.menu == (MenuEntry("1", "status"), MenuEntry("2", "callback"), MenuEntry("3", "about"))
    assert shipped.terms == Terms()
    assert shipped.limits == Limits(
        5, 500, 40, turns=200, minutes=30, failures=8, calls_days=30, requests_days=90
    )
    assert shipped.hours.schedule() == [{"days": [0, 1, 2, 3, 4], "from": "08:00", "to": "20:00"}]
    assert shipped.browser_phone is False


def test_the_sample_is_nobodys_line(shipped: Directory) -> None:
    """The ministry's own TELVERDE and the numbers of real institutions never stand in the sample as ours."""
    assert shipped.number == "+40800000000"
    assert "800624" not in re.sub(r"\D", "", TEXT)
    assert "Exemplu" in shipped.name["ro"]


def test_all_sixteen_institutions_are_there(shipped: Directory) -> None:
    """Each can be spoken in three languages and belongs to one that exists, or to none."""
    assert list(shipped.institutions) == IDS
    for id_, institution in shipped.institutions.items():
        assert institution.id == id_
        assert institution.spoken.keys() == {"ro", "hu", "en"}
        assert institution.parent is None or institution.parent in shipped.institutions
    assert shipped.institutions["dgp"] == Institution(
        "dgp",
        {"ro": "Direcția Generală de Pașapoarte"},
        {
            "ro": "Direcția Generală de Pașapoarte",
            "hu": "Útlevél Főigazgatóság",
            "en": "the Directorate for Passports",
        },
        "mai_dsg",
    )


def test_the_privacy_page_can_be_spoken(shipped: Directory) -> None:
    """An address of more than 25 characters is not dictated (voice rule 6)."""
    assert len(shipped.privacy_page) <= 25


def test_the_shipped_text_is_clean() -> None:
    """NFC, ș and ț with a comma below, no tabs."""
    assert unicodedata.normalize("NFC", TEXT) == TEXT
    assert not re.search("[şţŞŢ\t]", TEXT)


def test_the_schema_for_editors_is_current() -> None:
    """data/institutions.schema.json is what the validator says; write `json_schema_text()` there if not."""
    assert (DATA / "institutions.schema.json").read_text(encoding="utf-8") == json_schema_text()
    assert TEXT.startswith("# yaml-language-server: $schema=institutions.schema.json\n")


def test_every_key_has_a_romanian_help_text() -> None:
    """Hovering over a key in an editor explains it, and no English leaks in."""
    parts = json_schema()["$defs"]
    keys = {
        f"{name}.{key}": value for name, part in parts.items() for key, value in part["properties"].items()
    }
    unexplained = [key for key, value in keys.items() if "description" not in value and "$ref" not in value]
    assert not unexplained
    assert all("description" in part for part in parts.values())


def test_closed_days_are_kept_and_close_the_line() -> None:
    """A bridge day in the file has its reason, closes the line, and is no working day for the terms."""
    bridge = "  closed_days:\n    - {day: 2027-05-14, reason: zi liberă}\n"
    directory = read(re.sub(r"  closed_days: \[\].*\n", bridge, TEXT))
    friday = datetime(2027, 5, 14, 10, tzinfo=ZoneInfo("Europe/Bucharest"))
    assert directory.closed_days == {date(2027, 5, 14): "zi liberă"}
    assert not directory.hours.is_open(friday)
    assert directory.hours.is_open(friday.replace(day=17))
    assert not directory.calendar.is_working_day(friday.date())


def test_reading_twice_gives_equal_directories() -> None:
    """Two workers that read one text hold the same values."""
    assert read(TEXT) == read(TEXT)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ('"0800 000 000"', "+40800000000"),
        ("0800 000 000", "+40800000000"),
        ("0800000000", "+40800000000"),
        ("+40800000000", "+40800000000"),
        ('"021 000 00 00"', "+40210000000"),
        ("+40 21 000 00 11", "+40210000011"),
        ("0372.000.000", "+40372000000"),
    ],
)
def test_numbers_are_read_as_people_write_them(written: str, number: str) -> None:
    """National or international, with or without quotes and spaces: kept as E.164."""
    text = TEXT.replace('number: "+40210000000"', 'number: "0210 000 099"')
    assert read(text.replace('number: "0800 000 000"', f"number: {written}")).number == number


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("luni-vineri", [0, 1, 2, 3, 4]),
        ("luni - duminică", [0, 1, 2, 3, 4, 5, 6]),
        ("sâmbătă", [5]),
        ("[luni, miercuri]", [0, 2]),
    ],
)
def test_days_are_read_as_people_write_them(written: str, days: list[int]) -> None:
    """A range, one day or a list."""
    assert read(TEXT.replace("days: luni-vineri", f"days: {written}")).hours.schedule()[0]["days"] == days


def test_the_words_of_yaml_12_stay_words() -> None:
    """da and nu are yes and no; zile_libere counts without the first and the last day."""
    text = TEXT.replace("browser_phone: nu", "browser_phone: da").replace(
        "counting: simplu", "counting: zile_libere"
    )
    assert read(text).browser_phone is True
    assert read(text).terms.counting == "free_days"
