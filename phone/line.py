"""A person dials the hotline, hears it, presses keys and speaks as over the carrier, but without waiting."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from phone import playing, verbs
from phone.call import Call, Paths
from phone.exchange import Answer, Exchange
from phone.faults import NotNow, TwimlError, UnknownHost
from phone.parameters import Numbers
from phone.verbs import Event

__all__ = ["Answer", "Event", "Exchange", "Line", "NotNow", "TwimlError", "UnknownHost"]

ACCOUNT = "AC" + "0" * 32
OUTCOMES = ("answered", "busy", "no-answer", "failed", "canceled")
DEQUEUED = ("bridged", "error", "hangup", "leave", "queue-full", "redirected", "system-error")


class Line:
    """One call from one telephone. Whatever the person does returns what they then hear.

    `caller` is None for a withheld number. A path of None means that nothing is set there. A fault that ends
    the call is raised as a TwimlError, whose `heard` is what the person heard before it.
    """

    def __init__(
        self,
        exchange: Exchange,
        caller: str | None,
        called: str,
        voice_path: str = "/voice",
        status_path: str | None = "/voice/status",
        fallback_path: str | None = "/voice/fallback",
        account: str = ACCOUNT,
        sid: str | None = None,
        direction: str = "inbound",
    ) -> None:
        numbers = Numbers(sid or "CA" + secrets.token_hex(16), account, caller, called, direction)
        self._call = Call(exchange, numbers, Paths(voice_path, status_path, fallback_path))

    @property
    def sid(self) -> str:
        """The CallSid."""
        return self._call.numbers.sid

    @property
    def over(self) -> bool:
        """Whether the call has ended, by whichever side."""
        return self._call.over

    @property
    def status(self) -> str:
        """The CallStatus; "new" before there is a call."""
        return self._call.status

    @property
    def elapsed(self) -> float:
        """The length of the call so far in seconds, estimated."""
        return self._call.elapsed

    @property
    def faults(self) -> list[TwimlError]:
        """Everything the carrier would have complained about, even where the fallback saved the call."""
        return self._call.faults

    @property
    def waiting(self) -> str | None:
        """What the line waits for: gather, record, dial, enqueue, or None."""
        return self._call.pending.kind if self._call.pending else None

    @property
    def pending(self) -> dict[str, str] | None:
        """The attributes of the verb the line waits at, with Twilio's defaults filled in."""
        return self._call.wanted() if self._call.pending else None

    # The first request goes to the number's voice URL while the call still rings.
    def dial(self) -> tuple[Event, ...]:
        """The caller dials. Returns what is heard up to the first point where the line waits."""
        if self._call.status != "new":
            raise NotNow("the line is dialled already")
        self._call.status, self._call.opened = "ringing", 0
        self._call.open(self._call.exchange.resolved(self._call.paths.voice), "POST", {})
        return playing.play(self._call)

    # A call that the line makes asks for its document when somebody picks up, with CallStatus in-progress.
    def pick_up(self) -> tuple[Event, ...]:
        """The telephone rang and the person answers. Returns what is heard, as `dial` does."""
        if self._call.status != "new":
            raise NotNow("the call is answered already")
        self._call.status, self._call.answered, self._call.opened = "in-progress", True, 0
        self._call.open(self._call.exchange.resolved(self._call.paths.voice), "POST", {})
        return playing.play(self._call)

    def turn_down(self) -> tuple[Event, ...]:
        """The telephone rang and the person does not want to answer: busy."""
        if self._call.status != "new":
            raise NotNow("the call is answered already")
        self._call.finish("busy")
        return ()

    @property
    def room(self) -> str | None:
        """The conference that the person is in, if any."""
        party = verbs.parties(self._call.at().verb)[0] if self.waiting == "dial" else None
        return verbs.name_of(party) if party is not None and party.tag == "Conference" else None

    def announced(self, url: str) -> tuple[Event, ...]:
        """What is said at `url` to everybody in the conference; the conference goes on."""
        if self.room is None:
            raise NotNow("the line is in no conference")
        self._call.opened = 0
        return tuple(playing.overheard(self._call, self._call.exchange.resolved(url), "POST"))

    # Only a Gather and a Record take keys; elsewhere a key is heard by nobody.
    def press(self, keys: str) -> tuple[Event, ...]:
        """The caller presses `keys` (0-9, * and #). What one Gather does not take goes to the next ones."""
        self._be_on_the_line()
        if not re.fullmatch(r"[0-9*#]+", keys):
            raise ValueError(f"{keys!r} are not keys of a telephone")
        if self.waiting == "gather":
            playing.take_keys(self._call, keys)
        elif self.waiting == "record" and (ending := self._key_that_ends_the_recording(keys)):
            playing.recorded(self._call, 1.0, ending)
        return playing.play(self._call)

    def speak(self, text: str, confidence: float | None = 0.9) -> tuple[Event, ...]:
        """The caller says `text`. A Gather for keys does not hear it, nor one that has a key already."""
        self._be_on_the_line()
        if self.waiting == "record":
            playing.recorded(self._call, len(text) / verbs.CHARACTERS_A_SECOND, "silence")
        elif self.waiting == "gather":
            playing.take_speech(self._call, text, confidence)
        return playing.play(self._call)

    def wait(self) -> tuple[Event, ...]:
        """The caller says and presses nothing until the line gives up waiting. A queue never gives up."""
        self._be_on_the_line()
        if self.waiting == "gather":
            playing.take_silence(self._call)
        elif self.waiting == "record":
            playing.recorded(self._call, 0.0, "silence")
        elif self.waiting == "dial":
            playing.dialled(self._call, "no-answer", 0.0)
        return playing.play(self._call)

    def hang_up(self) -> tuple[Event, ...]:
        """The caller hangs up; nothing more is heard."""
        if self.over or self._call.status == "new":
            return ()
        if self.waiting == "record":
            playing.recorded(self._call, 0.0, "hangup")
        elif self.waiting == "dial":
            playing.report_legs(self._call, "canceled")
        elif self.waiting == "enqueue":
            playing.dequeued(self._call, "hangup")
        self._call.finish("completed")
        return ()

    def repeat(self) -> Answer:
        """The carrier sends the last request for a document again, same token; the call does not change.

        Returns the raw answer. Raises a TwimlError where the line does not answer or answers 4xx or 5xx.
        """
        if self._call.last is None:
            raise NotNow("nothing was asked yet")
        return self._call.send(self._call.last)

    def other_party(self, outcome: str, seconds: float = 0) -> tuple[Event, ...]:
        """What comes of a Dial: answered, busy, no-answer, failed or canceled; and how long they talked."""
        self._be_waiting("dial", outcome, OUTCOMES)
        playing.dialled(self._call, outcome, seconds)
        return playing.play(self._call)

    def dequeue(self, result: str) -> tuple[Event, ...]:
        """How the caller leaves the queue: bridged, leave, redirected, queue-full, error, hangup."""
        self._be_waiting("enqueue", result, DEQUEUED)
        playing.dequeued(self._call, result)
        return playing.play(self._call)

    def record(self, seconds: float, ended_by: str) -> tuple[Event, ...]:
        """The caller leaves a message of `seconds`, ended by a key, by "silence" or by "hangup"."""
        keys = tuple((self.pending or {}).get("finishOnKey", ""))
        self._be_waiting("record", ended_by, ("silence", "hangup", *keys))
        playing.recorded(self._call, seconds, ended_by)
        return playing.play(self._call)

    def freeze(self) -> dict[str, Any]:
        """The whole call as plain JSON, for a server that keeps nothing between two requests."""
        return self._call.freeze()

    @classmethod
    def thaw(cls, exchange: Exchange, state: Mapping[str, Any]) -> Line:
        """The call that `freeze` wrote down, to be gone on with."""
        line = cls(exchange, None, "")
        line._call = Call.thaw(exchange, state)
        return line

    def _be_on_the_line(self) -> None:
        if self.over or self._call.status == "new":
            raise NotNow("nobody is on the line")
        self._call.opened = 0

    def _be_waiting(self, kind: str, said: str, known: tuple[str, ...]) -> None:
        self._be_on_the_line()
        if self.waiting != kind:
            raise NotNow(f"the line does not wait for {kind}")
        if said not in known:
            raise ValueError(f"{said!r} is not one of {', '.join(known)}")

    def _key_that_ends_the_recording(self, keys: str) -> str | None:
        ending = self._call.wanted()["finishOnKey"]
        return next((key for key in keys if key in ending), None)
