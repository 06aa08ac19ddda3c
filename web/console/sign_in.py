"""Somebody signs in with a password, signs out, or reads the console in another language.

Wrong passwords are counted by user and address (store/wrong_passwords.py), and by address alone.
"""

import logging
from contextlib import suppress
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Response, current_app, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from office.users import LONGEST_PASSWORD as LONGEST
from office.users import WRONG_FROM_ONE_ADDRESS, Role, User, is_login
from store import events, guesses, users
from store.database import Work, work
from web.console.address import link
from web.console.gate import SESSION, console, keep, open_page, page, the_user
from web.console.show import LANGUAGE, go_to, menu, screens, show
from web.hotline import the_hotline

log = logging.getLogger(__name__)
EVERYBODY = tuple(Role)


@open_page("/")
def home() -> ResponseReturnValue:
    """The first page of the user's menu."""
    if g.user is None:
        return redirect(link("sign_in"))
    return redirect(link(menu()[0][0] if menu() else "account"))


@open_page("/sign-in")
def sign_in() -> ResponseReturnValue:
    """The form; who is signed in already does not see it."""
    back = request.args.get("back", "")
    return redirect(safely(back)) if g.user else form(back)


def form(back: str, error: str = "", login: str = "") -> str:
    """The page with the form, and what went wrong."""
    sso = the_hotline().sign_on is not None
    return show("sign_in.html", login=login, back=back, error=error, sso=sso)


@open_page("/sign-in", methods=("POST",))
def signed_in() -> ResponseReturnValue:
    """A new session, whatever the browser brought; the same words for a wrong name, a wrong password and a lock."""
    line, now, back = the_hotline(), the_hotline().clock(), request.form.get("back", "")
    login = request.form.get("login", "").strip()[:LONGEST].lower()
    address = f"sign-in {_whence()}"
    with work(line.store) as unit:
        if guesses.tried(unit.conn, address, now) >= WRONG_FROM_ONE_ADDRESS:
            return form(back, "sign_in.too_many", login), 429
    user = checked(login if is_login(login) else "", request.form.get("password", ""), now)
    if user is None:
        with work(line.store) as unit:
            guesses.spend(unit, address, now)
            _tell(unit, users.user_of(unit.conn, login) if is_login(login) else None, "refused")
        return form(back, "sign_in.wrong", login), 401
    return entered(user, back)


def checked(login: str, password: str, now: datetime) -> User | None:
    """Whose password this is, typed where the request comes from."""
    line = the_hotline()
    samples = not line.has_real_carrier
    return users.checked(line.store, login, password[:LONGEST], now, _whence(), samples=samples)


def _whence() -> str:
    """A keyed hash of the address. A network of IPv6 is one: whoever has an address has all of it (RFC 6177)."""
    address = _address()
    with suppress(ValueError):
        found = ip_address(address)
        if isinstance(found, IPv6Address):
            address = str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return the_hotline().hide(address)


def entered(user: User, back: str, by: str = "") -> Response:
    """To where they wanted to go, with the cookie of a new session; one that this browser had ends."""
    line = the_hotline()
    with work(line.store) as unit:
        conn = unit.begin()
        if g.token:
            users.end_session(conn, g.token)
        token = users.begin_session(conn, user, line.clock())
        _tell(unit, user, "signed in", by)
    response = make_response(redirect(safely(back), 303))
    keep(response, SESSION, token)
    return response


def _tell(unit: Work, user: User | None, what: str, by: str = "") -> None:
    """In the log; a login that nobody has is not written there, it may be a password in the wrong field."""
    actor, entity_id = (user.code, user.id) if user else ("somebody", 0)
    at, conn = the_hotline().clock(), unit.begin()
    events.record(conn, at=at, actor=actor, entity="user", entity_id=entity_id, what=what, after=by)


def _address() -> str:
    """Where the request comes from; behind a proxy of ours, which stands on a private network, where that says."""
    peer = request.remote_addr or ""
    try:
        is_proxy = ip_address(peer).is_private and request.access_route
    except ValueError:
        is_proxy = False
    return request.access_route[-1] if is_proxy else peer


@page("/sign-out", *EVERYBODY, methods=("POST",))
def sign_out() -> ResponseReturnValue:
    """The session ends here and in the store."""
    line = the_hotline()
    with work(line.store) as unit:
        users.end_session(unit.begin(), g.token)
        _tell(unit, the_user(), "signed out")
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
    response = make_response(redirect(safely(back), 303))
    keep(response, LANGUAGE, code)
    return response


@console.errorhandler(HTTPException)
def refused(error: HTTPException) -> ResponseReturnValue:
    """What cannot be shown is said in words, with a way on."""
    kind = "csrf" if error.description == "csrf" else str(error.code)
    known = kind if kind in ("csrf", "400", "401", "403", "404", "409", "413") else "500"
    return _said(known), error.code or 500


@console.errorhandler(Exception)
def failed(error: Exception) -> ResponseReturnValue:
    """A mistake of ours is noted with all its lines, and told without them."""
    log.exception("A page of the console failed", extra={"facts": {"page": request.endpoint or ""}})
    return _said("500"), 500


def _said(kind: str) -> str:
    """The page that says so; without the menu if that is what cannot be shown."""
    try:
        return show("refused.html", kind=kind, back=_whence_sent() if kind == "401" else "")
    except Exception:
        log.exception("The menu of a page cannot be shown", extra={"facts": {"page": request.endpoint or ""}})
        return show("refused.html", kind=kind, menu=())


def _whence_sent() -> str:
    """The page of ours that a form was sent from, as `back` names it; empty if none can be opened by its address."""
    sent, ours = urlsplit(request.referrer or ""), link("home").removesuffix("/")
    path = sent.path.removeprefix(ours)
    try:
        current_app.url_map.bind("").match(f"{console.url_prefix}{path}", method="GET")
    except HTTPException:
        return ""
    asked = urlencode([each for each in parse_qsl(sent.query) if each[0] != "done"])
    return f"{path}?{asked}" if asked else path


def safely(back: str) -> str:
    """Only to a page of ours: an address that names a host, or could be taken for one, leads home."""
    parts = urlsplit(back)
    is_ours = back.startswith("/") and not back.startswith("//") and "\\" not in back and back.isprintable()
    return (
        f"{link('home').rstrip('/')}{back}"
        if is_ours and not parts.netloc and not parts.scheme
        else link("home")
    )
