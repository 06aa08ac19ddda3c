"""Everything a dialogue may ask of the office, on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from office.callers import Caller
from office.petitions import Petition
from office.registration import RegistrationNumber


class TooManyGuesses(Exception):
    """Too many numbers were tried from here, or on the whole line, within the hour."""


class TooManyRequests(Exception):
    """This call has left as many call-back requests as one call may."""


class TooManyMessages(Exception):
    """This telephone has been sent as many messages as one may get in a day."""


@dataclass(frozen=True)
class LastCall:
    """The last call from a number: when it began, when it was last heard of, and where it stopped.

    `at` is the step of the question that was open, empty if the hotline had taken leave or offered to, or if the
    call may go on.
    """

    began: datetime
    heard: datetime
    at: str
    language: str


class Desk(Protocol):
    """The office, as a dialogue sees it."""

    def petitions(self, number: RegistrationNumber, caller: Caller) -> Sequence[Petition]:
        """All petitions that match; none for a wrong and for an unknown number alike. Raises TooManyGuesses."""

    def last_call(self, caller: Caller) -> LastCall | None:
        """The last call from this number within a day; None for a withheld number."""

    def request_callback(self, phone: str, about: str) -> None:
        """Somebody shall ring `phone` (E.164); `about` is a registration number or empty. Raises TooManyRequests."""

    def not_understood(self, sentence: str) -> None:
        """No institution was found for this; a supervisor will read it without the caller's numbers and names."""

    def text(self, phone: str, key: str, /, **values: object) -> None:
        """An SMS to a Romanian mobile number (E.164), in the language of the call, once the turn is recorded.

        `key` names its sentence ("sms.contact"), `values` are plain JSON values; those without one are left out where
        the sentence allows it. Raises TooManyMessages, and ValueError for a number that gets no SMS.
        """
