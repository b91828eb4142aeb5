"""The tables. Their history is `migrations/`; a test holds the two against each other.

What happened can only be added to: triggers in the database itself refuse a change or a removal in
`events`, `submissions` and `definitions`. What can be destroyed stands apart, in `keys` and `texts`, and is nothing but sealed.
"""

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
    """A time in UTC, to the microsecond, that comes back with its zone from every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: object) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, _dialect: object) -> datetime | None:
        return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC) if value else None


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
    sa.Column("form", sa.String(64), nullable=False),
    sa.Column("reference", sa.String(8), nullable=False),
    sa.Column("locator", sa.String(64), nullable=False),
    sa.UniqueConstraint("reference"),
    sa.UniqueConstraint("locator"),
)
keys = sa.Table(
    "keys",
    metadata,
    sa.Column("submission", sa.ForeignKey("submissions.id"), primary_key=True),
    sa.Column("for_applicant", sa.LargeBinary, nullable=False),
    sa.Column("for_desk", sa.LargeBinary),
    sa.Column("desk_key", sa.String(16), nullable=False),
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
    sa.Index(None, "submission"),
)
texts = sa.Table(
    "texts",
    metadata,
    sa.Column("event", sa.ForeignKey("events.id"), primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("password_hash", sa.String(255), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("totp", sa.LargeBinary),
    sa.Column("totp_step", sa.Integer, nullable=False, server_default="0"),
    sa.Column("disabled", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.UniqueConstraint("name"),
)
sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("account", sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("idle_at", Moment, nullable=False),
    sa.Column("whole", sa.Boolean, nullable=False),
)
counters = sa.Table(
    "counters",
    metadata,
    sa.Column("bucket", sa.String(64), primary_key=True),
    sa.Column("period", sa.Integer, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)
