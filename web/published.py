"""What is published is on the line within seconds: each process asks for it, and changes over between two turns."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Lock, Thread

from routing.directory import Directory, Faults, read
from routing.revision import Revision
from store import drafts, notices, routing
from store.database import Store, work
from store.notices import EmergencyNotice
from web.politely import politely
from web.shelf import Shelf

log = logging.getLogger(__name__)
EVERY = 0.5  # seconds between two looks: two short SELECTs
KEPT = 4  # revisions that calls may still speak from, besides the newest
TRIALS = 2  # drafts that their authors are listening to


@dataclass
class Published:
    """The revision callers hear `now`, the older ones calls began with, and the notices. For any thread to use."""

    store: Store
    now: Revision
    notices: tuple[EmergencyNotice, ...] = ()
    shelf: Shelf | None = None  # where the processes of a machine share their phrasebooks
    _older: dict[int, Revision] = field(default_factory=dict)
    _trials: dict[int, Revision] = field(default_factory=dict)
    _reading: Lock = field(default_factory=Lock)
    _passed_over: int = 0

    def of(self, number: int) -> Revision:
        """The revision a call began with, read once; the newest if that one is nowhere any more.

        A negative number is that of a draft on trial (store/drafts.py).
        """
        if number == self.now.number:
            return self.now
        if number < 0:
            return self._on_trial(number)
        if number not in self._older:
            with self._reading:
                found = self._older.get(number) or self._read(number) or self.now
                self._keep(number, found)
        return self._older.get(number, self.now)

    def on(self, now: datetime) -> tuple[EmergencyNotice, ...]:
        """The notices of this moment (UTC)."""
        return tuple(one for one in self.notices if one.is_on(now))

    def make_ready(self) -> None:
        """The book of what is on the line, before the first caller is there."""
        self._give_book(self.now)

    def look(self, now: datetime) -> bool:
        """Asks what is published and which notices are on, and changes over; whether the revision changed.

        Raises what the store raises: what was known stays.
        """
        with work(self.store) as unit:
            newest, self.notices = routing.newest(unit.conn), notices.coming(unit.conn, now)
        if newest in (0, self.now.number, self._passed_over):
            return False
        with self._reading:
            found = self._read(newest)
            if found is None:
                self._passed_over = newest
                return False
            if self.now.has_book:
                with politely():
                    found.book  # noqa: B018  made here, so that no caller waits for it
            self._keep(self.now.number, self.now)
            self.now = found
        log.info("A routing file is on the line", extra={"facts": {"revision": newest}})
        return True

    def follow(self, clock: Callable[[], datetime]) -> Event:
        """Looks again and again in a thread of this process, until the event is set."""
        ended = Event()
        Thread(target=self._following, args=(clock, ended), name="routing", daemon=True).start()
        return ended

    def _following(self, clock: Callable[[], datetime], ended: Event) -> None:
        fails = False
        while not ended.wait(EVERY):
            try:
                self.look(clock())
                fails = False
            except Exception:
                if not fails:  # told once: the turns tell the rest
                    log.exception("What is published cannot be asked; what is known stays on the line")
                fails = True

    def _give_book(self, revision: Revision) -> None:
        with politely():
            if self.shelf:
                self.shelf.give(revision)
            else:
                revision.book  # noqa: B018

    def _read(self, number: int) -> Revision | None:
        with politely():
            directory = _directory(self.store, number)
            return self.now.like(number, directory) if directory else None

    def _on_trial(self, number: int) -> Revision:
        """What the author of a draft listens to; what is published if it was put aside meanwhile."""
        if number not in self._trials:
            with self._reading:
                if found := self._trials.get(number) or self._read(number):
                    self._trials = dict([*self._trials.items(), (number, found)][-TRIALS:])
        return self._trials.get(number, self.now)

    def _keep(self, number: int, revision: Revision) -> None:
        others = [(other, kept) for other, kept in self._older.items() if other != number]
        self._older = dict([*others, (number, revision)][-KEPT:])  # in one step: turns look without the lock


def newest_of(store: Store) -> Revision | None:
    """What was published last; None if nothing was, or if the store does not tell."""
    try:
        with work(store) as unit:
            number = routing.newest(unit.conn)
        directory = _directory(store, number)
        return Revision(number, directory) if directory else None
    except Exception as error:
        log.info("The store does not tell what is published", extra={"facts": {"why": str(error)[:200]}})
        return None


def _directory(store: Store, number: int) -> Directory | None:
    """What was published under a number, or is on trial under a negative one; None if nothing is, or if it is wrong."""
    with work(store) as unit:
        text = routing.text_of(unit.conn, number) if number > 0 else drafts.on_trial(unit.conn, -number)
    try:
        return read(text) if text is not None else None
    except Faults as faults:
        facts = {"revision": number, "faults": str(faults)[:500]}
        log.error("A published routing file cannot be read by this version", extra={"facts": facts})
        return None
