"""Whatever callers, inspectors and the clock do, and in whatever order: no place twice, no ticket lost."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from blue_ticket import INSPECTOR, NOW, PRACTICE, ZONE, events_of, open_office
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, text, update

from office.slots import Span, is_kept
from office.tickets import LIVE, BlueTicket, Status, TicketNumber
from store import booking, inspectors, tickets
from store.booking import HoldExpired, NotEligible, SlotTaken, TicketGone
from store.database import Store, work
from store.tables import absences, events, petitions
from store.tables import tickets as places

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "0"))  # set it where there is time, or to shrink a failure
PHASES = tuple(phase for phase in Phase if EXAMPLES or phase is not Phase.shrink)
FIRST = datetime(2027, 3, 10, 9, 0, tzinfo=ZONE).astimezone(UTC)
PLACES = [FIRST + timedelta(minutes=15 * n) for n in range(3)]
MEANWHILE = ("nothing", "nothing", "too late", "leave", "closed", "another place")
PHONE = "+40722000111"
whose = st.integers(0, 2)
where = st.sampled_from(PLACES)


def machine_on(store: Store) -> Callable[[], RuleBasedStateMachine]:
    with work(store) as unit:  # each run begins in an empty office, and events stay for a year otherwise
        is_sqlite = store.dialect.name == "sqlite"
        unit.begin().execute(text("DROP TRIGGER events_" + ("kept" if is_sqlite else "stay ON events")))

    class Office(RuleBasedStateMachine):
        """Three petitions, three places of one inspector, and what the callers were told."""

        def __init__(self) -> None:
            super().__init__()
            self.now = NOW
            self.told: dict[int, tuple[TicketNumber, datetime]] = {}  # petition -> its booking, as confirmed
            self.hit: set[int] = set()  # tickets an absence has listed
            self.is_away, self.is_open = False, True  # the last place, the last petition

        @initialize()
        def empty(self) -> None:
            with work(store) as unit:
                conn = unit.begin()
                for table in (places, absences, events, petitions):
                    conn.execute(delete(table))
            self.cases = open_office(store)

        @rule(who=whose, place=where, moves=st.booleans())
        def hold(self, who: int, place: datetime, moves: bool) -> None:
            case = self.cases[who]
            with work(store) as unit:
                conn = unit.begin()
                live = tickets.live_of_petition(conn, case.petition_id, self.now)
                moving = live if moves and live and live.status is Status.booked else None
                try:
                    booking.hold(
                        unit,
                        case,
                        place,
                        call=f"CA{who}",
                        language="ro",
                        now=self.now,
                        practice=PRACTICE,
                        moving=moving,
                    )
                except (SlotTaken, NotEligible):
                    assert live is not None or place not in booking.free(conn, case, self.now, PRACTICE)

        @rule(who=whose)
        def book(self, who: int) -> None:
            with work(store) as unit:
                conn = unit.begin()
                case = self.cases[who]
                held = tickets.matching(
                    conn, places.c.petition_id == case.petition_id, places.c.status == Status.held
                )
                for each in held:
                    try:
                        got = booking.book(unit, each.id, phone=PHONE, now=self.now, practice=PRACTICE)
                    except (HoldExpired, SlotTaken, NotEligible, TicketGone):
                        continue
                    assert self._lasts(each), "a hold that was over has been booked"
                    is_open = self.is_open or who != len(self.cases) - 1
                    assert is_open or got.moved_from, "a closed petition has a new ticket"
                    assert not (self.is_away and got.starts_at == PLACES[-1]), "booked into leave"
                    self.told[case.petition_id] = (got.number, got.starts_at)

        @rule(who=whose, by_citizen=st.booleans())
        def cancel(self, who: int, by_citizen: bool) -> None:
            petition_id = self.cases[who].petition_id
            with work(store) as unit:
                conn = unit.begin()
                live = tickets.live_of_petition(conn, petition_id, self.now)
                if live and tickets.cancel(conn, live.id, by_citizen=by_citizen, actor="test", now=self.now):
                    del self.told[petition_id]

        @rule(who=whose)
        def hang_up(self, who: int) -> None:
            with work(store) as unit:
                booking.release(unit.begin(), f"CA{who}", self.now)

        @rule(seconds=st.sampled_from([1, 299, 300]), sweeps=st.booleans())
        def wait(self, seconds: int, sweeps: bool) -> None:
            self.now += timedelta(seconds=seconds)
            if sweeps:
                with work(store) as unit:
                    booking.expire_due(unit.begin(), self.now)

        @rule()
        def go_on_leave(self) -> None:
            away = Span(PLACES[-1], PLACES[-1] + timedelta(minutes=5))
            with work(store) as unit:
                hit = inspectors.add_absence(
                    unit.begin(), INSPECTOR, away, kind="leave", note="", actor="test", now=self.now
                )
            self.hit |= {ticket.id for ticket in hit}
            self.is_away = True

        @rule()
        def come_back(self) -> None:
            with work(store) as unit:
                unit.begin().execute(delete(absences))
            self.is_away = False

        @rule(who=whose, place=where, moves=st.booleans(), meanwhile=st.sampled_from(MEANWHILE))
        def decide(self, who: int, place: datetime, moves: bool, meanwhile: str) -> None:
            """A caller says yes after something has happened."""
            self.hold(who, place, moves)
            match meanwhile:
                case "too late":
                    self.wait(300, sweeps=False)
                case "leave":
                    self.go_on_leave()
                case "closed":
                    self.change_the_petition("closed")
                case "another place":
                    self.hold(who, PLACES[(PLACES.index(place) + 1) % len(PLACES)], moves)
            self.book(who)

        @rule(state=st.sampled_from(["in_progress", "closed"]))
        def change_the_petition(self, state: str) -> None:
            row = update(petitions).where(petitions.c.id == self.cases[-1].petition_id)
            with work(store) as unit:
                unit.begin().execute(row.values(state=state))
            self.is_open = state == "in_progress"

        @invariant()
        def no_place_and_no_petition_has_two(self) -> None:
            live = self._live()
            assert len({ticket.starts_at for ticket in live}) == len(live)
            booked = [ticket.petition_id for ticket in live if ticket.status is Status.booked]
            assert len(set(booked)) == len(booked)

        @invariant()
        def a_call_holds_one_place_at_most(self) -> None:
            held = [ticket.booked_in_call for ticket in self._live() if ticket.status is Status.held]
            assert len(set(held)) == len(held)

        @invariant()
        def every_confirmation_has_its_booking_and_every_booking_a_confirmation(self) -> None:
            booked = [ticket for ticket in self._live() if ticket.status is Status.booked]
            assert {t.petition_id: (t.number, t.starts_at) for t in booked} == self.told
            with store.connect() as conn:
                for number, start in self.told.values():
                    found = tickets.of_number(conn, number)
                    assert found is not None
                    assert found.starts_at == start

        @invariant()
        def nobody_is_booked_into_leave_that_did_not_list_it(self) -> None:
            with store.connect() as conn:
                for ticket in self._live():
                    if ticket.status is Status.booked and ticket.id not in self.hit:
                        span = (ticket.starts_at, ticket.ends_at)
                        diary = inspectors.diary(conn, INSPECTOR, *span, self.now)
                        assert is_kept(inspectors.without(diary, [ticket]), ticket.starts_at, PRACTICE)

        @invariant()
        def what_is_free_can_be_had_and_is_nobodys(self) -> None:
            with store.connect() as conn:
                free = set(booking.free(conn, self.cases[0], self.now, PRACTICE)) & set(PLACES)
            live = {t.starts_at for t in self._live() if t.status is not Status.held or self._lasts(t)}
            assert not free & live

        @invariant()
        def every_change_is_written_down(self) -> None:
            with store.connect() as conn:
                ends = [t.status for t in tickets.matching(conn) if t.status is not Status.held]
            told = [what for what, _ in events_of(store)]
            for status in set(ends) - {Status.booked}:
                assert told.count(status) == ends.count(status)

        def _lasts(self, ticket: BlueTicket) -> bool:
            return ticket.hold_until is not None and ticket.hold_until > self.now

        def _live(self) -> list[BlueTicket]:
            with store.connect() as conn:
                return tickets.matching(conn, places.c.status.in_(LIVE))

    return Office


@pytest.mark.timeout(300)
def test_no_order_of_things_breaks_a_booking(store: Store) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine_on(store),
        settings=settings(
            max_examples=EXAMPLES or 8,
            phases=PHASES,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
