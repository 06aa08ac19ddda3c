"""The routing file that comes with the project: it reads, it is plainly a sample, editors know its shape."""

import re
import timeit
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from office.callers import institution_number
from office.petitions import Terms
from office.tickets import SOURCES, Rules
from routing.contacts import is_well_formed
from routing.directory import Contact, Directory, Faults, Limits, MenuEntry, Operators, aliases, read
from routing.json_schema import json_schema, json_schema_text
from routing.plain import plain
from words.vocabulary import fold

DATA = Path(__file__).parents[2] / "data"
TEXT = (DATA / "institutions.yaml").read_text(encoding="utf-8")
IDS = [
    *("mai_dsg", "corp_control", "igpr", "jandarmerie", "igpf", "igsu", "igi", "igav"),
    *("dgp", "dgpci", "dgep", "spclep", "dga", "anitp", "arhive", "prefecturi"),
]

BODIES = [
    *("112", "politia_locala", "judecatoria", "mae_consular", "anc", "rar", "cnair", "avocatul_poporului"),
    *("anspdcp", "itm", "suicide_line", "copii", "violenta_domestica", "primarie", "parchet", "instante"),
    *("vama", "salvamont", "anm", "aacr", "dna", "ambulanta", "asf", "clinica", "ambasada", "casa_pensii"),
    *("other", "closed_covid_lines"),
]
CHECKED = date(2026, 11, 22)


def contacts(directory: Directory) -> Iterator[Contact]:
    """Every contact of the file, wherever it stands."""
    for institution in directory.institutions.values():
        yield from institution.contacts
    for body in directory.external.values():
        yield from body.contacts
    for county in directory.counties.values():
        for unit in county.units.values():
            yield from unit.contacts


@pytest.fixture(scope="module")
def shipped() -> Directory:
    return read(TEXT)


def test_the_shipped_file_reads(shipped: Directory) -> None:
    """Whoever installs the project has a line with a name, operators, a menu, terms and limits."""
    assert shipped.name.keys() == {"ro", "hu", "en"}
    assert shipped.operators == Operators("+40210000000", ring_seconds=25, talk_seconds=1800)
    services = ("status", "competence", "callback", "about", "ticket")
    assert shipped.menu == tuple(MenuEntry(str(key), service) for key, service in enumerate(services, 1))
    assert shipped.terms == Terms()
    assert shipped.limits == Limits(
        5, 500, 40, turns=200, minutes=30, failures=8, calls_days=30, requests_days=90
    )
    assert shipped.hours.schedule() == [{"days": [0, 1, 2, 3, 4], "from": "08:00", "to": "20:00"}]
    assert shipped.browser_phone is False
    assert (shipped.tickets, shipped.ticket_sources) == (Rules(), SOURCES)


def test_the_sample_is_nobodys_line(shipped: Directory) -> None:
    """The numbers of real institutions, the ministry's own TELVERDE first, never stand in the sample as ours."""
    theirs = {contact.number for contact in contacts(shipped)}
    assert shipped.number == "+40800000000"
    assert {shipped.number, shipped.operators.number}.isdisjoint(theirs)
    assert shipped.institutions["mai_dsg"].contacts[0].number == "+40800800624"
    assert "Exemplu" in shipped.name["ro"]


def test_the_number_of_an_institution_is_refused_as_ours() -> None:
    """Whoever writes 0800 800 624 at the top of the file reads that it is the ministry's."""
    with pytest.raises(Faults, match="este numărul altcuiva, scris la institutions → mai_dsg → «contacts"):
        read(TEXT.replace('number: "0800 000 000"', 'number: "0800 800 624"'))


def test_all_institutions_bodies_and_counties_are_there(shipped: Directory) -> None:
    """16, 28 and 42, under the ids of the research; each can be spoken and belongs to one that exists, or to none."""
    assert list(shipped.institutions) == IDS
    assert list(shipped.external)[: len(BODIES)] == BODIES
    assert len(BODIES) == 28
    assert len(shipped.counties) == 42
    for id_, institution in shipped.institutions.items():
        assert institution.id == id_
        assert institution.spoken.keys() == {"ro", "hu", "en"}
        assert institution.parent is None or institution.parent in shipped.institutions
        assert institution.competences
    passports = shipped.institutions["dgp"]
    assert passports.short == "DGP"
    assert passports.parent == "mai_dsg"
    assert passports.unit["ro"] == "Serviciul Public Comunitar de Pașapoarte {county}"
    assert passports.competences["passport"].topic["ro"] == "pașapoarte"
    assert "pașaport" in passports.competences["passport"].phrases["ro"]


def test_every_competence_says_what_it_does(shipped: Directory) -> None:
    """In Romanian, Hungarian and English, in a domain that exists, with words of callers in Romanian and Hungarian."""
    for institution in shipped.institutions.values():
        for competence in institution.competences.values():
            assert competence.domain in shipped.domains
            assert competence.topic.keys() == competence.says.keys() == {"ro", "hu", "en"}
            assert competence.phrases.keys() == {"ro", "hu"}
            assert len(competence.topic["ro"].split()) <= 12  # voice rule 11


def test_every_institution_is_reached_by_keys(shipped: Directory) -> None:
    """At most seven domains of at most five topics, in the order of the keys; no institution is left out."""
    assert [domain.key for domain in shipped.domains.values()] == list("1234567")
    for domain in shipped.domains.values():
        assert [topic.key for topic in domain.topics] == list("12345")
        assert all(topic.name["ro"] for topic in domain.topics)
    reached = {topic.owner for domain in shipped.domains.values() for topic in domain.topics}
    assert reached >= set(IDS)


def test_every_contact_has_its_source_and_its_day(shipped: Directory) -> None:
    """A verified one was seen on a page; whose day is not known is not told; no number costs or is for emergencies."""
    found = list(contacts(shipped))
    assert len(found) > 290
    for contact in found:
        assert contact.source
        assert is_well_formed(contact.kind, contact.value)
        assert not contact.verified or contact.source.startswith("http")
        assert contact.checked_on is None or contact.checked_on <= CHECKED
        assert contact.is_speakable(CHECKED, 1825) <= (contact.verified and contact.checked_on is not None)
        if contact.number:
            assert contact.number not in ("112", "113")
            assert institution_number(contact.number) == contact.number


def test_pages_of_2022_are_told_and_those_of_2020_are_not(shipped: Directory) -> None:
    """Five years: the pandemic's notices are history, later ones are still given."""
    years = {contact.checked_on.year for contact in contacts(shipped) if contact.is_speakable(CHECKED, 1825)}  # type: ignore[union-attr]
    assert 2022 in years
    assert min(years) > 2020


def test_no_phrase_means_two(shipped: Directory) -> None:
    """Thousands of phrases, in Romanian and Hungarian; folded, each stands once."""
    said = [fold(alias.phrase) for alias in aliases(shipped)]
    assert len(said) > 5000
    assert len(said) == len(set(said))
    assert set(IDS) <= {alias.owner for alias in aliases(shipped)}


def test_the_shipped_file_passes_its_own_check() -> None:
    """On the day it was made nothing in it had outlived its days."""
    assert read(TEXT, CHECKED).tests


def test_the_shipped_file_is_read_fast() -> None:
    """It is plain enough for the fast reader: a change is heard within seconds."""
    assert plain(TEXT) is not None
    assert min(timeit.repeat(lambda: read(TEXT), number=1, repeat=3)) < 3  # 0.5 s on an idle core


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
