"""/criteria: the comparable properties, and each over all products."""

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

router = Reads("criteria")


@router.read("/criteria", "listCriteria", "List the criteria", s.Criteria, found=False)
def list_criteria(request: Request) -> Response:
    """Every comparable property with its definition, its type and its options, in reading order.

    The slugs are the names of the filters of `/products`.
    """
    catalogue = catalogue_of(request)
    items = [parts.criterion(each) for each in catalogue.criteria.values()]
    return json_answer(s.Criteria(**head(catalogue), total=len(items), next=None, items=items))


@router.read("/criteria/{slug}", "getCriterion", "One criterion over all products", s.CriterionPage, (FORMAT,))
def get_criterion(
    request: Request, slug: Annotated[str, Path(description="The criterion's slug.", examples=["message_size_max"])]
) -> Response:
    """What the criterion means and how to read it, and what every product answers."""
    catalogue = catalogue_of(request)
    criterion = catalogue.criteria.get(slug)
    if criterion is None:
        raise missing("criterion", slug)
    entries, day = tuple(catalogue.products.values()), day_of(request)
    rows = rows_of([criterion], entries, day)
    if request.state.format is not Format.JSON:
        table = rows_table(catalogue, f"criterion-{slug}", criterion.label, rows, entries, day)
        return table_answer(table, request.state.format, catalogue.revised_at)
    return json_answer(
        s.CriterionPage(
            **head(catalogue),
            criterion=parts.criterion(criterion),
            products=heads(entries),
            rows=[row(each) for each in rows],
        )
    )
