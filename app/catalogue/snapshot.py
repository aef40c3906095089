"""The frozen catalogue: everything at one revision, held in memory, from which all pages and answers are made.

`build` is a pure function of the entities; `read` fetches those by a fixed number of queries. After an edit
`with_products` makes the next catalogue: what the edit does not touch is the same object in both.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy import select
from sqlmodel import Session

from app.catalogue import entities as e
from app.catalogue import facts as f
from app.catalogue.cells import Cell
from app.catalogue.computed import languages_official, operations_load
from app.catalogue.facts import Fact, Question, Variant
from app.catalogue.reading import read_entities
from app.catalogue.tables import CatalogueState, Revision
from app.catalogue.words import CellState, RelationType, Support
from app.db import read_session
from app.db.constraints import table_of

T = TypeVar("T")

STATE, REVISION = table_of(CatalogueState), table_of(Revision)

PROTOCOLS = "protocols"
"""The owner of the protocols and of the sources that their entries cite."""


@dataclass(frozen=True)
class Entry:
    """A product with everything that is known of it."""

    product: e.Product
    variants: tuple[Variant, ...]
    cells: Mapping[Question, Cell]
    libraries: tuple[e.ClientLibrary, ...]
    tiers: tuple[e.PricingTier, ...]
    measurements: tuple[e.Measurement, ...]
    relations: tuple[e.Relation, ...]
    lists: tuple[e.CompleteList, ...]

    @property
    def slug(self) -> str:
        """The product's slug."""
        return self.product.slug

    @property
    def default(self) -> Variant:
        """The variant of somebody who does not choose."""
        return self.variants[0]

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact, in the order of the criteria, past ones last within a cell."""
        return tuple(fact for cell in self.cells.values() for fact in (*cell.facts, *cell.past))


@dataclass(frozen=True)
class Catalogue:
    """The whole at one revision. Nothing in it changes; a new revision is a new catalogue."""

    revision: int
    revised_at: datetime | None
    dimensions: Mapping[str, e.Dimension]
    criteria: Mapping[str, e.Criterion]
    protocols: Mapping[str, e.Protocol]
    aspects: Mapping[str, e.Aspect]
    approaches: Mapping[str, e.Approach]
    words: tuple[e.ApproachWord, ...]
    sources: Mapping[tuple[str, str], e.Source]
    products: Mapping[str, Entry]

    def cell(self, product: str, criterion: str, option: str | None = None) -> Cell:
        """The cell of a product and a question; KeyError where there is no such product, criterion or option."""
        return self.products[product].cells[criterion, option]

    def criteria_of(self, dimension: str) -> tuple[e.Criterion, ...]:
        """The criteria of a dimension in reading order."""
        return tuple(each for each in self.criteria.values() if each.dimension == dimension)

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Every fact by its id."""
        return {fact.id: fact for entry in self.products.values() for fact in entry.facts}

    @cached_property
    def lists(self) -> Mapping[str, e.CompleteList]:
        """Every complete list by its id."""
        return {each.id: each for entry in self.products.values() for each in entry.lists}

    def source(self, fact: Fact, citation: e.Citation) -> e.Source:
        """The page that a fact's citation points to."""
        return self.sources[fact.owner, citation.source]


class _Parts:
    """The entities by class and, where they belong to a product, by product."""

    def __init__(self, entities: Iterable[e.Entity]) -> None:
        self.by_class: dict[type, list[Any]] = defaultdict(list)
        self.by_product: dict[tuple[type, str], list[Any]] = defaultdict(list)
        for entity in entities:
            self.by_class[type(entity)].append(entity)
            product = getattr(entity, "product", None)
            if product:
                self.by_product[type(entity), product].append(entity)

    def all(self, kind: type[T]) -> list[T]:
        return sorted(self.by_class[kind], key=_position)

    def of(self, kind: type[T], product: str) -> list[T]:
        return sorted(self.by_product[kind, product], key=_position)


def _position(entity: Any) -> int:
    """Where an entity stands among its like; those without a position stay as they come."""
    position: int = getattr(entity, "position", 0)
    return position


@dataclass(frozen=True, slots=True)
class _Said:
    """What a product's own file says: all that its entry, and those of products that run it, are made from."""

    product: e.Product
    own: Mapping[Question, list[Fact]]
    libraries: tuple[e.ClientLibrary, ...]
    tiers: tuple[e.PricingTier, ...]
    measurements: tuple[e.Measurement, ...]
    relations: tuple[e.Relation, ...]
    lists: tuple[e.CompleteList, ...]


def build(entities: Iterable[e.Entity], revision: int = 0, revised_at: datetime | None = None) -> Catalogue:
    """The catalogue that these entities make, whatever their order."""
    parts = _Parts(entities)
    criteria = {each.slug: each for each in parts.all(e.Criterion)}
    said = {each.slug: _said(each, criteria, parts) for each in parts.all(e.Product)}
    entries = {slug: _entry(each, said, criteria) for slug, each in said.items()}
    return Catalogue(
        revision=revision,
        revised_at=revised_at,
        dimensions=_by_slug(parts.all(e.Dimension)),
        criteria=MappingProxyType(criteria),
        protocols=_by_slug(parts.all(e.Protocol)),
        aspects=_by_slug(parts.all(e.Aspect)),
        approaches=_by_slug(parts.all(e.Approach)),
        words=tuple(word for table in parts.all(e.ApproachWords) for word in table.words),
        sources=MappingProxyType({(each.owner, each.key): each for each in parts.all(e.Source)}),
        products=_in_order(entries),
    )


def with_products(
    catalogue: Catalogue,
    owners: Collection[str],
    entities: Iterable[e.Entity],
    revision: int,
    revised_at: datetime | None,
) -> Catalogue:
    """The catalogue after a change of some products, or of the protocols (the owner PROTOCOLS).

    `entities` is all that belongs to those owners now; nothing where a product has gone. Products that run a changed
    one are made anew as well. The criteria must be those of `catalogue`.
    """
    parts = _Parts(entities)
    kept = {slug: entry for slug, entry in catalogue.products.items() if slug not in owners}
    said = {each.slug: _said(each, catalogue.criteria, parts) for each in parts.all(e.Product)}
    running = [entry for entry in kept.values() if not _engines(entry.relations).isdisjoint(owners)]
    said |= {entry.slug: _said_by(entry) for entry in running}
    engines = {slug for each in said.values() for slug in _engines(each.relations)} - said.keys()
    everyone = said | {slug: _said_by(kept[slug]) for slug in engines}
    entries = kept | {slug: _entry(each, everyone, catalogue.criteria) for slug, each in said.items()}
    sources = {key: each for key, each in catalogue.sources.items() if key[0] not in owners}
    sources |= {(each.owner, each.key): each for each in parts.all(e.Source)}
    return replace(
        catalogue,
        revision=revision,
        revised_at=revised_at,
        protocols=_by_slug(parts.all(e.Protocol)) if PROTOCOLS in owners else catalogue.protocols,
        sources=MappingProxyType(sources),
        products=_in_order(entries),
    )


def _in_order(entries: Mapping[str, Entry]) -> Mapping[str, Entry]:
    ordered = sorted(entries.values(), key=lambda each: (each.product.name.lower(), each.slug))
    return MappingProxyType({each.slug: each for each in ordered})


def _said(product: e.Product, criteria: Mapping[str, e.Criterion], parts: _Parts) -> _Said:
    slug = product.slug
    return _Said(
        product=product,
        own=_own_facts(product, criteria, parts),
        libraries=tuple(parts.of(e.ClientLibrary, slug)),
        tiers=tuple(parts.of(e.PricingTier, slug)),
        measurements=tuple(parts.of(e.Measurement, slug)),
        relations=tuple(parts.of(e.Relation, slug)),
        lists=tuple(parts.of(e.CompleteList, slug)),
    )


def _said_by(entry: Entry) -> _Said:
    """The same from an entry: without its engine's word, and without what is computed."""
    own = {
        question: [fact for fact in (*cell.facts, *cell.past) if fact.owner == entry.slug]
        for question, cell in entry.cells.items()
        if not cell.criterion.computed
    }
    return _Said(
        product=entry.product,
        own={question: facts for question, facts in own.items() if facts},
        libraries=entry.libraries,
        tiers=entry.tiers,
        measurements=entry.measurements,
        relations=entry.relations,
        lists=entry.lists,
    )


def _engines(relations: Iterable[e.Relation]) -> frozenset[str]:
    """The products that one runs."""
    return frozenset(each.target for each in relations if each.type is RelationType.BASED_ON)


def _by_slug(found: list[Any]) -> Mapping[str, Any]:
    return MappingProxyType({each.slug: each for each in found})


def _own_facts(product: e.Product, criteria: Mapping[str, e.Criterion], parts: _Parts) -> dict[Question, list[Fact]]:
    """What the product's own file says: statements, then what its complete lists leave out."""
    found: dict[Question, list[Fact]] = defaultdict(list)
    for fact in f.stated(parts.of(e.Statement, product.slug)):
        found[f.question_of(fact.statement, criteria[fact.statement.criterion])].append(fact)
    lists: dict[str, list[e.CompleteList]] = defaultdict(list)
    for each in parts.of(e.CompleteList, product.slug):
        lists[each.criterion].append(each)
    for slug, complete in lists.items():
        for fact in list(f.enumerated(product, criteria[slug], complete, found)):
            found[slug, fact.statement.option].append(fact)
    return found


def _entry(said: _Said, everyone: Mapping[str, _Said], criteria: Mapping[str, e.Criterion]) -> Entry:
    product = said.product
    engines = [
        f.Engine(relation, everyone[relation.target].product, everyone[relation.target].own)
        for relation in said.relations
        if relation.type is RelationType.BASED_ON
    ]
    found: dict[Question, list[Fact]] = defaultdict(list)
    found.update((question, list(facts)) for question, facts in said.own.items())
    for criterion in criteria.values():
        for fact in list(f.inherited(product, criterion, engines, said.own)):
            found[f.question_of(fact.statement, criterion)].append(fact)
    variants = f.variants_of(product)
    for fact in languages_official(product, said.libraries):
        found["languages_official", None].append(fact)
    operators = (
        {who: _cell(product, criteria["operated_by"], who, variants, found, {}) for who in ("vendor", "you")}
        if "operated_by" in criteria
        else {}
    )

    def ask(criterion: str, option: str | None, variant: Variant) -> Fact | None:
        if criterion not in criteria:
            return None
        return _cell(product, criteria[criterion], option, variants, found, {}).answer(variant).fact

    for fact in operations_load(product, variants, ask):
        found["operations_load", None].append(fact)
    cells: dict[Question, Cell] = {}
    for criterion in criteria.values():
        options = [option.slug for option in criterion.options] if criterion.has_option_cells else [None]
        for option in options:
            cells[criterion.slug, option] = _cell(product, criterion, option, variants, found, operators)
    return Entry(
        product=product,
        variants=variants,
        cells=MappingProxyType(cells),
        libraries=said.libraries,
        tiers=said.tiers,
        measurements=said.measurements,
        relations=said.relations,
        lists=said.lists,
    )


def _cell(
    product: e.Product,
    criterion: e.Criterion,
    option: str | None,
    variants: tuple[Variant, ...],
    found: Mapping[Question, list[Fact]],
    operators: Mapping[str, Cell],
) -> Cell:
    facts = sorted(found.get((criterion.slug, option), ()), key=_order)
    return Cell(
        product=product.slug,
        criterion=criterion,
        option=option,
        variants=variants,
        rules=tuple(_rule(product, criterion, variant, operators) for variant in variants),
        facts=tuple(fact for fact in facts if not fact.is_past),
        past=tuple(fact for fact in facts if fact.is_past),
    )


def _order(fact: Fact) -> tuple[Any, ...]:
    """Unconditional before conditional, everywhere before some regions, general before specific."""
    statement = fact.statement
    identity = tuple(str(part) for part in statement.identity())
    return (fact.is_conditional, bool(statement.regions), fact.specificity, identity)


def _rule(product: e.Product, criterion: e.Criterion, variant: Variant, operators: Mapping[str, Cell]) -> CellState:
    """What a cell is where nothing is stated: the criterion's rules, else unknown.

    It depends on the operator where you may operate the product yourself and no source says that the vendor does:
    what a vendor's own service promises belongs to that service.
    """
    if product.product_kind in criterion.not_applicable_kinds:
        return CellState.NOT_APPLICABLE
    if criterion.depends_on_operator and operators:
        vendor, you = (operators[who].answer(variant).fact for who in ("vendor", "you"))
        by_vendor = vendor is not None and vendor.statement.support is not Support.NO
        by_you = you is not None and you.statement.support is not Support.NO
        if by_you and not by_vendor:
            return CellState.DEPENDS_ON_OPERATOR
    return CellState.UNKNOWN


def read(engine: DatabaseEngine) -> Catalogue:
    """The catalogue as the database holds it now, in one consistent picture."""
    with read_session(engine) as session:
        return build(read_entities(session), *stamp(session))


Stamp = tuple[int, datetime | None]
"""The number of a revision, and when it was recorded."""


def stamp(session: Session) -> Stamp:
    """The newest revision; 0 where nothing was ever written."""
    latest = select(STATE.c.revision, REVISION.c.at).outerjoin(REVISION, REVISION.c.number == STATE.c.revision)
    found = session.connection().execute(latest).one_or_none()
    return (found[0], found[1]) if found else (0, None)
