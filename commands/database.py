"""For whoever runs the line: the shape of its database. Kept apart, so that a start does not wait for anything else."""

import click

from settings import Settings
from store import migrate as migrations
from store.database import open_store
from store.sample import fill_with_samples


@click.command()
@click.option("--down-to", help="go back to this revision instead (or: base)")
@click.option("--sample", is_flag=True, help="and fill an empty register with invented petitions")
def migrate(down_to: str | None, sample: bool) -> None:
    """Bring the database to the shape this version needs."""
    settings = Settings.from_env()
    store = open_store(settings.database_url)
    migrations.down(store, down_to) if down_to else migrations.up(store)
    click.echo(f"the database is at revision {migrations.current(store) or 'base'}")
    if sample:
        added = fill_with_samples(store, settings.clock()().astimezone(settings.timezone).date())
        click.echo(
            f"{added} sample petitions added" if added else "the register has petitions; nothing added"
        )
