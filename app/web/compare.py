"""`/compare`: pick products; `/compare/a,b,c`: see them side by side. What is shown is told by the address alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request
from starlette.responses import Response

from app.catalogue.snapshot import Catalogue
from app.compare import FEWEST, MOST, Grid, compare
from app.errors import FieldProblem, InvalidQuery
from app.web.cells import grouped
from app.web.clock import today
from app.web.kinds import KINDS, host_words, tagline
from app.web.render import page
from app.web.routes import Pages, see_other

router = Pages()


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
    chosen = split(products or [])
    view = View(tuple(chosen), dimension or None, flag("differences", differences), baseline or None)
    if FEWEST <= len(chosen) <= MOST and all(slug in catalogue.products for slug in chosen):
        return see_other("/compare/" + ",".join(chosen), view.query)
    kinds = [
        (words[1], kind, members)
        for kind, words in KINDS.items()
        if (members := [entry for entry in catalogue.products.values() if entry.product.product_kind is kind])
    ]
    known = [slug for slug in chosen if slug in catalogue.products]
    strange = [slug for slug in chosen if slug not in catalogue.products]
    return page(
        request,
        "compare/pick/page.html",
        kinds=kinds,
        chosen=known,
        strange=strange,
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
    """Two to six products side by side."""
    catalogue: Catalogue = request.app.state.catalogue
    view = View(tuple(slugs.split(",")), dimension or None, flag("differences", differences), baseline or None)
    grid = compare(
        catalogue,
        view.slugs,
        today(),
        dimension=view.dimension,
        differences=view.differences,
        baseline=view.baseline,
    )
    return page(request, "compare/page.html", **shown(catalogue, view, grid))


def shown(catalogue: Catalogue, view: View, grid: Grid) -> dict[str, Any]:
    """What the template draws."""
    return {
        "canonical": view.address,
        "view": view,
        "grid": grid,
        "bands": [(band.dimension, grouped(band.rows)) for band in grid.bands],
        "taglines": [tagline(catalogue, entry) for entry in grid.products],
        "others": [entry.product for slug, entry in catalogue.products.items() if slug not in view.slugs],
        "dimensions": catalogue.dimensions.values(),
        "most": MOST,
    }
