"""The store, opened by one URL: embedded SQLite, or PostgreSQL shared by any number of machines.

Connections are in autocommit; a unit of work begins a transaction with its first write (`Work.begin`), so that
a turn that only reads and then records itself costs two round trips. See docs/decisions/.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

StoreTrouble = OperationalError  # the database is gone, locked or too slow
Store = Engine  # what the rest of the house calls it
PATIENCE = 2  # seconds to wait for a lock or a connection; the carrier gives us 3.5 in all


class Work:
    """One unit of work: a connection whose writes are committed together, or not at all."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.begun = False

    def begin(self) -> Connection:
        """The connection, from now on inside a transaction (BEGIN IMMEDIATE on SQLite: writers queue)."""
        if not self.begun:
            self.conn.exec_driver_sql("BEGIN IMMEDIATE" if self.conn.dialect.name == "sqlite" else "BEGIN")
            self.begun = True
        return self.conn

    def end(self, verb: str) -> None:
        if self.begun:
            self.begun = False
            self.conn.exec_driver_sql(verb)


@contextmanager
def work(store: Store) -> Iterator[Work]:
    """A unit of work: commits what was begun when the block ends well, undoes it when it does not."""
    with store.connect() as conn:
        unit = Work(conn)
        try:
            yield unit
            unit.end("COMMIT")
        except BaseException:
            if not conn.invalidated:
                unit.end("ROLLBACK")
            raise


def open_store(url: str, pool_size: int = 8) -> Store:
    """The store at `sqlite:///path` or `postgresql://...`; connecting happens later."""
    parsed = make_url(url)
    common: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed, connect_args={"timeout": PATIENCE}, pool_size=pool_size, **common)
        event.listen(engine, "connect", _sqlite_manners)
        return engine
    parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(
        parsed,
        pool_size=pool_size,
        pool_timeout=PATIENCE,
        connect_args={
            "connect_timeout": PATIENCE,
            "options": f"-c statement_timeout={PATIENCE}s -c lock_timeout={PATIENCE}s -c timezone=UTC",
            "prepare_threshold": 1,
        },
        **common,
    )


def _sqlite_manners(raw: Any, _record: Any) -> None:
    """WAL lets readers read while one writes; NORMAL survives a killed process (see docs/decisions/)."""
    cursor = raw.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def insert_into(table: Table, dialect: str) -> sqlite.Insert:
    """An insert that can say ON CONFLICT (columns): the two databases spell it alike, the library apart."""
    return sqlite.insert(table) if dialect == "sqlite" else cast(sqlite.Insert, postgresql.insert(table))


def is_passing(error: Exception) -> bool:
    """A lost connection: worth trying again at once on a new one."""
    return isinstance(error, OperationalError) and error.connection_invalidated
