"""A register of petitions of any size, written into a store in seconds."""

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
from sqlalchemy import make_url

FIRST = 100_001  # the numbers go on from here without a gap
COLUMNS = (
    "number", "segments", "filed_on", "registration_number", "surname", "first_name", "phone", "email",
    "subject", "institution_id", "state", "state_on", "sample",
)  # fmt: skip


def fill(url: str, count: int) -> None:
    """Adds so many petitions of the last two months to an empty register."""
    if url.startswith("sqlite"):
        _fill_sqlite(make_url(url).database or "", count)
    else:
        _fill_postgresql(url, count)


def _petitions(count: int) -> Iterator[tuple[Any, ...]]:
    days = [date.today() - timedelta(days=ago) for ago in range(60)]
    told = [(day.isoformat(), f"{day:%d.%m.%Y}") for day in days]
    for number in range(FIRST, FIRST + count):
        day, dotted = told[number % 60]
        written = f"{number}/305/{dotted}"
        yield (
            number, "305", day, written, "Popescu", "Maria", "+40722000111", "maria@line.example",
            "Drumuri", "mai_dsg", "in_progress", day, False,
        )  # fmt: skip


def _fill_sqlite(path: str, count: int) -> None:
    row = f"INSERT INTO petitions ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
    file = sqlite3.connect(path)
    with file:
        file.executemany(row, _petitions(count))
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()


def _fill_postgresql(url: str, count: int) -> None:
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as conn:
        copy = f"COPY petitions ({', '.join(COLUMNS)}) FROM STDIN"
        with conn.cursor() as cursor, cursor.copy(copy) as rows:
            for petition in _petitions(count):
                rows.write_row(petition)
        # now, and not by itself in the middle of a round
        conn.execute("VACUUM ANALYZE petitions")
