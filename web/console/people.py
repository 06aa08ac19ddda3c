"""Administrators let people in and out: users, their roles, first passwords, locks."""

from dataclasses import replace

from flask import abort, request
from flask.typing import ResponseReturnValue

from office.users import SHORTEST_PASSWORD, Role, User, fault_of, is_login
from store import inspectors, users, wrong_passwords
from store.database import work
from web.console.account import said_of, tell
from web.console.gate import page
from web.console.show import go_to, show, t
from web.hotline import the_hotline


@page("/people", Role.administrator)
def people() -> ResponseReturnValue:
    """Everybody, and a form for somebody new."""
    return _everybody(User(0, "", "", Role.inspector), {})


def _everybody(new: User, errors: dict[str, str]) -> str:
    line = the_hotline()
    with work(line.store) as unit:
        entries = users.roster(unit.conn)
    now = line.clock()
    return show(
        "people.html", entries=entries, now=now, new=new, errors=errors, inspectors=_inspectors(), **_common()
    )


@page("/people", Role.administrator, methods=("POST",))
def add_person() -> ResponseReturnValue:
    """Somebody new, with a first password."""
    line, password = the_hotline(), request.form.get("password", "")
    login = request.form.get("login", "").strip().lower()
    new, errors = _given(User(0, login, "", Role.inspector))
    if not is_login(login):
        errors["login"] = t("people.wrong.login")
    if fault := fault_of(password, login):
        errors["password"] = said_of(fault)
    if not errors:
        try:
            with work(line.store) as unit:
                user_id = users.add(unit.begin(), new, password, now=line.clock())
                tell(unit, user_id, "added", after=new.written)
            return go_to("people", done="person_added")
        except users.LoginTaken:
            errors["login"] = t("people.wrong.taken")
    return _everybody(new, errors), 422


@page("/people/<int:user_id>", Role.administrator, watched=True)
def person(user_id: int) -> ResponseReturnValue:
    """One of them."""
    return _one(_the(user_id), {})


def _one(user: User, errors: dict[str, str], had: str = "") -> str:
    """`had` is the inspector they are by now, who may have left."""
    now, known = the_hotline().clock(), _inspectors(had or user.inspector_id)
    return show("person.html", person=user, now=now, errors=errors, inspectors=known, **_common())


@page("/people/<int:user_id>", Role.administrator, methods=("POST",))
def change_person(user_id: int) -> ResponseReturnValue:
    """Another name or role, or no entry any more."""
    was = _the(user_id)
    new, errors = _given(replace(was, active="active" in request.form))
    if errors:
        return _one(new, errors, was.inspector_id), 422
    try:
        with work(the_hotline().store) as unit:
            values = {name: getattr(new, name) for name in ("name", "role", "inspector_id", "active")}
            changed = {name: value for name, value in values.items() if value != getattr(was, name)}
            if changed:
                users.change(unit.begin(), was.login, **changed)
                tell(unit, user_id, "changed", was.written, new.written)
    except users.LastAdministrator:
        return _one(new, {"role": t("people.wrong.last")}, was.inspector_id), 409
    return go_to("person", done="saved", user_id=user_id)


@page("/people/<int:user_id>/password", Role.administrator, methods=("POST",))
def set_password(user_id: int) -> ResponseReturnValue:
    """A first password, or one instead of the one they forgot; they are signed out."""
    user, password = _the(user_id), request.form.get("password", "")
    if fault := fault_of(password, user.login):
        return _one(user, {"password": said_of(fault)}), 422
    with work(the_hotline().store) as unit:
        hashed = users.hashed(password)
        users.change(unit.begin(), user.login, password=hashed)
        tell(unit, user_id, "password set")
    return go_to("person", done="password_set", user_id=user_id)


@page("/people/<int:user_id>/unlock", Role.administrator, methods=("POST",))
def unlock_person(user_id: int) -> ResponseReturnValue:
    """May try again at once."""
    _the(user_id)
    with work(the_hotline().store) as unit:
        wrong_passwords.forgive(unit.begin(), user_id)
        tell(unit, user_id, "unlocked")
    return go_to("person", done="unlocked", user_id=user_id)


def _the(user_id: int) -> User:
    with work(the_hotline().store) as unit:
        user = users.user_with(unit.conn, user_id) if user_id < 2**31 else None
    return user or abort(404)


def _given(user: User) -> tuple[User, dict[str, str]]:
    """The user with what was filled in, and what is wrong with it by field."""
    name = " ".join(request.form.get("name", "").split())[:200]
    role, inspector_id = request.form.get("role", ""), request.form.get("inspector_id", "")
    errors = {} if name and name.isprintable() else {"name": t("people.wrong.name")}
    if role not in list(Role):
        return replace(user, name=name), errors | {"role": t("people.wrong.role")}
    is_inspector = role == Role.inspector
    if is_inspector and inspector_id not in dict(_inspectors(user.inspector_id)):
        errors["inspector_id"] = t("people.wrong.inspector")
    return replace(
        user, name=name, role=Role(role), inspector_id=inspector_id if is_inspector else ""
    ), errors


def _inspectors(had: str = "") -> list[tuple[str, str]]:
    """Those in office, and whoever a user is already: an account can be shut when its inspector has left."""
    with work(the_hotline().store) as unit:
        known = {one.id: one for one in inspectors.everybody(unit.conn)}
    there = [(one.id, f"{one.name} ({one.id})") for one in known.values() if one.active]
    if not had or had in dict(there):
        return there
    return [*there, (had, f"{known[had].name if had in known else had} ({had}), {t('people.left')}")]


def _common() -> dict[str, object]:
    return {"roles": [(role, t(f"role.{role}")) for role in Role], "shortest": SHORTEST_PASSWORD}
