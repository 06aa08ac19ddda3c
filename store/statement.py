"""A statement written in SQLAlchemy Core, compiled once for each database, and run on its driver.

A turn runs four or five statements; the library's own way of running one costs more than most of them take
(see docs/decisions/ and bench/). What is compiled, bound and read is the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError

Convert = Callable[[Any], Any]
_CURSOR = "cursor of the statements"


@dataclass(frozen=True)
class Compiled:
    """SQL text for one driver; how each parameter goes in and each column comes out."""

    sql: str
    order: tuple[str, ...] | None  # of parameters, where the driver numbers them
    given: Mapping[str, Any]
    going_in: Mapping[str, Convert]
    coming_out: tuple[tuple[int, Convert], ...]


class Statement:
    """Built at import from one Core statement, or from one for each dialect where they are spelt apart."""

    def __init__(self, core: Executable | Mapping[str, Executable]) -> None:
        self._core = core
        self._compiled = cache(self._compile)

    def rows(self, conn: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """Runs it and returns all rows as plain tuples, in the order of the columns."""
        compiled, cursor = self._run(conn, values)
        rows = cursor.fetchall()
        return [_read(row, compiled.coming_out) for row in rows] if compiled.coming_out else rows

    def run(self, conn: Connection, **values: Any) -> None:
        """Runs it, for what it changes. Raises what the library raises: IntegrityError, OperationalError..."""
        self._run(conn, values)

    def bound(self, dialect: Dialect, values: Mapping[str, Any]) -> tuple[Compiled, dict[str, Any]]:
        """The statement for a database, and its parameters as the driver takes them."""
        compiled = self._compiled(dialect)
        bound = {**compiled.given, **values}
        for name, convert in compiled.going_in.items():
            bound[name] = convert(bound[name])
        return compiled, bound

    def _run(self, conn: Connection, values: dict[str, Any]) -> tuple[Compiled, Any]:
        compiled, bound = self.bound(conn.dialect, values)
        parameters = [bound[name] for name in compiled.order] if compiled.order else bound
        return compiled, _executed(conn, compiled.sql, parameters)

    def _compile(self, dialect: Dialect) -> Compiled:
        core = self._core[dialect.name] if isinstance(self._core, Mapping) else self._core
        made: Any = core.compile(dialect=dialect)  # type: ignore[attr-defined]
        into = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in made.binds.items()
        }
        out = [
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in getattr(core, "selected_columns", ())
        ]
        return Compiled(
            sql=made.string,
            order=tuple(made.positiontup) if made.positiontup else None,
            given=made.params,
            going_in={name: convert for name, convert in into.items() if convert},
            coming_out=tuple((at, convert) for at, convert in enumerate(out) if convert),
        )


def run_together(conn: Connection, parts: Sequence[tuple[Statement, Mapping[str, Any]]]) -> None:
    """On PostgreSQL: all of them as one statement, the last with the others as its common table expressions.

    One round trip, and a transaction by itself: all of it happens, or nothing.
    """
    made = [statement.bound(conn.dialect, values) for statement, values in parts]
    values = {f"{at}_{name}": value for at, (_, bound) in enumerate(made) for name, value in bound.items()}
    _executed(conn, _joined(tuple(compiled.sql for compiled, _ in made)), values)


@cache
def _joined(sqls: tuple[str, ...]) -> str:
    *others, last = (sql.replace("%(", f"%({at}_") for at, sql in enumerate(sqls))
    return "WITH " + ", ".join(f"part_{at} AS ({sql})" for at, sql in enumerate(others)) + f" {last}"


# One cursor for as long as the driver's connection lives: a new one costs as much as a short statement.
def _executed(conn: Connection, sql: str, parameters: Any) -> Any:
    raw = conn.connection
    cursor = raw.info.get(_CURSOR)
    if cursor is None:
        cursor = raw.info[_CURSOR] = raw.cursor()
    try:
        cursor.execute(sql, parameters)
    except conn.dialect.loaded_dbapi.Error as error:
        raise _told(error, sql, conn) from error
    return cursor


def _read(row: tuple[Any, ...], coming_out: tuple[tuple[int, Convert], ...]) -> tuple[Any, ...]:
    read = list(row)
    for at, convert in coming_out:
        read[at] = convert(read[at])
    return tuple(read)


def _told(error: Exception, sql: str, conn: Connection) -> BaseException:
    """The driver's error as the library tells it; a lost connection empties the pool, as the library does."""
    dialect = conn.dialect
    is_lost = dialect.is_disconnect(error, conn.connection, None)  # type: ignore[arg-type]
    told = DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=is_lost,
        dialect=dialect,
    )
    if is_lost:
        conn.invalidate(error)
        conn.engine.dispose(close=False)
    return told
