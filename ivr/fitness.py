"""A routing file goes on the line only if it reads, leads callers onto no bad way, and its own tests come true."""

import logging
from collections.abc import Iterable, Mapping
from datetime import date

from ivr import check as voice_tree
from ivr.in_file import in_file
from ivr.rules import own_texts
from ivr.rules.fault import Fault as Broken
from ivr.rules.spoken import Spoken
from routing.competence import competent
from routing.directory import Directory, Example, Fault, Faults, read
from routing.revision import Revision
from words.catalogue import Catalogue

log = logging.getLogger(__name__)
UNHEARD = ("danger", "person", "noise")  # what a sentence may lead to besides an institution


class Unfit(Exception):
    """The text cannot be on the line."""

    def __init__(self, faults: str, first: Fault | None = None) -> None:
        super().__init__(faults)
        self.first = first if first and first.line else None  # None where no row is to blame


def checked(
    text: str, words: Mapping[str, Catalogue], on_line: str | None, today: date | None = None
) -> Directory:
    """What a text says that can follow the one `on_line`; raises Unfit with all that is wrong with it.

    What callers would meet on a bad way already, with the text on the line, is our fault and no reason to refuse a
    supervisor's; nor is it when nothing is published, since then the file is spoken as it is. `today`: see `read`.
    """
    try:
        directory = read(text, today, voice_tree.services())
    except Faults as faults:
        raise Unfit(str(faults), faults.faults[0]) from None
    if on_line is None:
        return directory
    if new := new_errors(words, directory, text, on_line):
        raise Unfit("\n".join(map(str, new)), new[0])
    return directory


def new_errors(
    words: Mapping[str, Catalogue], directory: Directory, text: str, on_line: str | None
) -> list[Fault]:
    """What the voice rules forbid in a text that reads as `directory`, and not in the one `on_line` already.

    Raises Unfit as `broken`.
    """
    found = [one for one in broken(words, directory) if one.is_error]
    before = broken(words, _readable(on_line)) if found and on_line else []
    return _new(found, before, text, on_line)


def new_warnings(
    words: Mapping[str, Catalogue], directory: Directory, text: str, on_line: str | None
) -> list[Fault]:
    """Names and announcements in the text that are too long to be followed, and were not there `on_line` already."""
    found = list(own_texts.faults(Spoken(words, directory)))
    former = _readable(on_line) if found and on_line else None
    return _new(found, own_texts.faults(Spoken(words, former)) if former else [], text, on_line)


def _new(found: list[Broken], before: Iterable[Broken], text: str, on_line: str | None) -> list[Fault]:
    known = set(map(str, before))
    new = [one for one in found if str(one) not in known]
    return in_file(new, text, on_line) if new else []


def broken(words: Mapping[str, Catalogue], directory: Directory | None) -> list[Broken]:
    """What the voice rules say; a file that our own rules stumble over is not put on the line either (Unfit)."""
    try:
        return voice_tree.faults_of(words, directory) if directory else []
    except Exception as error:
        log.exception("The check of the voice tree failed")
        raise Unfit(f"fișierul nu a putut fi verificat ({error!r}); spuneți-ne") from error


def untrue(revision: Revision) -> list[tuple[Example, str]]:
    """The file's own tests that do not come true, and where each sentence leads instead.

    Those with keys are judged when the file is read. Makes the book of the revision, which takes seconds.
    """
    said = [one for one in revision.directory.tests if one.sentence]
    found = [(one, _meant(revision, one)) for one in said]
    return [(one, led) for one, led in found if led != one.expect]


def _meant(revision: Revision, example: Example) -> str:
    finding = competent(revision.book, example.sentence or "")
    if finding.verdict in UNHEARD and example.expect in UNHEARD:
        return finding.verdict
    if finding.verdict in ("person", "noise") or not finding.candidates:
        return finding.verdict
    return finding.candidates[0].id


def _readable(text: str) -> Directory | None:
    try:
        return read(text)
    except Faults:  # written for another version
        return None
