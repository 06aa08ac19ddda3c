"""The whole hotline on a loopback port, with a clock that stands still, and telephones to call it with."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from carrier.local import texts
from commands.line import post_of
from jobs.publish import Watch
from jobs.send import Post
from phone.exchange import Exchange
from phone.line import Line
from post.email import letters
from routing.directory import Directory
from routing.revision import Revision
from store.database import Store
from web.hotline import Hotline
from web.published import Published

ROUTING_FILE = Path(__file__).parents[1] / "data" / "institutions.yaml"
SMALL_FILE = (
    Path(__file__).parent / "routing" / "small.yaml"
)  # for whoever starts processes: it is read in no time
SAVED = datetime(2026, 11, 23, 7, 15, tzinfo=UTC)  # the shipped file was looked up the day before


@dataclass
class Clock:
    """The hotline's clock; it stands still until a test moves it."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 7, 15, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def published(store: Store, shipped: Hotline, directory: Directory | None = None) -> Published:
    """The shipped file, or one with the same institutions; what callers say is not read again: that takes seconds."""
    revision = Revision(0, directory or shipped.directory)
    if revision.directory.institutions is shipped.directory.institutions:
        vars(revision)["book"] = shipped.book
    return Published(store, revision)


@dataclass
class House:
    """The hotline on a loopback port, and telephones to call it with."""

    hotline: Hotline
    clock: Clock
    address: str
    file: Path  # the supervisors' copy of the routing file; there when they first save it

    @property
    def store(self) -> Store:
        return self.hotline.store

    def line(self, caller: str | None = "+40722000111", exchange: Exchange | None = None) -> Line:
        """A telephone that has not dialled yet."""
        return Line(exchange or self.exchange(), caller, self.hotline.number)

    def saves(self, words: str, instead: str) -> None:
        """A supervisor changes some words of the routing file, and the worker finds it saved."""
        if not self.file.exists():
            self.file.write_text(ROUTING_FILE.read_text("utf-8"), "utf-8")
            self.watch.take()
        text = self.file.read_text("utf-8")
        assert words in text, words
        self.file.write_text(text.replace(words, instead, 1), "utf-8")
        self.watch.take()

    @cached_property
    def watch(self) -> Watch:
        line = self.hotline
        return Watch(line.store, line.words, self.file, lambda: SAVED, line.zone)

    @property
    def post(self) -> Post:
        """What the worker sends with."""
        return post_of(self.hotline)

    def sent(self) -> list[str]:
        """The messages that went out, in their order."""
        folder = self.hotline.post_folder
        texted = [(one.at, f"sms to {one.number} {one.words}") for one in texts(folder)]
        posted = [
            (at.isoformat(), f"email to {one['To']} {one['Subject']}") for at, one in letters(folder, 100)
        ]
        return [told for _, told in sorted(texted + posted)]

    def exchange(self) -> Exchange:
        return Exchange(self.address, self.hotline.base_url, self.hotline.carrier.sign)
