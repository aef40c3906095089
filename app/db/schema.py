"""The schema as the migrations see it: which state a database is in, and how to move it.

Alembic is imported where a migration runs, and nowhere else.
"""

import ast
from pathlib import Path
from typing import Literal

from sqlalchemy import Engine, inspect

from app.db.engines import reading, writing
from app.errors import WrongSchema

State = Literal["empty", "current", "older", "newer"]

SETTINGS = Path(__file__).resolve().parents[2] / "pyproject.toml"
"""Alembic's settings stand in its [tool.alembic]."""


def history() -> dict[str, str | None]:
    """The migrations of this code: each one's name and the one before it.

    Read from the files' text, because to import Alembic takes a tenth of the time in which the server starts. A test
    compares the result with what Alembic finds.
    """
    found: dict[str, str | None] = {}
    for path in sorted((SETTINGS.parent / "migrations" / "versions").glob("*.py")):
        names: dict[str, str | None] = {}
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            if isinstance(target, ast.Name) and target.id in ("revision", "down_revision"):
                names[target.id] = ast.literal_eval(node.value)  # type: ignore[attr-defined]
        found[str(names["revision"])] = names["down_revision"]
    return found


def schema_state(engine: Engine) -> State:
    """Compares the database with the migrations of this code. `newer`: it names a migration this code has not got."""
    known = history()
    with reading(engine).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return "empty"
        now = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    if now is None:
        return "empty"
    if now not in known:
        return "newer"
    return "older" if now in known.values() else "current"


def require_current(engine: Engine) -> None:
    """Refuses a database that does not fit this code; the sentence names the command that mends it."""
    state = schema_state(engine)
    if state == "empty":
        raise WrongSchema("The database is empty: run `landscape serve`, or `landscape migrate` and `landscape load`.")
    if state == "older":
        raise WrongSchema("The database is older than this program: run `landscape migrate` (make a copy first).")
    if state == "newer":
        raise WrongSchema(
            "The database is newer than this program, which must not touch it:"
            " get the newer program by `git pull`, then run `make serve`."
        )


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Runs the migrations up to `revision`, all of them or none; a second process waits and finds nothing to do."""
    _move("upgrade", engine, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Runs the migrations down to `revision` (`base`: to an empty database)."""
    _move("downgrade", engine, revision)


def _move(direction: Literal["upgrade", "downgrade"], engine: Engine, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(toml_file=SETTINGS)
    with writing(engine).connect() as connection:
        config.attributes["connection"] = connection  # read by migrations/env.py
        if direction == "upgrade":
            command.upgrade(config, revision)
        else:
            command.downgrade(config, revision)
