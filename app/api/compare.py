"""/compare: two to six products side by side."""

from fastapi import Request
from starlette.responses import Response

from app.api import shapes as s
from app.api.answering import catalogue_of, day_of, head, json_answer
from app.api.cells import heads, row
from app.api.exports import compared, table_answer
from app.api.media import Format
from app.api.routing import FORMAT, Parameter, Reads, flag
from app.catalogue.names import no_product
from app.catalogue.search import echo
from app.compare import compare
from app.errors import FieldProblem, InvalidQuery

router = Reads("compare")

PARAMETERS = (
    Parameter(
        "products",
        "Slugs of 2 to 6 products, separated by commas; they become columns in this order.",
        {"type": "string"},
        "heron,heron-cloud",
        required=True,
    ),
    Parameter("dimension", "Only the rows of this dimension.", {"type": "string"}, "basic-usage"),
    Parameter(
        "differences",
        "Only rows in which the products differ; what is unknown differs from everything known.",
        {"type": "boolean", "default": False},
        True,
    ),
    Parameter(
        "baseline",
        "The slug of the product that the others are measured against, where a criterion says what is better.",
        {"type": "string"},
        "heron",
    ),
    Parameter(
        "sources",
        "In tables: a column of source addresses after each product. JSON names each cell's statement instead.",
        {"type": "boolean", "default": False},
        False,
    ),
    FORMAT,
)


@router.read("/compare", "compareProducts", "Products side by side", s.Comparison, PARAMETERS)
def compare_products(request: Request) -> Response:
    """Every row of every dimension, a cell for each product: the table that the page shows."""
    catalogue, day = catalogue_of(request), day_of(request)
    given = request.query_params
    slugs = [slug for slug in given.get("products", "").split(",") if slug]
    if not slugs:
        problem = FieldProblem("products", echo(given.get("products", "")), "the slugs of 2 to 6 products")
        raise InvalidQuery("Which products are to be compared?", [problem])
    for slug in slugs:
        if slug not in catalogue.products:
            raise no_product(catalogue, slug)
    differences, sources = flag(request, "differences"), flag(request, "sources")
    dimension, baseline = given.get("dimension") or None, given.get("baseline") or None
    grid = compare(catalogue, slugs, day, dimension=dimension, differences=differences, baseline=baseline)
    if request.state.format is not Format.JSON:
        table = compared(catalogue, grid, day, sources=sources)
        return table_answer(table, request.state.format, catalogue.revised_at)
    return json_answer(
        s.Comparison(
            **head(catalogue),
            products=heads(grid.products),
            dimension=dimension,
            differences=differences,
            baseline=baseline,
            rows=grid.rows,
            differing=grid.differing,
            due=grid.due,
            bands=[
                s.Band(dimension=band.dimension.slug, name=band.dimension.name, rows=[row(each) for each in band.rows])
                for band in grid.bands
            ],
        )
    )
