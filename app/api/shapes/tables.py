"""Cells, rows and tables: what a page shows, in the same words, with the typed values beside them."""

from typing import Literal

from app.api.shapes.base import Head, Listing, Shape
from app.api.shapes.catalogue import ProductDocument
from app.api.shapes.statements import JsonValue, Statement
from app.api.shapes.vocabulary import Counts, Criterion, Dimension, Protocol
from app.catalogue.cells import Freshness
from app.catalogue.showing import Mark
from app.catalogue.words import CellState, Kind


class Variant(Shape):
    """One edition with one mode; null where the product has only one."""

    edition: str | None
    mode: str | None


class Answer(Shape):
    """What holds for the product's default variant, typed."""

    option: str | None
    """The option, where the cell sums up several."""
    state: CellState
    value: JsonValue
    unit: str | None
    statement: str | None
    """The id of the statement that decides."""


class Cell(Shape):
    """One cell as pages show it."""

    product: str
    """The product's slug."""
    mark: Mark
    """The shape that stands before the words."""
    text: str
    """The default variant's answer in words."""
    details: list[str]
    """Conditions, and how other variants differ, one line each."""
    note: str | None
    """What its statement says in a note."""
    statement: str | None
    """The id of the deciding statement: `/api/v1/statements/{id}`."""
    sources: int
    """How many pages are cited."""
    age: Freshness | None
    """How the newest text cited stands to what the criterion allows; null where nothing is known."""
    inherited: bool
    """Whether it is known from the product's engine alone."""
    verdict: Literal["better", "worse", "equal"] | None
    """Against the baseline, where the criterion says what is better."""
    answers: list[Answer]
    """The same typed; one for each option where the cell sums up several."""


class ColumnCell(Shape):
    """A cell in a table of products."""

    criterion: str
    cell: Cell


class Row(Shape):
    """One question over several products."""

    criterion: str
    option: str | None
    """Set where the row is about one option of the criterion."""
    label: str
    differs: bool
    """Whether the products answer differently."""
    cells: list[Cell]
    """In the order of `products`."""


class Band(Shape):
    """The rows of one dimension."""

    dimension: str
    name: str
    rows: list[Row]


class Compared(Shape):
    """A product as the head of a column."""

    slug: str
    name: str
    kind: Kind
    vendor: str


class Comparison(Head):
    """Products side by side."""

    products: list[Compared]
    dimension: str | None
    """The one dimension that was asked for."""
    differences: bool
    """Whether only rows that differ are listed."""
    baseline: str | None
    rows: int
    """How many rows there are, listed or not."""
    differing: int
    """In how many of them the products differ."""
    due: int
    """Cells whose texts are older than allowed, or undated."""
    bands: list[Band]


class DimensionTable(Head):
    """One dimension over all products."""

    dimension: Dimension
    products: list[Compared]
    rows: list[Row]


class VariantAnswer(Shape):
    """What holds for one variant."""

    variant: Variant
    state: CellState
    statements: list[str]
    """Ids of the statements that decide, then of those that hold under a condition."""


class Speaker(Shape):
    """A product and how it speaks a protocol."""

    product: str
    name: str
    cell: Cell


class ProtocolPage(Head):
    """A protocol, and who speaks it."""

    protocol: Protocol
    products: list[Speaker]
    """Those that speak it first, then those of which it is unknown, then the others."""


class CriterionPage(Head):
    """A criterion over all products."""

    criterion: Criterion
    products: list[Compared]
    rows: list[Row]


class StatementPage(Head):
    """A statement, and the cell it belongs to."""

    statement: Statement
    product: str
    product_name: str
    criterion_label: str
    option_label: str | None
    is_past: bool
    """Whether it is over."""
    rests_on: str | None
    """Of an inherited statement: the id of the engine's; of an enumerated one: of the complete list."""
    owner: str
    """The product whose sources are cited."""
    cell: Cell | None
    """The cell as a table shows it."""
    answers: list[VariantAnswer]
    """What holds for each variant of the product."""
    others: list[str]
    """Ids of the other statements about the same question, past ones among them."""


class FacetOption(Shape):
    """One option of a facet."""

    option: str
    label: str
    count: int
    """Products that would match with this option under the other filters."""
    unknown: int
    """Products of which nobody knows whether they have it."""
    chosen: bool


class Facet(Shape):
    """What could be asked further."""

    name: str
    """The query parameter."""
    label: str
    unknown: int
    """Products of which nothing of it is known: `name=unknown`."""
    options: list[FacetOption]


class ProductRow(Shape):
    """A product that matches, with the columns asked for."""

    slug: str
    name: str
    kind: Kind
    vendor: str
    variants: list[Variant]
    """The variants for which all filters hold together."""
    limited: bool
    """Whether it matches with some of its variants only."""
    cells: list[ColumnCell]


class Products(Listing):
    """Products that match the filters."""

    query: str
    """The question in its normal form."""
    summary: str
    """The question in words."""
    columns: list[str]
    items: list[ProductRow]
    facets: list[Facet] | None
    """With `facets=true`: how many products there would be for each option."""


class ProductPage(Head, ProductDocument):
    """Everything about one product."""

    vendor: str
    homepage: str
    documentation: str
    repository: str | None
    aliases: list[str]
    variants: list[Variant]
    """Every edition with every mode that it has, the default one first."""
    coverage: Counts
