"""Dimensions, criteria, protocols, approaches and coverage."""

from datetime import date

from app.api.shapes.base import Listing, Shape
from app.api.shapes.statements import Citation
from app.catalogue.words import Better, DatePrecision, Kind, LicenceClass, ProtocolStatus, Scale, ValueType


class Dimension(Shape):
    """One of the six questions about a product."""

    slug: str
    name: str
    short: str
    question: str
    criteria: list[str]
    """Slugs of its criteria in reading order."""


class Dimensions(Listing):
    """The dimensions."""

    items: list[Dimension]


class Option(Shape):
    """One member of a criterion's answer."""

    slug: str
    label: str
    definition: str
    licence_class: LicenceClass | None


class Criterion(Shape):
    """One comparable property of products."""

    slug: str
    dimension: str
    label: str
    definition: str
    how_to_read: str
    type: ValueType
    """How the answer is typed."""
    units: list[str]
    """Units that its values have in JSON."""
    scale: Scale
    """Of options: whether they are features (with a support) or plain (yes or no)."""
    better: Better | None
    """Which direction is better, where one is."""
    open: bool
    """Whether the options are an open list, answered in one cell."""
    options: list[Option]
    rubric: list[str]
    """Of a grade: what each grade from 1 to 5 means."""
    fresh_days: int
    """How long a text about it stays fresh."""
    inherits: bool
    """Whether a managed product takes it over from its engine."""
    computed: bool
    """Whether it is computed from other facts."""
    not_applicable_kinds: list[Kind]
    depends_on_operator: bool


class Criteria(Listing):
    """The criteria in reading order."""

    items: list[Criterion]


class ProtocolVersion(Shape):
    """A published version of a protocol."""

    version: str
    published: date | None
    precision: DatePrecision | None
    """How much of `published` is known."""


class Protocol(Shape):
    """A wire protocol."""

    slug: str
    name: str
    body: str
    """Who stands behind the text."""
    status: ProtocolStatus
    specification: str
    transport: str
    security: str
    good_at: str
    not_good_at: str
    versions: list[ProtocolVersion]
    aliases: list[str]
    citations: list[Citation]


class Protocols(Listing):
    """The wire protocols."""

    items: list[Protocol]


class Aspect(Shape):
    """A point on which the approaches are compared."""

    slug: str
    label: str
    question: str


class Approach(Shape):
    """Event-driven, message-driven or both, explained."""

    slug: str
    name: str
    summary: str
    texts: dict[str, str]
    """What is said about each aspect, by its slug."""
    choose_when: list[str]
    avoid_when: list[str]
    pitfalls: list[str]
    citations: list[Citation]


class Word(Shape):
    """A word of another source, and what it is called here."""

    word: str
    ours: str
    note: str | None
    url: str
    title: str
    find: str


class Approaches(Listing):
    """The approaches with the aspects they are compared on, and other people's words."""

    aspects: list[Aspect]
    items: list[Approach]
    words: list[Word]


class Counts(Shape):
    """How many cells are known, and on what they rest."""

    cells: int
    applicable: int
    """Without those that a rule answers."""
    known: int
    stated: int
    """Known by a statement of the product's own; the only ones that count as cited."""
    enumerated: int
    """Known by being left out of a complete list."""
    inherited: int
    """Known from the engine alone."""
    unknown: int
    fresh: int
    due: int
    """Known from texts that are older than the criterion allows."""
    undated: int
    disputed: int
    not_applicable: int
    depends_on_operator: int
    share: float
    """Known cells of the applicable ones, from 0 to 1."""


class DimensionCounts(Shape):
    """Coverage of one dimension over all products."""

    dimension: str
    counts: Counts


class ProductCounts(Shape):
    """Coverage of one product, and of each dimension of it."""

    product: str
    name: str
    counts: Counts
    dimensions: list[DimensionCounts]


class CoverageReport(Listing):
    """Coverage of everything, of each dimension, and of each product (the items)."""

    all: Counts
    dimensions: list[DimensionCounts]
    items: list[ProductCounts]
