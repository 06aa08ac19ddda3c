"""What every request is served with: the store, the words, the published routing file, the carrier and the clock."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache, partial
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import current_app

from carrier import Carrier
from ivr.hints import hints
from ivr.twiml import Voice
from office.video import VideoRooms
from post.email import Mail
from routing.appointments import practice_of
from routing.directory import Directory
from routing.phrasebook import Phrasebook
from store.database import Store
from store.ticket_letters import Letters
from web.console.provider import Provider
from web.published import KEPT, Published
from words.catalogue import Catalogue


@dataclass(frozen=True)
class Hotline:
    """One open line. `clock` tells UTC; `base_url` is the address the carrier signs, without a slash at the end."""

    store: Store
    words: Mapping[str, Catalogue]
    routing: Published
    carrier: Carrier
    mail: Mail
    post_folder: Path  # where messages lie that nobody sends
    clock: Callable[[], datetime]
    zone: ZoneInfo
    base_url: str
    own_address: str  # where this process answers, for the phones that live beside it
    number: str
    has_real_carrier: bool
    secret: str
    rooms: VideoRooms | None = None  # without them nobody is met by video
    routing_file: Path | None = None  # the file that is watched, where it is on this machine
    sign_on: Provider | None = None  # without it people sign in with a password of ours

    @cached_property
    def voice_of(self) -> Callable[[int], Voice]:
        """Speaks for the calls that began with a revision: the recogniser is told what that one expects to hear."""
        return lru_cache(maxsize=KEPT)(
            lambda number: Voice(self.words, partial(hints, self.routing.of(number).directory))
        )

    @property
    def voice(self) -> Voice:
        """Speaks what belongs to no call that stands in the store."""
        return self.voice_of(self.routing.now.number)

    @property
    def directory(self) -> Directory:
        """What the line knows now; a call knows what it began with."""
        return self.routing.now.directory

    @property
    def book(self) -> Phrasebook:
        """The phrases of the directory."""
        return self.routing.now.book

    @property
    def our_numbers(self) -> tuple[str, ...]:
        """Never rung back: the number callers know, and the carrier's behind it."""
        return (self.directory.number, self.number)

    @cached_property
    def path(self) -> str:
        """What stands before our paths when the line lives below another site's address."""
        return urlsplit(self.base_url).path

    def follow(self) -> Event:
        """From now on this process speaks what is published, within a second; until the event is set."""
        return self.routing.follow(self.clock)

    def letters(self, directory: Directory) -> Letters:
        """How citizens are written to about their tickets."""
        practice = practice_of(directory, self.zone)
        return Letters(practice, self.rooms, directory.limits.messages_per_number_day)

    @cached_property
    def hide(self) -> Callable[[str], str]:
        """Makes a keyed hash of a number, which tells callers apart without telling who they are."""
        return lru_cache(maxsize=1024)(partial(_hidden, self.secret.encode()))


def _hidden(secret: bytes, number: str) -> str:
    return hmac.digest(secret, number.encode(), "sha256").hex()[:32]


def the_hotline() -> Hotline:
    """The hotline of the request being served."""
    hotline: Hotline = current_app.extensions["hotline"]
    return hotline
