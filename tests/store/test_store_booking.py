"""A place is held, booked, moved and given back, and every rule is kept at the moment it counts; on both stores."""

from datetime import UTC, date, datetime, timedelta

import pytest
from blue_ticket import INSPECTOR, NOW, PRACTICE, ZONE, events_of, open_office, staff_of
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from office.registration import RegistrationNumber
from office.slots import Span
from office.tickets import BlueTicket, Case, Channel, Status, Why
from store import booking, inspectors, tickets
from store.booking import HoldExpired, NotEligible, SlotTaken, TicketGone
from store.cases import cases
from store.database import Store, Work, work
from store.tables import petitions
from store.tables import tickets as places

FIRST = datetime(2027, 3, 3, 9, 0, tzinfo=ZONE).astimezone(UTC)
NEXT = FIRST + timedelta(minutes=15)
PHONE = "+40722000111"


def hold(unit: Work, case: Case, start: datetime = FIRST, **more: object) -> BlueTicket:
    given = {"call": f"CA{case.petition_id}", "language": "ro", "now": NOW, "practice": PRACTICE} | more
    return booking.hold(unit, case, start, **given)  # type: ignore[arg-type]


def book(unit: Work, held: BlueTicket, now: datetime = NOW, **more: object) -> BlueTicket:
    return booking.book(unit, held.id, phone=PHONE, now=now, practice=PRACTICE, **more)  # type: ignore[arg-type]


def booked(unit: Work, case: Case, start: datetime = FIRST) -> BlueTicket:
    return book(unit, hold(unit, case, start))


def test_a_caller_holds_a_place_and_books_it(store: Store) -> None:
    case, *_ = open_office(store)
    with work(store) as unit:
        conn = unit.begin()
        assert booking.free(conn, case, NOW, PRACTICE)[:2] == [FIRST, NEXT]
        held = hold(unit, case)
        assert (held.status, held.hold_until) == (Status.held, NOW + timedelta(minutes=5))
        assert booking.free(conn, case, NOW, PRACTICE)[0] == NEXT
        ticket = book(unit, held, email="a@exemplu.invalid", channel=Channel.video, identified_by="speech")
    with store.connect() as conn:
        assert tickets.of_number(conn, ticket.number) == ticket
        assert tickets.live_of_petition(conn, case.petition_id, NOW) == ticket
        day = (FIRST - timedelta(hours=9), FIRST + timedelta(hours=15))
        assert tickets.agenda(conn, *day) == tickets.agenda(conn, *day, INSPECTOR) == [ticket]
        assert tickets.agenda(conn, *day, "somebody else") == []
    assert (ticket.phone, ticket.channel, ticket.sequence) == (PHONE, Channel.video, 0)
    assert ticket.ends_at - ticket.starts_at == timedelta(minutes=15)
    assert events_of(store) == [("held", ""), ("booked", "held")]


def test_a_place_held_by_another_is_taken(store: Store) -> None:
    one, other, _ = open_office(store)
    with work(store) as unit:
        unit.begin()
        hold(unit, one)
        with pytest.raises(SlotTaken):
            hold(unit, other)
        assert hold(unit, other, NEXT).starts_at == NEXT


def test_the_database_itself_refuses_a_second_ticket_for_a_place(store: Store) -> None:
    """Even code that checks nothing cannot give a place twice."""
    one, other, _ = open_office(store)
    with work(store) as unit:
        unit.begin()
        hold(unit, one)
        second = hold(unit, other, NEXT)
    with pytest.raises(IntegrityError), work(store) as unit:
        unit.begin().execute(update(places).where(places.c.id == second.id).values(starts_at=FIRST))


def test_a_hold_lasts_five_minutes_to_the_second(store: Store) -> None:
    one, other, _ = open_office(store)
    with work(store) as unit:
        held = hold(unit, one)
    almost, over = NOW + timedelta(seconds=299), NOW + timedelta(seconds=300)
    with work(store) as unit:
        conn = unit.begin()
        with pytest.raises(SlotTaken):
            hold(unit, other, now=almost)
        with pytest.raises(HoldExpired):
            book(unit, held, now=over)
        assert booking.expire_due(conn, almost) == 0
        # nobody has to sweep: who comes after the five minutes gets the place
        assert hold(unit, other, NEXT, now=over).status is Status.held
        assert booking.expire_due(conn, over) == 1
        assert tickets.ticket_of(conn, held.id).status is Status.expired  # type: ignore[union-attr]


def test_a_hold_that_is_over_stands_in_nobodys_way(store: Store) -> None:
    one, other, _ = open_office(store)
    with work(store) as unit:
        hold(unit, one)
    later = NOW - timedelta(minutes=10)
    with work(store) as unit:
        unit.begin()
        mine = hold(unit, other, NEXT, now=later)
        assert hold(unit, one, NEXT, now=later + timedelta(minutes=5)).petition_id == one.petition_id
        with pytest.raises(HoldExpired):
            book(unit, mine, now=later + timedelta(minutes=5))


def test_a_call_holds_one_place_and_gives_it_back_when_it_ends(store: Store) -> None:
    case, *_ = open_office(store)
    with work(store) as unit:
        conn = unit.begin()
        hold(unit, case)
        hold(unit, case, NEXT)
        assert booking.free(conn, case, NOW, PRACTICE)[0] == FIRST
        assert booking.release(conn, f"CA{case.petition_id}", NOW) == 1
        assert booking.free(conn, case, NOW, PRACTICE)[:2] == [FIRST, NEXT]
        assert booking.release(conn, "", NOW) == 0


def test_a_booked_place_is_not_given_back_with_the_call(store: Store) -> None:
    case, *_ = open_office(store)
    with work(store) as unit:
        conn = unit.begin()
        ticket = booked(unit, case)
        assert booking.release(conn, ticket.booked_in_call, NOW) == 0


def test_a_petition_has_one_live_ticket(store: Store) -> None:
    case, *_ = open_office(store)
    with work(store) as unit:
        conn = unit.begin()
        ticket = booked(unit, case)
        with pytest.raises(NotEligible) as refused:
            hold(unit, case, NEXT, call="another call")
        assert refused.value.refusal.why is Why.has_ticket
        assert tickets.cancel(conn, ticket.id, by_citizen=True, actor="citizen", now=NOW)
        assert hold(unit, case, NEXT, call="another call").status is Status.held


def test_a_move_keeps_the_old_place_until_the_new_one_is_booked(store: Store) -> None:
    case, other, _ = open_office(store)
    with work(store) as unit:
        conn = unit.begin()
        old = booked(unit, case)
        held = hold(unit, case, NEXT, moving=old)
        assert tickets.of_number(conn, old.number) == old
        with pytest.raises(SlotTaken):
            hold(unit, other)
        new = book(unit, held)
        assert (new.number, new.sequence, new.starts_at) == (old.number, 1, NEXT)
        assert tickets.of_number(conn, old.number) == new
        assert tickets.ticket_of(conn, old.id).status is Status.moved  # type: ignore[union-attr]
        assert hold(unit, other).starts_at == FIRST


def test_a_move_that_comes_too_late_leaves_the_old_ticket_booked(store: Store) -> None:
    case, *_ = open_office(store)
    with work(store) as unit:
        conn = unit.begin()
        old = booked(unit, case)
        held = hold(unit, case, NEXT, moving=old)
    with work(store) as unit:
        conn = unit.begin()
        with pytest.raises(HoldExpired):
            book(unit, held, now=NOW + timedelta(minutes=5))
    with store.connect() as conn:
        assert tickets.of_number(conn, old.number) == old
    with work(store) as unit:
        conn = unit.begin()
        again = hold(unit, case, NEXT, moving=old, now=NOW + timedelta(minutes=6))
        assert again.sequence == 2
        assert book(unit, again, now=NOW + timedelta(minutes=6)).starts_at == NEXT


def test_two_calls_cannot_hold_two_places_for_one_move(store: Store) -> None:
    case, *_ = open_office(store)
    with work(store) as unit:
        unit.begin()
        old = booked(unit, case)
        hold(unit, case, NEXT, moving=old, call="one")
        with pytest.raises(NotEligible):
            hold(unit, case, NEXT + timedelta(minutes=15), moving=old, call="two")


def test_a_ticket_cancelled_meanwhile_is_not_moved(store: Store) -> None:
    case, *_ = open_office(store)
    with work(store) as unit:
        conn = unit.begin()
        old = booked(unit, case)
        held = hold(unit, case, NEXT, moving=old)
        assert tickets.cancel(conn, old.id, by_citizen=False, actor="office", now=NOW)
        with pytest.raises(TicketGone):
            book(unit, held)


def test_a_cancelled_ticket_is_cancelled_once_and_says_by_whom(store: Store) -> None:
    case, *_ = open_office(store)
    with work(store) as unit:
        conn = unit.begin()
        ticket = booked(unit, case)
        gone = tickets.cancel(conn, ticket.id, by_citizen=False, actor="ana", now=NOW)
        assert gone is not None
        assert (gone.status, gone.cancelled_by) == (Status.cancelled_by_office, "ana")
        assert tickets.cancel(conn, ticket.id, by_citizen=True, actor="citizen", now=NOW) is None
        assert tickets.become(conn, ticket.id, Status.calling, actor="line", now=NOW) is None
        assert tickets.of_number(conn, ticket.number) == gone
    assert events_of(store)[-1] == ("cancelled_by_office", "booked")
    assert len(events_of(store)) == 3


def test_the_notice_counts_from_the_moment_the_place_was_held(store: Store) -> None:
    """Who was offered a place in time does not lose it by saying yes a minute later."""
    case, other, _ = open_office(store)
    late = FIRST - timedelta(hours=48)
    with work(store) as unit:
        unit.begin()
        held = hold(unit, case, now=late)
        assert book(unit, held, now=late + timedelta(minutes=4)).status is Status.booked
        with pytest.raises(SlotTaken):
            hold(unit, other, NEXT, now=late + timedelta(minutes=16))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"state": "closed"}, Why.closed),
        ({"state": "redirected", "redirected_to": "dgp"}, Why.redirected),
        ({"state": "answered", "answered_on": date(2027, 1, 29)}, Why.answered_long_ago),
        ({"inspector_id": "nobody"}, Why.no_inspector),
    ],
)
def test_what_changed_while_the_caller_was_deciding_is_seen(
    store: Store, change: dict[str, object], why: Why
) -> None:
    case, *_ = open_office(store)
    with work(store) as unit:
        conn = unit.begin()
        held = hold(unit, case)
        conn.execute(update(petitions).where(petitions.c.id == case.petition_id).values(change))
        with pytest.raises(NotEligible) as refused:
            book(unit, held)
    assert refused.value.refusal.why is why


def test_an_inspector_who_leaves_or_goes_on_leave_is_not_booked(store: Store) -> None:
    one, other, _ = open_office(store)
    with work(store) as unit:
        conn = unit.begin()
        first, second = hold(unit, one), hold(unit, other, NEXT)
        away = Span(FIRST, FIRST + timedelta(minutes=1))
        hit = inspectors.add_absence(conn, INSPECTOR, away, kind="leave", note="", actor="ana", now=NOW)
        assert hit == [first]
        with pytest.raises(SlotTaken):
            book(unit, first)
        inspectors.upsert(conn, [staff_of(active=False)])
        with pytest.raises(NotEligible) as refused:
            book(unit, second)
    assert refused.value.refusal.why is Why.no_inspector
    assert events_of(store, "inspector") == [("absence", "")]


def test_leave_lists_the_tickets_it_hits_and_so_do_new_hours(store: Store) -> None:
    one, other, third = open_office(store)
    with work(store) as unit:
        conn = unit.begin()
        hit, missed = booked(unit, one), booked(unit, other, NEXT)
        gone = booked(unit, third, NEXT + timedelta(days=1))
        tickets.cancel(conn, gone.id, by_citizen=True, actor="citizen", now=NOW)
        assert inspectors.misplaced(conn, NOW, PRACTICE) == []
        away = Span(FIRST - timedelta(days=1), NEXT)
        assert inspectors.add_absence(conn, INSPECTOR, away, kind="leave", note="", actor="a", now=NOW) == [
            hit
        ]
        assert inspectors.misplaced(conn, NOW, PRACTICE) == [hit]
        inspectors.upsert(conn, [staff_of(active=False)])
        assert inspectors.misplaced(conn, NOW, PRACTICE) == [hit, missed]
        with pytest.raises(ValueError, match="ends before"):
            inspectors.add_absence(conn, INSPECTOR, Span(NEXT, FIRST), kind="", note="", actor="", now=NOW)
        with pytest.raises(LookupError):
            inspectors.add_absence(conn, "nobody", away, kind="", note="", actor="", now=NOW)


@pytest.mark.parametrize(
    ("number", "filed_on", "found"),
    [("2", date(2027, 2, 1), 1), ("2", date(2027, 2, 2), 0), ("99", date(2027, 2, 1), 0)],
)
def test_a_petition_is_found_by_number_and_day_together(
    store: Store, number: str, filed_on: date, found: int
) -> None:
    open_office(store)
    given = RegistrationNumber.parse(number)
    assert given is not None
    with store.connect() as conn:
        assert [case.surname for case in cases(conn, given, filed_on)] == ["Exemplu"] * found
