"""Compare: the catalogue and a question to a grid of rows and cells. Pages, JSON and exports all draw this grid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue import entities as e
from app.catalogue.cells import Cell, Freshness
from app.catalogue.names import no_product
from app.catalogue.showing import Mark, Shown, shown
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.words import Better, Bound, CellState, ValueType
from app.errors import FieldProblem, InvalidQuery

FEWEST, MOST = 2, 6
"""How many products stand side by side: fewer is no comparison, more cannot be read."""

SHORT_LIST = 6
"""A set of up to so many options is one row that names them; a longer one gets a row for each option."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a grid. `verdict` says how it stands against the baseline: better, worse, equal, or None."""

    shown: Shown
    cells: tuple[Cell, ...]
    verdict: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One question over all products. `option` is set where the row is about one option of its criterion."""

    criterion: e.Criterion
    option: e.Option | None
    cells: tuple[GridCell, ...]
    differs: bool

    @property
    def label(self) -> str:
        """What the row is called."""
        return self.option.label if self.option else self.criterion.label


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of one dimension."""

    dimension: e.Dimension
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A comparison: the products as columns, the dimensions as bands of rows, and counts for the line above it."""

    products: tuple[Entry, ...]
    bands: tuple[Band, ...]
    rows: int
    differing: int
    due: int
    baseline: str | None


def chosen(catalogue: Catalogue, slugs: Sequence[str]) -> tuple[Entry, ...]:
    """The products of these slugs, 2 to 6, each once. Raises InvalidQuery or NotFound with what was expected."""
    found = []
    for slug in slugs:
        if slug not in catalogue.products:
            raise no_product(catalogue, slug)
        found.append(catalogue.products[slug])
    twice = next((slug for position, slug in enumerate(slugs) if slug in slugs[:position]), None)
    given = ",".join(slugs)[:200]
    if twice:
        problem = FieldProblem("products", given, "each product once")
        raise InvalidQuery(f"{catalogue.products[twice].product.name} stands there twice.", [problem])
    if not FEWEST <= len(slugs) <= MOST:
        problem = FieldProblem("products", given, f"{FEWEST} to {MOST} products")
        raise InvalidQuery(f"A comparison takes {FEWEST} to {MOST} products, not {len(slugs)}.", [problem])
    return tuple(found)


def compare(
    catalogue: Catalogue,
    slugs: Sequence[str],
    today: date,
    *,
    dimension: str | None = None,
    differences: bool = False,
    baseline: str | None = None,
) -> Grid:
    """These products side by side; one dimension or all; only rows that differ if asked.

    `baseline` is the slug of the column that the others are measured against, where a criterion says what is better.
    """
    entries = chosen(catalogue, slugs)
    if dimension is not None and dimension not in catalogue.dimensions:
        problem = FieldProblem("dimension", dimension[:60], "one of " + ", ".join(catalogue.dimensions))
        raise InvalidQuery(f"There is no dimension {dimension[:60]!r}.", [problem])
    if baseline is not None and baseline not in slugs:
        problem = FieldProblem("baseline", baseline[:60], "one of " + ", ".join(slugs))
        raise InvalidQuery("The baseline is one of the products that are compared.", [problem])
    wanted = [each for slug, each in catalogue.dimensions.items() if dimension in (None, slug)]
    bands = [Band(each, rows_of(catalogue.criteria_of(each.slug), entries, today, baseline)) for each in wanted]
    every = [row for band in bands for row in band.rows]
    if differences:
        bands = [Band(band.dimension, tuple(row for row in band.rows if row.differs)) for band in bands]
    return Grid(
        products=entries,
        bands=tuple(band for band in bands if band.rows),
        rows=len(every),
        differing=sum(row.differs for row in every),
        due=sum(cell.shown.due for row in every for cell in row.cells),
        baseline=baseline,
    )


def rows_of(
    criteria: Iterable[e.Criterion], entries: Sequence[Entry], today: date, baseline: str | None = None
) -> tuple[Row, ...]:
    """The rows that these criteria make over these products."""
    rows = []
    for criterion in criteria:
        if not criterion.has_option_cells:
            rows.append(_row(criterion, None, entries, today, baseline))
        elif len(criterion.options) <= SHORT_LIST:
            cells = tuple(_set_cell(criterion, entry, today) for entry in entries)
            rows.append(Row(criterion, None, cells, _differ(criterion, cells)))
        else:
            rows.extend(_row(criterion, option, entries, today, baseline) for option in criterion.options)
    return tuple(rows)


def whole_cell(criterion: e.Criterion, entry: Entry, today: date) -> GridCell:
    """A product's answer to a criterion in one cell, however many options it has: for tables of products."""
    if criterion.has_option_cells:
        return _set_cell(criterion, entry, today)
    cell = entry.cells[criterion.slug, None]
    return GridCell(shown(cell, entry.product, today), (cell,))


def _row(
    criterion: e.Criterion, option: e.Option | None, entries: Sequence[Entry], today: date, baseline: str | None
) -> Row:
    found = [entry.cells[criterion.slug, option.slug if option else None] for entry in entries]
    base = next((cell for entry, cell in zip(entries, found, strict=True) if entry.slug == baseline), None)
    cells = tuple(
        GridCell(shown(cell, entry.product, today), (cell,), verdict(cell, base) if base is not None else None)
        for entry, cell in zip(entries, found, strict=True)
    )
    return Row(criterion, option, cells, _differ(criterion, cells))


def _differ(criterion: e.Criterion, cells: Sequence[GridCell]) -> bool:
    """Whether the answers differ, apart from how they come and what holds for other variants.

    Known and unknown are a difference. Prose always reads differently, so it is none.
    """
    if criterion.type is ValueType.TEXT and not criterion.computed:
        return False
    several = any(len(cell.cells) > 1 for cell in cells)
    return len({(cell.shown.mark, cell.shown.text) if several else cell.shown.gist for cell in cells}) > 1


def _set_cell(criterion: e.Criterion, entry: Entry, today: date) -> GridCell:
    """A short set of options in one cell: what it has, in words, with what is unknown told apart."""
    cells = tuple(entry.cells[criterion.slug, option.slug] for option in criterion.options)
    parts = [(option, shown(cell, entry.product, today)) for option, cell in zip(criterion.options, cells, strict=True)]
    if criterion.keyed and any(part.mark is not Mark.UNKNOWN for _, part in parts):
        text = "; ".join(f"{option.label}: {part.text}" for option, part in parts)
        return GridCell(_joined(parts, text, Mark.VALUE, ()), cells)
    has = [(option, part) for option, part in parts if part.mark in (Mark.YES, Mark.CONDITION, Mark.DISPUTED)]
    details = []
    for option, part in parts:
        if part.mark is Mark.CONDITION:
            details.append(f"{option.label}: {part.text}")
        details += [f"{option.label}, {detail}" for detail in part.details]
    unknown = [option.label for option, part in parts if part.mark is Mark.UNKNOWN]
    if unknown and len(unknown) < len(parts):
        details.append("unknown: " + ", ".join(unknown))
    details += [f"{option.label}: disputed" for option, part in parts if part.mark is Mark.DISPUTED]
    if has:
        mark = Mark.YES if any(part.mark is Mark.YES for _, part in has) else has[0][1].mark
        return GridCell(_joined(parts, ", ".join(option.label for option, _ in has), mark, details), cells)
    marks = {part.mark for _, part in parts}
    if Mark.UNKNOWN in marks:
        return GridCell(_joined(parts, "unknown", Mark.UNKNOWN, details if len(unknown) < len(parts) else ()), cells)
    if marks == {Mark.NO}:
        return GridCell(_joined(parts, "none", Mark.NO, details), cells)
    ruled = next(part for _, part in parts if part.mark is not Mark.NO)
    refused = [option.label for option, part in parts if part.mark is Mark.NO]
    if refused:
        details.append("no: " + ", ".join(refused))
    return GridCell(_joined(parts, ruled.text, ruled.mark, details), cells)


def _joined(parts: Sequence[tuple[e.Option, Shown]], text: str, mark: Mark, details: Iterable[str]) -> Shown:
    known = [part for _, part in parts if part.statement]
    ages = [part.age for part in known if part.age]
    return Shown(
        mark=mark,
        text=text,
        details=tuple(details),
        note=next((part.note for part in known if part.note), None),
        statement=next((part.statement for part in known), None),
        sources=max((part.sources for part in known), default=0),
        age=max(ages, key=list(Freshness).index) if ages else None,
        inherited=any(part.inherited for part in known),
    )


def _magnitude(statement: e.Statement) -> float | None:
    if statement.bound is Bound.UNLIMITED:
        return float("inf")
    return statement.value.magnitude if statement.value else None


def verdict(cell: Cell, base: Cell) -> str | None:
    """`better`, `worse` or `equal` against the baseline.

    None where the criterion names no better side, where one is unknown, disputed, conditional or several numbers, and
    where they count per different things or in different units.
    """
    if cell.criterion.better is None or cell.criterion.type is ValueType.OPTIONS:
        return None
    answers = [each.answer() for each in (cell, base)]
    if any(answer.state is not CellState.KNOWN or len(answer.facts) != 1 for answer in answers):
        return None
    mine, theirs = (answer.facts[0].statement for answer in answers)
    sizes = [_magnitude(statement) for statement in (mine, theirs)]
    if None in sizes or (mine.per, mine.unit) != (theirs.per, theirs.unit):
        return None
    if sizes[0] == sizes[1]:
        return "equal"
    return "better" if (sizes[0] > sizes[1]) == (cell.criterion.better is Better.HIGHER) else "worse"  # type: ignore[operator]
