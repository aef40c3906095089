"""`/about/data`: how much is known and how well, and how the catalogue is made."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from fastapi import Request
from starlette.responses import HTMLResponse

from app.catalogue import stats
from app.catalogue.snapshot import Catalogue, Entry
from app.web.clock import today
from app.web.kinds import kind_word
from app.web.render import page
from app.web.routes import Pages

router = Pages()

BAR = 300
"""The width of a coverage bar in its own units."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of a coverage table. `bar` holds the drawn parts: class, left edge, width."""

    name: str
    address: str | None
    kind: str
    counted: stats.Coverage
    bar: tuple[tuple[str, float, float], ...]


def bar(counted: stats.Coverage) -> tuple[tuple[str, float, float], ...]:
    """Stated, enumerated, inherited and unknown cells as parts of the applicable ones."""
    parts, left = [], 0.0
    for name in ("stated", "enumerated", "inherited", "unknown"):
        width = round(BAR * getattr(counted, name) / counted.applicable, 1) if counted.applicable else 0.0
        if width:
            parts.append((name, round(left, 1), width))
        left += width
    return tuple(parts)


@router.page("/about/data")
async def about(request: Request) -> HTMLResponse:
    """Coverage per product and dimension, the method, the rules."""
    catalogue: Catalogue = request.app.state.catalogue
    day = today()
    entries = catalogue.products.values()
    shares = _shares(catalogue, entries, day)
    products = [
        _measure(entry.product.name, f"/products/{entry.slug}", added(counted), entry) for entry, counted in shares
    ]
    dimensions = [
        _measure(each.name, f"/dimensions/{slug}", added(counted[position] for _, counted in shares))
        for position, (slug, each) in enumerate(catalogue.dimensions.items())
    ]
    own = [fact for entry in entries for fact in entry.facts if not fact.rests_on]
    return page(
        request,
        "about/page.html",
        catalogue=catalogue,
        products=products,
        dimensions=dimensions,
        total=_measure("Everything", None, added(each for _, counted in shares for each in counted)),
        shares=shares,
        statements=len(own),
        citations=sum(len(fact.statement.citations) for fact in own),
        pages=len({source.url for source in catalogue.sources.values()}),
        vendor_pages=len({source.url for source in catalogue.sources.values() if source.is_vendor}),
        day=day,
    )


def added(parts: Iterable[stats.Coverage]) -> stats.Coverage:
    """Coverage of several sets of cells together."""
    every = list(parts)
    return stats.Coverage(
        **{each.name: sum(getattr(part, each.name) for part in every) for each in fields(stats.Coverage)}
    )


def _measure(name: str, address: str | None, counted: stats.Coverage, entry: Entry | None = None) -> Measure:
    kind = kind_word(entry.product.product_kind) if entry else ""
    return Measure(name, address, kind, counted, bar(counted))


def _shares(catalogue: Catalogue, entries: Iterable[Entry], day: date) -> list[tuple[Entry, list[stats.Coverage]]]:
    """For each product, the coverage of each dimension."""
    return [
        (
            entry,
            [
                stats.coverage((cell for cell in entry.cells.values() if cell.criterion.dimension == slug), day)
                for slug in catalogue.dimensions
            ],
        )
        for entry in entries
    ]
