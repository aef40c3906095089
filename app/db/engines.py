"""Engines and sessions: one behaviour on SQLite and PostgreSQL. Whoever touches SQL comes through here.

Two kinds of transaction. `read_session` sees one unchanging picture of the database and cannot write.
`write_session` waits until it is the only writer *before* it reads, so nothing it read can be overwritten behind
its back. SQLite does this by BEGIN IMMEDIATE; left to itself, the driver begins a transaction only at the first
write and then loses updates without an error. PostgreSQL does it by a lock that lasts as long as the transaction.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session, SQLModel

import app.db.types  # noqa: F401  (its compile hooks must be in place before any table is created)

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name from the first migration on, so that a later one can change it on both engines."""

READ, WRITE = {"landscape_mode": "read"}, {"landscape_mode": "write"}
WRITER_LOCK = 0x6C616E6473  # "lands": any number does, as long as every process uses the same
WAIT_SECONDS = 5  # for another writer to finish

# Versions of SQLite in which WAL can corrupt a file (https://www.sqlite.org/wal.html#walresetbug) have no place
# for it; these are the first fixed ones of each line, the last of them for everything newer.
WAL_FIXED_IN = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


def sqlite_module() -> ModuleType:
    """The SQLite that pysqlite3 carries where it is installed, else the one Python was built with."""
    if sys.platform == "linux":
        try:
            from pysqlite3 import dbapi2
        except ImportError:
            return sqlite3
        return dbapi2  # type: ignore[no-any-return]
    return sqlite3


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this version of SQLite has the fix of the WAL-reset bug."""
    return version >= WAL_FIXED_IN[-1] or any(version[:2] == fix[:2] and version >= fix for fix in WAL_FIXED_IN)


def make_engine(url: str) -> Engine:
    """The engine of a database address. For SQLite it also creates the folder that the file stands in."""
    parsed = make_url(url)
    # Requests run in up to 40 threads: fewer connections than threads could wait for one another for ever.
    pool: dict[str, Any] = {"pool_size": 10, "max_overflow": 30}
    if parsed.get_backend_name() == "postgresql":
        engine = create_engine(parsed, pool_pre_ping=True, **pool)
        event.listen(engine, "begin", _begin_postgresql)
        return engine
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    module = sqlite_module()
    # isolation_level None keeps the driver from beginning transactions of its own.
    engine = create_engine(parsed, module=module, connect_args={"isolation_level": None}, **pool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Settings that SQLite keeps per connection. FULL: an acknowledged write survives a loss of power."""
    journal = "WAL" if wal_is_safe(sqlite_module().sqlite_version_info) else "DELETE"
    for pragma in (
        f"busy_timeout = {WAIT_SECONDS * 1000}",
        "foreign_keys = ON",
        f"journal_mode = {journal}",
        "synchronous = FULL",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get("landscape_mode")
    # The connection may come from the pool with the other setting, so it is said each time.
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if mode == 'read' else 'OFF'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if mode == "write" else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("landscape_mode") == "write":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")


def reading(engine: Engine) -> Engine:
    """The same engine for transactions that only read, all of one picture of the database."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(**READ, isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(**READ)


def writing(engine: Engine) -> Engine:
    """The same engine for transactions that write: one at a time."""
    return engine.execution_options(**WRITE)


@contextmanager
def read_session(engine: Engine) -> Iterator[Session]:
    """A session that sees one unchanging picture of the database; a write in it is refused by the database."""
    with Session(reading(engine)) as session:
        yield session


@contextmanager
def write_session(engine: Engine) -> Iterator[Session]:
    """A session that is the only writer until it ends: commits at the end, or rolls everything back on an error.

    Rooms flush; only this commits. What was read stays readable after the commit.
    """
    with Session(writing(engine), expire_on_commit=False) as session, session.begin():
        yield session
