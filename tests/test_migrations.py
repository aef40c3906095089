"""The project's own migrations: they make what the models say, and lose nothing that a schema can hold."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event
from sqlmodel import SQLModel

import app.accounts.tables
import app.suggestions.tables  # noqa: F401  (as migrations/env.py does: fills SQLModel.metadata)
from app.db import downgrade, make_engine, schema_state, upgrade, write_session, writing
from app.db.schema import SETTINGS
from app.ingest.files import read_tree
from app.ingest.load import merge
from tests.support.databases import Databases
from tests.support.good_rows import ACCOUNTS, insert
from tests.support.schemas import ALEMBIC, Schema, differences, schema_of

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data" / "every-table"
"""A data set with at least one row for every table."""

Rows = dict[str, list[dict[str, Any]]]
"""What stands in each table."""


@pytest.fixture
def empty(empty_url: str) -> Iterator[Engine]:
    """A database without tables."""
    made = make_engine(empty_url)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def migrated(databases: Databases) -> Iterator[Schema]:
    """The schema that the migrations make."""
    url = databases.migrated()
    engine = make_engine(url)
    try:
        yield schema_of(engine)
    finally:
        engine.dispose()
        databases.drop(url)


def create_all(engine: Engine, was: str = "", now: str = "") -> Schema:
    """The schema that the models make; `was` (a regular expression) becomes `now` in their DDL."""
    changed = 0

    def reword(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> tuple[str, Any]:
        nonlocal changed
        if was and re.match(r"\s*(CREATE|ALTER)", statement):
            statement, times = re.subn(was, now, statement)
            changed += times
        return statement, parameters

    event.listen(engine, "before_cursor_execute", reword, retval=True)
    with writing(engine).begin() as connection:
        SQLModel.metadata.create_all(connection)
    assert bool(changed) == bool(was), f"nothing in the models' DDL says {was}"
    return schema_of(engine)


def test_the_migrations_make_exactly_what_the_models_say(empty: Engine, migrated: Schema) -> None:
    """Tables, columns, every constraint with its text, indexes, triggers and functions."""
    assert differences(migrated, create_all(empty)) == []
    assert len(migrated) > 500


@pytest.mark.parametrize(
    ("was", "now", "where"),
    [
        pytest.param("'successor_of'", "'follows'", "ck_relation_type_known", id="a word of a vocabulary"),
        pytest.param("product <> target", "product < target", "ck_relation_not_itself", id="a condition"),
        pytest.param("ck_relation_not_itself", "ck_relation_is_other", "ck_relation_is_other", id="a name"),
        pytest.param(r"(language \w+) NOT NULL", r"\1", "language", id="a column that may be empty"),
        pytest.param("DEFERRABLE INITIALLY DEFERRED", "", "fk_complete_list_is_cited", id="when a key is checked"),
        pytest.param(r"(uq_edition_default ON edition) \(product\)", r"\1 (slug)", "uq_edition_default", id="an index"),
        pytest.param("never changed", "seldom changed", "are seldom changed", id="the words of a trigger"),
    ],
)  # fmt: skip
def test_a_model_that_says_something_else_is_found_out(
    empty: Engine, migrated: Schema, was: str, now: str, where: str
) -> None:
    """The comparison above can fail: one word changed in the models' DDL is named."""
    found = differences(migrated, create_all(empty, was, now))
    assert any(where in each for each in found), found


def rows_of(engine: Engine) -> Rows:
    """Everything that stands in the catalogue's tables."""
    with engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(sa.text(f'SELECT * FROM "{name}"')).mappings()]  # noqa: S608
            for name in sa.inspect(connection).get_table_names()
            if name != ALEMBIC
        }


def changes(before: Rows, after: Rows) -> list[str]:
    """The tables of `after` whose rows are not those of `before`, in the columns that both know."""
    found = []
    for name in before.keys() & after.keys():
        known = [each[0] if each else {} for each in (before[name], after[name])]
        columns = sorted(known[0].keys() & known[1].keys())
        old, new = (sorted(repr([row[c] for c in columns]) for row in each[name]) for each in (before, after))
        if old != new:
            found.append(f"{name}: {old} became {new}")
    return found


def load(engine: Engine) -> None:
    """Puts a row into every table: those that files fill, merging with what is there, and the rest."""
    data = read_tree(DATA)
    assert data.problems == []
    with write_session(engine) as session:
        merge(session, data)
        connection = session.connection()
        for table, columns in ACCOUNTS:
            if connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0:  # noqa: S608  (ours)
                connection.exec_driver_sql(insert((table, columns)))


def revisions() -> list[str]:
    """Every one, the oldest first."""
    scripts = ScriptDirectory.from_config(Config(toml_file=SETTINGS))
    return [each.revision for each in scripts.walk_revisions()][::-1]


def dangling(engine: Engine) -> list[Any]:
    """Rows that refer to nothing. PostgreSQL looks by itself when a key is added; SQLite had them off meanwhile."""
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        return list(connection.exec_driver_sql("PRAGMA foreign_key_check"))


def test_the_data_set_has_a_row_for_every_table(engine: Engine) -> None:
    """Else the next test would prove less than it says."""
    load(engine)
    rows = rows_of(engine)
    assert set(rows) == set(SQLModel.metadata.tables)
    assert [name for name in rows if not rows[name]] == []


@pytest.mark.parametrize("depth", range(1, len(revisions()) + 1))
def test_down_and_up_again_keeps_what_the_older_schema_can_hold(engine: Engine, migrated: Schema, depth: int) -> None:
    """Down this many steps, one at a time, and up again, with data in place; a second load brings back the rest."""
    load(engine)
    loaded = rows_of(engine)
    road = ["base", *revisions()]
    below = road[:-1][-depth:]
    for revision in reversed(below):
        downgrade(engine, revision)
        assert changes(loaded, rows_of(engine)) == []
        assert dangling(engine) == []
    survivors = rows_of(engine)
    for revision in road[-depth:]:
        upgrade(engine, revision)
        assert changes(survivors, rows_of(engine)) == []
        assert dangling(engine) == []
    assert schema_state(engine) == "current"
    assert differences(migrated, schema_of(engine)) == []
    load(engine)
    again = rows_of(engine)
    written_anew = ("revision", "catalogue_state")  # who loaded when: the second load has its own
    assert changes({name: rows for name, rows in loaded.items() if name not in written_anew}, again) == []
    assert set(again) == set(loaded)


def test_the_way_down_ends_in_an_empty_database(engine: Engine) -> None:
    """No table, trigger or function is left behind."""
    load(engine)
    downgrade(engine, "base")
    assert schema_of(engine) == {}


def test_a_database_is_empty_then_older_then_current_then_newer(empty: Engine) -> None:
    """Step by step through the project's own history; `newer` is one that this code has never heard of."""
    assert schema_state(empty) == "empty"
    for revision in revisions()[:-1]:
        upgrade(empty, revision)
        assert schema_state(empty) == "older"
    upgrade(empty)
    assert schema_state(empty) == "current"
    with empty.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'of tomorrow'"))
    assert schema_state(empty) == "newer"


def test_the_history_is_one_line_of_named_steps() -> None:
    """A date, a verb, what; each step can go both ways, and none imports the program, which changes under it."""
    assert len(ScriptDirectory.from_config(Config(toml_file=SETTINGS)).get_heads()) == 1
    for path in sorted((ROOT / "migrations" / "versions").glob("*.py")):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d_[a-z]+(_[a-z0-9]+)+", path.stem), path.name
        source = path.read_text(encoding="utf-8")
        assert "def upgrade() -> None:" in source
        assert "def downgrade() -> None:" in source
        assert not re.findall(r"^\s*(?:from|import) app\b", source, re.M)
