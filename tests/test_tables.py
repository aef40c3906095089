"""The database itself refuses bad values, whoever writes them: plain INSERTs, past every check of the program."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from app.db import make_engine
from tests.support.bad_rows import REFUSED, Bad
from tests.support.databases import Databases
from tests.support.good_rows import GOOD, WORLD, insert, revision

TYPE_ERRORS = {"22P02", "22003", "22007", "22008", "42804"}
"""PostgreSQL's words for: not readable as, out of range, not a date, not in the calendar, of another type."""

OF_SQLITE_ONLY = ("_is_flag", "_is_day", "_is_moment", "_is_json")
"""The constraints that PostgreSQL has no need of: its types know."""


def insert_all(engine: Engine, statements: list[str]) -> None:
    """Past SQLAlchemy, by the driver itself; committed, because some keys are looked at only then."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        if engine.dialect.name == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        for each in statements:
            cursor.execute(each)
        connection.commit()
    finally:
        connection.rollback()
        connection.close()


def refusal(engine: Engine, statements: list[str]) -> str:
    """Who refused: the constraint where the engine names it, else what sort it was. Empty if nobody did."""
    try:
        insert_all(engine, statements)
    except engine.dialect.loaded_dbapi.Error as error:
        return _sqlite_refusal(str(error)) if engine.dialect.name == "sqlite" else _postgresql_refusal(error)
    return ""


def _sqlite_refusal(message: str) -> str:
    before, _, after = message.partition(" constraint failed")
    match before:
        case "CHECK":
            return after.removeprefix(": ")
        case "FOREIGN KEY" | "UNIQUE" | "NOT NULL":
            return before.lower()
    return "type" if message.startswith("cannot store") else message


def _postgresql_refusal(error: Any) -> str:
    state = error.diag.sqlstate
    if state == "23502":
        return "not null"
    return "type" if state in TYPE_ERRORS else error.diag.constraint_name or str(error)


def as_told_by(engine: Engine, constraint: str) -> str:
    """What the refusal of this constraint looks like: SQLite does not name keys, PostgreSQL needs fewer checks."""
    if engine.dialect.name == "sqlite":
        sorts = {"fk_": "foreign key", "uq_": "unique", "pk_": "unique"}
        return sorts.get(constraint[:3], constraint)
    return "type" if constraint.endswith(OF_SQLITE_ONLY) else constraint


def expected(engine: Engine, constraints: list[str]) -> set[str]:
    """Any of these may be the one that speaks first."""
    return {as_told_by(engine, each) for each in constraints}


@pytest.fixture(scope="module")
def world_url(databases: Databases) -> Iterator[str]:
    """The world, to copy."""
    url = databases.migrated()
    engine = make_engine(url)
    insert_all(engine, [insert(row) for row in WORLD])
    engine.dispose()
    yield url
    databases.drop(url)


@pytest.fixture(scope="module")
def world(databases: Databases, world_url: str) -> Iterator[Engine]:
    """One world for all the tests in which nothing may come in."""
    url = databases.create(copy_of=world_url)
    engine = make_engine(url)
    yield engine
    engine.dispose()
    databases.drop(url)


@pytest.fixture
def own_world(databases: Databases, world_url: str) -> Iterator[Engine]:
    """A world of one's own."""
    url = databases.create(copy_of=world_url)
    engine = make_engine(url)
    yield engine
    engine.dispose()
    databases.drop(url)


@pytest.mark.parametrize("good", GOOD)
def test_a_good_row_is_taken(own_world: Engine, good: str) -> None:
    """So that no bad one is refused for another reason."""
    assert refusal(own_world, [insert(row) for row in GOOD[good]]) == ""


@pytest.mark.parametrize("bad", REFUSED, ids=lambda bad: bad.id)
def test_the_database_refuses(world: Engine, bad: Bad) -> None:
    """One column differs from a good row."""
    assert refusal(world, [insert(row) for row in bad.rows()]) in expected(world, bad.constraints())


@pytest.mark.parametrize("good", ["bytes", "feature", "unlimited", "complete list"])
def test_what_is_known_comes_with_its_citation(world: Engine, good: str) -> None:
    """The commit looks, so that both rows can be written in either order."""
    claim, its_citation = GOOD[good]
    refused = expected(world, [f"fk_{claim[0]}_is_cited"])
    assert refusal(world, [insert(claim)]) in refused
    assert refusal(world, [insert(claim), insert(its_citation), f"DELETE FROM {its_citation[0]}"]) in refused  # noqa: S608  (ours)


def test_there_is_one_state_of_the_catalogue(world: Engine) -> None:
    """One row, one number."""
    assert refusal(world, ["INSERT INTO catalogue_state (id, revision) VALUES (2, 1)"]) == "ck_catalogue_state_one_row"
    assert refusal(world, ["INSERT INTO catalogue_state (id, revision) VALUES (1, 2)"]) in expected(
        world, ["pk_catalogue_state"]
    )
    assert refusal(world, ["UPDATE catalogue_state SET revision = -1"]) == "ck_catalogue_state_revision_at_least_0"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE revision SET reason = 'Another one.'",
        "UPDATE revision SET number = 7, change_set = 7",
        "DELETE FROM revision WHERE number = 1",
        "DELETE FROM revision",
        f"{insert(revision(1, reason='Another one.'))} ON CONFLICT (number) DO UPDATE SET reason = excluded.reason",
    ],
)
def test_a_revision_is_never_changed_or_deleted(world: Engine, change: str) -> None:
    """Not even past the program."""
    assert "revisions are never changed or deleted" in refusal(world, [change])


def test_a_revision_is_not_replaced(world: Engine) -> None:
    """SQLite's REPLACE deletes without telling the trigger of deletion; PostgreSQL's TRUNCATE likewise."""
    replace, empty = insert(revision(1, reason="Another one."), "INSERT OR REPLACE"), "TRUNCATE revision"
    change = replace if world.dialect.name == "sqlite" else empty
    assert "revisions are never changed or deleted" in refusal(world, [change])


def test_a_number_of_a_revision_is_taken_once(world: Engine) -> None:
    """SQLite's trigger speaks before its key."""
    refused = refusal(world, [insert(revision(1))])
    assert refused in ("pk_revision", "revisions are never changed or deleted")
