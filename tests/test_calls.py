"""Every transcript in tests/calls/ is what the hotline says, on both databases."""

from pathlib import Path

import pytest
from transcript import Build, played, read

CALLS = sorted((Path(__file__).parent / "calls").glob("*.call"))


@pytest.mark.parametrize("path", CALLS, ids=lambda path: path.stem)
def test_the_call_goes_as_written(path: Path, build_house: Build, request: pytest.FixtureRequest) -> None:
    """The hotline says now what the transcript says; `telverde bless` writes down what it says instead."""
    script = read(path)
    now = played(script, build_house)
    if request.config.getoption("--bless"):
        path.write_text(now, "utf-8")
    assert now == path.read_text("utf-8")
