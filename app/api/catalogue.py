"""/catalogue.json: everything at one revision, in one document."""

from fastapi import Request
from starlette.responses import Response

from app.api import parts
from app.api import shapes as s
from app.api.answering import catalogue_of, head, json_answer
from app.api.routing import Reads

router = Reads("catalogue")


@router.read("/catalogue.json", "getCatalogue", "The whole catalogue", s.CatalogueDocument, found=False)
def get_catalogue(request: Request) -> Response:
    """Criteria, protocols and products with all their statements and citations.

    Enumerated and inherited statements are among them, with the citations that they rest on.
    """
    catalogue = catalogue_of(request)
    return json_answer(
        s.CatalogueDocument(
            **head(catalogue),
            criteria=[parts.criterion(each) for each in catalogue.criteria.values()],
            protocols=[parts.protocol(catalogue, each) for each in catalogue.protocols.values()],
            products=[parts.product(catalogue, each) for each in catalogue.products.values()],
        )
    )
