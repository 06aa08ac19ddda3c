"""A browser for the tests: the Chromium of this machine, started so that it is silent on a closed network.

`python tests/chromium.py` says where it is.
"""

import os
import shutil
import sys
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Chromium refuses its sandbox to root, and asks Google for this and that at every start.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def browser_path() -> str | None:
    """Where this machine's Chromium is, or None."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def browser_or_skip() -> str:
    """Like `browser_path`, but skips the test where there is none; where CI is set that is a failure."""
    if path := browser_path():
        return path
    (pytest.fail if os.environ.get("CI") else pytest.skip)(f"NO BROWSER: none of {', '.join(_NAMES)} on PATH")


def launch_options() -> dict[str, Any]:
    """For Playwright: `playwright.chromium.launch(**launch_options())`."""
    return {"executable_path": browser_or_skip(), "args": list(FLAGS), "headless": True}


if __name__ == "__main__":
    sys.exit(print(path) if (path := browser_path()) else f"none of {', '.join(_NAMES)} on PATH")
