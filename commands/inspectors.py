"""For the institution: its inspectors in from a list, their leave, and the tickets that either hits."""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from commands.hit import each_option, see_to
from commands.line import the_line
from commands.shown import actor, tell
from office.callers import hidden
from office.slots import Span
from office.staff import Inspector
from store import inspectors as staff
from store.database import work
from store.staffing import Unreadable, import_inspectors

as_json_option = click.option("--json", "as_json", is_flag=True, help="one object a line")


@click.group()
def inspectors() -> None:
    """The inspectors who are met with a Blue Ticket."""


@inspectors.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@each_option
@as_json_option
def import_(file: Path, each: str, as_json: bool) -> None:
    """Add inspectors from a CSV file, or bring known ones up to date. Columns: docs/inspectors-import.md."""
    line = the_line()
    try:
        done = import_inspectors(
            line.store,
            file,
            line.directory.institutions,
            actor=actor(),
            now=line.clock(),
            practice=line.letters(line.directory).practice,
        )
    except Unreadable as unreadable:
        sys.exit(f"telverde: {unreadable}")
    for row in done.rejected:
        tell(vars(row), as_json, f"rândul {row.line}: {row.reasons}")
    told = {"taken_over": done.taken_over, "rejected": len(done.rejected), "tickets_hit": len(done.hit)}
    tell(
        told,
        as_json,
        f"{done.taken_over} inspectori preluați, {len(done.rejected)} rânduri respinse, "
        f"{len(done.hit)} tichete fără inspector la ora lor",
    )
    see_to(line, done.hit, each, as_json)
    sys.exit(1 if done.rejected else 0)


@inspectors.command("list")
@click.option("--full", is_flag=True, help="show telephone numbers and addresses")
@as_json_option
def list_(full: bool, as_json: bool) -> None:
    """All inspectors, by name."""
    with work(the_line().store) as unit:
        everybody = staff.everybody(unit.conn)
    for one in everybody:
        told = _told(one, full)
        tell(told, as_json, "  ".join(str(value) for value in told.values() if value != ""))


def _told(one: Inspector, full: bool) -> dict[str, object]:
    phone, email = (one.phone, one.email) if full else (hidden(one.phone), hidden(one.email))
    seen: dict[str, object] = {"id": one.id, "name": one.name, "function": one.function, "unit": one.unit_id}
    return seen | {"phone": phone, "email": email, "active": "" if one.active else "left"}


@click.group()
def absences() -> None:
    """When inspectors are away, and what becomes of the tickets they have then."""


@absences.command()
@click.argument("inspector")
@click.argument("begins", metavar="FROM")
@click.argument("ends", metavar="TO")
@click.option("--kind", default="leave", show_default=True, help="a word: leave, illness, delegation")
@click.option("--note", default="", help="for whoever reads the diary; no reason of health")
@each_option
@as_json_option
def add(inspector: str, begins: str, ends: str, kind: str, note: str, each: str, as_json: bool) -> None:
    """Write down that INSPECTOR (an id) is away from FROM to TO, and see to the tickets it hits.

    Days ("2027-03-03") or hours ("2027-03-03 12:00"). A day for TO is the last one away, an hour that of the return.
    """
    line = the_line()
    try:
        away = Span(_moment(begins, line.zone), _moment(ends, line.zone, is_end=True))
        with work(line.store) as unit:
            hit = staff.add_absence(
                unit.begin(),
                inspector,
                away,
                kind=kind[:20],
                note=note,
                actor=actor(),
                now=line.clock(),
            )
    except LookupError:
        sys.exit(f"telverde: there is no inspector {inspector}")
    except ValueError as error:
        sys.exit(f"telverde: {error}")
    told = {"begins": away.begins, "ends": away.ends, "tickets_hit": len(hit)}
    begin, end = (f"{at.astimezone(line.zone):%Y-%m-%d %H:%M}" for at in (away.begins, away.ends))
    tell(told, as_json, f"{inspector} is away from {begin} to {end}; {len(hit)} tickets are hit")
    see_to(line, hit, each, as_json)


@absences.command("tickets")
@each_option
@as_json_option
def tickets_(each: str, as_json: bool) -> None:
    """All booked tickets whose inspector will not be there, to be seen to now."""
    line = the_line()
    with work(line.store) as unit:
        hit = staff.misplaced(unit.conn, line.clock(), line.letters(line.directory).practice)
    see_to(line, hit, each, as_json)


def _moment(text: str, zone: ZoneInfo, *, is_end: bool = False) -> datetime:
    """A day or an hour at the office; a day that ends an absence belongs to it. Raises ValueError."""
    at = datetime.fromisoformat(text)
    whole = timedelta(days=1) if is_end and len(text) == len("2027-03-03") else timedelta()
    return (at + whole).replace(tzinfo=zone)
