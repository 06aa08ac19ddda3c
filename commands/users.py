"""For whoever runs the line: who may open the console, and as what; passwords are asked for and never shown."""

import sys
from dataclasses import replace

import click

from commands.line import the_line
from commands.shown import Told, actor, tell
from office.users import LOGIN, LONGEST_PASSWORD, SHORTEST_PASSWORD, Role, User, fault_of, is_login
from store import events, inspectors
from store import users as register
from store.database import Work, work
from web.hotline import Hotline

FAULTS = {
    "short": f"a password needs at least {SHORTEST_PASSWORD} characters",
    "long": f"a password has at most {LONGEST_PASSWORD} characters",
    "login": "the password cannot be the login",
}
as_json_option = click.option("--json", "as_json", is_flag=True, help="one object a line")
stdin_option = click.option("--password-stdin", is_flag=True, help="read the password from standard input")
role_option = click.option("--role", type=click.Choice([*Role]), help="what their work is")
inspector_option = click.option("--inspector", help="whose agenda an inspector sees, by id")


@click.group()
def users() -> None:
    """The users of the console."""


@users.command()
@click.argument("login")
@click.option("--name", required=True, help="as colleagues know them")
@role_option
@inspector_option
@stdin_option
@as_json_option
def add(
    login: str, name: str, role: str | None, inspector: str | None, password_stdin: bool, as_json: bool
) -> None:
    """Let somebody in; the password is asked for, or --password-stdin reads it."""
    if not is_login(login):
        sys.exit(f"telverde: {login} cannot be a login; it must match {LOGIN.pattern}")
    if role is None:
        sys.exit(f"telverde: say what they are: --role {' or '.join(Role)}")
    line = the_line()
    new = _of_role(line, User(0, login, name, Role(role)), inspector)
    with work(line.store) as unit:
        if register.user_of(unit.conn, login):
            sys.exit(f"telverde: there is already a user {login}")
    password = _password(login, password_stdin)
    try:
        with work(line.store) as unit:
            user_id = register.add(unit.begin(), new, password, now=line.clock())
            _record(unit, line, user_id, "added", after=new.written)
    except register.LoginTaken:
        sys.exit(f"telverde: there is already a user {login}")
    tell(_told(new, line), as_json, f"{login} may enter the console as {new.role}")


@users.command("list")
@as_json_option
def list_(as_json: bool) -> None:
    """All users, by login."""
    line = the_line()
    with work(line.store) as unit:
        entries = register.roster(unit.conn)
    for entry in entries:
        by = "single sign-on" if entry.has_single_sign_on else "password" if entry.has_password else "nothing"
        told = _told(entry.user, line) | {"enters_by": by}
        one = told["login"], told["role"], told["inspector"], told["state"], by, told["name"]
        tell(told, as_json, "{:20}  {:13}  {:12}  {:8}  {:14}  {}".format(*one))


@users.command()
@click.argument("login")
@click.option("--name", help="as colleagues know them")
@role_option
@inspector_option
@as_json_option
def change(login: str, name: str | None, role: str | None, inspector: str | None, as_json: bool) -> None:
    """Another name, role or inspector for LOGIN; whoever has another role signs in again."""
    line = the_line()
    was = _the(line, login)
    new = _of_role(
        line, replace(was, name=name or was.name, role=Role(role) if role else was.role), inspector
    )
    values = {field: getattr(new, field) for field in ("name", "role", "inspector_id")}
    changed = {field: value for field, value in values.items() if value != getattr(was, field)}
    if changed:
        _change(line, was, "changed", was.written, new.written, **changed)
    tell(_told(new, line), as_json, f"{login} is {new.written}")


@users.command()
@click.argument("login")
def lock(login: str) -> None:
    """LOGIN may not enter any more and is signed out; what they did stays in the log."""
    line = the_line()
    was = _the(line, login)
    _change(line, was, "changed", was.written, replace(was, active=False).written, active=False)
    click.echo(f"{login} may not enter any more")


@users.command()
@click.argument("login")
def unlock(login: str) -> None:
    """LOGIN may enter again, also after too many wrong passwords."""
    line = the_line()
    _change(line, _the(line, login), "unlocked", active=True)
    click.echo(f"{login} may enter again")


@users.command()
@click.argument("login")
@stdin_option
def password(login: str, password_stdin: bool) -> None:
    """Another password for LOGIN, who is signed out everywhere."""
    line = the_line()
    user = _the(line, login)
    hashed = register.hashed(_password(login, password_stdin))
    _change(line, user, "password set", password=hashed)
    click.echo(f"{login} has another password")


def _password(login: str, from_stdin: bool) -> str:
    """What was typed, twice, without showing it; or the first line of standard input."""
    if from_stdin:
        typed = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        typed = click.prompt("password", hide_input=True, confirmation_prompt="once more")
    else:
        sys.exit("telverde: there is nobody to ask for a password; give it with --password-stdin")
    if fault := fault_of(typed, login):
        sys.exit(f"telverde: {FAULTS[fault]}")
    return typed


def _the(line: Hotline, login: str) -> User:
    with work(line.store) as unit:
        user = register.user_of(unit.conn, login)
    return user or sys.exit(f"telverde: there is no user {login}")


def _of_role(line: Hotline, user: User, inspector: str | None) -> User:
    """The user with the inspector they are; or the end of the command, with what does not fit."""
    if user.role is not Role.inspector:
        if inspector:
            sys.exit(f"telverde: --inspector is for the role inspector; {user.login} is {user.role}")
        return replace(user, inspector_id="")
    whose = inspector or user.inspector_id
    if not whose:
        sys.exit("telverde: say whose agenda they see: --inspector ID (telverde inspectors list)")
    with work(line.store) as unit:
        if inspectors.inspector_of(unit.conn, whose) is None:
            sys.exit(f"telverde: there is no inspector {whose}")
    return replace(user, inspector_id=whose)


def _change(
    line: Hotline, user: User, what: str, before: str = "", after: str = "", **values: object
) -> None:
    try:
        with work(line.store) as unit:
            register.change(unit.begin(), user.login, **values)
            _record(unit, line, user.id, what, before, after)
    except register.LastAdministrator:
        sys.exit(f"telverde: {user.login} is the last administrator; give that role to somebody else first")


def _record(unit: Work, line: Hotline, user_id: int, what: str, before: str = "", after: str = "") -> None:
    at, conn = line.clock(), unit.begin()
    events.record(
        conn, at=at, actor=actor(), entity="user", entity_id=user_id, what=what, before=before, after=after
    )


def _told(user: User, line: Hotline) -> Told:
    state = "no entry" if not user.active else "locked" if user.is_locked(line.clock()) else ""
    told: Told = {"login": user.login, "name": user.name, "role": user.role, "inspector": user.inspector_id}
    return told | {"state": state}
