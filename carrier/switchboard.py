"""The telephones of the pocket company: which one rings, who picked up, and who is in which room.

Everything that happens is a line of a file, so that the worker that rings, the page and the terminal that answer need
not know each other. Of two telephones that pick up one call, the first in the file has it.
"""

import json
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from carrier import Fate

CALLS = "calls.jsonl"


def this_machine() -> datetime:
    """UTC by the clock of this machine: processes that were told another hour agree about seconds."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Incoming:
    """A call to a telephone of this machine. `url` is where its document is, `url`/status hears how it goes."""

    call: str
    key: str
    number: str
    url: str
    seconds: int
    at: datetime


@dataclass(frozen=True)
class Room:
    """A conference as one who is in it knows it: since when, whether it is over, and what was announced since."""

    since: datetime
    is_over: bool
    announced: tuple[str, ...]


@dataclass(frozen=True)
class Switchboard:
    """`folder` holds the file; `clock` tells UTC."""

    folder: Path
    clock: Callable[[], datetime] = field(default=this_machine, compare=False)

    def ring(self, number: str, url: str, key: str, seconds: int) -> str:
        call = "CA" + secrets.token_hex(16)
        self._write("ring", call=call, key=key, number=number, url=url, seconds=seconds)
        return call

    def rings(self, key: str = "") -> list[Incoming]:
        """Every call there ever was, or those with a key; newest first."""
        found = [_incoming(row) for row in self._rows("ring") if not key or row["key"] == key]
        return found[::-1]

    def incoming(self, number: str) -> Incoming | None:
        """The call that makes this telephone ring now."""
        return next((one for one in self.rings() if one.number == number and self._is_ringing(one)), None)

    def pick_up(self, call: str) -> bool:
        """Whether the call is ours: it still rings, and nobody else was quicker."""
        one = next((one for one in self.rings() if one.call == call), None)
        if one is None or not self._is_ringing(one):
            return False
        ours = secrets.token_hex(8)
        self._write("pick_up", call=call, by=ours)
        first = next(row for row in self._rows("pick_up") if row["call"] == call)
        return bool(first["by"] == ours)

    def hang_up(self, call: str, status: str, seconds: int) -> None:
        """The call is over, by whichever side."""
        self._write("end", call=call, status=status, seconds=seconds)

    def fate(self, call: str) -> Fate:
        """What has become of a call; "failed" for one nobody knows."""
        for row in self._rows("end"):
            if row["call"] == call:
                return Fate(row["status"], row["seconds"])
        if any(row["call"] == call for row in self._rows("pick_up")):
            return Fate("in-progress")
        one = next((one for one in self.rings() if one.call == call), None)
        if one is None:
            return Fate("failed")
        return Fate("ringing" if self._is_ringing(one) else "no-answer")

    def enter(self, room: str, call: str) -> None:
        self._write("enter", room=room, call=call)

    def leave(self, room: str, call: str) -> None:
        """The call leaves a conference, which ends it for everybody."""
        self._write("leave", room=room, call=call)

    def announce(self, room: str, url: str) -> bool:
        is_anybody_there = any(row["room"] == room for row in self._rows("enter"))
        if is_anybody_there:
            self._write("announce", room=room, url=url)
        return is_anybody_there

    def room(self, name: str, call: str) -> Room:
        """The conference for a call that is in it."""
        rows = [row for row in self._rows("enter", "leave", "announce") if row["room"] == name]
        entered = next(at for at, row in enumerate(rows) if row["what"] == "enter" and row["call"] == call)
        return Room(
            datetime.fromisoformat(rows[entered]["at"]),
            any(row["what"] == "leave" for row in rows[entered:]),
            tuple(row["url"] for row in rows[entered:] if row["what"] == "announce"),
        )

    def _is_ringing(self, one: Incoming) -> bool:
        is_touched = any(row["call"] == one.call for row in self._rows("pick_up", "end"))
        return not is_touched and self.clock() < one.at + timedelta(seconds=one.seconds)

    def _write(self, what: str, **more: Any) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        row = {"what": what, "at": self.clock().isoformat(), **more}
        append(self.folder / CALLS, json.dumps(row))

    def _rows(self, *what: str) -> Iterator[dict[str, Any]]:
        file = self.folder / CALLS
        if file.exists():
            for line in file.read_text("utf-8").splitlines():
                row = json.loads(line)
                if row["what"] in what:
                    yield row


def append(path: Path, line: str) -> None:
    """One write: a killed process leaves a whole line, or none."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, f"{line}\n".encode())
    finally:
        os.close(file)


def _incoming(row: dict[str, Any]) -> Incoming:
    at = datetime.fromisoformat(row["at"])
    return Incoming(row["call"], row["key"], row["number"], row["url"], row["seconds"], at)
