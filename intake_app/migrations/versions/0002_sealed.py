"""Sealed words in place of clear ones. Cases from before were a demonstration and are destroyed:
they could be read by anyone with the file, so there is nothing that sealing them would protect."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
GROWING = ("events", "submissions", "definitions")


def upgrade() -> None:
    for table in GROWING:
        op.drop_table(table)
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
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("reference", sa.String(8), nullable=False),
        sa.Column("locator", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("reference", name="uq_submissions_reference"),
        sa.UniqueConstraint("locator", name="uq_submissions_locator"),
    )
    op.create_table(
        "keys",
        sa.Column("submission", sa.Integer, nullable=False),
        sa.Column("for_applicant", sa.LargeBinary, nullable=False),
        sa.Column("for_desk", sa.LargeBinary),
        sa.Column("desk_key", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("submission", name="pk_keys"),
        sa.ForeignKeyConstraint(["submission"], ["submissions.id"], name="fk_keys_submission"),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("submission", sa.Integer),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.ForeignKeyConstraint(["submission"], ["submissions.id"], name="fk_events_submission"),
    )
    op.create_index("ix_events_submission", "events", ["submission"])
    op.create_table(
        "texts",
        sa.Column("event", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("event", name="pk_texts"),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name="fk_texts_event"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23000'; END $$"
        )
        for table in GROWING:
            op.execute(
                f"CREATE TRIGGER {table}_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        return
    for table in GROWING:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    # INSERT OR REPLACE would remove a row without asking the triggers above.
    for table, taken, then in (
        ("events", "id = NEW.id", "ABORT, 'events is append-only'"),
        (
            "submissions",
            "NEW.id = id OR NEW.reference = reference OR NEW.locator = locator",
            "IGNORE",
        ),
        ("definitions", "NEW.hash = hash", "IGNORE"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) BEGIN SELECT RAISE({then}); END"
        )


def downgrade() -> None:
    raise NotImplementedError("sealed words cannot become clear ones")
