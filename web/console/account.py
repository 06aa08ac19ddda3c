"""Everybody's own page: another password, another language, out of every browser at once."""

from flask import make_response, request
from flask.typing import ResponseReturnValue

from office.users import LONGEST_PASSWORD, SHORTEST_PASSWORD, fault_of
from store import events, users
from store.database import Work, work
from web.console.gate import SESSION, actor, keep, page, the_user
from web.console.show import go_to, show, t
from web.console.sign_in import EVERYBODY, checked
from web.hotline import the_hotline


@page("/account", *EVERYBODY)
def account() -> ResponseReturnValue:
    """Who one is here."""
    return _shown()


def _shown(**errors: str) -> str:
    with work(the_hotline().store) as unit:
        has_password = users.has_password(unit.conn, the_user().login)
    return show("account.html", has_password=has_password, errors=errors, shortest=SHORTEST_PASSWORD)


@page("/account/password", *EVERYBODY, methods=("POST",))
def new_password() -> ResponseReturnValue:
    """Another password, for whoever knows the old one; every other browser is signed out."""
    line, me = the_hotline(), the_user()
    old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
    if fault := fault_of(new, me.login):
        return _shown(new=said_of(fault)), 422
    if new != again:
        return _shown(again=t("account.differ")), 422
    if checked(me.login, old, line.clock()) is None:
        return _shown(old=t("account.wrong")), 422
    hashed = users.hashed(new)  # takes a while: outside the transaction
    with work(line.store) as unit:
        users.change(unit.begin(), me.login, password=hashed)
        token = users.begin_session(unit.conn, me, line.clock())
        tell(unit, me.id, "password changed")
    response = make_response(go_to("account", done="password"))
    keep(response, SESSION, token)
    return response


@page("/account/sign-out-everywhere", *EVERYBODY, methods=("POST",))
def sign_out_everywhere() -> ResponseReturnValue:
    """Out of every browser, this one too."""
    with work(the_hotline().store) as unit:
        users.sign_out(unit.begin(), the_user().login)
        tell(unit, the_user().id, "signed out everywhere")
    response = make_response(go_to("sign_in"))
    keep(response, SESSION, "")
    return response


def said_of(fault: str) -> str:
    """What is wrong with a password, in words."""
    limit = {"short": SHORTEST_PASSWORD, "long": LONGEST_PASSWORD}.get(fault, 0)
    return t(f"account.fault.{fault}", n=limit) if limit else t(f"account.fault.{fault}")


def tell(unit: Work, user_id: int, what: str, before: str = "", after: str = "") -> None:
    """In the log: what whoever is signed in did to a user."""
    at = the_hotline().clock()
    events.record(
        unit.begin(),
        at=at,
        actor=actor(),
        entity="user",
        entity_id=user_id,
        what=what,
        before=before,
        after=after,
    )
