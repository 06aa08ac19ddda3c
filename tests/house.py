"""The whole hotline on a loopback port, with a clock that stands still, and telephones to call it with."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from phone.exchange import Exchange
from phone.line import Line
from store.database import Store
from web.hotline import Hotline


@dataclass
class Clock:
    """The hotline's clock; it stands still until a test moves it."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 7, 15, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class House:
    """The hotline on a loopback port, and telephones to call it with."""

    hotline: Hotline
    clock: Clock
    address: str

    @property
    def store(self) -> Store:
        return self.hotline.store

    def line(self, caller: str | None = "+40722000111", exchange: Exchange | None = None) -> Line:
        """A telephone that has not dialled yet."""
        return Line(exchange or self.exchange(), caller, self.hotline.number)

    def exchange(self) -> Exchange:
        return Exchange(self.address, self.hotline.base_url, self.hotline.carrier.sign)
