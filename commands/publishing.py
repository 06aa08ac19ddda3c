"""For supervisors: what is on the line, what was before, and how to change it or take it back."""

import getpass
import sys
from datetime import datetime
from pathlib import Path

import click

from commands.line import text_in
from ivr.fitness import Unfit, checked, untrue
from routing.directory import Faults
from routing.revision import Revision
from settings import Settings
from store import notices, routing
from store.database import open_store, work
from store.notices import EmergencyNotice
from store.routing import NotTheLatest
from words.catalogue import open_words

MOMENT = "%Y-%m-%d %H:%M"
LONGEST = 200  # characters of a notice: some 18 seconds


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--note", default="", help="why, for those who read `telverde revisions`")
@click.option(
    "--force", is_flag=True, help="also over what was published in the console and is not in the file"
)
def publish(file: Path, note: str, force: bool) -> None:
    """Put FILE on the line, if nothing is wrong with it."""
    settings = Settings.from_env()
    try:
        text = text_in(file)
    except Faults as faults:
        sys.exit(str(faults))
    with work(open_store(settings.database_url)) as unit:
        newest = routing.newest(unit.conn)
        is_blind = routing.is_beside_file(unit.conn, newest) and text != routing.text_of(unit.conn, newest)
    if is_blind and not force:
        sys.exit(
            f"telverde: revision {newest} was published in the console and FILE may not know of it; look at it first"
            f" (telverde diff), then publish over it with --force"
        )
    _put_on_line(settings, text, note, is_new=True)


@click.command()
@click.argument("number", type=int)
def rollback(number: int) -> None:
    """Put revision NUMBER on the line again, as a new revision; the file stays as it is."""
    settings = Settings.from_env()
    with work(open_store(settings.database_url)) as unit:
        text = routing.text_of(unit.conn, number)
    if text is None:
        sys.exit(f"telverde: there is no revision {number}")
    _put_on_line(settings, text, f"revision {number} again", is_new=False)


def _put_on_line(settings: Settings, text: str, note: str, is_new: bool) -> None:
    """Answers that have become too old meanwhile do not keep an older file from coming back."""
    now, store = settings.clock()(), open_store(settings.database_url)
    today = now.astimezone(settings.timezone).date() if is_new else None
    with work(store) as unit:
        on_line = routing.text_of(unit.conn, routing.newest(unit.conn))
    try:
        directory = checked(text, open_words(), on_line, today)
        if is_new and (wrong := untrue(Revision(0, directory))):
            raise Unfit(
                "\n".join(f"proba „{one.sentence}”: «{one.expect}», nu «{led}»" for one, led in wrong)
            )
        with work(store) as unit:
            number = routing.publish(unit, text, author=getpass.getuser()[:80], note=note, now=now)
    except (Unfit, NotTheLatest) as error:
        sys.exit(str(error) or f"telverde: {error.__doc__}")
    click.echo(f"revision {number} is on the line")


@click.command()
@click.option("--last", default=20, help="how many to list")
def revisions(last: int) -> None:
    """What was published, newest first; the first one is on the line."""
    settings = Settings.from_env()
    with work(open_store(settings.database_url)) as unit:
        listed, stands = routing.published(unit.conn, last), routing.standing(unit.conn)
    for one in listed:
        at = one.at.astimezone(settings.timezone).strftime(MOMENT)
        click.echo(f"{one.number:5}  {at}  {one.sha256[:8]}  {one.author:20}  {one.note}".rstrip())
    if stands.refused:
        click.echo(f"the last save was not published:\n{stands.refused}")


@click.command()
@click.argument("text", required=False)
@click.option("--hu", default="", help="the same in Hungarian")
@click.option("--en", default="", help="the same in English")
@click.option("--from", "begins", type=click.DateTime([MOMENT]), help="when it begins; now if not given")
@click.option(
    "--until", "ends", type=click.DateTime([MOMENT]), help='when it ends, for example "2026-11-23 12:00"'
)
@click.option("--off", is_flag=True, help="take all notices off the line")
def notice(
    text: str | None, hu: str, en: str, begins: datetime | None, ends: datetime | None, off: bool
) -> None:
    """Every new call hears TEXT (Romanian) at once, until the end. Without TEXT: lists what is on and what will be."""
    settings = Settings.from_env()
    now, store = settings.clock()(), open_store(settings.database_url)
    with work(store) as unit:
        if off:
            click.echo(f"{notices.take_off(unit.begin(), now)} taken off")
        if text:
            texts = {code: said for code, said in (("ro", text), ("hu", hu), ("en", en)) if said}
            first, last = (at and at.replace(tzinfo=settings.timezone) for at in (begins, ends))
            notices.put_on(unit.begin(), _sensible(texts, first or now, last, now), now)
        listed = notices.coming(unit.conn, now)
    for one in listed:
        period = (f"{at.astimezone(settings.timezone):{MOMENT}}" for at in (one.begins, one.ends))
        click.echo(f"{' - '.join(period)}  {' | '.join(one.texts.values())}")


def _sensible(
    texts: dict[str, str], begins: datetime, ends: datetime | None, now: datetime
) -> EmergencyNotice:
    """The notice, or the end of the command with what is wrong with it."""
    if ends is None:
        sys.exit('telverde: say when it ends: --until "2026-11-23 12:00"')
    if ends <= max(begins, now):
        sys.exit("telverde: it would end before it begins")
    if too_long := [code for code, said in texts.items() if len(said) > LONGEST]:
        sys.exit(f"telverde: at most {LONGEST} characters, so that callers listen: {', '.join(too_long)}")
    return EmergencyNotice(texts, begins, ends)
