"""/dimensions: the six questions, and each over all products."""

from typing import Annotated

from fastapi import Path, Request
from starlette.responses import Response

from app.api import parts
from app.api import shapes as s
from app.api.answering import catalogue_of, day_of, head, json_answer, missing
from app.api.cells import heads, row
from app.api.exports import rows_table, table_answer
from app.api.media import Format
from app.api.routing import FORMAT, Reads
from app.compare import rows_of

router = Reads("dimensions")


@router.read("/dimensions", "listDimensions", "List the dimensions", s.Dimensions, found=False)
def list_dimensions(request: Request) -> Response:
    """The six questions that are asked of every product, each with the slugs of its criteria."""
    catalogue = catalogue_of(request)
    items = [parts.dimension(catalogue, each) for each in catalogue.dimensions.values()]
    return json_answer(s.Dimensions(**head(catalogue), total=len(items), next=None, items=items))


@router.read("/dimensions/{slug}", "getDimension", "One dimension over all products", s.DimensionTable, (FORMAT,))
def get_dimension(
    request: Request, slug: Annotated[str, Path(description="The dimension's slug.", examples=["wire-protocols"])]
) -> Response:
    """The table that the page of this dimension shows: a row for each question, a cell for each product.

    As CSV, Markdown or XLSX it has a line for each product, as the page draws it.
    """
    catalogue = catalogue_of(request)
    dimension = catalogue.dimensions.get(slug)
    if dimension is None:
        raise missing("dimension", slug)
    entries, day = tuple(catalogue.products.values()), day_of(request)
    rows = rows_of(catalogue.criteria_of(slug), entries, day)
    if request.state.format is not Format.JSON:
        table = rows_table(catalogue, f"dimension-{slug}", dimension.name, rows, entries, day)
        return table_answer(table, request.state.format, catalogue.revised_at)
    return json_answer(
        s.DimensionTable(
            **head(catalogue),
            dimension=parts.dimension(catalogue, dimension),
            products=heads(entries),
            rows=[row(each) for each in rows],
        )
    )
