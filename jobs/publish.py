"""A supervisor saves the routing file: if it is right it is on the line in seconds, if not it changes nothing."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ivr import check as voice_tree
from routing.directory import Directory, Fault, Faults, read
from store import routing
from store.database import Store, work
from store.routing import NotTheLatest
from words.catalogue import Catalogue

log = logging.getLogger(__name__)
Stamp = tuple[int, int, int] | None
KEPT_FAULTS = 10_000  # characters


class Unfit(Exception):
    """The text cannot be on the line."""

    def __init__(self, faults: str, first: Fault | None = None) -> None:
        super().__init__(faults)
        self.first = first  # None where no row is to blame


@dataclass
class Watch:
    """A routing file and the line it is for. `clock` tells UTC."""

    store: Store
    words: Mapping[str, Catalogue]
    file: Path
    clock: Callable[[], datetime]
    zone: ZoneInfo
    _looked: Stamp = None
    _taken: Stamp = None
    _text: str | None = None  # the last content that was dealt with

    def look(self) -> bool:
        """Publishes what was saved since the last look, once two looks found the file at rest; whether it did."""
        stamp, before = _stamp(self.file), self._looked
        self._looked = stamp
        if stamp == self._taken or stamp != before:
            return False
        changed = self.take()
        self._taken = stamp
        return changed

    def take(self) -> bool:
        """Publishes the file if it is right and new; whether it is published now.

        What this process has not seen change is new only if it was never published: after a rollback, or a
        start, the file of before does not come back by itself.
        """
        try:
            text = self.file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self._text = None if self._text is None else ""  # when it is back, that is a save
            return self._refuse("", Unfit(f"fișierul nu poate fi citit: {error}"))
        if text == self._text:
            return False
        is_first = self._text is None
        published = self._publish(text, is_first)
        if is_first and not published:
            _errors(
                self.words, _readable(text)
            )  # what this looks at is remembered: the first save will be quick
        self._text = text
        return published

    def _publish(self, text: str, is_first: bool) -> bool:
        while base := self._base(text, is_first):
            try:
                number, on_line = base
                checked(text, self.words, on_line, self.clock().astimezone(self.zone).date())
                with work(self.store) as unit:
                    number = routing.publish(unit, text, author=self.author, base=number, now=self.clock())
                log.info("The routing file was published", extra={"facts": {"revision": number}})
                return True
            except Unfit as unfit:
                return self._refuse(text, unfit)
            except NotTheLatest:  # another machine watches too: perhaps it has published the same
                continue
        return False

    def _base(self, text: str, is_first: bool) -> tuple[int, str | None] | None:
        """The revision to publish upon, and its text; None if there is nothing to do."""
        with work(self.store) as unit:
            stands = routing.standing(unit.conn)
            on_line = routing.text_of(unit.conn, stands.number)
            is_done = (
                routing.is_known(unit.conn, text) if is_first else text == on_line and not stands.refused
            )
        return None if is_done else (stands.number, on_line)

    def _refuse(self, text: str, unfit: Unfit) -> bool:
        said = str(unfit).replace("\x00", "")[:KEPT_FAULTS]
        with work(self.store) as unit:
            is_new = routing.refuse(unit.begin(), text, said, author=self.author, now=self.clock())
        if is_new:
            spot = {"line": unfit.first.line, "column": unfit.first.column} if unfit.first else {}
            facts = {**spot, "faults": said[:500]}
            log.error("The routing file was not published; the last one stays", extra={"facts": facts})
        return False

    @property
    def author(self) -> str:
        return self.file.name[:80]


def checked(
    text: str, words: Mapping[str, Catalogue], on_line: str | None, today: date | None = None
) -> None:
    """Nothing, for a text that can follow the one `on_line`; raises Unfit with all that is wrong with it.

    What callers would meet on a bad way already, with the text on the line, is our fault and no reason to refuse a
    supervisor's; nor is it when nothing is published, since then the file is spoken as it is. `today`: see `read`.
    """
    try:
        directory = read(text, today)
    except Faults as faults:
        raise Unfit(str(faults), faults.faults[0]) from None
    if on_line is None:
        return
    errors = _errors(words, directory)
    if errors and (new := errors - _errors(words, _readable(on_line))):
        raise Unfit("\n".join(sorted(new)))


def _readable(text: str) -> Directory | None:
    try:
        return read(text)
    except Faults:  # written for another version
        return None


def _errors(words: Mapping[str, Catalogue], directory: Directory | None) -> set[str]:
    """What the voice rules forbid; a file that our own rules stumble over is not put on the line either."""
    try:
        found = voice_tree.faults_of(words, directory) if directory else []
    except Exception as error:
        log.exception("The check of the voice tree failed")
        raise Unfit(f"fișierul nu a putut fi verificat ({error!r}); spuneți-ne") from error
    return {str(fault) for fault in found if fault.is_error}


def _stamp(file: Path) -> Stamp:
    try:
        found = file.stat()
    except OSError:
        return (0, 0, 0)
    return found.st_ino, found.st_size, found.st_mtime_ns
