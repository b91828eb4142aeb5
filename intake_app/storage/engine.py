"""A database whose transactions keep what they acknowledge. What differs between SQLite and
PostgreSQL stands here and in the migrations, nowhere else."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager, nullcontext
from functools import cache
from threading import Lock
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError

Asked = TypeVar("Asked")
Given = TypeVar("Given")
CONNECTIONS = 16
"""Kept open: one for each thread that serves, and some."""


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
    options: dict[str, Any] = {"hide_parameters": True, "pool_size": CONNECTIONS}
    if address.get_backend_name() == "postgresql":
        options["connect_args"] = {"options": "-c synchronous_commit=on"}
        return create_engine(address, pool_pre_ping=True, **options)
    if "timeout" not in address.query:
        address = address.update_query_dict({"timeout": "15"})  # seconds to wait for the lock
    # SQLite lets those who wait for its lock sleep and try again; here they queue up instead.
    engine = create_engine(address, execution_options={"writer": Lock()}, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


@contextmanager
def transaction(engine: Engine, *, reading: bool = False) -> Iterator[Connection]:
    """One transaction, committed and on the disk at the end.

    Args:
        engine: the database.
        reading: it writes nothing, so it need not wait for others who write.

    Raises:
        StorageError: when the database cannot be used.
    """
    writer = engine.get_execution_options().get("writer")
    try:
        with nullcontext() if reading or not writer else writer, engine.begin() as db:
            if writer:
                # IMMEDIATE locks before the first read, so that look-then-insert is safe.
                db.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
            yield db
    except IntegrityError:
        raise
    except DBAPIError as error:
        reason = str(error.orig).lower()
        found = (sentence for part, sentence in _SENTENCES.items() if part in reason)
        raise StorageError(next(found, "数据库出错了。请看日志，并检查数据库。")) from error


class Together(Generic[Asked, Given]):
    """Many threads, one commit: what is asked for while another commit runs shares the next.

    Nobody has an answer before the commit. When a shared transaction fails it is undone as a
    whole and each is done alone, so that one bad row costs its neighbours nothing. What is done must
    therefore bear to be done again.
    """

    def __init__(
        self, engine: Engine, do: Callable[[Connection, list[Asked]], list[Given]]
    ) -> None:
        self._engine = engine
        self._do = do
        self._turn = Lock()
        self._waiting: deque[tuple[Asked, Future[Given]]] = deque()

    def __call__(self, asked: Asked) -> Given:
        """The answer, once it is on the disk; raises what doing it alone raised."""
        mine: Future[Given] = Future()
        self._waiting.append((asked, mine))
        with self._turn:
            if not mine.done():
                self._serve([self._waiting.popleft() for _ in range(len(self._waiting))])
        return mine.result()

    def _serve(self, group: list[tuple[Asked, Future[Given]]]) -> None:
        try:
            with transaction(self._engine) as db:
                answers = self._do(db, [asked for asked, _ in group])
        except Exception as error:  # noqa: BLE001  # whoever waits has to hear of it
            if len(group) == 1:
                group[0][1].set_exception(error)
            else:
                for one in group:
                    self._serve([one])
        else:
            for (_, future), answer in zip(group, answers, strict=True):
                future.set_result(answer)


@cache
def insert_new(dialect: str, table: Table) -> Any:
    """An INSERT that does nothing where a unique value is taken; gives the rows it has put in."""
    return _insert(dialect, table).on_conflict_do_nothing().returning(*table.c)


@cache
def add_to(dialect: str, table: Table, column: str) -> Any:
    """Insert a counter, or add to the one that is there; gives how many there are now."""
    insert = _insert(dialect, table)
    more = {column: table.c[column] + insert.excluded[column]}
    key = list(table.primary_key)
    return insert.on_conflict_do_update(index_elements=key, set_=more).returning(table.c[column])


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
    # FULL: a commit is on the disk before the receipt is shown.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
