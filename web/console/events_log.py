"""Auditors read who did what and who looked at what: by person, kind and day, page by page or as a table."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from flask import g, request
from flask.typing import ResponseReturnValue

from office.users import Role
from store import events, users
from store.database import work
from store.events import LOOKING, Event, Wanted
from web.console.gate import console, page
from web.console.show import csv_file, local, screen, show, t
from web.hotline import the_hotline

READERS = (Role.auditor, Role.administrator)
A_PAGE, IN_A_FILE = 50, 20_000


@dataclass(frozen=True)
class Question:
    """What was filled in, what it means, and which of it nobody can understand."""

    typed: dict[str, str]
    wanted: Wanted
    wrong: frozenset[str]


@page("/events", *READERS)
def events_log() -> ResponseReturnValue:
    """The newest events that are asked for, fifty at a time."""
    asked = _question()
    older_than = min(request.args.get("older_than", 0, int), 2**53)
    with work(the_hotline().store) as unit:
        found = events.listed(unit.conn, asked.wanted, A_PAGE + 1, older_than)
        kinds, logins = events.kinds(unit.conn), users.logins(unit.conn)
    return show(
        "events.html",
        rows=[
            (one, users.named(one.actor, logins), what_it_was_about(one, logins), did(one.what))
            for one in found[:A_PAGE]
        ],
        typed=asked.typed,
        wrong=asked.wrong,
        kinds=[("", t("events.all")), *((kind, _kind(kind)) for kind in kinds)],
        older=found[A_PAGE - 1].id if len(found) > A_PAGE else None,
        is_first=not older_than,
        looking=LOOKING,
        in_a_file=IN_A_FILE,
    )


@page("/events.csv", *READERS, watched=True)
def events_csv() -> ResponseReturnValue:
    """The same as a table, the newest IN_A_FILE of them; what programs go by is in a column of its own."""
    names = ("at", "actor", "kind", "about", "what", "before", "after", "code")
    heads = [t(f"events.head.{name}") for name in names]
    with work(the_hotline().store) as unit:
        found = events.listed(unit.conn, _question().wanted, IN_A_FILE)
        logins = users.logins(unit.conn)
    rows = (
        (
            local(one.at).isoformat(" ", "seconds"),
            users.named(one.actor, logins),
            _kind(one.entity),
            what_it_was_about(one, logins),
            did(one.what),
            one.before,
            one.after,
            f"{one.entity} {one.entity_id}: {one.what}",
        )
        for one in found
    )
    return csv_file("jurnal", heads, rows)


@console.app_template_filter("by_whom")
def by_whom(actor: str) -> str:
    """Somebody in the log, for a page that shows a few rows of it."""
    if "logins" not in g:
        with work(the_hotline().store) as unit:
            g.logins = users.logins(unit.conn)
    return users.named(actor, g.logins)


def did(what: str) -> str:
    """What was done, in words; as the log has it where there are none."""
    name = re.sub(r"\W+", "_", what)
    keys = (f"events.did.{name}", f"ticket.event.{name}", f"events.looked.{name}")
    return next((t(key) for key in keys if screen().has(key)), what)


def what_it_was_about(event: Event, logins: dict[str, str]) -> str:
    """The id of what it was about; for a user their login, which says more."""
    return logins.get(event.entity_id, event.entity_id) if event.entity == "user" else event.entity_id


def _kind(entity: str) -> str:
    key = f"events.kind.{entity}"
    return t(key) if screen().has(key) else entity


def _question() -> Question:
    names = ("actor", "kind", "about", "since", "until")
    typed = {name: _plain(request.args.get(name, "")) for name in names}
    since, until = (_midnight(typed[name]) for name in ("since", "until"))
    wrong = {name for name, at in (("since", since), ("until", until)) if typed[name] and at is None}
    wanted = Wanted(typed["actor"], typed["kind"], typed["about"], since, until)
    if until:
        wanted = replace(wanted, until=_midnight(typed["until"], timedelta(days=1)))
    return Question(typed, wanted, frozenset(wrong))


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable()).strip()[:64]


def _midnight(text: str, later: timedelta = timedelta()) -> datetime | None:
    """When the day began in Romania; None for what is not a day of our time."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime.combine(day + later, time(), the_hotline().zone) if 2000 <= day.year < 2200 else None
