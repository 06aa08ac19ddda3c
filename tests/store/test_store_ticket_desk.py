"""Whatever was wrong sounds alike, and trying finds nothing out; what was booked is written, and no more than that."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from blue_ticket import INSPECTOR, NOW, PRACTICE, open_office
from conftest_gunicorn import rows
from sqlalchemy import event, update

from ivr.desk import TooManyGuesses
from office.callers import WITHHELD, Caller, caller
from office.slots import Span
from office.tickets import Channel, SlotTaken, TicketNumber
from office.video import OneAddress
from store import calls, inspectors
from store.database import Store, Work, work
from store.desk import StoreDesk
from store.tables import petitions
from store.ticket_desk import StoreTickets
from store.ticket_letters import Letters

ANA, ION = caller("+40722000111"), caller("+40733000222")
NUMBER, FILED, NAME = "1", "2027-02-01", "Ion Exemplu"
LIMITS = SimpleNamespace(
    guesses_per_caller_hour=5, guesses_per_hour=500, lookups_per_caller_hour=40, messages_per_number_day=3
)
PLACE = datetime(2027, 3, 4, 7, 0, tzinfo=UTC)  # a Thursday, nine o'clock


@pytest.fixture
def office(store: Store) -> Store:
    open_office(store)
    return store


def tickets(unit: Work, now: datetime = NOW, call: str = "CA1", **changes: Any) -> StoreTickets:
    """The desk in a call, over a unit of work."""
    desk = StoreDesk(unit, call, "ro", now, LIMITS, lambda phone: f"hash of {phone[-3:]}")  # type: ignore[arg-type]
    letters = Letters(PRACTICE, changes.get("rooms"), changes.get("at_most", 3))
    return StoreTickets(desk, letters, frozenset(("ma", "numesc")))


def tried(
    store: Store,
    written: str = NUMBER,
    filed: str = FILED,
    name: str = NAME,
    who: Caller = ANA,
    now: datetime = NOW,
) -> int | None:
    with work(store) as unit:
        return tickets(unit, now).identified(written, filed, name, who)


@pytest.mark.parametrize(
    "name", [NAME, "exemplu ion", "mă numesc Ion Exemplu", "Exemplo Ion", "397", "3936758", "393"]
)
def test_number_day_and_name_together_are_recognised(office: Store, name: str) -> None:
    """The name said in any order, or the first letters of the surname keyed."""
    assert (tried(office, name=name) is not None) == (name != "397")


@pytest.mark.parametrize(
    "wrong", [{"written": "999"}, {"filed": "2027-02-02"}, {"name": "Ana Pop"}, {"name": "767"}]
)
def test_whatever_is_wrong_is_answered_alike_and_with_the_same_work(
    office: Store, wrong: dict[str, str]
) -> None:
    """The same answer, the same statements, the same three counters."""
    done: list[str] = []
    event.listen(office, "before_cursor_execute", lambda *told: done.append(told[2]))
    assert tried(office, **wrong) is None
    assert len([one for one in done if "petitions" in one]) == 1, done
    counted = rows(office, "SELECT who, count FROM guesses ORDER BY who")
    of = wrong.get("written", NUMBER)
    assert counted == [("line", 1), ("missed:hash of 111", 1), (f"petition:hash of {of}", 1)]


def test_one_telephone_has_five_tries_an_hour(office: Store) -> None:
    """Whichever petitions it tries; the next hour it has five more."""
    for number in range(5):
        assert tried(office, written=str(100 + number)) is None
    with pytest.raises(TooManyGuesses):
        tried(office)
    assert tried(office, now=NOW + timedelta(hours=1)) is not None


def test_one_petition_has_five_tries_an_hour_from_all_telephones(office: Store) -> None:
    """So that a name cannot be guessed by ringing from many; other petitions are not in the way."""
    for last in range(5):
        assert tried(office, name="Ana Pop", who=caller(f"+4072200020{last}")) is None
    with pytest.raises(TooManyGuesses):
        tried(office, who=ION)
    assert tried(office, written="2", who=ION) is not None


def test_who_is_recognised_spends_no_tries(office: Store) -> None:
    """A citizen may book, move and cancel as often as needed."""
    assert all(tried(office) is not None for _ in range(7))


def test_the_name_tells_departments_that_count_apart(office: Store) -> None:
    """Two petitions with one number on one day: each citizen gets their own; who fits both gets none."""
    with work(office) as unit:
        other = update(petitions).where(petitions.c.number == 2)
        unit.begin().execute(
            other.values(
                number=1, segments="305", registration_number="1/305", surname="Pop", first_name="Ana"
            )
        )
    mine, theirs = tried(office), tried(office, name="Ana Pop")
    assert None not in (mine, theirs)
    assert mine != theirs
    with work(office) as unit:
        unit.begin().execute(update(petitions).values(surname="Exemplu", first_name="Ion"))
    assert tried(office) is None


def test_tickets_cannot_be_found_by_trying_numbers(office: Store) -> None:
    """Unknown ticket numbers are counted with everything else a telephone has guessed."""
    for serial in range(5):
        with work(office) as unit:
            assert tickets(unit).of_number(TicketNumber.of(2_000_000 + serial), ANA) is None
    with pytest.raises(TooManyGuesses):
        tried(office)


def booked(
    store: Store, phone: str = "+40722000111", channel: Channel = Channel.phone, moving: int = 0, at: datetime = PLACE,
    **changes: Any,
) -> int:  # fmt: skip
    """A ticket for the first petition, booked in a call."""
    petition = tried(store)
    assert petition is not None
    with work(store) as unit:
        held = tickets(unit).hold(petition, at, moving)
    with work(store) as unit:
        return tickets(unit, **changes).book(held, phone, channel)


def waiting(store: Store) -> list[tuple[str, str]]:
    """What is in the outbox: kind and when it is due."""
    found = rows(store, "SELECT kind, due FROM messages ORDER BY id")
    return [(kind, str(due)[:16]) for kind, due in found]


def with_mail(store: Store) -> None:
    with work(store) as unit:
        unit.begin().execute(update(petitions).values(email="ana@exemplu.invalid"))


def test_what_was_booked_is_written_at_once_and_reminded_of_the_day_before(office: Store) -> None:
    """By SMS and e-mail; the reminder ends with the start, and carries no second entry for the calendar."""
    with_mail(office)
    booked(office)
    assert waiting(office) == [
        ("sms.ticket.booked", "2027-03-01 07:00"),
        ("mail.ticket.booked", "2027-03-01 07:00"),
        ("sms.ticket.reminder", "2027-03-03 07:00"),
        ("mail.ticket.reminder", "2027-03-03 07:00"),
    ]
    ends = rows(office, "SELECT expires_at, given FROM messages WHERE kind LIKE '%reminder' ORDER BY id")
    assert [str(one[0])[:16] for one in ends] == ["2027-03-04 07:00"] * 2
    assert all("appointment" not in json.loads(one[1]) for one in ends)


def test_a_moved_ticket_keeps_its_entry_and_gives_its_reminder_back(office: Store) -> None:
    """The number and the calendar's UID stay, the sequence rises, and one reminder is left."""
    with_mail(office)
    first = booked(office)
    booked(office, moving=first, at=PLACE + timedelta(days=1))
    kinds = [kind for kind, _ in waiting(office)]
    assert kinds.count("sms.ticket.reminder") == kinds.count("mail.ticket.reminder") == 1
    told = rows(
        office, "SELECT given FROM messages WHERE channel = 'email' AND kind NOT LIKE '%reminder' ORDER BY id"
    )
    before, after = (json.loads(given)["appointment"] for (given,) in told)
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["method"] == "REQUEST"


def test_a_cancelled_ticket_leaves_the_calendar_and_reminds_of_nothing(office: Store) -> None:
    """CANCEL with a higher sequence; cancelled twice it says nothing more."""
    with_mail(office)
    ticket = booked(office)
    for still_there in (True, False):
        with work(office) as unit:
            assert tickets(unit).cancel(ticket) is still_there
    kinds = [kind for kind, _ in waiting(office)]
    assert kinds == [
        "sms.ticket.booked",
        "mail.ticket.booked",
        "sms.ticket.cancelled",
        "mail.ticket.cancelled",
    ]
    (given,) = rows(office, "SELECT given FROM messages WHERE kind = 'mail.ticket.cancelled'")[0]
    appointment = json.loads(given)["appointment"]
    assert (appointment["method"], appointment["sequence"]) == ("CANCEL", 1)


def test_nobody_is_flooded_and_nobody_is_promised_what_is_not_sent(office: Store) -> None:
    """A number that has had its messages of the day gets none, and the caller hears that nothing comes."""
    ticket = booked(office, at_most=0)
    assert waiting(office) == []
    with work(office) as unit:
        assert not tickets(unit).is_written(ticket)


def test_a_landline_without_mail_gets_nothing_and_no_video(office: Store) -> None:
    """Video needs a way for its link."""
    petition = tried(office)
    assert petition is not None
    with work(office) as unit:
        desk = tickets(unit, rooms=OneAddress("https://video.example/{ticket}"))
        held = desk.hold(petition, PLACE, 0)
        assert desk.way(held, "+40264401001", Channel.video) is Channel.phone
        assert desk.way(held, "+40722000111", Channel.video) is Channel.video
    booked(office, phone="+40264401001", at=PLACE + timedelta(minutes=15))
    assert waiting(office) == []


def test_a_video_meeting_is_written_with_its_link(office: Store) -> None:
    """One address, with the number of the ticket in it."""
    ticket = booked(office, channel=Channel.video, rooms=OneAddress("https://video.example/{ticket}"))
    with work(office) as unit:
        number = tickets(unit).ticket(ticket).number
    (kind, given), *_ = rows(office, "SELECT kind, given FROM messages ORDER BY id")
    assert kind == "sms.ticket.video"
    assert json.loads(given)["link"] == f"https://video.example/{number.digits}"


def test_a_ticket_is_of_the_telephone_it_was_booked_from_or_is_rung_on(office: Store) -> None:
    """Nobody else may move or cancel it for knowing its number, and no withheld caller either."""
    with work(office) as unit:
        calls.begin(unit.begin(), "CA1", "hash of 111", "+40 7•• ••• 111", NOW)
    ticket = booked(office, phone=ION.e164 or "")
    with work(office) as unit:
        desk = tickets(unit)
        others = caller("+40744000333"), WITHHELD
        assert [desk.is_of(ticket, who) for who in (ANA, ION, *others)] == [True, True, False, False]


def test_nothing_is_written_of_what_was_not_booked(office: Store) -> None:
    """The inspector went on leave while the caller decided: the turn is undone with all its messages."""
    petition = tried(office)
    assert petition is not None
    with work(office) as unit:
        held = tickets(unit).hold(petition, PLACE, 0)
    with work(office) as unit:
        away = Span(PLACE, PLACE + timedelta(days=1))
        inspectors.add_absence(unit.begin(), INSPECTOR, away, kind="leave", note="", actor="x", now=NOW)
    with work(office) as unit, pytest.raises(SlotTaken):
        tickets(unit).book(held, "+40722000111", Channel.phone)
    assert waiting(office) == []
