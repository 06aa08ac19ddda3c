"""For whoever runs the line: the database's shape, the worker, and what is wrong."""

import sys

import click

import doctor as doctors
from commands.line import the_line
from jobs import loop
from jobs.sweep import sweep
from logs import to_stderr
from settings import Settings


@click.command()
@click.option("--pause", default=60.0, help="seconds to wait when nothing is due")
def worker(pause: float) -> None:
    """Do what is due, without a caller: remove old data."""
    to_stderr()
    line = the_line()
    loop.run([lambda: sweep(line.store, line.directory.limits, line.clock())], pause)


@click.command()
def doctor() -> None:
    """Say in plain words what to mend, from the settings to a signed request to ourselves."""
    sys.exit(1 if doctors.examine(Settings.from_env, click.echo) else 0)
