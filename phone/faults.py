"""What a developer reads when the line answered with something the carrier would not play to a caller."""

from __future__ import annotations

from typing import Any


class NotNow(Exception):
    """The line does not wait for this now."""


class TwimlError(Exception):
    """The line answered with something that the carrier would not execute.

    `code` is Twilio's number for the fault where it has one; `url` is the document, `verb` the element;
    `heard` is what the caller heard since their last action, before the line fell silent.
    """

    code: int | None = None
    heard: tuple[Any, ...] = ()

    def __init__(self, message: str, *, url: str, verb: str = "", code: int | None = None) -> None:
        super().__init__(message)
        self.message, self.url, self.verb = message, url, verb
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        number = f"{self.code}: " if self.code else ""
        where = f"<{self.verb}> in {self.url}" if self.verb else self.url
        return f"{number}{self.message} ({where})"


class Unreachable(TwimlError):
    """No connection could be made to the line."""

    code = 11205


class Unretrievable(TwimlError):
    """The line was reached and did not give a document: a 4xx or 5xx, or silence for too long."""

    code = 11200


class UnknownHost(TwimlError):
    """The document sends the call to a host that is not the line's own."""

    code = 11210


class BadAddress(TwimlError):
    """An address that nobody could ask: not http, or wrong connection settings behind the '#'."""

    code = 11100


class TooManyRedirects(TwimlError):
    """More than ten answers in a row said "go elsewhere"."""

    code = 11215


class GoesInCircles(TwimlError):
    """The documents send the call from one to the next and never wait for the caller."""


class TooLarge(TwimlError):
    """The document is over 64 kB."""

    code = 11750


class NotXml(TwimlError):
    """The document cannot be read as XML, or its root is not Response."""

    code = 12100


class NotTwiml(TwimlError):
    """A verb, an attribute, a value or a nesting that the documentation does not know."""

    code = 12200


class WrongContentType(TwimlError):
    """The answer does not call itself TwiML; text/plain would be read aloud to the caller."""

    code = 12300


class SpeechTimeoutNeeded(TwimlError):
    """A Gather that names a speechModel needs a speechTimeout in whole seconds."""

    code = 13327


class NothingToSay(TwimlError):
    """A Say without words: the caller would hear silence."""

    code = 13520


class SayTooLong(TwimlError):
    """A Say over the limit of its voice."""

    code = 13521


_ALL: tuple[type[TwimlError], ...] = (
    *(TwimlError, Unreachable, Unretrievable, UnknownHost, BadAddress, TooManyRedirects, GoesInCircles),
    *(TooLarge, NotXml, NotTwiml, WrongContentType, SpeechTimeoutNeeded, NothingToSay, SayTooLong),
)
_BY_NAME = {kind.__name__: kind for kind in _ALL}


def packed(fault: TwimlError) -> dict[str, Any]:
    """The fault as plain JSON."""
    kept = {"message": fault.message, "url": fault.url, "verb": fault.verb, "code": fault.code}
    return {"kind": type(fault).__name__, **kept}


def unpacked(kept: dict[str, Any]) -> TwimlError:
    """The fault that `packed` wrote down."""
    kind = _BY_NAME[kept["kind"]]
    return kind(kept["message"], url=kept["url"], verb=kept["verb"], code=kept["code"])
