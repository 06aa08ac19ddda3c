"""For whoever listens in: a call from this terminal, the calls there were, the callers who wait."""

import sys
from zoneinfo import ZoneInfo

import click

from commands.line import the_line
from ivr.transcript import as_test
from office.callers import mask
from phone.exchange import Exchange
from phone.line import Line
from phone.terminal import run as run_terminal
from store import calls as stored_calls
from store import requests
from store.database import work

FIRST_CALLER = "+40722000111"


@click.command()
@click.option("--url", help="the line's public address (this machine's if not given)")
@click.option("--from", "caller", default=FIRST_CALLER, help="the number you call from; empty to withhold it")
def call(url: str | None, caller: str) -> None:
    """Call the line from this terminal. Keys and Enter; "..." speaks; an empty line is silence; Ctrl-D hangs up."""
    line = the_line()
    connect, public = (url, url) if url else (line.own_address, line.base_url)
    exchange = Exchange(connect, public, line.carrier.sign)
    sys.exit(run_terminal(Line(exchange, caller or None, line.number), sys.stdin, sys.stdout))


@click.command()
@click.argument("sid", required=False)
@click.option("--as-test", "test", is_flag=True, help="as a transcript for tests/calls/, numbers masked")
@click.option("--last", default=20, help="how many to list")
def calls(sid: str | None, test: bool, last: int) -> None:
    """The latest calls, or the turns of one."""
    line = the_line()
    with work(line.store) as unit:
        if sid is None:
            for one in stored_calls.latest(unit.conn, last):
                click.echo(
                    f"{one.call}  {one.began.astimezone(line.zone):%Y-%m-%d %H:%M:%S}  {one.shown or 'withheld':15}"
                    f"  {one.turns + 1:3} turns  {one.language}  {one.outcome}"
                )
            return
        turns = stored_calls.journey(unit.conn, sid)
    if not turns:
        sys.exit(f"telverde: there is no call {sid}")
    click.echo(
        as_test(turns, line.words, line.zone)
        if test
        else "\n".join(_turn_in_a_line(turn, line.zone) for turn in turns)
    )


def _turn_in_a_line(turn: stored_calls.StoredTurn, zone: ZoneInfo) -> str:
    return f"{turn.turn:3}  {turn.at.astimezone(zone):%H:%M:%S}  {turn.heard:24}  {turn.failures} failures"


@click.command()
@click.option("--full", is_flag=True, help="show the numbers to ring")
def callbacks(full: bool) -> None:
    """Callers who wait to be rung back, the longest waiting first."""
    line = the_line()
    with work(line.store) as unit:
        waiting, count = requests.waiting(unit.conn, 500), requests.count_waiting(unit.conn)
    for one in waiting:
        phone = one.phone if full else mask(one.phone)
        click.echo(f"{one.at.astimezone(line.zone):%Y-%m-%d %H:%M}  {phone:16}  {one.language}  {one.about}")
    click.echo(f"{count} waiting")
