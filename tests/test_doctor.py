"""Whoever runs the line hears from `telverde doctor` what to mend, in one plain sentence."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from doctor import Finding, findings
from settings import ROOT, Settings


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens, which is no hotline."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def port_of(port: int, folder: Path) -> Finding:
    """What is said about the port."""
    given = {"PORT": str(port), "SECRET_KEY": "x" * 32, "DATABASE_URL": f"sqlite:///{folder / 'a.db'}"}
    return next(one for one in findings(lambda: Settings.from_env(given)) if one.what == "port")


def test_a_port_that_another_program_holds_is_told_with_the_way_out(taken: int, tmp_path: Path) -> None:
    """The command can be copied as it stands."""
    found = port_of(taken, tmp_path)
    assert not found.is_well
    assert found.said.startswith(f"{taken} is taken by another program")
    assert found.said.endswith(f"PORT={taken % 65535 + 1} make run")


def test_a_port_nobody_holds_is_well(taken: int, tmp_path: Path) -> None:
    """The line can be started there."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        free = other.getsockname()[1]
    assert port_of(free, tmp_path) == Finding("port", True, f"{free} is free")


@pytest.mark.skipif(shutil.which("bash") is None, reason="make run is a script of bash")
def test_make_run_tells_the_same(taken: int) -> None:
    """Before anything is installed or prepared."""
    run = subprocess.run(
        [ROOT / "scripts" / "run"],
        env={"PORT": str(taken), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert run.stderr.endswith(f"PORT={taken % 65535 + 1} make run\n"), run.stderr
