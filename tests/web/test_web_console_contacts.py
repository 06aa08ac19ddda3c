"""A supervisor finds the contacts nobody has looked at for longest, and says with one click that one is right."""

from datetime import date
from time import perf_counter

import pytest
from house import SAVED, SMALL_FILE, House
from routing_file import draft, newest, publish, speaks, write
from visitor import Visitor, signed_in

from office.users import Role
from routing import edit
from routing.aged import Aged, at_place, by_age, place_of
from routing.directory import Directory, read
from store.database import work
from store.tables import events

SMALL = SMALL_FILE.read_text("utf-8")
PHONE = "counties/CJ/units/dgp/contacts/0"
OTHERS = """    contacts:
      - { kind: phone, value: "021 212 56 74", source: "văzut pe afiș", checked_on: necunoscut, verified: nu }
      - { kind: web, value: "https://mai.gov.ro", source: "https://mai.gov.ro", checked_on: 2019-01-01, verified: da }
      - { kind: phone, value: "021 208 25 25", source: "https://mai.gov.ro", checked_on: 2020-01-01, verified: da,
          for_callers: nu }
  dgp:
    name: { ro: Direcția"""
AGED = SMALL.replace("  dgp:\n    name: { ro: Direcția", OTHERS, 1)
TODAY = date(2026, 11, 23)


@pytest.fixture
def office(house: House) -> House:
    """A line with contacts of several ages."""
    return speaks(house, AGED)


@pytest.fixture
def supervisor(office: House) -> Visitor:
    return signed_in(office, Role.supervisor)


def found(directory: Directory, key: str) -> Aged:
    one = at_place(directory, place_of(key), TODAY)
    assert one
    return one


def test_the_longest_unchecked_come_first_and_each_says_why_it_is_not_told() -> None:
    aged = by_age(read(AGED), TODAY)
    assert [(one.contact.value, one.why) for one in aged] == [
        ("021 212 56 74", "unverified"),
        ("https://mai.gov.ro", "old"),
        ("021 208 25 25", ""),  # nobody would be told it anyway
        ("0264 432 727", ""),
        ("Cluj-Napoca, Piața Avram Iancu 15", ""),
    ]
    assert all(place_of(one.key) == one.place for one in aged)


def test_a_body_whose_name_is_a_number_is_found_by_its_key() -> None:
    assert place_of("external/112/contacts/0") == ("external", "112", "contacts", 0)


def test_the_page_counts_what_is_not_told_and_narrows_down(supervisor: Visitor) -> None:
    supervisor.get("/contacts")
    assert "2 nu se spun" in supervisor.read
    assert supervisor.read.index("021 212 56 74") < supervisor.read.index("0264 432 727")
    supervisor.get("/contacts", only="stale")
    assert "0264 432 727" not in supervisor.read
    supervisor.get("/contacts", only="unverified")
    assert "https://mai.gov.ro" not in supervisor.last.text
    supervisor.get("/contacts", owner="dgp")
    assert "0264 432 727" in supervisor.read
    assert "021 212 56 74" not in supervisor.read


def test_checked_today_is_published_with_one_click_and_the_event_names_no_number(
    office: House, supervisor: Visitor
) -> None:
    supervisor.get("/contacts", owner="igpr")
    form = {"at": "institutions/igpr/contacts/1", "value": "https://mai.gov.ro", "owner": "igpr"}
    supervisor.post("/contacts/checked", **form)
    assert supervisor.last.status_code == 200
    assert "owner=igpr" in supervisor.last.url
    number, text = newest(office)
    assert (number, text) == (2, AGED.replace("checked_on: 2019-01-01", "checked_on: 2026-11-23"))
    with work(office.store) as unit:
        rows = unit.conn.execute(events.select().where(events.c.entity == "routing")).all()
    assert [(row.actor, row.entity_id) for row in rows] == [("user #1", "2")]
    assert "mai.gov.ro" not in "".join(map(str, rows[0]))


def test_what_has_no_page_as_its_source_is_not_said_to_be_verified(
    office: House, supervisor: Visitor
) -> None:
    supervisor.get("/contacts")
    form = {"at": "institutions/igpr/contacts/0", "value": "021 212 56 74"}
    answer = supervisor.post("/contacts/checked", **form)
    assert answer.status_code == 422
    assert "nu este adresa unei pagini" in supervisor.read
    assert newest(office) == (1, AGED)


def test_a_contact_that_somebody_changed_meanwhile_is_not_marked(office: House, supervisor: Visitor) -> None:
    supervisor.get("/contacts")
    publish(office, AGED.replace("0264 432 727", "0264 432 728"))
    answer = supervisor.post("/contacts/checked", at=PHONE, value="0264 432 727")
    assert answer.status_code == 409
    assert newest(office)[0] == 2


def test_a_draft_is_taken_along_and_keeps_what_was_typed(office: House, supervisor: Visitor) -> None:
    typed = AGED.replace("ring_seconds: 25", "ring_seconds: 30 # mai mult")
    write(office, typed)
    supervisor.get("/contacts")
    supervisor.post("/contacts/checked", at="institutions/igpr/contacts/1", value="https://mai.gov.ro")
    now = draft(office)
    assert now
    assert (now.base, now.text) == (2, typed.replace("2019-01-01", "2026-11-23"))
    assert "mai mult" not in newest(office)[1]


def test_the_list_of_the_shipped_file_is_made_in_less_than_a_tenth_of_a_second(house: House) -> None:
    house.clock.now = SAVED
    supervisor = signed_in(house, Role.supervisor)
    supervisor.get("/contacts")
    took = []
    for _ in range(5):
        began = perf_counter()
        assert supervisor.get("/contacts", only="stale").status_code == 200
        took.append(perf_counter() - began)
    assert min(took) < 0.1, took


def test_a_long_list_has_pages_and_hours_of_one_are_a_click_away(house: House) -> None:
    house.clock.now = SAVED
    supervisor = signed_in(house, Role.supervisor)
    supervisor.get("/contacts", part=2)
    assert supervisor.last.text.count("/contacts/checked") == 50


def test_checking_keeps_every_other_row(office: House) -> None:
    after = edit.checked_today(AGED, place_of(PHONE), TODAY)
    assert found(read(after), PHONE).contact.checked_on == TODAY
    assert [rows.before for rows in edit.changed_rows(AGED, after)] == [
        ('          - { kind: phone, value: "0264 432 727", verified: da, checked_on: 2026-11-22,',)
    ]
