"""Undo: one more change set that puts back what stood there before. What was changed again since is for people.

Pages follow the things that cite them: one that is needed again comes back, one that nothing cites any more goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from app.catalogue import entities as e
from app.catalogue.snapshot import PROTOCOLS
from app.catalogue.tables import Revision
from app.db.constraints import table_of
from app.desk.conflicts import WHOLE, Tangle, UndoConflict, fields_of
from app.desk.items import touched
from app.desk.restoring import Pages
from app.desk.saving import author_is_told, refuse, written
from app.desk.sheet import Sheet
from app.desk.work import KINDS, NEW, Saved
from app.editing import Author
from app.editing.history import Recorded, recorded
from app.errors import InvalidInput, NotFound

REVISION = table_of(Revision)


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a tangled thing is put back: the fields (WHOLE for the thing itself). `version` as it was seen."""

    version: int
    fields: frozenset[str]


def undo(session: Session, change_set: int, by: Author, today: date | None = None) -> Saved:
    """Undoes everything that was changed at once. Raises UndoConflict where later changes touch it."""
    return merge(session, change_set, {}, by, today)


def undo_revision(session: Session, number: int, by: Author, today: date | None = None) -> Saved:
    """Undoes one revision alone; what came with it stays."""
    return _merge(session, REVISION.c.number == number, number, {}, by, today)


def merge(
    session: Session, change_set: int, choices: Mapping[e.Key, Choice], by: Author, today: date | None = None
) -> Saved:
    """Undoes a change set; of what was changed again since it puts back the chosen fields.

    Fields that nobody changed since are put back in any case. A thing without a choice, or whose choice was made
    looking at an older version, is told in an UndoConflict.
    """
    return _merge(session, REVISION.c.change_set == change_set, change_set, choices, by, today)


def _merge(
    session: Session,
    which: ColumnElement[bool],
    number: int,
    choices: Mapping[e.Key, Choice],
    by: Author,
    today: date | None,
) -> Saved:
    author_is_told(by)
    found = _revisions(session, which, number)
    sheet = Sheet(session, {_owner(each) for each in found}, today)
    last = touched(session, [(each.kind, each.id) for each in found])
    pages = Pages(session, sheet, min(each.change_set for each in found))
    tangles: list[Tangle] = []
    for each in found:
        key = (each.kind, each.id)
        before, after, now = _entity(each.kind, each.before), _entity(each.kind, each.after), sheet.before.get(key)
        if now == before or (each.kind == e.Source.kind and None in (before, after, now)):
            continue  # there is nothing to put back, or it follows those that cite it
        if now == after:
            sheet.exchange(now, pages.again(before))
            continue
        held = last[key].touch
        version = held.number if now is not None else NEW
        tangle = Tangle(*key, version, held, _fields(after, now, before))
        choice = choices.get(key)
        if choice is None or choice.version != version:
            tangles.append(tangle)
        else:
            sheet.exchange(now, pages.again(_chosen(tangle, choice, now, before)))
    if tangles:
        raise UndoConflict(number, tangles)
    sheet.drop_unused_sources()
    refuse(sheet, numbered=False)
    return written(session, sheet, by, [each.id if (each.kind, each.id) in sheet.after else None for each in found])


def _revisions(session: Session, which: ColumnElement[bool], number: int) -> Sequence[Recorded]:
    query = select(REVISION).where(which).order_by(REVISION.c.number)
    found = [recorded(row) for row in session.connection().execute(query)]
    if not found:
        raise NotFound(f"There is no change {number}.")
    files = [each for each in found if each.kind not in (*KINDS, e.Source.kind) or _owner(each) == "approaches"]
    if files:
        what = f"{files[0].kind} {files[0].id}"
        raise InvalidInput(f"Change {number} is of the vocabulary ({what}), which changes in the data files alone.")
    return found


def _owner(each: Recorded) -> str:
    return PROTOCOLS if each.kind == e.Protocol.kind else str(each.product)


def _entity(kind: str, document: dict[str, Any] | None) -> e.Entity | None:
    return None if document is None else e.from_document(kind, document)


def _document(entity: e.Entity | None) -> dict[str, Any] | None:
    return None if entity is None else e.to_document(entity)


def _fields(after: e.Entity | None, now: e.Entity | None, before: e.Entity | None) -> tuple[Any, ...]:
    base, theirs, ours = _document(after), _document(now), _document(before)
    if base is None or theirs is None or ours is None:  # it came or went, then or since
        return fields_of({WHOLE: base}, {WHOLE: theirs}, {WHOLE: ours})
    return fields_of(base, theirs, ours)


def _chosen(tangle: Tangle, choice: Choice, now: e.Entity | None, before: e.Entity | None) -> e.Entity | None:
    """What is there now, with what is put back."""
    document = _document(now)
    if document is None or tangle.is_whole:
        return before if WHOLE in choice.fields else now
    for each in tangle.fields:
        if each.name in choice.fields or not each.changed_by_them:
            document[each.name] = each.ours
    kept = {name: value for name, value in document.items() if value is not None}
    try:
        return e.from_document(tangle.kind, kept)
    except (ValueError, KeyError, TypeError):
        raise InvalidInput("These fields do not fit together: choose others.") from None
