"""`/approaches`: event-driven and message-driven side by side, drawn and explained, for somebody who has to choose."""

from collections.abc import Iterator

from fastapi import Request
from starlette.responses import HTMLResponse

from app.catalogue import entities as e
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.words import StatementState, Support
from app.web.citations import Cited, cited
from app.web.clock import today
from app.web.render import page
from app.web.routes import Pages

router = Pages()

MODELS = {
    "event-driven": ("log", "pubsub", "event-routing"),
    "message-driven": ("queue",),
}
"""Which models of the catalogue serve an approach; `both` is served by products with some of each."""


@router.page("/approaches")
async def approaches(request: Request) -> HTMLResponse:
    """Whatever the catalogue says about approaches."""
    catalogue: Catalogue = request.app.state.catalogue
    found = list(catalogue.approaches.values())
    return page(
        request,
        "approaches/page.html",
        approaches=found,
        aspects=[
            (aspect, [dict(each.texts).get(aspect.slug) for each in found]) for aspect in catalogue.aspects.values()
        ],
        serving={each.slug: list(serving(catalogue, each.slug)) for each in found},
        models=MODELS,
        words=[(word, catalogue.sources["approaches", word.source]) for word in catalogue.words],
        sources=_sources(catalogue, found),
    )


def has_any(entry: Entry, options: tuple[str, ...]) -> bool:
    """Whether some variant of the product has one of these models in full."""
    facts = [
        fact for option in options if ("models", option) in entry.cells for fact in entry.cells["models", option].facts
    ]
    return any(
        fact.statement.state is StatementState.KNOWN and fact.statement.support in (Support.BUILT_IN, Support.YES)
        for fact in facts
    )


def serving(catalogue: Catalogue, approach: str) -> Iterator[e.Product]:
    """The products whose models serve an approach."""
    wanted = [MODELS[approach]] if approach in MODELS else list(MODELS.values())
    for entry in catalogue.products.values():
        if all(has_any(entry, options) for options in wanted):
            yield entry.product


def _sources(catalogue: Catalogue, found: list[e.Approach]) -> list[Cited]:
    """Each page once, in the order in which it is cited."""
    return cited(catalogue, "approaches", (citation for each in found for citation in each.citations), today())
