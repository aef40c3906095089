"""Loading and exporting: all or nothing, again and again the same, never over somebody's edit."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select

from app import editing
from app.catalogue import entities as e
from app.catalogue.reading import read_entities
from app.catalogue.snapshot import read
from app.catalogue.tables import CatalogueState, Revision, Statement
from app.db import read_session, write_session
from app.db.constraints import table_of
from app.errors import Conflict
from app.ingest.files import read_tree
from app.ingest.load import export, load
from app.problems import DataProblems
from tests.support.cast import CAST, HERON, folder


def count(engine: Engine, model: type) -> int:
    with read_session(engine) as session:
        return session.connection().execute(select(func.count()).select_from(table_of(model))).scalar_one()


def stored(engine: Engine) -> dict[e.Key, e.Entity]:
    with read_session(engine) as session:
        return e.by_key(read_entities(session))


def rewrite(root: Path, slug: str, old: str, new: str) -> None:
    path = root / "products" / f"{slug}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def edit(engine: Engine, slug: str, criterion: str, note: str) -> None:
    """Somebody changes the note of a product's first statement on a criterion."""
    with write_session(engine) as session:
        before = next(
            each
            for each in read_entities(session)
            if isinstance(each, e.Statement) and (each.product, each.criterion) == (slug, criterion)
        )
        document = e.to_document(before) | {"note": note}
        after = e.from_document("statement", document)
        editing.apply(session, [editing.Change(before, after)], editing.author("ada", "Read it again"))


def test_what_was_loaded_is_what_the_database_holds(engine: Engine, tmp_path: Path) -> None:
    root = folder(tmp_path / "data")
    report = load(engine, root)
    assert report.written == len(stored(engine)) == count(engine, Revision) == report.revision
    catalogue = read(engine)
    assert catalogue.revision == report.revision
    assert catalogue.revised_at is not None
    assert set(catalogue.products) == set(CAST)


def test_loading_the_same_files_again_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    root = folder(tmp_path / "data")
    first = load(engine, root)
    again = load(engine, root)
    assert (again.written, again.removed, again.revision) == (0, 0, first.revision)
    assert count(engine, Revision) == first.revision


def test_broken_files_change_nothing(engine: Engine, tmp_path: Path) -> None:
    root = folder(tmp_path / "data")
    load(engine, root)
    before = stored(engine)
    rewrite(root, "heron", "value: 1 MiB", "value: 2 MiB")
    rewrite(root, "wren", "64 KiB", "64 apples")
    with pytest.raises(DataProblems) as refused:
        load(engine, root)
    assert {problem.file for problem in refused.value.found} == {"products/wren.yaml"}
    assert stored(engine) == before


def test_a_failure_while_writing_leaves_nothing_behind(engine: Engine, tmp_path: Path) -> None:
    root = folder(tmp_path / "data")
    seen = []

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)
        if statement.startswith("INSERT INTO revision"):
            raise RuntimeError("the lights went out")

    event.listen(engine, "before_cursor_execute", fail)
    with pytest.raises(RuntimeError):
        load(engine, root)
    event.remove(engine, "before_cursor_execute", fail)
    assert any(statement.startswith("INSERT INTO statement") for statement in seen)
    assert (count(engine, Statement), count(engine, Revision), count(engine, CatalogueState)) == (0, 0, 0)


def test_newer_files_change_only_what_differs_and_leave_a_revision_for_each(engine: Engine, tmp_path: Path) -> None:
    root = folder(tmp_path / "data")
    first = load(engine, root)
    rewrite(root, "heron", "value: 1 MiB", "value: 2 MiB")
    report = load(engine, root)
    assert (report.written, report.removed, report.revision) == (1, 0, first.revision + 1)
    with read_session(engine) as session:
        table = table_of(Revision)
        newest = session.connection().execute(select(table).order_by(table.c.number.desc()).limit(1)).one()
    assert newest.entity_kind == "statement"
    assert (newest.before["value"]["text"], newest.after["value"]["text"]) == ("1 MiB", "2 MiB")


def test_a_product_that_left_the_files_leaves_the_database_whole(engine: Engine, tmp_path: Path) -> None:
    root = folder(tmp_path / "data")
    load(engine, root)
    (root / "products" / "wren.yaml").unlink()
    report = load(engine, root)
    assert report.removed > 3
    assert not [key for key, entity in stored(engine).items() if getattr(entity, "product", "") == "wren"]


def test_an_edit_outlives_the_next_load(engine: Engine, tmp_path: Path) -> None:
    root = folder(tmp_path / "data")
    load(engine, root)
    edit(engine, "heron", "message_size_max", "edited")
    rewrite(root, "wren", "64 KiB", "128 KiB")
    report = load(engine, root)
    assert (report.written, report.kept) == (1, 1)
    assert "edited" in {getattr(entity, "note", None) for entity in stored(engine).values()}


def test_where_files_and_database_both_moved_nothing_is_loaded_and_it_is_told(engine: Engine, tmp_path: Path) -> None:
    root = folder(tmp_path / "data")
    load(engine, root)
    edit(engine, "wren", "message_size_max", "edited")
    before = stored(engine)
    rewrite(root, "wren", "value: 64 KiB", "value: 128 KiB")
    rewrite(root, "heron", "value: 1 MiB", "value: 2 MiB")
    with pytest.raises(Conflict, match="1 thing"):
        load(engine, root)
    assert stored(engine) == before


def test_every_change_counts_up_the_version_of_what_it_touches(engine: Engine, tmp_path: Path) -> None:
    load(engine, folder(tmp_path / "data"))
    edit(engine, "heron", "message_size_max", "once")
    edit(engine, "heron", "message_size_max", "twice")
    table = table_of(Statement)
    with read_session(engine) as session:
        rows = session.connection().execute(select(table.c.version).where(table.c.note == "twice")).all()
    assert [row.version for row in rows] == [3]


def test_an_export_loads_into_an_empty_database_as_the_same_catalogue(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    load(engine, folder(tmp_path / "data"))
    export(engine, tmp_path / "out")
    assert e.by_key(read_tree(tmp_path / "out").to_load()) == stored(engine)
    assert export(engine, tmp_path / "out") == []


def test_the_catalogue_is_read_by_a_fixed_number_of_queries(engine: Engine, tmp_path: Path) -> None:
    def queries() -> int:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement.startswith("SELECT"):
                seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        read(engine)
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    root = folder(tmp_path / "data", {"heron": HERON})
    load(engine, root)
    with_one = queries()
    for slug, text in CAST.items():
        (root / "products" / f"{slug}.yaml").write_text(text, "utf-8")
    load(engine, root)
    assert queries() == with_one < 60


def test_a_document_gives_back_the_entity_it_was_made_from(engine: Engine, tmp_path: Path) -> None:
    load(engine, folder(tmp_path / "data"))
    for (kind, _), entity in stored(engine).items():
        assert e.from_document(kind, e.to_document(entity)) == entity


def test_an_export_leaves_no_file_of_a_product_that_is_gone(engine: Engine, tmp_path: Path) -> None:
    root = folder(tmp_path / "data")
    load(engine, root)
    export(engine, tmp_path / "out")
    (root / "products" / "wren.yaml").unlink()
    load(engine, root)
    assert export(engine, tmp_path / "out") == [tmp_path / "out" / "products" / "wren.yaml"]
    assert not (tmp_path / "out" / "products" / "wren.yaml").exists()
