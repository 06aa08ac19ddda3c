"""What is kept: petitions, calls and their turns, call-back requests, how often numbers were tried,
published routing files, notices and messages, inspectors and Blue Tickets, users of the console and what they left
half done, and counts of what happened on the line.

Moments are UTC and aware; dates are dates in Romania. Migrations in store/migrations/ build the same tables
(a test compares the two).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps text without a zone, which is written and read in one step: each turn has six."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)


def _as_text(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds") if moment else None


def _from_text(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text + "+00:00") if text else None


BIG = BigInteger().with_variant(Integer, "sqlite")  # a nightly list uses up numbers

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
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
    Column("counted", Boolean, nullable=False, server_default=false()),  # is in the tallies
    Index(None, "caller", "began"),
    Index(None, "began"),
    Index(
        "ix_calls_uncounted", "began", sqlite_where=text("NOT counted"), postgresql_where=text("NOT counted")
    ),
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
    Column("revision", Integer, nullable=False, server_default="0"),  # of the routing file it was spoken from
    Column("lookups", Integer, nullable=False, server_default="0"),  # how often the register was asked
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
    Column("note", Text, nullable=False, server_default=""),
    Column("changed_by", String(64), nullable=False, server_default=""),
    Column("changed_at", Moment),
    UniqueConstraint("call", "phone", "about"),  # pressing yes twice is one request
    Index(None, "state", "at"),
    sqlite_autoincrement=True,  # the log names it, and no other by the same number
)

routing_revisions = Table(
    "routing_revisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("author", String(80), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("sha256", String(64), nullable=False),
    Column("text", Text, nullable=False),  # of the routing file, as it was saved
    Column("beside_file", Boolean, nullable=False, server_default=false()),  # the watched file never held it
    Index(None, "sha256"),
)

routing_refusals = Table(
    "routing_refusals",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("author", String(80), nullable=False),
    Column("base", Integer, nullable=False),  # the revision that stayed
    Column("sha256", String(64), nullable=False),
    Column("faults", Text, nullable=False),
    UniqueConstraint("base", "sha256"),  # two workers that read one file refuse it once
)

notices = Table(
    "notices",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("begins", Moment, nullable=False),
    Column("ends", Moment, nullable=False),
    Column("texts", Text, nullable=False),  # JSON: language -> what is said
    Index(None, "ends"),
    sqlite_autoincrement=True,  # the log names it, and no other by the same number
)

inspectors = Table(
    "inspectors",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("function", Text, nullable=False, server_default=""),
    Column("unit_id", String(40), nullable=False),  # an institution of the routing file
    Column("phone", String(20), nullable=False),
    Column("email", Text, nullable=False, server_default=""),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("sample", Boolean, nullable=False, server_default=false()),
)

working_hours = Table(
    "working_hours",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("inspector_id", String(40), ForeignKey("inspectors.id"), nullable=False),
    Column("weekday", Integer, nullable=False),  # 0 is Monday
    Column("begins", Time, nullable=False),  # as the clock on the wall shows it in Romania
    Column("ends", Time, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Index(None, "inspector_id"),
)

absences = Table(
    "absences",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("inspector_id", String(40), ForeignKey("inspectors.id"), nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Index(None, "inspector_id", "starts_at"),
)


def _only(name: str, *columns: str, where: str) -> Index:
    """At most one row where the condition holds: here, and nowhere else, a double booking is refused."""
    return Index(name, *columns, unique=True, sqlite_where=text(where), postgresql_where=text(where))


tickets = Table(
    "tickets",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("number", String(8), nullable=False),
    Column("sequence", Integer, nullable=False),  # rises when it is moved; the number stays
    Column("petition_id", BIG, ForeignKey("petitions.id"), nullable=False),
    Column("inspector_id", String(40), ForeignKey("inspectors.id"), nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("status", String(20), nullable=False),
    Column("hold_until", Moment),
    Column("channel", String(10), nullable=False),
    Column("phone", String(20), nullable=False, server_default=""),
    Column("email", Text, nullable=False, server_default=""),
    Column("language", String(8), nullable=False),
    Column("identified_by", String(20), nullable=False, server_default=""),
    Column("booked_in_call", String(64), nullable=False, server_default=""),
    Column("moved_from", BIG),
    Column("cancelled_by", String(64), nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("number", "sequence"),
    _only("uq_tickets_place", "inspector_id", "starts_at", where="status IN ('held', 'booked', 'calling')"),
    _only("uq_tickets_petition", "petition_id", where="status IN ('booked', 'calling')"),
    Index(None, "petition_id"),
    Index(None, "status", "starts_at"),
    Index(None, "inspector_id", "starts_at"),
    Index(None, "booked_in_call"),
    sqlite_autoincrement=True,  # the log names it, and no other by the same number
)

attempts = Table(  # one row for each telephone that is rung for a ticket
    "attempts",
    metadata,
    Column("ticket_id", BIG, ForeignKey("tickets.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("leg", String(10), primary_key=True),
    Column("at", Moment, nullable=False),  # committed before the carrier is asked
    Column("state", String(20), nullable=False),
    Column("due", Moment, nullable=False),  # when the carrier is asked about it, unless it tells by itself
    Column("call", String(64), nullable=False, server_default=""),  # as the carrier names it
    Column("accepted_at", Moment),
    Column("warned_at", Moment),
    Column("seconds", Integer),
    Column("error", String(40), nullable=False, server_default=""),
    Index(None, "state", "due"),
    Index(None, "call"),
)

conclusions = Table(
    "conclusions",
    metadata,
    Column("ticket_id", BIG, ForeignKey("tickets.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("questions", Text, nullable=False, server_default=""),
    Column("answers", Text, nullable=False, server_default=""),
    Column("text", Text, nullable=False),
    Column("next_steps", Text, nullable=False, server_default=""),
    Column("author", String(64), nullable=False),
    Column("signed_at", Moment, nullable=False),
    Column("pdf_sha256", String(64), nullable=False, server_default=""),
    Index(None, "pdf_sha256"),
)

events = Table(  # rows are added and never changed
    "events",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("entity", String(20), nullable=False),
    Column("entity_id", String(64), nullable=False),
    Column("what", String(40), nullable=False),
    Column("before", Text, nullable=False, server_default=""),
    Column("after", Text, nullable=False, server_default=""),
    Index(None, "entity", "entity_id"),
    Index(None, "at"),
    Index(None, "actor", "at"),
    Index(None, "entity", "at"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("key", String(36), nullable=False, unique=True),  # ours, and in the address the carrier reports to
    Column("kind", String(60), nullable=False),
    Column("channel", String(8), nullable=False),
    Column("recipient", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("given", Text, nullable=False),  # JSON: the values of its sentence
    Column("text", Text, nullable=False, server_default=""),  # of an SMS, as it was first handed over
    Column("status", String(20), nullable=False, server_default="created"),
    Column("provider_id", String(64), nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", String(40), nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("expires_at", Moment, nullable=False),
    Column("told_at", Moment),  # when the status last changed
    Index(None, "status", "due"),
    Index(None, "recipient", "created_at"),
    Index(None, "provider_id"),
    Index(None, "created_at"),
)

users = Table(
    "users",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("inspector_id", String(40), nullable=False, server_default=""),
    Column("language", String(8), nullable=False, server_default="ro"),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("password", Text, nullable=False, server_default=""),  # scrypt; empty: by single sign-on only
    Column(
        "subject", Text, nullable=False, server_default=""
    ),  # who they are to the provider of single sign-on
    Column(
        "feed", String(64), nullable=False, server_default=""
    ),  # SHA-256 of the secret in a calendar's address
    Column("sample", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment),
    _only("uq_users_subject", "subject", where="subject <> ''"),
    Index(None, "feed"),
    sqlite_autoincrement=True,  # the log names it, and no other by the same number
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),  # SHA-256 of what the browser holds
    Column("user_id", BIG, ForeignKey("users.id"), nullable=False),
    Column("began", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Index(None, "user_id"),
)

wrong_passwords = Table(  # of the last hour
    "wrong_passwords",
    metadata,
    Column("user_id", BIG, primary_key=True, autoincrement=False),  # 0 for a login that nobody has
    Column("address", String(64), primary_key=True),  # a keyed hash; empty for all addresses together
    Column("n", Integer, nullable=False),
    Column("since", Moment, nullable=False),
    Column("locked_until", Moment),
    Index(None, "since"),
    sqlite_with_rowid=False,
)

routing_drafts = Table(  # what a supervisor typed, to the letter
    "routing_drafts",
    metadata,
    Column("user_id", BIG, ForeignKey("users.id"), primary_key=True),
    Column("base", Integer, nullable=False),  # the revision it began from
    Column("text", Text, nullable=False),
    Column(
        "version", Integer, nullable=False
    ),  # rises with every save: an older tab does not overwrite a newer one
    Column("saved_at", Moment, nullable=False),
    Column("fit", String(64), nullable=False, server_default=""),  # tells which text was found good
    Column("trial", Integer),  # what the browser phone speaks for its author: a copy, which nobody edits
    Column("trial_text", Text, nullable=False, server_default=""),
    UniqueConstraint("trial"),
)

outcome_drafts = Table(  # what an inspector has written about a talk and not signed yet
    "outcome_drafts",
    metadata,
    Column("ticket_id", BIG, ForeignKey("tickets.id"), primary_key=True),
    Column("status", String(20), nullable=False, server_default=""),
    Column("questions", Text, nullable=False, server_default=""),
    Column("answers", Text, nullable=False, server_default=""),
    Column("text", Text, nullable=False, server_default=""),
    Column("next_steps", Text, nullable=False, server_default=""),
    Column("author", String(64), nullable=False),
    Column("saved_at", Moment, nullable=False),
)

tallies = (
    Table(  # what happened on the line, counted by the hour of the wall clock: no page reads a million turns
        "tallies",
        metadata,
        Column("day", Date, primary_key=True),
        Column("hour", Integer, primary_key=True, autoincrement=False),
        Column("what", String(20), primary_key=True),
        Column("name", String(120), primary_key=True),
        Column("n", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
)

unmatched = Table(  # what callers said that no institution was found for; names and numbers are masked
    "unmatched",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("sentence", String(200), nullable=False),
    Column("language", String(8), nullable=False),
    Column("n", Integer, nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("state", String(12), nullable=False, server_default="new"),  # new, used, passed over
    UniqueConstraint("sentence", "language"),
    Index(None, "state", "n"),
    sqlite_autoincrement=True,  # the log names it, and no other by the same number
)

purges = Table(  # what the retention job removed
    "purges",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("what", String(40), nullable=False),
    Column("before", Moment, nullable=False),
    Column("n", Integer, nullable=False),
    Index(None, "at"),
)
