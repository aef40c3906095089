"""`/statements/{id}` and `/products/{slug}/{criterion}[/{option}]`: one cell with everything that is known of it.

Tables open the part `#statement` in place: by the statement that answers, or by the cell's own address where none does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse

from app.catalogue import entities as e
from app.catalogue.cells import Cell
from app.catalogue.facts import Fact, limits_of, question_of
from app.catalogue.showing import (
    SUPPORT_WORDS,
    Mark,
    Shown,
    limited_words,
    qualifier_words,
    shown,
    value_words,
    variant_words,
)
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.words import Method, StatementState
from app.compare import SHORT_LIST, whole_cell
from app.errors import NotFound
from app.web.cells import LETTERS, cell_address, letters, opens
from app.web.citations import Cited, cited
from app.web.clock import today
from app.web.kinds import kind_word
from app.web.render import page
from app.web.routes import Pages

router = Pages()

METHODS = {
    Method.DOCUMENTATION: "from documentation",
    Method.VENDOR_CLAIM: "the vendor’s claim, without a set-up",
    Method.MEASURED: "measured by others",
    Method.LAB: "measured by us",
    Method.JUDGEMENT: "judged by the criterion’s rubric",
    Method.ENUMERATED: "left out of a complete list",
    Method.INHERITED: "taken from the engine",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One fact of a cell. `engine` is the product it was inherited from; `list_note` what was enumerated."""

    id: str
    css: str
    words: str
    limits: tuple[str, ...]
    note: str | None
    method: str
    citations: list[Cited]
    is_this: bool
    engine: e.Product | None = None
    rests_on: str | None = None


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another option of the same set, and where its cell opens."""

    label: str
    css: str
    text: str
    address: str


@router.page("/statements/{id}")
async def statement(request: Request, id: str) -> HTMLResponse:
    """The cell that the statement belongs to."""
    catalogue: Catalogue = request.app.state.catalogue
    fact = catalogue.facts.get(id)
    if fact is None:
        raise NotFound("There is no statement with this id. It may have been replaced by a newer one.")
    entry = catalogue.products[fact.statement.product]
    question = question_of(fact.statement, catalogue.criteria[fact.statement.criterion])
    return page(request, "statements/page.html", **explained(catalogue, entry, *question, today(), fact))


@router.page("/products/{slug}/{criterion}")
async def whole(request: Request, slug: str, criterion: str) -> HTMLResponse:
    """A product's answer to a criterion, whether anything is known of it or not."""
    catalogue: Catalogue = request.app.state.catalogue
    return page(
        request, "statements/page.html", **explained(catalogue, *_named(catalogue, slug, criterion), None, today())
    )


@router.page("/products/{slug}/{criterion}/{option}")
async def part(request: Request, slug: str, criterion: str, option: str) -> HTMLResponse:
    """The same for one option of a criterion."""
    catalogue: Catalogue = request.app.state.catalogue
    entry, found = _named(catalogue, slug, criterion)
    if (found, option) not in entry.cells:
        raise NotFound(f"The criterion “{criterion[:80]}” has no cell for an option “{option[:80]}”.")
    return page(request, "statements/page.html", **explained(catalogue, entry, found, option, today()))


def _named(catalogue: Catalogue, slug: str, criterion: str) -> tuple[Entry, str]:
    """The product and the criterion of an address."""
    if slug not in catalogue.products:
        raise NotFound(f"There is no product “{slug[:80]}” in the catalogue.")
    if criterion not in catalogue.criteria:
        raise NotFound(f"There is no criterion “{criterion[:80]}” in the catalogue.")
    return catalogue.products[slug], criterion


def explained(
    catalogue: Catalogue, entry: Entry, slug: str, option_slug: str | None, day: date, asked: Fact | None = None
) -> dict[str, Any]:
    """What the template draws. Without an option, a criterion whose options are cells is told as a whole.

    `apart` is the statement that was asked for, where it speaks of other variants than the answer that tables show.
    """
    criterion = catalogue.criteria[slug]
    cell = entry.cells.get((slug, option_slug))
    option = criterion.option(option_slug) if option_slug else None
    answer = shown(cell, entry.product, day) if cell else whole_cell(criterion, entry, day).shown
    variants = list(_variants(cell, entry)) if cell else []
    said = [_told(catalogue, entry, each, asked, day) for each in cell.facts] if cell else []
    return {
        "id": asked.id if asked else None,
        "address": f"/statements/{asked.id}" if asked else cell_address(entry.slug, slug, option_slug),
        "entry": entry,
        "criterion": criterion,
        "dimension": catalogue.dimensions[criterion.dimension],
        "option": option,
        "label": f"{criterion.label}, {option.label}" if option else criterion.label,
        "definition": option.definition if option else criterion.definition,
        "kind": kind_word(entry.product.product_kind),
        "answer": answer,
        "answer_css": letters(answer),
        "said": said,
        "apart": next((each for each in said if each.is_this and each.limits and each.id != answer.statement), None),
        "past": [_told(catalogue, entry, each, asked, day) for each in cell.past] if cell else [],
        "variants": variants if len({words for _, words in variants}) > 1 else [],
        "siblings": list(_siblings(entry, criterion, cell, day)),
    }


def _told(catalogue: Catalogue, entry: Entry, fact: Fact, asked: Fact | None, day: date) -> Told:
    statement = fact.statement
    criterion = catalogue.criteria[statement.criterion]
    words = value_words(statement, criterion)
    if criterion.open and statement.option:
        member = criterion.option(statement.option)
        words = f"{member.label if member else statement.option}: {words}"
    variants = variant_words(entry.product, statement.editions, statement.modes)
    return Told(
        id=fact.id,
        css=_letter(fact),
        words=words,
        limits=tuple(part for part in (variants, *qualifier_words(statement)) if part),
        note=statement.note,
        method=METHODS[fact.method],
        citations=cited(catalogue, fact.owner, statement.citations, day, criterion.fresh_days),
        is_this=asked is not None and fact.id == asked.id,
        engine=catalogue.products[fact.owner].product if fact.method is Method.INHERITED else None,
        rests_on=fact.rests_on,
    )


def _letter(fact: Fact) -> str:
    statement = fact.statement
    if statement.state is StatementState.UNKNOWN:
        return LETTERS[Mark.UNKNOWN]
    if statement.support is not None:
        return LETTERS[SUPPORT_WORDS[statement.support][0]]
    raw = statement.value.raw if statement.value else None
    return LETTERS[Mark.YES if raw else Mark.NO] if isinstance(raw, bool) else LETTERS[Mark.VALUE]


def _variants(cell: Cell, entry: Entry) -> Iterator[tuple[str, str]]:
    """Which variants have which answer, where they differ; the default one's first."""
    if cell.is_uniform:
        return
    groups: dict[tuple[Any, ...], set[Any]] = {}
    for variant, answer in cell.answers().items():
        key = (answer.state, tuple(fact.id for fact in (*answer.facts, *answer.conditional)))
        groups.setdefault(key, set()).add(variant)
    for (state, _ids), variants in groups.items():
        answer = cell.answer(next(variant for variant in cell.variants if variant in variants))
        facts = answer.facts or answer.conditional
        words = "; ".join(
            dict.fromkeys(limited_words(value_words(fact.statement, cell.criterion), fact.statement) for fact in facts)
        )
        for editions, modes in limits_of(frozenset(variants), cell.variants):
            yield (
                variant_words(entry.product, editions, modes) or "every variant",
                words or state.value.replace("-", " "),
            )


def _siblings(entry: Entry, criterion: e.Criterion, cell: Cell | None, day: date) -> Iterator[Sibling]:
    """The other members of a set that a table shows in one cell; all of them where the whole was asked for."""
    if not criterion.has_option_cells or (cell and len(criterion.options) > SHORT_LIST):
        return
    for option in criterion.options:
        other = entry.cells[criterion.slug, option.slug]
        if other is not cell:
            told: Shown = shown(other, entry.product, day)
            yield Sibling(option.label, letters(told), told.text, opens(told, [other]))
