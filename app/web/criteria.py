"""`/criteria/{slug}`: what a criterion means, how to read it, and every product's answer."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse

from app.catalogue import entities as e
from app.catalogue.showing import Shown, shown
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.stats import coverage
from app.catalogue.words import Better, ValueType
from app.errors import NotFound
from app.web.cells import letters, opens
from app.web.clock import today
from app.web.kinds import KINDS, kind_word
from app.web.matrix import of_criterion
from app.web.render import page
from app.web.routes import Pages

router = Pages()

TYPES = {
    ValueType.BOOLEAN: "yes or no",
    ValueType.CHOICE: "one of a list",
    ValueType.OPTIONS: "any of a list",
    ValueType.INTEGER: "a number",
    ValueType.NUMBER: "a number with its unit",
    ValueType.BYTES: "a size",
    ValueType.DURATION: "a duration",
    ValueType.PERCENT: "a percentage",
    ValueType.DATE: "a date",
    ValueType.VERSION: "a version",
    ValueType.URL: "an address",
    ValueType.TEXT: "text",
    ValueType.GRADE: "a grade from 1 to 5",
}

BETTER = {Better.HIGHER: "more is better", Better.LOWER: "less is better"}


@dataclass(frozen=True, slots=True)
class Answered:
    """One product's answer in full."""

    entry: Entry
    kind: str
    css: str
    shown: Shown
    address: str


@router.page("/criteria/{slug}")
async def criterion(request: Request, slug: str) -> HTMLResponse:
    """One criterion over all products."""
    catalogue: Catalogue = request.app.state.catalogue
    if slug not in catalogue.criteria:
        raise NotFound(f"There is no criterion “{slug[:80]}”.")
    return page(request, "criterion/page.html", **explained(catalogue, catalogue.criteria[slug]))


def explained(catalogue: Catalogue, criterion: e.Criterion) -> dict[str, Any]:
    """What the template draws."""
    entries = list(catalogue.products.values())
    day = today()
    every = [cell for entry in entries for cell in entry.cells.values() if cell.criterion is criterion]
    return {
        "criterion": criterion,
        "dimension": catalogue.dimensions[criterion.dimension],
        "coverage": coverage(every, day),
        "facts": list(_facts(criterion)),
        "matrix": of_criterion(catalogue, criterion, day) if criterion.has_option_cells else None,
        "answers": [] if criterion.has_option_cells else [_answered(entry, criterion) for entry in entries],
        "protocols": catalogue.protocols if criterion.slug == "protocols" else {},
        "neighbours": catalogue.criteria_of(criterion.dimension),
    }


def _answered(entry: Entry, criterion: e.Criterion) -> Answered:
    cell = entry.cells[criterion.slug, None]
    told = shown(cell, entry.product, today())
    css = letters(told, "t" if criterion.type is ValueType.TEXT else "")
    kind = kind_word(entry.product.product_kind)
    return Answered(entry, kind, css, told, opens(told, [cell]))


def _facts(criterion: e.Criterion) -> list[str]:
    """How it is answered, which way is better, how long a text counts as fresh, and its rules."""
    told = [f"Answered by {TYPES[criterion.type]}"]
    if criterion.better:
        told.append(BETTER[criterion.better])
    told.append(f"a text about it stays fresh for {criterion.fresh_days} days")
    if criterion.inherits:
        told.append("managed products take it from the engine they run where they do not say it themselves")
    if criterion.computed:
        told.append("computed from other facts")
    if criterion.not_applicable_kinds:
        told.append(
            "does not apply to " + " or ".join(KINDS[kind][1].lower() for kind in criterion.not_applicable_kinds)
        )
    if criterion.depends_on_operator:
        told.append("depends on the operator where you run the product yourself")
    return told
