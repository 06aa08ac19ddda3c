"""Operators see who asked to be rung back and waits longest, ring the number, and write down what became of it."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from office.callers import mask
from office.users import Role
from store import events, requests
from store.database import work
from store.requests import STATES, WAITING, CallbackRequest
from web.console.gate import actor, page
from web.console.show import go_to, show, t
from web.hotline import the_hotline

PAGE, LAST_PAGE = 50, 10_000
LONGEST_NOTE = 2000


@page("/callbacks", Role.supervisor)
def callbacks() -> ResponseReturnValue:
    """Those who still wait, the longest first; those who were rung, the latest first. Numbers are masked."""
    line, asked = the_hotline(), request.args.get("state", "")
    states = (asked,) if asked in STATES else WAITING
    at = min(max(1, request.args.get("part", 1, type=int)), LAST_PAGE)
    with work(line.store) as unit:
        found = requests.listed(unit.conn, states, PAGE + 1, (at - 1) * PAGE, states == ("done",))
        counts = requests.counts(unit.conn)
    return show(
        "callbacks.html",
        requests=found[:PAGE],
        mask=mask,
        counts=counts,
        state=asked if asked in STATES else "",
        states=[("", t("callbacks.waiting")), *((one, t(f"callbacks.state.{one}")) for one in STATES)],
        names=_languages(),
        at=at,
        has_more=len(found) > PAGE,
        now=line.clock(),
    )


@page("/callbacks/<int:request_id>", Role.supervisor, watched=True)
def callback(request_id: int) -> ResponseReturnValue:
    """One of them, with the number to ring."""
    return _one(_the(request_id), {})


@page("/callbacks/<int:request_id>", Role.supervisor, methods=("POST",), watched=True)
def callback_changed(request_id: int) -> ResponseReturnValue:
    """Somebody rang, or is about to: its state, and what is worth knowing for whoever rings next."""
    before, line = _the(request_id), the_hotline()
    state, note = request.form.get("state", ""), request.form.get("note", "").strip()
    typed = {"state": state, "note": note}
    if state not in STATES:
        abort(400)
    if len(note) > LONGEST_NOTE:
        return _one(before, typed, error=t("callbacks.wrong.long", n=LONGEST_NOTE)), 422
    if request.form.get("seen", "") != _seen(before):
        return _one(before, typed, is_stale=True), 409
    with work(line.store) as unit:
        conn, now = unit.begin(), line.clock()
        is_mine = requests.change(conn, before, state=state, note=note, by=actor(), now=now)
        if is_mine:
            told = {"before": before.state, "after": state}
            events.record(
                conn, at=now, actor=actor(), entity="callback", entity_id=request_id, what="state", **told
            )
    if not is_mine:
        return _one(_the(request_id), typed, is_stale=True), 409
    return go_to("callbacks", done="saved")


def _one(one: CallbackRequest, typed: dict[str, str], error: str = "", is_stale: bool = False) -> str:
    return show(
        "callback.html",
        one=one,
        state=typed.get("state", one.state),
        note=typed.get("note", one.note),
        states=[(state, t(f"callbacks.state.{state}")) for state in STATES],
        language=_languages().get(one.language, one.language),
        seen=_seen(one),
        error=error,
        is_stale=is_stale,
    )


def _the(request_id: int) -> CallbackRequest:
    with work(the_hotline().store) as unit:
        found = requests.request_of(unit.conn, request_id)
    return found or abort(404)


def _seen(one: CallbackRequest) -> str:
    """What tells whether somebody else has changed it since."""
    return one.changed_at.isoformat() if one.changed_at else ""


def _languages() -> dict[str, str]:
    return {code: words.name for code, words in the_hotline().words.items()}
