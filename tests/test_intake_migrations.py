"""The history of the tables leads to the tables of today; what must survive a step does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from intake_app import migrations
from intake_app.migrations import upgrade
from intake_app.permissions import Account
from intake_app.storage.engine import StorageError, open_engine, transaction
from intake_app.storage.register import Register
from intake_app.storage.tables import metadata
from tests.postgres import postgres

pytestmark = pytest.mark.both_databases
FOLDER = Path(migrations.__file__).parent


@pytest.fixture
def engine(tmp_path: Path, dbms: str) -> Iterator[Engine]:
    """A database without tables."""
    server = postgres() if dbms == "postgresql" else None
    url = server.url(server.database()) if server else f"sqlite:///{tmp_path / 'intake.sqlite'}"
    engine = open_engine(url)
    yield engine
    engine.dispose()


def test_the_tables_are_those_of_the_newest_revision(engine: Engine) -> None:
    upgrade(engine)
    upgrade(engine)

    with transaction(engine) as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        assert compare_metadata(context, metadata) == []


def test_the_history_is_one_line() -> None:
    assert len(ScriptDirectory(str(FOLDER)).get_heads()) == 1


def test_clear_words_of_the_first_version_are_gone_and_accounts_stay(
    engine: Engine, tmp_path: Path, dbms: str
) -> None:
    upgrade(engine, "0001")
    with transaction(engine) as db:
        db.execute(
            text(
                "INSERT INTO accounts (name, password_hash, role, created_at)"
                " VALUES ('admin', 'hash', 'admin', '2026-11-24 01:30:00')"
            )
        )
        db.execute(
            text("INSERT INTO definitions VALUES ('h', 'volunteer', '{}', '2026-11-24 01:30:00')")
        )
        db.execute(
            text(
                "INSERT INTO submissions (submission_id, form, reference, received_at,"
                " definition_hash, consent_hash, answers_mac, body, body_format)"
                " VALUES ('s', 'volunteer', 'AAAAAAAA', '2026-11-24 01:30:00', 'h', 'c', 'm', :body,"
                " 'plain')"
            ),
            {"body": "王小明".encode()},
        )

    upgrade(engine)

    assert Register(engine).accounts() == [Account(1, "admin", "admin", "hash")]
    with transaction(engine) as db:
        assert db.execute(text("SELECT count(*) FROM submissions")).scalar() == 0
    engine.dispose()
    if dbms == "sqlite":
        assert "王小明".encode() not in (tmp_path / "intake.sqlite").read_bytes()


def test_a_failing_step_leaves_nothing_behind(engine: Engine) -> None:
    with transaction(engine) as db:
        db.execute(text("CREATE TABLE counters (x INTEGER)"))

    with pytest.raises(StorageError):
        upgrade(engine)

    assert inspect(engine).get_table_names() == ["counters"]
