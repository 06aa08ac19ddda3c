"""A row of the list of inspectors becomes what was meant, or comes back with every reason against it."""

from datetime import date, time

import pytest

from office.register import BadRow
from office.slots import WorkingHours
from office.staff import Inspector, StaffRow, staff_row

GOOD = {
    "id": "igpr.7",
    "name": "Exemplu Ana",
    "unit_id": "igpr",
    "phone": "0264 000 001",
    "hours": "luni-miercuri 08:30-16:30; Joi 8:30-18:00",
}


def row(**cells: str) -> StaffRow:
    return staff_row(GOOD | cells, {"igpr"})


def faults(**cells: str) -> dict[str, str]:
    with pytest.raises(BadRow) as refused:
        row(**cells)
    return dict(refused.value.faults)


def test_a_row_is_taken_as_meant() -> None:
    made = row(function="inspector", email="ana@exemplu.invalid", valid_from="2027-03-01", active="da")
    assert made.inspector == Inspector(
        "igpr.7", "Exemplu Ana", "inspector", "igpr", "+40264000001", "ana@exemplu.invalid", True
    )
    half, six = time(8, 30), time(18)
    since = date(2027, 3, 1)
    assert made.hours == (
        *(WorkingHours(day, half, time(16, 30), since) for day in range(3)),
        WorkingHours(3, half, six, since),
    )


def test_who_left_has_a_row_that_says_no() -> None:
    assert not row(active="nu").inspector.active


@pytest.mark.parametrize("hours", ["marți 09:00-12:00", "MARTI 09:00 - 12:00", " marţi  09:00-12:00 ;"])
def test_hours_are_read_however_they_are_written(hours: str) -> None:
    assert row(hours=hours).hours == (WorkingHours(1, time(9), time(12)),)


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("id", "", "lipsește"),
        ("id", "ș 1", "litere fără semne"),
        ("name", "", "lipsește"),
        ("unit_id", "dgp", "nu este în institutions.yaml"),
        ("phone", "0900 900 900", "premium"),
        ("phone", "112", "short"),
        ("email", "ana", "nu este o adresă"),
        ("active", "poate", "da sau nu"),
        ("hours", "", "lipsește"),
        ("hours", "luni", "nu se înțelege"),
        ("hours", "lunea 09:00-10:00", "nu există"),
        ("hours", "luni 25:00-26:00", "nu există"),
        ("hours", "luni 10:00-09:00", "după sfârșit"),
        ("hours", "vineri-luni 09:00-10:00", "după sfârșit"),
        ("valid_to", "1.3.2027", "nu este o dată"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_reason(column: str, cell: str, reason: str) -> None:
    assert reason in faults(**{column: cell})[column]


def test_all_faults_come_at_once() -> None:
    assert set(faults(id="", phone="1", hours="x")) == {"id", "phone", "hours"}


def test_an_inspector_is_never_printed_with_name_or_number() -> None:
    assert not {"Exemplu", "264"} & set(repr(row().inspector).replace("'", " ").split())
