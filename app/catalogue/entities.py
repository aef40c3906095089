"""The things that are edited, loaded, exported and undone as a whole, as plain immutable values.

An entity is read from a file or from rows, written to either, and kept as a document in a revision; all three ways
meet here. Ids are made from what identifies the thing, so they are the same in every deployment.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import PlainSerializer, PlainValidator, TypeAdapter

from app.catalogue.values import Value, parse, write
from app.catalogue.words import (
    Better,
    Bound,
    Changeable,
    Cloud,
    DatePrecision,
    GuaranteeClass,
    Kind,
    LicenceClass,
    Method,
    Per,
    PricingModel,
    ProtocolStatus,
    RelationType,
    Scale,
    StatementState,
    Support,
    ValueType,
)


def _value_document(value: Value) -> dict[str, str]:
    return {"type": value.type, "text": write(value)}


def _value_from(document: Any) -> Value:
    if isinstance(document, Value):
        return document
    text = document["text"]
    return parse(ValueType(document["type"]), text, units=(text.partition(" ")[2],), options=(text,))


ValueField = Annotated[Value, PlainSerializer(_value_document), PlainValidator(_value_from)]


def short_id(*identity: Any) -> str:
    """14 hex digits of the SHA-256 of the identity: 160,000 statements collide with a chance below 1 in 10^6."""
    text = json.dumps(identity, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:14]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a claim stands in a source and when that was read. `source` is a key within the owning file."""

    source: str
    place: str
    find: str
    text_date: date | None
    checked: date
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the six questions about a product."""

    kind: ClassVar[str] = "dimension"
    slug: str
    name: str
    short: str
    question: str
    position: int

    @property
    def id(self) -> str:
        """Its slug."""
        return self.slug


@dataclass(frozen=True, slots=True)
class Option:
    """One member of a criterion's answer."""

    slug: str
    label: str
    definition: str
    licence_class: LicenceClass | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One comparable property. `fresh_days` is how long a text about it stays fresh, from its own date."""

    kind: ClassVar[str] = "criterion"
    slug: str
    dimension: str
    position: int
    label: str
    definition: str
    how_to_read: str
    type: ValueType
    fresh_days: int
    scale: Scale = Scale.NONE
    open: bool = False
    keyed: bool = False
    better: Better | None = None
    inherits: bool = False
    not_applicable_kinds: tuple[Kind, ...] = ()
    depends_on_operator: bool = False
    computed: bool = False
    units: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    rubric: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its slug."""
        return self.slug

    @property
    def has_option_cells(self) -> bool:
        """Whether each option is a cell of its own (sets of features, tables of words) rather than the whole."""
        return (self.type is ValueType.OPTIONS and not self.open) or self.keyed

    def option(self, slug: str) -> Option | None:
        """The option of that slug, if there is one."""
        return next((option for option in self.options if option.slug == slug), None)


@dataclass(frozen=True, slots=True)
class ProtocolVersion:
    """A published version of a protocol."""

    version: str
    published: date | None
    precision: DatePrecision | None


@dataclass(frozen=True, slots=True)
class Protocol:
    """A wire protocol with its own page."""

    kind: ClassVar[str] = "protocol"
    slug: str
    position: int
    name: str
    body: str
    status: ProtocolStatus
    specification: str
    transport: str
    security: str
    good_at: str
    not_good_at: str
    versions: tuple[ProtocolVersion, ...]
    aliases: tuple[str, ...]
    citations: tuple[Citation, ...]

    @property
    def id(self) -> str:
        """Its slug."""
        return self.slug


@dataclass(frozen=True, slots=True)
class Aspect:
    """A point on which the approaches are compared."""

    kind: ClassVar[str] = "aspect"
    slug: str
    position: int
    label: str
    question: str

    @property
    def id(self) -> str:
        """Its slug."""
        return self.slug


@dataclass(frozen=True, slots=True)
class Approach:
    """Event-driven, message-driven or both, explained. `texts` pairs an aspect's slug with what is said about it."""

    kind: ClassVar[str] = "approach"
    slug: str
    position: int
    name: str
    summary: str
    texts: tuple[tuple[str, str], ...]
    choose_when: tuple[str, ...]
    avoid_when: tuple[str, ...]
    pitfalls: tuple[str, ...]
    citations: tuple[Citation, ...]

    @property
    def id(self) -> str:
        """Its slug."""
        return self.slug


@dataclass(frozen=True, slots=True)
class ApproachWord:
    """A word of another source and what it is called here."""

    source: str
    word: str
    ours: str
    find: str
    note: str | None


@dataclass(frozen=True, slots=True)
class ApproachWords:
    """The table of other people's words, edited as a whole."""

    kind: ClassVar[str] = "approach-words"
    words: tuple[ApproachWord, ...]

    @property
    def id(self) -> str:
        """There is one table."""
        return "all"


@dataclass(frozen=True, slots=True)
class Edition:
    """A commercial form of a product."""

    slug: str
    name: str
    default: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Mode:
    """A part of a product that one flow uses; `editions` is empty where all editions have it."""

    slug: str
    name: str
    default: bool = False
    editions: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """One thing that a user can choose."""

    kind: ClassVar[str] = "product"
    slug: str
    name: str
    product_kind: Kind
    vendor: str
    homepage: str
    documentation: str
    repository: str | None = None
    aliases: tuple[str, ...] = ()
    editions: tuple[Edition, ...] = ()
    modes: tuple[Mode, ...] = ()

    @property
    def id(self) -> str:
        """Its slug."""
        return self.slug


@dataclass(frozen=True, slots=True)
class Relation:
    """One product's tie to another."""

    kind: ClassVar[str] = "relation"
    product: str
    type: RelationType
    target: str
    position: int
    editions: tuple[str, ...] = ()
    engine_edition: str | None = None
    versions_from: str | None = None
    versions_to: str | None = None
    note: str | None = None
    citations: tuple[Citation, ...] = ()

    @property
    def id(self) -> str:
        """Made from the two products, the type and the editions it is limited to."""
        return short_id(self.kind, self.product, self.type, self.target, self.editions)


@dataclass(frozen=True, slots=True)
class Source:
    """A page that citations point to."""

    kind: ClassVar[str] = "source"
    owner: str
    key: str
    position: int
    url: str
    title: str
    publisher: str
    is_vendor: bool
    text_date: date | None
    checked: date

    @property
    def id(self) -> str:
        """Owner and key."""
        return f"{self.owner}/{self.key}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim within its qualifiers. An `options` statement has a support, other known ones a value or a bound."""

    kind: ClassVar[str] = "statement"
    product: str
    criterion: str
    type: ValueType
    scale: Scale = Scale.NONE
    keyed: bool = False
    option: str | None = None
    state: StatementState = StatementState.KNOWN
    value: ValueField | None = None
    unit: str | None = None
    support: Support | None = None
    editions: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    regions: tuple[str, ...] = ()
    when: str | None = None
    per: Per | None = None
    bound: Bound | None = None
    changeable: Changeable | None = None
    claim: int = 1
    method: Method = Method.DOCUMENTATION
    note: str | None = None
    citations: tuple[Citation, ...] = ()
    id: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", short_id(*self.identity()))

    def identity(self) -> tuple[Any, ...]:
        """What makes this statement this one; the unit too: 1 MB/s and 1,000 events/s are two limits."""
        return (*self.question(), self.editions, self.modes, *self.condition(), self.claim)

    def question(self) -> tuple[str, str, str | None]:
        """The cell it answers."""
        return (self.product, self.criterion, self.option)

    def condition(self) -> tuple[Any, ...]:
        """The qualifiers besides editions and modes."""
        return (self.since, self.until, self.regions, self.when, self.per, self.unit)


@dataclass(frozen=True, slots=True)
class CompleteList:
    """A source enumerates: what this product's statements leave out is *no*, but for the exceptions."""

    kind: ClassVar[str] = "complete-list"
    product: str
    criterion: str
    scale: Scale
    editions: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    note: str | None = None
    citations: tuple[Citation, ...] = ()

    @property
    def id(self) -> str:
        """Made from product, criterion, editions and modes."""
        return short_id(self.kind, self.product, self.criterion, self.editions, self.modes)


@dataclass(frozen=True, slots=True)
class ClientLibrary:
    """A library that programs use to talk to a product."""

    kind: ClassVar[str] = "client-library"
    product: str
    position: int
    language: str
    name: str
    official: bool
    repository: str | None = None
    package_system: str | None = None
    package_name: str | None = None
    licence: str | None = None
    release_version: str | None = None
    release_date: date | None = None
    note: str | None = None
    citations: tuple[Citation, ...] = ()

    @property
    def id(self) -> str:
        """Made from product, language and name."""
        return short_id(self.kind, self.product, self.language, self.name)


@dataclass(frozen=True, slots=True)
class Bracket:
    """The price of one `unit_size` of units from one monthly amount up to another."""

    from_amount: int
    to_amount: int | None
    price: Decimal


@dataclass(frozen=True, slots=True)
class Component:
    """One meter of a pricing tier; amounts in units a month, `step` in bytes."""

    meter: str
    unit: str
    unit_size: int = 1
    step: int | None = None
    per: str | None = None
    allowance: int | None = None
    allowance_shared_by: str | None = None
    brackets: tuple[Bracket, ...] = ()
    included: int | None = None
    minimum: int | None = None
    carries: tuple[tuple[str, float], ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PricingTier:
    """One way to pay for a product."""

    kind: ClassVar[str] = "pricing-tier"
    product: str
    slug: str
    position: int
    name: str
    model: PricingModel
    currency: str | None = None
    cloud: Cloud | None = None
    region: str | None = None
    valid_from: date | None = None
    editions: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()
    note: str | None = None
    citations: tuple[Citation, ...] = ()

    @property
    def id(self) -> str:
        """Product and slug."""
        return f"{self.product}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Measurement:
    """A published or own measurement. Message size in B, MB = 10^6 B, latencies in ms."""

    kind: ClassVar[str] = "measurement"
    product: str
    slug: str
    position: int
    setup: str
    guarantee_class: GuaranteeClass
    method: Method
    edition: str | None = None
    mode: str | None = None
    product_version: str | None = None
    published: date | None = None
    message_bytes: int | None = None
    messages_per_second: float | None = None
    megabytes_per_second: float | None = None
    latency_p50_ms: float | None = None
    latency_p99_ms: float | None = None
    note: str | None = None
    citations: tuple[Citation, ...] = ()

    @property
    def id(self) -> str:
        """Product and slug."""
        return f"{self.product}/{self.slug}"


Entity = (
    Dimension
    | Criterion
    | Protocol
    | Aspect
    | Approach
    | ApproachWords
    | Product
    | Relation
    | Source
    | Statement
    | CompleteList
    | ClientLibrary
    | PricingTier
    | Measurement
)

KINDS: dict[str, type[Entity]] = {
    each.kind: each
    for each in (
        Dimension,
        Criterion,
        Protocol,
        Aspect,
        Approach,
        ApproachWords,
        Product,
        Relation,
        Source,
        Statement,
        CompleteList,
        ClientLibrary,
        PricingTier,
        Measurement,
    )
}
"""Each entity by the word that revisions use for it."""

Key = tuple[str, str]
"""An entity's kind and id."""


def key(entity: Entity) -> Key:
    """What an entity is found by."""
    return (entity.kind, entity.id)


def by_key(entities: Iterable[Entity]) -> dict[Key, Entity]:
    """Entities by what they are found by."""
    return {key(entity): entity for entity in entities}


_ADAPTERS: dict[type[Entity], TypeAdapter[Any]] = {each: TypeAdapter(each) for each in KINDS.values()}


def to_document(entity: Entity) -> dict[str, Any]:
    """The entity as plain JSON values; what is absent is left out."""
    document: dict[str, Any] = _ADAPTERS[type(entity)].dump_python(entity, mode="json", exclude_defaults=True)
    document.pop("id", None)
    return document


def from_document(kind: str, document: dict[str, Any]) -> Entity:
    """The entity that `to_document` wrote."""
    entity: Entity = _ADAPTERS[KINDS[kind]].validate_python(document)
    return entity
