"""The first tables: submissions with their definitions and events, accounts, counters."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "definitions",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("archived_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_definitions"),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("submission_id", sa.String(32), nullable=False),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("reference", sa.String(8), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("definition_hash", sa.String(64), nullable=False),
        sa.Column("consent_hash", sa.String(64), nullable=False),
        sa.Column("answers_mac", sa.String(64), nullable=False),
        sa.Column("applicant_key", sa.String(64)),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("body_format", sa.String(16), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary),
        sa.Column("secret_hash", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("submission_id", name="uq_submissions_submission_id"),
        sa.UniqueConstraint("reference", name="uq_submissions_reference"),
        sa.ForeignKeyConstraint(
            ["definition_hash"], ["definitions.hash"], name="fk_submissions_definition_hash"
        ),
    )
    op.create_index("ix_submissions_applicant_key", "submissions", ["applicant_key"])
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("submission", sa.Integer),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("words", sa.LargeBinary),
        sa.Column("words_format", sa.String(16)),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.ForeignKeyConstraint(["submission"], ["submissions.id"], name="fk_events_submission"),
    )
    op.create_index("ix_events_submission", "events", ["submission"])
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("name", name="uq_accounts_name"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account", sa.Integer, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_sessions_account"),
    )
    op.create_table(
        "counters",
        sa.Column("bucket", sa.String(64), nullable=False),
        sa.Column("period", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("bucket", "period", name="pk_counters"),
    )
    for act in ("UPDATE", "DELETE") if op.get_bind().dialect.name == "sqlite" else ():
        op.execute(
            f"CREATE TRIGGER events_no_{act.lower()} BEFORE {act} ON events "
            "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        )


def downgrade() -> None:
    for table in ("counters", "sessions", "accounts", "events", "submissions", "definitions"):
        op.drop_table(table)
