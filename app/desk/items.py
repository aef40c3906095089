"""Things to edit: what they are now, and what they were at an earlier revision."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from app.catalogue import entities as e
from app.catalogue.reading import read_products, read_protocols
from app.catalogue.snapshot import PROTOCOLS
from app.catalogue.tables import Revision
from app.db.constraints import table_of
from app.desk.fragments import fragment_of
from app.desk.work import NEW, Item, Touch
from app.errors import NotFound

REVISION = table_of(Revision)


def read(session: Session, kind: str, id: str) -> Item:
    """A thing as it can be edited, with its version and its last revision. Raises NotFound where it is not there."""
    found = read_many(session, [(kind, id)])[0]
    if found.fragment is None:
        raise NotFound(f"There is no {kind.replace('-', ' ')} {id!r} in the catalogue.")
    return found


def read_many(session: Session, keys: Sequence[e.Key]) -> list[Item]:
    """Several things in the same order, also those that are not there (any more)."""
    last = touched(session, keys)
    owners = {owner for key in keys if (owner := owner_of_key(key, last.get(key))) is not None}
    stored = e.by_key(_belonging_to(session, owners))
    return [item_of(key, stored, last.get(key)) for key in keys]


def _belonging_to(session: Session, owners: set[str]) -> Iterator[e.Entity]:
    if products := owners - {PROTOCOLS}:
        yield from read_products(session, products)
    if PROTOCOLS in owners:
        yield from read_protocols(session)


@dataclass(frozen=True, slots=True)
class Touched:
    """The last revision of a thing, with what it says."""

    touch: Touch
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def product(self) -> str | None:
        """The product that the thing belongs to."""
        return (self.after or self.before or {}).get("product")


def touched(session: Session, keys: Iterable[e.Key]) -> dict[e.Key, Touched]:
    """The last revision of each of these things."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, id in keys:
        by_kind[kind].append(id)
    found: dict[e.Key, Touched] = {}
    row = REVISION.c
    for kind, ids in by_kind.items():
        last = select(func.max(row.number)).where(row.entity_kind == kind, row.entity_id.in_(ids))
        query = select(REVISION).where(row.number.in_(last.group_by(row.entity_id)))
        for each in session.connection().execute(query):
            touch = Touch(each.number, each.change_set, each.at, each.actor, each.reason)
            found[kind, each.entity_id] = Touched(touch, each.before, each.after)
    return found


def owner_of_key(key: e.Key, last: Touched | None) -> str | None:
    """The product that a thing belongs to, or belonged to."""
    kind, id = key
    if kind in ("product", "protocol"):
        return id if kind == "product" else PROTOCOLS
    return last.product if last else None


def item_of(key: e.Key, stored: Mapping[e.Key, e.Entity], last: Touched | None) -> Item:
    """A thing as it can be edited; `stored` has it, with its sources, where it is there."""
    kind, id = key
    entity, owner = stored.get(key), owner_of_key(key, last)

    def source(name: str) -> e.Source:
        return stored["source", f"{owner}/{name}"]  # type: ignore[return-value]

    return Item(
        kind=kind,
        product=None if kind == "protocol" else owner,
        id=id,
        fragment=fragment_of(entity, source) if entity is not None else None,
        version=last.touch.number if entity is not None and last is not None else NEW,
        last=last.touch if last else None,
    )


def fragment_at(session: Session, key: e.Key, version: int) -> dict[str, Any] | None:
    """The thing as it was at a version of its own; None where that never was one."""
    row = REVISION.c
    found = session.connection().execute(select(REVISION).where(row.number == version)).one_or_none()
    if found is None or (found.entity_kind, found.entity_id) != key or found.after is None:
        return None
    owner = owner_of_key(key, Touched(Touch(0, 0, found.at, "", ""), None, found.after))

    def source(name: str) -> e.Source:
        """As it was after the change set that the version belongs to."""
        about = (row.entity_kind == e.Source.kind, row.entity_id == f"{owner}/{name}", row.after.is_not(None))
        query = select(row.after).where(*about, row.change_set <= found.change_set).order_by(row.number.desc())
        document = session.connection().execute(query.limit(1)).scalar_one()
        return e.from_document(e.Source.kind, document)  # type: ignore[return-value]

    return fragment_of(e.from_document(key[0], found.after), source)
