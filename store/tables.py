"""What is kept: petitions, calls and their turns, call-back requests, and how often numbers were tried.

Moments are UTC and aware; dates are dates in Romania. Migrations in store/migrations/ build the same tables
(a test compares the two).
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is taken off going in and put back coming out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC)


BIG = BigInteger().with_variant(Integer, "sqlite")  # a nightly list uses up numbers

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

petitions = Table(
    "petitions",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("segments", String(40), nullable=False, server_default=""),
    Column("filed_on", Date, nullable=False),
    Column("registration_number", String(60), nullable=False),
    Column("surname", Text, nullable=False),
    Column("first_name", Text, nullable=False, server_default=""),
    Column("phone", String(20), nullable=False, server_default=""),
    Column("email", Text, nullable=False, server_default=""),
    Column("subject", Text, nullable=False, server_default=""),
    Column("institution_id", String(40), nullable=False),
    Column("inspector_id", String(40), nullable=False, server_default=""),
    Column("state", String(20), nullable=False),
    Column("state_on", Date, nullable=False),
    Column("answered_on", Date),
    Column("extended_until", Date),
    Column("redirected_to", String(40)),
    Column("joined_to", String(60)),
    Column("sample", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("number", "segments", "filed_on"),
)

calls = Table(
    "calls",
    metadata,
    Column("call", String(64), primary_key=True),
    Column("caller", String(64), nullable=False, server_default=""),  # a keyed hash, empty when withheld
    Column("shown", String(24), nullable=False, server_default=""),  # all but the last three digits hidden
    Column("began", Moment, nullable=False),
    Column("ended", Moment),
    Column("outcome", String(20), nullable=False, server_default=""),
    Column("seconds", Integer),
    Index(None, "caller", "began"),
    Index(None, "began"),
)

turns = Table(
    "turns",
    metadata,
    Column("call", String(64), primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("began", Moment, nullable=False),
    Column("language", String(8), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("heard", Text, nullable=False),  # what the caller did; typed numbers and names are masked
    Column("reply", Text, nullable=False),  # ivr/codec.py
    sqlite_with_rowid=False,
)

guesses = Table(
    "guesses",
    metadata,
    Column("who", String(80), primary_key=True),  # a caller's keyed hash, or the whole line
    Column("hour", Moment, primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)

callback_requests = Table(
    "callback_requests",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("call", String(64), nullable=False),
    Column("phone", String(20), nullable=False),
    Column("about", String(60), nullable=False, server_default=""),
    Column("language", String(8), nullable=False),
    Column("state", String(20), nullable=False, server_default="open"),
    Column("at", Moment, nullable=False),
    UniqueConstraint("call", "phone", "about"),  # pressing yes twice is one request
    Index(None, "state", "at"),
)
