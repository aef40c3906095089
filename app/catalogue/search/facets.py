"""Facets: for each criterion with options, how many products there would be under the other filters."""

from dataclasses import dataclass
from functools import reduce
from operator import and_

from app.catalogue.search.conditions import Condition, labels
from app.catalogue.search.filters import Filter
from app.catalogue.search.index import Index, Mask, index_of
from app.catalogue.search.matching import products_mask
from app.catalogue.search.parameters import kind_words
from app.catalogue.snapshot import Catalogue
from app.catalogue.words import Kind, ValueType

FACETED = frozenset({ValueType.OPTIONS, ValueType.CHOICE, ValueType.BOOLEAN})


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One option. `count` products have it; of `unknown` more, nobody knows whether they do."""

    slug: str
    label: str
    count: int
    unknown: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One criterion (or `kind`). `unknown` counts the products of which nothing of it is known."""

    slug: str
    label: str
    dimension: str | None
    options: tuple[FacetOption, ...]
    unknown: int
    unknown_chosen: bool
    condition: Condition | None = None

    @property
    def is_used(self) -> bool:
        """Whether the filter asks for something of it."""
        return self.unknown_chosen or any(option.chosen for option in self.options)


def facets(catalogue: Catalogue, wanted: Filter) -> tuple[Facet, ...]:
    """Kind first, then every criterion with options in reading order.

    Each option is counted under the other criteria's filters; where options of its own criterion are asked for
    together, under those too. All of it holds in one variant of each product counted.
    """
    index = index_of(catalogue)
    masks = {each.slug: index.condition(each) for each in wanted.conditions}
    without_kind = products_mask(catalogue, wanted, kinds=False)
    under_all = reduce(and_, masks.values(), without_kind)
    found = [_kinds(catalogue, index, wanted, under_all)]
    base = products_mask(catalogue, wanted)
    conditions = {each.slug: each for each in wanted.conditions}
    for criterion in catalogue.criteria.values():
        if criterion.type not in FACETED:
            continue
        condition = conditions.get(criterion.slug)
        others = reduce(and_, (mask for slug, mask in masks.items() if slug != criterion.slug), base)
        together = others
        if condition is not None and condition.asks_for_all:
            together = others & index.options(criterion.slug, condition.groups[0])
        options = tuple(
            _option(index, (criterion.slug, slug), label, together, condition)
            for slug, label in labels(criterion).items()
        )
        found.append(
            Facet(
                slug=criterion.slug,
                label=criterion.label,
                dimension=criterion.dimension,
                options=options,
                unknown=index.count(others & index.unknown.get((criterion.slug, None), 0)),
                unknown_chosen=condition is not None and None in condition.unknown,
                condition=condition,
            )
        )
    return tuple(found)


def _option(index: Index, asked: tuple[str, str], label: str, mask: Mask, condition: Condition | None) -> FacetOption:
    """A product that has it in one variant is not among those of which nobody knows, whatever its other variants."""
    having = mask & index.has.get(asked, 0)
    open_ = mask & index.unknown.get(asked, 0)
    return FacetOption(
        slug=asked[1],
        label=label,
        count=index.count(having),
        unknown=index.count(open_ & ~index.whole(having)) if open_ and having else index.count(open_),
        chosen=condition is not None and condition.chosen(asked[1]),
    )


def _kinds(catalogue: Catalogue, index: Index, wanted: Filter, mask: Mask) -> Facet:
    slugs: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    for entry in catalogue.products.values():
        slugs[entry.product.product_kind].append(entry.slug)
    options = tuple(
        FacetOption(kind, kind_words(kind), index.count(mask & index.lanes(found)), 0, kind in wanted.kinds)
        for kind, found in slugs.items()
    )
    return Facet("kind", "Kind", None, options, 0, False)
