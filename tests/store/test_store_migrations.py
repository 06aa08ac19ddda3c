"""The store gets its shape from migrations: forwards, backwards, twice, by two processes at once, on both databases."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import postgres
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import IntegrityError

from store import migrate
from store.database import Store, open_store, work
from store.sample import fill_with_samples
from store.tables import metadata

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a store in which nothing is yet, not even tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'fresh.db'}"
        return
    server, _ = request.getfixturevalue("postgres_template")
    url = postgres.fresh_database(server)
    yield url
    postgres.drop(url)


@pytest.fixture
def fresh(fresh_url: str) -> Iterator[Store]:
    store = open_store(fresh_url)
    yield store
    store.dispose()


def tables(store: Store) -> set[str]:
    return set(inspect(store).get_table_names())


def fill(store: Store) -> None:
    with work(store) as unit:
        unit.begin().exec_driver_sql(
            "INSERT INTO guesses (who, hour, count) VALUES ('line', '2026-03-02 07:00:00', 1)"
        )


def test_up_makes_every_table_and_down_leaves_nothing(fresh: Store) -> None:
    """From nothing to the newest revision and back: what is left is Alembic's own, empty table."""
    assert migrate.current(fresh) is None
    migrate.up(fresh)
    assert migrate.current(fresh) == migrate.newest()
    assert tables(fresh) == {*metadata.tables, "alembic_version"}
    migrate.down(fresh)
    assert migrate.current(fresh) is None
    assert tables(fresh) <= {"alembic_version"}
    migrate.up(fresh)
    assert migrate.current(fresh) == migrate.newest()


def test_up_twice_changes_nothing(fresh: Store) -> None:
    """A second migration is done at once and keeps what is stored."""
    migrate.up(fresh)
    fill(fresh)
    migrate.up(fresh)
    with work(fresh) as unit:
        assert unit.conn.exec_driver_sql("SELECT who FROM guesses").scalars().all() == ["line"]


def test_migrated_tables_are_the_tables_of_the_code(fresh: Store) -> None:
    """What the migrations build and what store/tables.py says is the same, down to lengths, indexes and uniqueness."""
    migrate.up(fresh)
    with fresh.connect() as conn:
        options = {"compare_type": True, "compare_server_default": False}
        assert compare_metadata(MigrationContext.configure(conn, opts=options), metadata) == []
        found = inspect(conn)
        for table in metadata.tables.values():
            assert found.get_pk_constraint(table.name)["constrained_columns"] == list(
                table.primary_key.columns.keys()
            )


def test_every_default_of_the_code_is_in_the_store(fresh: Store) -> None:
    """Columns with a default in store/tables.py have one in the store, and no others."""
    migrate.up(fresh)
    found = inspect(fresh)
    for table in metadata.tables.values():
        numbered = {"id"}  # PostgreSQL counts them itself
        stored = {c["name"] for c in found.get_columns(table.name) if c["default"] is not None} - numbered
        assert stored == {c.name for c in table.columns if c.server_default is not None}, table.name


def test_two_processes_at_once_migrate_a_fresh_store_once(fresh_url: str, fresh: Store) -> None:
    """Two processes start together, as on two machines: both end well, and the store is at the newest revision."""
    code = (
        "import sys; from store import migrate; from store.database import open_store;"
        "store = open_store(sys.argv[1]); print('ready', flush=True); sys.stdin.readline(); migrate.up(store)"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, fresh_url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    ended = [process.communicate("go\n", timeout=60) for process in started]
    assert [process.returncode for process in started] == [0, 0], [err for _, err in ended]
    assert migrate.current(fresh) == migrate.newest()
    assert tables(fresh) == {*metadata.tables, "alembic_version"}


def test_a_migration_that_fails_leaves_the_store_as_it_was(fresh: Store) -> None:
    """All steps are one transaction: a table that is in the way stops the migration, and nothing else was made."""
    with work(fresh) as unit:
        unit.begin().exec_driver_sql("CREATE TABLE guesses (mine int)")
    with pytest.raises(Exception, match="already exists"):
        migrate.up(fresh)
    assert tables(fresh) <= {"guesses", "alembic_version"}
    assert migrate.current(fresh) is None
    with work(fresh) as unit:
        unit.begin().exec_driver_sql("DROP TABLE guesses")
    migrate.up(fresh)
    assert migrate.current(fresh) == migrate.newest()


def test_what_is_there_outlasts_a_table_that_is_written_anew(fresh: Store) -> None:
    """Back to the tables of before, and up again: tickets keep their attempts and documents."""
    migrate.up(fresh)
    fill_with_samples(fresh, date.today())
    before = counted(fresh)
    assert before["tickets"]
    assert before["attempts"]
    migrate.down(fresh, "0007")
    migrate.up(fresh)
    assert counted(fresh) == before
    with work(fresh) as unit, pytest.raises(IntegrityError):
        unit.conn.exec_driver_sql("DELETE FROM tickets")  # their attempts refer to them, here as before


def counted(store: Store) -> dict[str, int]:
    with work(store) as unit:
        return {
            table.name: unit.conn.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
