"""Everything that was ever on the line: when, by whom and why, what it changed; and any of it again, at one click."""

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from office.users import Role
from routing.directory import Faults, read
from store import routing
from store.database import work
from store.routing import NotTheLatest
from web import routing_file
from web.console.editor import LARGEST, number_of
from web.console.gate import page
from web.console.line_diff import line_diff
from web.console.preview import put_on_line
from web.console.show import go_to, show, t
from web.console.study import comparison
from web.hotline import the_hotline
from web.politely import politely

ON_A_PAGE = 25
READERS = (Role.supervisor, Role.auditor)


@page("/routing/revisions", *READERS)
def revisions() -> ResponseReturnValue:
    """The publications, newest first."""
    return _page()


@page("/routing/revisions/<int:number>", *READERS)
def revision_text(number: int) -> ResponseReturnValue:
    """The text of a revision, as it was published."""
    response = Response(_text(number), mimetype="text/plain")
    response.headers["Content-Disposition"] = f'inline; filename="institutions-{number}.yaml"'
    return response


@page("/routing/compare", *READERS)
def revision_compare() -> ResponseReturnValue:
    """What differs between two revisions: in the text, and in what callers hear."""
    old, new = _two()
    rows = line_diff(_text(old), _text(new))
    part, _ = _part(old, new)
    return show("compare.html", old=old, new=new, rows=rows, part=part)


@page("/routing/compare/part", *READERS)
def revision_compare_part() -> ResponseReturnValue:
    """What callers hear differently, as soon as it is known."""
    part, is_done = _part(*_two())
    return part, {"X-Done": "1"} if is_done else {}


@page("/routing/revisions/<int:number>/again", Role.supervisor, methods=("POST",))
def roll_back(number: int) -> ResponseReturnValue:
    """An older text is published once more, as a new revision; nobody has to press twice."""
    line, text = the_hotline(), _text(number)
    newest = number_of("newest")
    with work(line.store) as unit:
        is_newest, on_line = newest == routing.newest(unit.conn), routing.text_of(unit.conn, newest) or ""
    if not is_newest:
        return _page(t("revisions.changed")), 409
    if text == on_line:
        return _page(t("revisions.same")), 422
    try:
        with politely():
            read(text)
    except Faults as faults:  # written for another version of ours
        return _page(str(faults)), 422
    note = " ".join(request.form.get("note", "").split())[:200] or t(
        "revisions.again_note", number=str(number)
    )
    try:
        before = f"{newest}, to {number}"
        published, file = put_on_line(text, on_line, newest, note, "rolled back", before)
    except NotTheLatest:
        return _page(t("revisions.changed")), 409
    return go_to("revisions", done="rolled_back", number=published, file=file)


def _page(error: str = "") -> str:
    line, before = the_hotline(), request.args.get("before", type=int)
    before = before if before is not None and 0 < before < LARGEST else None
    with work(line.store) as unit:
        listed = routing.published(unit.conn, ON_A_PAGE + 1, before)
        newest = routing.newest(unit.conn)
        on_line = routing.text_of(unit.conn, newest)
        refused = routing.standing(unit.conn).refused
    file = routing_file.stands(line.routing_file, on_line) if on_line is not None else "none"
    return show(
        "revisions.html",
        listed=listed[:ON_A_PAGE],
        older=listed[ON_A_PAGE - 1].number if len(listed) > ON_A_PAGE else None,
        newest=newest,
        refused=refused,
        file=file,
        written=request.args.get("file") == "written",
        error=error,
    )


def _part(old: int, new: int) -> tuple[str, bool]:
    """What is known so far, and whether that is all."""
    try:
        changes, faults = comparison(the_hotline(), old, new), ""
    except Faults as unreadable:  # written for another version of ours
        changes, faults = None, str(unreadable)
    part = show("compare_part.html", old=old, new=new, changes=changes, faults=faults)
    return part, bool(faults) or changes is not None


def _two() -> tuple[int, int]:
    old, new = (request.args.get(name, type=int) for name in ("old", "new"))
    if old is None or new is None:
        abort(400)
    return old, new


def _text(number: int) -> str:
    with work(the_hotline().store) as unit:
        text = routing.text_of(unit.conn, number) if 0 < number < LARGEST else None
    if text is None:
        abort(404)
    return text
