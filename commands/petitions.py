"""For whoever keeps the register: petitions in from a list, and what a caller may hear about one."""

import sys
from dataclasses import fields
from pathlib import Path

import click

from commands.line import the_line
from office.petitions import Petition, latest_extension
from office.register import doubts
from office.registration import RegistrationNumber
from store import petitions as register
from store import users
from store.database import work
from store.importing import Doubts, Unreadable, import_petitions
from store.sample import forget_samples
from web.hotline import Hotline


@click.group()
def petitions() -> None:
    """The register of petitions."""


@petitions.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Add petitions from a CSV file, or bring known ones up to date. Columns: docs/petitions-import.md."""
    line = the_line()
    try:
        done = import_petitions(line.store, file, line.directory.institutions, click.echo, _doubts(line))
    except Unreadable as unreadable:
        sys.exit(f"telverde: {unreadable}")
    with work(line.store) as unit:
        logins = users.sample_logins(unit.conn)
    if forgotten := forget_samples(line.store):
        too = f", și utilizatorii-exemplu din consolă ({', '.join(logins)})" if logins else ""
        click.echo(f"{forgotten} petiții-exemplu au fost scoase din registru{too}")
    click.echo(str(done))
    sys.exit(1 if done.rejected else 0)


def _doubts(line: Hotline) -> Doubts:
    """An extension longer than the law and the routing file allow; what is said to callers is within them."""
    terms, is_working_day = line.directory.terms, line.directory.calendar.is_working_day
    return lambda row: doubts(row, lambda filed_on: latest_extension(filed_on, terms, is_working_day))


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
    return {
        "registration" if one.name == "written" else one.name: getattr(petition, one.name)
        for one in fields(petition)
    }
