"""Notices that another process, or this one, has changed the catalogue, and has the new one brought in.

A thread looks twice a second: SQLite tells by `data_version` whether anything was committed, PostgreSQL by one row.
What is compared is the number of the newest revision and when it was recorded: a database that was thrown away and
loaded again, or restored, comes to the same number. A change is read off-thread and swapped in whole, so an answer is
never staler than a second, and never mixed.
"""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.catalogue.live import Live

SECONDS = 0.5
"""Between two looks."""

LOG = logging.getLogger(__name__)


@contextmanager
def watching(engine: Engine, live: Live, seconds: float = SECONDS) -> Iterator[None]:
    """Looks after the catalogue for as long as the context lasts, from a thread of its own."""
    stop = threading.Event()
    watcher = _Watcher(engine, live)

    def run() -> None:
        while not stop.wait(seconds):
            watcher.look()
        watcher.close()

    thread = threading.Thread(target=run, name="catalogue-watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


class _Watcher:
    """What was seen at the last look. A database that does not answer is asked again at the next."""

    def __init__(self, engine: Engine, live: Live) -> None:
        self.engine = engine
        self.live = live
        self._connection: Any = None
        self._version: int | None = None
        self._file: tuple[int, int] | None = None
        self._failed = False

    def look(self) -> None:
        """One look; reads the catalogue where its revision has moved."""
        try:
            if self._has_moved():
                self.live.look()
            self._failed = False
        except Exception as error:
            # Whatever it is, the old catalogue still answers, and the next look may succeed.
            self.close()
            if not self._failed:
                LOG.warning("The catalogue could not be read again, the last one stays: %s", error)
            self._failed = True

    def _has_moved(self) -> bool:
        """Whether anything may have been committed since the last look that succeeded."""
        if self.engine.dialect.name != "sqlite":
            return True
        file = _identity(self.engine.url.database)
        if self._connection is not None and file != self._file:
            # Another file stands there, or none for a moment; open connections lead to the one that has gone.
            self.close()
            self.engine.dispose()
        self._file = file
        if file is None:
            return False
        if self._connection is None:
            # A connection of its own, never in a transaction: data_version counts the commits of all others.
            self._connection = self.engine.raw_connection()
            self._connection.detach()
        version = int(self._connection.cursor().execute("PRAGMA data_version").fetchone()[0])
        moved, self._version = version != self._version, version
        return moved

    def close(self) -> None:
        """Lets go of the connection; the next look makes a new one and looks at the revision."""
        connection, self._connection, self._version = self._connection, None, None
        if connection is not None:
            try:
                connection.close()
            except SQLAlchemyError:
                LOG.debug("closing the watching connection failed", exc_info=True)


def _identity(path: str | None) -> tuple[int, int] | None:
    """Which file stands at a path; None where there is none."""
    try:
        found = os.stat(path or "")
    except OSError:
        return None
    return found.st_dev, found.st_ino
