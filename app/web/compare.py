"""`/compare`: pick products; `/compare/a,b,c`: see them side by side. What is shown is told by the address alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request
from starlette.responses import Response

from app.catalogue.names import slugs_of
from app.catalogue.snapshot import Catalogue
from app.compare import FEWEST, MOST, Grid, compare
from app.errors import FieldProblem, InvalidQuery, NotFound
from app.web.cells import grouped
from app.web.clock import today
from app.web.errors import comparison_meant, near_products
from app.web.kinds import KINDS, host_words, tagline
from app.web.paper import Endings, endings
from app.web.render import page
from app.web.routes import Pages, moved, see_other

router = Pages()

MOST_NAMES = 50
"""Names of an address that are looked at."""


@dataclass(frozen=True, slots=True)
class View:
    """What a comparison's address says, and the addresses one step away."""

    slugs: tuple[str, ...]
    dimension: str | None = None
    differences: bool = False
    baseline: str | None = None

    @property
    def query(self) -> list[tuple[str, str]]:
        """The parameters that are not as usual."""
        found = [("dimension", self.dimension)] if self.dimension else []
        found += [("differences", "true")] if self.differences else []
        return found + ([("baseline", self.baseline)] if self.baseline else [])

    @property
    def address(self) -> str:
        """Where this is seen."""
        path = "/compare/" + ",".join(self.slugs)
        return f"{path}?{urlencode(self.query)}" if self.query else path

    @property
    def twin(self) -> str:
        """The same as JSON; `&format=csv` and others make a file of it."""
        return "/api/v1/compare?" + urlencode([("products", ",".join(self.slugs)), *self.query], safe=",")

    def but(self, **changes: Any) -> str:
        """The address of the same comparison with something changed."""
        return replace(self, **changes).address

    def without(self, slug: str) -> str:
        """One product fewer; of the last two, the page where one picks."""
        slugs = tuple(each for each in self.slugs if each != slug)
        if len(slugs) < FEWEST:
            return "/compare?" + urlencode([("products", each) for each in slugs])
        return self.but(slugs=slugs, baseline=None if self.baseline == slug else self.baseline)


def flag(name: str, value: str | None) -> bool:
    """`true` or `false`, the latter if absent."""
    if value not in (None, "", "true", "false"):
        raise InvalidQuery(f"{name} is true or false.", [FieldProblem(name, value[:80], "true or false")])
    return value == "true"


def split(texts: Iterable[str]) -> list[str]:
    """Slugs from repeated parameters and from lists with commas, each once."""
    return list(dict.fromkeys(slug.strip() for text in texts for slug in text.split(",") if slug.strip()))


@router.page("/compare")
async def pick(
    request: Request,
    products: Annotated[list[str] | None, Query()] = None,
    dimension: str | None = None,
    differences: str | None = None,
    baseline: str | None = None,
) -> Response:
    """The picking page; with two to six products, straight to their comparison."""
    catalogue: Catalogue = request.app.state.catalogue
    chosen = list(dict.fromkeys(slugs_of(catalogue, split(products or []))))
    view = View(tuple(chosen), dimension or None, flag("differences", differences), baseline or None)
    if FEWEST <= len(chosen) <= MOST and all(slug in catalogue.products for slug in chosen):
        return see_other("/compare/" + ",".join(chosen), view.query)
    return form(request, catalogue, chosen)


def form(
    request: Request, catalogue: Catalogue, names: list[str], status: int = 200, sentence: str | None = None
) -> Response:
    """The picking page with the products named ticked, and what strange names may have meant."""
    kinds = [
        (words[1], kind, members)
        for kind, words in KINDS.items()
        if (members := [entry for entry in catalogue.products.values() if entry.product.product_kind is kind])
    ]
    known = list(dict.fromkeys(name for name in names if name in catalogue.products))
    strange = list(dict.fromkeys(name for name in names if name not in catalogue.products))[:MOST]
    return page(
        request,
        "compare/pick/page.html",
        status,
        kinds=kinds,
        chosen=known,
        strange=[(name, near_products(catalogue, name)) for name in strange],
        meant=comparison_meant(catalogue, names) if strange else None,
        sentence=sentence,
        fewest=FEWEST,
        most=MOST,
        hosts={slug: host_words(catalogue, entry) for slug, entry in catalogue.products.items()},
    )


@router.page("/compare/{slugs}")
async def side_by_side(
    request: Request,
    slugs: str,
    dimension: str | None = None,
    differences: str | None = None,
    baseline: str | None = None,
) -> Response:
    """Two to six products side by side; where the names do not make a comparison, the form with them ticked."""
    catalogue: Catalogue = request.app.state.catalogue
    given = slugs.split(",")
    names = slugs_of(catalogue, given[:MOST_NAMES])
    strange = [name for name in names if name not in catalogue.products]
    if strange:
        return form(request, catalogue, names, NotFound.status)
    if len(set(names)) < len(given) or not FEWEST <= len(given) <= MOST:
        return form(request, catalogue, names, InvalidQuery.status, _misfit(catalogue, names, len(given)))
    if names != given:
        return moved("/compare/" + ",".join(names), request.query_params.multi_items())
    view = View(tuple(given), dimension or None, flag("differences", differences), baseline or None)
    grid = compare(
        catalogue,
        view.slugs,
        today(),
        dimension=view.dimension,
        differences=view.differences,
        baseline=view.baseline,
    )
    site = str(request.base_url).rstrip("/")
    return page(request, "compare/page.html", site=site, **shown(catalogue, view, grid))


def _misfit(catalogue: Catalogue, names: list[str], count: int) -> str:
    """Why known products make no comparison."""
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice:
        return f"{catalogue.products[twice].product.name} stands there twice."
    return f"A comparison takes {FEWEST} to {MOST} products, not {count}."


def shown(catalogue: Catalogue, view: View, grid: Grid) -> dict[str, Any]:
    """What the template draws."""
    baseline = view.slugs.index(view.baseline) if view.baseline else None
    bands = [(band.dimension, grouped(band.rows, baseline)) for band in grid.bands]
    paper: Endings = {}
    for band, (_, groups) in zip(grid.bands, bands, strict=True):
        paper |= endings(band.rows, groups)
    return {
        "canonical": view.address,
        "revision": catalogue.revision,
        "day": today(),
        "view": view,
        "grid": grid,
        "bands": bands,
        "paper": paper,
        "taglines": [tagline(catalogue, entry) for entry in grid.products],
        "others": [entry.product for slug, entry in catalogue.products.items() if slug not in view.slugs],
        "dimensions": catalogue.dimensions.values(),
        "most": MOST,
    }
