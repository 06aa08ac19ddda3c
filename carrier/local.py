"""The telephone company in your pocket: signs as a real one does, rings telephones of this machine, and writes down
what it would send."""

import hmac
import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from carrier import Fate
from carrier.signature import Signature
from carrier.switchboard import Switchboard, append, this_machine

SENT = "sms.jsonl"


@dataclass(frozen=True)
class Sent:
    """An SMS as it would have arrived; `at` is ISO 8601 in UTC, by the clock of this machine."""

    id: str
    key: str
    number: str
    words: str
    at: str


@dataclass(frozen=True)
class LocalCarrier:
    """Every message is a line of a file in `folder`, so that the browser phone sees what the worker sent."""

    signature: Signature
    folder: Path
    clock: Callable[[], datetime] = field(default=this_machine, compare=False)

    def sign(self, url: str, form: Mapping[str, str]) -> str:
        return self.signature.sign(url, form)

    def verify(self, url: str, form: Mapping[str, str], signature: str, settings: str = "") -> bool:
        return self.signature.verify(url, form, signature, settings)

    def text(self, number: str, words: str, key: str, seconds: int) -> str:
        one = Sent("SM" + secrets.token_hex(16), key, number, words, datetime.now(UTC).isoformat())
        self.folder.mkdir(parents=True, exist_ok=True)
        append(self.folder / SENT, json.dumps(asdict(one), ensure_ascii=False))
        return one.id

    def texted(self, number: str, words: str, key: str, since: datetime) -> Sequence[str]:
        return [one.id for one in texts(self.folder) if one.key == key]

    @cached_property
    def switchboard(self) -> Switchboard:
        """The telephones it rings."""
        return Switchboard(self.folder, self.clock)

    def ring(self, number: str, url: str, key: str, seconds: int) -> str:
        return self.switchboard.ring(number, url, key, seconds)

    def rung(self, number: str, key: str, since: datetime) -> Sequence[str]:
        return [one.call for one in self.switchboard.rings(key)]

    def fate(self, call: str) -> Fate:
        return self.switchboard.fate(call)

    def announce(self, room: str, url: str) -> bool:
        return self.switchboard.announce(room, url)


def local_carrier(secret_key: str, folder: Path) -> LocalCarrier:
    """For the browser phone, the terminal phone and the tests; its token is made of the installation's secret."""
    token = hmac.digest(secret_key.encode(), b"local carrier", "sha256").hex()
    return LocalCarrier(Signature((token,)), folder)


def texts(folder: Path) -> list[Sent]:
    """Everything that was sent, newest first."""
    return list(_read(folder / SENT))[::-1]


def _read(file: Path) -> Iterator[Sent]:
    if file.exists():
        for line in file.read_text("utf-8").splitlines():
            yield Sent(**json.loads(line))
