"""Imports point downward only: this reads them and keeps it so (the map stands in CONTRIBUTING.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path.relative_to(ROOT) for path in (ROOT / "app").rglob("*.py"))

# From the top of the house to the ground; rooms on one line do not import one another.
LINES = (
    {"cli"},
    {"cli_accounts", "cli_advisor"},
    {"serving"},
    {"main"},
    {"web", "api", "mcp"},
    {"gate"},
    {"desk"},
    {"compare", "advisor", "pricing", "ingest", "backup", "suggestions"},
    {"editing"},
    {"accounts", "catalogue"},
    {"db", "settings", "errors", "problems", "yamls"},
)
EXCEPTIONS = {
    ("settings", "errors"),  # every part may raise the errors that people see; they import nothing
    ("db", "errors"),
    ("problems", "errors"),
    ("yamls", "problems"),  # reading a file tells what is wrong with it
}
EDGE = {"main", "serving", "web", "api", "mcp", "gate"}
HTTP = {"fastapi", "starlette", "uvicorn"}
PURE = {"compare", "advisor", "pricing"}
SQL = {"sqlalchemy", "sqlmodel", "alembic"}


def imported(path: Path, *, top_only: bool = False) -> Iterator[str]:
    """The dotted names that a module imports, those inside functions among them."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    for node in tree.body if top_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    """`app/pricing/meters.py` and `app/editing.py` are the rooms `pricing` and `editing`."""
    return path.parts[1].removesuffix(".py")


def line(name: str) -> int:
    """How far down a room stands."""
    return next(number for number, rooms in enumerate(LINES) if name in rooms)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_point_downward(path: Path) -> None:
    """A room imports from lines below its own, and from itself."""
    own = room(path)
    if own == "__init__":
        assert list(imported(path)) == []
        return
    for name in imported(path):
        parts = name.split(".")
        if parts[0] != "app" or parts[1] == own or (own, parts[1]) in EXCEPTIONS:
            continue
        assert line(own) < line(parts[1]), f"{path} imports {name}"


@pytest.mark.parametrize("path", [each for each in MODULES if room(each) not in EDGE], ids=str)
def test_nothing_below_the_edge_knows_http(path: Path) -> None:
    """A room can be called by a page, by the JSON API and by a test alike."""
    assert {name.split(".")[0] for name in imported(path)}.isdisjoint(HTTP)


def test_answers_are_computed_without_sql() -> None:
    """Comparison, advice and estimates are functions of the catalogue in memory."""
    for path in MODULES:
        names = {name.split(".")[0] for name in imported(path)}
        assert room(path) not in PURE or names.isdisjoint(SQL), path


def test_commands_import_what_they_need_when_they_run() -> None:
    """`landscape --help` answers at once: what is slow to import stands inside the commands."""
    slow = HTTP | SQL | {"jinja2", "yaml"}
    names = set(imported(Path("app/cli.py"), top_only=True))
    assert {name.split(".")[0] for name in names}.isdisjoint(slow)
    light = {"app.errors.LandscapeError", "app.cli_accounts", "app.cli_advisor"}
    assert {name for name in names if name.startswith("app.")} <= light


def test_every_room_is_on_the_map() -> None:
    """A new room needs a line."""
    assert {room(path) for path in MODULES} - {"__init__"} <= set().union(*LINES)
