"""Every page of the console can be read and used by everybody: axe finds nothing serious, nothing sticks out of a small
telephone, and the browser has nothing to complain of.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe
from console_house import Sampled, complaints_of, sample_house
from console_pages import (
    ADMINISTRATOR,
    AUDITOR,
    INSPECTOR,
    LATE,
    NO_PAGES,
    PAGES,
    SUPERVISOR,
    WRITER,
    ConsolePage,
)
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app import create_app
from office.users import Role
from web.console.gate import ALLOWED
from web.hotline import Hotline

pytest_plugins = ("conftest_browser",)
pytestmark = pytest.mark.timeout(300)
expect.set_options(timeout=60_000)
DESK, TELEPHONE = {"width": 1200, "height": 900}, {"width": 360, "height": 740}
ROLES = {SUPERVISOR: Role.supervisor, INSPECTOR: Role.inspector, AUDITOR: Role.auditor}
ROLES |= {ADMINISTRATOR: Role.administrator, WRITER: Role.supervisor, LATE: Role.supervisor}
EVERY = [(page, login) for page in PAGES for login in (page.login, *page.also)]


@pytest.fixture(scope="module")
def sampled(shipped: Hotline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sampled]:
    with sample_house(shipped, tmp_path_factory.mktemp("sampled")) as opened:
        yield opened


class Windows(dict[str, BrowserContext]):
    """One window for each user."""

    def __init__(self, sampled: Sampled, browser: Browser) -> None:
        self.sampled, self.browser = sampled, browser

    def __missing__(self, login: str) -> BrowserContext:
        self[login] = self.sampled.signed_in(self.browser, login, viewport=DESK)
        self[login].set_default_timeout(60_000)
        return self[login]


@pytest.fixture(scope="module")
def windows(sampled: Sampled, browser: Browser) -> Iterator[Windows]:
    opened = Windows(sampled, browser)
    with ExitStack() as closing:
        yield opened
        for window in opened.values():
            closing.callback(window.close)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def barriers(page: Page) -> list[str]:
    """What axe finds serious, with the first places of each."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def sticks_out(page: Page) -> list[str]:
    """What is wider than the window, unless it scrolls by itself."""
    said: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [`${document.documentElement.scrollWidth} px`, ...[...document.querySelectorAll("main *, header *")]
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll"))
          .slice(0, 5).map((one) => `${one.tagName} ${one.className} ${one.id}`)]"""
    )
    return said


@pytest.mark.parametrize(("one", "login"), EVERY, ids=[f"{page.name}-{login}" for page, login in EVERY])
def test_everybody_can_use_it(sampled: Sampled, windows: Windows, one: ConsolePage, login: str) -> None:
    """On a desk in light colours and on a telephone in dark ones; all but its first role on the telephone only."""
    page = windows[login].new_page()
    complaints = complaints_of(page)
    answer = page.goto(sampled.address(one.path))
    assert answer
    assert answer.status == 200
    assert page.url == sampled.address(one.path), "it leads to another page"
    assert page.locator("h1").count() == 1
    found = barriers(page) if login == one.login else []
    page.set_viewport_size(TELEPHONE)
    page.emulate_media(color_scheme="dark")
    assert (found, barriers(page), sticks_out(page)) == ([], [], [])
    assert complaints == []
    page.close()


def wrong_password(page: Page) -> None:
    page.get_by_label("Nume de utilizator").fill("nimeni")
    page.get_by_label("Parola").fill("nu știu")
    press(page, "Intră")
    expect(page.get_by_role("alert")).to_be_visible()


def absence_that_ends_before_it_begins(page: Page) -> None:
    page.get_by_label("Din ziua").fill("2027-03-04")
    page.get_by_label("Până în ziua").fill("2027-03-03")
    press(page, "Scrie absența")
    expect(page.locator("[aria-invalid]")).to_have_count(1)


def other_hours(page: Page) -> None:
    page.get_by_label("Până la ora").first.fill("18:00")
    press(page, "Arată schimbarea")
    expect(page.locator("ins").first).to_be_visible()


def notice_without_an_end(page: Page) -> None:
    page.get_by_label("Anunțul, în această limbă: română").fill("Ghișeul este închis.")
    page.get_by_label("Începe").fill("2026-12-02T10:00")
    page.get_by_label("Se termină").fill("2026-12-01T10:00")
    press(page, "Pune pe linie")
    expect(page.locator("[aria-invalid]")).to_have_count(1)


def draft_on_trial(page: Page) -> None:
    expect(page.locator("[data-poll]")).to_contain_text("Se poate publica.")
    press(page, "Pregătește un apel")
    expect(page.get_by_role("link", name="Deschide telefonul")).to_be_visible()


ANSWERS: list[tuple[str, str, Callable[[Page], None]]] = [
    ("", "/sign-in", wrong_password),
    (INSPECTOR, "/absences", absence_that_ends_before_it_begins),
    (SUPERVISOR, "/change/hours", other_hours),
    (SUPERVISOR, "/change/notice", notice_without_an_end),
    (WRITER, "/routing/preview", draft_on_trial),
    (
        INSPECTOR,
        "/people",
        lambda page: expect(page.get_by_role("heading", level=1)).to_contain_text("rolul"),
    ),
]


@pytest.mark.parametrize(("login", "path", "act"), ANSWERS, ids=[act.__name__ for _, _, act in ANSWERS])
def test_what_answers_a_form_can_be_used_too(
    sampled: Sampled, windows: Windows, login: str, path: str, act: Callable[[Page], None]
) -> None:
    """Mistakes beside their fields, changes to look at, a refusal."""
    page = windows[login].new_page()
    page.goto(sampled.address(path))
    act(page)
    found = barriers(page)
    page.set_viewport_size(TELEPHONE)
    page.emulate_media(color_scheme="dark")
    assert (found, barriers(page), sticks_out(page)) == ([], [], [])
    page.close()


def test_no_page_was_forgotten(shipped: Hotline) -> None:
    """A new page that one can open is looked at here, and has its picture."""
    app: Flask = create_app(shipped)
    opened = {
        rule.endpoint.removeprefix("console.")
        for rule in app.url_map.iter_rules()
        if rule.endpoint in ALLOWED and "GET" in (rule.methods or ())
    }
    assert opened - NO_PAGES == {page.name for page in PAGES} - {"sign_in"}
    assert opened >= NO_PAGES


@pytest.mark.parametrize("page", [one for one in PAGES if one.login], ids=lambda one: one.name)
def test_no_role_was_forgotten(page: ConsolePage) -> None:
    """A page is looked at as each of those sees it who may open it."""
    assert {ROLES[login] for login in (page.login, *page.also)} == ALLOWED[f"console.{page.name}"]
