"""The road of a database from version to version, walked with a small history of its own on both engines."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from app.db import downgrade, make_engine, require_current, schema, schema_state, upgrade
from app.errors import WrongSchema

ROOT = Path(__file__).resolve().parent.parent

CREATE = """
    op.create_table("parent", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("old", sa.String()))
    op.create_table("child", sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("parent", sa.Integer(), sa.ForeignKey("parent.id", ondelete="CASCADE", name="fk_child")))
    op.execute("INSERT INTO parent (id, old) VALUES (1, 'x')")
    op.execute("INSERT INTO child (id, parent) VALUES (1, 1)")
"""
UNCREATE = """
    op.drop_table("child")
    op.drop_table("parent")
"""
REBUILD = """
    recreate = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("parent", recreate=recreate) as table:
        table.alter_column("old", new_column_name="new")
"""
UNREBUILD = """
    with op.batch_alter_table("parent") as table:
        table.alter_column("new", new_column_name="old")
"""


class History:
    """Migrations in a folder of their own, which the code takes for the project's."""

    def __init__(self, folder: Path) -> None:
        self._versions = folder / "migrations" / "versions"
        self._versions.mkdir(parents=True)
        shutil.copy(ROOT / "migrations" / "env.py", folder / "migrations")
        shutil.copy(ROOT / "pyproject.toml", folder)
        self._last: str | None = None

    def add(self, name: str, forwards: str, back: str = "\n    pass\n") -> None:
        """One more step."""
        head = f"""
            import sqlalchemy as sa
            from alembic import op
            revision = {name!r}
            down_revision = {self._last!r}
        """
        source = f"{dedent(head)}\ndef upgrade():{forwards}\ndef downgrade():{back}"
        (self._versions / f"{name}.py").write_text(source, encoding="utf-8")
        self._last = name

    def forget(self, name: str, last: str) -> None:
        """As if this code had never heard of it."""
        (self._versions / f"{name}.py").unlink()
        self._last = last


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """Begins with `one`."""
    made = History(tmp_path)
    monkeypatch.setattr(schema, "SETTINGS", tmp_path / "pyproject.toml")
    made.add("one", CREATE, UNCREATE)
    return made


@pytest.fixture
def empty(empty_url: str) -> Iterator[Engine]:
    """An empty database."""
    engine = make_engine(empty_url)
    yield engine
    engine.dispose()


def rows(engine: Engine, table: str) -> int:
    """How many there are."""
    with engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())  # noqa: S608  (ours)


def test_the_history_is_the_one_that_alembic_finds() -> None:
    """The names are read without Alembic, which is slow to import."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(Config(toml_file=schema.SETTINGS)).walk_revisions()
    assert schema.history() == {each.revision: each.down_revision for each in scripts}


def test_a_database_is_empty_then_current_then_older_then_newer(empty: Engine, history: History) -> None:
    """Each refusal names the command that mends it."""
    assert schema_state(empty) == "empty"
    with pytest.raises(WrongSchema, match="landscape serve"):
        require_current(empty)
    upgrade(empty)
    assert schema_state(empty) == "current"
    require_current(empty)
    history.add("two", REBUILD, UNREBUILD)
    assert schema_state(empty) == "older"
    with pytest.raises(WrongSchema, match="landscape migrate"):
        require_current(empty)
    upgrade(empty)
    assert schema_state(empty) == "current"
    history.forget("two", last="one")
    assert schema_state(empty) == "newer"
    with pytest.raises(WrongSchema, match="make serve"):
        require_current(empty)


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(empty: Engine, history: History) -> None:
    """Up, down and up again; with foreign keys on, SQLite would have deleted the child."""
    history.add("two", REBUILD, UNREBUILD)
    upgrade(empty)
    assert (rows(empty, "parent"), rows(empty, "child")) == (1, 1)
    downgrade(empty, "one")
    assert (rows(empty, "parent"), rows(empty, "child")) == (1, 1)
    upgrade(empty)
    assert (rows(empty, "parent"), rows(empty, "child")) == (1, 1)
    downgrade(empty, "base")
    assert sa.inspect(empty).get_table_names() == ["alembic_version"]


def test_every_table_stays_strict(empty: Engine, history: History) -> None:
    """Rebuilt ones too (PostgreSQL is always strict)."""
    history.add("two", REBUILD, UNREBUILD)
    upgrade(empty)
    if empty.dialect.name == "sqlite":
        with empty.connect() as connection:
            tables = connection.exec_driver_sql("PRAGMA table_list").mappings().all()
        assert {table["name"] for table in tables if not table["strict"]} == {"sqlite_schema", "sqlite_temp_schema"}


def test_a_failing_step_undoes_the_steps_before_it(empty: Engine, history: History) -> None:
    """All pending migrations happen, or none."""
    history.add("two", "\n    raise LookupError\n")
    with pytest.raises(LookupError):
        upgrade(empty)
    assert schema_state(empty) == "empty"
    assert sa.inspect(empty).get_table_names() == []


def test_a_step_that_leaves_rows_without_a_parent_is_refused(empty: Engine, history: History) -> None:
    """PostgreSQL refuses by itself; for SQLite the migration's end looks."""
    upgrade(empty)
    history.add("two", '\n    op.execute("INSERT INTO child (id, parent) VALUES (2, 99)")\n')
    with pytest.raises((RuntimeError, sa.exc.IntegrityError)):
        upgrade(empty)
    assert schema_state(empty) == "older"
    assert rows(empty, "child") == 1


def test_foreign_keys_are_on_again_after_a_migration(empty: Engine, history: History) -> None:
    """The connection goes back to the pool."""
    upgrade(empty)
    with empty.begin() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.exec_driver_sql("INSERT INTO child (id, parent) VALUES (3, 77)")
