"""What became of a message: the carrier's delivery reports, in whatever order they come."""

import logging

from flask import Blueprint, Response, request

from carrier.reports import state_of
from office.messages import next_try
from store import receipts
from store.database import work
from web.hotline import Hotline, the_hotline
from web.voice import Form, verified

sms = Blueprint("sms", __name__)
log = logging.getLogger(__name__)


@sms.post("/sms/status")
def status() -> Response:
    """A report about the message whose key is in the address we gave. The carrier does not repeat a refused one."""
    line = the_hotline()
    form = verified(line)
    try:
        _reported(line, request.args.get("m", "")[:36], form)
    except Exception:
        log.exception("A delivery report was not recorded")
    return Response(status=204)


def _reported(line: Hotline, key: str, form: Form) -> None:
    code = form.get("ErrorCode", "")[:10]
    state, now = state_of(form.get("MessageStatus", ""), code), line.clock()
    if not key or state is None:
        return
    with work(line.store) as unit:
        tries = receipts.attempts_of(unit.conn, key)
        again = next_try(tries, now) if state == "temporary-failure" else None
        receipts.report(unit.conn, key, form.get("MessageSid", "")[:64], state, code, now, again)
