"""`/dimensions`: the six questions with their criteria; `/dimensions/{slug}`: one of them over all products."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse

from app.catalogue.snapshot import Catalogue
from app.catalogue.stats import by_dimension
from app.errors import NotFound
from app.web import prices
from app.web.clock import today
from app.web.matrix import is_prose, of_dimension
from app.web.render import page
from app.web.routes import Pages

router = Pages()


@router.page("/dimensions")
async def dimensions(request: Request) -> HTMLResponse:
    """All six, each with its criteria."""
    catalogue: Catalogue = request.app.state.catalogue
    return page(
        request,
        "dimensions/page.html",
        dimensions=[(each, catalogue.criteria_of(each.slug)) for each in catalogue.dimensions.values()],
        coverage=by_dimension(catalogue, today()),
        products=len(catalogue.products),
    )


@router.page("/dimensions/{slug}")
async def dimension(request: Request, slug: str) -> HTMLResponse:
    """One dimension over all products."""
    catalogue: Catalogue = request.app.state.catalogue
    if slug not in catalogue.dimensions:
        raise NotFound(f"There is no dimension “{slug[:80]}”.")
    return page(
        request,
        "dimension/page.html",
        dimension=catalogue.dimensions[slug],
        dimensions=catalogue.dimensions.values(),
        matrices=of_dimension(catalogue, slug, today()),
        prose=[each for each in catalogue.criteria_of(slug) if is_prose(each)],
        products=len(catalogue.products),
        **_rows_of_their_own(catalogue, slug),
    )


def _rows_of_their_own(catalogue: Catalogue, slug: str) -> dict[str, Any]:
    """What a dimension has besides criteria: client libraries, pricing tiers, measurements."""
    entries = catalogue.products.values()
    return {
        "languages": _languages(catalogue) if slug == "client-libraries" else [],
        "library_lines": list(_libraries(catalogue)) if slug == "client-libraries" else [],
        "tiers": [(entry, tier) for entry in entries for tier in entry.tiers] if slug == "pricing-tiers" else [],
        "measurements": sorted(
            ((entry, each) for entry in entries for each in entry.measurements),
            key=lambda pair: (pair[1].guarantee_class, pair[0].product.name, pair[1].position),
        )
        if slug == "availability-throughput"
        else [],
        "prices": prices,
    }


def _languages(catalogue: Catalogue) -> list[str]:
    """The languages with most products first."""
    counted = Counter(
        language for entry in catalogue.products.values() for language in {each.language for each in entry.libraries}
    )
    return sorted(counted, key=lambda language: (-counted[language], language.lower()))


def _libraries(catalogue: Catalogue) -> Iterator[tuple[Any, dict[str, tuple[int, int]]]]:
    """For each product: by language, how many official libraries there are and how many of the community."""
    for entry in catalogue.products.values():
        official = Counter(each.language for each in entry.libraries if each.official)
        every = Counter(each.language for each in entry.libraries)
        yield entry, {language: (official[language], every[language] - official[language]) for language in every}
