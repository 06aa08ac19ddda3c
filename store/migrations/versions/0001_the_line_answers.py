"""Petitions, calls and turns, guesses, call-back requests."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "petitions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("segments", sa.String(40), nullable=False, server_default=""),
        sa.Column("filed_on", sa.Date, nullable=False),
        sa.Column("registration_number", sa.String(60), nullable=False),
        sa.Column("surname", sa.Text, nullable=False),
        sa.Column("first_name", sa.Text, nullable=False, server_default=""),
        sa.Column("phone", sa.String(20), nullable=False, server_default=""),
        sa.Column("email", sa.Text, nullable=False, server_default=""),
        sa.Column("subject", sa.Text, nullable=False, server_default=""),
        sa.Column("institution_id", sa.String(40), nullable=False),
        sa.Column("inspector_id", sa.String(40), nullable=False, server_default=""),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("state_on", sa.Date, nullable=False),
        sa.Column("answered_on", sa.Date),
        sa.Column("extended_until", sa.Date),
        sa.Column("redirected_to", sa.String(40)),
        sa.Column("joined_to", sa.String(60)),
        sa.Column("sample", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_petitions"),
        sa.UniqueConstraint("number", "segments", "filed_on", name="uq_petitions_number_segments_filed_on"),
    )
    op.create_table(
        "calls",
        sa.Column("call", sa.String(64), nullable=False),
        sa.Column("caller", sa.String(64), nullable=False, server_default=""),
        sa.Column("shown", sa.String(24), nullable=False, server_default=""),
        sa.Column("began", moment(), nullable=False),
        sa.Column("ended", moment()),
        sa.Column("outcome", sa.String(20), nullable=False, server_default=""),
        sa.Column("seconds", sa.Integer),
        sa.PrimaryKeyConstraint("call", name="pk_calls"),
    )
    op.create_index("ix_calls_caller_began", "calls", ["caller", "began"])
    op.create_index("ix_calls_began", "calls", ["began"])
    op.create_table(
        "turns",
        sa.Column("call", sa.String(64), nullable=False),
        sa.Column("turn", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("began", moment(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("heard", sa.Text, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("call", "turn", name="pk_turns"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "guesses",
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("hour", moment(), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("who", "hour", name="pk_guesses"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "callback_requests",
        sa.Column("id", BIG, nullable=False),
        sa.Column("call", sa.String(64), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("about", sa.String(60), nullable=False, server_default=""),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("state", sa.String(20), nullable=False, server_default="open"),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_callback_requests"),
        sa.UniqueConstraint("call", "phone", "about", name="uq_callback_requests_call_phone_about"),
    )
    op.create_index("ix_callback_requests_state_at", "callback_requests", ["state", "at"])


def downgrade() -> None:
    for table in ("callback_requests", "guesses", "turns", "calls", "petitions"):
        op.drop_table(table)
