"""What the two engines promise alike: one picture while reading, one writer at a time, no value of a wrong type."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.db import UtcDateTime, make_engine, moment_check, read_session, write_session
from app.db.engines import sqlite_module, wal_is_safe


class Base(DeclarativeBase):
    """Tables of these tests alone."""


class Counter(Base):
    """One of each type."""

    __tablename__ = "test_counter"
    __table_args__ = (moment_check("at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int]
    name: Mapped[str | None]
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)


@pytest.fixture
def counting(empty_url: str) -> Iterator[Engine]:
    """A database with one counter at 0."""
    engine = make_engine(empty_url)
    Base.metadata.create_all(engine)
    with write_session(engine) as session:
        session.add(Counter(id=1, value=0))
    yield engine
    engine.dispose()


def test_concurrent_writers_lose_nothing(counting: Engine) -> None:
    """Read, add one, write: four threads, 25 times each."""

    def add() -> None:
        for _ in range(25):
            with write_session(counting) as session:
                counter = session.get_one(Counter, 1)
                counter.value += 1

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with read_session(counting) as session:
        assert session.get_one(Counter, 1).value == 100


def test_a_reader_sees_one_unchanging_picture(counting: Engine) -> None:
    """A catalogue is read by many queries: a change between two of them must not show."""
    value = sa.select(Counter.value)
    if counting.dialect.name == "sqlite" and not wal_is_safe(sqlite_module().sqlite_version_info):
        return  # without WAL a reader holds the writer off instead
    with read_session(counting) as reader:
        assert reader.execute(value).scalar_one() == 0
        with write_session(counting) as writer:
            writer.get_one(Counter, 1).value = 7
        assert reader.execute(value).scalar_one() == 0
    with read_session(counting) as reader:
        assert reader.execute(value).scalar_one() == 7


def test_a_read_session_refuses_to_write(counting: Engine) -> None:
    """Refused by the database, and the next writer is not disturbed by it."""
    with read_session(counting) as session, pytest.raises(DBAPIError):
        session.execute(sa.update(Counter).values(value=9))
    with write_session(counting) as session:
        session.get_one(Counter, 1).value = 3


def test_an_error_undoes_the_whole_write(counting: Engine) -> None:
    """All or nothing."""

    def write_and_fail() -> None:
        with write_session(counting) as session:
            session.get_one(Counter, 1).value = 5
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        write_and_fail()
    with read_session(counting) as session:
        assert session.get_one(Counter, 1).value == 0


@pytest.mark.parametrize("value", ["'many'", "1.5e400", "NULL"])
def test_the_database_refuses_a_value_of_a_wrong_type(counting: Engine, value: str) -> None:
    """On SQLite because every table is STRICT."""
    with write_session(counting) as session, pytest.raises(DBAPIError):
        session.execute(sa.text(f"INSERT INTO test_counter (id, value) VALUES (2, {value})"))  # noqa: S608  (ours)


@pytest.mark.parametrize("at", ["someday", "2026-02-30 10:00:00.000000", ""])
def test_the_database_refuses_what_is_no_moment(counting: Engine, at: str) -> None:
    """SQLite keeps moments as text, so a CHECK reads them."""
    with write_session(counting) as session, pytest.raises((IntegrityError, DBAPIError)):
        session.execute(sa.text(f"INSERT INTO test_counter (id, value, at) VALUES (2, 1, '{at}')"))  # noqa: S608  (ours)


def test_moments_and_prices_come_back_as_they_were(counting: Engine) -> None:
    """With their zone; with their digits."""
    moment = datetime(2026, 1, 31, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    with write_session(counting) as session:
        session.add(Counter(id=2, value=1, at=moment))
    with read_session(counting) as session:
        found = session.get_one(Counter, 2)
        assert found.at is not None
        assert (found.at, found.at.tzinfo) == (moment, UTC)
    with write_session(counting) as session, pytest.raises(StatementError, match="time zone"):
        session.execute(sa.update(Counter).values(at=datetime(2026, 1, 1)))  # noqa: DTZ001  (the case)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_used_only_where_it_cannot_corrupt(version: tuple[int, int, int], safe: bool) -> None:
    """Two older lines got the fix as well."""
    assert wal_is_safe(version) is safe


def test_every_sqlite_connection_is_prepared(sqlite_url: str) -> None:
    """Also the ones that the pool opens later."""
    engine = make_engine(sqlite_url)
    journal = "wal" if wal_is_safe(sqlite_module().sqlite_version_info) else "delete"
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
            }
            assert found == {"journal_mode": journal, "foreign_keys": 1, "busy_timeout": 5000, "synchronous": 2}
    engine.dispose()
