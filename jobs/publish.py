"""A supervisor saves the routing file: if it is right it is on the line in seconds, if not it changes nothing."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ivr.fitness import Unfit, broken, checked
from routing.directory import Faults, read
from routing.encoding import decoded
from store import routing
from store.database import Store, work
from store.routing import NotTheLatest
from words.catalogue import Catalogue

log = logging.getLogger(__name__)
Stamp = tuple[int, int, int] | None
KEPT_FAULTS = 10_000  # characters
BESIDE = (
    "revizia {number} a fost publicată din consolă și nu a fost niciodată în fișier: fișierul a fost scris pornind"
    " de la un text mai vechi. Puneți în fișier textul ei (în consolă, la „Versiuni”) și faceți modificarea din nou,"
    " sau publicați fișierul așa cum este: telverde publish FIȘIER --force"
)


UNREADABLE: Mapping[type[OSError], str] = {
    FileNotFoundError: "nu mai este la locul lui; puneți-l înapoi",
    PermissionError: "linia nu are dreptul să îl citească; schimbați drepturile fișierului",
    IsADirectoryError: "în locul lui este un dosar; puneți fișierul înapoi",
}


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
            saved = self.file.read_bytes()
        except OSError as error:
            why = f"fișierul nu poate fi citit: {UNREADABLE.get(type(error), error.strerror)}"
            return self._unread(why.encode(), Unfit(why))
        try:
            text = decoded(saved)
        except Faults as faults:
            return self._unread(saved, Unfit(str(faults), faults.faults[0]))
        if text == self._text:
            return False
        is_first = self._text is None
        published = self._publish(text, is_first)
        if is_first and not published:
            self._warm_up(text)
        self._text = text
        return published

    def _unread(self, saved: bytes, unfit: Unfit) -> bool:
        self._text = None if self._text is None else ""  # when it is back, that is a save
        return self._refuse(saved, unfit)

    def _publish(self, text: str, is_first: bool) -> bool:
        while base := self._base(text, is_first):
            try:
                number, on_line = base
                self._begun_from(number)
                checked(text, self.words, on_line, self.clock().astimezone(self.zone).date())
                with work(self.store) as unit:
                    number = routing.publish(unit, text, author=self.author, base=number, now=self.clock())
                log.info("The routing file was published", extra={"facts": {"revision": number}})
                return True
            except Unfit as unfit:
                return self._refuse(text.encode(), unfit)
            except NotTheLatest:  # another machine watches too: perhaps it has published the same
                continue
        return False

    def _begun_from(self, number: int) -> None:
        """Raises Unfit for a file that was written without knowing what was published in the console meanwhile."""
        with work(self.store) as unit:
            if routing.is_beside_file(unit.conn, number):
                raise Unfit(BESIDE.format(number=number))

    def _warm_up(self, text: str) -> None:
        """What the rules look at is remembered: the first save will be quick."""
        with suppress(Faults, Unfit):
            broken(self.words, read(text))

    def _base(self, text: str, is_first: bool) -> tuple[int, str | None] | None:
        """The revision to publish upon, and its text; None if there is nothing to do."""
        with work(self.store) as unit:
            stands = routing.standing(unit.conn)
            on_line = routing.text_of(unit.conn, stands.number)
            is_on_line = text == on_line
            is_meant = is_on_line and not stands.refused  # a mistake that is mended is a save, whoever saw it
            is_done = is_meant or (is_first and not is_on_line and routing.is_known(unit.conn, text))
            if is_on_line and routing.is_beside_file(unit.conn, stands.number):
                routing.found_in_file(unit.begin(), stands.number)
        return None if is_done else (stands.number, on_line)

    def _refuse(self, saved: bytes, unfit: Unfit) -> bool:
        said = str(unfit).replace("\x00", "")[:KEPT_FAULTS]
        with work(self.store) as unit:
            is_new = routing.refuse(unit.begin(), saved, said, author=self.author, now=self.clock())
        if is_new:
            spot = {"line": unfit.first.line, "column": unfit.first.column} if unfit.first else {}
            facts = {**spot, "faults": said[:500]}
            log.error("The routing file was not published; the last one stays", extra={"facts": facts})
        return False

    @property
    def author(self) -> str:
        return self.file.name[:80]


def _stamp(file: Path) -> Stamp:
    try:
        found = file.stat()
    except OSError:
        return (0, 0, 0)
    return found.st_ino, found.st_size, found.st_mtime_ns
