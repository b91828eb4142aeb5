"""A database whose transactions keep what they acknowledge. What differs between SQLite and
PostgreSQL stands here and in the migrations, nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError


class StorageError(Exception):
    """The database cannot be used now; the message says in one line what to do."""


_SENTENCES = {
    "locked": "数据库正忙。请稍等再试；一直这样，就看看是不是有别的程序占着数据库文件。",
    "full": "磁盘满了，存不下。请腾出空间再试。",
    "no space": "磁盘满了，存不下。请腾出空间再试。",
    "readonly": "数据库文件不能写。请检查数据目录的权限。",
    "unable to open": "打不开数据库文件。请检查数据目录是否存在、能不能写。",
    "disk i/o": "读写磁盘出错。请看看磁盘是不是满了或坏了。",
    "no such table": "数据库里还没有表。请先运行 python -m intake_app migrate。",
    "malformed": "数据库文件坏了。请从备份恢复。",
    "not a database": "这个文件不是数据库。请换一个数据目录，或从备份恢复。",
    "connection": "连不上数据库。请检查 DATABASE_URL，看看数据库开着没有。",
    '" does not exist': "数据库里还没有表。请先运行 python -m intake_app migrate。",
}


def open_engine(url: str) -> Engine:
    """Connect nothing yet; every later transaction is durable before it returns."""
    address = make_url(url)
    if address.drivername in ("postgres", "postgresql"):
        address = address.set(drivername="postgresql+psycopg")
    # Parameters never reach a log by way of an error message.
    if address.get_backend_name() == "postgresql":
        durable = {"options": "-c synchronous_commit=on"}
        return create_engine(
            address, hide_parameters=True, pool_pre_ping=True, connect_args=durable
        )
    if "timeout" not in address.query:
        address = address.update_query_dict({"timeout": "15"})  # seconds to wait for the lock
    engine = create_engine(address, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def transaction(
    engine: Engine, *, reading: bool = False, durable: bool = True
) -> Iterator[Connection]:
    """One transaction, committed at the end.

    Args:
        engine: the database.
        reading: it writes nothing, so it need not wait for others who write.
        durable: it is on the disk before it returns; for counters that is not worth the time.

    Raises:
        StorageError: when the database cannot be used.
    """
    try:
        with engine.execution_options(reading=reading, durable=durable).begin() as db:
            if not durable and db.dialect.name == "postgresql":
                db.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
            yield db
    except IntegrityError:
        raise
    except DBAPIError as error:
        reason = str(error.orig).lower()
        found = (sentence for part, sentence in _SENTENCES.items() if part in reason)
        raise StorageError(next(found, "数据库出错了。请看日志，并检查数据库。")) from error


@cache
def insert_new(dialect: str, table: Table) -> Any:
    """An INSERT that does nothing where a unique value is taken, and never fails for it."""
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def add_one(dialect: str, table: Table, column: str) -> Any:
    """Insert a counter, or add one to the one that is there; gives how many there are now."""
    more = {column: table.c[column] + 1}
    key = list(table.primary_key)
    counted = _insert(dialect, table).on_conflict_do_update(index_elements=key, set_=more)
    return counted.returning(table.c[column])


def scrub(engine: Engine) -> None:
    """Let what was deleted vanish from the files too.

    SQLite: deleted pages were overwritten (`secure_delete`), and the log that still holds their
    former content is written back and cut to nothing. PostgreSQL: VACUUM frees the space for others;
    its log and the backups keep the old bytes until they are recycled, which no command can hurry.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.exec_driver_sql("VACUUM keys, texts")
        return
    with closing(engine.raw_connection()) as raw:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _insert(dialect: str, table: Table) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own transactions leave SELECT outside
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    # FULL: a commit is on the disk before the receipt is shown.
    synchronous = "FULL" if options.get("durable", True) else "NORMAL"
    connection.exec_driver_sql(f"PRAGMA synchronous={synchronous}")
    # IMMEDIATE takes the write lock before the first read, so that look-then-insert is safe.
    connection.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")
