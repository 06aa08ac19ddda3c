"""Whoever opens the console of a sample line finds some weeks of calls: dialogues that were really held, by nobody.

The worker makes them, one at a time, when the register holds samples and there is no call of theirs yet.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from random import Random
from threading import Thread
from types import GeneratorType

from commands.sample_errands import A_DAY, A_HOLIDAY, COUNTIES, DAYS, ERRANDS, FATES, HOURS, ODD
from ivr.codec import decode
from ivr.engine import advance, pick_up
from ivr.hearing import Heard
from ivr.script import Reply
from jobs.loop import Job
from store import booking, calls, events, requests, sample_calls
from store.calls import StoredTurn
from store.database import Work, work
from store.sample_calls import CALLERS, KnownPetition
from web.hotline import Hotline
from web.voice import note_caller, stored_turn, the_call, the_desk

log = logging.getLogger(__name__)
MOST_TURNS = 30
SEED = 2026
ACTOR = "sample"
OVER = object()
BOOKED_LATELY = timedelta(hours=47)  # less than the notice a ticket needs


def sample_calls_of(line: Hotline) -> Job:
    """A job that makes one sample call each time, for as long as there are calls to be made."""
    left: Iterator[object] | None = None
    reading: Thread | None = None

    def one_more() -> bool:
        nonlocal left, reading
        left = _planned(line) if left is None else left
        if isinstance(left, GeneratorType) and not line.routing.now.has_book:
            # seconds: beside the other jobs, and before a transaction is open
            reading = reading or _started(line.routing.make_ready)
            if reading.is_alive():
                return False
        return next(left, OVER) is not OVER

    return one_more


def _planned(line: Hotline) -> Iterator[object]:
    with work(line.store) as unit:
        is_wanted = not line.has_real_carrier and sample_calls.are_wanted(unit.conn)
        known = sample_calls.known_petitions(unit.conn) if is_wanted else ()
    return SampleCalls(line, known, line.clock()).made() if is_wanted else iter(())


def _started(task: Callable[[], object]) -> Thread:
    thread = Thread(target=task, daemon=True)
    thread.start()
    return thread


@dataclass
class SampleCalls:
    """Calls of the weeks before `now` (UTC), the same ones each time for the same day."""

    line: Hotline
    petitions: Sequence[KnownPetition]
    now: datetime
    chance: Random = field(default_factory=lambda: Random(SEED))

    def made(self) -> Iterator[None]:
        """Makes them, one for each step."""
        moments = self._moments()
        for at, began in enumerate(moments):
            self.line.routing.make_ready()  # if another one was published meanwhile
            try:
                with work(self.line.store) as unit:
                    unit.begin()
                    self._call(unit, f"{sample_calls.MARK}{at:04}", began)
            except Exception:
                log.exception("A sample call was not made", extra={"facts": {"call": at}})
            yield
        self._rung_back()
        log.info("Sample calls were made", extra={"facts": {"calls": len(moments)}})

    def _moments(self) -> list[datetime]:
        """When calls begin: on working days mostly, and mostly before noon; none later than half an hour ago."""
        today = self.now.astimezone(self.line.zone).date()
        found = []
        for day in (today - timedelta(days=back) for back in range(DAYS, -1, -1)):
            is_working = self.line.directory.calendar.is_working_day(day)
            for _ in range(self.chance.randint(*(A_DAY if is_working else A_HOLIDAY))):
                hour = self.chance.choices(list(HOURS), list(HOURS.values()))[0]
                clock = time(hour, self.chance.randrange(60), self.chance.randrange(60))
                found.append(datetime.combine(day, clock, self.line.zone).astimezone(self.now.tzinfo))
        return sorted(moment for moment in found if moment < self.now - timedelta(minutes=30))

    def _call(self, unit: Work, sid: str, began: datetime) -> None:
        """A whole call, as its caller goes through it, with a slip here and there."""
        number = "" if self.chance.random() < 0.07 else self.chance.choice(CALLERS)
        acts = self._filled(self._errand(began), began)
        if self.chance.random() < 0.12:
            acts = acts[: self.chance.randrange(len(acts))]  # hangs up on the way
        while self.chance.random() < 0.14:
            acts.insert(self.chance.randrange(len(acts) + 1), self.chance.choice(("", "", "7", "0", "#")))
        turn, moment = self._turn(unit, sid, number, None, Heard(), began), began
        while (reply := decode(turn.reply)).question or reply.ring:
            if turn.turn >= MOST_TURNS or not (acts or reply.ring):
                break
            heard, spent = self._heard(reply, acts)
            moment += timedelta(seconds=spent)
            turn = self._turn(unit, sid, number, turn, heard, moment)
        ended = moment + timedelta(seconds=self.chance.uniform(3, 20))
        calls.end(unit.conn, sid, "completed", round((ended - began).total_seconds()), ended)
        booking.release(unit.conn, sid, ended)
        undelivered = "30003" if self.chance.random() < 0.2 else ""
        sample_calls.settle(unit.conn, began, ended, self.now, undelivered)

    def _heard(self, reply: Reply, acts: list[str]) -> tuple[Heard, float]:
        """What the caller does next, or who was rung, and after how many seconds."""
        if reply.ring:
            answers = self.chance.random() < 0.7
            return (
                (Heard(outcome="completed"), self.chance.uniform(40, 300))
                if answers
                else (Heard(outcome="no-answer"), 25.0)
            )
        act = acts.pop(0)
        if act.startswith("?"):
            return Heard(speech=act[1:], confidence=0.9), self.chance.triangular(9, 35, 14)
        is_number = act.endswith("#") and len(act) > 1
        seconds = self.chance.triangular(14, 45, 20) if is_number else self.chance.triangular(4, 28, 9)
        return Heard(keys=act.removesuffix("#") if is_number else act, ended_by_hash=is_number), seconds

    def _turn(
        self, unit: Work, sid: str, number: str, before: StoredTurn | None, heard: Heard, now: datetime
    ) -> StoredTurn:
        """One turn, as web/voice.py takes it."""
        line = replace(self.line, clock=lambda: now)
        form = {"CallSid": sid, "From": number or "anonymous"}
        revision = line.routing.now
        desk = the_desk(line, revision, form, before, unit)
        call = the_call(line, revision, form, before.turn + 1 if before else 0, before, desk)
        turn = (
            advance(decode(before.reply), heard, call, line.words[call.language]) if before else pick_up(call)
        )
        stored = stored_turn(call, desk, heard, turn)
        if before is None:
            note_caller(line, unit, call)
        calls.remember(unit, sid, stored)
        return stored

    def _errand(self, began: datetime) -> tuple[str, ...]:
        """What the caller does; a ticket is booked lately only, so that its hour is still to come."""
        is_late = began > self.now - BOOKED_LATELY
        weights = [weight * (5 if is_late and "{booked}#" in acts else 1) for weight, acts in ERRANDS]
        acts = self.chance.choices([acts for _, acts in ERRANDS], weights)[0]
        return acts if is_late or "{booked}#" not in acts else acts[:-2]

    def _filled(self, acts: Sequence[str], began: datetime) -> list[str]:
        """The acts with numbers, sentences and a county in their blanks; petitions are those there were by then."""
        day = began.astimezone(self.line.zone).date()
        known = [one for one in self.petitions if one.since <= day] or list(self.petitions)
        one, other = self.chance.choice(known), self.chance.choice(known)
        booked = self.chance.choice([each for each in known if each.has_inspector] or [one])
        blanks = {
            "number": one.number,
            "other": other.number,
            "booked": booked.number,
            "filed": f"{booked.filed_on:%d%m%Y}",
            "unknown": self.chance.randrange(90001, 99999),
            "year": day.year,
            "sentence": self._sentence("ro"),
            "magyar": self._sentence("hu"),
            "odd": self.chance.choice(ODD),
            "county": self.chance.choice(COUNTIES),
        }
        return [act.format(**blanks) for act in acts]

    def _sentence(self, language: str) -> str:
        """What people say of one of the first things that one of the institutions does."""
        institutions = [one for one in self.line.directory.institutions.values() if one.competences]
        institution = self.chance.choice(institutions)
        part = self.chance.choice(list(institution.competences.values())[:3])
        return self.chance.choice(part.phrases.get(language) or part.phrases["ro"])

    def _rung_back(self) -> None:
        """Most of those who asked to be rung back were; the last ones still wait."""
        with work(self.line.store) as unit:
            conn = unit.begin()
            for one in requests.waiting(conn, 500):
                state, note = self.chance.choice(FATES)
                if not one.call.startswith(sample_calls.MARK) or one.at > self.now - timedelta(days=2):
                    continue
                at = one.at + timedelta(hours=self.chance.uniform(1, 20))
                if state != "open" and requests.change(conn, one, state=state, note=note, by=ACTOR, now=at):
                    told = {"before": "open", "after": state}
                    events.record(
                        conn, at=at, actor=ACTOR, entity="callback", entity_id=one.id, what="state", **told
                    )
