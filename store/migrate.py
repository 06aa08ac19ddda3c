"""Brings the store to the shape this version of the hotline expects, or back again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event

from store.database import Store, work
from store.tables import metadata

LOCK = 0x7E1E7E4D  # of PostgreSQL: two machines that start at once migrate one after the other


def newest() -> str:
    """The revision that this version of the code works with."""
    head = _scripts().get_current_head()
    assert head is not None
    return head


def current(store: Store) -> str | None:
    """The revision the store is at; None for an empty one."""
    with store.connect() as conn:
        return MigrationContext.configure(conn).get_current_revision()


def up(store: Store) -> None:
    """Migrates to the newest revision; at once if it is there already."""
    _run(store, lambda scripts, rev: scripts._upgrade_revs("head", rev))


def down(store: Store, to: str = "base") -> None:
    """Migrates back to `to`, or to an empty store."""
    _run(store, lambda scripts, rev: scripts._downgrade_revs(to, rev))


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def _run(store: Store, steps: Callable[[ScriptDirectory, Any], Any]) -> None:
    """All steps in one transaction."""
    scripts = _scripts()
    with _bold(store), work(store) as unit:
        conn = unit.begin()
        conn.begin()  # the library is told too, so that alembic does not end our transaction
        _wait_for_others(conn)
        with EnvironmentContext(Config(), scripts, fn=lambda rev, _context: steps(scripts, rev)) as env:
            env.configure(connection=conn, target_metadata=metadata, transactional_ddl=False)
            env.run_migrations()
        _nothing_dangles(conn)


@contextmanager
def _bold(store: Store) -> Iterator[None]:
    """SQLite writes a table anew that others refer to only while it does not look (sqlite.org, lang_altertable 7)."""
    if store.dialect.name != "sqlite":
        yield
        return
    store.dispose()
    event.listen(store, "checkout", _look_away)
    try:
        yield
    finally:
        event.remove(store, "checkout", _look_away)
        store.dispose()  # a connection that looked away serves nobody else


def _look_away(raw: Any, *_: object) -> None:
    raw.execute("PRAGMA foreign_keys=OFF")


def _nothing_dangles(conn: Connection) -> None:
    if conn.dialect.name == "sqlite" and (
        lost := conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    ):
        raise RuntimeError(f"rows refer to what is not there: {lost[:5]}")


def _wait_for_others(conn: Connection) -> None:
    """On SQLite the transaction itself does."""
    if conn.dialect.name != "sqlite":
        conn.exec_driver_sql("SET LOCAL statement_timeout = 0")
        conn.exec_driver_sql("SET LOCAL lock_timeout = 0")
        conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
