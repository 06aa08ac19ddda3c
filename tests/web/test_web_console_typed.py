"""A session ends in the middle of a form: what was typed is not lost, and nobody else finds it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from console_house import complaints_of, cookies_of, small_house
from house import House
from playwright.sync_api import Browser, Page, expect
from visitor import PASSWORD, Visitor, signed_in

from office.users import Role
from store import users
from store.database import work
from web.hotline import Hotline

pytest_plugins = ("conftest_browser",)
pytestmark = pytest.mark.timeout(120)
TYPED = "Gazele sunt oprite pe strada Exemplu."


@pytest.fixture
def small(shipped: Hotline, tmp_path: Path) -> Iterator[House]:
    """A line that speaks the small file."""
    with small_house(shipped, tmp_path) as house:
        yield house


@pytest.fixture
def page(small: House, browser: Browser) -> Iterator[Page]:
    """The window of a supervisor; nothing but refusals may be complained of."""
    visitor = signed_in(small, Role.supervisor)
    context = browser.new_context(locale="ro-RO", base_url=small.address)
    context.set_default_timeout(60_000)
    context.add_cookies(cookies_of(visitor))
    page = context.new_page()
    complaints = complaints_of(page)
    yield page
    context.close()
    assert [one for one in complaints if "status of 4" not in one] == []


def all_signed_out(house: House) -> None:
    with work(house.store) as unit:
        for one in users.everybody(unit.conn):
            users.sign_out(unit.begin(), one.login)


def typed_into(page: Page, house: House) -> None:
    ends = house.clock().astimezone(house.hotline.zone) + timedelta(hours=3)
    page.goto("/console/change/notice")
    page.locator("[name=text-ro]").fill(TYPED)
    page.locator("[name=ends]").fill(f"{ends:%Y-%m-%dT%H:%M}")


def sent(page: Page) -> None:
    page.locator("form:has([name=text-ro]) button").first.click()


def enter(page: Page, login: str = "supervisor") -> None:
    page.get_by_label("Utilizator").fill(login)
    page.get_by_label("Parola").fill(PASSWORD)
    page.get_by_role("button", name="Intră", exact=True).click()


def test_what_was_typed_stands_in_the_form_after_signing_in(small: House, page: Page) -> None:
    """The page leads back; what is sent then arrives, and is not there the next time."""
    typed_into(page, small)
    all_signed_out(small)
    sent(page)
    expect(page.locator("main")).to_contain_text("Ce ați scris așteaptă în această fereastră")
    page.get_by_role("link", name="Intră din nou").click()
    enter(page)
    expect(page.locator("[name=text-ro]")).to_have_value(TYPED)
    expect(page.get_by_role("status")).to_contain_text("este din nou aici")
    sent(page)
    expect(page.locator("main")).to_contain_text("Anunțul se aude.")
    page.goto("/console/change/notice")
    expect(page.locator("[name=text-ro]")).to_have_value("")
    assert page.evaluate("sessionStorage.length") == 0


def test_nobody_else_finds_it_and_no_password_waits(small: House, page: Page) -> None:
    """Another person signs in in the same window; and passwords are never kept."""
    signed_in(small, Role.supervisor, "other")
    typed_into(page, small)
    all_signed_out(small)
    sent(page)
    page.get_by_role("link", name="Intră din nou").click()
    enter(page, "other")
    expect(page.get_by_role("button", name="Ieși")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0
    expect(page.locator("[name=text-ro]")).to_have_value("")
    page.goto("/console/account")
    for field in page.locator("input[type=password]").all():
        field.fill("secretul meu")
    page.wait_for_timeout(400)
    assert "secretul" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_signing_out_takes_it_away(small: House, page: Page) -> None:
    """Whoever signs out leaves nothing in the window."""
    typed_into(page, small)
    page.wait_for_timeout(400)
    assert TYPED in page.evaluate("JSON.stringify(sessionStorage)")
    page.get_by_role("button", name="Ieși").click()
    expect(page.get_by_label("Parola")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize(
    ("sent_from", "back"),
    [
        ("/change/notice?done=saved", "/change/notice"),
        ("/people?role=auditor&done=saved", "/people?role=auditor"),
        ("/routing/publish", ""),  # opened by a form only
        ("//elsewhere.example", ""),
        ("", ""),
    ],
)
def test_without_a_script_the_page_says_that_it_is_lost(house: House, sent_from: str, back: str) -> None:
    """And leads to the page of the form, wherever of ours that is; to no other."""
    visitor = Visitor(house)
    visitor.session.headers["Referer"] = f"{house.address}/console{sent_from}" if sent_from else ""
    answer = visitor.post("/change/notice", csrf="")
    assert answer.status_code == 401
    assert "ce ați scris nu a fost păstrat" in visitor.read
    link = re.search(r'href="/console/sign-in\?back=([^"]*)"', answer.text)
    assert link
    assert unquote(link[1]) == back
