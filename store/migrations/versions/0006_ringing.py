"""One row for each telephone that is rung for a ticket, with what is known about the ring."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.drop_table("attempts")  # nobody was ever rung with it
    op.create_table(
        "attempts",
        sa.Column("ticket_id", BIG, nullable=False),
        sa.Column("n", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("leg", sa.String(10), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("due", moment(), nullable=False),
        sa.Column("call", sa.String(64), nullable=False, server_default=""),
        sa.Column("accepted_at", moment()),
        sa.Column("warned_at", moment()),
        sa.Column("seconds", sa.Integer),
        sa.Column("error", sa.String(40), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("ticket_id", "n", "leg", name="pk_attempts"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_attempts_ticket_id"),
    )
    op.create_index("ix_attempts_state_due", "attempts", ["state", "due"])
    op.create_index("ix_attempts_call", "attempts", ["call"])


def downgrade() -> None:
    op.drop_table("attempts")
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
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_attempts_ticket_id"),
    )
