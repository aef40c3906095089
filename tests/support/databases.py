"""Databases for tests, the same for both engines: migrated once per worker, then copied."""

import itertools
import os
import shutil
from abc import ABC, abstractmethod
from pathlib import Path

from sqlalchemy.engine import make_url

from app.db import make_engine, upgrade
from tests.support.postgresql import Server


class Databases(ABC):
    """Hands out addresses of fresh databases, and takes them back."""

    def __init__(self) -> None:
        self._numbers = itertools.count()
        self._migrated: str | None = None

    @abstractmethod
    def create(self, copy_of: str | None = None) -> str:
        """The address of a new database: empty, or a copy of another that nobody is connected to."""

    @abstractmethod
    def drop(self, url: str) -> None:
        """Removes it."""

    def migrated(self) -> str:
        """A copy of a database that the real migrations built."""
        if self._migrated is None:
            self._migrated = self.create()
            engine = make_engine(self._migrated)
            upgrade(engine)
            engine.dispose()
        return self.create(copy_of=self._migrated)


class SqliteDatabases(Databases):
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def create(self, copy_of: str | None = None) -> str:
        """A copy is a copied file: the last connection took the write-ahead log with it when it closed."""
        path = self._folder / f"{next(self._numbers)}.db"
        if copy_of is not None:
            shutil.copyfile(str(make_url(copy_of).database), path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        """With the files that WAL keeps beside it."""
        for end in ("", "-wal", "-shm", "-journal"):
            Path(str(make_url(url).database) + end).unlink(missing_ok=True)


class PostgresqlDatabases(Databases):
    """Databases on the test server; their names cannot meet those of another worker or another run."""

    def __init__(self, server: Server, worker: str) -> None:
        super().__init__()
        self._server = server
        self._prefix = f"landscape_test_{os.getpid()}_{worker}"
        self._made: set[str] = set()

    def create(self, copy_of: str | None = None) -> str:
        """PostgreSQL copies a database itself."""
        name = f"{self._prefix}_{next(self._numbers)}"
        template = f" TEMPLATE {make_url(copy_of).database}" if copy_of is not None else ""
        self._server.execute(f"CREATE DATABASE {name}{template}")
        url = make_url(self._server.url).set(database=name).render_as_string(hide_password=False)
        self._made.add(url)
        return url

    def drop(self, url: str) -> None:
        """FORCE: a test that failed may have left a connection."""
        self._server.execute(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")
        self._made.discard(url)

    def drop_all(self) -> None:
        """Leaves a server that the environment named as it was."""
        for url in list(self._made):
            self.drop(url)
