"""The products that answer a filter, each with the variants for which all of it holds, in the order asked for."""

from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from app.catalogue.facts import Variant
from app.catalogue.search.conditions import ordering
from app.catalogue.search.filters import Filter
from app.catalogue.search.index import Index, Mask, index_of
from app.catalogue.search.text import search
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.words import Bound


@dataclass(frozen=True, slots=True)
class Match:
    """A product with those of its variants for which the whole filter holds, the default one first."""

    entry: Entry
    variants: tuple[Variant, ...]

    @property
    def slug(self) -> str:
        """The product's slug."""
        return self.entry.slug

    @property
    def is_limited(self) -> bool:
        """Whether it answers with some of its variants only: people should be told with which."""
        return len(self.variants) < len(self.entry.variants)


def matches(catalogue: Catalogue, wanted: Filter) -> tuple[Match, ...]:
    """Every product that answers, sorted."""
    index = index_of(catalogue)
    mask = reduce(and_, (index.condition(each) for each in wanted.conditions), products_mask(catalogue, wanted))
    found = []
    for slug, positions in index.variants(mask):
        entry = catalogue.products[slug]
        found.append(Match(entry, tuple(entry.variants[position] for position in positions)))
    return _sorted(catalogue, wanted, found)


def products_mask(catalogue: Catalogue, wanted: Filter, *, kinds: bool = True) -> Mask:
    """The variants of the products of the wanted kinds that the search words find."""
    index: Index = index_of(catalogue)
    mask = index.every
    if wanted.kinds and kinds:
        mask &= index.lanes(
            slug for slug, entry in catalogue.products.items() if entry.product.product_kind in wanted.kinds
        )
    if wanted.text:
        mask &= index.lanes(hit.slug for hit in search(catalogue, wanted.text) if hit.kind == "product")
    return mask


def _sorted(catalogue: Catalogue, wanted: Filter, found: list[Match]) -> tuple[Match, ...]:
    """By name where nothing else decides; what has no value stands last in either direction."""
    by_name = sorted(found, key=lambda match: (match.entry.product.name.casefold(), match.slug))
    sort = wanted.sort
    if sort is None:
        if not wanted.text:
            return tuple(by_name)
        ranks = {hit.slug: rank for rank, hit in enumerate(search(catalogue, wanted.text)) if hit.kind == "product"}
        return tuple(sorted(by_name, key=lambda match: ranks[match.slug]))
    if sort.by == "name":
        return tuple(reversed(by_name)) if sort.descending else tuple(by_name)
    index = index_of(catalogue)
    keys = {match.slug: _key(index, match, sort.by) for match in by_name}
    valued = [match for match in by_name if keys[match.slug] is not None]
    # Two stable passes: units in the criterion's order whatever the direction, amounts within a unit as asked.
    valued.sort(key=lambda match: keys[match.slug][1], reverse=sort.descending)
    valued.sort(key=lambda match: keys[match.slug][0])
    return (*valued, *(match for match in by_name if keys[match.slug] is None))


def _key(index: Index, match: Match, by: str) -> Any:
    """A rank that no direction turns round, and what is sorted by; None where there is nothing to sort by."""
    entry = match.entry
    if by == "kind":
        return (0, entry.product.product_kind.value)
    if by == "coverage":
        return (0, index.share(entry))
    cell = entry.cells[by, None]
    for variant in match.variants:
        fact = cell.answer(variant).fact
        if fact is None:
            continue
        statement = fact.statement
        if statement.value is not None:
            units = cell.criterion.units
            rank = units.index(statement.value.unit) if statement.value.unit in units else 0
            return (rank, ordering(statement.value))
        if statement.bound is Bound.UNLIMITED:
            return (0, float("inf"))
    return None
