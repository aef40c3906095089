"""`/products/{slug}`: everything that is known of one product, dimension by dimension, with its sources numbered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fastapi import Request
from starlette.responses import Response

from app.catalogue import entities as e
from app.catalogue.cells import Cell
from app.catalogue.names import slug_of
from app.catalogue.showing import variant_words
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.stats import coverage
from app.catalogue.words import RelationType, ValueType
from app.compare import Row, rows_of
from app.errors import NotFound
from app.web import prices
from app.web.cells import letters, opens
from app.web.citations import cited
from app.web.clock import today
from app.web.kinds import tagline
from app.web.render import page
from app.web.routes import Pages, moved

router = Pages()


@dataclass(slots=True)
class References:
    """Sources numbered in the order in which the page first names them."""

    catalogue: Catalogue
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def to(self, owner: str, citations: Iterable[e.Citation]) -> tuple[int, ...]:
        """The numbers of these citations' sources."""
        keys = dict.fromkeys((owner, citation.source) for citation in citations)
        return tuple(self.numbers.setdefault(key, len(self.numbers) + 1) for key in keys)

    def of(self, cells: Iterable[Cell]) -> tuple[int, ...]:
        """The numbers of all sources of some cells."""
        found = [
            number for cell in cells for fact in cell.facts for number in self.to(fact.owner, fact.statement.citations)
        ]
        return tuple(dict.fromkeys(found))

    def sources(self) -> list[e.Source]:
        """The list at the foot of the page."""
        return [self.catalogue.sources[key] for key in self.numbers]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the product's tables: the whole text, the whole note."""

    label: str
    group: str
    slug: str
    definition: str
    is_first: bool
    is_option: bool
    css: str
    text: str
    details: tuple[str, ...]
    note: str | None
    address: str
    refs: tuple[int, ...]


@router.page("/products/{slug}")
async def product(request: Request, slug: str) -> Response:
    """One product; by another of its names, the way to it."""
    catalogue: Catalogue = request.app.state.catalogue
    if slug not in catalogue.products:
        meant = slug_of(catalogue, slug)
        if meant is not None:
            return moved(f"/products/{meant}")
        raise NotFound(f"There is no product “{slug[:80]}” in the catalogue.")
    return page(request, "product/page.html", **everything(catalogue, catalogue.products[slug], today()))


def everything(catalogue: Catalogue, entry: Entry, day: date) -> dict[str, Any]:
    """What the template draws."""
    refs = References(catalogue)
    limits = [each.fresh_days for each in catalogue.criteria_of("pricing-tiers") if each.fresh_days]
    prices_fresh = min(limits, default=None)
    sections = [
        (dimension, list(_lines(rows_of(catalogue.criteria_of(dimension.slug), [entry], day), refs)))
        for dimension in catalogue.dimensions.values()
    ]
    return {
        "entry": entry,
        "product": entry.product,
        "tagline": tagline(catalogue, entry),
        "coverage": coverage(entry.cells.values(), day),
        "sections": sections,
        "variants": [variant_words(entry.product, *_limits(variant)) for variant in entry.variants],
        "relations": list(_relations(catalogue, entry, refs)),
        "libraries": [(each, refs.to(entry.slug, each.citations)) for each in entry.libraries],
        "tiers": [
            (
                each,
                _tier_words(entry, each),
                refs.to(entry.slug, each.citations),
                cited(catalogue, entry.slug, each.citations, day, prices_fresh),
            )
            for each in entry.tiers
        ],
        "measurements": [(each, refs.to(entry.slug, each.citations)) for each in entry.measurements],
        "variant_words": variant_words,
        "prices": prices,
        "sources": refs.sources(),
        "near": [
            other.product
            for other in catalogue.products.values()
            if other.product.product_kind is entry.product.product_kind and other.slug != entry.slug
        ][:5],
    }


def _limits(variant: Any) -> tuple[list[str], list[str]]:
    return ([variant.edition] if variant.edition else [], [variant.mode] if variant.mode else [])


def _lines(rows: Iterable[Row], refs: References) -> Iterator[Line]:
    seen: set[str] = set()
    for row in rows:
        (cell,) = row.cells
        criterion, shown = row.criterion, cell.shown
        yield Line(
            label=row.label,
            group=criterion.label,
            slug=criterion.slug,
            definition=row.option.definition if row.option else criterion.definition,
            is_first=row.option is not None and criterion.slug not in seen,
            is_option=row.option is not None,
            css=letters(shown, "t" if criterion.type is ValueType.TEXT else ""),
            text=shown.text,
            details=shown.details,
            note=shown.note,
            address=opens(shown, cell.cells),
            refs=refs.of(cell.cells),
        )
        seen.add(criterion.slug)


RELATIONS = {
    RelationType.BASED_ON: ("runs", "is run by"),
    RelationType.COMPATIBLE_WITH: ("is compatible with clients of", "has clients that also work with"),
    RelationType.SUCCESSOR_OF: ("follows", "was followed by"),
}


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as this product's page tells it."""

    words: str
    other: e.Product
    limits: str
    note: str | None
    refs: tuple[int, ...]


def _relations(catalogue: Catalogue, entry: Entry, refs: References) -> Iterator[Tie]:
    for relation in entry.relations:
        other = catalogue.products[relation.target].product
        yield Tie(
            RELATIONS[relation.type][0],
            other,
            _relation_limits(entry.product, other, relation),
            relation.note,
            refs.to(entry.slug, relation.citations),
        )
    for each in catalogue.products.values():
        found = [relation for relation in each.relations if relation.target == entry.slug]
        for kind in dict.fromkeys(relation.type for relation in found):
            yield Tie(RELATIONS[kind][1], each.product, "", None, ())


def _relation_limits(product: e.Product, other: e.Product, relation: e.Relation) -> str:
    parts = [variant_words(product, relation.editions, ())] if relation.editions else []
    if relation.engine_edition:
        parts.append(variant_words(other, [relation.engine_edition], ()))
    if relation.versions_from and relation.versions_to:
        parts.append(f"versions {relation.versions_from} to {relation.versions_to}")
    elif relation.versions_from:
        parts.append(f"from version {relation.versions_from}")
    elif relation.versions_to:
        parts.append(f"up to version {relation.versions_to}")
    return ", ".join(part for part in parts if part)


def _tier_words(entry: Entry, tier: e.PricingTier) -> str:
    parts = [
        prices.MODELS[tier.model],
        variant_words(entry.product, tier.editions, tier.modes),
        " ".join(part for part in (prices.CLOUDS[tier.cloud] if tier.cloud else "", tier.region or "") if part),
    ]
    return " · ".join(part for part in parts if part)
