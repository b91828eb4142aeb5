"""The history of the tables. The only package that knows Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from intake_app.storage.engine import transaction


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables to a revision, all or nothing.

    Raises:
        StorageError: when the database cannot be used.
    """
    with transaction(engine) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the tables back to a revision, all or nothing."""
    with transaction(engine) as connection:
        command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config
