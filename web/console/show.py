"""A page is shown in the language of whoever reads it, with the menu of their role."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from flask import Response, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from office.users import Role
from web.console.address import asset, link
from web.console.gate import console, csrf_token
from web.console.menu import MENU
from web.hotline import the_hotline
from words.screen import HOME, Screen, open_screens

LANGUAGE = "telverde_language"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@cache
def screens() -> dict[str, Screen]:
    """The languages of the console."""
    return open_screens()


def screen() -> Screen:
    """The language of this request: that of the user, or the one a visitor chose."""
    user = g.get("user")
    chosen = user.language if user else request.cookies.get(LANGUAGE, HOME)
    return screens().get(chosen, screens()[HOME])


def t(key: str, **values: object) -> str:
    """A text of words/console in the language of this request."""
    return screen().text(key, **values)


def local(at: datetime) -> datetime:
    """The moment on the wall clock of the institution."""
    return at.astimezone(the_hotline().zone)


def show(template: str, **values: Any) -> str:
    """The page web/templates/console/`template`, with everything each of them needs."""
    line, said = the_hotline(), screen()
    done = request.args.get("done", "")
    values.setdefault("menu", menu())
    return render_template(
        f"console/{template}",
        **values,
        t=t,
        screen=said,
        languages=screens().values(),
        link=link,
        asset=asset,
        csrf=csrf_token(),
        user=g.get("user"),
        here=(request.endpoint or "").removeprefix("console."),
        institution=line.directory.name.get(said.code) or line.directory.name["ro"],
        is_sample=not line.has_real_carrier,
        done=f"done.{done}" if said.has(f"done.{done}") else "",
        role_names={role: t(f"role.{role}") for role in Role},
    )


def menu() -> list[tuple[str, str]]:
    """The pages of the user's role: (view, text key)."""
    user = g.get("user")
    return [(view, f"menu.{view}") for view in (MENU[user.role] if user else ())]


def go_to(page: str, done: str = "", **values: object) -> ResponseReturnValue:
    """After a form was taken: to a page, which says so with the text done.`done`."""
    return redirect(link(page, **values, **({"done": done} if done else {})), 303)


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A table for a spreadsheet; what a spreadsheet would take for a formula is marked as text."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    for row in (heads, *rows):
        writer.writerow([harmless(cell) for cell in row])
    response = Response("\ufeff" + written.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def harmless(cell: object) -> object:
    """The cell as text that no spreadsheet runs; a dash alone is none."""
    is_formula = isinstance(cell, str) and cell.strip() != "-" and cell.lstrip().startswith(FORMULA)
    return f"'{cell}" if is_formula else cell


@console.app_template_filter("moment")
def moment(at: datetime | None) -> str:
    return screen().moment(local(at)) if at else "–"


@console.app_template_filter("clock")
def clock(at: datetime | None) -> str:
    return screen().clock(local(at)) if at else "–"


@console.app_template_filter("day")
def day(at: datetime | date | None) -> str:
    return screen().date(local(at).date() if isinstance(at, datetime) else at) if at else "–"


@console.app_template_filter("number")
def number(value: float | None) -> str:
    return screen().number(value) if value is not None else "–"


@console.app_template_filter("seconds")
def seconds(value: int | None) -> str:
    return screen().seconds(value) if value is not None else "–"


@console.app_template_filter("percent")
def percent(value: float | None) -> str:
    return screen().percent(value) if value is not None else "–"
