"""An institution's row becomes a petition as it was meant, or comes back with every reason against it."""

from datetime import date

import pytest

from office.cells import LONGEST
from office.petitions import State
from office.register import COLUMNS, BadRow, doubts, petition_row
from store.tables import petitions

INSTITUTIONS = {"igpr", "dgp", "spclep"}
GOOD = {
    "registration_number": "119368/305",
    "filed_on": "2026-03-02",
    "surname": "Exemplu",
    "institution_id": "igpr",
    "state": "in_progress",
    "state_on": "2026-03-05",
}


def row(**cells: str) -> dict[str, object]:
    return petition_row(GOOD | cells, INSTITUTIONS)


def faults(**cells: str) -> dict[str, str]:
    with pytest.raises(BadRow) as refused:
        row(**cells)
    return dict(refused.value.faults)


@pytest.mark.parametrize("until", ["", "2026-04-15", "2026-04-16"])
def test_an_extension_within_the_law_is_not_remarked_on(until: str) -> None:
    """Up to the last day itself."""
    assert doubts(row(extended_until=until), lambda filed_on: date(2026, 4, 16)) == ()


def test_an_extension_longer_than_the_law_allows_is_remarked_on() -> None:
    """The row is good; which column, and which day callers hear, is told."""
    remark = "2026-04-17 este după 2026-04-16, cel mai târziu termen din lege; se spune 2026-04-16"
    found = doubts(row(extended_until="2026-04-17"), lambda filed_on: date(2026, 4, 16))
    assert found == (("extended_until", remark),)


def test_a_row_becomes_what_the_register_keeps() -> None:
    """Every column of the register but its own id is there, and nothing else."""
    made = row()
    assert set(made) == {column.name for column in petitions.c} - {"id"}
    assert made == {
        "number": 119368,
        "segments": "305",
        "filed_on": date(2026, 3, 2),
        "registration_number": "119368/305",
        "surname": "Exemplu",
        "first_name": "",
        "phone": "",
        "email": "",
        "subject": "",
        "institution_id": "igpr",
        "inspector_id": "",
        "state": "in_progress",
        "state_on": date(2026, 3, 5),
        "answered_on": None,
        "extended_until": None,
        "redirected_to": None,
        "joined_to": None,
        "sample": False,
    }


def test_what_is_too_long_for_the_register_is_known_here() -> None:
    """The lengths are those of the tables."""
    assert {name: petitions.c[name].type.length for name in LONGEST} == LONGEST  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "filed_on", "number", "segments", "text", "day"),
    [
        ("119.368/305/28.02.2026", "", 119368, "305", "119368/305/28.02.2026", date(2026, 2, 28)),
        ("nr. 351.061/305/3.03.26", "03.03.2026", 351061, "305", "351061/305/03.03.2026", date(2026, 3, 3)),
        ("34394 din 25.02.2026", "2026-02-25", 34394, "", "34394/25.02.2026", date(2026, 2, 25)),
        ("647251/2026", "1.3.2026", 647251, "", "647251/2026", date(2026, 3, 1)),
        ("2134/g/sc/01.02.2026", "", 2134, "G/SC", "2134/G/SC/01.02.2026", date(2026, 2, 1)),
        ("00123", "2026-03-02 00:00:00", 123, "", "00123", date(2026, 3, 2)),
        ("123 456", "2026-03-02T10:15:00.000", 123456, "", "123456", date(2026, 3, 2)),
    ],
)
def test_the_number_keeps_the_day_only_if_it_was_written(
    written: str, filed_on: str, number: int, segments: str, text: str, day: date
) -> None:
    made = row(registration_number=written, filed_on=filed_on)
    kept = (made["number"], made["segments"], made["registration_number"], made["filed_on"])
    assert kept == (number, segments, text, day)


@pytest.mark.parametrize(
    ("written", "state"),
    [
        *[(state.value, state) for state in State],
        *[(state.value.upper().replace("_", " "), state) for state in State],
        ("înregistrată", State.registered),
        ("Înregistrata", State.registered),
        ("nouă", State.registered),
        ("repartizată", State.assigned),
        ("ÎN LUCRU", State.in_progress),
        ("în operare", State.in_progress),
        ("termen prelungit", State.extended),
        ("redirecţionată", State.redirected),  # with the cedilla
        ("răspuns  transmis", State.answered),
        ("operată", State.answered),
        ("conexată", State.joined),
        ("clasată", State.closed),
        ("necesită completări", State.needs_completion),
    ],
)
def test_states_are_understood_in_both_languages(written: str, state: State) -> None:
    others = {"answered_on": "2026-03-05", "redirected_to": "dgp", "joined_to": "1/2026"}
    assert row(state=written, **others)["state"] == state.value


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0722 000 111", "+40722000111"),
        ("722000111", "+40722000111"),  # Excel dropped the 0
        ("0264/123.456", "+40264123456"),
        ("+40 (722) 000-111", "+40722000111"),
        ("0040722000111", "+40722000111"),
        ("'+40722000111", "+40722000111"),  # from our own list of rejects
        ("0722000111, 0264123456", "+40722000111"),
        ("+49 151 12345678", "+4915112345678"),
        ("004915112345678", "+4915112345678"),
        ("1234", "1234"),
        ("-", ""),
    ],
)
def test_telephone_numbers_are_made_diallable_where_possible(written: str, kept: str) -> None:
    assert row(phone=written)["phone"] == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Exemplu   Ionescu ", "Exemplu Ionescu"),
        ("Şerban-Ţuţea", "Șerban-Țuțea"),
        ("S\u0326erban", "Șerban"),
        ("Exem\u00adplu\u200b", "Exemplu"),
        ("Exemplu\nSRL\x00", "Exemplu SRL"),
        ("'=Exemplu", "=Exemplu"),
        ("'Exemplu", "'Exemplu"),
    ],
)
def test_names_are_kept_as_a_person_would_write_them(written: str, kept: str) -> None:
    assert row(surname=written)["surname"] == kept


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"registration_number": ""}, "registration_number", "lipsește"),
        ({"registration_number": "1850101123456"}, "registration_number", "nu este un număr de înregistrare"),
        (
            {"registration_number": "1/A1234/B1234/C1234/D1234/E1234/F1234/G1234"},
            "registration_number",
            "lung",
        ),
        ({"filed_on": ""}, "filed_on", "lipsește, iar numărul nu are dată"),
        ({"filed_on": "31.02.2026"}, "filed_on", "ziua 31.02.2026 nu există"),
        ({"filed_on": "03/02/2026"}, "filed_on", "nu este o dată"),
        ({"filed_on": "2206-03-02"}, "filed_on", "nu poate fi"),
        ({"registration_number": "1/01.03.2026"}, "filed_on", "nu este data din număr"),
        ({"registration_number": "1/2025"}, "filed_on", "nu este în anul din număr (2025)"),
        ({"surname": " "}, "surname", "lipsește"),
        ({"surname": "Exemplu 1850101123456"}, "surname", "CNP"),
        ({"first_name": "1 850101 123456"}, "first_name", "CNP"),
        ({"phone": "1850101123456"}, "phone", "CNP"),
        ({"subject": "CNP:2850101123456, adeverință"}, "subject", "CNP"),
        ({"phone": "7,22E+08"}, "phone", "nu este un număr de telefon"),
        ({"phone": "fără"}, "phone", "nu este un număr de telefon"),
        ({"email": "exemplu la example.com"}, "email", "nu este o adresă de e-mail"),
        ({"institution_id": ""}, "institution_id", "lipsește"),
        ({"institution_id": "nasa"}, "institution_id", "«nasa» nu este în institutions.yaml"),
        ({"inspector_id": "x" * 41}, "inspector_id", "are peste 40 de semne"),
        ({"state": ""}, "state", "lipsește"),
        ({"state": "respinsă"}, "state", "starea «respinsă» nu este cunoscută"),
        ({"state_on": ""}, "state_on", "lipsește"),
        ({"state_on": "2026-03-01"}, "state_on", "2026-03-01 este înainte de filed_on (2026-03-02)"),
        ({"answered_on": "2025-03-05"}, "answered_on", "înainte"),
        ({"extended_until": "01.03.2026"}, "extended_until", "înainte"),
        ({"state": "answered", "state_on": ""}, "answered_on", "lipsește; starea answered o cere"),
        ({"state": "redirected"}, "redirected_to", "lipsește; starea redirected o cere"),
        ({"state": "redirected", "redirected_to": "nasa"}, "redirected_to", "«nasa» nu este"),
        ({"state": "joined"}, "joined_to", "lipsește; starea joined o cere"),
        ({"state": "joined", "joined_to": "doi"}, "joined_to", "nu este un număr de înregistrare"),
        ({"state": "joined", "joined_to": "119.368/305"}, "joined_to", "chiar numărul petiției"),
        ({"surname": "Exempl\ufffd"}, "surname", "semne necitețe"),
    ],
)
def test_a_row_that_cannot_be_meant_names_its_column(cells: dict[str, str], column: str, reason: str) -> None:
    found = faults(**cells)
    assert list(found) == [column]
    assert reason in found[column]


def test_all_faults_of_a_row_are_told_at_once() -> None:
    found = faults(registration_number="x", surname="", state="gata", phone="?", state_on="ieri")
    assert list(found) == [
        column
        for column in COLUMNS
        if column in {"registration_number", "surname", "state", "phone", "state_on"}
    ]


def test_days_that_another_cell_tells_need_not_be_written() -> None:
    assert row(state="registered", state_on="")["state_on"] == date(2026, 3, 2)
    assert row(state="answered", answered_on="")["answered_on"] == date(2026, 3, 5)
    assert row(state="answered", state_on="", answered_on="2026-03-09")["state_on"] == date(2026, 3, 9)


def test_an_anonymous_petition_may_be_closed() -> None:
    """It has no name, and is closed for that (OG 27/2002 art. 7)."""
    assert row(surname="", state="clasată")["surname"] == ""
