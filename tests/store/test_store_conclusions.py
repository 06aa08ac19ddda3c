"""What was concluded is kept in versions, a ticket changes hands only where it can, and old ones go for good."""

import threading
from datetime import datetime, timedelta

import pytest
from blue_ticket import INSPECTOR, NOW, PRACTICE, events_of, open_office, staff_of
from conftest_gunicorn import rows
from evening import booked
from sqlalchemy import insert, update

from jobs.sweep import sweep
from office.conclusions import Named, NotBegun, NotHeld, NothingConcluded, Talk
from office.slots import Span
from office.tickets import BlueTicket, SlotTaken, Status, TicketGone
from store import booking, conclusions, inspectors, tickets
from store.conclusions import SomebodyElseSigned
from store.database import Store, work
from store.inspectors import OtherInstitution, hand_over
from store.tables import attempts, petitions
from store.tables import inspectors as staff
from store.tables import tickets as table
from store.tickets import become, forget, ticket_of
from web.hotline import Hotline

TALK = Talk("Când?", "Curând.", "Se face.", "")
SHA = "ab" * 32


def sign(store: Store, ticket: BlueTicket, at: datetime, sha256: str = SHA, talk: Talk = TALK) -> bool:
    with work(store) as unit:
        draft = conclusions.draft(unit.conn, ticket.id, talk, "", at)
        return conclusions.sign(unit.begin(), draft, sha256, {"number": "1"}, "ana")


def status(store: Store, ticket: BlueTicket) -> Status:
    with work(store) as unit:
        found = ticket_of(unit.conn, ticket.id)
    assert found
    return found.status


def test_a_talk_is_concluded_after_it_began(store: Store) -> None:
    """Not a second earlier; a booked ticket is then done, its letter waits, and who did it is written down."""
    (ticket,) = booked(store, 1, email="ana@example.ro")
    with pytest.raises(NotBegun):
        sign(store, ticket, ticket.starts_at - timedelta(seconds=1))
    assert sign(store, ticket, ticket.starts_at)
    assert status(store, ticket) is Status.done
    sent = rows(store, "SELECT kind, recipient, key FROM messages")
    assert sent == [("mail.outcome", "ana@example.ro", SHA[:32])]
    assert events_of(store)[-2:] == [("done", "booked"), ("concluded", "")]


def test_while_telephones_ring_the_line_says_how_it_ended(store: Store) -> None:
    """What is being rung for stays so, for the worker to end; the conclusions are kept."""
    (ticket,) = booked(store, 1)
    with work(store) as unit:
        become(unit.begin(), ticket.id, Status.calling, actor="line", now=ticket.starts_at)
    assert not sign(store, ticket, ticket.starts_at), "there is no e-mail on file"
    assert status(store, ticket) is Status.calling
    assert rows(store, "SELECT count(*) FROM messages") == [(0,)]


@pytest.mark.parametrize("end", [Status.cancelled_by_office, Status.no_answer, Status.postponed])
def test_a_talk_that_did_not_take_place_has_no_conclusions(store: Store, end: Status) -> None:
    (ticket,) = booked(store, 1)
    with work(store) as unit:
        unit.begin().execute(update(table).values(status=end))
    with pytest.raises(NotHeld):
        sign(store, ticket, ticket.ends_at)


def test_a_document_needs_conclusions_and_names_nobody(store: Store) -> None:
    (ticket,) = booked(store, 1)
    with work(store) as unit:
        with pytest.raises(NothingConcluded):
            conclusions.draft(unit.conn, ticket.id, Talk("a", "b", " \n", "d"), "", ticket.ends_at)
        with pytest.raises(Named):
            conclusions.draft(unit.conn, ticket.id, TALK, "inspector Ana EXEMPLU", ticket.ends_at)
        draft = conclusions.draft(unit.conn, ticket.id, TALK, "consilier superior", ticket.ends_at)
    assert draft.conclusion.author == "consilier superior"


def test_versions_are_added_and_documents_found_again(store: Store) -> None:
    """The first one stays as it was; each is known by its own fingerprint, and a strange one is not."""
    (ticket,) = booked(store, 1)
    sign(store, ticket, ticket.ends_at)
    sign(store, ticket, ticket.ends_at + timedelta(days=1), "cd" * 32, Talk("", "", "Altfel.", ""))
    with work(store) as unit:
        first, second = conclusions.versions(unit.conn, ticket.id)
        assert (first.talk, first.author, first.signed_at) == (TALK, "inspector", ticket.ends_at)
        assert conclusions.of_document(unit.conn, "cd" * 32) == second
        assert conclusions.of_document(unit.conn, "ef" * 32) is None


def test_of_two_who_sign_at_once_one_reads_the_other_first(store: Store) -> None:
    """Both have drafted version 1; the second is refused, and nothing of it stays."""
    (ticket,) = booked(store, 1, email="ana@example.ro")
    with work(store) as unit:
        draft = conclusions.draft(unit.conn, ticket.id, TALK, "", ticket.ends_at)
    sign(store, ticket, ticket.ends_at)
    with pytest.raises(SomebodyElseSigned), work(store) as unit:
        conclusions.sign(unit.begin(), draft, "cd" * 32, {}, "ion")
    assert rows(store, "SELECT pdf_sha256 FROM conclusions") == [(SHA,)]
    assert rows(store, "SELECT count(*) FROM messages") == [(1,)]


def test_talks_wait_for_their_conclusions(store: Store) -> None:
    """Those that are over, the oldest first, until somebody writes them."""
    first, second, later = booked(store, 3)
    with work(store) as unit:
        become(unit.begin(), first.id, Status.calling, actor="line", now=first.starts_at)
        become(unit.conn, first.id, Status.done, actor="line", now=first.ends_at)

    def waiting() -> list[int]:
        with work(store) as unit:
            return [one.id for one in conclusions.awaited(unit.conn, second.ends_at)]

    assert waiting() == [first.id, second.id]
    sign(store, first, second.ends_at)
    assert waiting() == [second.id]
    assert later.id not in waiting()


def colleague(store: Store, inspector_id: str = "i2", unit_id: str = "igpr") -> None:
    with work(store) as unit:
        inspectors.upsert(unit.begin(), [staff_of(inspector_id)])
        theirs = staff.c.id == inspector_id
        unit.conn.execute(update(staff).where(theirs).values(unit_id=unit_id))


def given_to(store: Store, ticket: BlueTicket, inspector_id: str = "i2") -> BlueTicket:
    with work(store) as unit:
        return hand_over(unit.begin(), ticket.id, inspector_id, actor="ana", now=NOW, practice=PRACTICE)


def test_a_colleague_takes_a_ticket_over_at_the_same_hour(store: Store) -> None:
    """The place of the first is free again, nothing else of the ticket changes, and it is written down."""
    (ticket,) = booked(store, 1)
    colleague(store)
    with work(store) as unit:
        assert [one.id for one in inspectors.colleagues(unit.conn, ticket, NOW, PRACTICE)] == ["i2"]
    after = given_to(store, ticket)
    assert (after.inspector_id, after.starts_at, after.number) == ("i2", ticket.starts_at, ticket.number)
    with work(store) as unit:
        assert ticket_of(unit.conn, ticket.id) == after
        assert tickets.taken(unit.conn, INSPECTOR, ticket.starts_at, ticket.ends_at, NOW) == ()
    assert events_of(store)[-1] == ("handed over", INSPECTOR)


def test_a_ticket_goes_to_nobody_who_cannot_have_it(store: Store) -> None:
    """Another institution, leave at that hour, somebody who left, nobody, and a ticket that is not booked any more."""
    (ticket,) = booked(store, 1)
    colleague(store)
    colleague(store, "elsewhere", "dgp")
    with work(store) as unit:
        away = Span(ticket.starts_at, ticket.ends_at)
        inspectors.upsert(unit.begin(), [staff_of("left", active=False), staff_of("away")])
        inspectors.add_absence(unit.conn, "away", away, kind="leave", note="", actor="ana", now=NOW)
    for inspector_id, no in (
        ("elsewhere", OtherInstitution), ("away", SlotTaken), ("left", LookupError), ("x", LookupError),
    ):  # fmt: skip
        with pytest.raises(no):
            given_to(store, ticket, inspector_id)
    with work(store) as unit:
        assert tickets.cancel(unit.begin(), ticket.id, by_citizen=True, actor="citizen", now=NOW)
    with pytest.raises(TicketGone):
        given_to(store, ticket)


def test_two_tickets_of_one_hour_never_go_to_one_colleague(store: Store) -> None:
    """Both are given at the same moment, by two people; the index lets one have the hour."""
    (ticket,) = booked(store, 1)
    colleague(store, "i3")
    colleague(store)
    with work(store) as unit:
        other = {name: getattr(ticket, name) for name in BlueTicket.__dataclass_fields__ if name != "id"}
        row = {"number": "9", "filed_on": NOW.date(), "registration_number": "9", "surname": "E",
               "institution_id": "igpr", "state": "in_progress", "state_on": NOW.date()}  # fmt: skip
        made = unit.begin().execute(insert(petitions).values(row).returning(petitions.c.id)).scalar_one()
        other |= {"number": "87654321", "inspector_id": "i3", "petition_id": made}
        second = unit.conn.execute(insert(table).values(other).returning(table.c.id)).scalar_one()
    ready, outcomes = threading.Barrier(2), []

    def give(ticket_id: int) -> None:
        ready.wait()
        try:
            with work(store) as unit:
                hand_over(unit.begin(), ticket_id, "i2", actor="ana", now=NOW, practice=PRACTICE)
            outcomes.append("given")
        except SlotTaken:
            outcomes.append("taken")

    people = [threading.Thread(target=give, args=(each,)) for each in (ticket.id, second)]
    for one in people:
        one.start()
    for one in people:
        one.join(30)
    assert sorted(outcomes) == ["given", "taken"]
    assert rows(store, "SELECT count(*) FROM tickets WHERE inspector_id = 'i2'") == [(1,)]


def test_old_tickets_go_with_all_that_hangs_on_them(store: Store) -> None:
    """A second decides; what is still to come or being rung for stays, and so does the petition."""
    first, second, third = booked(store, 3)
    sign(store, first, first.ends_at)
    ring = {"ticket_id": first.id, "n": 1, "leg": "citizen", "at": NOW, "state": "over", "due": NOW}
    with work(store) as unit:
        unit.begin().execute(insert(attempts).values(ring))
        unit.conn.execute(update(table).where(table.c.id == second.id).values(status="calling"))
        tickets.cancel(unit.conn, third.id, by_citizen=True, actor="citizen", now=NOW)
        assert forget(unit.conn, first.ends_at, 10) == 0
        assert forget(unit.conn, first.ends_at + timedelta(seconds=1), 10) == 1
        assert forget(unit.conn, third.ends_at + timedelta(seconds=1), 10) == 1
    assert rows(store, "SELECT id FROM tickets") == [(second.id,)]
    for gone in ("conclusions", "attempts"):
        assert rows(store, f"SELECT count(*) FROM {gone}") == [(0,)]
    assert rows(store, "SELECT count(*) FROM petitions") == [(3,)]


def test_the_sweep_gives_held_places_back_and_old_tickets_up(store: Store, shipped: Hotline) -> None:
    """After five minutes a place is free for everybody, and written down so; after three years its ticket is gone."""
    case, *_ = open_office(store)
    limits = shipped.directory.limits
    with work(store) as unit:
        start = booking.free(unit.conn, case, NOW, PRACTICE)[0]
        booking.hold(unit, case, start, call="CA1", language="ro", now=NOW, practice=PRACTICE)
    assert not sweep(store, limits, NOW + timedelta(minutes=5))
    assert events_of(store)[-1] == ("expired", "held")
    assert not sweep(store, limits, start + timedelta(days=limits.tickets_days))
    assert sweep(store, limits, start + timedelta(days=limits.tickets_days, minutes=16))
    assert rows(store, "SELECT count(*) FROM tickets") == [(0,)]
