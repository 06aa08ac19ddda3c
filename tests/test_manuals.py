"""The manuals speak of pages and buttons that there are, in the words that stand on them."""

import re
from pathlib import Path

import pytest

import web.console.pages  # noqa: F401  every page makes itself known
from web.console.gate import ALLOWED
from words.screen import open_screens

DOCS = Path(__file__).parents[1] / "docs"
MANUALS = ("manual-supervizor.md", "manual-inspector.md")


@pytest.mark.parametrize("name", MANUALS)
def test_what_is_in_bold_stands_on_a_page(name: str) -> None:
    """A button that was renamed is renamed in the manual, too."""
    text = " ".join((DOCS / name).read_text("utf-8").split())
    shown = {said.rstrip(":. ") for forms in open_screens()["ro"].texts.values() for said in forms.values()}
    bold = [one for one in re.findall(r"\*\*(.+?)\*\*", text) if one not in ("groase", "apăsați tasta 1")]
    assert [one for one in bold if not any(one == said or said.startswith(f"{one}:") for said in shown)] == []


@pytest.mark.parametrize("name", MANUALS)
def test_pictures_are_of_pages_there_are(name: str) -> None:
    """Each is named after its view, and links lead to documents of ours."""
    text = (DOCS / name).read_text("utf-8")
    pictures = re.findall(r"!\[[^]]+\]\(images/(\w+)\.png\)", text)
    assert pictures
    assert all(f"console.{one}" in ALLOWED for one in pictures)
    links = re.findall(r"(?<!!)\[[^]]+\]\(([^)#]+)\)", text)
    assert all((DOCS / link).exists() for link in links if not link.startswith("images/"))
