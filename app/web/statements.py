"""`/statements/{id}`: one cell with everything that is known of it. Tables open the part `#statement` in place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse

from app.catalogue import entities as e
from app.catalogue.cells import Cell
from app.catalogue.facts import Fact, limits_of, question_of
from app.catalogue.showing import SUPPORT_WORDS, Mark, Shown, qualifier_words, shown, value_words, variant_words
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.words import Method, StatementState
from app.compare import SHORT_LIST
from app.errors import NotFound
from app.web.cells import LETTERS, letters, recorded
from app.web.citations import Cited, cited
from app.web.clock import today
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
    """Another option of the same short set."""

    label: str
    css: str
    text: str
    statement: str | None


@router.page("/statements/{id}")
async def statement(request: Request, id: str) -> HTMLResponse:
    """The cell that the statement belongs to."""
    catalogue: Catalogue = request.app.state.catalogue
    fact = catalogue.facts.get(id)
    if fact is None:
        raise NotFound("There is no statement with this id. It may have been replaced by a newer one.")
    return page(request, "statements/page.html", **explained(catalogue, fact, today()))


def explained(catalogue: Catalogue, fact: Fact, day: date) -> dict[str, Any]:
    """What the template draws."""
    entry = catalogue.products[fact.statement.product]
    criterion = catalogue.criteria[fact.statement.criterion]
    cell = entry.cells[question_of(fact.statement, criterion)]
    answer = shown(cell, entry.product, day)
    option = criterion.option(cell.option) if cell.option else None
    variants = list(_variants(cell, entry))
    return {
        "id": fact.id,
        "entry": entry,
        "criterion": criterion,
        "dimension": catalogue.dimensions[criterion.dimension],
        "option": option,
        "label": f"{criterion.label}, {option.label}" if option else criterion.label,
        "answer": answer,
        "answer_css": letters(answer),
        "said": [_told(catalogue, entry, each, fact, day) for each in cell.facts],
        "past": [_told(catalogue, entry, each, fact, day) for each in cell.past],
        "variants": variants if len({words for _, words in variants}) > 1 else [],
        "siblings": list(_siblings(entry, criterion, cell, day)),
    }


def _told(catalogue: Catalogue, entry: Entry, fact: Fact, asked: Fact, day: date) -> Told:
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
        is_this=fact.id == asked.id,
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
            dict.fromkeys(
                " ".join([value_words(fact.statement, cell.criterion), *qualifier_words(fact.statement)])
                for fact in facts
            )
        )
        for editions, modes in limits_of(frozenset(variants), cell.variants):
            yield (
                variant_words(entry.product, editions, modes) or "every variant",
                words or state.value.replace("-", " "),
            )


def _siblings(entry: Entry, criterion: e.Criterion, cell: Cell, day: date) -> Iterator[Sibling]:
    """The other members of a set that a table shows in one cell."""
    if not criterion.has_option_cells or len(criterion.options) > SHORT_LIST:
        return
    for option in criterion.options:
        other = entry.cells[criterion.slug, option.slug]
        if other is not cell:
            told: Shown = shown(other, entry.product, day)
            yield Sibling(option.label, letters(told), told.text, told.statement or recorded([other]))
