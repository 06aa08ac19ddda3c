"""For whoever listens in: a call from this terminal, the calls there were, the callers who wait."""

import sys
import time
from datetime import timedelta
from zoneinfo import ZoneInfo

import click

from carrier.local import texts
from commands.line import the_line
from ivr.retold import as_test
from office.callers import mask
from phone.exchange import Exchange
from phone.line import Event, Line
from phone.terminal import TICK, Inbox, Rung, picks_up
from phone.terminal import run as run_terminal
from routing.directory import Faults, read
from store import calls as stored_calls
from store import drafts, receipts, requests, users
from store.database import work
from web import trial
from web.hotline import Hotline
from web.phone import shown
from web.rung import meeting, overheard, rung_line, switchboard, turned_down

FIRST_CALLER = "+40722000111"
WAIT_FOR_THE_WORKER = 10.0  # seconds
SOON = timedelta(hours=1)  # with TELVERDE_CLOCK the clocks of two processes differ


@click.command()
@click.option("--url", help="the line's public address (this machine's if not given)")
@click.option("--from", "caller", default=FIRST_CALLER, help="the number you call from; empty to withhold it")
@click.option("--wait", is_flag=True, help="do not call: wait until the line rings this number")
@click.option(
    "--draft", metavar="LOGIN", help="listen to the draft this supervisor is writing in the console"
)
def call(url: str | None, caller: str, wait: bool, draft: str | None) -> None:
    """Call the line from this terminal. Keys and Enter; "..." speaks; an empty line is silence; Ctrl-D hangs up."""
    line = the_line()
    connect, public = (url, url) if url else (line.own_address, line.base_url)
    exchange = Exchange(connect, public, line.carrier.sign)
    if wait:
        sys.exit(_rung(line, exchange, caller))
    inbox = _nothing if url or line.has_real_carrier else _inbox(line, caller)
    path = _on_trial(line, draft) if draft else "/voice"
    sys.exit(run_terminal(Line(exchange, caller or None, line.number, path), sys.stdin, sys.stdout, inbox))


def _on_trial(line: Hotline, login: str) -> str:
    """The path at which a call speaks somebody's draft, as it is now."""
    with work(line.store) as unit:
        user = users.user_of(unit.conn, login)
        draft = drafts.draft_of(unit.conn, user.id) if user else None
        if user is None or draft is None:
            sys.exit(f"telverde: {login} is writing no draft")
        try:
            read(draft.text)
        except Faults as faults:
            sys.exit(str(faults))
        number = drafts.put_on_trial(unit, user.id)
    return trial.dialled(trial.ticket(line, number or 0))


def _rung(line: Hotline, exchange: Exchange, number: str) -> int:
    """Waits for one call to this number, and holds it."""
    board = switchboard(line)
    if board is None:
        sys.exit("telverde: a line with a real carrier rings real telephones")
    click.echo("telefon  Așteptați un apel. Ctrl-C: renunțați.")
    while (one := board.incoming(number)) is None:
        time.sleep(TICK)
    rung = rung_line(line, exchange, one)
    if not picks_up(shown(line.directory.number), sys.stdin, sys.stdout):
        turned_down(board, rung)
        return 0
    if not board.pick_up(one.call):
        sys.exit("telverde: it does not ring any more")
    heard = 0

    def overhear() -> tuple[Event, ...]:
        nonlocal heard
        events, heard = overheard(board, rung, heard)
        return events

    return run_terminal(
        rung, sys.stdin, sys.stdout, rung=Rung(lambda act: meeting(board, rung, act), overhear)
    )


def _nothing(is_over: bool) -> list[str]:
    return []


def _inbox(line: Hotline, number: str) -> Inbox:
    """The text messages to a number from now on; at the end of a call those too that the worker has still to send."""
    seen = {one.id for one in texts(line.post_folder)}

    def arrived(is_over: bool) -> list[str]:
        until = time.monotonic() + WAIT_FOR_THE_WORKER
        while is_over and time.monotonic() < until and _is_waiting(line, number):
            time.sleep(0.1)
        new = [one for one in texts(line.post_folder) if one.id not in seen][::-1]
        seen.update(one.id for one in new)
        return [one.words for one in new if one.number == number]

    return arrived


def _is_waiting(line: Hotline, number: str) -> bool:
    with work(line.store) as unit:
        return receipts.waiting(unit.conn, line.clock() + SOON, number)[0] > 0


@click.command()
@click.argument("sid", required=False)
@click.option("--as-test", "test", is_flag=True, help="as a transcript for tests/calls/, with sample numbers")
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
        stored = stored_calls.call_of(unit.conn, sid)
    if stored is None:
        sys.exit(f"telverde: there is no call {sid}")
    click.echo(
        as_test(turns, line.words, line.zone, line.routing.of(turns[0].revision), shown=stored.shown)
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
