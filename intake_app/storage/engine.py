"""A database whose transactions keep what they acknowledge. All SQL of one database stands here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError


class StorageError(Exception):
    """The database cannot be used now; the message says in one line what to do."""


_SENTENCES = {
    "locked": "数据库正忙。请稍等再试；一直这样，就看看是不是有别的程序占着数据库文件。",
    "full": "磁盘满了，存不下。请腾出空间再试。",
    "readonly": "数据库文件不能写。请检查数据目录的权限。",
    "unable to open": "打不开数据库文件。请检查数据目录是否存在、能不能写。",
    "disk i/o": "读写磁盘出错。请看看磁盘是不是满了或坏了。",
    "no such table": "数据库里还没有表。请先运行 python -m intake_app migrate。",
    "malformed": "数据库文件坏了。请从备份恢复。",
    "not a database": "这个文件不是数据库。请换一个数据目录，或从备份恢复。",
}


def open_engine(url: str) -> Engine:
    """Connect nothing yet; every later transaction is durable before it returns."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and "timeout" not in address.query:
        address = address.update_query_dict({"timeout": "15"})  # seconds to wait for the lock
    # Parameters are answers: they must never reach a log by way of an error message.
    engine = create_engine(address, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def transaction(engine: Engine, *, reading: bool = False) -> Iterator[Connection]:
    """One transaction, committed at the end.

    Raises:
        StorageError: when the database cannot be used.
    """
    try:
        with engine.execution_options(reading=reading).begin() as db:
            yield db
    except IntegrityError:
        raise
    except DBAPIError as error:
        reason = str(error.orig).lower()
        found = (sentence for part, sentence in _SENTENCES.items() if part in reason)
        raise StorageError(next(found, "数据库出错了。请看日志，并检查数据库。")) from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own transactions leave SELECT outside
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # a commit is on the disk before the receipt is shown
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE takes the write lock before the first read, so that look-then-insert is safe.
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
