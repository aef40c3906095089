"""`/`: what this is, and how much of it there is."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from app.catalogue.snapshot import Catalogue
from app.web.render import page

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
async def home(request: Request) -> HTMLResponse:
    """The start page with the catalogue's counts."""
    catalogue: Catalogue = request.app.state.catalogue
    return page(request, "home/page.html", revision=catalogue.revision, counts=counts(catalogue))


def counts(catalogue: Catalogue) -> dict[str, int]:
    """How many there are of what; what was inherited or enumerated is no statement of its own."""
    own = [fact for entry in catalogue.products.values() for fact in entry.facts if not fact.rests_on]
    return {
        "Products": len(catalogue.products),
        "Criteria": len(catalogue.criteria),
        "Statements": len(own),
        "Citations": sum(len(fact.statement.citations) for fact in own),
        "Protocols": len(catalogue.protocols),
    }
