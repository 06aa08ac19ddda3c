"""Somebody signs in with a password, signs out, or reads the console in another language."""

import logging
from urllib.parse import urlsplit

from flask import Response, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from office.users import Role
from store import events, users
from store.database import work
from web.console.address import link
from web.console.gate import SESSION, console, keep, open_page, page, the_user
from web.console.show import LANGUAGE, go_to, menu, screens, show
from web.hotline import the_hotline

log = logging.getLogger(__name__)
EVERYBODY = tuple(Role)
LONGEST = 200


@open_page("/")
def home() -> ResponseReturnValue:
    """The first page of the user's menu."""
    return redirect(link(menu()[0][0]) if g.user and menu() else link("sign_in"))


@open_page("/sign-in")
def sign_in() -> ResponseReturnValue:
    """The form; who is signed in already does not see it."""
    back = request.args.get("back", "")
    return redirect(_safely(back)) if g.user else show("sign_in.html", login="", back=back, error="")


@open_page("/sign-in", methods=("POST",))
def signed_in() -> ResponseReturnValue:
    """A new session, whatever the browser brought; the same words for a wrong name, a wrong password and a lock."""
    line, now = the_hotline(), the_hotline().clock()
    login, back = request.form.get("login", "").strip()[:64].lower(), request.form.get("back", "")
    user = users.checked(line.store, login, request.form.get("password", "")[:LONGEST], now)
    with work(line.store) as unit:
        conn, who = unit.begin(), users.user_of(unit.conn, login)
        what = "signed in" if user else "refused"
        if who:
            events.record(conn, at=now, actor=f"user {login}", entity="user", entity_id=who.id, what=what)
        token = users.begin_session(conn, user, now) if user else ""
    if user is None:
        return show("sign_in.html", login=login, back=back, error="sign_in.wrong"), 401
    return entered(token, back)


def entered(token: str, back: str) -> Response:
    """To where they wanted to go, with the cookie of a new session."""
    response = make_response(redirect(_safely(back), 303))
    keep(response, SESSION, token)
    return response


@page("/sign-out", *EVERYBODY, methods=("POST",))
def sign_out() -> ResponseReturnValue:
    """The session ends here and in the store."""
    line = the_hotline()
    with work(line.store) as unit:
        conn = unit.begin()
        users.end_session(conn, g.token)
        who, now = the_user(), line.clock()
        events.record(
            conn, at=now, actor=f"user {who.login}", entity="user", entity_id=who.id, what="signed out"
        )
    response = make_response(redirect(link("sign_in"), 303))
    keep(response, SESSION, "")
    return response


@open_page("/language", methods=("POST",))
def language() -> ResponseReturnValue:
    """The console in another language, from now on."""
    code = request.form.get("language", "")
    back = request.form.get("back", "")
    if code not in screens():
        return go_to("home")
    if g.user:
        with work(the_hotline().store) as unit:
            users.change(unit.begin(), g.user.login, language=code)
    response = make_response(redirect(_safely(back), 303))
    keep(response, LANGUAGE, code)
    return response


@console.errorhandler(HTTPException)
def refused(error: HTTPException) -> ResponseReturnValue:
    """What cannot be shown is said in words, with a way on."""
    kind = "csrf" if error.description == "csrf" else str(error.code)
    known = kind if kind in ("csrf", "400", "401", "403", "404", "409", "413") else "500"
    return show("refused.html", kind=known), error.code or 500


@console.errorhandler(Exception)
def failed(error: Exception) -> ResponseReturnValue:
    """A mistake of ours is noted with all its lines, and told without them."""
    log.exception("A page of the console failed", extra={"facts": {"page": request.endpoint or ""}})
    return show("refused.html", kind="500"), 500


def _safely(back: str) -> str:
    """Only to a page of ours: an address that names a host, or could be taken for one, leads home."""
    parts = urlsplit(back)
    is_ours = back.startswith("/") and not back.startswith("//") and "\\" not in back and back.isprintable()
    return (
        f"{link('home').rstrip('/')}{back}"
        if is_ours and not parts.netloc and not parts.scheme
        else link("home")
    )
