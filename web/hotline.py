"""What every request is served with: the store, the words, the routing file, the carrier and the clock."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import current_app

from carrier import Carrier
from ivr.twiml import Voice
from routing.directory import Directory
from store.database import Store
from words.catalogue import Catalogue


@dataclass(frozen=True)
class Hotline:
    """One open line. `clock` tells UTC; `base_url` is the address the carrier signs, without a slash at the end."""

    store: Store
    words: Mapping[str, Catalogue]
    directory: Directory
    carrier: Carrier
    clock: Callable[[], datetime]
    zone: ZoneInfo
    base_url: str
    own_address: str  # where this process answers, for the phones that live beside it
    number: str
    has_real_carrier: bool
    secret: str

    @cached_property
    def voice(self) -> Voice:
        return Voice(self.words)

    @cached_property
    def our_numbers(self) -> tuple[str, ...]:
        """Never rung back: the number callers know, and the carrier's behind it."""
        return (self.directory.number, self.number)

    @cached_property
    def path(self) -> str:
        """What stands before our paths when the line lives below another site's address."""
        return urlsplit(self.base_url).path

    def hide(self, number: str) -> str:
        """A keyed hash that tells callers apart without telling who they are."""
        return hmac.digest(self.secret.encode(), number.encode(), "sha256").hex()[:32]


def the_hotline() -> Hotline:
    """The hotline of the request being served."""
    hotline: Hotline = current_app.extensions["hotline"]
    return hotline
