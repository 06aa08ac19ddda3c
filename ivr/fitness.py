"""A routing file goes on the line only if it reads, leads callers onto no bad way, and its own tests come true."""

import logging
from collections.abc import Mapping
from datetime import date

from ivr import check as voice_tree
from ivr.rules.fault import Fault as Broken
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
        self.first = first  # None where no row is to blame


def checked(
    text: str, words: Mapping[str, Catalogue], on_line: str | None, today: date | None = None
) -> Directory:
    """What a text says that can follow the one `on_line`; raises Unfit with all that is wrong with it.

    What callers would meet on a bad way already, with the text on the line, is our fault and no reason to refuse a
    supervisor's; nor is it when nothing is published, since then the file is spoken as it is. `today`: see `read`.
    """
    try:
        directory = read(text, today)
    except Faults as faults:
        raise Unfit(str(faults), faults.faults[0]) from None
    if on_line is None:
        return directory
    if new := new_errors(words, directory, on_line):
        raise Unfit("\n".join(map(str, new)))
    return directory


def new_errors(words: Mapping[str, Catalogue], directory: Directory, on_line: str | None) -> list[Broken]:
    """What the voice rules forbid in a directory, and not in the text `on_line` already; raises Unfit as `errors`."""
    found = errors(words, directory)
    before = {str(one) for one in errors(words, _readable(on_line))} if found and on_line else set()
    return sorted((one for one in found if str(one) not in before), key=str)


def errors(words: Mapping[str, Catalogue], directory: Directory | None) -> list[Broken]:
    """What the voice rules forbid; a file that our own rules stumble over is not put on the line either (Unfit)."""
    try:
        found = voice_tree.faults_of(words, directory) if directory else []
    except Exception as error:
        log.exception("The check of the voice tree failed")
        raise Unfit(f"fișierul nu a putut fi verificat ({error!r}); spuneți-ne") from error
    return [fault for fault in found if fault.is_error]


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
