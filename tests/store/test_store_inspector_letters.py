"""An inspector reads by e-mail what changes in the days ahead, whoever changed it, and their calendar follows."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from blue_ticket import INSPECTOR, NOW, PRACTICE, open_office, staff_of
from conftest_gunicorn import rows
from icalendar import Calendar
from sqlalchemy import select

from office.messages import Message
from office.staff import StaffRow
from office.tickets import BlueTicket, Case
from office.users import Role, User
from post.letters import Writer, letter
from store import booking, hit, inspectors, tickets, users
from store.database import Store, work
from store.tables import messages
from store.ticket_letters import Letters
from words.catalogue import open_words

LETTERS = Letters(PRACTICE, None, 6)
PLACE = datetime(2027, 3, 4, 7, 0, tzinfo=UTC)  # a Thursday, nine o'clock; today is Monday
QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
NEXT_WEEK = PLACE + 11 * DAY
WRITER = Writer("linia@exemplu.invalid", {"ro": "Primăria"}, "+40800000000", ZoneInfo("Europe/Bucharest"))


def person(inspector_id: str = INSPECTOR, email: str = "exemplu") -> StaffRow:
    row = staff_of(inspector_id)
    address = f"{email}-{inspector_id}@exemplu.invalid" if email else ""
    return replace(row, inspector=replace(row.inspector, email=address))


@pytest.fixture
def case(store: Store) -> Case:
    case, *_ = open_office(store)
    with work(store) as unit:
        inspectors.upsert(unit.begin(), [person()])
    return case


def booked(store: Store, case: Case, at: datetime = PLACE, moving: BlueTicket | None = None) -> BlueTicket:
    with work(store) as unit:
        held = booking.hold(
            unit, case, at, call="CA1", language="hu", now=NOW, practice=PRACTICE, moving=moving
        )
        made = booking.book(unit, held.id, phone="+40264123456", now=NOW, practice=PRACTICE)
        LETTERS.booked(unit.conn, made, NOW)
    return made


def cancelled(store: Store, ticket: BlueTicket, now: datetime = NOW) -> None:
    with work(store) as unit:
        gone = tickets.cancel(unit.begin(), ticket.id, by_citizen=True, actor="citizen", now=now)
        assert gone
        LETTERS.cancelled(unit.conn, gone, now)


def given_to(store: Store, ticket: BlueTicket, inspector_id: str, now: datetime = NOW) -> BlueTicket:
    with work(store) as unit:
        return hit.handed_over(unit, ticket, inspector_id, actor="ana", now=now, letters=LETTERS)


def told(store: Store) -> list[tuple[str, str, str, int, str]]:
    """Each letter in the outbox: to whom, about what, and the entry of their calendar."""
    found = rows(store, "SELECT recipient, kind, given FROM messages ORDER BY id")
    entries = [(to[8:10], kind, json.loads(given)["appointment"]) for to, kind, given in found]
    return [
        (to, kind.removeprefix("mail.inspector."), one["method"], one["sequence"], one["begins"][:10])
        for to, kind, one in entries
    ]


def test_what_is_booked_moved_and_cancelled_is_told_once(store: Store, case: Case) -> None:
    """One letter for each; the entry keeps its UID, which is that of the agenda's own feed, and its sequence rises."""
    moved = booked(store, case, PLACE + DAY, moving=booked(store, case))
    cancelled(store, moved)
    assert told(store) == [
        ("i1", "booked", "REQUEST", 0, "2027-03-04"),
        ("i1", "moved", "REQUEST", 1, "2027-03-05"),
        ("i1", "cancelled", "CANCEL", 2, "2027-03-05"),
    ]
    uids = {json.loads(given)["appointment"]["uid"] for (given,) in rows(store, "SELECT given FROM messages")}
    assert uids == {f"agenda-{moved.number.digits}@telverde"}
    assert {one for (one,) in rows(store, "SELECT given FROM messages") if "Exemplu Ion" in one} == set()


def test_what_is_more_than_a_week_away_is_in_the_agenda_only(store: Store, case: Case) -> None:
    """Until it comes near: moved into this week it is told."""
    far = booked(store, case, NEXT_WEEK)
    farther = booked(store, case, NEXT_WEEK + DAY, moving=far)
    assert told(store) == []
    booked(store, case, PLACE, moving=farther)
    assert told(store) == [("i1", "moved", "REQUEST", 2, "2027-03-04")]


def test_an_entry_that_a_letter_has_made_is_kept_right(store: Store, case: Case) -> None:
    """Moved out of this week and then cancelled: it does not stay in the calendar for ever."""
    away = booked(store, case, NEXT_WEEK, moving=booked(store, case))
    cancelled(store, booked(store, case, NEXT_WEEK + DAY, moving=away))
    assert [one[1:4] for one in told(store)] == [
        ("booked", "REQUEST", 0),
        ("moved", "REQUEST", 1),
        ("moved", "REQUEST", 2),
        ("cancelled", "CANCEL", 3),
    ]


@pytest.mark.parametrize("changes", [{"email": ""}, {"active": False}])
def test_an_inspector_without_an_address_or_who_has_left_gets_none(
    store: Store, case: Case, changes: dict[str, Any]
) -> None:
    ticket = booked(store, case)
    row = person()
    with work(store) as unit:
        inspectors.upsert(unit.begin(), [replace(row, inspector=replace(row.inspector, **changes))])
    cancelled(store, ticket)
    assert [one[1] for one in told(store)] == ["booked"]


def test_a_colleague_who_takes_over_is_told_and_so_is_who_gives(store: Store, case: Case) -> None:
    """There and back again; and of the citizen's move both are told, for the petition's own inspector has it then."""
    with work(store) as unit:
        inspectors.upsert(unit.begin(), [person("i2")])
    ticket = booked(store, case)
    taken = given_to(store, ticket, "i2")
    back = given_to(store, taken, INSPECTOR, NOW + timedelta(hours=1))
    again = given_to(store, back, "i2", NOW + timedelta(hours=2))
    booked(store, case, PLACE + QUARTER, moving=again)
    assert [one[:4] for one in told(store)] == [
        ("i1", "booked", "REQUEST", 0),
        ("i1", "cancelled", "CANCEL", 0),
        ("i2", "booked", "REQUEST", 0),
        ("i2", "cancelled", "CANCEL", 0),
        ("i1", "booked", "REQUEST", 0),
        ("i1", "cancelled", "CANCEL", 0),
        ("i2", "booked", "REQUEST", 0),
        ("i2", "cancelled", "CANCEL", 1),
        ("i1", "booked", "REQUEST", 1),
    ]


def test_it_is_written_in_the_language_the_inspector_reads(store: Store, case: Case) -> None:
    """That of their console and not that of the citizen; Romanian for who has none."""
    first = booked(store, case)
    with work(store) as unit:
        reader = User(0, "ana", "Exemplu Ana", Role.inspector, INSPECTOR, "en")
        users.add(unit.begin(), reader, "", now=NOW)
    cancelled(store, booked(store, case, PLACE + QUARTER, moving=first))
    assert rows(store, "SELECT language FROM messages ORDER BY id") == [("ro",), ("en",), ("en",)]


@pytest.mark.parametrize("language", ["ro", "hu", "en"])
def test_the_letters_read_well_and_carry_the_entry(store: Store, case: Case, language: str) -> None:
    """Every blank is filled, the earlier hour stands in a move, and a calendar finds its entry in each."""
    moved = booked(store, case, PLACE + DAY, moving=booked(store, case))
    cancelled(store, moved)
    parts = [messages.c[name] for name in ("id", "key", "kind", "channel", "recipient")]
    with work(store) as unit:
        found = unit.conn.execute(select(*parts, messages.c.given).order_by(messages.c.id)).all()
    made = []
    for *named, given in found:
        one = Message(*named, language, json.loads(given), "", 1, NOW, NOW)  # type: ignore[arg-type]
        made.append(letter(one, open_words()[language], WRITER, NOW))
    told = [one.get_body(("plain",)).get_content() for one in made]  # type: ignore[union-attr]
    assert all(moved.number.text in text for text in told)
    assert "9:00" in told[1].replace("09:00", "9:00")
    for one, method in zip(made, ("REQUEST", "REQUEST", "CANCEL"), strict=True):
        (enclosed,) = [part for part in one.walk() if part.get_content_type() == "text/calendar"]
        calendar = Calendar.from_ical(enclosed.get_content())
        assert calendar["method"] == method
        assert "exemplu-i1@exemplu.invalid" in str(calendar.walk("VEVENT")[0]["attendee"])
