"""An inspector writes what was concluded, sees the document, and signs and sends it; nothing that was typed is lost."""

from collections.abc import Mapping
from typing import Any

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from office.callers import hidden
from office.conclusions import HELD, Draft, Named, NotBegun, NotHeld, NothingConcluded, Talk
from office.tickets import BlueTicket, Status
from office.users import Role
from store import conclusions, outcome_drafts
from store.cases import case_of
from store.conclusions import SomebodyElseSigned
from store.database import Work, work
from store.inspectors import inspector_of
from store.outcome_drafts import Kept, Outcome
from web.console.gate import actor, page
from web.console.show import clock as at_clock
from web.console.show import go_to, show
from web.console.ticket_page import paper
from web.console.whose import practice, ticket_of
from web.hotline import the_hotline
from web.papers import document_of

HOW = (Status.done, Status.no_answer, Status.postponed)
PARTS = ("questions", "answers", "conclusions", "next_steps")
LONGEST_AUTHOR = 64
Errors = Mapping[str, str]
WRONG: Mapping[type[Exception], tuple[str, str]] = {
    NotBegun: ("status", "outcome.not_begun"),
    NotHeld: ("status", "outcome.not_held"),
    NothingConcluded: ("conclusions", "outcome.nothing_concluded"),
    Named: ("author", "outcome.named"),
}


class Stale(Exception):
    """Another window has saved meanwhile."""


@page("/tickets/<number>/outcome", Role.inspector, watched=True)
def outcome(number: str) -> ResponseReturnValue:
    """The form, with what was written so far; for a correction, with what was signed last."""
    with work(the_hotline().store) as unit:
        ticket = ticket_of(unit, number)
        kept = outcome_drafts.draft_of(unit.conn, ticket.id)
        written = kept.outcome if kept else _begun(unit, ticket)
    return _form(number, written, kept.version if kept else "")


def _begun(unit: Work, ticket: BlueTicket) -> Outcome:
    signed = conclusions.versions(unit.conn, ticket.id)
    how = Status.done if signed or ticket.status is Status.done else ""
    return Outcome(
        how, signed[-1].talk if signed else Talk("", "", "", ""), signed[-1].author if signed else ""
    )


def _form(
    number: str, written: Outcome, base: str, errors: Errors | None = None, status: int = 200, **more: Any
) -> ResponseReturnValue:
    with work(the_hotline().store) as unit:
        ticket = ticket_of(unit, number)
        case = case_of(unit.conn, ticket.petition_id)
        inspector = inspector_of(unit.conn, ticket.inspector_id)
        versions = conclusions.versions(unit.conn, ticket.id)
    values = {"ticket": ticket, "case": case, "version": len(versions) + 1, "how": HOW, **more}
    values |= {"function": inspector.function if inspector else "", "can_hold": ticket.status in HELD}
    return show("outcome.html", written=written, base=base, errors=errors or {}, **values), status


@page("/tickets/<number>/outcome", Role.inspector, methods=("POST",), takes_file=True)
def outcome_saved(number: str) -> ResponseReturnValue:
    """Whatever was typed is kept first, then it is looked at."""
    typed = _typed()
    try:
        kept = _keep(number, typed)
    except Stale:
        with work(the_hotline().store) as unit:
            theirs = outcome_drafts.draft_of(unit.conn, ticket_of(unit, number).id)
        return _form(number, typed, theirs.version if theirs else "", status=409, theirs=theirs)
    if len(request.form.get("author", "")) > LONGEST_AUTHOR:
        return _form(number, typed, kept.version, {"author": "outcome.author_long"}, 422)
    if request.form.get("do") != "preview":
        return go_to("outcome", "outcome_draft", number=number)
    return _looked_at(number, kept)


def _looked_at(number: str, kept: Kept) -> ResponseReturnValue:
    """To the preview; or, where there was no talk, that is written down."""
    written = kept.outcome
    if written.status in (Status.no_answer, Status.postponed):
        if _without_talk(number, Status(written.status)):
            return go_to("ticket_page", "no_talk", number=number)
        return _form(number, written, kept.version, {"status": "outcome.too_late_for_that"}, 409)
    if written.status != Status.done:
        return _form(number, written, kept.version, {"status": "outcome.choose"}, 422)
    try:
        _drafted(number, kept)
    except tuple(WRONG) as no:
        where, why = WRONG[type(no)]
        return _form(number, written, kept.version, {where: why}, 422)
    return go_to("outcome_preview", number=number)


def _without_talk(number: str, then: Status) -> bool:
    line = the_hotline()
    with work(line.store) as unit:
        ticket = ticket_of(unit, number)
        conn, now = unit.begin(), line.clock()
        return conclusions.not_held(conn, ticket.id, then, actor=actor(), now=now, practice=practice())


@page("/tickets/<number>/outcome/draft", Role.inspector, methods=("POST",), takes_file=True)
def outcome_typed(number: str) -> ResponseReturnValue:
    """What the page saves by itself while somebody types; JSON."""
    try:
        kept = _keep(number, _typed())
    except Stale:
        return jsonify(stale=True), 409
    return jsonify(base=kept.version, at=at_clock(kept.saved_at))


def _typed() -> Outcome:
    # PostgreSQL keeps no NUL, and browsers send lines as CR LF
    given = {name: text.replace("\0", "").replace("\r\n", "\n") for name, text in request.form.items()}
    how = given.get("status", "")
    talk = Talk(**{name: given.get(name, "") for name in PARTS})
    return Outcome(how if how in HOW else "", talk, given.get("author", "").strip())


def _keep(number: str, typed: Outcome) -> Kept:
    """Raises Stale where what is kept is not what this page began with."""
    line = the_hotline()
    with work(line.store) as unit:
        ticket = ticket_of(unit, number)
        conn = unit.begin()
        before = outcome_drafts.draft_of(conn, ticket.id, lock=True)
        if before and before.outcome == typed:
            return before
        if before and before.version != request.form.get("base", ""):
            raise Stale
        kept = Outcome(typed.status, typed.talk, typed.author[:LONGEST_AUTHOR])
        outcome_drafts.save(conn, ticket.id, kept, line.clock())
        return outcome_drafts.draft_of(conn, ticket.id) or Kept(kept, line.clock())


@page("/tickets/<number>/outcome/preview", Role.inspector, watched=True)
def outcome_preview(number: str) -> ResponseReturnValue:
    """The document as it would be signed, in a frame, and the button."""
    return _previewed(number)


def _previewed(number: str, changed: bool = False) -> ResponseReturnValue:
    with work(the_hotline().store) as unit:
        kept = outcome_drafts.draft_of(unit.conn, ticket_of(unit, number).id)
    if kept is None:
        return go_to("ticket_page", number=number)
    try:
        draft = _drafted(number, kept)
    except tuple(WRONG):
        return go_to("outcome", number=number)
    values = {"draft": draft, "email": hidden(draft.email), "base": kept.version, "changed": changed}
    return show("outcome_preview.html", ticket=draft.ticket, **values), 409 if changed else 200


@page("/tickets/<number>/outcome/preview.pdf", Role.inspector, watched=True)
def outcome_paper(number: str) -> ResponseReturnValue:
    """The document of what is kept now, signed by nobody."""
    with work(the_hotline().store) as unit:
        kept = outcome_drafts.draft_of(unit.conn, ticket_of(unit, number).id)
    if kept is None:
        abort(404)
    try:
        draft = _drafted(number, kept)
    except tuple(WRONG):
        abort(409)
    made = document_of(the_hotline(), draft)
    return paper(made.content, f"tichet-{draft.ticket.number.digits}-nesemnat.pdf")


def _drafted(number: str, kept: Kept) -> Draft:
    """The next version. Raises what is in WRONG."""
    line = the_hotline()
    with work(line.store) as unit:
        ticket, written = ticket_of(unit, number), kept.outcome
        return conclusions.draft(unit.conn, ticket.id, written.talk, written.author, line.clock())


@page("/tickets/<number>/outcome/sign", Role.inspector, methods=("POST",))
def outcome_signed(number: str) -> ResponseReturnValue:
    """What was looked at is signed, and goes to the citizen; pressed twice, it is signed once."""
    line = the_hotline()
    with work(line.store) as unit:
        kept = outcome_drafts.draft_of(unit.conn, ticket_of(unit, number).id)
    if kept is None:  # signed a moment ago
        return go_to("ticket_page", number=number)
    if kept.version != request.form.get("base"):
        return _previewed(number, changed=True)
    try:
        draft = _drafted(number, kept)
        made = document_of(line, draft)  # takes a while: outside the transaction
        with work(line.store) as unit:
            conn = unit.begin()
            still = outcome_drafts.draft_of(conn, draft.ticket.id, lock=True)
            if still is None:
                raise SomebodyElseSigned  # before we counted the versions, so that ours would be one more
            if still.version != kept.version:
                raise Stale
            is_sent = conclusions.sign(conn, draft, made.sha256, made.told, actor())
            outcome_drafts.forget(conn, draft.ticket.id)
    except tuple(WRONG):
        return go_to("outcome", number=number)
    except Stale:
        return _previewed(number, changed=True)
    except SomebodyElseSigned:
        return _signed_meanwhile(number, kept)
    return go_to("ticket_page", "outcome_sent" if is_sent else "outcome_signed", number=number)


def _signed_meanwhile(number: str, kept: Kept) -> ResponseReturnValue:
    """The same was signed by a second press of the button; or another version was, which is to be read first."""
    with work(the_hotline().store) as unit:
        newest = conclusions.versions(unit.conn, ticket_of(unit, number).id)[-1]
    if newest.talk == kept.outcome.talk:
        return go_to("ticket_page", number=number)
    return _form(number, kept.outcome, kept.version, {"form": "outcome.somebody_else"}, 409)
