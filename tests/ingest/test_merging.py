"""Two masters: edits and files meet; nothing is overwritten silently, and both sides of a conflict are told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from app import desk, editing
from app.catalogue import entities as e
from app.cli import commands
from app.db import read_session, write_session
from app.editing.verify import verify
from app.errors import InvalidInput
from app.ingest.load import LoadConflict, export, load
from app.problems import DataProblems
from tests.ingest.test_load import rewrite, stored
from tests.support.cast import CITE, folder

PAGE = {"url": "https://new.example/", "title": "New", "publisher": "N", "place": "Sizes", "find": "max"}
WREN = "value: 64 KiB"


@pytest.fixture
def root(engine: Engine, tmp_path: Path) -> Path:
    made = folder(tmp_path / "data")
    load(engine, made)
    return made


def size(engine: Engine, product: str = "wren") -> e.Statement:
    return next(
        each
        for each in stored(engine).values()
        if isinstance(each, e.Statement) and each.question() == (product, "message_size_max", None)
    )


def act(engine: Engine, does: Callable[..., desk.Saved], *given: object) -> desk.Saved:
    with write_session(engine) as session:
        return does(session, *given, editing.author("ada", "Read it again"))


def change(engine: Engine, **fields: object) -> None:
    """Ada changes the size of the wren."""
    id = size(engine).id
    with read_session(engine) as session:
        item = desk.read(session, "statement", id)
    act(engine, desk.save, desk.Edit("statement", "wren", id, {**(item.fragment or {}), **fields}, item.version))


def value(engine: Engine) -> str:
    found = size(engine).value
    return f"{int(found.raw) // 1024} KiB" if found and isinstance(found.raw, int) else "none"


def holds(engine: Engine) -> bool:
    with read_session(engine) as session:
        return verify(session).problems == []


def test_a_conflict_is_told_field_by_field_with_who_edited(engine: Engine, root: Path) -> None:
    change(engine, value="96 KiB", note="For each message.")
    rewrite(root, "wren", WREN, "value: 128 KiB")
    with pytest.raises(LoadConflict) as caught:
        load(engine, root)
    id = size(engine).id
    value_line, note_line = caught.value.found
    assert value_line.startswith(f"statement/{id}: the statement on message_size_max of wren ({id}): value: ")
    assert "the files say “128 KiB”, the database says “96 KiB” (ada, 20" in value_line
    assert value_line.endswith(": Read it again)")
    assert "note: the files say “nothing”, the database says “For each message.”" in note_line
    assert "--take" in caught.value.sentence
    assert value(engine) == "96 KiB"


@pytest.mark.parametrize(
    ("take", "found"),
    [
        (["files"], "128 KiB"),
        (["database"], "96 KiB"),
        (["files:wren"], "128 KiB"),
        (["database", "files:wren"], "128 KiB"),
        (["files", "database:statement/{id}"], "96 KiB"),
    ],
)
def test_a_side_is_taken_and_the_next_load_is_clean(engine: Engine, root: Path, take: list[str], found: str) -> None:
    change(engine, value="96 KiB")
    rewrite(root, "wren", WREN, "value: 128 KiB")
    load(engine, root, take=[each.format(id=size(engine).id) for each in take])
    assert value(engine) == found
    report = load(engine, root)
    assert (report.written, report.removed) == (0, 0)
    assert value(engine) == found
    assert holds(engine)


def test_a_side_that_there_is_not_is_refused(engine: Engine, root: Path) -> None:
    with pytest.raises(InvalidInput):
        load(engine, root, take=["mine"])


def test_the_command_tells_and_takes(
    engine: Engine, database_url: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(engine, value="96 KiB")
    rewrite(root, "wren", WREN, "value: 128 KiB")
    monkeypatch.setenv("LANDSCAPE_DATABASE_URL", database_url)
    assert isinstance(CliRunner().invoke(commands, ["load", str(root)]).exception, LoadConflict)
    done = CliRunner().invoke(commands, ["load", str(root), "--take", "database", "--take", "files:wren"])
    assert done.exit_code == 0, done.output
    assert value(engine) == "128 KiB"


def test_what_was_taken_away_on_one_side_is_told_so(engine: Engine, root: Path) -> None:
    change(engine, value="96 KiB")
    text = (root / "products" / "wren.yaml").read_text("utf-8")
    line = next(each for each in text.splitlines() if "message_size_max" in each)
    rewrite(root, "wren", line + "\n", "")
    rewrite(root, "wren", next(each for each in text.splitlines() if "old:" in each) + "\n", "")
    with pytest.raises(LoadConflict) as caught:
        load(engine, root)
    assert "gone from the files, changed in the database (ada" in caught.value.found[0]
    load(engine, root, take=["database"])
    assert value(engine) == "96 KiB"
    assert holds(engine)  # the page that the files dropped stays, as the edit still cites it


def test_exported_edits_come_back_as_they_are(engine: Engine, root: Path) -> None:
    change(engine, value="96 KiB", cite=[PAGE])
    export(engine, root)
    report = load(engine, root)
    assert (report.written, report.removed, report.kept) == (0, 0, 0)
    assert export(engine, root) == []


def test_an_older_export_does_not_turn_back_what_was_edited_since(engine: Engine, root: Path) -> None:
    change(engine, value="96 KiB")
    export(engine, root)
    change(engine, value="112 KiB")
    report = load(engine, root)  # the files say what the database said before: they have not moved
    assert (report.written, report.kept) == (0, 1)
    assert value(engine) == "112 KiB"


def test_files_from_before_the_edits_do_not_turn_them_back(engine: Engine, root: Path, tmp_path: Path) -> None:
    change(engine, value="96 KiB")
    export(engine, tmp_path / "elsewhere")
    assert load(engine, root).kept == 1
    assert value(engine) == "96 KiB"


def test_a_page_that_an_edit_dropped_comes_back_with_what_the_files_cite_it_for(engine: Engine, root: Path) -> None:
    change(engine, cite=[PAGE])
    assert ("source", "wren/old") not in stored(engine)
    cited = "retention_default: [{value: 1 day, cite: [{source: old, place: A, find: b}]}]\n"
    rewrite(root, "wren", "statements:\n", f"statements:\n  {cited}")
    load(engine, root)
    assert ("source", "wren/old") in stored(engine)
    assert holds(engine)
    assert load(engine, root).written == 0


def test_what_edits_and_files_break_together_is_told(engine: Engine, root: Path) -> None:
    """Each side is in order by itself: the files take an edition away to which an edit is limited."""
    limited = {"criterion": "retention_max", "value": "7 days", "editions": ["large"], "cite": [PAGE]}
    act(engine, desk.save, desk.Edit("statement", "heron-cloud", None, limited))
    rewrite(root, "heron-cloud", ", {slug: large, name: Large}", "")
    rewrite(root, "heron-cloud", ", editions: [large]", "")
    with pytest.raises(DataProblems) as caught:
        load(engine, root)
    assert "retention_max" in str(caught.value.found[0])
    (root / "products" / "heron-cloud.yaml").unlink()
    with pytest.raises(DataProblems) as caught:
        load(engine, root)
    assert "its product is gone from the files" in str(caught.value.found[0])


def test_a_gap_in_an_order_is_no_change(engine: Engine, root: Path) -> None:
    """The database keeps the places of those that stay; the files count without gaps."""
    libraries = "".join(
        f"- {{language: Python, name: {name}, official: yes, {CITE}}}\n" for name in ("one", "two", "three")
    )
    path = root / "products" / "heron.yaml"
    path.write_text(path.read_text("utf-8") + f"client_libraries:\n{libraries}", "utf-8")
    load(engine, root)
    second = next(x for x in stored(engine).values() if isinstance(x, e.ClientLibrary) and x.name == "two")
    with read_session(engine) as session:
        item = desk.read(session, "client-library", second.id)
    act(engine, desk.save, desk.Edit("client-library", "heron", second.id, None, item.version))
    before = stored(engine)
    assert load(engine, root).kept == 1
    export(engine, root)
    report = load(engine, root)
    assert (report.written, report.removed, stored(engine)) == (0, 0, before)
    third = f"- {{language: Python, name: four, official: yes, {CITE}}}\n"
    path.write_text(path.read_text("utf-8") + third, "utf-8")
    assert load(engine, root).written == 1
    order = sorted((x for x in stored(engine).values() if isinstance(x, e.ClientLibrary)), key=lambda x: x.position)
    assert [each.name for each in order] == ["one", "three", "four"]
