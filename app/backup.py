"""Copies of the whole database, taken while it is served, checked, and put back: `landscape backup` and `restore`.

SQLite makes the copy itself in one unchanging picture; PostgreSQL by its own `pg_dump`, which is looked for on PATH
and where Debian keeps it. A copy takes its place under its name only once it is whole.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from app.accounts import sign_ins
from app.db import make_engine, read_session, schema_state, upgrade, write_session
from app.db.engines import sqlite_module
from app.editing.verify import verify
from app.errors import LandscapeError

SQLITE_MARK, POSTGRESQL_MARK = b"SQLite format 3\0", b"PGDMP"
"""How a copy of each engine begins."""

BESIDE = ("-wal", "-shm", "-journal")
"""Files that SQLite keeps beside a database."""

FOLDERS = Path("/usr/lib/postgresql")
"""Where Debian keeps PostgreSQL's programs, a folder for each version."""

WHOLE = ("--no-owner", "--no-privileges")


class BackupError(LandscapeError):
    """A copy could not be made, does not hold, or must not be put back."""

    title = "No backup"


def backup(engine: Engine, file: Path) -> int:
    """Writes a copy of the database to `file`, over what stood there. Returns its size in bytes."""
    if engine.dialect.name == "sqlite" and _is_database(engine.url, file):
        raise BackupError(f"{file} is the database itself: name another file.")
    with _in_place_of(file) as part:
        if engine.dialect.name == "sqlite":
            _copy_sqlite(engine, part)
        else:
            _run("pg_dump", engine.url, "--format=custom", *WHOLE, f"--file={part}")
    return file.stat().st_size


def _is_database(url: URL, file: Path) -> bool:
    """Whether this file is the database or one of those beside it."""
    own = Path(str(url.database)).resolve()
    return file.resolve() in {own, *(Path(f"{own}{end}") for end in BESIDE)}


@contextmanager
def _in_place_of(file: Path) -> Iterator[Path]:
    """A place beside the file for what is to become it; only a whole one does, and it reaches the disk first.

    A copy holds whatever the database holds: a new file is for its owner alone.
    """
    if file.is_dir():
        raise BackupError(f"{file} is a folder: name a file in it.")
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        yield part
        part.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o600)
        _to_disk(part)
        part.replace(file)
        _to_disk(file.parent)
    finally:
        part.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_sqlite(engine: Engine, part: Path) -> None:
    """One read transaction, so writers go on; no transaction may be open around it."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA query_only = OFF")  # the pool may give one that last only read
        cursor.execute("VACUUM INTO ?", (str(part),))
        cursor.close()
    except sqlite_module().Error as error:
        raise BackupError(f"SQLite could not write the copy {part.parent}: {error}") from None
    finally:
        connection.close()


def check(engine: Engine, file: Path) -> str:
    """Opens the copy elsewhere, brings it up to date there, and verifies it. Returns what it found in a sentence."""
    _require_kind(engine, file)
    with _opened(engine, file) as copy:
        return _checked(copy, file)


def _require_kind(engine: Engine, file: Path) -> None:
    with file.open("rb") as opened:
        mark = opened.read(16)
    kinds = {"sqlite": mark == SQLITE_MARK, "postgresql": mark.startswith(POSTGRESQL_MARK)}
    if not any(kinds.values()):
        raise BackupError(f"{file} is no copy that `landscape backup` wrote.")
    if not kinds[engine.dialect.name]:
        raise BackupError(f"{file} is a copy of another engine than that of LANDSCAPE_DATABASE_URL.")


@contextmanager
def _opened(engine: Engine, file: Path) -> Iterator[Engine]:
    """The copy as a database of its own, which goes afterwards: what is opened may be written to."""
    if engine.dialect.name == "sqlite":
        with tempfile.TemporaryDirectory(prefix="landscape-") as folder:
            shutil.copyfile(file, Path(folder) / "copy.db")
            yield from _using(URL.create("sqlite", database=str(Path(folder) / "copy.db")))
        return
    name = f"landscape_check_{os.getpid()}"
    outside = engine.execution_options(isolation_level="AUTOCOMMIT")
    try:
        with outside.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
    except DBAPIError as error:
        reason = str(error.orig).splitlines()[0]
        raise BackupError(f"To check a copy, PostgreSQL must let this user create a database: {reason}") from None
    try:
        url = engine.url.set(database=name)
        _run("pg_restore", url, "--exit-on-error", *WHOLE, str(file))
        yield from _using(url)
    finally:
        with outside.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _using(url: URL) -> Iterator[Engine]:
    engine = make_engine(url.render_as_string(hide_password=False))
    try:
        yield engine
    finally:
        engine.dispose()


def _checked(copy: Engine, file: Path) -> str:
    try:
        if copy.dialect.name == "sqlite":
            _require_integrity(copy, file)
        state = schema_state(copy)
        if state in ("empty", "newer"):
            why = "holds no catalogue" if state == "empty" else "was written by a newer program"
            raise BackupError(f"{file} {why}.")
        if state == "older":
            upgrade(copy)
        with read_session(copy) as session:
            found = verify(session)
    except DBAPIError as error:
        raise BackupError(f"{file} cannot be read: {str(error.orig).splitlines()[0]}") from None
    if found.problems:
        more = f" (and {len(found.problems) - 1} more)" if len(found.problems) > 1 else ""
        raise BackupError(f"{file} does not hold together: {found.problems[0]}{more}")
    older = " It is older than this program: run `landscape migrate` once it is restored." if state == "older" else ""
    return f"{file} is whole: {found}{older}"


def _require_integrity(copy: Engine, file: Path) -> None:
    """SQLite's own look at every page and every key."""
    with copy.connect() as connection:
        said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(5)")]
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if said != ["ok"]:
        raise BackupError(f"{file} is damaged: {said[0]}")
    if dangling is not None:
        raise BackupError(f"{file} is damaged: a row of {dangling[0]} refers to nothing.")


def restore(engine: Engine, file: Path, *, replace: bool = False) -> str:
    """Checks the copy, then makes the database what it holds: all of it, or nothing. Returns what `check` found."""
    found = check(engine, file)
    sqlite = engine.dialect.name == "sqlite"
    if not replace and not _is_empty(engine):
        raise BackupError("The database is not empty, and nothing was changed: --replace puts the copy in its place.")
    engine.dispose()
    if sqlite:
        target = Path(str(engine.url.database))
        with _in_place_of(target) as part:
            shutil.copyfile(file, part)
            _require_alone(target)
    else:
        clean = ("--clean", "--if-exists") if replace else ()
        _run("pg_restore", engine.url, "--single-transaction", "--exit-on-error", *WHOLE, *clean, str(file))
    _end_sessions(engine)
    return found


def _end_sessions(engine: Engine) -> None:
    """A copy remembers sessions that were ended since: nobody comes back by one. An older copy may know of none."""
    if schema_state(engine) == "current":
        with write_session(engine) as session:
            sign_ins.end_everything(session, datetime.now(UTC))


def _is_empty(engine: Engine) -> bool:
    """No tables of ours; of what cannot be read nobody knows what it is."""
    try:
        return schema_state(engine) == "empty"
    except DBAPIError:
        return False


def _require_alone(target: Path) -> None:
    """Folds the log into the old file, which only works while nobody else has it open; then nothing lies beside it."""
    if not target.exists():
        return
    module = sqlite_module()
    try:
        connection: sqlite3.Connection = module.connect(target, timeout=1, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        finally:
            connection.close()
    except module.OperationalError as error:
        if "locked" in str(error):
            raise BackupError("The database is in use, and nothing was changed: stop the server first.") from None
    except module.DatabaseError:
        pass  # the old file is damaged, which may be why somebody restores
    for end in BESIDE:
        with suppress(FileNotFoundError):
            Path(f"{target}{end}").unlink()


def _tool(name: str) -> str:
    """PostgreSQL's own programs; Debian keeps those of each version in a folder, the newest of which reads all."""
    folders = sorted(FOLDERS.glob("*/bin"), key=lambda each: each.parent.name.zfill(3))
    newest = [str(each / name) for each in folders[::-1] if (each / name).exists()]
    found = newest[0] if newest else shutil.which(name)
    if found is None:
        raise BackupError(f"`{name}` is missing: install the client programs of PostgreSQL.")
    return found


def _run(name: str, url: URL, *words: str) -> None:
    """Runs one of them on this database; the password goes where no list of processes shows it."""
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    command = [_tool(name), f"--dbname={address}", *words]
    done = subprocess.run(command, env={**os.environ, **password}, capture_output=True, text=True)  # noqa: S603
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["it does not say why"]
        raise BackupError(f"{name} failed: {lines[0]}")
