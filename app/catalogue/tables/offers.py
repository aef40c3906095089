"""What comes with a product: client libraries, pricing tiers with their components, published measurements."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.catalogue.tables.statements import CitationColumns, citation_args
from app.catalogue.words import Cloud, GuaranteeClass, Method, PricingModel
from app.db.constraints import (
    LETTERS,
    LONGEST_TEXT,
    at_least,
    day,
    flag,
    one_of,
    only,
    refers,
    slug,
    table_args,
    text,
    url,
)

CAPACITIES = (
    "mb_in",
    "mb_out",
    "events_in",
    "events_out",
    "requests",
    "partitions",
    "connections",
    "storage_gb",
)
"""What one unit of capacity can carry: MB (10^6 B) or events or requests a second, or how many at a time."""


class ClientLibrary(SQLModel, table=True):
    """A library that programs use to talk to a product."""

    __tablename__ = "client_library"
    __table_args__ = table_args(
        refers("product", "product.slug"),
        UniqueConstraint("product", "language", "name"),
        UniqueConstraint("id", "product"),
        text("language"),
        text("name"),
        url("repository"),
        slug("package_system"),
        text("package_name"),
        text("licence"),
        slug("release_version"),
        day("release_date"),
        text("note", LONGEST_TEXT),
        CheckConstraint("(package_system IS NULL) = (package_name IS NULL)", name="package_is_whole"),
        CheckConstraint("release_date IS NULL OR release_version IS NOT NULL", name="release_has_version"),
        at_least("position", 0),
        at_least("version", 1),
    )
    id: str = Field(primary_key=True)
    product: str
    position: int
    language: str
    name: str
    official: bool = Field(sa_type=flag("official"))
    repository: str | None = None
    package_system: str | None = None
    package_name: str | None = None
    licence: str | None = None
    release_version: str | None = None
    release_date: date | None = None
    note: str | None = None
    version: int


class PricingTier(SQLModel, table=True):
    """One way to pay for a product."""

    __tablename__ = "pricing_tier"
    __table_args__ = table_args(
        refers("product", "product.slug"),
        UniqueConstraint("product", "slug"),
        UniqueConstraint("id", "product"),
        slug(),
        text("name"),
        one_of("model", PricingModel),
        one_of("cloud", Cloud),
        CheckConstraint(f"length(currency) = 3 AND {only('currency', LETTERS)}", name="currency_is_iso4217"),
        slug("region"),
        day("valid_from"),
        text("note", LONGEST_TEXT),
        at_least("position", 0),
        at_least("version", 1),
    )
    id: str = Field(primary_key=True)
    product: str
    slug: str
    position: int
    name: str
    model: str
    currency: str | None = None
    cloud: str | None = None
    region: str | None = None
    valid_from: date | None = None
    note: str | None = None
    version: int


class PricingTierEdition(SQLModel, table=True):
    """An edition that a tier pays for; none means all."""

    __tablename__ = "pricing_tier_edition"
    __table_args__ = table_args(
        refers("pricing_tier product", "pricing_tier.id pricing_tier.product"),
        refers("product edition", "edition.product edition.slug"),
    )
    pricing_tier: str = Field(primary_key=True)
    edition: str = Field(primary_key=True)
    product: str


class PricingTierMode(SQLModel, table=True):
    """A mode that a tier pays for; none means all."""

    __tablename__ = "pricing_tier_mode"
    __table_args__ = table_args(
        refers("pricing_tier product", "pricing_tier.id pricing_tier.product"),
        refers("product mode", "mode.product mode.slug"),
    )
    pricing_tier: str = Field(primary_key=True)
    mode: str = Field(primary_key=True)
    product: str


class Component(SQLModel, table=True):
    """One meter of a pricing tier. Amounts are in `unit`s, allowance and brackets a month."""

    __tablename__ = "component"
    __table_args__ = table_args(
        refers("pricing_tier", "pricing_tier.id"),
        slug("meter"),
        text("unit"),
        at_least("unit_size", 1),
        at_least("step_bytes", 1),
        slug("per"),
        at_least("allowance_amount", 1),
        slug("allowance_shared_by"),
        CheckConstraint(
            "(allowance_amount IS NULL) = (allowance_shared_by IS NULL)", name="allowance_names_who_shares"
        ),
        at_least("included", 0),
        at_least("minimum", 0),
        text("note", LONGEST_TEXT),
        at_least("position", 1),
    )
    pricing_tier: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    meter: str
    unit: str
    unit_size: int = Field(sa_type=BigInteger)
    step_bytes: int | None = Field(default=None, sa_type=BigInteger)
    per: str | None = None
    allowance_amount: int | None = Field(default=None, sa_type=BigInteger)
    allowance_shared_by: str | None = None
    included: int | None = Field(default=None, sa_type=BigInteger)
    minimum: int | None = Field(default=None, sa_type=BigInteger)
    note: str | None = None


class Bracket(SQLModel, table=True):
    """The price of a component from one amount up to another.

    `price_nano` is the price of `unit_size` units in billionths of the tier's currency: a whole number, exact on both
    engines.
    """

    __tablename__ = "bracket"
    __table_args__ = table_args(
        refers("pricing_tier component", "component.pricing_tier component.position"),
        at_least("from_amount", 0),
        CheckConstraint("to_amount > from_amount", name="ends_after_it_begins"),
        at_least("price_nano", 0),
    )
    pricing_tier: str = Field(primary_key=True)
    component: int = Field(primary_key=True)
    from_amount: int = Field(primary_key=True, sa_type=BigInteger)
    to_amount: int | None = Field(default=None, sa_type=BigInteger)
    price_nano: int = Field(sa_type=BigInteger)


class Capacity(SQLModel, table=True):
    """What one unit of a capacity component carries."""

    __tablename__ = "capacity"
    __table_args__ = table_args(
        refers("pricing_tier component", "component.pricing_tier component.position"),
        one_of("quantity", CAPACITIES),
        CheckConstraint("amount > 0 AND amount < 1e18", name="amount_is_positive"),
    )
    pricing_tier: str = Field(primary_key=True)
    component: int = Field(primary_key=True)
    quantity: str = Field(primary_key=True)
    amount: float


class Measurement(SQLModel, table=True):
    """A published or own measurement with its set-up. Latencies in ms, MB = 10^6 B."""

    __tablename__ = "measurement"
    __table_args__ = table_args(
        refers("product", "product.slug"),
        refers("product edition", "edition.product edition.slug"),
        refers("product mode", "mode.product mode.slug"),
        UniqueConstraint("product", "slug"),
        UniqueConstraint("id", "product"),
        slug(),
        slug("product_version"),
        day("published"),
        text("setup", LONGEST_TEXT),
        one_of("guarantee_class", GuaranteeClass),
        one_of("method", (Method.MEASURED, Method.VENDOR_CLAIM, Method.LAB)),
        at_least("message_bytes", 1),
        *(
            CheckConstraint(f"{column} > 0 AND {column} < 1e18", name=f"{column}_is_positive")
            for column in ("messages_per_second", "megabytes_per_second", "latency_p50_ms", "latency_p99_ms")
        ),
        CheckConstraint(
            "messages_per_second IS NOT NULL OR megabytes_per_second IS NOT NULL "
            "OR latency_p50_ms IS NOT NULL OR latency_p99_ms IS NOT NULL",
            name="measures_something",
        ),
        text("note", LONGEST_TEXT),
        at_least("position", 0),
        at_least("version", 1),
    )
    id: str = Field(primary_key=True)
    product: str
    slug: str
    position: int
    edition: str | None = None
    mode: str | None = None
    product_version: str | None = None
    published: date | None = None
    setup: str
    guarantee_class: str
    message_bytes: int | None = Field(default=None, sa_type=BigInteger)
    messages_per_second: float | None = None
    megabytes_per_second: float | None = None
    latency_p50_ms: float | None = None
    latency_p99_ms: float | None = None
    method: str
    note: str | None = None
    version: int


class ClientLibraryCitation(CitationColumns, table=True):
    """A citation of a client library."""

    __tablename__ = "client_library_citation"
    __table_args__ = citation_args("client_library")
    client_library: str = Field(primary_key=True)


class PricingTierCitation(CitationColumns, table=True):
    """A citation of a pricing tier."""

    __tablename__ = "pricing_tier_citation"
    __table_args__ = citation_args("pricing_tier")
    pricing_tier: str = Field(primary_key=True)


class MeasurementCitation(CitationColumns, table=True):
    """A citation of a measurement."""

    __tablename__ = "measurement_citation"
    __table_args__ = citation_args("measurement")
    measurement: str = Field(primary_key=True)
