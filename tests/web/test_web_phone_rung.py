"""The line rings the telephone on the page: who opens it is an inspector, or a citizen, for an evening."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from evening import CITIZEN, INSPECTOR, SUBJECT, Evening, booked
from house import Clock, House
from playwright.sync_api import Page, expect
from test_web_phone import WHEN_REAL, Served, served
from test_web_phone_chromium import barriers, heard, key, status, visit

from carrier.local import LocalCarrier, local_carrier
from office.tickets import Status
from web.hotline import Hotline

__all__ = ["visit"]
pytest_plugins = ("conftest_browser",)


@pytest.fixture
def evening(shipped: Hotline, sqlite_template: Path, tmp_path: Path) -> Iterator[Evening]:
    clock, folder = Clock(), tmp_path / "post"
    carrier = LocalCarrier(local_carrier("secret", folder).signature, folder, clock)
    with served(
        shipped, sqlite_template, tmp_path, clock=clock, carrier=carrier, post_folder=folder
    ) as opened:
        (ticket,) = booked(opened.hotline.store)
        clock.now = ticket.starts_at
        yield Evening(House(opened.hotline, clock, opened.address, tmp_path / "none"), ticket.id)


@pytest.fixture
def line(evening: Evening) -> Served:
    return Served(evening.house.hotline, evening.house.address)


def rung(page: Page, number: str) -> Page:
    """The page of somebody with this number, once it rings."""
    page.get_by_label("Sunați de la").fill(number)
    expect(page.get_by_role("alert")).to_contain_text("Vă sună 0800 000 000")
    return page


def test_an_inspector_is_rung_on_the_page_joined_and_warned(
    visit: Callable[..., Page], evening: Evening
) -> None:
    """Answers, presses 1, waits without doing anything, talks, hears the warning, and the end when the other goes."""
    evening.works()
    page = rung(visit(), "0264 000 001")
    assert barriers(page) == []
    page.get_by_role("button", name="Răspunde").click()
    heard(page, SUBJECT)
    expect(page.get_by_role("alert")).to_have_count(0)
    key(page, "1")
    heard(page, "Îl sunăm pe cetățean")
    evening.works()
    citizen = evening.picks_up(CITIZEN)
    citizen.presses("1")
    expect(page.get_by_role("status")).to_contain_text("Sunteți legat cu celălalt", timeout=20_000)
    expect(page.get_by_role("group", name="Sună telefonul operatorului")).to_have_count(0)
    evening.works(minutes=14)
    heard(page, "Mai este un minut")
    citizen.hangs_up()
    heard(page, "Convorbirea s-a încheiat")
    status(page, "Apel încheiat.")
    evening.works()
    assert evening.ticket.status is Status.done


def test_a_citizen_rejects_the_call_on_the_page(visit: Callable[..., Page], evening: Evening) -> None:
    """It is busy, and the page is free again."""
    evening.works()
    evening.inspector_accepts()
    page = rung(visit(), CITIZEN)
    page.get_by_role("button", name="Respinge").click()
    status(page, "Apel încheiat.")
    assert "1 citizen busy" in evening.states
    page.get_by_role("button", name="Sună 0800 000 000").click()
    heard(page, "apăsați")


def test_a_call_can_be_picked_up_once(line: Served, evening: Evening) -> None:
    """Two pages with one number: the second is told that it does not ring any more; so is one that makes a call up."""
    evening.works()
    status_, _, body = line.ask("GET", f"/phone/rings?number={INSPECTOR}".replace("+", "%2B"))
    assert (status_, b"0800 000 000" in body) == (200, True)
    (one,) = evening.board.rings()
    assert line.tried({"do": "pick_up", "ring": one.call})[0] == 200
    for call in (one.call, "CA" + "0" * 32, None, ["x"]):
        refused, answer = line.tried({"do": "pick_up", "ring": call})
        assert (refused, answer["error"]) == (400, "Nu mai sună.")


@pytest.mark.parametrize("number", ["", "x", "112", "+40722000999", "1" * 500])
def test_a_number_that_nobody_rings_is_quiet(line: Served, evening: Evening, number: str) -> None:
    evening.works()
    assert line.ask("GET", f"/phone/rings?number={number}")[::2] == (200, b"{}\n")


def test_a_real_line_rings_no_page(shipped: Hotline, sqlite_template: Path, tmp_path: Path) -> None:
    """There is nothing to be listened to, nor to be picked up."""
    with served(shipped, sqlite_template, tmp_path, **WHEN_REAL) as opened:
        assert opened.ask("GET", "/phone/rings?number=%2B40722000111")[0] == 404
        assert opened.tried({"do": "pick_up", "ring": "CA" + "0" * 32})[0] in (400, 404)
