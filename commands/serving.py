"""For whoever runs the line: the database's shape, the worker, and what is wrong."""

import sys
from contextlib import suppress

import click

import doctor as doctors
from app import open_hotline, watch_of
from commands.line import bell_of, post_of
from commands.sample_calls import sample_calls_of
from jobs import loop
from jobs.count import count
from jobs.ring import ring_due
from jobs.send import clear_up, give_up, send
from jobs.sweep import sweep
from logs import to_stderr
from settings import Settings
from store.database import StoreTrouble


@click.command()
@click.option("--pause", default=0.25, help="seconds to wait when nothing is due")
def worker(pause: float) -> None:
    """Do what is due, without a caller: ring at the hour of a ticket, send messages, publish the routing file when it
    is saved, count what happened, remove old data.
    """
    to_stderr()
    settings = Settings.from_env()
    line = open_hotline(settings)
    following = loop.every(10, lambda: line.routing.look(line.clock()))
    sweeping = loop.every(60, lambda: sweep(line.store, line.directory.limits, line.clock()))
    counting = loop.every(2, lambda: count(line.store, line.zone, line.clock()))
    sending = [
        lambda: send(post_of(line), line.clock()),
        loop.every(5, lambda: clear_up(post_of(line), line.clock())),
        loop.every(60, lambda: give_up(post_of(line), line.clock())),
    ]
    ringing = loop.every(1, lambda: ring_due(bell_of(line), line.clock))
    watch = watch_of(settings, line)
    with suppress(StoreTrouble):  # the loop tries again
        watch.take()
    loop.run([watch.look, following, ringing, *sending, counting, sweeping, sample_calls_of(line)], pause)


@click.command()
def doctor() -> None:
    """Say in plain words what to mend, from the settings to a signed request to ourselves."""
    sys.exit(1 if doctors.examine(Settings.from_env, click.echo) else 0)
