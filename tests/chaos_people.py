"""Who lives through a day on which processes die (chaos.py): citizens who call, and whoever is rung at the hour."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conftest_gunicorn import Answer, Caller, Request, signed

from carrier.switchboard import Incoming

if TYPE_CHECKING:
    from chaos import Day

MOST_KEYS = 12
LONGEST_THOUGHT = 0.2  # seconds before a key: calls last long enough to be hit
THINKING = threading.Event()  # never set
SPOKEN = ("zero", "unu", "doi", "trei", "patru", "cinci", "șase", "șapte", "opt", "nouă")


@dataclass(frozen=True)
class Spoken:
    """A confirmation that a citizen heard: "booked", "moved" or "cancelled", the ticket's number, the words, and the
    request that was answered with them.
    """

    what: str
    petition: int
    call: str
    ticket: str
    words: str
    request: Request = field(repr=False)
    answer: Answer = field(repr=False)


@dataclass
class Citizen:
    """One who books, and perhaps thinks better of it."""

    day: Day
    number: int
    ticket: str = ""

    def lives(self) -> None:
        self.books()
        for change in self.day.chance.choice(
            [(), (), (self.moves,), (self.cancels,), (self.moves, self.cancels)]
        ):
            if self.ticket:
                change()

    def books(self) -> None:
        caller = self._dials()
        for keys in ("5", "1", f"{self.number}#", "1", "18022026#", "1", "393#"):
            self._presses(caller, keys)
        self._agrees(caller, "booked")

    def moves(self) -> None:
        caller = self._my_ticket()
        self._presses(caller, "1")
        self._agrees(caller, "moved")

    def cancels(self) -> None:
        caller = self._my_ticket()
        self._presses(caller, "2")
        if self._hears(self._presses(caller, "1"), "my_ticket.off"):
            self._notes(caller, "cancelled")
        self._presses(caller, "3")

    def _my_ticket(self) -> Caller:
        caller = self._dials()
        for keys in ("5", "2", f"{self.ticket}#"):
            self._presses(caller, keys)
        return caller

    def _agrees(self, caller: Caller, what: str) -> None:
        """Takes the first place each time, and says yes to everything, until it is theirs or there is none."""
        for _ in range(MOST_KEYS):
            if self._hears(caller.answers[-1].said, "Am programat"):
                self.ticket = _digits(caller.answers[-1].said)
                self._notes(caller, what)
                break
            if self._hears(caller.answers[-1].said, "niciun loc liber"):
                break
            self._presses(caller, "1")
        else:
            raise AssertionError(caller.answers[-1].said)
        self._presses(caller, "3")

    def _dials(self) -> Caller:
        self.day.calls += 1
        caller = self.day.served.caller(f"+4074{self.number:07}")
        self._presses(caller, "")
        return caller

    def _presses(self, caller: Caller, keys: str) -> str:
        THINKING.wait(self.day.chance.uniform(0, LONGEST_THOUGHT))
        ended = {"FinishedOnKey": "#"} if keys.endswith("#") else {}
        self.request = caller.request(**({"Digits": keys.rstrip("#"), **ended} if keys else {}))
        return caller.heard(self.day.sent(self.request)).said

    def _hears(self, said: str, what: str) -> bool:
        words = self.day.served.hotline.words["ro"]
        return (words.text(what) if words.has(what) else what) in said

    def _notes(self, caller: Caller, what: str) -> None:
        heard = caller.answers[-1]
        note = Spoken(what, self.number, caller.sid, self.ticket, heard.said, self.request, heard)
        self.day.spoken.append(note)


@dataclass
class Office:
    """Whoever is rung: some pick up and press 1, some are busy, some let it ring."""

    day: Day
    seen: set[str] = field(default_factory=set)
    waiting: dict[str, Incoming] = field(
        default_factory=dict
    )  # inspectors who pressed 1, by ticket and attempt

    def open(self) -> AbstractContextManager[None]:
        return meanwhile(self._listens, lambda: 0.05)

    def _listens(self) -> None:
        for one in self.day.board.rings():
            if one.call not in self.seen:
                self.seen.add(one.call)
                self._rung(one)

    def _rung(self, one: Incoming) -> None:
        fate = self.day.chance.random()
        if fate < 0.15:
            self._tells(one, "busy")
        elif fate < 0.85:
            self._picks_up(one)

    def _picks_up(self, one: Incoming) -> None:
        self.day.board.pick_up(one.call)
        attempt, leg = one.key.rsplit("/", 1)
        self._asks(one, "")
        self._asks(one, "/pressed", Digits="1")
        if leg == "inspector":
            self.waiting[attempt] = one
        elif attempt in self.waiting:
            self._asks(self.waiting[attempt], "/wait")
            self._tells(one, "completed")
            self._tells(self.waiting[attempt], "completed")

    def _tells(self, one: Incoming, status: str) -> None:
        self.day.board.hang_up(one.call, status, 60)
        self._asks(one, "/status", CallStatus=status, CallDuration="60")

    def _asks(self, one: Incoming, part: str, **heard: str) -> None:
        line = self.day.served.hotline
        form = {
            "CallSid": one.call,
            "From": line.number,
            "To": one.number,
            "CallStatus": "in-progress",
            **heard,
        }
        answer = self.day.sent(signed(self.day.served.address, line, f"/ring/{one.key}{part}", form))
        assert answer.status in (200, 204), answer


@contextmanager
def meanwhile(act: Callable[[], None], pause: Callable[[], float]) -> Iterator[None]:
    """Acts again and again, so many seconds apart, until the block is over; what fails there fails here."""
    over = threading.Event()

    def again() -> None:
        while not over.wait(pause()):
            act()

    with ThreadPoolExecutor(1) as pool:
        acting = pool.submit(again)
        try:
            yield
        finally:
            over.set()
    acting.result()


def _digits(said: str) -> str:
    """The ticket number as it is spoken, digit by digit."""
    spoken = said.partition("Numărul tichetului:")[2].partition(".")[0]
    return "".join(str(SPOKEN.index(word)) for word in re.findall(r"\w+", spoken))
