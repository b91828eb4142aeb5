"""The history of the tables leads to the tables of today, forth and back, with data in them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from intake_app import migrations
from intake_app.migrations import downgrade, upgrade
from intake_app.storage.engine import StorageError, open_engine, transaction
from intake_app.storage.tables import metadata
from tests.intake_support import COMPLETE, make_intake

FOLDER = Path(migrations.__file__).parent
REVISIONS = [script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()][::-1]


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_engine(f"sqlite:///{tmp_path / 'intake.sqlite'}")


def schema(database: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(database) as db:
        query = (
            "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 2"
        )
        return db.execute(query).fetchall()


def test_the_tables_are_those_of_the_newest_revision(engine: Engine) -> None:
    upgrade(engine)

    with transaction(engine) as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        assert compare_metadata(context, metadata) == []


def test_the_history_is_one_line() -> None:
    assert len(ScriptDirectory(str(FOLDER)).get_heads()) == 1


def test_upgrading_twice_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    upgrade(engine)
    before = schema(tmp_path / "intake.sqlite")

    upgrade(engine)

    assert schema(tmp_path / "intake.sqlite") == before


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_step_goes_back_and_forth_with_data(revision: str, tmp_path: Path) -> None:
    intake = make_intake(tmp_path)
    for name in COMPLETE:
        intake.send(name)
    intake.log_in()
    engine = open_engine(intake.config.database_url)
    before = schema(intake.database)

    downgrade(engine, f"{revision}-1")
    upgrade(engine)

    assert schema(intake.database) == before
    assert intake.rows("PRAGMA foreign_key_check") == []
    assert intake.send("volunteer").status_code == 303


def test_a_failing_step_leaves_nothing_behind(engine: Engine, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "intake.sqlite") as db:
        db.execute("CREATE TABLE counters (x)")

    with pytest.raises(StorageError, match="数据库出错了"):
        upgrade(engine)

    assert [name for _, name, _ in schema(tmp_path / "intake.sqlite")] == ["counters"]
