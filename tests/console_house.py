"""The console on loopback for a real browser: a house with little in it, or one where every page shows something."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from house import ROUTING_FILE, SMALL_FILE, Clock, House
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select
from visitor import PASSWORD, Visitor
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from carrier.local import LocalCarrier, local_carrier
from commands.sample_calls import SampleCalls
from commands.sample_papers import sign
from jobs.count import count
from office.conclusions import Talk
from office.tickets import Status
from office.users import Role, User
from post.email import Folder
from routing.aged import by_age
from routing.directory import read
from routing.revision import Revision
from store import drafts, migrate, outcome_drafts, routing, sample_calls, sample_users, users
from store.database import Store, open_store, work
from store.outcome_drafts import Outcome
from store.sample import fill_with_samples
from store.tables import callback_requests, calls, tickets, unmatched
from store.tables import users as user_table
from web.hotline import Hotline
from web.published import Published

MOMENT = datetime(
    2026, 11, 23, 8, 20, tzinfo=UTC
)  # a Monday morning, a day after the contacts were looked up
WRITER, LATE = "radu", "ioana"  # two more supervisors: with a draft, and with one upon an older revision


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Nothing: the tests say what happened."""


@contextmanager
def small_house(line: Hotline, folder: Path, **changes: Any) -> Iterator[House]:
    """A line that speaks the small routing file, which lies on this machine too, with a phone in the browser."""
    text = SMALL_FILE.read_text("utf-8").replace("browser_phone: nu", "browser_phone: da")
    (folder / "institutions.yaml").write_text(text, "utf-8")
    with _served(line, folder, Revision(1, read(text)), [(text, "primul text")], **changes) as house:
        yield house


@contextmanager
def bare_house(line: Hotline, folder: Path, **changes: Any) -> Iterator[House]:
    """A line that speaks the routing file as it is shipped, with nothing in its store."""
    revision = Revision(0, line.directory)
    with _served(line, folder, revision, [], **changes) as house:
        yield house


@contextmanager
def sample_house(line: Hotline, folder: Path) -> Iterator["Sampled"]:
    """What `make run` shows after the worker has been at work, with two drafts of the routing file begun."""
    text = ROUTING_FILE.read_text("utf-8")
    older = text.replace('from: "08:00"', 'from: "09:00"', 1)
    revision = Revision(2, line.directory)
    vars(revision)["book"] = line.book
    told = [(older, "primul text"), (text, "de la ora opt")]
    with _served(line, folder, revision, told) as house:
        yield Sampled(house, _filled(house, text))


@contextmanager
def _served(
    line: Hotline, folder: Path, revision: Revision, texts: list[tuple[str, str]], **changes: Any
) -> Iterator[House]:
    """The whole hotline; the browser may go to its own address, also by way of somebody else's page."""
    clock, post = Clock(MOMENT), folder / "post"
    store = open_store(f"sqlite:///{folder / 'store.db'}")
    migrate.up(store)
    _publish(store, texts)
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True, request_handler=_Quiet)
    address = f"http://127.0.0.1:{server.port}"
    own: dict[str, Any] = {
        "store": store,
        "clock": clock,
        "routing": Published(store, revision),
        "carrier": LocalCarrier(local_carrier(line.secret, post).signature, post, clock),
        "mail": Folder(post),
        "post_folder": post,
        "base_url": address,
        "own_address": address,
        "routing_file": folder / "institutions.yaml",
    }
    hotline = replace(line, **{**own, **changes})
    server.app = create_app(hotline)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    followed = hotline.follow()
    try:
        yield House(hotline, clock, address, folder / "institutions.yaml")
    finally:
        followed.set()
        server.shutdown()
        server.server_close()
        store.dispose()


def _publish(store: Store, texts: list[tuple[str, str]]) -> None:
    for text, note in texts:
        with work(store) as unit:
            routing.publish(unit, text, author="Exemplu Sanda", note=note, now=MOMENT)


@dataclass
class Sampled:
    """A house full of samples; `names` are what addresses of its pages are made of."""

    house: House
    names: Mapping[str, object]
    cookies: dict[str, list[Any]] = field(default_factory=dict)

    def address(self, path: str) -> str:
        return f"{self.house.address}/console{path.format(**self.names)}"

    def signed_in(self, browser: Browser, login: str, **options: Any) -> BrowserContext:
        """A window of this user, of nobody if it is empty."""
        context = browser.new_context(locale="ro-RO", reduced_motion="reduce", **options)
        if login and login not in self.cookies:
            password = (
                PASSWORD
                if login in (WRITER, LATE)
                else sample_users.sample_password(self.house.hotline.secret)
            )
            visitor = Visitor(self.house)
            assert visitor.sign_in(login, password).ok
            self.cookies[login] = cookies_of(visitor)
        if login:
            context.add_cookies(self.cookies[login])
        return context


def _filled(house: House, text: str) -> dict[str, object]:
    """Puts everything in; what the pages of it are called."""
    line, store = house.hotline, house.store
    fill_with_samples(store, MOMENT.astimezone(line.zone).date())
    sign(line)
    sample_users.add_sample_users(store, line.secret, MOMENT)
    _called(house)
    _drafted(store, WRITER, text.replace('to: "20:00"', 'to: "18:00"', 1), base=2)
    _drafted(store, LATE, text.replace('to: "20:00"', 'to: "19:00"', 1), base=1)
    names = _names(store) | {"contact": by_age(line.directory, MOMENT.date())[0].key}
    talk = Talk("Când vine răspunsul?", "În cinci zile.", "Răspunsul pleacă în cinci zile.", "")
    with work(store) as unit:
        ticket_id = unit.conn.scalar(select(tickets.c.id).where(tickets.c.number == names["to_sign"]))
        outcome_drafts.save(unit.begin(), ticket_id, Outcome(Status.done, talk, ""), MOMENT)
    return names


def _called(house: House) -> None:
    """Weeks of calls, counted, and two that go on."""
    line, store = house.hotline, house.store
    with work(store) as unit:
        known = sample_calls.known_petitions(unit.conn)
    for _ in SampleCalls(line, known, MOMENT).made():
        pass
    for number, keys, seconds in (("+40722000111", "1", 95), ("+40722000112", "2", 40)):
        phone = house.line(number)
        house.clock.move(seconds=-seconds)
        phone.dial()
        house.clock.move(seconds=21)
        phone.press(keys)
        house.clock.now = MOMENT
    while count(store, line.zone, MOMENT):
        pass


def _drafted(store: Store, login: str, text: str, base: int) -> None:
    user = User(0, login, f"Exemplu {login.title()}", Role.supervisor)
    with work(store) as unit:
        users.add(unit.begin(), user, PASSWORD, now=MOMENT)
    with work(store) as unit:
        whose = users.user_of(unit.conn, login)
        assert whose
        drafts.save(unit, whose.id, text, base=base, version=0, now=MOMENT)


def _names(store: Store) -> dict[str, object]:
    ours = select(tickets.c.number).where(tickets.c.inspector_id == sample_users.INSPECTOR)
    done, booked = (ours.where(tickets.c.status == one) for one in (Status.done, Status.booked))
    asked = {
        "call": select(calls.c.call).where(calls.c.outcome == "completed").order_by(calls.c.seconds.desc()),
        "unmatched": select(unmatched.c.id).order_by(unmatched.c.id),
        "request": select(callback_requests.c.id).order_by(callback_requests.c.id.desc()),
        "user": select(user_table.c.id).where(user_table.c.login == "inspector"),
        "concluded": done.order_by(tickets.c.id),
        "to_write": done.order_by(tickets.c.id.desc()),
        "to_sign": booked.order_by(tickets.c.starts_at),
    }
    with work(store) as unit:
        found = {name: unit.conn.scalar(query.limit(1)) for name, query in asked.items()}
    assert None not in found.values(), found
    return found


def cookies_of(visitor: Visitor) -> list[Any]:
    """What a browser has to hold to go on where the visitor is."""
    return [
        {"name": one.name, "value": one.value, "domain": one.domain, "path": one.path}
        for one in visitor.session.cookies
    ]


def complaints_of(page: Page) -> list[str]:
    """What the browser complains of, from now on: an error, a breach of the policy."""
    told: list[str] = []
    page.on("console", lambda said: told.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


def path_of(page: Page) -> str:
    """Where the browser is, below /console."""
    return urlsplit(page.url).path.removeprefix("/console")
