"""A supervisor writes the routing file as text, with its faults beside their rows; every letter of it is kept."""

from dataclasses import dataclass, replace
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from office.users import Role
from routing.encoding import MARK
from store import drafts, events, routing
from store.database import Work, work
from store.drafts import Draft, SavedElsewhere
from web import routing_file
from web.console.gate import actor, csrf_token, page, the_user
from web.console.line_diff import line_diff
from web.console.show import clock, go_to, moment, show, t
from web.console.study import Spot, errors_in, faults_of
from web.hotline import the_hotline

LONGEST = 4_000_000  # characters: four times the shipped file
LARGEST = 2**31  # numbers of the store are smaller


@dataclass(frozen=True)
class Desk:
    """What lies before a supervisor: the draft, or the published text; and what the newest revision is."""

    draft: Draft
    newest: int
    published: str

    @property
    def is_stale(self) -> bool:
        """Whether somebody has published since the draft was begun."""
        return bool(self.draft.version) and self.draft.base != self.newest


class Unkept(Exception):
    """A text that cannot be kept; the key of the sentence that says why."""


@page("/routing", Role.supervisor)
def editor() -> ResponseReturnValue:
    """The text, its faults as far as they are known, and what can be done with it."""
    return _shown(desk())


@page("/routing/save", Role.supervisor, methods=("POST",), takes_file=True)
def editor_save() -> ResponseReturnValue:
    """Keeps what was typed, right or wrong; 409 with both texts if another window has saved something newer."""
    wants_json = request.accept_mimetypes.best == "application/json"
    before = desk()
    try:
        version = _kept(before)
    except Unkept as unkept:
        if wants_json:
            return jsonify(error=t(str(unkept))), 422
        return _shown(before, text=_typed(before), error=t(str(unkept))), 422
    except SavedElsewhere:
        return (jsonify(error=t("editor.elsewhere")) if wants_json else _both(_typed(before))), 409
    if wants_json:
        now = the_hotline().clock()
        standing = t("editor.draft", base=str(_base(before)), at=moment(now))
        return jsonify(version=version, saved=t("editor.saved", at=clock(now)), standing=standing)
    if request.form.get("then") == "preview":
        return go_to("routing_preview")
    return go_to("editor", done="saved")


@page("/routing/check", Role.supervisor)
def editor_check() -> ResponseReturnValue:
    """The faults of what was saved last, as JSON: `{version, csrf, faults}`; without `faults` while it is checked."""
    lies = desk()
    found = faults_of(the_hotline(), lies.draft.text, lies.draft.base) if lies.draft.version else []
    told = {} if found is None else {"faults": found, "told": _told(found)}
    return jsonify(version=lies.draft.version, csrf=csrf_token(), **told)


@page("/routing/discard", Role.supervisor, methods=("POST",), takes_file=True)
def editor_discard() -> ResponseReturnValue:
    """The draft is gone; what is published stands there again. 409 with both texts if another window has saved it."""
    lies = desk()
    if lies.draft.version:
        with work(the_hotline().store) as unit:
            gone = drafts.discard(unit, the_user().id, number_of("version"))
            if gone:
                note_event(unit, "draft discarded", "-")
        if not gone:
            return _both(_typed(lies)), 409
    return go_to("editor", done="draft_discarded")


def desk() -> Desk:
    """What the user would go on writing."""
    line, user = the_hotline(), the_user()
    with work(line.store) as unit:
        newest = routing.newest(unit.conn)
        published = routing.text_of(unit.conn, newest) or ""
        draft = drafts.draft_of(unit.conn, user.id)
    if not newest:
        published = routing_file.text_in(line.routing_file) or ""
    return Desk(draft or Draft(user.id, newest, published, 0, line.clock()), newest, published)


def note_event(unit: Work, what: str, number: object, before: object = "", after: object = "") -> None:
    """Writes down what was done with the routing file: numbers, not words."""
    line = the_hotline()
    events.record(
        unit.begin(),
        at=line.clock(),
        actor=actor(),
        entity="routing",
        entity_id=number,
        what=what,
        before=str(before),
        after=str(after),
    )


def _kept(before: Desk) -> int:
    text = _typed(before)
    if "\x00" in text:
        raise Unkept("editor.unkept")
    if len(text) > LONGEST:
        raise Unkept("editor.too_long")
    version, base = number_of("version"), _base(before)
    with work(the_hotline().store) as unit:
        user, now = the_user(), the_hotline().clock()
        return drafts.save(unit, user.id, text, base=base, version=version, now=now)


def _base(before: Desk) -> int:
    """The revision the text was begun from."""
    return before.draft.base if before.draft.version else min(number_of("base"), before.newest)


def _typed(before: Desk) -> str:
    """What was typed, to the letter. A browser sends every new row as CR LF, whatever it was in the file."""
    text = request.form.get("text", "").removeprefix(MARK).replace("\r\n", "\n")
    former = before.draft.text
    has_cr = former.count("\r\n") * 2 > former.count("\n")
    return text.replace("\n", "\r\n") if has_cr else text


def number_of(name: str) -> int:
    """A number in the form; 0 for anything else."""
    given = request.form.get(name, "")
    number = int(given) if given.isdecimal() and len(given) < 11 else 0
    return number if number < LARGEST else 0


def _shown(lies: Desk, text: str | None = None, error: str = "") -> str:
    line = the_hotline()
    draft = lies.draft if text is None else replace(lies.draft, text=text)
    found = faults_of(line, draft.text, draft.base) if draft.version and not error else []
    file = routing_file.stands(line.routing_file, lies.published) if lies.newest else "same"
    with work(line.store) as unit:
        refused = routing.standing(unit.conn).refused
    return show(
        "editor.html",
        lies=lies,
        draft=draft,
        found=found,
        told=_told(found or []),
        error=error,
        file=file,
        refused=refused,
        texts=_texts_for_script(),
    )


def _both(mine: str) -> str:
    """The text of this window and the one that was saved in another, side by side."""
    lies = desk()
    return show("editor_both.html", mine=mine, theirs=lies.draft, rows=line_diff(lies.draft.text, mine))


def _told(found: list[Spot]) -> str:
    wrong = errors_in(found)
    told = t("editor.faults", n=len(wrong)) if wrong else t("editor.no_faults")
    return f"{told} {t('editor.warnings', n=len(found) - len(wrong))}" if wrong != found else told


def _texts_for_script() -> dict[str, Any]:
    """What the script says on the page."""
    names = (
        "saving",
        "unsaved",
        "failed",
        "checking",
        "not_found",
        "found",
        "signed_out",
        "row_column",
        "warning",
    )
    return {name: t(f"editor.{name}", row="%row", column="%column", n="%n") for name in names}
