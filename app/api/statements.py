"""/statements/{id}: one claim with its citations, and the cell it belongs to."""

from typing import Annotated

from fastapi import Path, Request
from starlette.responses import Response

from app.api import documents, parts
from app.api import shapes as s
from app.api.answering import catalogue_of, day_of, head, json_answer, missing
from app.api.cells import cell
from app.api.routing import Reads
from app.catalogue.facts import question_of
from app.catalogue.showing import shown
from app.compare import GridCell

router = Reads("statements")


@router.read("/statements/{id}", "getStatement", "One statement", s.StatementPage)
def get_statement(
    request: Request,
    id: Annotated[str, Path(description="The statement's id: 14 hexadecimal digits.", examples=["0f0f0f0f0f0f0f"])],
) -> Response:
    """The claim, where it stands, how it is known, and what holds for each variant of the product."""
    catalogue = catalogue_of(request)
    fact = catalogue.facts.get(id)
    if fact is None:
        raise missing("statement", id)
    said = fact.statement
    entry = catalogue.products[said.product]
    criterion = catalogue.criteria[said.criterion]
    option = criterion.option(said.option) if said.option else None
    asked = entry.cells[question_of(said, criterion)]
    return json_answer(
        s.StatementPage(
            **head(catalogue),
            statement=documents.statement(catalogue, fact, disputed=fact.id in documents.disputed_ids(asked)),
            product=entry.slug,
            product_name=entry.product.name,
            criterion_label=criterion.label,
            option_label=option.label if option else None,
            is_past=fact.is_past,
            rests_on=fact.rests_on,
            owner=fact.owner,
            cell=cell(GridCell(shown(asked, entry.product, day_of(request)), (asked,))),
            answers=[
                s.VariantAnswer(
                    variant=parts.variant(variant),
                    state=answer.state,
                    statements=[each.id for each in (*answer.facts, *answer.conditional)],
                )
                for variant, answer in asked.answers().items()
            ],
            others=[each.id for each in (*asked.facts, *asked.past) if each.id != fact.id],
        )
    )
