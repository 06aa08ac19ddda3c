"""Somebody signs in as everywhere else in the institution; their role comes from there, and so do changes of it.

What belongs together on the way there and back is derived from one seed, which only their browser holds, for ten
minutes and once. See docs/decisions/2026-11-22-single-sign-on.md and web/console/provider.py.
"""

import hmac
import logging
import re
import secrets
from collections.abc import Iterable

from flask import g, make_response, redirect, request
from flask.typing import ResponseReturnValue

from office.users import Role, User, is_login
from store import inspectors, users
from store.database import Work, work
from web.console.address import link
from web.console.gate import keep, open_page
from web.console.provider import Claims, Provider, Refused, Unreachable, Untrusted, claim
from web.console.show import screen
from web.console.sign_in import entered, form, safely
from web.hotline import Hotline, the_hotline

log = logging.getLogger(__name__)
ON_THE_WAY = "telverde_way"
MINUTES = 10


class NoEntry(Exception):
    """The provider knows them, the line does not let them in; the message is the end of the text key that says why."""


@open_page("/sign-on")
def sign_on() -> ResponseReturnValue:
    """To the provider."""
    line, back = the_hotline(), request.args.get("back", "")
    if line.sign_on is None or g.user:
        return redirect(safely(back) if g.user else link("sign_in"))
    seed = f"{secrets.token_urlsafe(32)}.{int(line.clock().timestamp())}.{back[:500]}"
    try:
        way = line.sign_on.way_in(_our_address(line), **_threads(line, seed))
    except Unreachable as why:
        log.warning("The provider of single sign-on does not answer", extra={"facts": {"what": str(why)}})
        return form(back, "sign_on.unreachable"), 503
    response = make_response(redirect(way))
    keep(response, ON_THE_WAY, f"{_mark(line, 'seed', seed)}.{seed}")
    return response


@open_page("/sign-on/back")
def signed_on() -> ResponseReturnValue:
    """Back from the provider: in, or to the form with what went wrong."""
    line, provider = the_hotline(), the_hotline().sign_on
    seed = _seed(line)
    back = seed.split(".", 2)[2] if seed else ""
    if provider is None or not seed or not _belongs_to(line, provider, seed):
        return _not_in(back, "stale", 400)
    try:
        user = _user(line, provider, _claims(line, provider, seed))
    except Unreachable as why:
        return _not_in(back, "unreachable", 503, why)
    except (Untrusted, Refused) as why:
        return _not_in(back, "refused", 401, why)
    except NoEntry as why:
        return _not_in(back, str(why), 403)
    response = entered(user, back, "single sign-on")
    keep(response, ON_THE_WAY, "")
    return response


def _not_in(back: str, why: str, status: int, facts: Exception | None = None) -> ResponseReturnValue:
    if facts:
        told = {"why": type(facts).__name__, "what": str(facts)}
        log.warning("Nobody was signed on", extra={"facts": told})
    response = make_response(form(back, f"sign_on.{why}"), status)
    keep(response, ON_THE_WAY, "")
    return response


def _claims(line: Hotline, provider: Provider, seed: str) -> Claims:
    if "error" in request.args:
        raise Refused(request.args["error"][:40])
    threads = _threads(line, seed)
    return provider.who_came(
        request.args.get("code", ""),
        _our_address(line),
        nonce=threads["nonce"],
        verifier=threads["verifier"],
        now=line.clock(),
    )


def _user(line: Hotline, provider: Provider, claims: Claims) -> User:
    """Who they are here, as of today. Raises NoEntry."""
    role = _role(claim(claims, provider.roles_claim))
    with work(line.store) as unit:
        theirs = _inspector_id(unit, provider, claims) if role is Role.inspector else ""
        name = str(claims.get("name") or claims.get("preferred_username") or _login(claims))
        new = User(0, _login(claims), name[:200], role, theirs, screen().code)
        user = users.welcome(unit.begin(), f"{provider.issuer} {claims['sub']}", new, line.clock())
    if not user.active:
        raise NoEntry("inactive")
    return user


def _role(told: object) -> Role:
    """Each has one role here: a claim that names none of ours, or two, lets nobody in."""
    values = told.replace(",", " ").split() if isinstance(told, str) else told
    named = {str(value) for value in values} if isinstance(values, Iterable) else set()
    ours = [role for role in Role if role in named]
    if len(ours) != 1:
        raise NoEntry("two_roles" if ours else "no_role")
    return ours[0]


def _inspector_id(unit: Work, provider: Provider, claims: Claims) -> str:
    """Whose agenda they see: the one a claim names, or the one with their address, which the provider has verified."""
    email = str(claims.get("email", "")).casefold() if claims.get("email_verified") is True else ""
    named = claim(claims, provider.inspector_claim) if provider.inspector_claim else None
    found = [
        one.id
        for one in inspectors.everybody(unit.conn)
        if one.active
        and (one.id == named if provider.inspector_claim else email and one.email.casefold() == email)
    ]
    if len(found) != 1:
        raise NoEntry("no_inspector")
    return found[0]


def _login(claims: Claims) -> str:
    """What they are called in the log; whoever has no name that can be one is called after their subject."""
    told = str(claims.get("preferred_username") or claims.get("email") or claims["sub"]).lower()
    login = re.sub(r"[^a-z0-9._@+-]", "", told)[:50].lstrip("._@+-")
    return login if is_login(login) else f"sso-{hmac.digest(b'', told.encode(), 'sha256').hex()[:12]}"


def _threads(line: Hotline, seed: str) -> dict[str, str]:
    return {name: _mark(line, name, seed) for name in ("state", "nonce", "verifier")}


def _mark(line: Hotline, name: str, seed: str) -> str:
    """64 hexadecimal digits; a verifier has 43 to 128 characters (RFC 7636, 4.1)."""
    return hmac.digest(line.secret.encode(), f"sign-on {name} {seed}".encode(), "sha256").hex()


def _seed(line: Hotline) -> str:
    """What the browser was given on its way, if it is ours and not too old."""
    mark, _, seed = request.cookies.get(ON_THE_WAY, "").partition(".")
    if not hmac.compare_digest(mark.encode(), _mark(line, "seed", seed).encode()):
        return ""
    age = line.clock().timestamp() - int(seed.split(".")[1])
    return seed if age <= MINUTES * 60 else ""


def _belongs_to(line: Hotline, provider: Provider, seed: str) -> bool:
    """Whether this browser was sent there, and it is that provider who sends it back (RFC 9207)."""
    state, issuer = request.args.get("state", ""), request.args.get("iss", provider.issuer)
    ours = _threads(line, seed)["state"]
    return hmac.compare_digest(state.encode(), ours.encode()) and issuer == provider.issuer


def _our_address(line: Hotline) -> str:
    return f"{line.base_url}/console/sign-on/back"
