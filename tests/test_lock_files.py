"""What is installed is exactly what was locked, from wherever this machine gets its packages."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[a-z0-9.+!]+)( ; [a-z_]+ [=!]= '[A-Za-z0-9]+')? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
COMMENT = re.compile(r" *#( [\w.,=()-]+(\[[\w,]+\])?| requirements/[a-z]+\.(in|txt)| *)*")
HEADER = re.compile(
    r"#    uv pip compile( --[a-z-]+| [0-9.]+| [a-z]+| pyproject\.toml| -o| requirements/[a-z]+\.(in|txt))+"
)


def pins(lock: Path) -> dict[str, str]:
    found = (PIN.fullmatch(line) for line in lock.read_text().splitlines())
    return {match["name"]: match["version"] for match in found if match}


def test_there_is_a_lock_for_every_purpose() -> None:
    """To install, to run and to work: each has its lock."""
    assert [lock.name for lock in LOCKS] == ["dev.txt", "run.txt", "uv.txt"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_pins_and_hashes_and_no_address(lock: Path) -> None:
    """Any other line (an index, a link folder, a URL, a path) would tie the project to one place."""
    strange = [
        line
        for line in lock.read_text().splitlines()
        if not any(kind.fullmatch(line) for kind in (PIN, HASH, COMMENT, HEADER))
    ]
    assert strange == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_is_hashed(lock: Path) -> None:
    """A pin is followed by a hash at once."""
    lines = lock.read_text().splitlines()
    assert pins(lock)
    assert [
        one
        for one, next_ in zip(lines, lines[1:], strict=False)
        if PIN.fullmatch(one) and not HASH.fullmatch(next_)
    ] == []


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("run.txt", PROJECT["project"]["dependencies"]),
        ("run.txt", PROJECT["build-system"]["requires"]),
        ("dev.txt", PROJECT["project"]["dependencies"]),
        ("dev.txt", PROJECT["build-system"]["requires"]),
        ("dev.txt", PROJECT["project"]["optional-dependencies"]["dev"]),
    ],
)
def test_every_dependency_is_locked_at_a_version_it_allows(lock: str, wanted: list[str]) -> None:
    """Somebody who adds a dependency to pyproject.toml is told to type `make lock`."""
    locked = pins(ROOT / "requirements" / lock)
    asked = [Requirement(one) for one in wanted]
    missing = [
        str(one) for one in asked if not one.specifier.contains(locked.get(canonicalize_name(one.name), "0"))
    ]
    assert missing == [], "type: make lock"


def test_work_is_done_with_what_runs() -> None:
    """The lock for work holds all of the lock for running, at the same versions."""
    assert pins(ROOT / "requirements/run.txt").items() <= pins(ROOT / "requirements/dev.txt").items()
