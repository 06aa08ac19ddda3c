"""The carrier's requests: one turn of a call each. The seven steps are told in docs/architecture.md."""

import json
import logging
import re
from collections.abc import Callable, Mapping
from datetime import UTC
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from flask import Blueprint, Response, abort, request

from ivr.call import Call
from ivr.codec import decode, encode
from ivr.dialogues.person import operator
from ivr.engine import Turn, advance, again, pick_up
from ivr.hearing import Heard
from ivr.script import Reply
from office.callers import caller
from office.callers import mask as masked_number
from office.identity import drop_cnp
from routing.revision import Revision
from store import booking, calls
from store.calls import AnsweredByTwin, StoredTurn
from store.database import Work, is_passing, work
from store.desk import StoreDesk
from store.ticket_desk import StoreTickets
from store.watch import carrier_failed
from web import trial
from web.hotline import Hotline, the_hotline
from web.sorry import sorry
from words.masking import unnamed

voice = Blueprint("voice", __name__)
log = logging.getLogger(__name__)
Form = Mapping[str, str]
ENDINGS = ("completed", "busy", "failed", "no-answer", "canceled")  # other reports tell that a call goes on
FALLBACK = (Path(__file__).parent / "static" / "fallback.xml").read_text("utf-8")


@voice.route("/voice", methods=["GET", "POST"])
@voice.route("/voice/<int:turn>", methods=["GET", "POST"])
def answer(turn: int = 0) -> Response:
    """One turn. Whatever goes wrong, the caller hears a voice and has a way on."""
    line = the_hotline()
    form = verified(line)
    try:
        return twiml(_answer_twice(line, form, turn))
    except Exception:
        log.exception("A turn failed", extra={"facts": {"call": form.get("CallSid", ""), "turn": turn}})
        return twiml(_apology(line, form, turn))


def _apology(line: Hotline, form: Form, turn: int) -> str:
    """An apology with a way on; if even that fails, the fixed document."""
    try:
        return sorry(line, request.args, form, turn)
    except Exception:
        log.exception("An apology failed", extra={"facts": {"call": sid(form), "turn": turn}})
        return _fixed(line)


def _fixed(line: Hotline) -> str:
    """The fixed document, for a line that may live below another site's address."""
    return FALLBACK.replace('action="/voice"', f'action="{line.path}/voice"')


@voice.post("/voice/status")
def status() -> Response:
    """The call is over; told twice or out of order it makes no difference."""
    line = the_hotline()
    form = verified(line)
    try:
        if form.get("CallStatus") in ENDINGS:
            with work(line.store) as unit:
                now = line.clock()
                calls.end(unit.conn, sid(form), form["CallStatus"], _seconds(form), now)
                booking.release(unit.begin(), sid(form), now)
    except Exception:
        log.exception("The end of a call was not recorded", extra={"facts": {"call": sid(form)}})
    return Response(status=204)


def _seconds(form: Form) -> int | None:
    length = form.get("CallDuration", "")
    return int(length) if re.fullmatch("[0-9]{1,9}", length) else None


@voice.route("/voice/fallback", methods=["GET", "POST"])
def fallback() -> Response:
    """What the carrier plays when it cannot reach a turn: a fixed document that needs no store."""
    line = the_hotline()
    form = verified(line)
    code = told if (told := form.get("ErrorCode", "")[:10]).isdecimal() else "0"
    facts = {"call": sid(form), "code": int(code)}
    log.warning("The carrier fell back", extra={"facts": facts})
    answer = twiml(_fixed(line))
    answer.call_on_close(
        partial(_write_down, line, code)
    )  # the caller does not wait for a store that is gone
    return answer


def _write_down(line: Hotline, code: str) -> None:
    try:
        with work(line.store) as unit:
            carrier_failed(unit.begin(), code, line.clock())
    except Exception:
        log.exception("The carrier's error was not written down", extra={"facts": {"code": int(code)}})


def twiml(document: str) -> Response:
    return Response(document, content_type="text/xml; charset=utf-8")


def verified(line: Hotline) -> Form:
    """What the request says, if the carrier signed it; otherwise 403, never anything else."""
    said = request.environ
    target = said.get("RAW_URI") or said.get("REQUEST_URI") or request.full_path
    form = _form(said)
    signature = said.get("HTTP_X_TWILIO_SIGNATURE", "")
    settings = said.get("HTTP_X_TWILIO_WEBHOOKS_SIGNATURE_SETTINGS", "")
    signed = form if said["REQUEST_METHOD"] == "POST" else {}
    is_path = target.startswith("/")  # a request line may hold a whole address; the carrier's never does
    if not is_path or not line.carrier.verify(line.base_url + target, signed, signature, settings):
        log.warning("A signature was missing or wrong", extra={"facts": {"path": request.path}})
        abort(403)
    return form


def _form(said: Mapping[str, Any]) -> dict[str, str]:
    """Parameters as the carrier sent them, white space and all; some engines send a GET or a multipart form."""
    if said["REQUEST_METHOD"] == "GET":
        return request.args.to_dict()
    if said.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return dict(map(_pair, request.get_data().decode("utf-8", "replace").split("&")))
    return request.form.to_dict()


# most parameters are the same in every request; few are kept, since anybody may send long ones
@lru_cache(maxsize=512)
def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, _unquoted(value) if "%" in value or "+" in value else value


_unquoted = lru_cache(maxsize=512)(unquote_plus)  # a caller's number comes under several names


def sid(form: Form) -> str:
    return form.get("CallSid", "")[:64]


def _answer_twice(line: Hotline, form: Form, turn: int) -> str:
    """A connection lost since the last turn (the database was started again) is not the caller's trouble."""
    try:
        return _answer(line, form, turn)
    except AnsweredByTwin:
        return _answer(line, form, turn)
    except Exception as error:
        if not is_passing(error):
            raise
        return _answer(line, form, turn)


def _answer(line: Hotline, form: Form, number: int) -> str:
    """The stored answer of a turn that was answered already; else the turn, recorded with all it causes."""
    with work(line.store) as unit:
        if (
            number == 0 and "Digits" in form
        ):  # a pickup brings no keys: the carrier comes from the fallback document
            last = calls.last_turn(unit.conn, sid(form))
            if last:
                return _spoken(line, last)
        done, before = calls.answered(unit.conn, sid(form), number)
        if done is None:
            done = _take(line, form, number, before, unit)
        return _spoken(line, done)


def _spoken(line: Hotline, turn: StoredTurn) -> str:
    where = action(line, turn.turn + 1, turn.language)
    return line.voice_of(turn.revision).render(turn.reply, turn.language, where)


def _take(line: Hotline, form: Form, number: int, before: StoredTurn | None, unit: Work) -> StoredTurn:
    revision = line.routing.of(before.revision) if before else _first_revision(line)
    desk = the_desk(line, revision, form, before, unit)
    call = the_call(line, revision, form, number, before, desk)
    heard = heard_in(form)
    turn = _turn(line, heard, call, before, resumed=b"sorry=" in request.query_string)
    stored = stored_turn(call, desk, heard, turn)
    if before is None:
        note_caller(line, unit, call)
    # first, and remembered: a turn that cannot be spoken is not recorded either
    _spoken(line, stored)
    calls.remember(unit, call.sid, stored)
    return stored


def stored_turn(call: Call, desk: StoreDesk, heard: Heard, turn: Turn) -> StoredTurn:
    """What is kept of a turn, before it is spoken."""
    return StoredTurn(
        call.turn,
        call.now.astimezone(UTC),
        call.began.astimezone(UTC),
        turn.language,
        turn.failures,
        kept(heard),
        encode(turn.reply),
        call.routing.number,
        len(desk.looked_up),
    )


def note_caller(line: Hotline, unit: Work, call: Call) -> None:
    """The call begins; its number is kept as a hash, and masked."""
    number = call.caller.e164
    shown, hidden = (masked_number(number), line.hide(number)) if number else ("", "")
    calls.begin(unit.begin(), call.sid, hidden, shown, call.now)


def _first_revision(line: Hotline) -> Revision:
    """What is published; for a supervisor who tries a draft, that draft."""
    ticket = request.args.get(trial.NAME) if request.query_string else None
    return (trial.revision_of(line, ticket) if ticket else None) or line.routing.now


def _turn(line: Hotline, heard: Heard, call: Call, before: StoredTurn | None, resumed: bool) -> Turn:
    if resumed and heard.outcome:  # the operators were rung during the outage, and it is over
        return advance(operator(call.line.operators), heard, call, line.words[call.language])
    if resumed and before is None and heard.keys == "0":
        return advance(again(Reply(), call).reply, heard, call, line.words[call.language])
    if call.turn == 0:
        return pick_up(call)
    if before is None:
        return again(Reply(), call)
    reply = decode(before.reply)
    if resumed and heard.keys != "0":
        return again(reply, call)
    return advance(reply, heard, call, line.words[call.language])


def the_desk(
    line: Hotline, revision: Revision, form: Form, before: StoredTurn | None, unit: Work
) -> StoreDesk:
    """The office at this moment, with the limits of the routing file the call began with."""
    language = before.language if before else next(iter(line.words))
    masked: Callable[[str], str] = partial(
        unnamed, catalogue=line.words[language], is_known=lambda word: revision.book.mending.is_known(word)
    )
    if revision.number < 0:  # what a supervisor says to a draft is no caller's sentence
        masked = _nothing
    limits = revision.directory.limits
    return StoreDesk(unit, sid(form), language, line.clock(), limits, line.hide, masked, line.zone)


def _nothing(sentence: str) -> str:
    return ""


def the_call(
    line: Hotline, revision: Revision, form: Form, turn: int, before: StoredTurn | None, desk: StoreDesk
) -> Call:
    """The call at this moment, as steps see it; `revision` is the routing file it began with."""
    now, language = desk.now, desk.language
    return Call(
        sid=sid(form),
        caller=caller(form.get("From", "")),
        turn=turn,
        now=now.astimezone(line.zone),
        began=(before.began if before else now).astimezone(line.zone),
        language=language,
        failures=before.failures if before else 0,
        languages=tuple(line.words),
        routing=revision,
        our_numbers=line.our_numbers,
        desk=desk,
        tickets=StoreTickets(desk, line.letters(revision.directory), line.words[language].vocabulary.names),
        emergencies=tuple(one.texts for one in line.routing.on(now)),
    )


def heard_in(form: Form) -> Heard:
    """What the caller did, from the parameters of the request."""
    confidence = form.get("Confidence", "")
    return Heard(
        keys=form.get("Digits", ""),
        speech=drop_cnp(form.get("SpeechResult", "")[:500]),
        confidence=float(confidence) if confidence.replace(".", "", 1).isdecimal() else None,
        ended_by_hash=form.get("FinishedOnKey") == "#",
        outcome=form.get("DialCallStatus", ""),
    )


def kept(heard: Heard) -> str:
    """What may be kept, as JSON: a menu's key; of a number how long it was; of speech that there was some."""
    keys = heard.keys if len(heard.keys) == 1 else "•" * len(heard.keys)
    facts = {"keys": keys, "speech": "•••" if heard.speech else "", "outcome": heard.outcome}
    return _json({name: fact for name, fact in facts.items() if fact})


_json = json.JSONEncoder(ensure_ascii=False).encode


def action(line: Hotline, turn: int, language: str) -> str:
    """Where the answer goes. The language goes along for the moment when the store is lost."""
    return f"{line.path}/voice/{turn}?l={language}"
