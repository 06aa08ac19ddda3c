"""A change made by a form: what it starts from, what it would bring, and where it goes: the draft, or the line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from ivr.fitness import Unfit, checked, untrue
from routing.directory import Directory, Example, Faults, read
from routing.edit import Rows, brought, changed_rows
from routing.faults import Fault, Place, in_words
from routing.signs import NotByForm
from store import drafts, routing
from store.database import work
from store.drafts import Draft, SavedElsewhere
from store.routing import NotTheLatest
from web.console.gate import the_user
from web.console.preview import LONGEST_NOTE, put_on_line
from web.console.show import go_to, local, show, t
from web.hotline import the_hotline
from web.politely import politely
from web.routing_file import text_in

KEPT = 4  # texts that were read a moment ago
NOWHERE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Ground:
    """The text a form changes: the user's draft if there is one, else what callers hear, revision `newest`."""

    text: str
    newest: int
    on_line: str
    draft: Draft | None

    @property
    def base(self) -> int:
        return self.draft.base if self.draft else self.newest

    @property
    def version(self) -> int:
        return self.draft.version if self.draft else 0

    @property
    def is_on_line(self) -> bool:
        """Whether nothing else would be published with the change."""
        return self.text == self.on_line and self.base == self.newest

    @property
    def seen(self) -> str:
        """What a form brings back, to tell whether the ground has changed under it."""
        return f"{self.newest} {self.base} {self.version}"


@dataclass
class Attempt:
    """What became of a change: the new text, or what is wrong, by field and in general."""

    after: str = ""
    rows: Sequence[Rows] = ()
    heard: Sequence[tuple[str, str, str]] = ()  # language, what callers hear now, what they would hear
    errors: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    is_stale: bool = False

    @property
    def is_right(self) -> bool:
        return bool(self.after) and not self.errors and not self.others

    @property
    def status(self) -> int:
        return 409 if self.is_stale else 422 if self.errors or self.others else 200


Hear = Callable[[Directory, str], str]  # what a directory lets callers hear, in a language


def ground() -> Ground:
    """Where the forms of this user start; 404 where nothing was published and no file is there."""
    with work(the_hotline().store) as unit:
        newest = routing.newest(unit.conn)
        on_line = routing.text_of(unit.conn, newest) if newest else text_in(the_hotline().routing_file)
        draft = drafts.draft_of(unit.conn, the_user().id)
    if on_line is None:
        abort(404)
    return Ground(draft.text if draft else on_line, newest, on_line, draft)


def directory_of(on: Ground) -> Directory | None:
    """What the text says; None for a draft that cannot be read as it is."""
    now = the_hotline().routing.now
    if on.is_on_line and now.number == on.newest:
        return now.directory
    return _readable(on.text)


@lru_cache(maxsize=KEPT)
def _readable(text: str) -> Directory | None:
    try:
        return read(text)
    except Faults:
        return None


def today() -> date:
    return local(the_hotline().clock()).date()


def attempt(
    on: Ground, change: Callable[[str], str], fields: Mapping[Place, str], hear: Hear | None = None
) -> Attempt:
    """Makes the change, and says what is wrong with it: `fields` tells which field of the form a place is."""
    with politely():
        try:
            after = change(on.text)
            directory = _judged(on, after)
        except Faults as refused:
            return _refused(refused.faults, fields)
        except NotByForm:
            return Attempt(others=[t("change.not_by_form")])
        heard = _heard(directory_of(on), directory, hear) if hear else ()
        return Attempt(after, changed_rows(on.text, after), heard)


def _judged(on: Ground, after: str) -> Directory | None:
    """What the text says now; raises Faults with what the change has brought, but not with what was wrong before."""
    try:
        return read(after, today())
    except Faults:
        if faults := brought(on.text, after, today()):
            raise Faults(faults) from None
        return _readable(after)


def _refused(faults: Sequence[Fault], fields: Mapping[Place, str]) -> Attempt:
    """The schema's own words, beside the field they are about."""
    named = {in_words(place): name for place, name in fields.items()}
    errors = {named[one.path]: f"{one.what}; {one.write}" for one in faults if one.path in named}
    return Attempt(errors=errors, others=[str(one) for one in faults if one.path not in named])


def _heard(old: Directory | None, new: Directory | None, hear: Hear) -> list[tuple[str, str, str]]:
    if old is None or new is None:
        return []
    said = [(words.name, hear(old, code), hear(new, code)) for code, words in the_hotline().words.items()]
    return [one for one in said if one[1] != one[2]]


def shown(
    template: str,
    view: str,
    on: Ground,
    tried: Attempt,
    back: Mapping[str, str] = NOWHERE,
    only_draft: bool = False,
    **values: Any,
) -> ResponseReturnValue:
    """Does what the pressed button says if the change is right; else, and before, the form with all that was typed."""
    pressed = request.form.get("do", "")
    if only_draft and pressed == "publish":
        abort(400)
    if pressed in ("draft", "publish") and tried.is_right:
        tried.is_stale = request.form.get("seen", "") != on.seen
        if not tried.is_stale and pressed == "draft" and _into_draft(on, tried):
            return go_to(view, done="in_draft", **back)
        if not tried.is_stale and pressed == "publish" and (done := _published(on, tried)):
            return go_to(view, done=done, **back)
    is_readable = on.draft is None or directory_of(on) is not None
    tried.is_stale |= request.method == "POST" and not is_readable
    page = show(template, on=on, tried=tried, is_readable=is_readable, only_draft=only_draft, **values)
    return page, tried.status


def _into_draft(on: Ground, tried: Attempt) -> bool:
    try:
        with work(the_hotline().store) as unit:
            drafts.save(
                unit,
                the_user().id,
                tried.after,
                base=on.base,
                version=on.version,
                now=the_hotline().clock(),
            )
        return True
    except SavedElsewhere:
        tried.is_stale = True
        return False


def _published(on: Ground, tried: Attempt) -> str:
    if on.is_on_line:
        return published(on, tried, " ".join(request.form.get("note", "").split())[:LONGEST_NOTE])
    tried.others.append(t("change.draft_differs"))
    return ""


def published(on: Ground, tried: Attempt, note: str) -> str:
    """The text of `done` for a change that is on the line now; empty if it is not, and the attempt says why."""
    try:
        return publish(on, tried.after, note)
    except NotTheLatest:
        tried.is_stale = True
    except Unfit as unfit:
        tried.others.append(str(unfit))
    return ""


def publish(on: Ground, text: str, note: str) -> str:
    """Publishes a text upon the newest revision, and writes the file; the text of `done` that says so.

    A draft that only said what was on the line is not needed any more. Raises Unfit with what callers would meet, and
    NotTheLatest if somebody else was quicker.
    """
    line = the_hotline()
    with politely():
        directory = checked(text, line.words, on.on_line, today())
        if wrong := untrue(line.routing.now.like(0, directory)):
            raise Unfit("\n".join(map(_untrue, wrong)))
    idle = on.draft if on.draft and on.draft.text == on.on_line else None
    _, file = put_on_line(text, on.on_line, on.newest, note, "published by form", done_with=idle)
    return "on_line_only" if file == "differs" else "on_line"


def _untrue(wrong: tuple[Example, str]) -> str:
    example, led = wrong
    return t("change.untrue", sentence=example.sentence or "", led=led, expect=example.expect)
