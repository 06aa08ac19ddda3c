"""SQLite keeps the turns in the order they come, and gives the number of what the log names to nothing else.

Whole rows inside the index (WITHOUT ROWID) took four times the room, and twice the time to write: see
docs/decisions/2026-11-22-turns-in-the-order-they-come.md.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
NAMED_IN_THE_LOG = ("callback_requests", "notices", "tickets")


def upgrade() -> None:
    _write_anew("turns", sqlite_with_rowid=True)
    for table in NAMED_IN_THE_LOG:
        _write_anew(table, sqlite_autoincrement=True)


def downgrade() -> None:
    for table in NAMED_IN_THE_LOG:
        _write_anew(table, sqlite_autoincrement=False)
    _write_anew("turns", sqlite_with_rowid=False)


def _write_anew(table: str, **manner: bool) -> None:
    if op.get_context().dialect.name == "sqlite":
        with op.batch_alter_table(table, recreate="always", table_kwargs=manner):
            pass
