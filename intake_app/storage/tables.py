"""The tables. Their history is `migrations/`; a test holds the two against each other."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

# Batch migrations on SQLite copy tables, which works only when every constraint has a name.
metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


class Moment(sa.TypeDecorator[datetime]):
    """A time in UTC that comes back with its zone from SQLite too."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: object) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, _dialect: object) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and not value.tzinfo else value


definitions = sa.Table(
    "definitions",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("form", sa.String(64), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("archived_at", Moment, nullable=False),
)
submissions = sa.Table(
    "submissions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("submission_id", sa.String(32), nullable=False),
    sa.Column("form", sa.String(64), nullable=False),
    sa.Column("reference", sa.String(8), nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("definition_hash", sa.ForeignKey("definitions.hash"), nullable=False),
    sa.Column("consent_hash", sa.String(64), nullable=False),
    sa.Column("answers_mac", sa.String(64), nullable=False),
    sa.Column("applicant_key", sa.String(64)),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("body_format", sa.String(16), nullable=False),
    sa.Column("sealed_key", sa.LargeBinary),
    sa.Column("secret_hash", sa.String(64)),
    sa.UniqueConstraint("submission_id"),
    sa.UniqueConstraint("reference"),
    sa.Index(None, "applicant_key"),
)
events = sa.Table(
    "events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("submission", sa.ForeignKey("submissions.id")),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String(64), nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("words", sa.LargeBinary),
    sa.Column("words_format", sa.String(16)),
    sa.Index(None, "submission"),
)
accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("password_hash", sa.String(255), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.UniqueConstraint("name"),
)
sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("account", sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
)
counters = sa.Table(
    "counters",
    metadata,
    sa.Column("bucket", sa.String(64), primary_key=True),
    sa.Column("period", sa.Integer, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)
