"""The only door through which the catalogue changes.

A change is a set of entities before and after. It is written row by row, with a revision for each entity and the new
revision number, in the caller's one transaction: either all of it is there afterwards, or nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update
from sqlmodel import Session, SQLModel

from app.catalogue import entities as e
from app.catalogue.rows import VERSIONED, rows_of
from app.catalogue.tables import CatalogueState, Revision
from app.db.constraints import table_of

AT_ONCE = 2000
"""Rows a statement; keeps the memory for parameters flat."""

FILES = "files"
"""Who is named in the revisions of what was loaded from the data files."""

REVISION = table_of(Revision)
STATE = table_of(CatalogueState)


@dataclass(frozen=True, slots=True)
class Change:
    """One entity before and after; None before: it is new, None after: it goes."""

    before: e.Entity | None
    after: e.Entity | None

    @property
    def key(self) -> e.Key:
        """Kind and id of the entity, the same before and after."""
        entity = self.after or self.before
        if entity is None:
            raise ValueError("a change of nothing")
        return e.key(entity)


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes the catalogue and why; both stand in every revision. `at` is the moment, in UTC."""

    name: str
    reason: str
    at: datetime


def author(name: str, reason: str) -> Author:
    """An author who acts now."""
    return Author(name, reason, datetime.now(UTC))


def difference(before: Iterable[e.Entity], after: Iterable[e.Entity]) -> list[Change]:
    """What has to change so that `before` becomes `after`."""
    old, new = e.by_key(before), e.by_key(after)
    changes = [Change(old.get(key), entity) for key, entity in new.items() if old.get(key) != entity]
    return changes + [Change(entity, None) for key, entity in old.items() if key not in new]


def revision(session: Session) -> int:
    """The number of the newest revision; 0 where nothing was ever written."""
    return session.connection().execute(select(STATE.c.revision)).scalar_one_or_none() or 0


def apply(session: Session, changes: Sequence[Change], by: Author) -> int:
    """Write these changes and their revisions. The caller holds the write transaction and commits.

    Returns the new revision number. The database refuses what does not fit (an IntegrityError); the caller checks
    first, so that people get better words.
    """
    if not changes:
        return revision(session)
    _write_rows(session, changes)
    return _write_revisions(session, changes, by)


def _keyed(entity: e.Entity | None) -> dict[tuple[Table, tuple[Any, ...]], dict[str, Any]]:
    rows = rows_of(entity) if entity is not None else ()
    return {(table, tuple(row[column.name] for column in table.primary_key)): row for table, row in rows}


def _write_rows(session: Session, changes: Sequence[Change]) -> None:
    """Only the rows that differ: new and changed ones from the roots down, then gone ones from the leaves up.

    A row that goes may be what a changed one pointed to until now, as a page is to a citation.
    """
    gone: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    new: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    changed: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    for change in changes:
        before, after = _keyed(change.before), _keyed(change.after)
        own = next(iter(after or before))  # an entity's own row comes first
        for (table, key), row in before.items():
            if (table, key) not in after:
                gone[table].append(dict(zip((column.name for column in table.primary_key), key, strict=True)))
            elif after[table, key] != row or ((table, key) == own and table in VERSIONED):
                changed[table].append(after[table, key])
        for (table, key), row in after.items():
            if (table, key) not in before:
                new[table].append({**row, "version": 1} if table in VERSIONED else row)
    connection = session.connection()
    ordered = SQLModel.metadata.sorted_tables
    for table in ordered:
        # At most one row of a product is the default, at every moment: the old one steps back first.
        for row in gone[table] if "is_default" in table.c else ():
            connection.execute(update(table).filter_by(**row).values(is_default=False))
        for row in sorted(changed[table], key=lambda row: bool(row.get("is_default"))):
            _update_row(connection, table, row)
        rows = iter(new[table])
        while chunk := list(islice(rows, AT_ONCE)):
            connection.execute(insert(table), chunk)
    for table in reversed(ordered):
        for row in gone[table]:
            connection.execute(delete(table).filter_by(**row))


def _update_row(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    keys = {column.name: row[column.name] for column in table.primary_key}
    values = {name: value for name, value in row.items() if name not in keys}
    if table in VERSIONED:
        values["version"] = table.c.version + 1
    if values:
        connection.execute(update(table).filter_by(**keys).values(**values))


def _write_revisions(session: Session, changes: Sequence[Change], by: Author) -> int:
    connection = session.connection()
    first = (connection.execute(select(func.max(REVISION.c.number))).scalar_one_or_none() or 0) + 1
    rows = (
        {
            "number": first + offset,
            "change_set": first,
            "at": by.at,
            "actor": by.name,
            "reason": by.reason,
            "entity_kind": change.key[0],
            "entity_id": change.key[1],
            "before": e.to_document(change.before) if change.before else None,
            "after": e.to_document(change.after) if change.after else None,
        }
        for offset, change in enumerate(changes)
    )
    while chunk := list(islice(rows, AT_ONCE)):
        connection.execute(insert(REVISION), chunk)
    last = first + len(changes) - 1
    if connection.execute(update(STATE).values(revision=last)).rowcount == 0:
        connection.execute(insert(STATE).values(id=1, revision=last))
    return last
