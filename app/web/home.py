"""`/`: the landscape at a glance, and the three ways into it: search, compare, advice."""

from fastapi import Request
from starlette.responses import HTMLResponse

from app.catalogue.snapshot import Catalogue
from app.compare import MOST
from app.web.landscape import patterns, regions
from app.web.render import page
from app.web.routes import Pages

router = Pages()


@router.page("/")
async def home(request: Request) -> HTMLResponse:
    """The start page: the picture, and the catalogue's counts."""
    catalogue: Catalogue = request.app.state.catalogue
    return page(
        request,
        "home/page.html",
        revision=catalogue.revision,
        counts=counts(catalogue),
        regions=regions(catalogue),
        patterns=patterns(catalogue),
        dimensions=catalogue.dimensions.values(),
        most=MOST,
    )


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
