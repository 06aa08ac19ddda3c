"""Published routing files, refused ones, notices; which one a turn was spoken from, and its look-ups."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "routing_revisions",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_routing_revisions"),
    )
    op.create_index("ix_routing_revisions_sha256", "routing_revisions", ["sha256"])
    op.create_table(
        "routing_refusals",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("base", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("faults", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_routing_refusals"),
        sa.UniqueConstraint("base", "sha256", name="uq_routing_refusals_base_sha256"),
    )
    op.create_table(
        "notices",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("begins", moment(), nullable=False),
        sa.Column("ends", moment(), nullable=False),
        sa.Column("texts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    op.create_index("ix_notices_ends", "notices", ["ends"])
    for name in ("revision", "lookups"):
        op.add_column("turns", sa.Column(name, sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    for name in ("lookups", "revision"):
        op.drop_column("turns", name)
    for table in ("notices", "routing_refusals", "routing_revisions"):
        op.drop_table(table)
