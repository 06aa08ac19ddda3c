"""What a text of the routing file would do on the line, found out beside the calls."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from ivr.check import services
from ivr.difference import Change, changes
from ivr.dry_run import Stumble, dry_run
from ivr.fitness import Unfit, new_errors, new_warnings, untrue
from routing.directory import Directory, Example, Fault, Faults, read
from routing.revision import Revision
from store import calls, routing
from store.database import work
from store.drafts import Draft
from web.aside import Aside, Tell
from web.hotline import Hotline

CALLS = 200  # that are pressed again
MOST_CHANGES = 300
Spot = dict[str, Any]  # line and column from 1 (0: nowhere), path, text, level

_checks: Aside[list[Spot]] = Aside()
_studies: Aside["Study"] = Aside(kept=6)
_comparisons: Aside[list[Change]] = Aside(kept=6)


@dataclass(frozen=True)
class Study:
    """What is wrong with a draft; if nothing is, what callers meet differently, and which calls would go wrong.

    `faults` are errors and warnings.
    """

    faults: list[Spot]
    untrue: list[tuple[Example, str]]
    changes: list[Change]
    has_more: bool
    calls: int
    stumbles: list[Stumble]

    @property
    def errors(self) -> list[Spot]:
        return errors_in(self.faults)

    @property
    def is_fit(self) -> bool:
        """Whether it may be published: warnings do not stand in the way."""
        return not self.errors and not self.untrue


def faults_of(line: Hotline, text: str, base: int) -> list[Spot] | None:
    """All that keeps a text from the line, and warnings; None while it is checked."""
    key = (_digest(text), base, today(line))
    return _checks.ask(key, lambda _: _faults(line, text, base)[0])


def errors_in(found: list[Spot]) -> list[Spot]:
    """Those that keep a text from the line."""
    return [one for one in found if one["level"] == "error"]


def study_of(line: Hotline, draft: Draft) -> Study | None:
    """What publishing the draft would bring; None while that is found out, which takes seconds."""
    return _studies.ask(_key(line, draft), lambda tell: _study(line, draft, tell))


def stage_of(line: Hotline, draft: Draft) -> str:
    """How far the study of a draft has come: read, spoken, calls; empty before it begins."""
    return _studies.stage(_key(line, draft))


def comparison(line: Hotline, old: int, new: int) -> list[Change] | None:
    """What callers heard differently with one revision than with another; None while that is found out."""
    return _comparisons.ask((str(line.store.url), old, new), lambda _: _compared(line, old, new))


def fit_mark(line: Hotline, draft: Draft) -> str:
    """Tells a text upon a base on a day from every other: what is good today can be too old tomorrow."""
    return _digest(f"{draft.base} {today(line)} {draft.text}")


def today(line: Hotline) -> date:
    return line.clock().astimezone(line.zone).date()


def _faults(line: Hotline, text: str, base: int) -> tuple[list[Spot], Directory | None]:
    try:
        directory = read(text, today(line), services())
    except Faults as faults:
        return [_in_file(one) for one in faults.faults], None
    try:
        with work(line.store) as unit:
            before = routing.text_of(unit.conn, base)
        found = [rule(line.words, directory, text, before) for rule in (new_errors, new_warnings)]
        return [_in_file(one) for several in found for one in several], directory
    except Unfit as unfit:
        return [_spot(0, 0, "", str(unfit))], None


def _in_file(fault: Fault) -> Spot:
    level = "error" if fault.is_error else "warning"
    return _spot(fault.line, fault.column, fault.path, f"{fault.what}; {fault.write}", level)


def _spot(line: int, column: int, path: str, text: str, level: str = "error") -> Spot:
    return {"line": line, "column": column, "path": path, "text": text, "level": level}


def _study(line: Hotline, draft: Draft, tell: Tell) -> Study:
    tell("read")
    faults, directory = _faults(line, draft.text, draft.base)
    if directory is None or errors_in(faults):
        return Study(faults, [], [], False, 0, [])
    before = line.routing.of(draft.base)
    after = before.like(-1, directory)
    if wrong := untrue(after):
        return Study(faults, wrong, [], False, 0, [])
    tell("spoken")
    told = list(islice(changes(before, after, line.words, _now(line)), MOST_CHANGES + 1))
    tell("calls")
    journeys, stumbles = _pressed_again(line, before, after)
    return Study(faults, [], told[:MOST_CHANGES], len(told) > MOST_CHANGES, journeys, stumbles)


def _pressed_again(line: Hotline, before: Revision, after: Revision) -> tuple[int, list[Stumble]]:
    with work(line.store) as unit:
        journeys = calls.latest_journeys(unit.conn, CALLS)
    return len(journeys), dry_run(journeys, before, after, line.words, _now(line))


def _compared(line: Hotline, old: int, new: int) -> list[Change]:
    before, after = _revision(line, old), _revision(line, new)
    return list(
        islice(changes(before, before.like(new, after.directory), line.words, _now(line)), MOST_CHANGES)
    )


def _revision(line: Hotline, number: int) -> Revision:
    """A published revision; not from those that are kept for calls, which would lose their place."""
    if number == line.routing.now.number:
        return line.routing.now
    with work(line.store) as unit:
        return line.routing.now.like(number, read(routing.text_of(unit.conn, number) or ""))


def _key(line: Hotline, draft: Draft) -> tuple[str, str]:
    return str(line.store.url), fit_mark(line, draft)


def _now(line: Hotline) -> datetime:
    return line.clock().astimezone(line.zone)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
