"""/coverage: how many cells are known, and on what they rest."""

from fastapi import Request
from starlette.responses import Response

from app.api import parts
from app.api import shapes as s
from app.api.answering import catalogue_of, day_of, head, json_answer
from app.api.routing import Reads
from app.catalogue.stats import by_dimension, coverage, total

router = Reads("coverage")


@router.read("/coverage", "getCoverage", "How much is known", s.CoverageReport, found=False)
def get_coverage(request: Request) -> Response:
    """Cells counted for each product and dimension: known (stated, enumerated, inherited), unknown, fresh, due."""
    catalogue, day = catalogue_of(request), day_of(request)
    items = [
        s.ProductCounts(
            product=entry.slug,
            name=entry.product.name,
            counts=parts.counts(coverage(entry.cells.values(), day)),
            dimensions=[
                s.DimensionCounts(
                    dimension=slug,
                    counts=parts.counts(
                        coverage((cell for cell in entry.cells.values() if cell.criterion.dimension == slug), day)
                    ),
                )
                for slug in catalogue.dimensions
            ],
        )
        for entry in catalogue.products.values()
    ]
    return json_answer(
        s.CoverageReport(
            **head(catalogue),
            total=len(items),
            next=None,
            all=parts.counts(total(catalogue, day)),
            dimensions=[
                s.DimensionCounts(dimension=slug, counts=parts.counts(counted))
                for slug, counted in by_dimension(catalogue, day).items()
            ],
            items=items,
        )
    )
