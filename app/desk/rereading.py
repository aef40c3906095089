"""Read again, unchanged: the citations of things get a new day of reading, and nothing else moves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from app.catalogue import entities as e
from app.desk.conflicts import EditConflict, Stale
from app.desk.items import fragment_at, item_of, owner_of_key, touched
from app.desk.saving import author_is_told, refuse, written
from app.desk.sheet import Sheet
from app.desk.work import Edit, Saved
from app.editing import Author
from app.errors import NotFound


@dataclass(frozen=True, slots=True)
class Seen:
    """A thing as somebody has read it: at this version."""

    kind: str
    id: str
    version: int


def reread(
    session: Session,
    seen: Sequence[Seen],
    by: Author,
    checked: date | None = None,
    text_date: date | None = None,
    today: date | None = None,
) -> Saved:
    """Sets the day on which the citations of these things were read (`checked`, today by default).

    `text_date` is for a page that has a new date and still says the same. Raises EditConflict for what has changed
    since it was seen: it was not read.
    """
    author_is_told(by)
    last = touched(session, [(each.kind, each.id) for each in seen])
    owners = {owner for key, found in last.items() if (owner := owner_of_key(key, found)) is not None}
    sheet = Sheet(session, owners, today)
    stale = []
    for number, each in enumerate(seen):
        key = (each.kind, each.id)
        entity = sheet.after.get(key)
        if entity is None:
            raise NotFound(f"There is no {each.kind.replace('-', ' ')} {each.id!r} in the catalogue.")
        if last[key].touch.number != each.version:
            edit = Edit(each.kind, None, each.id, None, each.version)
            stale.append(
                Stale(number, edit, fragment_at(session, key, each.version), item_of(key, sheet.before, last[key]), ())
            )
        sheet.place(number, _read_again(entity, checked or sheet.today, text_date))
    if stale:
        raise EditConflict(stale)
    refuse(sheet, numbered=True)
    return written(session, sheet, by, [each.id for each in seen])


def _read_again(entity: e.Entity, checked: date, text_date: date | None) -> e.Entity:
    citations: tuple[e.Citation, ...] = getattr(entity, "citations", ())
    again = tuple(replace(each, checked=checked, text_date=text_date or each.text_date) for each in citations)
    return replace(entity, citations=again)  # type: ignore[arg-type]
