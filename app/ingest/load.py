"""Files to tables and back: all or nothing, never silently over an edit.

Each entity is merged three ways: what the files said when they were last loaded, what they say now, what the database
says. Where only one side moved, it wins; where both moved differently, nothing is loaded and the conflicts are told.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update
from sqlmodel import Session

from app import editing
from app.catalogue import entities as e
from app.catalogue.reading import read_entities
from app.catalogue.tables import LoadedDocument, Revision
from app.db import read_session, write_session
from app.db.constraints import table_of
from app.editing.diff import as_text
from app.errors import Conflict
from app.ingest.checks import problems
from app.ingest.files import DataSet, name_of, read_tree
from app.ingest.merging import Clash, Takes, merged, told
from app.ingest.normal import texts, write_tree
from app.problems import DataProblems, Problem
from app.yamls import Document

LOADED, REVISION = table_of(LoadedDocument), table_of(Revision)

LONGEST_SHOWN = 120
"""Characters of a value that a conflict repeats."""


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


class LoadConflict(Conflict):
    """Files and database both changed the same things; nothing was loaded. `found` tells each difference."""

    def __init__(self, count: int, found: Sequence[str]) -> None:
        self.found = tuple(found)
        super().__init__(
            f"{count} thing{'s' if count > 1 else ''} changed both in the files and in the database; nothing was "
            "loaded. Take a side with --take files or --take database, for one thing with --take files:KEY, or export "
            "the database, merge the files, and load them again."
        )


def load(engine: Engine, root: Path, progress: Callable[[str], None] = _quiet, take: Iterable[str] = ()) -> LoadReport:
    """Merge the files below `root` into the database, in one transaction.

    Raises DataProblems when the files do not meet the rules, LoadConflict when both sides changed the same entity and
    `take` does not say who is right (see `merging.Takes`).
    """
    takes = Takes(take)
    data = read_tree(root, progress)
    progress("checking the rules")
    found = problems(data)
    if found:
        raise DataProblems(found)
    with write_session(engine) as session:
        return merge(session, data, progress, takes)


def merge(
    session: Session, data: DataSet, progress: Callable[[str], None] = _quiet, takes: Takes | None = None
) -> LoadReport:
    """`load` within the caller's write transaction; the files have been checked."""
    files = e.by_key(data.to_load())
    base: dict[e.Key, dict[str, Any]] = {
        (row.entity_kind, row.entity_id): row.document for row in session.connection().execute(select(LOADED))
    }
    progress("comparing with the database")
    stored = e.by_key(read_entities(session))
    last = {key: e.from_document(key[0], document) for key, document in base.items()}
    found = merged(files, last, stored, lambda key: _earlier(session, key), takes or Takes())
    if found.clashes:
        raise LoadConflict(len(found.clashes), [line for each in found.clashes for line in _told(session, data, each)])
    if found.kept and (broken := _broken(data, files, stored, found.changes)):
        raise DataProblems(broken)
    changes = found.changes
    progress(f"writing {len(changes)} changes")
    number = editing.apply(session, changes, editing.author(editing.FILES, "Loaded from the data files"))
    _remember(session, files, base)
    removed = [change.before for change in changes if change.before and not change.after]
    gone = tuple(sorted(entity.slug for entity in removed if isinstance(entity, e.Product)))
    return LoadReport(number, len(changes) - len(removed), len(removed), found.kept, gone)


def _earlier(session: Session, key: e.Key) -> list[e.Entity]:
    """Everything that the database once said of an entity."""
    row = REVISION.c
    query = select(row.after).where(row.entity_kind == key[0], row.entity_id == key[1], row.after.is_not(None))
    return [e.from_document(key[0], document) for document in session.connection().execute(query).scalars()]


def _told(session: Session, data: DataSet, clash: Clash) -> Iterator[str]:
    """Both sides of a conflict, a line for each field, with who made the database say so."""
    row = REVISION.c
    about = (row.entity_kind == clash.key[0], row.entity_id == clash.key[1])
    query = select(row.actor, row.at, row.reason).where(*about).order_by(row.number.desc()).limit(1)
    edited = session.connection().execute(query).one_or_none()
    who = f" ({edited.actor}, {edited.at:%Y-%m-%d}: {edited.reason})" if edited else ""
    entity = clash.database or clash.file or clash.base
    where = f"{'/'.join(clash.key)}: {name_of(entity)}" if entity else "/".join(clash.key)
    for name, file, database in told(clash):
        if name:
            sides = f"{name.replace('_', ' ')}: the files say {_short(file)}, the database says {_short(database)}{who}"
        elif database is None:
            sides = f"changed in the files, taken away in the database{who}"
        else:
            sides = f"gone from the files, changed in the database{who}"
        yield f"{where}: {sides}"


def _short(value: Any) -> str:
    text = " ".join(as_text(value).split()) or "nothing"
    return f"“{text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + '…'}”"


def _broken(
    data: DataSet, files: Mapping[e.Key, e.Entity], stored: Mapping[e.Key, e.Entity], changes: Sequence[editing.Change]
) -> list[Problem]:
    """What edits that are kept and files that are loaded break together, though each side is in order by itself."""
    after = dict(stored)
    for change in changes:
        after.pop(change.key, None)
        if change.after is not None:
            after[change.key] = change.after
    both = DataSet(data.root, criteria={each.slug: each for each in after.values() if isinstance(each, e.Criterion)})
    for key, entity in after.items():
        own = data.places.get(id(files[key])) if files.get(key) == entity else None
        document, path = own or (Document(f"database: {name_of(entity)}", {}, {}), ())
        both.add(entity, document, path)
    products = {each.slug for each in both.of(e.Product)}
    lost = [each for each in after.values() if getattr(each, "product", None) not in (None, *products)]
    if lost:  # the rules take it for granted that what is said belongs to a product
        return [Problem("database", 0, name_of(each), "its product is gone from the files") for each in lost]
    return problems(both)


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
