"""The carrier's requests about telephones that we ring: what is heard next (web/joining.py), and how the call goes."""

import logging

from flask import Blueprint, Response, request

from ivr.joining import told
from ivr.script import say
from office.ringing import Leg, State
from store import ringing
from store.database import Work, is_passing, work
from store.tickets import ticket_of
from web.hotline import Hotline, the_hotline
from web.joining import PARTS, TOLD_TWICE, Part, Telephone, warning
from web.voice import Form, sid, twiml, verified

ring = Blueprint("ring", __name__)
log = logging.getLogger(__name__)
MOST_APOLOGIES = 3
PATH = "/ring/<int:ticket_id>/<int:n>/<any(inspector, citizen):leg>"


@ring.route(PATH, methods=["GET", "POST"], defaults={"part": "picked_up"})
@ring.route(f"{PATH}/<any(pressed, wait, quiet, over, warning):part>", methods=["GET", "POST"])
def answer(ticket_id: int, n: int, leg: str, part: str) -> Response:
    """What somebody whom we rang hears next."""
    line = the_hotline()
    form = verified(line)
    try:
        return twiml(_answer_twice(line, form, (ticket_id, n, Leg(leg)), PARTS[part]))
    except Exception:
        facts = {"ticket": ticket_id, "attempt": n, "leg": leg}
        log.exception("A telephone that was rung heard an apology", extra={"facts": facts})
        return twiml(_apology(line))


Key = tuple[int, int, Leg]


def _answer_twice(line: Hotline, form: Form, key: Key, part: Part) -> str:
    """A connection lost since the last request (the database was started again) is nobody's trouble."""
    try:
        return _answer(line, form, key, part)
    except Exception as error:
        if not is_passing(error):
            raise
        return _answer(line, form, key, part)


def _answer(line: Hotline, form: Form, key: Key, part: Part) -> str:
    with work(line.store) as unit:
        telephone = _telephone(
            line, unit, {} if part is warning else form, key
        )  # a conference has no CallSid
        return part(telephone) if telephone else told(line.voice, (), next(iter(line.words)))


def _telephone(line: Hotline, unit: Work, form: Form, key: Key) -> Telephone | None:
    """None if we rang nobody by this key, or if this is not the call by which we did."""
    found, ticket = ringing.ring_of(unit.conn, *key), ticket_of(unit.conn, key[0])
    if found is None or ticket is None:
        return None
    if sid(form) and found.call not in ("", sid(form)):
        log.error(
            "A ring has two calls", extra={"facts": {"ticket": key[0], "attempt": key[1], "leg": key[2]}}
        )
        return None
    return Telephone(line, unit, form, found, ticket, line.clock())


def _apology(line: Hotline) -> str:
    """Says so and asks the same again, a few times."""
    times = int(request.args["sorry"]) if request.args.get("sorry", "").isdecimal() else 0
    again = f"{line.path}{request.path}?sorry={times + 1}" if times < MOST_APOLOGIES else ""
    return told(line.voice, (say("sorry.moment"),), next(iter(line.words)), again)


@ring.post(f"{PATH}/status")
def status(ticket_id: int, n: int, leg: str) -> Response:
    """How the call goes, in whatever order it is told; the first report tells that the carrier has it."""
    line = the_hotline()
    form = verified(line)
    try:
        with work(line.store) as unit:
            it = _telephone(line, unit, form, (ticket_id, n, Leg(leg)))
            if it:
                _reported(it)
    except Exception:
        log.exception("A report about a ring was not recorded")
    return Response(status=204)


def _reported(it: Telephone) -> None:
    told_status = it.form.get("CallStatus", "")
    if told_status in ("queued", "initiated", "ringing", "in-progress"):
        it.becomes(State.ringing, (State.asking,), due=it.now + TOLD_TWICE, error="")
        return
    length = it.form.get("CallDuration", "")[:9]
    ringing.over(it.unit, it.ring, told_status, int(length) if length.isdecimal() else None, sid(it.form))
