"""Users of the console with their sessions and drafts, counts of what happened on the line, and what was removed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    counts()
    people()
    columns()
    log_that_stays()


def counts() -> None:
    op.create_table(
        "purges",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("before", moment(), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_purges"),
    )
    op.create_index("ix_purges_at", "purges", ["at"])
    op.create_table(
        "tallies",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("hour", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "hour", "what", "name", name="pk_tallies"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unmatched",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sentence", sa.String(200), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("first_on", sa.Date, nullable=False),
        sa.Column("last_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(12), server_default="new", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unmatched"),
        sa.UniqueConstraint("sentence", "language", name="uq_unmatched_sentence_language"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_unmatched_state_n", "unmatched", ["state", "n"])


def people() -> None:
    op.create_table(
        "users",
        sa.Column("id", BIG, nullable=False),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("inspector_id", sa.String(40), server_default="", nullable=False),
        sa.Column("language", sa.String(8), server_default="ro", nullable=False),
        sa.Column("active", sa.Boolean, server_default=sa.true(), nullable=False),
        sa.Column("password", sa.Text, server_default="", nullable=False),
        sa.Column("subject", sa.Text, server_default="", nullable=False),
        sa.Column("feed", sa.String(64), server_default="", nullable=False),
        sa.Column("sample", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("seen_at", moment()),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("login", name="uq_users_login"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_users_feed", "users", ["feed"])
    op.create_index(
        "uq_users_subject",
        "users",
        ["subject"],
        unique=True,
        sqlite_where=sa.text("subject <> ''"),
        postgresql_where=sa.text("subject <> ''"),
    )
    op.create_table(
        "wrong_passwords",
        sa.Column("user_id", BIG, autoincrement=False, nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("since", moment(), nullable=False),
        sa.Column("locked_until", moment()),
        sa.PrimaryKeyConstraint("user_id", "address", name="pk_wrong_passwords"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_wrong_passwords_since", "wrong_passwords", ["since"])
    op.create_table(
        "routing_drafts",
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("base", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("saved_at", moment(), nullable=False),
        sa.Column("fit", sa.String(64), nullable=False, server_default=""),
        sa.Column("trial", sa.Integer),
        sa.Column("trial_text", sa.Text, nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_routing_drafts_user_id"),
        sa.PrimaryKeyConstraint("user_id", name="pk_routing_drafts"),
        sa.UniqueConstraint("trial", name="uq_routing_drafts_trial"),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("began", moment(), nullable=False),
        sa.Column("seen", moment(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id"),
        sa.PrimaryKeyConstraint("token", name="pk_sessions"),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_table(
        "outcome_drafts",
        sa.Column("ticket_id", BIG, nullable=False),
        sa.Column("status", sa.String(20), server_default="", nullable=False),
        sa.Column("questions", sa.Text, server_default="", nullable=False),
        sa.Column("answers", sa.Text, server_default="", nullable=False),
        sa.Column("text", sa.Text, server_default="", nullable=False),
        sa.Column("next_steps", sa.Text, server_default="", nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("saved_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_outcome_drafts_ticket_id"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_outcome_drafts"),
    )


def columns() -> None:
    op.add_column("callback_requests", sa.Column("note", sa.Text, server_default="", nullable=False))
    op.add_column(
        "callback_requests", sa.Column("changed_by", sa.String(64), server_default="", nullable=False)
    )
    op.add_column("callback_requests", sa.Column("changed_at", moment()))
    op.add_column(
        "routing_revisions", sa.Column("beside_file", sa.Boolean, server_default=sa.false(), nullable=False)
    )
    op.add_column("calls", sa.Column("counted", sa.Boolean, server_default=sa.false(), nullable=False))
    op.create_index(
        "ix_calls_uncounted",
        "calls",
        ["began"],
        sqlite_where=sa.text("NOT counted"),
        postgresql_where=sa.text("NOT counted"),
    )
    op.create_index("ix_tickets_inspector_id_starts_at", "tickets", ["inspector_id", "starts_at"])
    op.create_index("ix_events_actor_at", "events", ["actor", "at"])
    op.create_index("ix_events_at", "events", ["at"])
    op.create_index("ix_conclusions_pdf_sha256", "conclusions", ["pdf_sha256"])
    op.create_index("ix_events_entity_at", "events", ["entity", "at"])


# what must not be done to the event log, whoever tries; what is older than a year may be removed one day
SQLITE = (
    """CREATE TRIGGER events_stay BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are added and never changed'); END""",
    """CREATE TRIGGER events_kept BEFORE DELETE ON events WHEN OLD.at > datetime('now', '-1 year')
    BEGIN SELECT RAISE(ABORT, 'events are kept for a year'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '1 year' THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'events are added and never changed, and kept for a year';
    END $$""",
    """CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION events_stay()""",
)


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def log_that_stays() -> None:
    for statement in SQLITE if is_sqlite() else POSTGRESQL:
        op.execute(statement)


def log_as_before() -> None:
    if is_sqlite():
        op.execute("DROP TRIGGER events_kept")
        op.execute("DROP TRIGGER events_stay")
    else:
        op.execute("DROP TRIGGER events_stay ON events")
        op.execute("DROP FUNCTION events_stay()")


def downgrade() -> None:
    log_as_before()
    op.drop_index("ix_events_entity_at", table_name="events")
    op.drop_index("ix_conclusions_pdf_sha256", table_name="conclusions")
    op.drop_index("ix_events_at", table_name="events")
    op.drop_index("ix_events_actor_at", table_name="events")
    op.drop_index("ix_tickets_inspector_id_starts_at", table_name="tickets")
    op.drop_index(
        "ix_calls_uncounted",
        table_name="calls",
        sqlite_where=sa.text("NOT counted"),
        postgresql_where=sa.text("NOT counted"),
    )
    op.drop_column("calls", "counted")
    op.drop_column("routing_revisions", "beside_file")
    op.drop_column("callback_requests", "changed_at")
    op.drop_column("callback_requests", "changed_by")
    op.drop_column("callback_requests", "note")
    op.drop_table("outcome_drafts")
    op.drop_index("ix_sessions_user_id", table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("routing_drafts")
    op.drop_index("ix_wrong_passwords_since", table_name="wrong_passwords")
    op.drop_table("wrong_passwords")
    op.drop_index(
        "uq_users_subject",
        table_name="users",
        sqlite_where=sa.text("subject <> ''"),
        postgresql_where=sa.text("subject <> ''"),
    )
    op.drop_index("ix_users_feed", table_name="users")
    op.drop_table("users")
    op.drop_index("ix_unmatched_state_n", table_name="unmatched")
    op.drop_table("unmatched")
    op.drop_table("tallies")
    op.drop_index("ix_purges_at", table_name="purges")
    op.drop_table("purges")
