"""One Chromium for the tests of a module.

A test module asks for it with `pytest_plugins = ("conftest_browser",)`.
"""

from collections.abc import Iterator

import pytest
from chromium import launch_options
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    options = launch_options()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**options)
        yield started
        started.close()
