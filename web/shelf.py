"""A new phrase is understood by every process soon: one of a machine makes the phrasebook, the others read it.

A book takes two seconds to make and a fifth of one to read. It lies in a folder of ours alone, under a name that tells
what it was made of and by which version of us; whatever is wrong with it, a process makes its own.
"""

import fcntl
import logging
import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy

import routing
import words
from routing.finder import asked_of
from routing.phrasebook import Asked, Phrasebook
from routing.revision import Revision

log = logging.getLogger(__name__)
KEPT = 3  # books; some 27 MB each


@dataclass(frozen=True)
class Shelf:
    """Where books lie; `folder` is made where it is missing, and belongs to nobody else."""

    folder: Path

    def give(self, revision: Revision) -> None:
        """The revision has its book afterwards: that of the one before, one that lies here, or a new one."""
        if revision.has_book:
            return
        asked = asked_of(revision.directory)
        if revision.before and revision.before.asked == asked:
            revision.keep(revision.before)
            return
        try:
            path = self._path(asked)
            with self._alone():
                if not path.exists():
                    self._put(revision.book, path)
            if not revision.has_book and (found := _read(path)):
                revision.keep(found)
            elif not revision.has_book:
                with self._alone():
                    self._put(revision.book, path)
        except OSError as error:
            log.warning("A phrasebook is not shared", extra={"facts": {"why": str(error.strerror)}})
            revision.book  # noqa: B018  a folder that cannot be used costs time, and nothing else

    def _path(self, asked: Asked) -> Path:
        """Where the book for these phrases lies or shall lie."""
        return self.folder / f"{sha256(pickle.dumps(asked)).hexdigest()[:24]}-{_version()}.book"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process makes a book meanwhile."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _put(self, book: Phrasebook, path: Path) -> None:
        new = path.with_suffix(".new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            pickle.dump(book, file, pickle.HIGHEST_PROTOCOL)
        new.replace(path)
        others = sorted(self.folder.glob("*.book"), key=lambda each: each.stat().st_mtime, reverse=True)
        for old in others[KEPT:]:
            old.unlink()


def _read(path: Path) -> Phrasebook | None:
    """None for a book that is not there, is somebody else's, or was cut short."""
    try:
        with path.open("rb") as file:
            state = os.fstat(file.fileno())
            if state.st_uid != os.getuid() or state.st_mode & 0o022:
                return None
            found = pickle.load(file)
    except FileNotFoundError:
        return None
    except Exception:
        log.exception("A phrasebook cannot be read; it is made again")
        return None
    os.utime(path)
    return found if isinstance(found, Phrasebook) else None


@cache
def _version() -> str:
    """What of ours, and of those we build on, decides how a book is made."""
    ours = [
        path for each in (routing, words) for folder in each.__path__ for path in Path(folder).glob("*.py")
    ]
    told = sha256(f"{sys.version} {numpy.__version__}".encode())
    for path in sorted(ours, key=lambda each: each.name):
        told.update(path.read_bytes())
    return told.hexdigest()[:16]
