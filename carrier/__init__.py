"""The telephone company behind one small Protocol: `carrier.twilio` is one, `carrier.local` the one in your pocket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Fate:
    """How far a call has come: one of the company's words (CallStatus), and how long it was once it is over."""

    status: str
    seconds: int | None = None


class Carrier(Protocol):
    """What the hotline needs of a telephone company."""

    def sign(self, url: str, form: Mapping[str, str]) -> str:
        """The signature that a webhook request to `url` with these parameters carries."""

    def verify(self, url: str, form: Mapping[str, str], signature: str, settings: str) -> bool:
        """Whether the request came from the company; `settings` is the header that names an algorithm, or empty."""

    def text(self, number: str, words: str, key: str, seconds: int) -> str:
        """Hands an SMS over, to be dropped when it cannot go out within `seconds`; the company's id of it.

        `number` is E.164; `key` is ours, and the company's reports about the message bring it back. Raises
        office.messages.NotTaken when it certainly was not sent, and Unclear when nobody knows.
        """

    def texted(self, number: str, words: str, key: str, since: datetime) -> Sequence[str]:
        """The ids of what may be this message, newest first, of those the company took since and has not failed with.

        None when it has none. Raises NotTaken or Unclear when it cannot be asked.
        """

    def ring(self, number: str, url: str, key: str, seconds: int) -> str:
        """Rings a telephone for so many seconds, from our number; the company's id of the call.

        Whoever picks up hears the document at `url`; how the call goes on is told to `url`/status. `key` is ours and
        is part of `url`. Raises NotTaken when certainly nobody is rung, and Unclear when nobody knows.
        """

    def rung(self, number: str, key: str, since: datetime) -> Sequence[str]:
        """The ids of what may be this call, newest first, of those the company has taken since.

        None when it certainly has none. Raises NotTaken or Unclear when it cannot be asked.
        """

    def fate(self, call: str) -> Fate:
        """What has become of a call. Raises NotTaken or Unclear when it cannot be asked."""

    def announce(self, room: str, url: str) -> bool:
        """Says the document at `url` to everybody in a conference; whether there is anybody in it.

        Raises NotTaken or Unclear.
        """
