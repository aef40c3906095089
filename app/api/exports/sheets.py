"""Grids, dimensions and lists of products as tables of text, row by row as pages show them."""

from collections.abc import Iterable, Sequence
from datetime import date

from app.api.exports.table import Table, cell_text
from app.catalogue import entities as e
from app.catalogue.search import Match
from app.catalogue.showing import variant_words
from app.catalogue.snapshot import Catalogue, Entry
from app.compare import Grid, GridCell, Row, whole_cell


def source_urls(catalogue: Catalogue, made: GridCell) -> str:
    """The pages that a cell's shown facts cite, each once."""
    urls: dict[str, None] = {}
    for cell in made.cells:
        answer = cell.answer()
        for fact in (*answer.facts, *answer.conditional):
            urls.update((catalogue.source(fact, each).url, None) for each in fact.statement.citations)
    return " ".join(urls)


def _names(entries: Iterable[Entry], sources: bool) -> list[str]:
    return [
        name
        for entry in entries
        for name in ((entry.product.name, f"Sources: {entry.product.name}") if sources else (entry.product.name,))
    ]


def _cells(catalogue: Catalogue, row: Row, sources: bool) -> list[str]:
    texts = []
    for cell in row.cells:
        texts.append(cell_text(cell.shown, cell.verdict))
        if sources:
            texts.append(source_urls(catalogue, cell))
    return texts


def _row(catalogue: Catalogue, row: Row, sources: bool) -> list[str]:
    return [row.criterion.label, row.option.label if row.option else "", *_cells(catalogue, row, sources)]


def told(catalogue: Catalogue, day: date) -> str:
    """Which catalogue a table was made from."""
    return f"Messaging Landscape, revision {catalogue.revision}, {day.isoformat()}"


def compared(catalogue: Catalogue, grid: Grid, day: date, *, sources: bool) -> Table:
    """A comparison: a row for each question, a column for each product."""
    slugs = [entry.slug for entry in grid.products]
    rows = [(band.dimension.name, *_row(catalogue, row, sources)) for band in grid.bands for row in band.rows]
    return Table(
        name="compare-" + "-".join(slugs),
        title=", ".join(entry.product.name for entry in grid.products),
        line=told(catalogue, day),
        header=("Dimension", "Criterion", "Option", *_names(grid.products, sources)),
        rows=tuple(rows),
    )


def rows_table(
    catalogue: Catalogue, name: str, title: str, rows: Iterable[Row], entries: Sequence[Entry], day: date
) -> Table:
    """One dimension or criterion over all products: a line for each product, as the pages draw it."""
    rows = tuple(rows)
    columns = [f"{row.criterion.label}: {row.option.label}" if row.option else row.criterion.label for row in rows]
    return Table(
        name=name,
        title=title,
        line=told(catalogue, day),
        header=("Product", "Kind", *columns),
        rows=tuple(
            (
                entry.product.name,
                entry.product.product_kind.value,
                *(cell_text(row.cells[number].shown, row.cells[number].verdict) for row in rows),
            )
            for number, entry in enumerate(entries)
        ),
    )


def listed(
    catalogue: Catalogue, matches: Iterable[Match], columns: Sequence[e.Criterion], summary: str, day: date
) -> Table:
    """A list of products with the columns asked for; says with which variants a product matches, if not with all."""
    rows = []
    for match in matches:
        product = match.entry.product
        variants = [variant_words(product, [each.edition or ""], [each.mode or ""]) for each in match.variants]
        rows.append(
            (
                product.name,
                product.product_kind.value,
                product.vendor,
                "; ".join(variants) if match.is_limited else "",
                *(cell_text(whole_cell(each, match.entry, day).shown) for each in columns),
            )
        )
    return Table(
        name="products",
        title=f"Products: {summary}",
        line=told(catalogue, day),
        header=("Product", "Kind", "Vendor", "Only with", *(each.label for each in columns)),
        rows=tuple(rows),
    )
