"""Which county a caller means: named in a sentence, spelt on the keys, or shown by the number they ring from."""

import pytest
from as_shipped import LIVE

from routing.places import County, counties_by_keys, counties_named, counties_of_number, spelt

COUNTIES = tuple(LIVE.counties.values())


@pytest.mark.parametrize("county", COUNTIES, ids=lambda county: county.code)
def test_every_county_is_known_by_its_names_its_seat_and_its_keys(county: County) -> None:
    """With and without marks, in capitals, in Romanian and Hungarian; its own name wins over a seat of that name."""
    for name in county.name.values():
        assert county in counties_named(name, COUNTIES)
        assert counties_named(f"sunt din județul {name.upper()}", COUNTIES)[0].code == county.code
    assert any(there.seat["ro"] == county.seat["ro"] for there in counties_named(county.seat["ro"], COUNTIES))
    assert county in counties_by_keys(spelt(county.code), COUNTIES)


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("Cluj", ["CJ"]),
        ("cluj napoca", ["CJ"]),
        ("Cluj-Napoca", ["CJ"]),
        ("județul Timiș", ["TM"]),
        ("judetul timis", ["TM"]),
        ("stau în Timişoara de doi ani", ["TM"]),  # cedilla
        ("pe raza Clujului", ["CJ"]),
        ("prefectul Bihorului nu răspunde la petiții", ["BH"]),
        ("Bistrița-Năsăud", ["BN"]),
        ("bistrita nasaud", ["BN"]),
        ("Satu Mare", ["SM"]),
        ("Baia Mare", ["MM"]),
        ("Alba Iulia", ["AB"]),
        ("Alba", ["AB"]),
        ("mi s-a furat o mașină albă din parcare", []),
        ("mi s-a furat mașina, una alba, din parcare", []),
        ("m-a lovit Alexandria, vecina de la doi", []),
        ("sunt din Alexandria și am pierdut buletinul", ["TR"]),
        ("sectorul 3", ["B"]),
        ("stau în București, sector 6, lângă parc", ["B"]),
        ("din Cluj în Sibiu", ["CJ", "SB"]),
        ("Kolozs megye", ["CJ"]),
        ("Kolozsváron lakom és elveszett az útlevelem", ["CJ"]),
        ("Hargita", ["HR"]),
        ("hargitában", ["HR"]),
        ("Csíkszereda", ["HR"]),
        ("Szatmárnémeti", ["SM"]),
        ("Maros megyében lakom, Marosvásárhelyen", ["MS"]),
        ("nu știu", []),
        ("", []),
    ],
)
def test_a_county_is_heard_in_what_is_said(sentence: str, codes: list[str]) -> None:
    """A place is a place: within a sentence a name needs a word beside it, or an ending, that says so."""
    assert [county.code for county in counties_named(sentence, COUNTIES)] == codes


@pytest.mark.parametrize(
    ("e164", "codes"),
    [
        ("+40264123456", ["CJ"]),
        ("+40364123456", ["CJ"]),
        ("+40212123456", ["B", "IF"]),
        ("+40312123456", ["B", "IF"]),
        ("+40230123456", ["SV"]),
        ("+40722123456", []),  # mobile
        ("+40372123456", []),  # 037x belongs to no county
        ("+36264123456", []),
        ("", []),
    ],
)
def test_a_landline_tells_its_county(e164: str, codes: list[str]) -> None:
    """The prefix is a proposal the caller confirms; Bucharest and Ilfov share theirs."""
    assert sorted(county.code for county in counties_of_number(e164, COUNTIES)) == codes


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        ("25", ["CJ", "CL"]),
        ("2", ["B"]),
        ("22", ["AB", "BC"]),
        ("86", ["TM", "VN"]),
        ("85", ["TL", "VL"]),
        ("43", ["HD", "IF"]),
        ("2585", ["CJ"]),  # CLUJ
        ("258", ["CJ"]),
        ("2522", ["AB"]),  # ALBA begins so
        ("99", []),
        ("", []),
        ("1", []),
    ],
)
def test_a_county_is_spelt_on_the_keys(keys: str, codes: list[str]) -> None:
    """E.161: CJ is 25; most codes share their keys with another, so all candidates are offered."""
    assert sorted(county.code for county in counties_by_keys(keys, COUNTIES)) == codes


def test_the_keys_of_a_code_are_never_ambiguous_beyond_a_menu() -> None:
    """Whoever types a code hears at most five counties to choose from."""
    for county in COUNTIES:
        assert 1 <= len(counties_by_keys(spelt(county.code), COUNTIES)) <= 5
