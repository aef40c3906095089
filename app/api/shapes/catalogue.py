"""The whole catalogue as one document, and what belongs to a product."""

from datetime import date

from app.api.shapes.base import Head, Shape
from app.api.shapes.statements import Citation, Statement
from app.api.shapes.vocabulary import Criterion, Protocol
from app.catalogue.words import Cloud, GuaranteeClass, Kind, Method, PricingModel, RelationType


class Edition(Shape):
    """A commercial form of a product."""

    slug: str
    name: str
    default: bool
    """Whether it is what somebody gets who does not choose."""
    note: str | None


class Mode(Shape):
    """A part of a product that one flow uses."""

    slug: str
    name: str
    default: bool
    """Whether it is what somebody gets who does not choose."""
    editions: list[str]
    """The editions that have it; empty: all."""
    note: str | None


class ClientLibrary(Shape):
    """A library that programs use to talk to a product."""

    language: str
    name: str
    official: bool
    """Kept by the product's own makers."""
    repository: str | None
    package_system: str | None
    package_name: str | None
    licence: str | None
    release_version: str | None
    release_date: date | None
    note: str | None
    citations: list[Citation]


class Bracket(Shape):
    """The price of one `unit_size` of units from one monthly amount up to another."""

    from_amount: int
    to_amount: int | None
    """Null: without end."""
    price: str
    """A decimal number as text, so that nothing is rounded, in the tier's currency."""


class Component(Shape):
    """One meter of a pricing tier; amounts in units a month, `step` in bytes."""

    meter: str
    unit: str
    unit_size: int
    step: int | None
    """Sizes are rounded up to a multiple of so many bytes."""
    per: str | None
    allowance: int | None
    """Units a month without charge."""
    allowance_shared_by: str | None
    brackets: list[Bracket]
    included: int | None
    minimum: int | None
    carries: dict[str, float]
    """What one unit of capacity carries."""
    note: str | None


class PricingTier(Shape):
    """One way to pay for a product."""

    slug: str
    name: str
    model: PricingModel
    currency: str | None
    cloud: Cloud | None
    region: str | None
    valid_from: date | None
    editions: list[str]
    modes: list[str]
    components: list[Component]
    note: str | None
    citations: list[Citation]


class Measurement(Shape):
    """A published or own measurement; comparable only within one guarantee class."""

    slug: str
    setup: str
    guarantee_class: GuaranteeClass
    method: Method
    edition: str | None
    mode: str | None
    product_version: str | None
    published: date | None
    message_bytes: int | None
    messages_per_second: float | None
    megabytes_per_second: float | None
    """MB = 1,000,000 bytes."""
    latency_p50_ms: float | None
    latency_p99_ms: float | None
    note: str | None
    citations: list[Citation]


class Relation(Shape):
    """The product's tie to another one."""

    type: RelationType
    product: str
    """The other product's slug."""
    editions: list[str]
    engine_edition: str | None
    versions_from: str | None
    versions_to: str | None
    note: str | None
    citations: list[Citation]


class ProductDocument(Shape):
    """A product with everything that is stated of it."""

    slug: str
    name: str
    kind: Kind
    editions: list[Edition]
    modes: list[Mode]
    statements: list[Statement]
    """In the order of the criteria; enumerated and inherited ones among them. What is not there is unknown."""
    client_libraries: list[ClientLibrary]
    pricing_tiers: list[PricingTier]
    measurements: list[Measurement]
    relations: list[Relation]


class CatalogueDocument(Head):
    """Everything at one revision."""

    criteria: list[Criterion]
    protocols: list[Protocol]
    products: list[ProductDocument]
