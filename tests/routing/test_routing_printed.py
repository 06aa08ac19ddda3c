"""What supervisors read about the routing file on paper is what the check knows."""

import re
from pathlib import Path

from click.testing import CliRunner

from commands.routing import check
from routing.json_schema import json_schema
from routing.printed import reference

FILE = Path(__file__).parents[2] / "docs" / "routing-file.md"


def test_the_reference_is_current() -> None:
    """Whoever changes the schema runs: telverde check --reference > docs/routing-file.md"""
    assert FILE.read_text("utf-8") == reference(json_schema())


def test_every_field_has_its_row() -> None:
    """With what it is, whether it is needed and what is written there."""
    text, schema = FILE.read_text("utf-8"), json_schema()
    rows = re.findall(r"(?m)^\| `(\w+)` \| (.*?) \| (da|nu) \| (.+?) \| (.*?) ?\|$", text)
    parts = [schema, *schema["$defs"].values()]
    assert len(rows) == sum(len(part["properties"]) for part in parts)
    assert all(what and written for _, what, _, written, _ in rows)


def test_every_link_leads_to_a_section() -> None:
    """By the anchors that readers of Markdown give to titles."""
    text = FILE.read_text("utf-8")
    titles = re.findall(r"(?m)^## (.*)$", text)
    anchors = {re.sub(r"[^\w ]", "", title.lower()).replace(" ", "-") for title in titles}
    assert len(anchors) == len(titles)
    assert set(re.findall(r"\]\(#(.*?)\)", text)) <= anchors


def test_the_command_prints_it() -> None:
    """And checks nothing then."""
    assert CliRunner().invoke(check, ["--reference"]).output == FILE.read_text("utf-8")
