"""What people of the institution do in the console, from beginning to end, in a real browser."""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from blue_ticket import INSPECTOR, NOW
from conftest_gunicorn import rows, until
from console_house import bare_house, complaints_of, cookies_of, path_of, small_house
from evening import booked
from house import House
from playwright.sync_api import Browser, Page, expect
from provider import CLIENT, CLIENT_SECRET, SignOnServer
from pypdf import PdfReader
from routing_file import newest
from sqlalchemy import update
from visitor import PASSWORD, Visitor, add_user, signed_in

from jobs.send import send
from office.tickets import Status
from office.users import Role
from post.email import letters
from store.database import work
from store.tables import tickets
from web.console.provider import Provider
from web.hotline import Hotline

pytest_plugins = ("conftest_browser",)
pytestmark = pytest.mark.timeout(300)
PATIENCE = 60_000  # milliseconds; a busy machine checks a routing file slowly
OLD, NEW, OTHER = "Primăria Orașului Mic", "Primăria Orașului Nou", "Primăria Orașului Vechi"
ANA = "ana@example.ro"
expect.set_options(timeout=PATIENCE)


class Desk:
    """Windows of people at a house; a complaint of any of them fails the test at its end."""

    def __init__(self, house: House, browser: Browser) -> None:
        self.house, self.browser = house, browser
        self.complaints: list[list[str]] = []

    def window(self, visitor: Visitor | None = None, **options: Any) -> Page:
        """A window of who is signed in already, or of nobody."""
        context = self.browser.new_context(locale="ro-RO", reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE)
        context.add_cookies(cookies_of(visitor) if visitor else [])
        page = context.new_page()
        self.complaints.append(complaints_of(page))
        return page

    def of(self, role: Role, login: str = "", inspector_id: str = "") -> Page:
        """A window of a new user, who has just come in."""
        page = self.window(signed_in(self.house, role, login, inspector_id))
        page.goto(f"{self.house.address}/console")
        return page

    def hears(self, words: str) -> None:
        """Whoever dials the line in the browser now hears these words first."""
        page = self.window()
        page.goto(f"{self.house.address}/phone")
        page.get_by_role("button", name="Sună 0800 000 000").click()
        expect(page.locator("#entries li").first).to_contain_text(words)
        page.get_by_role("button", name="Închide").click()
        expect(page.get_by_role("status")).to_contain_text("Apel încheiat.")
        page.close()

    def leave(self) -> None:
        """Refusals (401, 409, 422) are what some of these ways are about; nothing else may be complained of."""
        said = [one for told in self.complaints for one in told if "status of 4" not in one]
        for context in self.browser.contexts:
            context.close()
        assert said == []


@pytest.fixture
def sit(browser: Browser) -> Iterator[Callable[[House], Desk]]:
    with ExitStack() as leaving:

        def at(house: House) -> Desk:
            desk = Desk(house, browser)
            leaving.callback(desk.leave)
            return desk

        yield at


@pytest.fixture
def small(shipped: Hotline, tmp_path: Path) -> Iterator[House]:
    """A line that speaks the small file."""
    with small_house(shipped, tmp_path) as house:
        yield house


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def write_file(page: Page, text: str) -> None:
    """Types a whole text into the editor, and goes on to what it changes."""
    page.get_by_label("Textul fișierului").fill(text)
    press(page, "Salvează și arată ce se schimbă")


def publish(page: Page, note: str) -> None:
    page.get_by_label("De ce (un rând)").fill(note)
    press(page, "Publică")


def is_fit(page: Page) -> None:
    expect(page.locator("[data-poll]")).to_contain_text("Se poate publica.")


def on_line(house: House, number: int) -> str:
    """The text of the revision, as soon as the line speaks it."""
    until(lambda: house.hotline.routing.now.number == number, PATIENCE / 1000, "the line does not speak it")
    return newest(house)[1]


def test_a_supervisor_breaks_the_file_mends_it_publishes_and_takes_it_back(
    small: House, sit: Callable[[House], Desk]
) -> None:
    """The fault stands beside its row and nothing is published; what is mended is heard, and then the old words."""
    desk = sit(small)
    desk.hears(OLD)
    page = desk.of(Role.supervisor)
    page.get_by_role("link", name="Fișierul liniei").click()
    sheet = page.get_by_label("Textul fișierului")
    whole = sheet.input_value()
    sheet.fill(whole.replace("ring_seconds", "ring_secnds", 1))
    row = whole[: whole.index("ring_seconds")].count("\n") + 1
    expect(page.locator("#faults li")).to_contain_text("poate «ring_seconds»")
    page.get_by_role("link", name=f"Rândul {row}", exact=True).click()
    expect(page.locator("#here")).to_contain_text(f"Rândul {row}, coloana 5")
    expect(page.locator("#gutter .wrong")).to_have_text(str(row))
    expect(page.locator("#notes")).to_contain_text("ring_seconds")
    press(page, "Salvează și arată ce se schimbă")
    expect(page.locator("[data-poll]")).to_contain_text("O greșeală; ciorna se păstrează")
    publish(page, "merge și așa")
    expect(page.locator("#note-error")).to_contain_text("are greșeli")
    expect(page.get_by_label("De ce (un rând)")).to_have_value("merge și așa")

    page.get_by_role("link", name="Înapoi la text").click()
    expect(sheet).to_have_value(whole.replace("ring_seconds", "ring_secnds", 1))
    sheet.fill(whole.replace(OLD, NEW))
    expect(page.locator("#faults-told")).to_have_text("Nicio greșeală.")
    press(page, "Salvează și arată ce se schimbă")
    is_fit(page)
    expect(page.locator("ins").first).to_be_visible()
    publish(page, "nume nou")
    expect(page.get_by_role("status")).to_contain_text("Am publicat.")
    expect(page.get_by_role("row", name="nume nou")).to_contain_text("pe linie")
    assert NEW in on_line(small, 2)
    assert NEW in small.file.read_text("utf-8")
    desk.hears(NEW)

    press(page, "Publică din nou revizia 1")
    expect(page.get_by_role("status")).to_contain_text("Am publicat din nou textul mai vechi.")
    assert on_line(small, 3) == whole == small.file.read_text("utf-8")
    desk.hears(OLD)


def test_a_draft_is_heard_by_its_author_alone(small: House, sit: Callable[[House], Desk]) -> None:
    desk = sit(small)
    page = desk.of(Role.supervisor)
    page.goto(f"{small.address}/console/routing")
    write_file(page, page.get_by_label("Textul fișierului").input_value().replace(OLD, NEW))
    is_fit(page)
    press(page, "Pregătește un apel")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Deschide telefonul").click()
    phone = opened.value
    expect(phone.get_by_role("note").last).to_contain_text("Ascultați o ciornă.")
    phone.get_by_role("button", name="Sună 0800 000 000").click()
    expect(phone.locator("#entries li").first).to_contain_text(NEW)
    phone.get_by_role("button", name="Închide").click()
    desk.hears(OLD)


def test_of_two_supervisors_who_publish_at_once_one_wins_and_the_other_loses_nothing(
    small: House, sit: Callable[[House], Desk]
) -> None:
    """The second one sees both texts, keeps the own one, looks again at what changes, and publishes."""
    desk = sit(small)
    pages = [desk.of(Role.supervisor, login) for login in ("ana", "radu")]
    for page, name in zip(pages, (NEW, OTHER), strict=True):
        page.goto(f"{small.address}/console/routing")
        write_file(page, page.get_by_label("Textul fișierului").input_value().replace(OLD, name))
        is_fit(page)
        page.get_by_label("De ce (un rând)").fill(name)
    first, second = pages
    press(first, "Publică")
    expect(first.get_by_role("status")).to_contain_text("Am publicat.")
    press(second, "Publică")
    expect(second.get_by_role("alert")).to_contain_text("2")
    assert NEW in second.locator("#theirs").input_value()
    assert OTHER in second.locator("#mine").input_value()
    expect(second.locator("del").first).to_be_visible()
    second.locator("form[action$='/rebase'] button").click()
    expect(second.get_by_role("status").first).to_contain_text("pornește acum de la ultima revizie")
    press(second, "Salvează și arată ce se schimbă")
    is_fit(second)
    publish(second, OTHER)
    expect(second.get_by_role("status")).to_contain_text("Am publicat.")
    assert OTHER in on_line(small, 3)
    desk.hears(OTHER)


def test_two_windows_of_one_draft_lose_nothing(small: House, sit: Callable[[House], Desk]) -> None:
    """The slower one sees both texts."""
    page = sit(small).of(Role.supervisor)
    other = page.context.new_page()
    for window in (other, page):
        window.goto(f"{small.address}/console/routing")
    for window, text in ((other, "line: 1"), (page, "line: 2")):
        window.get_by_label("Textul fișierului").fill(text)
        press(window, "Salvează")
    expect(page.get_by_role("heading", level=1)).to_have_text("Două texte ale aceleiași ciorne")
    expect(page.locator("#text")).to_have_value("line: 2")
    expect(page.locator("#theirs")).to_have_value("line: 1")


@pytest.fixture
def office(shipped: Hotline, tmp_path: Path) -> Iterator[House]:
    """Monday; the inspector has a talk of last Thursday without an outcome, and a ticket for Wednesday."""
    with bare_house(shipped, tmp_path) as house:
        house.clock.now = NOW
        past, _ = booked(house.store, 2, email=ANA)
        earlier = {
            "starts_at": past.starts_at - timedelta(days=6),
            "ends_at": past.ends_at - timedelta(days=6),
        }
        with work(house.store) as unit:
            this = update(tickets).where(tickets.c.id == past.id)
            unit.begin().execute(this.values(status=Status.done, **earlier))
        yield house


def test_an_inspectors_day_from_an_absence_to_a_document(office: House, sit: Callable[[House], Desk]) -> None:
    """Each ticket that an absence hits is decided about; a talk of the past gets its document, which goes out."""
    page = sit(office).of(Role.inspector, inspector_id=INSPECTOR)
    page.get_by_role("link", name="Absențe").click()
    page.get_by_label("Din ziua").fill("2027-03-03")
    page.get_by_label("Până în ziua").fill("2027-03-03")
    press(page, "Scrie absența")
    expect(page.get_by_role("status")).to_contain_text("Absența este scrisă.")
    expect(page.get_by_role("heading", name="Un tichet în timpul unei absențe")).to_be_visible()
    press(page, "Anulează și anunță cetățeanul")
    expect(page.get_by_role("status")).to_contain_text("Tichetul a fost anulat și cetățeanul este anunțat.")

    page.get_by_role("navigation", name="Pagini").get_by_role("link", name="Agenda").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("O convorbire fără rezultat scris")
    page.get_by_role("link", name="Săptămâna", exact=True).click()
    expect(page.locator("td.away").first).to_contain_text("absent")
    page.locator("#late ~ ul a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("a avut loc")
    page.get_by_role("link", name="Scrieți rezultatul").click()
    _write_outcome(page)
    press(page, "Mai departe")
    expect(page.get_by_text("După semnare pleacă prin e-mail la")).to_contain_text("a•••@example.ro")
    shown = page.request.get(f"{office.address}{page.locator('iframe').get_attribute('src')}")
    assert shown.headers["content-type"] == "application/pdf"
    assert "Se repară până la 30 aprilie." in _text_of(shown.body())
    press(page, "Semnează și trimite")
    expect(page.get_by_role("status").first).to_contain_text("Am semnat; documentul pleacă prin e-mail.")
    expect(page.get_by_role("link", name="Versiunea 1 (PDF)")).to_be_visible()
    _is_told(office)


def _write_outcome(page: Page) -> None:
    """What is typed survives a reload: what was saved by itself, and what there was no time to save."""
    expect(page.get_by_label("Convorbirea a avut loc")).to_be_checked()
    page.get_by_label("Ce a întrebat cetățeanul").fill("Când se repară groapa?")
    page.get_by_label("Concluzii").fill("Se repară până la 30")
    expect(page.locator("#saved")).to_contain_text("Salvat la")
    page.get_by_label("Concluzii").fill("Se repară până la 30 aprilie.")
    page.reload()
    expect(page.get_by_label("Ce a întrebat cetățeanul")).to_have_value("Când se repară groapa?")
    expect(page.get_by_label("Concluzii")).to_have_value("Se repară până la 30 aprilie.")


def _is_told(office: House) -> None:
    """The worker sends; the letters are in the post folder, one with the document."""
    while send(office.post, office.clock()):
        pass
    papers = [
        part
        for _, letter in letters(office.hotline.post_folder, 10)
        if letter["To"] == ANA
        for part in letter.iter_attachments()
        if part.get_content_type() == "application/pdf"
    ]
    assert any("Se repară până la 30 aprilie." in _text_of(one.get_content()) for one in papers)
    assert rows(office.store, "SELECT status FROM tickets ORDER BY id")[1] == ("cancelled_by_office",)


def _text_of(content: bytes) -> str:
    return PdfReader(io.BytesIO(content)).pages[0].extract_text()


def sign_in(page: Page, login: str, password: str) -> None:
    page.get_by_label("Nume de utilizator").fill(login)
    page.get_by_label("Parola").fill(password)
    press(page, "Intră")


def tab_to(page: Page, wanted: str) -> None:
    """Moves with Tab until the wanted thing has the focus, and sees that it shows."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(f"{wanted}:focus").count():
            break
    expect(page.locator(wanted)).to_be_focused()
    expect(page.locator(wanted)).to_have_css("outline-style", "solid")


def test_signing_in_and_out_by_keyboard_alone(small: House, sit: Callable[[House], Desk]) -> None:
    """With a wrong password first: the name stays; and to the page they asked for."""
    page = sit(small).window()
    add_user(small, Role.supervisor, "ana")
    page.goto(f"{small.address}/console/contacts")
    tab_to(page, "#login")
    page.keyboard.type("ana")
    tab_to(page, "#password")
    page.keyboard.type("nu știu")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Numele sau parola nu sunt bune.")
    expect(page.get_by_label("Nume de utilizator")).to_have_value("ana")
    tab_to(page, "#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Contacte")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()  # past the menu
    page.reload()
    tab_to(page, ".who button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Intrare în consolă")
    page.go_back()
    page.goto(f"{small.address}/console/contacts")
    assert path_of(page) == "/sign-in"


def test_after_five_wrong_passwords_the_right_one_waits_a_quarter_of_an_hour(
    small: House, sit: Callable[[House], Desk]
) -> None:
    page = sit(small).window()
    add_user(small, Role.auditor, "ana")
    page.goto(f"{small.address}/console")
    for wrong in ("unu", "doi", "trei", "patru", "cinci", PASSWORD):
        sign_in(page, "ana", wrong)
        expect(page.get_by_role("alert")).to_contain_text("După cinci încercări greșite")
        expect(page.get_by_label("Parola")).to_have_value("")
    small.clock.move(minutes=16)
    sign_in(page, "ana", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Jurnal")


def test_somebody_comes_in_with_the_account_of_the_institution(
    shipped: Hotline, tmp_path: Path, sit: Callable[[House], Desk]
) -> None:
    """One button, to the provider and back: the role comes from there."""
    sso = SignOnServer(now=lambda: 0, person={"sub": "42", "name": "Ana", "roles": ["supervisor"]})
    sso.person["preferred_username"] = "ana"
    sso.start()
    with small_house(shipped, tmp_path, sign_on=Provider(sso.issuer, CLIENT, CLIENT_SECRET)) as house:
        sso.now = lambda: house.clock().timestamp()
        page = sit(house).window()
        page.goto(f"{house.address}/console/contacts")
        page.get_by_role("link", name="Intră cu contul instituției").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Contacte")
        expect(page.locator(".who")).to_contain_text("Ana (supervizor)")
        press(page, "Ieșire")
        expect(page.get_by_role("heading", level=1)).to_have_text("Intrare în consolă")
    sso.stop()


def test_without_javascript_the_forms_still_save(small: House, sit: Callable[[House], Desk]) -> None:
    page = sit(small).window(java_script_enabled=False)
    add_user(small, Role.supervisor, "ana")
    page.goto(f"{small.address}/console/routing")
    sign_in(page, "ana", PASSWORD)
    page.get_by_label("Textul fișierului").fill("line: [")
    press(page, "Salvează")
    expect(page.locator("#standing")).to_contain_text("Ciorna dumneavoastră peste revizia 1")
    expect(page.get_by_label("Textul fișierului")).to_have_value("line: [")


def test_a_call_appears_while_the_page_is_open(small: House, sit: Callable[[House], Desk]) -> None:
    """And goes when it is over; nobody loads the page again."""
    page = sit(small).of(Role.supervisor)
    expect(page.get_by_role("heading", level=1)).to_have_text("Linia acum")
    expect(page.locator("main")).to_contain_text("Nu sună nimeni acum.")
    page.evaluate("() => { window.isSamePage = true; }")
    phone = small.line("+40722000111")
    phone.dial()
    phone.press("1")
    expect(page.get_by_role("row", name="+40 7•• ••• 111")).to_contain_text("Numărul petiției")
    phone.hang_up()
    expect(page.locator("main")).to_contain_text("Nu sună nimeni acum.")
    assert page.evaluate("() => window.isSamePage")
