"""The page's telephone in a real browser: by mouse, by keyboard alone, on a small screen, and with a voice."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from test_web_phone import Served, logged, served

from web.hotline import Hotline

pytest_plugins = ("conftest_browser",)

# A browser with a Romanian voice that reads for ever, and writes down what it was given.
VOICE = """
window.spoken = [];
class Utterance { constructor(text) { this.text = text; } }
const voices = [
  { lang: "en-US", name: "English", localService: true },
  { lang: "ro_RO", name: "far away", localService: false },
  { lang: "ro-RO", name: "Română", localService: true },
];
let now = null;
const synthesis = {
  getVoices: () => voices,
  speak: (one) => { if (one.text) { now = one; window.spoken.push([one.voice.name, one.text]); } },
  cancel: () => { const cut = now; now = null; window.spoken.push(["cut", cut.text]); cut.onerror?.(); },
  end: () => { const read = now; now = null; read.onend(); },
  addEventListener: () => {},
};
Object.defineProperty(window, "speechSynthesis", { value: synthesis });
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
"""


@pytest.fixture
def line(shipped: Hotline, sqlite_template: Path, tmp_path: Path) -> Iterator[Served]:
    with served(shipped, sqlite_template, tmp_path) as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser, line: Served) -> Iterator[Callable[..., Page]]:
    """Opens the page; a complaint of the browser (an error, a breach of the policy) fails the test at its end."""
    complaints: list[str] = []

    def complain(kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            complaints.append(text)

    def opened(script: str = "", forgiven: str = "no complaint", **options: Any) -> Page:
        context = browser.new_context(locale="ro-RO", **options)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.add_init_script(script)
        page.on("console", lambda said: complain(said.type, said.text) if forgiven not in said.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{line.address}/phone")
        return page

    yield opened
    for context in browser.contexts:
        context.close()
    assert complaints == []


def status(page: Page, text: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(text)


def heard(page: Page, text: str) -> None:
    """The newest thing the line said has these words in it."""
    expect(page.locator("#entries .line").last).to_contain_text(text)


def dial(page: Page) -> Page:
    page.get_by_role("button", name="Sună 0800 000 000").click()
    status(page, "Linia așteaptă: o tastă sau vorbire.")
    return page


def key(page: Page, name: str) -> None:
    page.locator(f"#keypad [value='{name}']").click()


def test_a_whole_call_by_mouse(visit: Callable[..., Page], line: Served) -> None:
    """Dial, hear, press, type a number, speak, hear how far the petition has come, keep silent, hang up."""
    page = visit()
    status(page, "În așteptare")
    dial(page)
    first = page.locator("#entries li").first
    expect(first).to_contain_text("Linia: Bună ziua.")
    expect(first.locator("span").first).to_have_attribute("lang", "ro-RO")
    key(page, "1")
    status(page, "cifre și #")
    for digit in "1193687":
        key(page, digit)
    page.get_by_role("button", name="Șterge ultima tastă").click()
    expect(page.get_by_label("Taste", exact=True)).to_have_value("119368")
    key(page, "#")
    heard(page, "Este corect?")
    page.get_by_label("Spuneți").fill("da")
    page.get_by_role("button", name="Spune", exact=True).click()
    heard(page, "este în lucru")
    page.get_by_role("button", name="Tac").click()
    heard(page, "Nu am auzit nimic.")
    page.get_by_role("button", name="Închide").click()
    status(page, "Apel încheiat.")
    assert page.locator("#entries .you").all_inner_texts() == [
        "Dumneavoastră: 1",
        "Dumneavoastră: 119368#",
        "Dumneavoastră: „da”",
        "Dumneavoastră: (tăcere)",
        "Dumneavoastră: (ați închis)",
    ]
    assert logged(line) == [("+40 7•• ••• 111", "completed")]


def test_a_whole_call_by_keyboard_alone(visit: Callable[..., Page]) -> None:
    """Tab reaches every key, and the computer's own digits work wherever nobody writes a text."""
    page = visit()
    tab_to(page, "call")
    page.keyboard.press("Enter")
    status(page, "o tastă")
    page.keyboard.press("1")
    status(page, "cifre și #")
    page.keyboard.type("1193689")
    page.keyboard.press("Backspace")
    page.keyboard.type("8#")
    page.keyboard.press("1")
    heard(page, "Nu găsim")
    page.keyboard.type("119368#")
    heard(page, "Este corect?")
    tab_to(page, "words")
    page.keyboard.type("corect 1")  # a digit in a text is a digit of the text
    page.keyboard.press("Enter")
    heard(page, "este în lucru")
    tab_to(page, "hang-up", back=True)
    page.keyboard.press("Space")
    status(page, "Apel încheiat.")


def test_messages_appear_by_themselves(visit: Callable[..., Page], line: Served) -> None:
    """What the line sends while the page is open is shown once, the newest on top, in its own words."""
    page = visit()
    inbox = page.get_by_role("region", name="Mesaje")
    expect(inbox).to_contain_text("Aici apar SMS-urile")
    for words in ("Primul. Linia 0800 000 000", "<b>Al doilea</b>. Linia 0800 000 000"):
        line.hotline.carrier.text("+40722000111", words, "key", 60)
        expect(inbox.locator("li").first).to_contain_text(words)
    expect(inbox.locator("li")).to_have_count(2)
    expect(inbox.locator("li b").first).to_have_text("SMS, 0722 000 111")
    assert barriers(page) == []


def tab_to(page: Page, wanted: str, back: bool = False) -> None:
    """Moves with Tab until the wanted thing has the focus, and sees that it shows."""
    for _ in range(40):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.locator(":focus").get_attribute("id") == wanted:
            break
    expect(page.locator(f"#{wanted}")).to_be_focused()
    expect(page.locator(f"#{wanted}")).to_have_css("outline-style", "solid")


def test_fast_fingers_lose_no_key(visit: Callable[..., Page]) -> None:
    """Keys pressed while an answer is on its way go to the next question, in their order."""
    page = dial(visit())
    page.keyboard.type("1119368#1")
    heard(page, "este în lucru")


def test_digits_can_be_pasted_and_sent_with_silence(visit: Callable[..., Page]) -> None:
    """The field takes what a telephone has keys for; who says nothing more has sent it."""
    page = dial(visit())
    page.keyboard.press("1")
    status(page, "cifre și #")
    page.get_by_label("Taste", exact=True).fill("nr. 119 368")
    expect(page.get_by_label("Taste", exact=True)).to_have_value("119368")
    page.get_by_role("button", name="Tac").click()
    heard(page, "Este corect?")


def test_the_visitor_answers_for_the_operator(visit: Callable[..., Page]) -> None:
    """While an operator rings the visitor chooses; the focus does not fall off the page with the choice."""
    page = dial(visit())
    key(page, "0")
    status(page, "Sună operatorul")
    key(page, "5")
    status(page, "tastele nu se aud")
    page.get_by_role("button", name="Nu răspunde").click()
    heard(page, "Niciun operator nu a putut răspunde.")
    expect(page.get_by_role("button", name="Închide")).to_be_focused()
    key(page, "0")
    page.get_by_role("button", name="Răspunde", exact=True).click()
    status(page, "Apel încheiat.")
    expect(page.get_by_role("button", name="Sună 0800 000 000")).to_be_focused()


def test_a_withheld_number_and_a_wrong_one(visit: Callable[..., Page], line: Served) -> None:
    """A number that is none is refused in a sentence; no number at all is fine."""
    page = visit(forgiven="status of 400")
    page.get_by_label("Sunați de la").fill("12")
    page.get_by_role("button", name="Sună 0800 000 000").click()
    status(page, "Numărul nu este bun.")
    page.get_by_label("număr ascuns").check()
    dial(page)
    assert logged(line) == [("", "")]


def test_who_leaves_the_page_hangs_up(visit: Callable[..., Page], line: Served) -> None:
    page = dial(visit())
    page.goto("about:blank")
    for _ in range(100):
        if logged(line) == [("+40 7•• ••• 111", "completed")]:
            return
        time.sleep(0.05)
    assert logged(line) == [("+40 7•• ••• 111", "completed")]


def test_a_key_cuts_the_voice_but_not_the_notice(visit: Callable[..., Page]) -> None:
    """The best Romanian voice reads; what must be heard is read to its end, a menu stops at a key."""
    page = visit(VOICE)
    expect(page.get_by_label("citește cu voce")).to_be_checked()
    dial(page)
    assert spoken(page) == [["Română", "Bună ziua."]]
    key(page, "4")
    heard(page, "Oferim informare")
    assert len(spoken(page)) == 1
    while "Oferim informare" not in spoken(page)[-1][1]:
        page.evaluate("() => window.speechSynthesis.end()")
    notice = [text for _, text in spoken(page)]
    assert "Pentru urgențe, închideți și sunați la unu unu doi." in notice
    assert not any("apăsați" in text for text in notice)
    key(page, "1")
    expect(page.locator("#entries .line")).to_have_count(6)  # with the two other languages
    assert [who for who, _ in spoken(page)[-2:]] == ["cut", "Română"]
    page.get_by_label("citește cu voce").uncheck()
    assert spoken(page)[-1][0] == "cut"


def spoken(page: Page) -> list[list[str]]:
    said: list[list[str]] = page.evaluate("() => window.spoken")
    return said


def test_without_a_romanian_voice_the_page_says_so(visit: Callable[..., Page]) -> None:
    page = visit()
    expect(page.get_by_label("citește cu voce")).to_be_disabled()
    expect(page.locator("#aloud-hint")).to_contain_text("nu are o voce românească")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Callable[..., Page], scheme: str) -> None:
    """At rest, in a call, while an operator rings, and after the call."""
    page = visit(color_scheme=scheme, reduced_motion="reduce")
    assert barriers(page) == []
    dial(page)
    assert barriers(page) == []
    key(page, "0")
    status(page, "Sună operatorul")
    assert barriers(page) == []
    page.get_by_role("button", name="Închide").click()
    status(page, "Apel încheiat.")
    assert barriers(page) == []


def barriers(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['help']}" for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("width", [320, 360, 640, 1280])
def test_nothing_sticks_out_of_a_small_screen(visit: Callable[..., Page], width: int) -> None:
    """A small telephone; 640 is a screen of 1280 at 200 %. A key is never smaller than a finger (24 px)."""
    page = dial(visit(viewport={"width": width, "height": 700}))
    key(page, "0")
    status(page, "Sună operatorul")
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
    for button in page.get_by_role("button").all():
        box = button.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert min(box["width"], box["height"]) >= 24


def test_without_javascript_there_is_no_dead_telephone(visit: Callable[..., Page]) -> None:
    """What to do instead stands in <noscript>, which this way of switching JavaScript off does not show."""
    page = visit(java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#telephone")).to_be_hidden()


def test_a_fault_of_the_line_is_shown(
    shipped: Hotline, browser: Browser, sqlite_template: Path, tmp_path: Path
) -> None:
    """Where nobody answers the page says what the carrier would have complained of."""
    with served(shipped, sqlite_template, tmp_path, own_address="http://127.0.0.1:9") as broken:
        page = browser.new_page()
        page.goto(f"{broken.address}/phone")
        page.get_by_role("button", name="Sună 0800 000 000").click()
        status(page, "linia a greșit")
        expect(page.locator("#entries .fault")).to_contain_text("11205")
        page.close()
