"""A sheet: what some products (or the protocols) are before and after the edits that are put in."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from app import editing
from app.catalogue import entities as e
from app.catalogue.reading import read_criteria, read_heads, read_products, read_protocols
from app.catalogue.snapshot import PROTOCOLS
from app.db.constraints import LONGEST_SLUG
from app.desk.fragments import Parsed, Report, as_written, parsed
from app.desk.judging import Judge, Place, Told, told
from app.desk.sources import Pages
from app.errors import NotFound
from app.ingest import making
from app.ingest.files import DataSet, owner_of, take_product
from app.problems import Problem
from app.yamls import Document, Path_

RESERVED = ("criteria", PROTOCOLS, "approaches")
"""Owners that are no products."""


class Sheet:
    """Edits are put in one by one; `changes` are what they come to, `problems` what is wrong with them."""

    def __init__(self, session: Session, owners: Collection[str], today: date | None = None) -> None:
        self.owners = frozenset(owners)
        self.today = today or datetime.now(UTC).date()
        products = self.owners - {PROTOCOLS}
        found = [*read_products(session, products)] if products else []
        if PROTOCOLS in self.owners:
            found += read_protocols(session)
        self.before = e.by_key(found)
        self.after = dict(self.before)
        self._vocabulary = read_criteria(session)
        self.criteria = {each.slug: each for each in self._vocabulary if isinstance(each, e.Criterion)}
        # Citations of other products' ties point to sources that are not here, and are not at stake.
        self._others = [
            replace(each, citations=()) if isinstance(each, e.Relation) else each
            for each in read_heads(session)
            if owner_of(each) not in self.owners
        ]
        self.taken: dict[int, e.Key] = {}
        """New things that stand there already, by the number of the edit."""
        self._places: dict[e.Key, tuple[Document, Path_]] = {}
        self._given: dict[str, Any] = {}
        self._problems: list[Problem] = []
        self._pages = {
            owner: Pages(owner, (x for x in found if isinstance(x, e.Source) and x.owner == owner), self.today)
            for owner in self.owners
        }

    def of(self, owner: str) -> Iterator[e.Entity]:
        """What belongs to an owner now."""
        return (each for each in self.after.values() if owner_of(each) == owner)

    def put(self, index: int, kind: str, owner: str, id: str | None, fragment: Any) -> str | None:
        """Takes in a fragment in the place of the thing of this id (None: a new one). Returns its id, None if refused.

        Raises NotFound where it would belong to a product that is not there.
        """
        self._given[str(index)] = fragment
        place = Place(str(index), fragment, {})

        def report(path: Path_, message: str) -> None:
            self._problems.append(place.problem(path, message))

        if kind not in ("product", "protocol") and ("product", owner) not in self.after:
            raise NotFound(f"There is no product {owner!r} in the catalogue.")
        if kind == "product":
            self._named(owner, report)
        read = parsed(kind, fragment, self.criteria, report)
        if read is None:
            return None
        old = self.after.get((kind, id)) if id is not None else None
        made = self._made(kind, owner, old, read, place, report)
        key = e.key(made)
        if id is None and key in self.before and key in self.after:
            self.taken[index] = key
            return None
        if key != (kind, id) and key in self.after:
            report(
                (), f"expected another one: this {kind.replace('-', ' ')} stands in the catalogue already ({key[1]})"
            )
            return None
        if id is not None:
            self.after.pop((kind, id), None)
        self.after[key] = made
        self._places[key] = (place, ())
        if isinstance(made, e.Statement):
            self._settle(made)
        return made.id

    def _settle(self, made: e.Statement) -> None:
        """What is stated of the whole product, no complete list holds open any longer."""
        if made.option is None or made.editions or made.modes:
            return
        for each in list(self.of(made.product)):
            if isinstance(each, e.CompleteList) and each.criterion == made.criterion and made.option in each.exceptions:
                left = tuple(option for option in each.exceptions if option != made.option)
                self.after[e.key(each)] = replace(each, exceptions=left)

    def put_file(self, index: int, slug: str, content: Any) -> None:
        """Takes in a whole product file, with keys for its sources."""
        self._given[str(index)] = content
        place = Place(str(index), content, {})

        def report(path: Path_, message: str) -> None:
            self._problems.append(place.problem(path, message))

        self._named(slug, report)
        written = Place(str(index), as_written(content, report), {})
        data = DataSet(Path())
        data.criteria = dict(self.criteria)
        take_product(data, written, slug)
        self._problems += data.problems
        for each in data.entities:
            if e.key(each) in self.after:
                _, path = data.places[id(each)]
                report(path, "stands here twice")
            self.after[e.key(each)] = each
            self._places[e.key(each)] = data.places[id(each)]

    @staticmethod
    def _named(slug: str, report: Report) -> None:
        """A product's slug is its address, and must not be taken for another file's name."""
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > LONGEST_SLUG or slug in RESERVED:
            report(("slug",), "expected lower-case words joined by '-', at most 60 characters")

    def _made(
        self, kind: str, owner: str, old: e.Entity | None, read: Parsed, place: Document, report: Report
    ) -> e.Entity:
        if kind == "product":
            return making.product(owner, read.shape)
        pages = self._pages[owner]
        known = dict(pages.by_key)
        cited = pages.cite(read.cites, getattr(old, "citations", ()), report)
        for number, citation in enumerate(cited):
            source = pages.by_key[citation.source]
            if known.get(source.key) != source:
                self.after[e.key(source)] = source
                self._places[e.key(source)] = (place, ("cite", number))
        if kind == "statement" and read.criterion is not None:
            return making.statement(owner, read.criterion, read.option, read.shape, cited)
        if kind == "complete-list" and read.criterion is not None:
            return making.complete_list(owner, read.criterion, read.shape, cited)
        position = self._position(kind, owner, old)
        if kind == "protocol":
            return making.protocol(position, read.shape, cited)
        return _PLACED[kind](owner, position, read.shape, cited)

    def _position(self, kind: str, owner: str, old: e.Entity | None) -> int:
        """Its own, or the one after the last of its like."""
        if old is not None:
            return int(getattr(old, "position", 0))
        return max((each.position for each in self.of(owner) if each.kind == kind), default=-1) + 1  # type: ignore[union-attr]

    def place(self, index: int, entity: e.Entity) -> None:
        """Puts an entity in as it is; what is wrong with it is told as a problem of this edit."""
        self.after[e.key(entity)] = entity
        self._places[e.key(entity)] = (Place(str(index), {}, {}), ())

    def exchange(self, old: e.Entity | None, new: e.Entity | None) -> None:
        """Puts an entity of former days in the place of another one; what is wrong with it is told by its name."""
        if old is not None:
            self.after.pop(e.key(old), None)
        if new is not None:
            self.after[e.key(new)] = new

    def retire(self, kind: str, id: str) -> None:
        """Takes a thing away; a product with everything that belongs to it."""
        if kind == "product":
            for each in list(self.of(id)):
                del self.after[e.key(each)]
        else:
            self.after.pop((kind, id), None)

    def drop_unused_sources(self) -> None:
        """Takes away the pages that nothing cites any more."""
        used = {
            (owner_of(each), citation.source)
            for each in self.after.values()
            for citation in getattr(each, "citations", ())
        }
        for key, each in list(self.after.items()):
            if isinstance(each, e.Source) and (each.owner, each.key) not in used:
                del self.after[key]

    def changes(self) -> list[editing.Change]:
        """What differs."""
        return editing.difference(self.before.values(), self.after.values())

    def problems(self) -> list[Told]:
        """Everything that is wrong: the number of the edit, or None where it breaks something else, and what."""
        judge = Judge(self._vocabulary, self._others, self._places, self.today)
        found = self._problems or judge.found(self.before.values(), self.after)
        return [told(each, self._given) for each in found]


_PLACED: dict[str, Callable[[str, int, Any, making.Citations], e.Entity]] = {
    "relation": making.relation,
    "client-library": making.client_library,
    "pricing-tier": making.pricing_tier,
    "measurement": making.measurement,
}
"""The kinds that stand in an order of their own within a product."""
