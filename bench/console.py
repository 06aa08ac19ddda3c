"""How long a page of the console takes, at a million petitions and a million turns, on both databases.

Each page that a role may open is asked for twenty times by somebody of that role, after two that do not count (a very
slow one less often). New
pages are found by themselves; one whose address has a blank is measured if BLANKS knows what to put there.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import quantiles
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app import create_app, open_hotline
from bench import history, register
from bench.contenders import databases
from office.users import Role, User
from settings import ROOT, Settings
from store import migrate, routing, users
from store.database import open_store, work
from web.console.gate import ALLOWED, SESSION

GOAL = 100  # ms, of every page
ASKED, WARMING, FEWEST = 20, 2, 3
PATIENCE = 5.0  # seconds for one page: one that is far too slow is asked for less often
BLANKS: dict[str, Any] = {  # what stands in an address
    "sid": history.sid(history.GOING_ON + 5),
    "part": "services",
    "unmatched_id": 1,
    "request_id": 1,
    "user_id": 1,
    "number": history.ticket(history.TO_COME + history.INSPECTORS),  # one that has no outcome yet
    "revision": 1,
    "version": 1,
}
OTHERS: dict[str, dict[str, Any]] = {  # where a blank means something else
    "console.revision_text": {"number": 1},
    "console.over_time_csv": {"part": "most_failed"},
}
QUERIES: dict[str, tuple[str, ...]] = {
    "console.over_time": ("days=1", "days=30", "first={first}&last={last}"),
    "console.revision_compare": ("old=1&new=2",),
    "console.revision_compare_part": ("old=1&new=2",),
}
NEED_QUERIES = {"console.revision_compare", "console.revision_compare_part"}
EXPORTS = {"console.events_csv"}  # twenty thousand rows for a spreadsheet are no page


@dataclass(frozen=True)
class Result:
    """Milliseconds of one page for one role: the median, what 95 of 100 stay below, and the processor's time for one.

    `status` is of HTTP.
    """

    store: str
    role: str
    page: str
    status: int
    p50: float
    p95: float
    processor: float


def results(quick: bool) -> list[Result]:
    """each page of the console, for each role that may open it"""
    turns = 100_000 if quick else 1_000_000
    with ExitStack() as open_now:
        found: list[Result] = []
        for name, new_url in open_now.enter_context(databases()).items():
            app = _opened(new_url(), turns)
            found += [one for role in Role for one in _pages(name, app, role)]
        return found


def table(found: list[Result]) -> str:
    """The slowest first; those that miss the goal are marked."""
    lines = [f"{'':12}{'role':15}{'page':58}{'HTTP':>5}{'p50 ms':>8}{'p95 ms':>8}{'CPU ms':>8}"]
    for one in sorted(found, key=lambda one: -one.p95):
        late = " GOAL MISSED" if one.p95 > GOAL else ""
        lines.append(
            f"{one.store:12}{one.role:15}{one.page:58}{one.status:5}{one.p50:8.1f}{one.p95:8.1f}"
            f"{one.processor:8.1f}{late}"
        )
    return "\n".join(lines)


def _opened(url: str, turns: int) -> Flask:
    """The application over a store with a long history, whose routing file is published."""
    now, store = datetime.now(UTC), open_store(url)
    migrate.up(store)
    text = (ROOT / "data" / "institutions.yaml").read_text("utf-8")
    with work(store) as unit:
        for at in ("", "# saved once more\n"):
            routing.publish(unit, text + at, author="bench", now=now)
        for role in Role:
            inspector = "i0" if role is Role.inspector else ""
            users.add(unit.begin(), User(0, str(role), f"Exemplu {role}", role, inspector), "", now=now)
    store.dispose()
    register.fill(url, max(turns, history.TICKETS))
    line = open_hotline(Settings.from_env({"DATABASE_URL": url, "SECRET_KEY": "the secret of the pages"}))
    history.fill(url, turns, line.directory, line.words["ro"], now)
    print(f"{line.store.dialect.name} is filled: {turns:,} petitions, {turns:,} turns", flush=True)
    return create_app(line)


def _pages(store: str, app: Flask, role: Role) -> Iterator[Result]:
    client = _signed_in(app, role)
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if (
            "GET" in (rule.methods or ())
            and role in ALLOWED.get(rule.endpoint, ())
            and rule.endpoint not in EXPORTS
        ):
            for path in _addresses(app, rule):
                yield _measured(store, client, role, path)


def _signed_in(app: Flask, role: Role) -> FlaskClient:
    line, client = app.extensions["hotline"], app.test_client()
    with work(line.store) as unit:
        user = users.user_of(unit.conn, str(role))
        assert user
        token = users.begin_session(unit.begin(), user, line.clock())
    client.set_cookie(SESSION, token, path="/console")
    return client


def _addresses(app: Flask, rule: Rule) -> Iterator[str]:
    blanks = BLANKS | OTHERS.get(rule.endpoint, {})
    if unknown := rule.arguments - blanks.keys():
        print(f"not measured: {rule} ({', '.join(unknown)} is not in bench.console.BLANKS)")
        return
    with app.test_request_context(base_url="http://localhost"):
        path = app.url_for(rule.endpoint, **{name: blanks[name] for name in rule.arguments}, _external=False)
    if rule.endpoint not in NEED_QUERIES:
        yield path
    now = datetime.now(UTC).date()
    first = now.replace(year=now.year - 1) if (now.month, now.day) != (2, 29) else now.replace(day=1)
    for query in QUERIES.get(rule.endpoint, ()):
        yield f"{path}?{query.format(first=first, last=now)}"


def _measured(store: str, client: FlaskClient, role: Role, path: str) -> Result:
    took: list[float] = []
    status, used, ends = 0, time.thread_time(), time.monotonic() + PATIENCE
    while len(took) < WARMING + ASKED and (len(took) < WARMING + FEWEST or time.monotonic() < ends):
        began = time.perf_counter()
        answer = client.get(path)
        answer.get_data()
        took.append((time.perf_counter() - began) * 1000)
        status = answer.status_code
        answer.close()
    percent = quantiles(took[WARMING:], n=20)
    used = (time.thread_time() - used) * 1000 / len(took)
    result = Result(store, str(role), path.removeprefix("/console"), status, percent[9], percent[18], used)
    if result.p95 > GOAL:
        print(f"  slow: {role} {result.page}: {result.p95:,.0f} ms", flush=True)
    return result
