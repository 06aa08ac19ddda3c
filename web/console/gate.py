"""Nobody opens a page of the console who may not: each page names its roles, and one that names none is shut.

Forms carry a token of their session; pages run only our own scripts and stand in nobody's frame.
"""

import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Blueprint, Response, abort, g, redirect, request
from flask.typing import ResponseReturnValue

from office.users import Role, User
from store import events, users
from store.database import work
from web.console.address import link
from web.hotline import Hotline, the_hotline

console = Blueprint("console", __name__, url_prefix="/console")
View = TypeVar("View", bound=Callable[..., Any])

SESSION, VISITOR = "telverde_session", "telverde_visitor"
SEEN_EVERY = timedelta(minutes=1)  # not every click is written down
ALLOWED: dict[str, frozenset[Role]] = {}  # by endpoint: who may; an endpoint that is not here is shut
OPEN: set[str] = set()  # endpoints for whoever is not signed in
WATCHED: set[str] = set()  # endpoints that show somebody's data: who looked is written down

SAFE = ("GET", "HEAD", "OPTIONS")  # methods that change nothing (RFC 9110, 9.2.1)
LARGE: set[str] = set()  # endpoints that are sent a routing file
LARGEST_FILE = 8 * 1024 * 1024
LARGEST_ID = 2**31 - 1  # no database is asked for a larger one

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def page(
    path: str,
    *roles: Role,
    methods: tuple[str, ...] = ("GET",),
    watched: bool = False,
    takes_file: bool = False,
) -> Callable[[View], View]:
    """A page at /console`path` for these roles: `watched` if it shows the data of a citizen or an inspector,
    `takes_file` if a whole routing file is sent to it.
    """

    def shown(view: View) -> View:
        endpoint = f"{console.name}.{view.__name__}"
        ALLOWED[endpoint] = frozenset(roles)
        if watched:
            WATCHED.add(endpoint)
        if takes_file:
            LARGE.add(endpoint)
        console.add_url_rule(path, view_func=view, methods=[*methods])
        return view

    return shown


def open_page(path: str, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """A page for everybody: signing in."""

    def shown(view: View) -> View:
        OPEN.add(f"{console.name}.{view.__name__}")
        console.add_url_rule(path, view_func=view, methods=[*methods])
        return view

    return shown


def the_user() -> User:
    """Who is signed in."""
    user: User = g.user
    return user


def actor() -> str:
    """How the user is named in the event log."""
    return the_user().code


@console.before_request
def let_in() -> ResponseReturnValue | None:
    """Whoever may, or to the page for signing in; a form from elsewhere is refused."""
    line, endpoint = the_hotline(), request.endpoint or ""
    g.visitor = request.cookies.get(VISITOR) or secrets.token_urlsafe(16)
    g.token, g.user = request.cookies.get(SESSION, ""), None  # also for the page that says what went wrong
    g.user = _signed_in(line) if g.token else None
    if endpoint not in OPEN:
        if g.user is None:
            return _to_sign_in()
        if g.user.role not in ALLOWED.get(endpoint, ()):
            abort(403)
    if not all(map(_can_be_stored, (request.view_args or {}).values())):
        abort(404)
    if endpoint in LARGE:
        request.max_content_length = request.max_form_memory_size = LARGEST_FILE
    if request.method not in SAFE and not hmac.compare_digest(_given_token(), csrf_token().encode()):
        abort(400, "csrf")
    if endpoint in ALLOWED and endpoint not in LARGE and not all(map(_can_be_stored, request.form.values())):
        abort(400)
    if endpoint in WATCHED:
        _looked(line)
    return None


def _can_be_stored(value: object) -> bool:
    """PostgreSQL keeps no NUL, and neither database a number of any length; no browser sends them by itself."""
    return value <= LARGEST_ID if isinstance(value, int) else "\0" not in str(value)


def csrf_token() -> str:
    """What a form of this browser must bring: bound to the session, or to the visitor before there is one."""
    bound = g.token if g.user else g.visitor
    return hmac.digest(the_hotline().secret.encode(), f"form {bound}".encode(), "sha256").hex()


@console.after_request
def guarded(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if "visitor" in g and request.cookies.get(VISITOR) != g.visitor:
        keep(response, VISITOR, g.visitor)
    return response


def keep(response: Response, name: str, value: str) -> None:
    """A cookie for the console alone; none of our scripts can read it. Empty takes it away."""
    line = the_hotline()
    is_secure = line.base_url.startswith("https://")
    response.set_cookie(
        name,
        value,
        max_age=None if value else 0,
        path=f"{line.path}/console",
        secure=is_secure,
        httponly=True,
        samesite="Lax",
    )


def _signed_in(line: Hotline) -> User | None:
    now = line.clock()
    with work(line.store) as unit:
        found = users.in_session(unit.conn, g.token, now, samples=not line.has_real_carrier)
        if found is None:
            return None
        if now - found[1] > SEEN_EVERY and not is_polling():
            users.used(unit.begin(), g.token, now)
        return found[0]


def is_polling() -> bool:
    """A page asks by itself: nobody may be there, so a session does not go on for it."""
    return request.method == "GET" and "X-Poll" in request.headers


def _to_sign_in() -> ResponseReturnValue:
    if request.method != "GET" or is_polling():
        abort(401)
    back = request.full_path.rstrip("?").removeprefix(console.url_prefix or "")
    return redirect(link("sign_in", back=back))


def _given_token() -> bytes:
    return (request.headers.get("X-CSRF") or request.form.get("csrf", "")).encode()


def _looked(line: Hotline) -> None:
    subject = "/".join(str(value) for value in (request.view_args or {}).values())
    with work(line.store) as unit:
        events.looked(
            unit.begin(),
            at=line.clock(),
            actor=actor(),
            entity_id=subject[:64] or "-",
            what=(request.endpoint or "").removeprefix("console.")[:40],
        )
