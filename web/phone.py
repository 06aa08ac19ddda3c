"""A telephone in the browser: a visitor dials the line, presses keys or writes words, and reads and hears it.

Nothing is kept here between two acts. The call travels through the browser, signed, so that nobody can change
who calls or send the line elsewhere; each act is then a real request of the carrier, over HTTP, to ourselves.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.message import EmailMessage
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, render_template, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException

from carrier.local import Sent, texts
from carrier.switchboard import Switchboard
from office.callers import caller
from phone.line import Event, Exchange, Line, NotNow, TwimlError
from post.email import letters
from web import trial
from web.hotline import Hotline, the_hotline
from web.rung import meeting, overheard, rung_line, switchboard

phone = Blueprint("phone", __name__)

CALL_SECONDS = 2 * 60 * 60
PATIENCE = 5.0  # seconds for one request to ourselves; our own waits end after two
# Each act keeps a thread waiting for another one: half of those in gunicorn.conf.py stay free for callers.
AT_ONCE = 1
MOST_MESSAGES = 20
KEYS, MOST_KEYS, MOST_LETTERS, LONGEST_TALK = frozenset("0123456789*#"), 64, 500, 4 * 60 * 60

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Said = Mapping[str, Any]
_free = BoundedSemaphore(AT_ONCE)


class Refused(Exception):
    """The page asked for something that cannot be done; the sentence tells the visitor why."""

    def __init__(self, sentence: str, status: int = 400, lost: bool = False) -> None:
        super().__init__(sentence)
        self.status, self.lost = status, lost  # lost: the call cannot be gone on with


@phone.get("/phone")
def page() -> tuple[str, int]:
    """The telephone, or a short page that says it is not here."""
    hotline = the_hotline()
    number = shown(hotline.directory.number)
    is_on = has_browser_phone(hotline)
    told = {"is_on": is_on, "is_sample": not hotline.has_real_carrier, "number": number}
    told["draft"] = request.args.get(trial.NAME, "")[:200]
    name = hotline.directory.name["ro"]
    return render_template("phone.html", name=name, path=hotline.path, **told), 200 if is_on else 404


@phone.post("/phone/act")
def act() -> tuple[Response, int]:
    """One act of the visitor, and what they hear of the line until it waits again."""
    try:
        hotline = the_hotline()
        said = _asked(hotline)
        with _one_of_few():
            return jsonify(_turn(hotline, said)), 200
    except Refused as refused:
        return jsonify(error=str(refused), over=refused.lost), refused.status


@phone.get("/phone/messages")
def messages() -> tuple[Response, int]:
    """What was sent by nobody: the messages of a line without a carrier, newest first. A real line shows none."""
    hotline = the_hotline()
    if hotline.has_real_carrier or not has_browser_phone(hotline):
        return jsonify(error="Mesajele se văd numai pe o linie de probă."), 404
    texted = ((one.at, _text(one)) for one in texts(hotline.post_folder)[:MOST_MESSAGES])
    posted = ((at.isoformat(), _letter(one)) for at, one in letters(hotline.post_folder, MOST_MESSAGES))
    newest = sorted((*texted, *posted), key=lambda dated: dated[0], reverse=True)
    return jsonify([told for _, told in newest[:MOST_MESSAGES]]), 200


@phone.get("/phone/rings")
def rings() -> tuple[Response, int]:
    """The call that makes a telephone with this number ring now, if any. A real line rings real telephones."""
    hotline = the_hotline()
    board = switchboard(hotline)
    if board is None or not has_browser_phone(hotline):
        return jsonify(error="Linia aceasta sună telefoane adevărate."), 404
    number = caller(request.args.get("number", "")[:40]).e164
    one = board.incoming(number) if number else None
    return jsonify({"call": one.call, "from": shown(hotline.directory.number)} if one else {}), 200


def _text(one: Sent) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": "SMS",
        "to": shown(one.number),
        "subject": "",
        "text": one.words,
        "files": [],
    }


def _letter(one: EmailMessage) -> dict[str, Any]:
    body = one.get_body(("plain",))
    return {
        "id": one["Message-ID"],
        "kind": "E-mail",
        "to": one["To"],
        "subject": one["Subject"],
        "text": body.get_content() if body else "",
        "files": [part.get_filename("") for part in one.iter_attachments()],
    }


@phone.after_request
def guarded(response: Response) -> Response:
    """The page runs only what is ours, and stands in nobody's frame."""
    response.headers.update(HEADERS)
    return response


# A line whose public address has a path stands behind another site, and our requests to ourselves do not.
def has_browser_phone(hotline: Hotline) -> bool:
    """A line of this machine always has one; one with a real carrier only where its supervisors said so."""
    return not hotline.path and (not hotline.has_real_carrier or hotline.directory.browser_phone)


def shown(e164: str) -> str:
    """A number as people write it: "+40800000000" gives "0800 000 000"."""
    national = "0" + e164.removeprefix("+40")
    return f"{national[:4]} {national[4:7]} {national[7:]}" if len(national) == 10 else e164


def _asked(hotline: Hotline) -> Said:
    if not has_browser_phone(hotline):
        raise Refused("Din această pagină nu se poate suna. Folosiți un telefon obișnuit.", 404)
    if not _comes_from_our_page(hotline):
        raise Refused("Cererea a venit din altă pagină și nu a fost primită.", 403)
    try:
        said = request.get_json()
    except (HTTPException, RecursionError):
        raise Refused("Cererea nu a putut fi citită.") from None
    if not isinstance(said, dict):
        raise Refused("Cererea nu a putut fi citită.")
    return said


# JSON from another site needs a permission that we never give; these two are for a browser that forgets it.
def _comes_from_our_page(hotline: Hotline) -> bool:
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site == "same-origin"
    return origin is None or urlsplit(origin).netloc in (request.host, urlsplit(hotline.base_url).netloc)


@contextmanager
def _one_of_few() -> Iterator[None]:
    if not _free.acquire(blocking=False):
        raise Refused("Toate telefoanele din pagină sunt ocupate. Încercați din nou imediat.", 503)
    try:
        yield
    finally:
        _free.release()


def _turn(hotline: Hotline, said: Said) -> dict[str, Any]:
    do = said.get("do")
    act = ACTS.get(do) if isinstance(do, str) else None
    if act is None:
        raise Refused("Telefonul nu cunoaște această acțiune.")
    board, heard = switchboard(hotline), 0
    if do in ("pick_up", "turn_down"):
        line = _rung(hotline, board, said)
    else:
        line = _new_call(hotline, said) if do == "dial" else _same_call(hotline, said)
    complaints = len(line.faults)
    try:
        if board is None:
            events = act(line, said)
        elif do == "overhear":
            events, heard = overheard(board, line, _heard(said))
        else:
            events = meeting(board, line, lambda: act(line, said))
    except NotNow:
        raise Refused("Linia nu așteaptă asta acum.") from None
    except TwimlError as fault:
        events = fault.heard
    return _told(hotline, line, events, complaints) | {"heard": heard}


def _rung(hotline: Hotline, board: Switchboard | None, said: Said) -> Line:
    """The call that rings, ours from now on."""
    one = next((one for one in board.rings() if one.call == said.get("ring")), None) if board else None
    if board is None or one is None or not board.pick_up(one.call):
        raise Refused("Nu mai sună.", lost=True)
    return rung_line(hotline, _exchange(hotline), one)


def _heard(said: Said) -> int:
    heard = said.get("heard", 0)
    return heard if type(heard) is int and heard >= 0 else 0


def _new_call(hotline: Hotline, said: Said) -> Line:
    caller_, ticket = _caller(hotline, said.get("from")), said.get("draft")
    if not ticket:
        return Line(_exchange(hotline), caller_, hotline.number)
    if not isinstance(ticket, str) or not trial.revision_of(hotline, ticket):
        raise Refused("Ciorna nu mai poate fi ascultată. Porniți ascultarea din nou, din consolă.", lost=True)
    return Line(_exchange(hotline), caller_, hotline.number, trial.dialled(ticket))


# On a real line a visitor could write anybody's number, so none is believed.
def _caller(hotline: Hotline, written: object) -> str | None:
    if hotline.has_real_carrier or written == "":
        return None
    if not isinstance(written, str) or not (found := caller(written[:40]).e164):
        raise Refused("Numărul nu este bun. Scrieți-l ca +40722000111 sau bifați «număr ascuns».")
    return found


def _same_call(hotline: Hotline, said: Said) -> Line:
    try:
        state = _seal(hotline).loads(said.get("call") or "", max_age=CALL_SECONDS)
        return Line.thaw(_exchange(hotline), state)
    except (BadData, ValueError, TypeError, KeyError):  # changed, too old, or kept by another version of ours
        raise Refused("Apelul nu mai poate fi continuat. Sunați din nou.", lost=True) from None


def _exchange(hotline: Hotline) -> Exchange:
    return Exchange(hotline.own_address, hotline.base_url, hotline.carrier.sign, PATIENCE)


# What a line of samples has signed, with a number the visitor chose, is worth nothing on a real one.
def _seal(hotline: Hotline) -> URLSafeTimedSerializer:
    salt = "browser phone, withheld" if hotline.has_real_carrier else "browser phone"
    return URLSafeTimedSerializer(hotline.secret, salt=salt)


def _told(hotline: Hotline, line: Line, events: tuple[Event, ...], complaints: int) -> dict[str, Any]:
    return {
        "events": [_event(hotline, event) for event in events],
        "waiting": line.waiting,
        "pending": line.pending or {},
        "room": line.room,
        "over": line.over,
        "call": _seal(hotline).dumps(line.freeze()),
        "fault": "; ".join(map(str, line.faults[complaints:])) or None,
    }


# Whom a real line rings is not told to every visitor.
def _event(hotline: Hotline, event: Event) -> dict[str, Any]:
    is_secret = hotline.has_real_carrier and event.kind == "dial"
    return {
        "kind": event.kind,
        "text": "" if is_secret else event.text,
        "language": event.language,
        "seconds": event.seconds,
        "interruptible": event.interruptible,
    }


def _press(line: Line, said: Said) -> tuple[Event, ...]:
    keys = said.get("keys")
    if not isinstance(keys, str) or not 0 < len(keys) <= MOST_KEYS or not KEYS.issuperset(keys):
        raise Refused(f"Tastele sunt 0-9, * și #, cel mult {MOST_KEYS} deodată.")
    return line.press(keys)


def _speak(line: Line, said: Said) -> tuple[Event, ...]:
    text = said.get("text")
    words = " ".join(text.split()) if isinstance(text, str) else ""
    if not 0 < len(words) <= MOST_LETTERS or not words.isprintable():
        raise Refused(f"Spuneți ceva, cel mult {MOST_LETTERS} de litere.")
    return line.speak(words)


def _answer(line: Line, said: Said) -> tuple[Event, ...]:
    seconds = said.get("seconds", 0)
    if type(seconds) not in (int, float) or not 0 <= seconds <= LONGEST_TALK:
        raise Refused("Durata convorbirii cu operatorul nu este bună.")
    return line.other_party("answered", seconds)


ACTS: Mapping[str, Callable[[Line, Said], tuple[Event, ...]]] = {
    "dial": lambda line, said: line.dial(),
    "pick_up": lambda line, said: line.pick_up(),
    "turn_down": lambda line, said: line.turn_down(),
    "overhear": lambda line, said: (),
    "press": _press,
    "speak": _speak,
    "wait": lambda line, said: line.wait(),
    "answer": _answer,
    "busy": lambda line, said: line.other_party("busy"),
    "no-answer": lambda line, said: line.other_party("no-answer"),
    "hang_up": lambda line, said: line.hang_up(),
}
