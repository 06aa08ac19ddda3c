"""The store, opened by one URL: embedded SQLite, or PostgreSQL shared by any number of machines.

Connections are in autocommit; a unit of work begins a transaction with its first write (`Work.begin`), so that
a turn that only reads and then records itself costs two round trips. See docs/decisions/.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError, OperationalError

from store.statement import Statement, run_together

StoreTrouble = OperationalError  # the database is gone, locked or too slow
StoreRefusal = DatabaseError  # whatever a database says no with, a mistake of ours as well; see `is_no_store`
Store = Engine  # what the rest of the house calls it
WAITING = 4  # connections at hand
PATIENCE = 2  # seconds to wait for a lock or a connection; the carrier gives us 3.5 in all
_BEGIN = Statement({"sqlite": text("BEGIN IMMEDIATE"), "postgresql": text("BEGIN")})
_COMMIT, _ROLLBACK = Statement(text("COMMIT")), Statement(text("ROLLBACK"))


class Work:
    """One unit of work: a connection whose writes are committed together, or not at all."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.begun = False
        self._along: list[tuple[Statement, dict[str, Any]]] = []

    def begin(self) -> Connection:
        """The connection, from now on inside a transaction (BEGIN IMMEDIATE on SQLite: writers queue)."""
        if not self.begun:
            _BEGIN.run(self.conn)
            self.begun = True
        return self.conn

    def along(self, statement: Statement, **values: Any) -> None:
        """A write that nobody waits for: it goes along with the statement that finishes the work (a row once only)."""
        self._along.append((statement, values))

    def finish(self, statement: Statement, **values: Any) -> None:
        """The last write, with those that go along: one round trip where the database can."""
        writes = [*self._along, (statement, values)]
        self._along = []
        if len(writes) > 1 and not self.begun:
            if self.conn.dialect.name == "postgresql":
                return run_together(self.conn, writes)
            self.begin()
        for write, given in writes:
            write.run(self.conn, **given)

    def settle(self) -> None:
        """Runs what still waits to go along, and commits."""
        if self._along:
            last, values = self._along.pop()
            self.finish(last, **values)
        self.end(_COMMIT)

    def end(self, verb: Statement) -> None:
        if self.begun:
            self.begun = False
            try:
                verb.run(self.conn)
            except BaseException:
                self.conn.invalidate()  # never back into the pool with an open transaction
                raise


@contextmanager
def work(store: Store) -> Iterator[Work]:
    """A unit of work: commits what was begun when the block ends well, undoes it when it does not."""
    waiting, pool = _waiting(store), store.pool
    conn = _at_hand(waiting) or store.connect()
    unit = Work(conn)
    try:
        yield unit
        unit.settle()
    except BaseException:
        if not conn.invalidated:
            unit.end(_ROLLBACK)
        raise
    finally:
        if conn.invalidated:  # and so are its neighbours, most likely
            _let_go(store)
        conn.rollback()  # the library's own bookkeeping: nothing is open on the server
        if conn.invalidated or store.pool is not pool or len(waiting) >= WAITING:
            conn.close()
        else:
            waiting.append(conn)


# Connections between two units of work. To take one out of the library's pool and put it back is 7 % of a turn, so a
# few stay out of it until the store is disposed of, or one of them is lost.
def _waiting(store: Store) -> deque[Connection]:
    here: deque[Connection] = vars(store).setdefault("waiting", deque())
    return here


def _at_hand(waiting: deque[Connection]) -> Connection | None:
    """The one used last, which still has its pages and plans at hand; None where all are in use."""
    try:
        return waiting.pop()
    except IndexError:
        return None


def _let_go(store: Store) -> None:
    """Closes those that wait."""
    while conn := _at_hand(_waiting(store)):
        conn.invalidate()
        conn.close()


def open_store(url: str, pool_size: int = 8) -> Store:
    """The store at `sqlite:///path` or `postgresql://...`; connecting happens later."""
    store = _opened(make_url(url), pool_size)
    event.listen(store, "engine_disposed", _let_go)
    return store


def _opened(parsed: URL, pool_size: int) -> Store:
    # a unit of work ends its own transaction or gives the connection up, so the pool has nothing to undo
    common: dict[str, Any] = {
        "isolation_level": "AUTOCOMMIT",
        "skip_autocommit_rollback": True,
        "pool_reset_on_return": None,
        "pool_use_lifo": True,  # the connection used last still has its pages and plans at hand
        "hide_parameters": True,  # an error that is logged tells no name, number or password
    }
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
            # a server whose machine is gone says nothing: without these a turn waits for a quarter of an hour
            "tcp_user_timeout": PATIENCE * 1000,
            "keepalives_idle": PATIENCE,
            "keepalives_interval": 1,
            "options": f"-c statement_timeout={PATIENCE}s -c lock_timeout={PATIENCE}s -c timezone=UTC",
            "prepare_threshold": 1,
        },
        **common,
    )


def _sqlite_manners(raw: Any, _record: Any) -> None:
    """WAL lets readers read while one writes; NORMAL survives a killed process (see docs/decisions/)."""
    cursor = raw.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "wal_autocheckpoint=4000",  # pages, 16 MB: fewer and larger check points
        "cache_size=-16000",  # 16 MB
        "mmap_size=268435456",  # 256 MB are read without copying
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def insert_into(table: Table, dialect: str) -> sqlite.Insert:
    """An insert that can say ON CONFLICT (columns): the two databases spell it alike, the library apart."""
    return sqlite.insert(table) if dialect == "sqlite" else cast(sqlite.Insert, postgresql.insert(table))


def is_no_store(error: Exception) -> bool:
    """Whether there is nothing to work with: trouble, or a file that is no database. Not a mistake of ours."""
    return type(error) in (OperationalError, DatabaseError)


def is_passing(error: Exception) -> bool:
    """A lost connection: worth trying again at once on a new one."""
    return isinstance(error, OperationalError) and error.connection_invalidated
