"""Messages: the outbox and the receipt in one row."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "messages",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("given", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False, server_default=""),
        sa.Column("status", sa.String(20), nullable=False, server_default="created"),
        sa.Column("provider_id", sa.String(64), nullable=False, server_default=""),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("error", sa.String(40), nullable=False, server_default=""),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("due", moment(), nullable=False),
        sa.Column("lease_until", moment()),
        sa.Column("expires_at", moment(), nullable=False),
        sa.Column("told_at", moment()),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("key", name="uq_messages_key"),
    )
    op.create_index("ix_messages_status_due", "messages", ["status", "due"])
    op.create_index("ix_messages_recipient_created_at", "messages", ["recipient", "created_at"])
    op.create_index("ix_messages_provider_id", "messages", ["provider_id"])
    op.create_index("ix_messages_created_at", "messages", ["created_at"])


def downgrade() -> None:
    op.drop_table("messages")
