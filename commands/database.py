"""For whoever runs the line: the shape of its database. Kept apart, so that a start does not wait for anything else."""

import click

from settings import Settings
from store import migrate as migrations
from store import users
from store.database import Store, open_store, work
from store.sample import fill_with_samples
from store.sample_users import add_sample_users, forget_sample_users, sample_password


@click.command()
@click.option("--down-to", help="go back to this revision instead (or: base)")
@click.option("--sample", is_flag=True, help="and fill an empty register with invented petitions")
def migrate(down_to: str | None, sample: bool) -> None:
    """Bring the database to the shape this version needs."""
    settings = Settings.from_env()
    store = open_store(settings.database_url)
    migrations.down(store, down_to) if down_to else migrations.up(store)
    click.echo(f"the database is at revision {migrations.current(store) or 'base'}")
    if settings.has_real_carrier and not down_to:
        forget_sample_users(store)  # their password is derived from ours, and printed
    if sample:
        added = fill_with_samples(store, settings.clock()().astimezone(settings.timezone).date())
        click.echo(
            f"{added} sample petitions added" if added else "the register has petitions; nothing added"
        )
        if added:
            from commands.sample_papers import sign_sample  # with all that makes a paper: the first time only

            sign_sample()
        if not settings.has_real_carrier:
            _tell_of_users(settings, store)


def _tell_of_users(settings: Settings, store: Store) -> None:
    """Who can be tried in the console, and how, each time."""
    found = add_sample_users(store, settings.secret_key, settings.clock()())
    if found:
        click.echo(
            f"the console: {settings.base_url}/console, password {sample_password(settings.secret_key)}"
        )
        click.echo(
            "  as " + ", ".join(login if login == role else f"{login} ({role})" for login, role in found)
        )
        return
    with work(store) as unit:
        nobody = not users.everybody(unit.conn)
    if nobody:
        click.echo(f"the console: {settings.base_url}/console, which nobody can enter yet")
        click.echo('  let yourself in: telverde users add LOGIN --name "NAME" --role administrator')
