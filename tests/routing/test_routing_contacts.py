"""What a caller is told to reach an institution: only what was seen at its source, and not too long ago."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from as_shipped import LIVE

from office.callers import NotDialable, institution_number
from routing.aged import stale
from routing.contacts import Contact, in_order, is_well_formed, spoken_address
from routing.directory import Body, County, Directory, Institution, Unit

TODAY = date(2026, 11, 22)
LIFE = 1825
PHONE = Contact("phone", "0264 401 001", "https://exemplu.ro", TODAY, True, "+40264401001")
CONTACTS = {
    "fresh": PHONE,
    "last day": replace(PHONE, checked_on=TODAY - timedelta(days=LIFE)),
    "old": replace(PHONE, checked_on=TODAY - timedelta(days=LIFE + 1)),
    "undated": replace(PHONE, checked_on=None),
    "unverified": replace(PHONE, verified=False),
    "press": replace(PHONE, for_callers=False),
    "fax": replace(PHONE, kind="fax"),
    "page": replace(PHONE, kind="web", value="https://exemplu.ro", number=None),
}


def line(unit: str, own: str, parent: str) -> Directory:
    """A directory in which the police of Cluj, the police and the ministry have these contacts."""

    def contacts(names: str) -> tuple[Contact, ...]:
        return tuple(CONTACTS[name] for name in names.split(", ") if name)

    ministry = Institution("mai", {"ro": "Ministerul"}, {"ro": "Ministerul"}, None, contacts=contacts(parent))
    police = Institution(
        *("igpr", {"ro": "Poliția"}, {"ro": "Poliția"}, "mai"),
        unit={"ro": "Inspectoratul {county}", "hu": "{county} megyei rendőrség"},
        contacts=contacts(own),
    )
    cluj = County(
        *("CJ", {"ro": "Cluj", "hu": "Kolozs"}, {"ro": "Cluj-Napoca"}, ("0264",)),
        {"igpr": Unit(contacts=contacts(unit))},
    )
    body = Body("rar", {"ro": "Registrul Auto"}, {"ro": "ITP"}, {}, {}, contacts(own))
    return replace(
        *(LIVE,),
        institutions={"mai": ministry, "igpr": police},
        counties={"CJ": cluj, "AB": replace(cluj, code="AB", name={"ro": "Alba"}, units={})},
        external={"rar": body},
    )


@pytest.mark.parametrize(
    ("unit", "own", "parent", "county", "way", "told"),
    [
        ("fresh", "fresh", "fresh", "CJ", "unit", 1),
        ("last day", "fresh", "", "CJ", "unit", 1),
        ("old, page", "fresh", "fresh", "CJ", "unit", 1),  # the page of the unit instead of its old number
        ("old", "fresh", "fresh", "CJ", "own", 1),
        ("unverified", "fresh", "fresh", "CJ", "own", 1),
        ("undated", "fresh", "fresh", "CJ", "own", 1),
        ("fresh", "page, fresh", "", "AB", "own", 2),  # no unit known in Alba
        ("fresh", "fresh", "", None, "own", 1),  # no county asked
        ("", "old, page", "fresh", "CJ", "own", 1),
        ("", "old, unverified, undated", "fresh", "CJ", "parent", 1),
        ("", "press, fax", "page", "CJ", "parent", 1),
        ("old", "", "old", "CJ", "seat", 0),
        ("", "", "", "AB", "seat", 0),
        ("", "old", "unverified", None, "none", 0),
    ],
)
def test_the_nearest_contact_that_may_be_told_is_told(
    unit: str, own: str, parent: str, county: str | None, way: str, told: int
) -> None:
    """The unit in the county, the institution, what it belongs to, at last the town where the unit sits."""
    found = line(unit, own, parent).reach("igpr", county, TODAY)
    assert (found.way, len(found.contacts)) == (way, told)
    assert line(unit, own, parent).speakable("igpr", county, TODAY) == found.contacts
    assert bool(found.seat) is (way == "seat")
    names = {"unit": "Inspectoratul Cluj", "own": "Poliția", "parent": "Ministerul", "none": "Poliția"}
    assert found.name["ro"] == names.get(way, f"Inspectoratul {'Cluj' if county == 'CJ' else 'Alba'}")


def test_a_unit_is_called_as_its_county_is_called_in_the_language() -> None:
    """Where a county has no Hungarian name, its Romanian one is said."""
    directory = line("fresh", "", "")
    assert directory.unit_name("igpr", "CJ") == {"ro": "Inspectoratul Cluj", "hu": "Kolozs megyei rendőrség"}
    assert directory.unit_name("igpr", "AB")["hu"] == "Alba megyei rendőrség"
    assert LIVE.unit_name("igpr", "B")["ro"] == "Direcția Generală de Poliție a Municipiului București"


def test_a_body_that_is_not_ours_has_only_its_own_contacts() -> None:
    """Whoever is sent elsewhere hears that number, or that there is none."""
    assert line("", "fresh", "").reach("rar", "CJ", TODAY).contacts == (PHONE,)
    assert line("", "old", "fresh").reach("rar", "CJ", TODAY).way == "none"


def test_free_numbers_come_first_and_pages_last() -> None:
    """A caller who hangs up early has the best one."""
    kinds = ("web", "email", "address", "phone", "telverde")
    mixed = tuple(replace(PHONE, kind=kind) for kind in kinds)  # type: ignore[arg-type]
    assert [contact.kind for contact in in_order(mixed)] == list(reversed(kinds))


@pytest.mark.parametrize("county", [None, *LIVE.counties])
@pytest.mark.parametrize("today", [TODAY, date(2027, 6, 1), date(2031, 1, 1), date(2040, 1, 1)])
def test_nothing_stale_is_ever_told(county: str | None, today: date) -> None:
    """Of the shipped file, in no county and on no day: unverified, undated, too old, for the press, a fax."""
    for id_ in [*LIVE.institutions, *LIVE.external]:
        for contact in LIVE.speakable(id_, county, today):
            assert contact.verified
            assert contact.checked_on is not None
            assert contact.checked_on >= today - timedelta(days=LIVE.limits.contact_life_days)
            assert contact.for_callers
            assert contact.kind != "fax"
            assert contact.number not in ("112", "113", LIVE.number, LIVE.operators.number)


def test_what_is_stale_is_listed_with_the_reason() -> None:
    """A supervisor sees what callers are not told, where it stands, and why."""
    listed = stale(line("old, fresh", "undated, press", "unverified"), TODAY)
    assert [(one.place, one.why) for one in listed if one.place[0] in ("institutions", "counties")] == [
        (("institutions", "mai", "contacts", 0), "unverified"),
        (("institutions", "igpr", "contacts", 0), "undated"),
        (("counties", "CJ", "units", "igpr", "contacts", 0), "old"),
    ]


def test_answers_past_their_life_are_listed_and_not_told() -> None:
    """The price of a passport is told for two years after August 2025, then it is stale."""
    price = next(one for one in LIVE.faq["acte"] if "265 de lei" in one.answer["ro"])
    for today, is_told in ((date(2027, 8, 31), True), (date(2027, 9, 1), False)):
        assert (price in LIVE.questions("acte", today)) is is_told
        places = {one.place[:2] for one in stale(LIVE, today) if one.value == price.answer["ro"]}
        assert places == (set() if is_told else {("faq", "acte")})
    assert LIVE.questions("nimic", TODAY) == ()
    assert LIVE.advice_on("urgente", TODAY)


@pytest.mark.parametrize(
    ("kind", "value", "is_good"),
    [
        ("phone", "0264 401 001", True),
        ("phone", "021 9590", True),
        ("phone", "0725 826 668", True),
        ("telverde", "0800 800 678", True),
        ("telverde", "116 111", True),
        ("phone", "112", False),
        ("phone", "0900 111 222", False),
        ("fax", "0264 443 165", True),
        ("email", "dgp.relatiipublice@mai.gov.ro", True),
        ("email", "dgp la mai.gov.ro", False),
        ("web", "https://igi.mai.gov.ro", True),
        ("web", "http://www.aviatie.mai.gov.ro/atributii.html", True),
        ("web", "igi.mai.gov.ro", False),
        ("web", "https://igi", False),
        ("address", "Str. Iorga nr. 29", True),
        ("address", "aici", False),
    ],
)
def test_a_contact_is_what_its_kind_says(kind: str, value: str, is_good: bool) -> None:
    """A number of the numbering plan that costs nothing special, an e-mail, a page, an address."""
    assert is_well_formed(kind, value) is is_good


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0264 401 001", "+40264401001"),
        ("+40 264 401 001", "+40264401001"),
        ("0372.111.222", "+40372111222"),
        ("0725 826 668", "+40725826668"),
        ("0800 800 678", "+40800800678"),
        ("021 9590", "+40219590"),
        ("0040219590", "+40219590"),
        ("116 111", "116111"),
    ],
)
def test_the_number_of_an_institution_is_the_one_that_is_dialled(written: str, number: str) -> None:
    """Fixed, mobile, free, short behind a prefix, short for the whole country; read again it stays the same."""
    assert institution_number(written) == number
    assert institution_number(number) == number


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("112", "short"),
        ("113", "short"),
        ("119", "short"),  # a real number, which the numbering plan does not know
        ("1983", "short"),
        ("0264 401", "short"),
        ("118932", "premium"),
        ("0900 111 222", "premium"),
        ("0801 080 100", "shared"),
        ("+36 1 555 1234", "foreign"),
        ("021 208 25 25 int. 5", "invalid"),
        ("sunați acum", "invalid"),
        ("", "invalid"),
    ],
)
def test_a_number_callers_are_never_sent_to_is_refused(written: str, reason: str) -> None:
    """Emergencies are told in other words; what costs more than an ordinary call is not told at all."""
    with pytest.raises(NotDialable) as refused:
        institution_number(written)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        (
            "Str. Nicolae Iorga nr. 29, sector 1, București",
            "strada Nicolae Iorga numărul 29, sectorul 1, București",
        ),
        (
            "Bd. Geniului nr. 42C, sector 6, 060117 București",
            "bulevardul Geniului numărul 42C, sectorul 6, București",
        ),
        ("Str. Mărășești nr. 2-4, 600017 Bacău", "strada Mărășești numărul 2 la 4, Bacău"),
        ("Șos. Pipera nr. 49", "șoseaua Pipera numărul 49"),
        ("B-dul Mihai Viteazul nr. 57, Zalău", "bulevardul Mihai Viteazul numărul 57, Zalău"),
    ],
)
def test_an_address_is_spoken_without_abbreviations(written: str, spoken: str) -> None:
    """Voice rule 42: no "nr.", no "str."; the postal code is not said."""
    assert spoken_address(written) == spoken


def test_a_page_is_read_without_its_beginning() -> None:
    """Nobody wants to hear https."""
    assert replace(PHONE, kind="web", value="https://igi.mai.gov.ro/").page == "igi.mai.gov.ro"
