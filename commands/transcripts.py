"""For developers: the transcripts in tests/calls/."""

import subprocess
import sys

import click

from settings import ROOT


@click.command()
@click.argument("names", nargs=-1)
def bless(names: tuple[str, ...]) -> None:
    """Rewrite the hotline's lines in tests/calls/ (all, or NAMES) to what it says now; read the diff."""
    wanted = ["-k", " or ".join(names)] if names else []
    sys.exit(
        subprocess.call([sys.executable, "-m", "pytest", "tests/test_calls.py", "--bless", *wanted], cwd=ROOT)
    )
