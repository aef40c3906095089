"""Grids and their cells as public shapes: the words that pages show, and the typed values beside them."""

from collections.abc import Iterable, Iterator
from typing import Literal, cast

from app.api import shapes as s
from app.api.documents import unit_of, value_of
from app.catalogue.cells import Cell
from app.catalogue.facts import Fact
from app.catalogue.snapshot import Entry
from app.compare import GridCell, Row

Verdict = Literal["better", "worse", "equal"] | None


def cell(made: GridCell) -> s.Cell:
    """A cell of a grid; one that sums up several has an answer for each."""
    shown = made.shown
    return s.Cell(
        product=made.cells[0].product,
        mark=shown.mark,
        text=shown.text,
        details=list(shown.details),
        note=shown.note,
        statement=shown.statement,
        sources=shown.sources,
        age=shown.age,
        inherited=shown.inherited,
        verdict=cast(Verdict, made.verdict),
        answers=[answer for each in made.cells for answer in _answers(each)],
    )


def _answers(each: Cell) -> Iterator[s.Answer]:
    """The default variant's answer; of an open list, which is one cell, each member that is stated."""
    answer = each.answer()
    facts: tuple[Fact | None, ...] = (answer.fact,)
    if each.criterion.open and answer.fact is not None:
        facts = (*answer.facts, *answer.conditional)
    for fact in facts:
        yield s.Answer(
            option=fact.statement.option if fact and each.criterion.open else each.option,
            state=answer.state,
            value=value_of(fact.statement) if fact else None,
            unit=unit_of(fact.statement) if fact else None,
            statement=fact.id if fact else None,
        )


def row(made: Row) -> s.Row:
    """One row of a grid."""
    return s.Row(
        criterion=made.criterion.slug,
        option=made.option.slug if made.option else None,
        label=made.label,
        differs=made.differs,
        cells=[cell(each) for each in made.cells],
    )


def heads(entries: Iterable[Entry]) -> list[s.Compared]:
    """Products as heads of columns."""
    return [
        s.Compared(
            slug=entry.slug,
            name=entry.product.name,
            kind=entry.product.product_kind,
            vendor=entry.product.vendor,
        )
        for entry in entries
    ]
