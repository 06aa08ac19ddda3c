"""Inspectors with their hours and absences, Blue Tickets, attempts, conclusions, and what was done by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def only(name: str, columns: list[str], where: str) -> None:
    op.create_index(
        name, "tickets", columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )


def upgrade() -> None:
    staff()
    tickets()
    records()


def staff() -> None:
    op.create_table(
        "inspectors",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("function", sa.Text, nullable=False, server_default=""),
        sa.Column("unit_id", sa.String(40), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("email", sa.Text, nullable=False, server_default=""),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("sample", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_inspectors"),
    )
    op.create_table(
        "working_hours",
        sa.Column("id", BIG, nullable=False),
        sa.Column("inspector_id", sa.String(40), nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("begins", sa.Time, nullable=False),
        sa.Column("ends", sa.Time, nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_working_hours"),
        refers("working_hours", "inspector_id", "inspectors"),
    )
    op.create_index("ix_working_hours_inspector_id", "working_hours", ["inspector_id"])
    op.create_table(
        "absences",
        sa.Column("id", BIG, nullable=False),
        sa.Column("inspector_id", sa.String(40), nullable=False),
        sa.Column("starts_at", moment(), nullable=False),
        sa.Column("ends_at", moment(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
        refers("absences", "inspector_id", "inspectors"),
    )
    op.create_index("ix_absences_inspector_id_starts_at", "absences", ["inspector_id", "starts_at"])


def tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", BIG, nullable=False),
        sa.Column("number", sa.String(8), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("petition_id", BIG, nullable=False),
        sa.Column("inspector_id", sa.String(40), nullable=False),
        sa.Column("starts_at", moment(), nullable=False),
        sa.Column("ends_at", moment(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("hold_until", moment()),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False, server_default=""),
        sa.Column("email", sa.Text, nullable=False, server_default=""),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("identified_by", sa.String(20), nullable=False, server_default=""),
        sa.Column("booked_in_call", sa.String(64), nullable=False, server_default=""),
        sa.Column("moved_from", BIG),
        sa.Column("cancelled_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("created_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.UniqueConstraint("number", "sequence", name="uq_tickets_number_sequence"),
        refers("tickets", "petition_id", "petitions"),
        refers("tickets", "inspector_id", "inspectors"),
    )
    only("uq_tickets_place", ["inspector_id", "starts_at"], "status IN ('held', 'booked', 'calling')")
    only("uq_tickets_petition", ["petition_id"], "status IN ('booked', 'calling')")
    op.create_index("ix_tickets_petition_id", "tickets", ["petition_id"])
    op.create_index("ix_tickets_status_starts_at", "tickets", ["status", "starts_at"])
    op.create_index("ix_tickets_booked_in_call", "tickets", ["booked_in_call"])


def records() -> None:
    op.create_table(
        "attempts",
        sa.Column("ticket_id", BIG, nullable=False),
        sa.Column("n", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("leg", sa.String(10), nullable=False),
        sa.Column("call", sa.String(64), nullable=False, server_default=""),
        sa.Column("result", sa.String(20), nullable=False, server_default=""),
        sa.Column("seconds", sa.Integer),
        sa.PrimaryKeyConstraint("ticket_id", "n", name="pk_attempts"),
        refers("attempts", "ticket_id", "tickets"),
    )
    op.create_table(
        "conclusions",
        sa.Column("ticket_id", BIG, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("questions", sa.Text, nullable=False, server_default=""),
        sa.Column("answers", sa.Text, nullable=False, server_default=""),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("next_steps", sa.Text, nullable=False, server_default=""),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("signed_at", moment(), nullable=False),
        sa.Column("pdf_sha256", sa.String(64), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("ticket_id", "version", name="pk_conclusions"),
        refers("conclusions", "ticket_id", "tickets"),
    )
    op.create_table(
        "events",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("entity", sa.String(20), nullable=False),
        sa.Column("entity_id", sa.String(64), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("before", sa.Text, nullable=False, server_default=""),
        sa.Column("after", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_entity_entity_id", "events", ["entity", "entity_id"])


def downgrade() -> None:
    for table in (
        "events",
        "conclusions",
        "attempts",
        "tickets",
        "absences",
        "working_hours",
        "inspectors",
    ):
        op.drop_table(table)
