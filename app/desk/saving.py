"""Saving edits: checked by the rules, and against what others have saved meanwhile; all of them or none."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session

from app import editing
from app.catalogue import entities as e
from app.catalogue.snapshot import PROTOCOLS
from app.catalogue.values import NotAValue, parse_text
from app.desk.conflicts import EditConflict, Stale, fields_of
from app.desk.fragments import as_written
from app.desk.items import Touched, fragment_at, item_of, owner_of_key, touched
from app.desk.sheet import Sheet
from app.desk.work import KINDS, MOST_EDITS, NEW, Edit, Fragment, Saved
from app.editing import Author
from app.errors import Conflict, FieldProblem, InvalidInput, NotFound

LONGEST_NAME = 300
"""Characters of a person's name in a revision."""


def save(session: Session, edit: Edit, by: Author, today: date | None = None) -> Saved:
    """Saves one edit. Problems point into its fragment: `#/value`, `#/cite/0/url`."""
    return _saved(session, [edit], by, today, numbered=False)


def save_all(session: Session, edits: Sequence[Edit], by: Author, today: date | None = None) -> Saved:
    """Saves up to MOST_EDITS edits as one change set, all or none. Problems begin with the edit's number: `#/3/value`.

    The rules look once, at the end: a product may come with its statements, and two edits may need each other.
    """
    return _saved(session, edits, by, today, numbered=True)


def add_product(session: Session, slug: str, content: Fragment, by: Author, today: date | None = None) -> Saved:
    """Adds a product from a whole file in the shape of `data/products/`, as JSON. Problems point into it."""
    author_is_told(by)
    sheet = Sheet(session, {slug}, today)
    if sheet.before:
        raise Conflict(f"There is a product {slug!r} already.")
    sheet.put_file(0, slug, content)
    refuse(sheet, numbered=False)
    return written(session, sheet, by, [slug])


def check(session: Session, edits: Sequence[Edit], today: date | None = None) -> None:
    """Everything that `save_all` would refuse, without writing: for a form that tells at once."""
    _filled(session, edits, today, numbered=len(edits) > 1)


def _saved(session: Session, edits: Sequence[Edit], by: Author, today: date | None, *, numbered: bool) -> Saved:
    author_is_told(by)
    sheet, ids = _filled(session, edits, today, numbered=numbered)
    return written(session, sheet, by, ids)


def written(session: Session, sheet: Sheet, by: Author, ids: Iterable[str | None]) -> Saved:
    """Writes what a sheet comes to. What no rule foresaw and the database refuses is told in the database's words."""
    changes = sheet.changes()
    try:
        number = editing.apply(session, changes, by)
    except (IntegrityError, DataError) as error:
        said = str(error.orig).splitlines()[0]
        raise InvalidInput(f"The database does not take this: {said}. Nothing was changed.") from error
    return Saved(number, number - len(changes) + 1 if changes else None, tuple(ids))


def author_is_told(by: Author) -> None:
    """Every change says who made it and why."""
    problems = []
    for field, text, longest in (("#/person", by.name, LONGEST_NAME), ("#/reason", by.reason, 4000)):
        try:
            parse_text(text, longest)
        except NotAValue as error:
            problems.append(FieldProblem(field, text[:80], str(error)))
    if problems:
        raise InvalidInput("A change says who made it and why.", problems)


def _filled(
    session: Session, edits: Sequence[Edit], today: date | None, *, numbered: bool
) -> tuple[Sheet, list[str | None]]:
    """The sheet with all edits put in. Raises what stands against them."""
    _bounded(edits)
    last = touched(session, [(each.kind, each.id) for each in edits if each.id is not None])
    owners = [_owner(each, last) for each in edits]
    sheet = Sheet(session, {each for each in owners if each}, today)
    stale = [found for number, each in enumerate(edits) if (found := _stale(session, sheet, number, each, last))]
    if stale:
        raise EditConflict(stale)
    ids = [_put(sheet, number, edit, owner) for number, (edit, owner) in enumerate(zip(edits, owners, strict=True))]
    if sheet.taken:
        held = touched(session, list(sheet.taken.values()))
        raise EditConflict(
            [_clash(session, sheet, number, edits[number], key, held) for number, key in sheet.taken.items()]
        )
    sheet.drop_unused_sources()
    refuse(sheet, numbered=numbered)
    return sheet, ids


def refuse(sheet: Sheet, *, numbered: bool) -> None:
    """Raises InvalidInput where anything is wrong."""
    found = sheet.problems()
    if not found:
        return
    problems = [
        each
        if number is None or not numbered
        else FieldProblem(f"#/{number}{each.field[1:]}", each.value, each.expected)
        for number, each in found
    ]
    count = len(problems)
    raise InvalidInput(f"{count} thing{'s do' if count > 1 else ' does'} not fit; nothing was changed.", problems)


def _bounded(edits: Sequence[Edit]) -> None:
    if not 1 <= len(edits) <= MOST_EDITS:
        problem = FieldProblem("#", str(len(edits)), f"from 1 to {MOST_EDITS} edits at once")
        raise InvalidInput("Too many edits, or none.", [problem])
    seen: set[tuple[str, str]] = set()
    for number, each in enumerate(edits):
        if each.kind not in KINDS:
            problem = FieldProblem(f"#/{number}/kind", each.kind[:80], "one of " + ", ".join(KINDS))
            raise InvalidInput("This cannot be edited.", [problem])
        if each.id is not None:
            if (each.kind, each.id) in seen:
                problem = FieldProblem(f"#/{number}/id", each.id[:80], "each thing once")
                raise InvalidInput("One thing is edited twice.", [problem])
            seen.add((each.kind, each.id))


def _owner(edit: Edit, last: dict[e.Key, Touched]) -> str:
    """The product that an edit is about, whatever the edit says where the thing itself is known."""
    if edit.kind == "protocol":
        return PROTOCOLS
    known = owner_of_key((edit.kind, edit.id), last.get((edit.kind, edit.id))) if edit.id is not None else None
    owner = known or edit.product
    if owner is None:
        raise NotFound(f"There is no {edit.kind.replace('-', ' ')} {edit.id!r} in the catalogue.")
    return owner


def _stale(session: Session, sheet: Sheet, number: int, edit: Edit, last: dict[e.Key, Touched]) -> Stale | None:
    """Whether the thing is no longer the one that the editor saw."""
    if edit.id is None:
        return None
    key = (edit.kind, edit.id)
    found = last.get(key)
    now = found.touch.number if found and key in sheet.before else NEW
    return None if now == edit.version else _clash(session, sheet, number, edit, key, last)


def _clash(session: Session, sheet: Sheet, number: int, edit: Edit, key: e.Key, last: dict[e.Key, Touched]) -> Stale:
    """Both sides and what each changed."""
    base = fragment_at(session, key, edit.version)
    theirs = item_of(key, sheet.before, last.get(key))
    ours = as_written(edit.fragment) if edit.fragment is not None else None
    return Stale(number, edit, base, theirs, fields_of(base, theirs.fragment, ours))


def _put(sheet: Sheet, number: int, edit: Edit, owner: str) -> str | None:
    if edit.fragment is not None:
        return sheet.put(number, edit.kind, owner, edit.id, edit.fragment)
    if edit.id is None or (edit.kind, edit.id) not in sheet.after:
        raise NotFound(f"There is no {edit.kind.replace('-', ' ')} {edit.id!r} in the catalogue.")
    sheet.retire(edit.kind, edit.id)
    return None
