"""Which products go back to the same engine, by the relations that the catalogue records."""

from collections.abc import Mapping

from app.catalogue.snapshot import Entry
from app.catalogue.words import RelationType

KIN = frozenset({RelationType.BASED_ON, RelationType.COMPATIBLE_WITH})


def roots(entries: Mapping[str, Entry]) -> dict[str, str]:
    """The engine that each product goes back to, of its own kind. What runs several engines belongs to none of them."""
    parents: dict[str, str] = {}
    for slug, entry in entries.items():
        targets = {each.target for each in entry.relations if each.type in KIN and each.target in entries}
        alike = {each for each in targets if entries[each].product.product_kind == entry.product.product_kind}
        if len(alike) == 1:
            parents[slug] = alike.pop()
    return {slug: _root(slug, parents) for slug in entries}


def _root(slug: str, parents: Mapping[str, str]) -> str:
    """The end of the way; where it ends in a circle of products that name each other, one for all of them."""
    way = [slug]
    while way[-1] in parents:
        following = parents[way[-1]]
        if following in way:
            return min(way[way.index(following) :])
        way.append(following)
    return way[-1]
