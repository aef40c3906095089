"""Cells for templates: the grid's cells in the few short fields that a table's markup needs.

The class letters stand for the marks in static/css/marks.css; a table of a thousand cells is a third smaller for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.catalogue import entities as e
from app.catalogue.cells import Cell, Freshness
from app.catalogue.showing import SUPPORT_WORDS, Mark, Shown
from app.catalogue.words import NUMERIC, Support, ValueType
from app.compare import GridCell, Row
from app.web.wording import brief, clause

LETTERS = {
    Mark.YES: "y",
    Mark.CONDITION: "p",
    Mark.NO: "n",
    Mark.UNKNOWN: "u",
    Mark.OPERATOR: "o",
    Mark.NOT_APPLICABLE: "x",
    Mark.DISPUTED: "d",
    Mark.VALUE: "v",
}

VERDICTS = {"better": ("up", "▲ better"), "worse": ("down", "▼ worse"), "equal": ("", "= equal")}

IN_PART = SUPPORT_WORDS[Support.PARTIAL][1]

MOST_REMARKS = 2
"""Lines below a cell's word; what is more is counted and opens in place."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell as a table draws it, and where it opens: at its statement, or at the cell where there is none."""

    css: str
    text: str
    remarks: tuple[str, ...]
    address: str
    sources: int


def cell_address(product: str, criterion: str, option: str | None = None) -> str:
    """Where a cell stands that no statement answers."""
    return f"/products/{product}/{criterion}/{option}" if option else f"/products/{product}/{criterion}"


def opens(shown: Shown, cells: Sequence[Cell]) -> str:
    """Where a table's cell opens: at the statement that answers, at one that says where somebody looked, or at the cell
    itself. Where a table shows all options of a criterion as one, that is a list of them.
    """
    first = cells[0]
    if len(cells) > 1:
        return cell_address(first.product, first.criterion.slug)
    statement = shown.statement or next((fact.id for fact in first.facts), None)
    return f"/statements/{statement}" if statement else cell_address(first.product, first.criterion.slug, first.option)


def letters(shown: Shown, css: str = "") -> str:
    """The class of a cell."""
    words = [LETTERS[shown.mark]]
    if shown.due:
        words.append("due" if shown.age is Freshness.DUE else "undated")
    if shown.inherited:
        words.append("h")
    return " ".join([*words, css] if css else words)


def _remarks(shown: Shown, criterion: e.Criterion, verdict: str, most: int) -> tuple[str, ...]:
    lines = [verdict] if verdict else []
    if criterion.type is ValueType.TEXT:
        others = [detail.partition(": ")[0] for detail in shown.details if ": " in detail]
        return (*lines, "otherwise: " + brief("; ".join(others), 90)) if others else tuple(lines)
    if shown.note and shown.mark in (Mark.CONDITION, Mark.DISPUTED):
        said = clause(shown.note)
        # "by plugin" is a condition that speaks for itself; "in part" is not.
        if not said.endswith("…") or shown.text.startswith(IN_PART) or shown.mark is Mark.DISPUTED:
            lines.append(said)
    lines += [brief(detail, 64) for detail in shown.details]
    if len(lines) > most + 1:
        lines = [*lines[:most], f"and {len(lines) - most} more"]
    return tuple(lines)


def drawn(cell: GridCell, criterion: e.Criterion, most: int = MOST_REMARKS) -> Drawn:
    """A grid's cell, its long texts shortened, with so many remarks at most."""
    shown = cell.shown
    css, verdict = VERDICTS.get(cell.verdict or "", ("", ""))
    if shown.mark is Mark.VALUE and criterion.type not in NUMERIC and criterion.type is not ValueType.GRADE:
        css = f"t {css}".rstrip()
    return Drawn(
        css=letters(shown, css),
        text=brief(shown.text),
        remarks=_remarks(shown, criterion, verdict, most),
        address=opens(shown, cell.cells),
        sources=shown.sources,
    )


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row of a table: what it is called, where its definition stands, its cells."""

    label: str
    cells: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one criterion; several where each option has one."""

    criterion: e.Criterion
    is_set: bool
    rows: tuple[DrawnRow, ...]


def grouped(rows: Iterable[Row], baseline: int | None = None) -> list[Group]:
    """Rows gathered under their criteria. The column at `baseline` is not told that it equals itself."""

    def cells(row: Row) -> Iterator[Drawn]:
        for at, cell in enumerate(row.cells):
            yield drawn(replace(cell, verdict=None) if at == baseline else cell, row.criterion)

    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.criterion.slug, []).append(row)
    return [
        Group(
            criterion=members[0].criterion,
            is_set=members[0].option is not None,
            rows=tuple(DrawnRow(row.label, tuple(cells(row))) for row in members),
        )
        for members in found.values()
    ]


def has(cell: Cell) -> bool:
    """Whether the default variant has an option in any way."""
    fact = cell.answer().fact
    return fact is not None and fact.statement.support not in (None, Support.NO)
