"""Before everybody hears a draft: what callers would meet differently, which calls would go wrong; and publishing."""

from flask import request
from flask.typing import ResponseReturnValue

from office.users import Role
from store import drafts, routing
from store.database import work
from store.drafts import Draft
from store.routing import NotTheLatest
from web import routing_file, trial
from web.console.editor import Desk, desk, note_event, number_of
from web.console.gate import page, the_user
from web.console.line_diff import line_diff
from web.console.show import go_to, show, t
from web.console.study import Study, fit_mark, stage_of, study_of
from web.hotline import the_hotline
from web.phone import has_browser_phone

LONGEST_NOTE = 200


@page("/routing/preview", Role.supervisor)
def routing_preview() -> ResponseReturnValue:
    """What is known of the draft so far; the part that is not there yet is asked for again and again."""
    lies = desk()
    return _page(lies) if lies.draft.version else go_to("editor")


@page("/routing/preview/part", Role.supervisor)
def routing_preview_part() -> ResponseReturnValue:
    """The part of the page that grows."""
    lies = desk()
    if not lies.draft.version:
        return "", {"X-Done": "1"}
    is_done = study_of(the_hotline(), lies.draft) is not None
    return _part(lies.draft), {"X-Done": "1"} if is_done else {}


@page("/routing/conflict", Role.supervisor)
def routing_conflict() -> ResponseReturnValue:
    """Both texts, when somebody has published since the draft was begun."""
    lies = desk()
    return _both(lies) if lies.is_stale else go_to("editor")


@page("/routing/publish", Role.supervisor, methods=("POST",))
def routing_publish() -> ResponseReturnValue:
    """Puts the draft on the line, if it was found good and nobody was quicker; else says what stands in the way."""
    line, lies = the_hotline(), desk()
    draft, note = lies.draft, _note()
    if not draft.version and (before := _done_before(note)):
        return before
    if not draft.version or request.form.get("version") != str(draft.version):
        return _page(lies, note, t("preview.changed")), 409
    if lies.is_stale:
        return _refused(lies)
    if not note or len(note) > LONGEST_NOTE:
        return _page(lies, note, t("preview.note_missing" if not note else "preview.note_long")), 422
    if draft.fit != fit_mark(line, draft):
        return _page(lies, note, t("preview.not_judged")), 422
    try:
        number, file = put_on_line(draft.text, lies.published, draft.base, note, "published", done_with=draft)
    except NotTheLatest:
        left = desk()
        return (None if left.draft.version else _done_before(note)) or _refused(left)
    return go_to("revisions", done="published", number=number, file=file)


def _done_before(note: str) -> ResponseReturnValue | None:
    """The answer to a form that was sent twice: the newest revision is what its author has just put on the line."""
    with work(the_hotline().store) as unit:
        newest = routing.published(unit.conn)
    for one in newest:
        if (one.author, one.note) == (the_user().login, note):
            return go_to("revisions", done="published", number=one.number)
    return None


@page("/routing/rebase", Role.supervisor, methods=("POST",))
def routing_rebase() -> ResponseReturnValue:
    """My text stays, and is compared with what was published meanwhile from now on."""
    with work(the_hotline().store) as unit:
        version, base = number_of("version"), number_of("base")
        if base != routing.newest(unit.conn) or not drafts.rebase(unit, the_user().id, version, base):
            return go_to("routing_conflict")
    return go_to("editor", done="rebased")


@page("/routing/try", Role.supervisor, methods=("POST",))
def routing_try() -> ResponseReturnValue:
    """A call on the browser phone that speaks the draft as it is now."""
    line, lies = the_hotline(), desk()
    if lies.draft.fit != fit_mark(line, lies.draft) or not has_browser_phone(line):
        return _page(lies, "", t("preview.not_judged")), 422
    with work(line.store) as unit:
        number = drafts.put_on_trial(unit, the_user().id) or 0
    ticket = trial.ticket(line, number)
    return show("routing_try.html", address=f"{line.path}/phone?{trial.NAME}={ticket}")


def put_on_line(
    text: str,
    over: str,
    base: int,
    note: str,
    what: str,
    before: object = "",
    done_with: Draft | None = None,
) -> tuple[int, routing_file.Outcome]:
    """Publishes a text that was found good upon revision `base`, whose text is `over`, and writes the file; its number
    and what became of the file. The draft that is `done_with` goes, unless another window has written on in it.

    Raises NotTheLatest.
    """
    line, now = the_hotline(), the_hotline().clock()
    with work(line.store) as unit:
        author = the_user().login
        number = routing.publish(unit, text, author=author, note=note, base=base, now=now, beside_file=True)
        note_event(unit, what, number, before or base, number)
        if done_with:
            drafts.discard(unit, done_with.user_id, done_with.version)
    file = routing_file.follow(line.routing_file, over, text)
    if file in ("written", "same"):
        with work(line.store) as unit:
            routing.found_in_file(unit.begin(), number)
    return number, file


def _page(lies: Desk, note: str = "", error: str = "") -> str:
    return show(
        "preview.html",
        lies=lies,
        draft=lies.draft,
        part=_part(lies.draft),
        note=note,
        error=error,
        has_phone=has_browser_phone(the_hotline()),
    )


def _part(draft: Draft) -> str:
    line = the_hotline()
    study = study_of(line, draft)
    if study and study.is_fit:
        _found_fit(draft)
    return show("preview_part.html", study=study, stage=stage_of(line, draft), draft=draft, rows=_rows(study))


def _rows(study: Study | None) -> int:
    return len(study.changes) if study else 0


def _found_fit(draft: Draft) -> None:
    """Every process knows now that this text may be published."""
    mark = fit_mark(the_hotline(), draft)
    if draft.fit != mark:
        with work(the_hotline().store) as unit:
            drafts.found_fit(unit, draft.user_id, draft.version, mark)


def _refused(lies: Desk) -> ResponseReturnValue:
    with work(the_hotline().store) as unit:
        note_event(unit, "refused: not the latest", lies.newest, lies.draft.base, lies.newest)
    return _both(lies), 409


def _both(lies: Desk) -> str:
    line = the_hotline()
    with work(line.store) as unit:
        theirs = routing.published(unit.conn)[0]
    rows = line_diff(lies.published, lies.draft.text)
    return show("routing_conflict.html", lies=lies, draft=lies.draft, theirs=theirs, rows=rows)


def _note() -> str:
    return " ".join(request.form.get("note", "").replace("\x00", "").split())
