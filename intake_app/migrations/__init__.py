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
        if engine.dialect.name == "postgresql":  # several processes may start at once
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20130520)")
        command.upgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config
