"""Copies taken while somebody writes are whole, are checked before they are put back, and never hurt what stands."""

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from app import backup as module
from app import editing
from app.accounts import people, tokens
from app.accounts.words import Role, Scope
from app.backup import BackupError, backup, check, restore
from app.catalogue import entities as e
from app.catalogue.reading import read_entities
from app.db import make_engine, read_session, schema_state, write_session
from app.ingest.load import load
from tests.support.cast import HERON, folder
from tests.support.visiting import move_in, now, open_sessions, session_of, token_of


@pytest.fixture
def filled(engine: Engine, tmp_path: Path) -> Engine:
    """A loaded database."""
    load(engine, folder(tmp_path / "data", {"heron": HERON}))
    return engine


@pytest.fixture
def other(empty_url: str) -> Iterator[Engine]:
    """An empty database to restore into."""
    made = make_engine(empty_url)
    yield made
    made.dispose()


def rename(engine: Engine, name: str) -> int:
    with write_session(engine) as session:
        (heron,) = [each for each in read_entities(session) if isinstance(each, e.Product)]
        return editing.apply(session, [editing.Change(heron, replace(heron, name=name))], editing.author("ada", "why"))


def revision(engine: Engine) -> int:
    with read_session(engine) as session:
        return editing.revision(session)


def test_a_copy_taken_while_somebody_writes_is_whole_and_holds_what_was_acknowledged(
    filled: Engine, other: Engine, tmp_path: Path
) -> None:
    done, begun = threading.Event(), threading.Event()
    written: list[int] = []

    def write() -> None:
        while not done.is_set():
            written.append(rename(filled, f"Heron {len(written)}"))
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(30)
        acknowledged = written[-1]
        assert backup(filled, tmp_path / "copy") > 1000
    finally:
        done.set()
        writer.join()
    assert "whole" in check(filled, tmp_path / "copy")
    restore(other, tmp_path / "copy")
    assert acknowledged <= revision(other) <= written[-1]
    assert revision(filled) == written[-1]
    rename(other, "it can be written to")


def test_a_copy_is_for_its_owner_alone_and_nothing_is_left_beside_it(filled: Engine, tmp_path: Path) -> None:
    place = tmp_path / "copies"
    place.mkdir()
    backup(filled, place / "copy")
    backup(filled, place / "copy")
    assert [each.name for each in place.iterdir()] == ["copy"]
    assert (place / "copy").stat().st_mode & 0o077 == 0


def test_a_database_that_is_not_empty_is_only_replaced_when_told_so(filled: Engine, tmp_path: Path) -> None:
    backup(filled, tmp_path / "copy")
    before = revision(filled)
    after = rename(filled, "later")
    with pytest.raises(BackupError, match="not empty"):
        restore(filled, tmp_path / "copy")
    assert revision(filled) == after
    restore(filled, tmp_path / "copy", replace=True)
    assert revision(filled) == before
    assert schema_state(filled) == "current"


def test_a_copy_of_what_does_not_hold_together_is_refused(filled: Engine, other: Engine, tmp_path: Path) -> None:
    with filled.begin() as connection:
        connection.execute(text("UPDATE product SET vendor = 'Somebody'"))
    backup(filled, tmp_path / "copy")
    with pytest.raises(BackupError, match="vendor not as its revisions made it"):
        check(other, tmp_path / "copy")
    with pytest.raises(BackupError, match="vendor not as its revisions made it"):
        restore(other, tmp_path / "copy")
    assert schema_state(other) == "empty"


def test_half_a_copy_and_what_is_none_are_refused(filled: Engine, other: Engine, tmp_path: Path) -> None:
    backup(filled, tmp_path / "copy")
    whole = (tmp_path / "copy").read_bytes()
    (tmp_path / "half").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "none").write_text("name: Heron\n")
    for name in ("half", "none"):
        with pytest.raises(BackupError):
            restore(other, tmp_path / name)
    with pytest.raises(FileNotFoundError):
        restore(other, tmp_path / "missing")
    assert schema_state(other) == "empty"


def test_a_copy_of_another_engine_is_refused(filled: Engine, tmp_path: Path) -> None:
    mark = module.POSTGRESQL_MARK if filled.dialect.name == "sqlite" else module.SQLITE_MARK
    (tmp_path / "copy").write_bytes(mark + b"\0" * 100)
    with pytest.raises(BackupError, match="another engine"):
        check(filled, tmp_path / "copy")


def test_people_and_tokens_come_back_and_no_session_does(filled: Engine, other: Engine, tmp_path: Path) -> None:
    """Also none that was ended after the copy was made."""
    move_in(filled)
    session_of(filled, "ada")
    token = token_of(filled, "ada", Scope.CATALOGUE_WRITE)
    backup(filled, tmp_path / "copy")
    restore(other, tmp_path / "copy")
    assert open_sessions(other, "ada") == 0
    with read_session(other) as session:
        assert people.find(session, "grace").role is Role.REVIEWER
        assert tokens.bearer(session, token, now()) is not None


def test_a_folder_is_no_file_to_write_to(filled: Engine, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="is a folder"):
        backup(filled, tmp_path)


def test_the_database_itself_is_no_place_for_its_copy(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with pytest.raises(BackupError, match="the database itself"):
        backup(engine, Path(str(make_url(sqlite_url).database)))
    engine.dispose()


def test_sqlite_is_not_replaced_under_a_server(filled: Engine, tmp_path: Path) -> None:
    if filled.dialect.name != "sqlite":
        return
    backup(filled, tmp_path / "copy")
    server = make_engine(filled.url.render_as_string())
    with server.connect() as connection:
        connection.execute(text("SELECT count(*) FROM product"))
        with pytest.raises(BackupError, match="stop the server"):
            restore(filled, tmp_path / "copy", replace=True)
    server.dispose()
    restore(filled, tmp_path / "copy", replace=True)


def test_a_damaged_sqlite_file_can_be_replaced(sqlite_url: str, filled: Engine, tmp_path: Path) -> None:
    if filled.dialect.name != "sqlite":
        return
    backup(filled, tmp_path / "copy")
    Path(str(make_url(sqlite_url).database)).write_bytes(b"not a database at all" * 100)
    broken = make_engine(sqlite_url)
    with pytest.raises(BackupError, match="not empty"):
        restore(broken, tmp_path / "copy")
    restore(broken, tmp_path / "copy", replace=True)
    assert revision(broken) == revision(filled)
    broken.dispose()


def test_a_missing_program_is_named(filled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if filled.dialect.name == "sqlite":
        return
    monkeypatch.setattr(module, "FOLDERS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="`pg_dump` is missing"):
        backup(filled, tmp_path / "copy")
    assert not [name for name in os.listdir(tmp_path) if "copy" in name]
