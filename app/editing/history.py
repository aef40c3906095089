"""Reads what happened: change sets and their revisions, the newest first, a page at a time.

A cursor is the number of the last one seen: history only grows at its end, so a page once seen stays as it was.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, String, and_, false, func, literal_column, or_, select
from sqlmodel import Session

from app.catalogue import entities as e
from app.catalogue.tables import Revision
from app.catalogue.tables.history import DOCUMENT, PRODUCT
from app.db import read_session
from app.db.constraints import table_of

REVISION = table_of(Revision)

SMALL = 10
"""Revisions of a change set that are read together with it; a larger one is a page of its own."""

NAMED = 500
"""Up to this size a change set says which products it touched."""

_PRODUCT: ColumnElement[str] = literal_column(PRODUCT, String)
_CRITERION: ColumnElement[str] = literal_column(f"{DOCUMENT} ->> 'criterion'", String)
_OPTION: ColumnElement[str] = literal_column(f"{DOCUMENT} ->> 'option'", String)
_DIMENSION: ColumnElement[str] = literal_column(f"{DOCUMENT} ->> 'dimension'", String)

ROOMS = {
    "client-libraries": "client-library",
    "pricing-tiers": "pricing-tier",
    "availability-throughput": "measurement",
    "wire-protocols": "protocol",
}
"""The kinds of entity that belong to one dimension as a whole."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One revision as it was written."""

    number: int
    change_set: int
    at: datetime
    actor: str
    reason: str
    kind: str
    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def product(self) -> str | None:
        """The slug of the product it is about, as the database works it out too."""
        document = self.after or self.before or {}
        name = {"product": "slug", "source": "owner"}.get(self.kind, "product")
        return document.get(name)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one person changed at once, for one reason. `count` are the revisions that were asked for.

    `revisions` is empty where there are more than SMALL; `products` where there are more than NAMED.
    """

    number: int
    count: int
    at: datetime
    actor: str
    reason: str
    revisions: tuple[Recorded, ...] = ()
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which revisions: from after `since` up to `until`, about a product, a dimension, a cell, a kind, by a person.

    `criteria` are those of the dimension: which criterion belongs where is not for history to know.
    """

    until: int
    since: int = 0
    product: str | None = None
    dimension: str | None = None
    criteria: tuple[str, ...] = ()
    criterion: str | None = None
    option: str | None = None
    kind: str | None = None
    person: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same for the database."""
        row = REVISION.c
        found: list[ColumnElement[bool]] = [row.number > self.since, row.number <= self.until]
        if self.product is not None:
            found.append(_PRODUCT == self.product)
        if self.dimension is not None:
            found.append(self._of_dimension(self.dimension))
        if self.criterion is not None:
            about = row.entity_kind.in_((e.Statement.kind, e.CompleteList.kind))
            found.append(and_(about, _CRITERION == self.criterion))
        if self.option is not None:
            # a complete list concerns every option
            found.append(or_(_OPTION == self.option, row.entity_kind == e.CompleteList.kind))
        if self.kind is not None:
            found.append(row.entity_kind == self.kind)
        if self.person is not None:
            found.append(row.actor == self.person)
        return found

    def _of_dimension(self, slug: str) -> ColumnElement[bool]:
        row = REVISION.c
        claims = row.entity_kind.in_((e.Statement.kind, e.CompleteList.kind))
        return or_(
            and_(claims, _CRITERION.in_(self.criteria)) if self.criteria else false(),
            row.entity_kind == ROOMS.get(slug, ""),
            and_(row.entity_kind == e.Dimension.kind, row.entity_id == slug),
            and_(row.entity_kind == e.Criterion.kind, _DIMENSION == slug),
        )


@dataclass(frozen=True, slots=True)
class Revisions:
    """A page of revisions, how many there are in all, and the cursor of the next page."""

    items: tuple[Recorded, ...] = ()
    total: int = 0
    next: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeSets:
    """A page of change sets, and the cursor of the next one."""

    items: tuple[ChangeSet, ...] = ()
    next: int | None = None


class History:
    """The revisions of one database; empty where there is no database."""

    def __init__(self, engine: Engine | None) -> None:
        self.engine = engine

    def revisions(self, wanted: Wanted, cursor: int | None = None, limit: int = 50) -> Revisions:
        """Single revisions, the newest first, those below `cursor`."""
        if self.engine is None:
            return Revisions()
        found = wanted.conditions()
        further = [REVISION.c.number < cursor] if cursor is not None else []
        query = select(REVISION).where(*found, *further).order_by(REVISION.c.number.desc()).limit(limit + 1)
        with read_session(self.engine) as session:
            total = _count(session, found)
            items = _recorded(session, query)
        return Revisions(items[:limit], total, items[limit - 1].number if len(items) > limit else None)

    def change_sets(self, wanted: Wanted, cursor: int | None = None, limit: int = 20) -> ChangeSets:
        """What was changed at once, the newest first, those below `cursor`; small ones with their revisions."""
        if self.engine is None:
            return ChangeSets()
        row = REVISION.c
        further = [row.change_set < cursor] if cursor is not None else []
        query = (
            select(row.change_set, func.count().label("count"))
            .where(*wanted.conditions(), *further)
            .group_by(row.change_set)
            .order_by(row.change_set.desc())
            .limit(limit + 1)
        )
        with read_session(self.engine) as session:
            found = [(int(number), int(size)) for number, size in session.connection().execute(query)]
            items = _told(session, wanted, dict(found[:limit]))
        return ChangeSets(items, items[-1].number if len(found) > limit else None)

    def within(self, change_set: int, wanted: Wanted, cursor: int | None = None, limit: int = 50) -> Revisions:
        """The revisions of one change set in the order in which they were written, those above `cursor`."""
        if self.engine is None:
            return Revisions()
        found = [*wanted.conditions(), REVISION.c.change_set == change_set]
        further = [REVISION.c.number > cursor] if cursor is not None else []
        query = select(REVISION).where(*found, *further).order_by(REVISION.c.number).limit(limit + 1)
        with read_session(self.engine) as session:
            total = _count(session, found)
            items = _recorded(session, query)
        return Revisions(items[:limit], total, items[limit - 1].number if len(items) > limit else None)

    def change_set(self, number: int, until: int) -> ChangeSet | None:
        """The change set of this number, if it is not newer than `until`."""
        if self.engine is None or not 1 <= number <= until:
            return None
        wanted = Wanted(until=until)
        with read_session(self.engine) as session:
            count = _count(session, [*wanted.conditions(), REVISION.c.change_set == number])
            return next(iter(_told(session, wanted, {number: count})), None) if count else None

    def one(self, number: int, until: int) -> Recorded | None:
        """The revision of this number, if it is not newer than `until`."""
        if self.engine is None or not 1 <= number <= until:
            return None
        with read_session(self.engine) as session:
            return next(iter(_recorded(session, select(REVISION).where(REVISION.c.number == number))), None)

    def knows(self, product: str) -> bool:
        """Whether there ever was such a product."""
        if self.engine is None:
            return False
        query = select(REVISION.c.number).where(_PRODUCT == product).limit(1)
        with read_session(self.engine) as session:
            return session.connection().execute(query).first() is not None

    def people(self) -> list[str]:
        """Everybody who ever changed something."""
        if self.engine is None:
            return []
        query = select(REVISION.c.actor).distinct().order_by(REVISION.c.actor)
        with read_session(self.engine) as session:
            return list(session.connection().execute(query).scalars())


def _count(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    query = select(func.count()).select_from(REVISION).where(*conditions)
    return session.connection().execute(query).scalar_one()


def _recorded(session: Session, query: Select[Any]) -> tuple[Recorded, ...]:
    return tuple(recorded(row) for row in session.connection().execute(query))


def recorded(row: Any) -> Recorded:
    """A row of the table as a value."""
    return Recorded(
        number=row.number,
        change_set=row.change_set,
        at=row.at,
        actor=row.actor,
        reason=row.reason,
        kind=row.entity_kind,
        id=row.entity_id,
        before=row.before,
        after=row.after,
    )


def _told(session: Session, wanted: Wanted, sizes: dict[int, int]) -> tuple[ChangeSet, ...]:
    """Change sets by who and why, as their first revisions say, and what small ones consist of."""
    connection, row = session.connection(), REVISION.c
    heads = select(row.number, row.at, row.actor, row.reason).where(row.number.in_(sizes))
    said = {each.number: each for each in connection.execute(heads)}
    small = [number for number, size in sizes.items() if size <= SMALL]
    parts: dict[int, list[Recorded]] = defaultdict(list)
    query = select(REVISION).where(*wanted.conditions(), row.change_set.in_(small)).order_by(row.number)
    for each in _recorded(session, query) if small else ():
        parts[each.change_set].append(each)
    named = [number for number, size in sizes.items() if size <= NAMED]
    products: dict[int, list[str]] = defaultdict(list)
    pairs = select(row.change_set, _PRODUCT.label("product")).where(*wanted.conditions(), row.change_set.in_(named))
    for change_set, product in connection.execute(pairs.distinct().order_by("product")) if named else ():
        if product is not None:
            products[change_set].append(product)
    return tuple(
        ChangeSet(
            number=number,
            count=size,
            at=said[number].at,
            actor=said[number].actor,
            reason=said[number].reason,
            revisions=tuple(parts[number]),
            products=tuple(products[number]),
        )
        for number, size in sizes.items()
    )
