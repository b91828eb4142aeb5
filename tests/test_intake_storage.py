"""What is kept: once, durably, append-only, and with a plain sentence when it cannot be kept."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from intake_app.casework import Event
from intake_app.migrations import upgrade
from intake_app.storage.casebook import Casebook, NewSubmission
from intake_app.storage.engine import StorageError, open_engine, transaction
from intake_app.storage.register import Register
from tests.intake_support import NOW

NEW = NewSubmission(
    submission_id="a" * 32,
    form="volunteer",
    received_at=NOW,
    definition_hash="d" * 64,
    definition='{"fields": []}',
    consent_hash="c" * 64,
    answers_mac="m" * 64,
    applicant_key="k" * 64,
    body=b'{"answers": {}, "notes": []}',
    facts={"level": "P2", "rules": ["R2-today"], "rank": [1, 0]},
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "intake.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def casebook(database: Path) -> Casebook:
    return Casebook(open_engine(f"sqlite:///{database}"))


def test_commits_are_on_the_disk_before_they_return(database: Path) -> None:
    with transaction(open_engine(f"sqlite:///{database}")) as db:
        pragmas = {
            name: db.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_the_same_submission_is_kept_once(casebook: Casebook) -> None:
    first = casebook.receive(NEW, lambda: "AAAAAAAA")
    again = casebook.receive(replace(NEW, answers_mac="x" * 64), lambda: "BBBBBBBB")

    assert again == first
    assert [entry.reference for entry in casebook.entries()] == ["AAAAAAAA"]


def test_a_reference_that_is_taken_is_drawn_again(casebook: Casebook) -> None:
    casebook.receive(NEW, lambda: "AAAAAAAA")
    drawn = iter(["AAAAAAAA", "AAAAAAAA", "BBBBBBBB"])

    second = casebook.receive(replace(NEW, submission_id="b" * 32), lambda: next(drawn))

    assert second.reference == "BBBBBBBB"


def test_receiving_leaves_an_event_with_its_reasons(casebook: Casebook) -> None:
    casebook.receive(NEW, lambda: "AAAAAAAA")

    (opened,) = casebook.open(["AAAAAAAA"], Event("case:open", NOW, "admin"))

    received, seen = opened.events
    assert (received.kind, received.actor, received.at) == ("submission:receive", "public", NOW)
    assert received.facts == {**NEW.facts, "twins": []}
    assert (seen.kind, seen.actor) == ("case:open", "admin")


@pytest.mark.parametrize("change", ["UPDATE events SET actor = 'nobody'", "DELETE FROM events"])
def test_events_can_only_be_added(casebook: Casebook, database: Path, change: str) -> None:
    casebook.receive(NEW, lambda: "AAAAAAAA")
    casebook.append(Event("case:note", NOW, "admin", {}, "打过电话"), "AAAAAAAA")

    with (
        sqlite3.connect(database) as db,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        db.execute(change)


def test_an_event_of_no_submission_is_refused_where_one_is_named(casebook: Casebook) -> None:
    casebook.append(Event("case:note", NOW, "admin", {}, "谁的"), "NOSUCHID")

    assert casebook.entries() == []


def test_counters_count_per_period(database: Path) -> None:
    register = Register(open_engine(f"sqlite:///{database}"))

    assert [register.count("a", 7), register.count("a", 7), register.count("b", 7)] == [1, 2, 1]
    assert register.count("a", 8) == 1
    register.forget("a")
    assert register.count("a", 8) == 1


def test_no_answer_reaches_an_error_message(casebook: Casebook, database: Path) -> None:
    with sqlite3.connect(database) as db:
        db.execute("DROP TABLE submissions")

    with pytest.raises(StorageError) as caught:
        casebook.receive(replace(NEW, body="秘密".encode()), lambda: "AAAAAAAA")

    shown = f"{caught.value} {caught.value.__cause__}"
    assert "秘密" not in shown
    assert "aaaa" not in shown


def test_a_locked_database_says_so(casebook: Casebook, database: Path) -> None:
    blocker = sqlite3.connect(database, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    impatient = Casebook(open_engine(f"sqlite:///{database}?timeout=0"))

    with pytest.raises(StorageError, match="数据库正忙。请稍等再试"):
        impatient.receive(NEW, lambda: "AAAAAAAA")

    blocker.execute("ROLLBACK")
    assert casebook.receive(NEW, lambda: "AAAAAAAA").reference == "AAAAAAAA"


def test_a_full_disk_says_so_and_keeps_what_was_there(casebook: Casebook) -> None:
    casebook.receive(NEW, lambda: "AAAAAAAA")
    connection = casebook._engine.raw_connection()  # the one that the pool holds
    connection.cursor().execute("PRAGMA max_page_count=1")
    connection.close()

    with pytest.raises(StorageError, match="磁盘满了，存不下。请腾出空间再试。"):
        casebook.receive(
            replace(NEW, submission_id="b" * 32, body=b"x" * 100_000), lambda: "BBBBBBBB"
        )

    assert [entry.reference for entry in casebook.entries()] == ["AAAAAAAA"]


def test_missing_tables_name_the_command(tmp_path: Path) -> None:
    empty = Casebook(open_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}"))

    with pytest.raises(StorageError, match="python -m intake_app migrate"):
        empty.entries()


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "no.sqlite").write_text("这不是数据库" * 100)

    with pytest.raises(StorageError, match="这个文件不是数据库"):
        Casebook(open_engine(f"sqlite:///{tmp_path / 'no.sqlite'}")).entries()
