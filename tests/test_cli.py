"""The commands as a person or a script meets them: what they say, where, and how they end."""

import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import main
from app.db import make_engine, schema, schema_state, upgrade
from tests.support.cast import HERON, folder

ROOT = Path(__file__).resolve().parent.parent

LATER = """
revision = "later"
down_revision = {head!r}


def upgrade():
    pass


def downgrade():
    pass
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """`run("check", …)` as if typed."""

    def command(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["landscape", *words])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return Ran(int(end.value.code or 0), printed.out, printed.err)

    return command


@pytest.fixture
def database(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The configured database: a file that is not there yet."""
    monkeypatch.setenv("LANDSCAPE_DATABASE_URL", sqlite_url)
    return sqlite_url


def upgraded(url: str) -> None:
    """Brings the database to what the code knows at the moment."""
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()


def state(url: str) -> str:
    """Of its schema."""
    engine = make_engine(url)
    try:
        return schema_state(engine)
    finally:
        engine.dispose()


@contextmanager
def later_code(folder: Path) -> Iterator[None]:
    """As if the code had one migration more."""
    known = schema.history()
    head = (known.keys() - set(known.values())).pop()
    shutil.copytree(ROOT / "migrations", folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "migrations" / "versions" / "later.py").write_text(LATER.format(head=head), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "SETTINGS", folder / "pyproject.toml")
        yield


def test_serve_refuses_an_older_database(run: Command, database: str, tmp_path: Path) -> None:
    """And names the command that mends it, which then does."""
    upgraded(database)
    with later_code(tmp_path):
        ran = run("serve")
        assert ran.code == 1
        assert "older" in ran.err
        assert "`landscape migrate`" in ran.err
        assert run("migrate").code == 0
        assert state(database) == "current"


@pytest.mark.parametrize("words", [("serve",), ("serve", "--migrate"), ("migrate",), ("load",), ("stats",)])
def test_a_newer_database_is_left_alone(run: Command, database: str, tmp_path: Path, words: tuple[str, ...]) -> None:
    """By every command that would read or write it."""
    with later_code(tmp_path):
        upgraded(database)
    ran = run(*words)
    assert ran.code == 1
    assert "newer" in ran.err
    assert "make serve" in ran.err
    assert state(database) == "newer"


def test_an_empty_database_is_not_shown_as_an_empty_catalogue(run: Command, database: str) -> None:
    """The sentence says what to run."""
    ran = run("stats")
    assert ran.code == 1
    assert "`landscape serve`" in ran.err


def test_migrate_may_be_run_again(run: Command, database: str) -> None:
    """The second time it has nothing to do."""
    assert "has been brought up to date" in run("migrate").out
    assert "is up to date" in run("migrate").out


def test_a_wrong_setting_is_a_sentence(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """On stderr, with the variable's name, without a traceback."""
    monkeypatch.setenv("LANDSCAPE_PORT", "eighty")
    ran = run("serve")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("LANDSCAPE_PORT: expected")


def test_a_database_that_does_not_answer_is_a_sentence(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the password."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("LANDSCAPE_DATABASE_URL", f"postgresql://ada:secret@127.0.0.1:{port}/landscape")
    ran = run("migrate")
    assert ran.code == 1
    assert ran.err.startswith("The database does not answer: ")
    assert "secret" not in ran.err


def test_a_file_that_is_no_database_is_a_sentence(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite finds out when it first reads."""
    monkeypatch.setenv("LANDSCAPE_DATABASE_URL", f"sqlite:///{ROOT / 'README.md'}")
    ran = run("stats")
    assert ran.code == 1
    assert "not a database" in ran.err


def test_a_taken_port_is_a_sentence(run: Command, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the settings that choose another."""
    from app.serving import run as serve_app
    from app.settings import Settings

    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(database_url=database, port=taken.getsockname()[1])
        with pytest.raises(Exception, match="LANDSCAPE_PORT"):
            serve_app(settings, print)


def test_a_database_is_verified_copied_and_put_back(run: Command, database: str, tmp_path: Path) -> None:
    """Each command says what it did; nothing is replaced unasked."""
    run("migrate")
    assert run("load", str(folder(tmp_path / "data", {"heron": HERON}))).code == 0
    copy = str(tmp_path / "copy")
    assert "are what their" in run("verify").out
    assert run("backup", copy).out.startswith(f"Written to {copy}")
    assert "is whole" in run("restore", copy, "--check").out
    assert "--replace" in run("restore", copy).err
    engine = make_engine(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE product SET vendor = 'Somebody'")
    engine.dispose()
    ran = run("verify")
    assert (ran.code, ran.out) == (1, "")
    assert "product heron: vendor not as its revisions made it." in ran.err
    assert run("restore", copy, "--replace").code == 0
    assert run("verify").code == 0
