"""Files to tables and back: all or nothing, never silently over an edit.

Each entity is merged three ways: what the files said when they were last loaded, what they say now, what the database
says. Where only one side moved, it wins; where both moved differently, nothing is loaded and the conflicts are told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update
from sqlmodel import Session

from app import editing
from app.catalogue import entities as e
from app.catalogue.reading import read_entities
from app.catalogue.tables import LoadedDocument
from app.catalogue.tables.base import table_of
from app.db import read_session, write_session
from app.errors import Conflict
from app.ingest.checks import problems
from app.ingest.files import DataSet, read_tree
from app.ingest.normal import texts, write_tree
from app.problems import DataProblems

LOADED = table_of(LoadedDocument)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did: entities written, taken away, left as they were because somebody had edited them.

    `gone` names the products that are in the files no more.
    """

    revision: int
    written: int
    removed: int
    kept: int
    gone: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.written and not self.removed:
            return f"Nothing to load: the database is at revision {self.revision}."
        kept = f", {self.kept} edited since and kept" if self.kept else ""
        gone = f" (with the products {', '.join(self.gone)}, which the files no longer have)" if self.gone else ""
        return f"Loaded: {self.written} written, {self.removed} removed{gone}{kept}. Now at revision {self.revision}."


def _quiet(_: str) -> None:
    """No progress is shown."""


def load(engine: Engine, root: Path, progress: Callable[[str], None] = _quiet) -> LoadReport:
    """Merge the files below `root` into the database, in one transaction.

    Raises DataProblems when the files do not meet the rules, Conflict when both sides changed the same entity.
    """
    data = read_tree(root, progress)
    progress("checking the rules")
    found = problems(data)
    if found:
        raise DataProblems(found)
    with write_session(engine) as session:
        return merge(session, data, progress)


def merge(session: Session, data: DataSet, progress: Callable[[str], None] = _quiet) -> LoadReport:
    """`load` within the caller's write transaction; the files have been checked."""
    files = e.by_key(data.to_load())
    base: dict[e.Key, dict[str, Any]] = {
        (row.entity_kind, row.entity_id): row.document for row in session.connection().execute(select(LOADED))
    }
    progress("comparing with the database")
    stored = e.by_key(read_entities(session))
    changes: list[editing.Change] = []
    conflicts: list[e.Key] = []
    kept = 0
    for key in [*files, *(key for key in stored if key not in files)]:
        ours, theirs = files.get(key), stored.get(key)
        last = e.from_document(key[0], base[key]) if key in base else None
        if ours == theirs:
            continue
        if theirs == last:
            changes.append(editing.Change(theirs, ours))
        elif ours == last:
            kept += 1
        else:
            conflicts.append(key)
    if conflicts:
        listed = ", ".join(f"{kind} {identity}" for kind, identity in conflicts[:20])
        more = f" and {len(conflicts) - 20} more" if len(conflicts) > 20 else ""
        raise Conflict(
            f"{len(conflicts)} thing(s) changed both in the files and in the database; nothing was loaded: "
            f"{listed}{more}. Export the database, merge the files, and load them again."
        )
    progress(f"writing {len(changes)} changes")
    number = editing.apply(session, changes, editing.author(editing.FILES, "Loaded from the data files"))
    _remember(session, files, base)
    removed = [change.before for change in changes if change.before and not change.after]
    gone = tuple(sorted(entity.slug for entity in removed if isinstance(entity, e.Product)))
    return LoadReport(number, len(changes) - len(removed), len(removed), kept, gone)


def _remember(session: Session, files: dict[e.Key, e.Entity], base: dict[e.Key, dict[str, Any]]) -> None:
    """Keep what the files said, as the base of the next merge."""
    connection = session.connection()
    new = []
    for key, entity in files.items():
        document = e.to_document(entity)
        if key not in base:
            new.append({"entity_kind": key[0], "entity_id": key[1], "document": document})
        elif base[key] != document:
            where = (LOADED.c.entity_kind == key[0], LOADED.c.entity_id == key[1])
            connection.execute(update(LOADED).where(*where).values(document=document))
    rows = iter(new)
    while chunk := list(islice(rows, editing.AT_ONCE)):
        connection.execute(insert(LOADED), chunk)
    for kind, identity in base.keys() - files.keys():
        connection.execute(delete(LOADED).where(LOADED.c.entity_kind == kind, LOADED.c.entity_id == identity))


def export(engine: Engine, root: Path) -> list[Path]:
    """Write the database's catalogue below `root` in the files' normal form. Returns the files it changed.

    The file of a product that the database no longer has is taken away: a later load would bring it back.
    """
    with read_session(engine) as session:
        found = texts(read_entities(session))
    gone = [path for path in (root / "products").glob("*.yaml") if f"products/{path.name}" not in found]
    for path in gone:
        path.unlink()
    return [*write_tree(root, found), *gone]
