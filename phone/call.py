"""One call as the carrier keeps it: who calls whom, what is being played, how the next part is asked for."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from phone import parameters
from phone.exchange import Answer, Exchange
from phone.faults import GoesInCircles, TwimlError, Unreachable, packed, unpacked
from phone.parameters import Numbers
from phone.twiml_document import Element, as_text, from_text, verbs_in
from phone.verbs import attributes_of

MOST_DOCUMENTS = 100
_ADDRESSES = ("action", "waitUrl", "partialResultCallback", "recordingStatusCallback")


@dataclass(frozen=True)
class Paths:
    """What is set for the called number: its voice URL, its status callback and its fallback."""

    voice: str
    status: str | None
    fallback: str | None


@dataclass(frozen=True)
class Pending:
    """The verb the line waits at, when the wait began, and the keys it has so far."""

    kind: str
    verb: Element
    since: float
    typed: str = ""


@dataclass(frozen=True)
class Request:
    """A request as it was sent, so that it can be sent again byte for byte."""

    method: str
    url: str
    form: dict[str, str]
    cookies: dict[str, str]
    token: str


class Call:
    """The state of a call. `elapsed` is in estimated seconds; `faults` is what the carrier complained of."""

    def __init__(self, exchange: Exchange, numbers: Numbers, paths: Paths) -> None:
        self.exchange, self.numbers, self.paths = exchange, numbers, paths
        self.status = "new"
        self.answered = False
        self.over = False
        self.elapsed = 0.0
        self.faults: list[TwimlError] = []
        self.document = ""
        self.verbs: tuple[Element, ...] = ()
        self.pending: Pending | None = None
        self.ahead = ""  # keys for Gathers yet to come; none are left once the line waits
        self.made = 0
        self.opened = 0
        self.last: Request | None = None
        self._cookies: dict[str, str] = {}

    def at(self) -> Pending:
        """The verb the line waits at; only asked while it waits."""
        assert self.pending is not None
        return self.pending

    def wanted(self) -> dict[str, str]:
        """The attributes of the verb the line waits at."""
        return self.described(self.at().verb)

    def described(self, verb: Element) -> dict[str, str]:
        """The attributes of a verb with defaults filled in and addresses made absolute."""
        found = attributes_of(verb)
        if verb.tag in ("Gather", "Record"):
            found.setdefault("action", self.document)
        for name in _ADDRESSES:
            if name in found:
                found[name] = self.exchange.resolved(found[name], self.document)
        return found

    # When a document cannot be had or is not TwiML, Twilio asks the fallback URL and says what went wrong
    # where. If that fails too the call is over.
    def open(self, url: str, method: str, form: Mapping[str, str]) -> None:
        """Go on with the document at `url`. Raises the TwimlError when the call cannot go on at all."""
        try:
            self.verbs = self.retrieved(url, method, form)
        except TwimlError as fault:
            self.faults.append(fault)
            self._fall_back(fault)

    def _fall_back(self, fault: TwimlError) -> None:
        if self.paths.fallback is None or isinstance(fault, GoesInCircles):
            raise self._dropped_by(fault)
        form = {"ErrorCode": str(fault.code or ""), "ErrorUrl": fault.url}
        try:
            self.verbs = self.retrieved(self.exchange.resolved(self.paths.fallback), "POST", form)
        except TwimlError as second:
            raise self.fatal(second) from fault

    def fatal(self, fault: TwimlError) -> TwimlError:
        """The fault, to be raised; the call has ended because of it."""
        self.faults.append(fault)
        return self._dropped_by(fault)

    def _dropped_by(self, fault: TwimlError) -> TwimlError:
        if isinstance(fault, Unreachable):
            self._end("failed")  # a line that cannot be reached is not told that the call is over
        self.finish("completed")
        return fault

    def retrieved(self, url: str, method: str, form: Mapping[str, str]) -> tuple[Element, ...]:
        """The verbs of the document at `url`, which is now the current one. Raises a TwimlError."""
        self.opened += 1
        if self.opened > MOST_DOCUMENTS:
            message = f"{MOST_DOCUMENTS} documents in a row without waiting for the caller"
            raise GoesInCircles(message, url=url)
        said = {**parameters.standard(self.numbers, self.status), **form}
        self.last = Request(method, url, said, dict(self._cookies), secrets.token_hex(16))
        answer = self.send(self.last)
        self._keep(answer.cookies)
        found = verbs_in(answer)
        self.document, self.status = answer.url, "in-progress"
        return found

    def send(self, request: Request) -> Answer:
        """The raw answer to a request, new or repeated."""
        send = self.exchange.get if request.method == "GET" else self.exchange.post
        return send(request.url, request.form, request.cookies, {"I-Twilio-Idempotency-Token": request.token})

    # Twilio keeps the cookies of a call as a browser would, for as long as the call lasts.
    def _keep(self, cookies: Mapping[str, str]) -> None:
        kept = {**self._cookies, **cookies}
        self._cookies = {name: value for name, value in kept.items() if value}

    # Callbacks are told, not asked: 200 and 204 are both fine and nothing of the answer is played.
    def tell(self, url: str, form: Mapping[str, str], method: str = "POST") -> None:
        """Tell a callback. What goes wrong is kept as a fault; the call goes on."""
        send = self.exchange.get if method == "GET" else self.exchange.post
        try:
            send(self.exchange.resolved(url, self.document), form, self._cookies)
        except TwimlError as fault:
            self.faults.append(fault)

    # At the end the number's status callback is told the outcome and how long the call was.
    def finish(self, status: str) -> None:
        """The call is over; does nothing when it is already."""
        if self.over:
            return
        self._end(status)
        if self.paths.status is not None:
            length = self.elapsed if status == "completed" else 0.0
            url = self.exchange.resolved(self.paths.status)
            self.tell(url, parameters.ended(self.numbers, status, length))

    def _end(self, status: str) -> None:
        self.over, self.status = True, status
        self.pending, self.verbs, self.ahead = None, (), ""

    def freeze(self) -> dict[str, Any]:
        """Everything about the call as plain JSON."""
        at = self.pending
        return {
            "numbers": asdict(self.numbers),
            "paths": asdict(self.paths),
            "status": self.status,
            "answered": self.answered,
            "over": self.over,
            "elapsed": self.elapsed,
            "faults": [packed(fault) for fault in self.faults],
            "document": self.document,
            "verbs": [as_text(verb) for verb in self.verbs],
            "pending": at and {**at.__dict__, "verb": as_text(at.verb)},
            "made": self.made,
            "last": self.last and asdict(self.last),
            "cookies": dict(self._cookies),
        }

    @classmethod
    def thaw(cls, exchange: Exchange, state: Mapping[str, Any]) -> Call:
        """The call that `freeze` wrote down."""
        call = cls(exchange, Numbers(**state["numbers"]), Paths(**state["paths"]))
        for name in ("status", "answered", "over", "elapsed", "document", "made"):
            setattr(call, name, state[name])
        call.faults = [unpacked(fault) for fault in state["faults"]]
        call.verbs = tuple(from_text(verb) for verb in state["verbs"])
        if at := state["pending"]:
            call.pending = Pending(**{**at, "verb": from_text(at["verb"])})
        call.last = Request(**state["last"]) if state["last"] else None
        call._cookies = dict(state["cookies"])
        return call
