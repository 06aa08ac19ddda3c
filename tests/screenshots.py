"""The pictures of docs/images: each page of the console as it looks on a desk, with samples and on a fixed morning.

`make screenshots` writes them all; `make screenshots ARGS="now editor"` those.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from chromium import launch_options
from console_house import MOMENT, Sampled, sample_house
from console_pages import PAGES, ConsolePage
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app import open_hotline
from settings import Settings

IMAGES = Path(__file__).parents[1] / "docs" / "images"
PATIENCE = 120_000  # milliseconds: the whole routing file is checked
DESK = {"width": 1200, "height": 900}
SEED = "screenshots"  # the secret that the samples' tokens are made of: the same each time


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = launch_options()
        romanian = {"args": [*options["args"], "--lang=ro"], "env": {**os.environ, "LANGUAGE": "ro"}}
        yield playwright.chromium.launch(**options | romanian)


def _settle(page: Page) -> None:
    """Until what the page asks for again and again is there."""
    expect(page.locator("[data-poll] .warning[role=status]")).to_have_count(0, timeout=PATIENCE)
    if (told := page.locator("#faults-told")).count():
        expect(told).not_to_contain_text("Se verifică", timeout=PATIENCE)
    if page.locator("iframe").count():
        page.wait_for_timeout(5000)  # the browser's own pages tell nobody when a document is drawn


def take(sampled: Sampled, browser: Browser, one: ConsolePage, folder: Path = IMAGES) -> Path:
    """Writes the picture of a page; only its upper part where it is long."""
    window = sampled.signed_in(browser, one.login, viewport=DESK)
    window.set_default_timeout(PATIENCE)
    page = window.new_page()
    page.clock.set_fixed_time(MOMENT)
    page.goto(sampled.address(one.path))
    _settle(page)
    tall = page.evaluate("() => document.documentElement.scrollHeight")
    file = folder / f"{one.name}.png"
    folder.mkdir(parents=True, exist_ok=True)
    clip = {"x": 0, "y": 0, "width": DESK["width"], "height": min(tall, DESK["height"])}
    page.screenshot(path=file, clip=clip, animations="disabled", caret="hide")  # type: ignore[arg-type]
    window.close()
    return file


def main(wanted: list[str]) -> None:
    nowhere = {"SECRET_KEY": SEED * 4, "DATABASE_URL": "sqlite:////no/such/folder/store.db"}
    line = open_hotline(Settings.from_env(nowhere))
    with TemporaryDirectory() as folder, sample_house(line, Path(folder)) as sampled, _browser() as browser:
        for one in PAGES:
            if not wanted or one.name in wanted:
                file = take(sampled, browser, one)
                print(f"{file.relative_to(IMAGES.parents[1])}  {file.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
