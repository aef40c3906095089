"""Search: a query string to a question and back, the products that answer it, facets, and a search that forgives typos.

`Filter` is the question: pages, JSON and exports all parse it, so that two people with one link see one table.
"""

from app.catalogue.search.cursors import Page, page
from app.catalogue.search.facets import Facet, FacetOption, facets
from app.catalogue.search.filters import Filter
from app.catalogue.search.index import index_of
from app.catalogue.search.matching import Match, matches
from app.catalogue.search.parameters import RESERVED, Sort, kind_words, sortable
from app.catalogue.search.refusing import bounded, echo, refused
from app.catalogue.search.text import Hit, corrected, search, texts_of
from app.catalogue.search.understood import compared, understood
from app.catalogue.snapshot import Catalogue

__all__ = [
    "RESERVED",
    "Facet",
    "FacetOption",
    "Filter",
    "Hit",
    "Match",
    "Page",
    "Sort",
    "bounded",
    "compared",
    "corrected",
    "echo",
    "facets",
    "kind_words",
    "matches",
    "page",
    "prepare",
    "prepare_next",
    "refused",
    "search",
    "sortable",
    "understood",
]


def prepare(catalogue: Catalogue) -> None:
    """Makes the indexes now rather than at somebody's first question."""
    index_of(catalogue)
    texts_of(catalogue)


def prepare_next(catalogue: Catalogue, old: Catalogue | None) -> None:
    """The same, keeping of an older catalogue's indexes what holds in both: entries that are the same objects."""
    index_of(catalogue, old)
    texts_of(catalogue, old)
