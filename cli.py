"""The `telverde` command: what the people of an institution and its developers do from a terminal."""

import json
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

import doctor as doctors
from app import open_hotline
from ivr.check import faults_of, paths
from ivr.transcript import as_test
from jobs import loop
from jobs.sweep import sweep
from logs import to_stderr
from office.callers import mask
from office.petitions import Petition
from office.registration import RegistrationNumber
from phone.exchange import Exchange
from phone.line import Line
from phone.terminal import run as run_terminal
from routing.competence import competent as finding
from routing.directory import Directory, Faults, read, stale
from routing.finder import book_of
from settings import ROOT, Settings, WrongSettings
from store import calls as stored_calls
from store import migrate as migrations
from store import petitions as register
from store import requests
from store.database import StoreTrouble, work
from store.importing import Unreadable, import_petitions
from store.sample import fill_with_samples, forget_samples
from web.hotline import Hotline
from words.catalogue import open_words

FIRST_CALLER = "+40722000111"


def main() -> None:
    """Runs the command; what a person can mend is one sentence on standard error, not a traceback."""
    try:
        telverde(standalone_mode=True)
    except WrongSettings as wrong:
        sys.exit(f"telverde: {wrong}")
    except StoreTrouble as error:
        sys.exit(f"telverde: the database cannot be used: {str(error.orig).splitlines()[0]}")


@click.group()
def telverde() -> None:
    """The citizens' hotline: serve it, call it, look after it."""


def the_line() -> Hotline:
    return open_hotline(Settings.from_env())


def read_routing(file: Path) -> Directory:
    """The routing file; its mistakes, or why it cannot be read, are told as they are."""
    try:
        return read(file.read_text("utf-8"))
    except OSError as error:
        sys.exit(f"telverde: {file} cannot be read: {error.strerror}")
    except Faults as faults:
        sys.exit(str(faults))


@telverde.command()
@click.option("--down-to", help="go back to this revision instead (or: base)")
def migrate(down_to: str | None) -> None:
    """Bring the database to the shape this version needs."""
    store = the_line().store
    migrations.down(store, down_to) if down_to else migrations.up(store)
    click.echo(f"the database is at revision {migrations.current(store) or 'base'}")


@telverde.command()
def sample() -> None:
    """Fill an empty register with invented petitions."""
    line = the_line()
    added = fill_with_samples(line.store, line.clock().astimezone(line.zone).date())
    click.echo(f"{added} sample petitions added" if added else "the register has petitions; nothing added")


@telverde.command()
@click.option("--pause", default=60.0, help="seconds to wait when nothing is due")
def worker(pause: float) -> None:
    """Do what is due, without a caller: remove old data."""
    to_stderr()
    line = the_line()
    loop.run([lambda: sweep(line.store, line.directory.limits, line.clock())], pause)


@telverde.command()
@click.option("--url", help="the line's public address (this machine's if not given)")
@click.option("--from", "caller", default=FIRST_CALLER, help="the number you call from; empty to withhold it")
def call(url: str | None, caller: str) -> None:
    """Call the line from this terminal. Keys and Enter; "..." speaks; an empty line is silence; Ctrl-D hangs up."""
    line = the_line()
    connect, public = (url, url) if url else (line.own_address, line.base_url)
    exchange = Exchange(connect, public, line.carrier.sign)
    sys.exit(run_terminal(Line(exchange, caller or None, line.number), sys.stdin, sys.stdout))


@telverde.group()
def petitions() -> None:
    """The register of petitions."""


@petitions.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Add petitions from a CSV file, or bring known ones up to date. Columns: docs/petitions-import.md."""
    line = the_line()
    try:
        done = import_petitions(line.store, file, line.directory.institutions, on_progress=click.echo)
    except Unreadable as unreadable:
        sys.exit(f"telverde: {unreadable}")
    if forgotten := forget_samples(line.store):
        click.echo(f"{forgotten} petiții-exemplu au fost scoase din registru")
    click.echo(str(done))
    sys.exit(1 if done.rejected else 0)


@petitions.command()
@click.argument("number")
def show(number: str) -> None:
    """What a caller may hear about NUMBER, as it stands in the register."""
    given = RegistrationNumber.parse(number)
    if given is None:
        sys.exit(f"telverde: {number} is not a registration number")
    with work(the_line().store) as unit:
        found = register.matching(unit.conn, given)
    for petition in found:
        click.echo(
            "\n".join(f"{name:15} {value}" for name, value in _shown(petition).items() if value) + "\n"
        )
    sys.exit(0 if found else f"telverde: there is no petition {number}")


def _shown(petition: Petition) -> dict[str, object]:
    return vars(petition) | {"registration": petition.registration.text}


@telverde.command("calls")
@click.argument("sid", required=False)
@click.option("--as-test", "test", is_flag=True, help="as a transcript for tests/calls/, numbers masked")
@click.option("--last", default=20, help="how many to list")
def calls_(sid: str | None, test: bool, last: int) -> None:
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


@telverde.command()
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


@telverde.command()
def doctor() -> None:
    """Say in plain words what to mend, from the settings to a signed request to ourselves."""
    sys.exit(1 if doctors.examine(Settings.from_env, click.echo) else 0)


@telverde.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path | None) -> None:
    """Check the voice tree, the catalogues and the routing file (or FILE in its place)."""
    directory = read_routing(file or Settings.from_env().routing_file)
    words = open_words()
    found = faults_of(words, directory)
    today = datetime.now(Settings.from_env().timezone).date()
    old = Counter(one.why for one in stale(directory, today))
    for each in (*found, *paths(words, directory)):
        click.echo(str(each))
    click.echo("contacts never spoken: " + ", ".join(f"{count} {why}" for why, count in sorted(old.items())))
    sys.exit(1 if any(fault.is_error for fault in found) else 0)


@telverde.command()
@click.argument("sentence", required=False)
@click.option("--county", help="the caller's county, for example CJ")
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="a TSV, sentence first"
)
@click.option("--json", "as_json", is_flag=True, help="one object a line")
def competent(sentence: str | None, county: str | None, file: Path | None, as_json: bool) -> None:
    """Which institution is competent for SENTENCE, or for each sentence of a file. Not on the line yet."""
    book = book_of(read_routing(Settings.from_env().routing_file))
    said = (
        [row.split("\t")[0] for row in file.read_text("utf-8").splitlines()[1:]] if file else [sentence or ""]
    )
    for one in said:
        found = finding(book, one, county)
        told = [{"id": each.id, "topic": each.topic, "score": round(each.score)} for each in found.candidates]
        if as_json:
            line = {"sentence": one, "verdict": found.verdict, "candidates": told}
            click.echo(json.dumps(line, ensure_ascii=False))
        else:
            click.echo(f"{found.verdict:7} {one}")
            for each in told:
                click.echo(f"        {each['score']:3}  {each['id']} {each['topic']}")


@telverde.command()
@click.argument("names", nargs=-1)
def bless(names: tuple[str, ...]) -> None:
    """Rewrite the hotline's lines in tests/calls/ (all, or NAMES) to what it says now; read the diff."""
    wanted = ["-k", " or ".join(names)] if names else []
    sys.exit(
        subprocess.call([sys.executable, "-m", "pytest", "tests/test_calls.py", "--bless", *wanted], cwd=ROOT)
    )


if __name__ == "__main__":
    main()
