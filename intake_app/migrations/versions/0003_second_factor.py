"""A second factor for every account, sessions that end when they are not used, disabled accounts.

Sessions of before had no second factor and end."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("accounts", sa.Column("totp", sa.LargeBinary))
    step = sa.Column("totp_step", sa.Integer, nullable=False, server_default="0")
    op.add_column("accounts", step)
    disabled = sa.Column("disabled", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("accounts", disabled)
    op.drop_table("sessions")
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account", sa.Integer, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("idle_at", MOMENT, nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_sessions_account"),
    )


def downgrade() -> None:
    raise NotImplementedError("accounts do not go back to a password alone")
