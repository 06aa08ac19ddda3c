"""A telephone that we rang, part by part: who picked up, who pressed 1, how the two come together.

What they hear is in ivr/ringing.py; who is rung, and when, is decided by the worker (jobs/ring.py).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from flask import request

from ivr import ringing as words
from ivr.joining import WAIT_SECONDS, announced, asked, joined, told
from ivr.ringing import Matter
from ivr.script import Say, say
from office.ringing import UNDECIDED, Leg, Ring, State
from office.tickets import BlueTicket, Status
from store import ringing
from store.cases import case_of
from store.database import Work
from store.ring_now import brought_forward
from web.hotline import Hotline
from web.voice import Form, sid

TOLD_TWICE = timedelta(minutes=2)  # what is said to who picks up, with all its silences
HELD = timedelta(seconds=150)  # an inspector waits no longer for a citizen


@dataclass(frozen=True)
class Telephone:
    """One telephone that we rang, at the moment of one request about it."""

    line: Hotline
    unit: Work
    form: Form
    ring: Ring
    ticket: BlueTicket
    now: datetime

    @property
    def language(self) -> str:
        """Inspectors hear Romanian."""
        return self.ticket.language if self.ring.leg is Leg.citizen else next(iter(self.line.words))

    @cached_property
    def matter(self) -> Matter:
        case = case_of(self.unit.conn, self.ticket.petition_id)
        return Matter(
            number=self.ticket.number.digits,
            petition=case.petition.written if case else "",
            subject=case.subject if case else "",
            office=self.line.directory.name,
            starts_at=self.ticket.starts_at.astimezone(self.line.zone),
            ends_at=self.ticket.ends_at.astimezone(self.line.zone),
        )

    @property
    def other(self) -> Ring | None:
        """The ring of the one who is to be talked to."""
        leg = Leg.citizen if self.ring.leg is Leg.inspector else Leg.inspector
        return ringing.ring_of(self.unit.conn, self.ring.ticket_id, self.ring.n, leg)

    @property
    def state_now(self) -> State | None:
        """Not as it was read: the same request of the carrier may have come twice, and the other was quicker."""
        now = ringing.ring_of(self.unit.conn, self.ring.ticket_id, self.ring.n, self.ring.leg)
        return now.state if now else None

    def at(self, part: str) -> str:
        """The address of another part of this call."""
        return f"{self.line.path}/ring/{self.ring.key}/{part}"

    def becomes(self, then: State, from_: Iterable[State] = UNDECIDED, **more: object) -> bool:
        return ringing.change(self.unit.conn, self.ring, tuple(from_), then, call=sid(self.form), **more)

    def says(self, *says: Say) -> str:
        """Says it and hangs up."""
        return told(self.line.voice, says, self.language)


def picked_up(it: Telephone) -> str:
    """Somebody or something picked up."""
    if it.form.get("AnsweredBy", "").startswith(("machine", "fax")):
        it.becomes(State.declined)
        return it.says()
    if it.ticket.status is not Status.calling:
        it.becomes(State.declined)
        return it.says(say("ring.late"))
    it.becomes(State.answered, due=it.now + TOLD_TWICE)
    return _asked(it, "pressed")


def _asked(it: Telephone, part: str) -> str:
    told_to = words.to_inspector if it.ring.leg is Leg.inspector else words.to_citizen
    return asked(it.line.voice, told_to(it.matter), it.language, it.at(part))


def pressed(it: Telephone) -> str:
    """1 accepts; anything else is asked once more."""
    if it.form.get("Digits") == "1":
        return _inspector_accepts(it) if it.ring.leg is Leg.inspector else _citizen_accepts(it)
    if "again" not in request.args:
        return _asked(it, "pressed?again=1")
    it.becomes(State.declined)
    return it.says(say("ring.declined"))


def _inspector_accepts(it: Telephone) -> str:
    due = it.now + HELD + TOLD_TWICE
    if it.ticket.status is Status.calling and (
        it.becomes(State.accepted, accepted_at=it.now, due=due) or it.state_now is State.accepted
    ):
        return _held(it)
    it.becomes(State.declined)
    return it.says(say("ring.late"))


def _held(it: Telephone) -> str:
    return asked(it.line.voice, (say("ring.calling"),), it.language, it.at("wait"), WAIT_SECONDS)


def wait(it: Telephone) -> str:
    """The inspector waits for the citizen."""
    citizen = it.other
    if citizen and citizen.state in (State.accepted, State.joined):
        return _meets(it, citizen)
    is_hopeful = citizen is None or citizen.state in UNDECIDED
    waited = it.now - (it.ring.accepted_at or it.now)
    if is_hopeful and waited < HELD and it.ticket.status is Status.calling:
        return _held(it)
    return it.says(say("ring.unreached"))


def _meets(it: Telephone, citizen: Ring) -> str:
    """Both are there: from now on they are joined, and nobody is rung again."""
    conn = it.unit.begin()
    it = replace(it, ticket=brought_forward(conn, it.ticket, it.now))
    until = it.ticket.ends_at + TOLD_TWICE
    it.becomes(
        State.joined, (State.accepted,), due=until
    )  # the inspector first, wherever two rings are changed
    ringing.change(conn, citizen, (State.accepted,), State.joined, due=until)
    return _joined(it, words.to_inspector_joined(it.matter, it.now))


def _citizen_accepts(it: Telephone) -> str:
    inspector = ringing.ring_of(it.unit.begin(), it.ring.ticket_id, it.ring.n, Leg.inspector, lock=True)
    if inspector and inspector.state in (State.accepted, State.joined):
        it.becomes(State.accepted, accepted_at=it.now, due=it.now + HELD)
        return _joined(it, words.to_citizen_who_accepted(it.matter))
    it.becomes(State.unmet)
    return it.says(say("ring.absent"))


def _joined(it: Telephone, says: Iterable[Say]) -> str:
    return joined(
        it.line.voice,
        says,
        it.language,
        room=it.ring.room,
        seconds=it.matter.seconds_left(it.now),
        action=it.at("over"),
        wait=it.at("quiet"),
    )


def quiet(it: Telephone) -> str:
    """Heard in the room as long as nobody else is there."""
    other = it.other
    is_coming = other is not None and other.state in (State.accepted, State.joined)
    words_ = say("ring.quiet") if is_coming else say("ring.alone")
    return told(it.line.voice, (words_,), it.language, it.at("quiet"))


def talk_is_over(it: Telephone) -> str:
    return it.says(Say(f"ring.over.{it.ring.leg}"))


def warning(it: Telephone) -> str:
    """Said to both, in the languages of both."""
    languages = dict.fromkeys((next(iter(it.line.words)), it.ticket.language))
    return announced(
        it.line.voice, [Say("ring.warning", {}, language) for language in languages], it.language
    )


Part = Callable[[Telephone], str]
PARTS: Mapping[str, Part] = {
    "picked_up": picked_up,
    "pressed": pressed,
    "wait": wait,
    "quiet": quiet,
    "over": talk_is_over,
    "warning": warning,
}
