"""A product as those who keep it see it: everything that can be edited, with what is missing or due."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.catalogue import entities as e
from app.catalogue.showing import shown
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.stats import coverage
from app.catalogue.words import CellState
from app.compare import whole_cell
from app.errors import NotFound
from app.web.cells import letters
from app.web.clock import today
from app.web.render import page
from app.web.signed_in import Editor

router = APIRouter(include_in_schema=False)

Row = tuple[e.Criterion, str, str, int, int, int]
"""Criterion, class and words of its answer; how many of its cells are unknown, how many are due, how many there are."""


@router.get("/admin/products/{slug}")
def sheet(request: Request, slug: str, _person: Editor) -> Response:
    """Each criterion with its answer and the way to its form; then the things that are lists of their own."""
    catalogue: Catalogue = request.app.state.catalogue
    entry = catalogue.products.get(slug)
    if entry is None:
        raise NotFound(f"There is no product “{slug[:80]}” in the catalogue.")
    return page(
        request,
        "desk/product.html",
        entry=entry,
        coverage=coverage(entry.cells.values(), today()),
        dimensions=[(each, _rows(catalogue, entry, each.slug)) for each in catalogue.dimensions.values()],
        criteria=catalogue.criteria,
        names={each.slug: each.product.name for each in catalogue.products.values()},
    )


def _rows(catalogue: Catalogue, entry: Entry, dimension: str) -> list[Row]:
    rows = []
    for criterion in catalogue.criteria_of(dimension):
        if criterion.computed:
            continue
        told = whole_cell(criterion, entry, today()).shown
        cells = [cell for (slug, _), cell in entry.cells.items() if slug == criterion.slug]
        unknown = sum(cell.answer().state is CellState.UNKNOWN for cell in cells)
        due = sum(shown(cell, entry.product, today()).due for cell in cells)
        rows.append((criterion, letters(told), told.text, unknown, due, len(cells)))
    return rows
