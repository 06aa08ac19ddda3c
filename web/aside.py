"""Work of seconds that no request waits for: pages ask again until it is done, and what was found is remembered."""

import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Generic, TypeVar

from web.politely import politely

log = logging.getLogger(__name__)
Found = TypeVar("Found")
Tell = Callable[[str], None]  # how far the work has come, as one word


@dataclass
class Aside(Generic[Found]):
    """At most one piece of work at a time in this process, in a thread of its own that gives way to callers."""

    kept: int = 16
    _found: dict[Hashable, Found | Exception] = field(default_factory=dict)
    _at: Hashable = None
    _stage: str = ""
    _lock: Lock = field(default_factory=Lock)

    def ask(self, key: Hashable, work: Callable[[Tell], Found]) -> Found | None:
        """What was found for the key; None while it is worked on, or waits for other work: then ask again.

        Raises what the work raised, once.
        """
        with self._lock:
            if key in self._found:
                found = self._found[key]
                if isinstance(found, Exception):
                    del self._found[key]
                    raise found
                return found
            if self._at is None:
                self._at, self._stage = key, ""
                Thread(target=self._do, args=(key, work), name="aside", daemon=True).start()
        return None

    def stage(self, key: Hashable) -> str:
        """How far the work for the key has come; empty before it is begun."""
        return self._stage if self._at == key else ""

    def _do(self, key: Hashable, work: Callable[[Tell], Found]) -> None:
        try:
            with politely():
                found: Found | Exception = work(self._tell)
        except Exception as error:
            log.exception("Work aside failed")
            found = error
        with self._lock:
            others = [one for one in self._found.items() if one[0] != key]
            self._found = dict([*others, (key, found)][-self.kept :])
            self._at = None

    def _tell(self, stage: str) -> None:
        self._stage = stage
