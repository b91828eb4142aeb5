"""What is kept: once, durably, append-only, and with a plain sentence when it cannot be kept."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError

from intake_app.casework import PUBLIC, Event
from intake_app.storage import casebook as module
from intake_app.storage.casebook import (
    Casebook,
    ClosedError,
    Keys,
    NewSubmission,
    Submission,
    Toll,
    TooManyError,
)
from intake_app.storage.engine import StorageError, open_engine, transaction
from intake_app.storage.register import Register
from tests.intake_support import NOW, empty_database
from tests.postgres import postgres

pytestmark = pytest.mark.both_databases
FACTS = {"definition": "d" * 64, "consent": "c" * 64, "level": "P2"}
NEW = NewSubmission(
    form="volunteer",
    locator="a" * 64,
    keys=Keys(b"for the applicant", b"for the desk", "0123456789abcdef"),
    received=Event("submission:receive", NOW, PUBLIC, FACTS, b"sealed answers"),
    definition='{"fields": []}',
)
OTHER = replace(NEW, locator="b" * 64)


@pytest.fixture
def engine(tmp_path: Path, dbms: str) -> Iterator[Engine]:
    engine = open_engine(empty_database(tmp_path, dbms))
    yield engine
    engine.dispose()


@pytest.fixture
def casebook(engine: Engine) -> Casebook:
    return Casebook(engine)


def count(engine: Engine, table: str) -> int:
    with transaction(engine, reading=True) as db:
        return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608


def test_commits_are_on_the_disk_before_they_return(engine: Engine, dbms: str) -> None:
    with transaction(engine) as db:
        if dbms == "postgresql":
            assert db.execute(text("SHOW synchronous_commit")).scalar() == "on"
            return
        pragmas = {
            name: db.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert pragmas == wanted


def test_the_same_submission_is_kept_once(casebook: Casebook, engine: Engine) -> None:
    first = casebook.receive(NEW, lambda: "AAAAAAAA")
    again = casebook.receive(replace(NEW, keys=Keys(b"x", b"y", "z" * 16)), lambda: "BBBBBBBB")

    assert again == first
    assert casebook.live() == [first]
    assert [count(engine, table) for table in ("keys", "events", "texts")] == [1, 1, 1]


def test_a_reference_that_is_taken_is_drawn_again(casebook: Casebook) -> None:
    casebook.receive(NEW, lambda: "AAAAAAAA")
    drawn = iter(["AAAAAAAA", "AAAAAAAA", "BBBBBBBB"])

    assert casebook.receive(OTHER, lambda: next(drawn)).reference == "BBBBBBBB"


def test_references_that_are_always_taken_end_with_a_sentence(casebook: Casebook) -> None:
    casebook.receive(NEW, lambda: "AAAAAAAA")

    with pytest.raises(StorageError, match="编号总是重复"):
        casebook.receive(OTHER, lambda: "AAAAAAAA")


def test_what_was_kept_comes_back_to_the_bit(casebook: Casebook) -> None:
    received = casebook.receive(NEW, lambda: "AAAAAAAA")

    assert casebook.find(reference="AAAAAAAA") == received
    assert casebook.find(locator=NEW.locator) == received
    assert casebook.find(locator="c" * 64) is None
    assert received.events[0].about() == NEW.received.about()
    assert received.events[0].sealed == NEW.received.sealed
    assert casebook.definition("d" * 64) == NEW.definition


def no_reference() -> str:
    raise ZeroDivisionError


@pytest.mark.parametrize("bad", [False, True])
def test_who_waits_shares_a_commit_and_a_bad_one_costs_its_neighbours_nothing(
    casebook: Casebook, engine: Engine, bad: bool
) -> None:
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    begun, go = threading.Event(), threading.Event()
    draw: list[Callable[[], str]] = [partial(str.__mul__, letter, 8) for letter in "BCDE"]
    draw[1] = no_reference if bad else draw[1]

    def held_up() -> str:
        begun.set()
        assert go.wait(60)
        return "AAAAAAAA"

    with ThreadPoolExecutor(5) as pool:
        first = pool.submit(casebook.receive, NEW, held_up)
        assert begun.wait(60)
        others = [
            pool.submit(casebook.receive, replace(NEW, locator=f"{number:064}"), draw[number])
            for number in range(4)
        ]
        while len(casebook._together._waiting) < len(others):
            assert not any(one.done() for one in [first, *others]), "no answer before the commit"
        go.set()
        errors = [type(one.exception()) for one in [first, *others]]

    none = type(None)
    assert errors == [none, none, ZeroDivisionError if bad else none, none, none]
    assert len(casebook.live()) == (4 if bad else 5)
    assert len(commits) == (1 + 3 if bad else 2) + 1, "and one to look"


def test_equal_ones_in_one_commit_are_kept_once_and_references_stay_apart(
    casebook: Casebook, engine: Engine
) -> None:
    drawn = iter(["AAAAAAAA", "AAAAAAAA", "BBBBBBBB"])
    asked = [(one, lambda: next(drawn)) for one in (NEW, OTHER, NEW)]

    with transaction(engine) as db:
        kept = casebook._receive(db, asked)

    assert kept[0] == kept[2]
    assert sorted(one.reference for one in kept if one) == ["AAAAAAAA", "AAAAAAAA", "BBBBBBBB"]
    assert len(casebook.live()) == 2


def test_a_toll_lets_in_as_many_as_it_says_also_in_one_commit(
    casebook: Casebook, engine: Engine
) -> None:
    ones = [replace(NEW, locator=f"{n:064}", toll=Toll(("x", 7), 3)) for n in range(5)]
    references = iter("ABCDE")
    casebook.receive(ones[0], lambda: next(references) * 8)

    with transaction(engine) as db:
        kept = casebook._receive(db, [(one, lambda: next(references) * 8) for one in ones[1:]])

    assert [bool(one) for one in kept] == [True, True, False, False]
    with pytest.raises(TooManyError):
        casebook.receive(ones[3], lambda: "FFFFFFFF")
    assert Register(engine).count("x", 7) == 7, "those refused are counted too"


@pytest.mark.parametrize("table", ["events", "submissions", "definitions"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_happened_can_only_be_added_to(
    casebook: Casebook, engine: Engine, dbms: str, table: str, change: str
) -> None:
    if "TRUNCATE" in change and dbms == "sqlite":
        return  # not a word of SQLite
    casebook.receive(NEW, lambda: "AAAAAAAA")
    column = {"events": "actor", "submissions": "form", "definitions": "body"}[table]
    before = casebook.find(reference="AAAAAAAA")

    with pytest.raises(IntegrityError, match="append-only"), transaction(engine) as db:
        db.execute(text(change.format(table, f"{column} = 'x'")))

    assert casebook.find(reference="AAAAAAAA") == before


def test_sqlite_replaces_nothing_behind_the_triggers(
    casebook: Casebook, engine: Engine, dbms: str
) -> None:
    if dbms == "postgresql":
        return  # not a word of PostgreSQL
    before = casebook.receive(NEW, lambda: "AAAAAAAA")
    with pytest.raises(IntegrityError, match="append-only"), transaction(engine) as db:
        db.execute(
            text(
                "INSERT OR REPLACE INTO events SELECT id, submission, 'case:open', at,"
                " actor, facts FROM events"
            )
        )
    with transaction(engine) as db:
        db.execute(
            text(
                "INSERT OR REPLACE INTO submissions SELECT id, 'x', reference, locator"
                " FROM submissions"
            )
        )
        db.execute(
            text(
                "INSERT OR REPLACE INTO definitions SELECT hash, form, 'x', archived_at"
                " FROM definitions"
            )
        )
    assert casebook.live() == [before]
    assert casebook.definition("d" * 64) == NEW.definition


def test_withdrawing_takes_the_desks_key_and_leaves_the_applicants(casebook: Casebook) -> None:
    submission = casebook.receive(NEW, lambda: "AAAAAAAA")

    casebook.withdraw(submission, Event("submission:withdraw", NOW, PUBLIC))

    after = casebook.find(reference="AAAAAAAA")
    assert after
    assert after.keys == replace(NEW.keys, for_desk=None)
    assert after.case.status == "withdrawn"
    with pytest.raises(ClosedError):
        casebook.append(Event("case:note", NOW, "admin"), submission)


def test_destroying_leaves_clear_events_alone(casebook: Casebook, engine: Engine) -> None:
    one, other = (
        casebook.receive(NEW, lambda: "AAAAAAAA"),
        casebook.receive(OTHER, lambda: "BBBBBBBB"),
    )
    casebook.append(Event("submission:note", NOW, PUBLIC, {}, b"sealed note"), one)
    event = Event("submission:erase", NOW, PUBLIC)

    assert casebook.destroy([one], event) == [one]
    assert casebook.destroy([one], event) == [], "a second time does nothing"

    after = casebook.find(reference="AAAAAAAA")
    assert after
    assert after.keys is None
    assert [e.sealed for e in after.events] == [None, None, None]
    assert [e.kind.partition(":")[2] for e in after.events] == ["receive", "note", "erase"]
    assert casebook.live() == [other]
    assert count(engine, "texts") == 1
    with pytest.raises(ClosedError):
        casebook.append(Event("case:note", NOW, "admin"), one)


def _destroy(casebook: Casebook, one: Submission) -> None:
    casebook.destroy([one], Event("submission:erase", NOW, PUBLIC))


def _withdraw(casebook: Casebook, one: Submission) -> None:
    casebook.withdraw(one, Event("submission:withdraw", NOW, PUBLIC))


def _rotate(casebook: Casebook, _one: Submission) -> None:
    new = replace(NEW.keys, desk_key="n" * 16)
    casebook.reseal(
        "k" * 16, lambda _form, _locator, old: replace(new, for_applicant=old.for_applicant)
    )


@pytest.mark.parametrize(
    ("act", "gone"),
    [(_destroy, {"words", "desk", "applicant"}), (_withdraw, {"desk"}), (_rotate, {"desk"})],
)
def test_what_was_destroyed_is_gone_from_the_files(
    casebook: Casebook,
    tmp_path: Path,
    dbms: str,
    act: Callable[[Casebook, Submission], None],
    gone: set[str],
) -> None:
    if dbms == "postgresql":
        return  # its log keeps them until it is recycled; decisions/0013 says so
    marks = {"words": os.urandom(1100), "desk": os.urandom(80), "applicant": os.urandom(60)}
    new = replace(NEW, keys=Keys(marks["applicant"], marks["desk"], "k" * 16))
    new = replace(new, received=replace(NEW.received, sealed=marks["words"]))
    submission = casebook.receive(new, lambda: "AAAAAAAA")
    casebook.receive(OTHER, lambda: "BBBBBBBB")

    def there() -> set[str]:
        files = b"".join(path.read_bytes() for path in tmp_path.glob("intake.sqlite*"))
        pieces = {
            name: [mark[at : at + 12] for at in range(0, 48, 12)] for name, mark in marks.items()
        }
        return {name for name, parts in pieces.items() if any(part in files for part in parts)}

    assert there() == set(marks)

    act(casebook, submission)

    assert there() == set(marks) - gone
    assert (tmp_path / "intake.sqlite-wal").stat().st_size == 0


def test_keys_are_resealed_in_batches_and_only_where_they_are_old(
    casebook: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    references = iter("ABCDE")
    for number in range(5):
        casebook.receive(replace(NEW, locator=f"{number:064}"), lambda: next(references) * 8)
    withdrawn = casebook.live()[4]
    casebook.withdraw(withdrawn, Event("submission:withdraw", NOW, PUBLIC))

    def anew(_form: str, _locator: str, keys: Keys) -> Keys:
        return replace(keys, for_desk=b"new", desk_key="n" * 16)

    assert casebook.reseal(NEW.keys.desk_key, anew) == 4
    assert casebook.reseal(NEW.keys.desk_key, anew) == 0
    keys = [one.keys.for_desk for one in casebook.live() if one.keys]
    assert keys == [b"new"] * 4 + [None]


def test_counters_count_per_period(engine: Engine) -> None:
    register = Register(engine)

    assert [register.count("a", 7), register.count("a", 7), register.count("b", 7)] == [1, 2, 1]
    assert register.count("a", 8) == 1
    register.forget("a")
    assert register.count("a", 8) == 1


def test_nothing_sealed_reaches_an_error_message(casebook: Casebook, engine: Engine) -> None:
    with transaction(engine) as db:
        db.execute(text("ALTER TABLE texts RENAME TO hidden"))

    with pytest.raises(StorageError, match="python -m intake_app migrate") as caught:
        casebook.receive(NEW, lambda: "AAAAAAAA")

    shown = f"{caught.value} {caught.value.__cause__}"
    assert "sealed answers" not in shown
    assert "aaaa" not in shown


def test_a_locked_database_says_so(tmp_path: Path, dbms: str) -> None:
    if dbms == "postgresql":
        return  # writers do not wait for each other there
    database = empty_database(tmp_path, dbms)
    blocker = sqlite3.connect(tmp_path / "intake.sqlite", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    impatient = Casebook(open_engine(f"{database}?timeout=0"))

    with pytest.raises(StorageError, match="数据库正忙。请稍等再试"):
        impatient.receive(NEW, lambda: "AAAAAAAA")

    blocker.execute("ROLLBACK")
    assert impatient.receive(NEW, lambda: "AAAAAAAA").reference == "AAAAAAAA"
    blocker.close()


def test_a_full_disk_says_so_and_keeps_what_was_there(
    casebook: Casebook, engine: Engine, dbms: str
) -> None:
    if dbms == "postgresql":
        return  # no limit can be set for one database
    casebook.receive(NEW, lambda: "AAAAAAAA")
    connection = engine.raw_connection()  # the one that the pool holds
    connection.cursor().execute("PRAGMA max_page_count=1")
    connection.close()

    big = replace(OTHER, received=replace(NEW.received, sealed=b"x" * 100_000))
    with pytest.raises(StorageError, match="磁盘满了，存不下。请腾出空间再试。"):
        casebook.receive(big, lambda: "BBBBBBBB")

    assert [one.reference for one in casebook.live()] == ["AAAAAAAA"]


def test_a_database_that_cannot_be_reached_or_is_none_says_so(tmp_path: Path, dbms: str) -> None:
    if dbms == "postgresql":
        url, sentence = postgres().url("nowhere"), "连不上数据库"
    else:
        (tmp_path / "no.sqlite").write_text("这不是数据库" * 100)
        url, sentence = f"sqlite:///{tmp_path / 'no.sqlite'}", "这个文件不是数据库"

    with pytest.raises(StorageError, match=sentence):
        Casebook(open_engine(url)).live()
