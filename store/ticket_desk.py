"""The inspectors' diaries as a dialogue sees them, over one unit of work."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from office.callers import Caller, is_mobile
from office.identity import same_by_keys, same_person
from office.petitions import Petition
from office.registration import RegistrationNumber
from office.tickets import BlueTicket, Case, Channel, Refusal, Rules, TicketNumber, Why
from store import booking, calls, guesses, tickets
from store.cases import case_of, cases
from store.desk import LINE, WITHHELD, StoreDesk
from store.ticket_letters import Letters
from words.likeness import similar

NOBODY = (
    "Exemplu",
    "Nimeni",
)  # compared where nobody was found, so that a wrong number takes as long as a wrong name


@dataclass(frozen=True)
class StoreTickets:
    """Answers a dialogue's questions about Blue Tickets from SQL. `around_names` are words like "mă numesc"."""

    desk: StoreDesk
    letters: Letters
    around_names: Collection[str]

    @property
    def rules(self) -> Rules:
        return self.letters.practice.rules

    @property
    def zone(self) -> tzinfo:
        return self.letters.practice.zone

    @property
    def has_video(self) -> bool:
        return self.letters.rooms is not None

    def identified(self, written: str, filed: str, name: str, caller: Caller) -> int | None:
        number = RegistrationNumber.parse(written)
        tried = f"petition:{self.desk.hide(str(number.number if number else 0))}"
        whos = self._unless_guessing(caller, tried)
        found = cases(self.desk.work.conn, number, date.fromisoformat(filed)) if number else []
        same = [case for case in found if self._is(name, case.surname, case.first_name)]
        if not found:
            self._is(name, *NOBODY)
        if len(same) == 1:
            return same[0].petition_id
        self._guessed(whos)
        return None

    def _is(self, name: str, surname: str, first_name: str) -> bool:
        if name.isdigit():
            return same_by_keys(name, surname)
        return same_person(name, surname, first_name, alike=_alike, ignored=self.around_names)

    def _unless_guessing(self, caller: Caller, about: str) -> tuple[str, str, str]:
        """Whose tries a wrong answer will count among. The limits are those of petitions, and so is the count."""
        who = self.desk.hide(caller.e164) if caller.e164 else WITHHELD
        whos = (f"missed:{who}", about, LINE)
        spent = guesses.spent(self.desk.work.conn, whos, self.desk.now)
        self.desk.refuse_guessing(spent, caller)
        return whos

    def missed(self, what: str) -> int:
        who = f"{self.desk.call}:{what}"
        guesses.spend(self.desk.work, who, self.desk.now)
        return guesses.tried_ever(self.desk.work.conn, who) + 1

    def _guessed(self, whos: Collection[str]) -> None:
        for who in whos:
            guesses.spend(self.desk.work, who, self.desk.now)

    def petition(self, petition: int) -> Petition:
        return self._case(petition).petition

    def _case(self, petition: int) -> Case:
        found = case_of(self.desk.work.conn, petition)
        if found is None:
            raise LookupError(petition)
        return found

    def refusal(self, petition: int, moving: int) -> Refusal | None:
        case = case_of(self.desk.work.conn, petition)
        if case is None:  # taken out of the register in the middle of the call
            return Refusal(Why.closed)
        return booking.refused(
            self.desk.work.conn,
            case,
            self.desk.now,
            self.letters.practice,
            call=self.desk.call,
            moving=self._moving(moving),
        )

    def _moving(self, moving: int) -> BlueTicket | None:
        return tickets.ticket_of(self.desk.work.conn, moving) if moving else None

    def free(self, petition: int) -> Sequence[datetime]:
        case = booking.with_whom(self.desk.work.conn, self._case(petition), self.of_petition(petition))
        return booking.free(self.desk.work.conn, case, self.desk.now, self.letters.practice)

    def hold(self, petition: int, starts_at: datetime, moving: int) -> int:
        held = booking.hold(
            self.desk.work,
            self._case(petition),
            starts_at,
            call=self.desk.call,
            language=self.desk.language,
            now=self.desk.now,
            practice=self.letters.practice,
            moving=self._moving(moving),
        )
        return held.id

    def book(self, held: int, phone: str, channel: Channel) -> int:
        case = self._case(self.ticket(held).petition_id)
        booked = booking.book(
            self.desk.work,
            held,
            phone=phone,
            now=self.desk.now,
            practice=self.letters.practice,
            email=case.email,
            channel=channel,
            identified_by="ticket" if self.ticket(held).moved_from else "name",
        )
        self.letters.booked(self.desk.work.conn, booked, self.desk.now)
        return booked.id

    def way(self, held: int, phone: str, channel: Channel) -> Channel:
        email = self._case(self.ticket(held).petition_id).email
        has_link = is_mobile(phone) or bool(email)
        return Channel.phone if channel is Channel.video and not has_link else channel

    def ticket(self, ticket: int) -> BlueTicket:
        found = tickets.ticket_of(self.desk.work.conn, ticket)
        if found is None:
            raise LookupError(ticket)
        return found

    def is_written(self, ticket: int) -> bool:
        return self.letters.is_written(self.desk.work.conn, self.ticket(ticket))

    def of_petition(self, petition: int) -> BlueTicket | None:
        found = tickets.live_of_petition(self.desk.work.conn, petition, self.desk.now)
        return found if found and found.phone else None  # a place that is only held has no telephone yet

    def of_number(self, number: TicketNumber, caller: Caller) -> BlueTicket | None:
        whos = self._unless_guessing(caller, f"ticket:{self.desk.hide(number.digits)}")
        found = tickets.of_number(self.desk.work.conn, number)
        if found is None:
            self._guessed(whos)
        return found

    def is_of(self, ticket: int, caller: Caller) -> bool:
        if caller.e164 is None:
            return False
        found = self.ticket(ticket)
        from_here = calls.caller_of(self.desk.work.conn, found.booked_in_call) == self.desk.hide(caller.e164)
        return found.phone == caller.e164 or from_here

    def cancel(self, ticket: int) -> bool:
        conn = self.desk.work.begin()
        gone = tickets.cancel(conn, ticket, by_citizen=True, actor=booking.CITIZEN, now=self.desk.now)
        if gone:
            self.letters.cancelled(conn, gone, self.desk.now)
        return gone is not None


def _alike(one: str, other: str) -> float:
    found = similar(one, [other], 0.0)
    return 100 * found[1] if found else 0.0
