"""Before a supervisor publishes, they see what callers will hear differently, and the whole line on one sheet."""

from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from as_shipped import WORDS

import ivr.dialogues  # noqa: F401
from ivr.difference import difference
from ivr.drawing import as_svg, as_text, rows
from ivr.rehearsal import rehearsed
from routing.directory import read
from routing.revision import Revision

SMALL = (Path(__file__).parents[1] / "routing" / "small.yaml").read_text("utf-8")
NOW = datetime(2026, 11, 23, 9, 15, tzinfo=ZoneInfo("Europe/Bucharest"))
LAST = "- { key: 3, service: callback }\n  - { key: 4, service: about }"
MOVED = "- { key: 3, service: about }"


def told(old: str, new: str) -> list[str]:
    """What is told when `old` in the file becomes `new`."""
    assert old in SMALL
    before, after = (Revision(0, read(text)) for text in (SMALL, SMALL.replace(old, new, 1)))
    return list(difference(before, after, WORDS, NOW))


def test_the_same_file_makes_no_difference() -> None:
    """Nor does a comment."""
    assert told("# Un fișier", "# Alt fișier") == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Primăria Orașului Mic", "Primăria Mare", "  + Primăria Mare, linie automată."),
        (LAST, MOVED, "~ ro › informații: 4 → 3"),
        (LAST, MOVED, "~ hu › Tájékoztató a vonalról: 4 → 3"),
        ("  - { key: 4, service: about }\n", "", "- ro › informații"),
        ('to: "20:00"', 'to: "18:00"', "ro › informații (+1)"),
        ("0264 432 727", "0264 432 728", "  + phone 0264 432 728"),
        (
            "[vreau pașaport, mi-a expirat pașaportul, unde fac pașaportul, cât costă un pașaport]",
            "[nimic de aici]",
            None,
        ),
    ],
)
def test_each_change_is_told_as_callers_meet_it(old: str, new: str, line: str | None) -> None:
    """Names, keys, options, hours, contacts of a county, sentences that now mean somebody else."""
    found = told(old, new)
    if line is None:
        assert any(one.startswith("? „mi-a expirat pașaportul”: ") for one in found), found
    else:
        assert line in found, found


def test_the_drawing_has_every_menu_once_with_its_keys() -> None:
    """As text and as a picture that is well-formed and tells what is said at each place."""
    places = rehearsed(Revision(0, read(SMALL)), WORDS, "ro", NOW)
    lines = as_text(rows(places)).splitlines()
    assert "    1 stadiul unei petiții" in lines
    assert any(line.strip().startswith("1 pașapoarte") for line in lines)
    assert len(lines) == len(places)
    svg = ElementTree.fromstring(as_svg(rows(places), "Primăria <Mică> & co"))
    said = [title.text or "" for title in svg.iter("{http://www.w3.org/2000/svg}title")]
    assert said[0] == "Primăria <Mică> & co"
    assert any("Cluj" in one for one in said)
