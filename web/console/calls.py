"""Supervisors follow single calls: the list of them, each as a transcript with its numbers masked, and as a test."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from ivr.codec import decode
from ivr.retold import as_test
from ivr.transcript import MASK, spoken
from office.users import Role
from store import calls
from store.call_list import Place, Wanted, listed
from store.calls import StoredCall, StoredTurn
from store.database import work
from web.console.gate import page
from web.console.show import local, show, t
from web.hotline import the_hotline

YEARS = range(2000, 2200)
OUTCOMES = ("open", "completed", "no-answer", "busy", "canceled", "failed")


@dataclass(frozen=True)
class Heard:
    """One turn as a person reads it: what the caller did, after so many seconds, and what the line said to it."""

    clock: str
    seconds: int  # since the line's last words began
    did: str
    says: Sequence[str]
    language: str
    failed: bool
    rings: bool
    ends: bool


@page("/calls", Role.supervisor)
def calls_list() -> ResponseReturnValue:
    """The newest first; a day, an ending and a language narrow it down."""
    line, asked = the_hotline(), request.args
    day, outcome, language = asked.get("day", ""), asked.get("outcome", ""), asked.get("language", "")
    chosen = _day(day)
    is_wrong = bool(day) and chosen is None
    since, before = _bounds(chosen) if chosen else (None, None)
    wanted = Wanted(
        since,
        before,
        outcome if outcome in OUTCOMES else "",
        language if language in line.words else "",
    )
    with work(line.store) as unit:
        found, more = ([], None) if is_wrong else listed(unit.conn, wanted, _place(asked.get("after", "")))
    return show(
        "calls.html",
        calls=found,
        after=f"{more.began.isoformat()} {more.call}" if more else "",
        day=day,
        outcome=wanted.outcome,
        language=wanted.language,
        outcomes=[("", t("calls.any"))] + [(one, t(f"calls.outcome.{one}")) for one in OUTCOMES],
        spoken=[("", t("calls.any"))] + [(code, words.name) for code, words in line.words.items()],
        names={code: words.name for code, words in line.words.items()},
        error=t("calls.wrong_day") if is_wrong else "",
    ), (422 if is_wrong else 200)


@page("/calls/<sid>", Role.supervisor, watched=True)
def call_page(sid: str) -> ResponseReturnValue:
    """The whole way of one call."""
    line = the_hotline()
    call, turns = _journey(sid)
    return show(
        "call.html",
        call=call,
        turns=list(_told(turns)),
        failures=turns[-1].failures,
        revision=turns[0].revision,
        names={code: words.name for code, words in line.words.items()},
    )


@page("/calls/<sid>/test", Role.supervisor, watched=True)
def call_as_test(sid: str) -> ResponseReturnValue:
    """The call as a transcript for tests/calls/, with samples for what is masked."""
    line = the_hotline()
    call, turns = _journey(sid)
    revision = line.routing.of(turns[0].revision)
    text = as_test(
        turns,
        line.words,
        line.zone,
        revision,
        shown=call.shown,
        is_over=call.ended is not None,
    )
    response = Response(text, mimetype="text/plain")
    name = re.sub("[^A-Za-z0-9]", "", sid)[:40] or "call"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.call"'
    return response


def _journey(sid: str) -> tuple[StoredCall, Sequence[StoredTurn]]:
    with work(the_hotline().store) as unit:
        turns, call = calls.journey(unit.conn, sid[:64]), calls.call_of(unit.conn, sid[:64])
    if call is None or not turns:
        abort(404)
    return call, turns


def _told(turns: Sequence[StoredTurn]) -> Iterator[Heard]:
    """Each turn with the words of its language; the values that could tell who called are masked."""
    words = the_hotline().words
    for before, turn in zip((None, *turns), turns, strict=False):
        reply = decode(turn.reply)
        says = tuple(spoken(reply, turn.language, words))
        yield Heard(
            clock=f"{local(turn.at):%H:%M:%S}",
            seconds=round((turn.at - before.at).total_seconds()) if before else 0,
            did=_did(turn) if before else t("call.dials"),
            says=says,
            language=turn.language,
            failed=before is not None and turn.failures > before.failures,
            rings=reply.ring is not None,
            ends=reply.ring is None and reply.question is None,
        )


def _did(turn: StoredTurn) -> str:
    heard = json.loads(turn.heard)
    if outcome := heard.get("outcome"):
        return t("call.talked") if outcome == "completed" else t("call.nobody")
    if keys := heard.get("keys"):
        return t("call.pressed", keys=keys)
    if speech := heard.get("speech"):
        return t("call.spoke") if speech == MASK else t("call.said", speech=speech)
    return t("call.silent")


def _bounds(day: date) -> tuple[datetime, datetime]:
    """A day in Romania, in UTC."""
    zone = the_hotline().zone
    begins, ends = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    return begins.astimezone(UTC), ends.astimezone(UTC)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _place(text: str) -> Place | None:
    """Where the page before ended; the first page for what is none."""
    began, _, call = text.partition(" ")
    try:
        at = datetime.fromisoformat(began)
    except ValueError:
        return None
    return (
        Place(at if at.tzinfo else at.replace(tzinfo=UTC), call[:64]) if call and at.year in YEARS else None
    )
