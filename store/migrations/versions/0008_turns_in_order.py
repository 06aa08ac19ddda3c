"""SQLite keeps the turns in the order they come, with a short index beside them: see docs/decisions/.

Whole rows inside the index (WITHOUT ROWID) took four times the room, and twice the time to write.
"""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _write_anew(sqlite_with_rowid=True)


def downgrade() -> None:
    _write_anew(sqlite_with_rowid=False)


def _write_anew(**manner: bool) -> None:
    if op.get_context().dialect.name == "sqlite":
        with op.batch_alter_table("turns", recreate="always", table_kwargs=manner):
            pass
