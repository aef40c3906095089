"""What happens before the server answers: the database is made, filled, moved on, or refused."""

from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from app.catalogue.tables import Product, Revision
from app.db import make_engine, read_session, schema_state
from app.errors import LandscapeError
from app.problems import DataProblems
from app.serving import prepare
from app.settings import ROOT, Settings


@pytest.fixture
def said() -> list[str]:
    """What a person at the terminal reads."""
    return []


@pytest.fixture
def settings(empty_url: str) -> Settings:
    """A deployment that has never been started, with the committed data."""
    return Settings(database_url=empty_url, data_dir=ROOT / "data")


def counted(settings: Settings) -> tuple[int, int]:
    """Products and revisions in the database."""
    engine = make_engine(settings.database_url)
    with read_session(engine) as session:
        products = session.exec(select(func.count(col(Product.slug)))).one()
        revisions = session.exec(select(func.count(col(Revision.number)))).one()
    engine.dispose()
    return products, revisions


def test_the_first_start_fills_and_the_second_changes_nothing(settings: Settings, said: list[str]) -> None:
    """The files are the seed of an empty database only."""
    prepare(settings, migrate_older=False, say=said.append)
    filled = counted(settings)
    assert filled[0] == len(list((ROOT / "data" / "products").glob("[!_]*.yaml")))
    assert said[0] == "Creating the database …"
    said.clear()
    prepare(settings, migrate_older=True, say=said.append)
    assert counted(settings) == filled
    assert said == []


def test_a_first_start_with_broken_files_can_be_repeated(settings: Settings, said: list[str], tmp_path: Path) -> None:
    """It loads nothing; once the files are mended, the next start fills the database."""
    broken = settings.model_copy(update={"data_dir": tmp_path})
    with pytest.raises(DataProblems):
        prepare(broken, migrate_older=False, say=said.append)
    engine = make_engine(settings.database_url)
    assert schema_state(engine) == "current"
    engine.dispose()
    assert counted(settings) == (0, 0)
    prepare(settings, migrate_older=False, say=said.append)
    assert counted(settings)[0] > 0


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    """A folder that cannot be made, here because a file stands in its place."""
    (tmp_path / "var").write_text("", encoding="utf-8")
    with pytest.raises((OSError, LandscapeError)):
        prepare(Settings(database_url=f"sqlite:///{tmp_path}/var/x.db"), migrate_older=False, say=print)
