"""The telephone company behind one small Protocol: `carrier.twilio` is one, `carrier.local` the one in your pocket."""

from collections.abc import Mapping
from typing import Protocol


class Carrier(Protocol):
    """What the hotline needs of a telephone company. Ringing and texting come with the Blue Ticket."""

    def sign(self, url: str, form: Mapping[str, str]) -> str:
        """The signature that a webhook request to `url` with these parameters carries."""

    def verify(self, url: str, form: Mapping[str, str], signature: str, settings: str) -> bool:
        """Whether the request came from the company; `settings` is the header that names an algorithm, or empty."""
