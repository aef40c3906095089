"""The proof that the catalogue is the sum of its revisions fails for every way in which it may not be."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app import editing
from app.catalogue import entities as e
from app.catalogue.reading import read_entities
from app.db import read_session, write_session, writing
from app.editing.verify import verify
from app.ingest.load import load
from tests.support.cast import folder

TRIGGERS = {
    "sqlite": ["DROP TRIGGER revision_refuses_update", "DROP TRIGGER revision_refuses_delete"],
    "postgresql": ["DROP TRIGGER revision_is_kept ON revision"],
}

ONE = "(SELECT max(number) FROM revision WHERE entity_kind = 'product' AND entity_id = 'heron')"


@pytest.fixture
def told(engine: Engine, tmp_path: Path) -> Engine:
    """A load and an edit."""
    load(engine, folder(tmp_path / "data"))
    with write_session(engine) as session:
        (heron,) = [each for each in read_entities(session) if isinstance(each, e.Product) and each.slug == "heron"]
        change = editing.Change(heron, replace(heron, name="Grey Heron"))
        editing.apply(session, [change], editing.author("ada", "It was renamed"))
    return engine


def found(engine: Engine) -> list[str]:
    with read_session(engine) as session:
        return verify(session).problems


def run(engine: Engine, *statements: str) -> None:
    """Past the door, and past the triggers."""
    with writing(engine).begin() as connection:
        for statement in (*TRIGGERS[engine.dialect.name], *statements):
            connection.execute(text(statement))


def test_an_empty_database_holds(engine: Engine) -> None:
    assert found(engine) == []


def test_what_came_through_the_door_holds(told: Engine) -> None:
    with read_session(told) as session:
        proof = verify(session)
    assert proof.problems == []
    assert proof.revisions == proof.things + 1
    assert str(proof).startswith(f"{proof.things} things")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE product SET vendor = 'Somebody' WHERE slug = 'heron'", "product heron: vendor not as its revisions"),
        ("UPDATE catalogue_state SET revision = revision + 1", "The catalogue says that it is at revision"),
        ("DELETE FROM catalogue_state", "at no revision"),
        ("DELETE FROM revision WHERE number = 3", "Before revision 4: revision 3 is missing."),
        ("DELETE FROM revision WHERE number BETWEEN 3 AND 5", "revision 3 to 5 is missing."),
        ("DELETE FROM revision WHERE number = 1", "Before revision 2: revision 1 is missing."),
        ("DELETE FROM revision WHERE number = {one}", "product heron: name not as its revisions made it."),
        ("UPDATE revision SET change_set = 2 WHERE number = 7", "change set 2, which is not open there"),
        ("UPDATE revision SET actor = 'eve' WHERE number = 7", "Revision 7 has another person, reason or moment"),
        ("UPDATE revision SET reason = 'because' WHERE number = 7", "another person, reason or moment"),
        (
            "UPDATE revision SET before = NULL WHERE number = {one}",
            "product heron: it began with nothing, but the revisions before it had made {",
        ),
        (
            "UPDATE revision SET after = (SELECT before FROM revision WHERE number = {one}) WHERE number = {one}",
            "product heron: name not as its revisions made it.",
        ),
        ("UPDATE revision SET after = NULL WHERE number = {one}", "product heron: stands in the catalogue, but no"),
        ("""UPDATE revision SET after = '{"slug": 1}' WHERE number = {one}""", "cannot be read"),
        (
            "UPDATE revision SET entity_id = 'ostrich' WHERE entity_kind = 'product' AND entity_id = 'stork'",
            "product ostrich: the document of its last revision is that of product stork.",
        ),
        ("UPDATE statement_citation SET place = 'Elsewhere'", "citations not as its revisions made it."),
        (
            "UPDATE product SET version = 7 WHERE slug = 'heron'",
            "product heron: its version is 7, but its revisions since it was made are 2.",
        ),
        (
            """UPDATE loaded_document SET document = '{"slug": 1}' WHERE entity_id = 'heron'""",
            "product heron: what the files last said of it cannot be read",
        ),
        (
            "UPDATE loaded_document SET entity_id = 'ostrich' WHERE entity_kind = 'product' AND entity_id = 'heron'",
            "product ostrich: what the files last said of it is of product heron.",
        ),
    ],
)  # fmt: skip
def test_whatever_was_changed_past_the_door_is_named(told: Engine, statement: str, said: str) -> None:
    run(told, statement.replace("{one}", ONE))
    problems = found(told)
    assert any(said in each for each in problems), problems


def test_a_thing_that_vanished_is_named(told: Engine) -> None:
    run(told, "DELETE FROM product WHERE slug = 'stork'")
    assert found(told) == ["product stork: its revisions made it, but the catalogue has not got it."]


def test_a_document_of_another_shape_is_read_as_this_program_reads_it(told: Engine) -> None:
    """A migration may have left out what goes without saying, in the middle of a history."""
    column = "json_set(before, '$.repository', NULL)"
    if told.dialect.name == "postgresql":
        column = """(before::jsonb || '{"repository": null}')::json"""
    run(told, f"UPDATE revision SET before = {column} WHERE number = {ONE}")  # noqa: S608
    assert found(told) == []
