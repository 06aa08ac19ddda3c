"""For whoever keeps the register: petitions in from a list, and what a caller may hear about one."""

import sys
from dataclasses import fields
from pathlib import Path

import click

from commands.line import the_line
from office.petitions import Petition
from office.registration import RegistrationNumber
from store import petitions as register
from store.database import work
from store.importing import Unreadable, import_petitions
from store.sample import forget_samples


@click.group()
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
    return {
        "registration" if one.name == "written" else one.name: getattr(petition, one.name)
        for one in fields(petition)
    }
