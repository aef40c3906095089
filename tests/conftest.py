"""Fixtures for every test. Run-wide matters (the server, the counts per engine) are in support/engines_plugin.py."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import make_engine
from app.ingest.load import load
from tests.support.cast import folder
from tests.support.databases import Databases, PostgresqlDatabases, SqliteDatabases
from tests.support.postgresql import MissingPart
from tests.support.run import ENGINES, server_of
from tests.support.skips import without_part

pytest_plugins = [
    "tests.support.engines_plugin",
    "tests.support.no_network",
    "tests.support.browser",
]


@pytest.fixture(scope="session", params=ENGINES)
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Fresh databases of one engine, then of the other: a test that asks for any of the fixtures below runs on both."""
    if request.param == "sqlite":
        yield SqliteDatabases(tmp_path_factory.mktemp("sqlite"))
        return
    try:
        server = server_of(request.config)
    except MissingPart as part:
        without_part(str(part))
    made = PostgresqlDatabases(server, getattr(request.config, "workerinput", {}).get("workerid", "alone"))
    yield made
    made.drop_all()


@pytest.fixture
def empty_url(databases: Databases) -> Iterator[str]:
    """The address of a database with nothing in it, not even tables."""
    url = databases.create()
    yield url
    databases.drop(url)


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """The address of a database of one's own, built by the migrations, without rows."""
    url = databases.migrated()
    yield url
    databases.drop(url)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a database of one's own: for code that begins and commits transactions itself."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def loaded_cast(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database that holds the invented cast: to be copied, never to be opened."""
    url = databases.migrated()
    made = make_engine(url)
    load(made, folder(tmp_path_factory.mktemp("cast") / "data"))
    made.dispose()
    return url


@pytest.fixture
def cast_engine(databases: Databases, loaded_cast: str) -> Iterator[Engine]:
    """An engine on a database of one's own with the invented cast in it: quicker than to load it."""
    url = databases.create(copy_of=loaded_cast)
    made = make_engine(url)
    yield made
    made.dispose()
    databases.drop(url)


@pytest.fixture(scope="session")
def shared_engine(databases: Databases) -> Iterator[Engine]:
    """One migrated database for all tests that use `session`."""
    made = make_engine(databases.migrated())
    yield made
    made.dispose()


@pytest.fixture
def session(shared_engine: Engine) -> Iterator[Session]:
    """A session whose every change is undone after the test, commits included: the cheapest way to a database."""
    with shared_engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as made:
            yield made
        outer.rollback()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that is not there yet: for what concerns SQLite alone."""
    return f"sqlite:///{tmp_path / 'own.db'}"
