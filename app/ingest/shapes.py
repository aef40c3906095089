"""The shapes of the YAML files, as pydantic models: they check, they convert, and the JSON Schemas come from them.

Values of statements are not here: their type is the criterion's, so `entities_from` reads them.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails

from app.catalogue.tables.offers import CAPACITIES
from app.catalogue.values import (
    LONGEST_TEXT,
    NotAValue,
    parse_bytes,
    parse_date,
    parse_day,
    parse_integer,
    parse_text,
    parse_url,
    parse_version,
)
from app.catalogue.words import (
    LANGUAGES,
    PACKAGE_SYSTEMS,
    WRITABLE_METHODS,
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


def _read_by(parse: Callable[[str], Any]) -> BeforeValidator:
    def read(value: Any) -> Any:
        if not isinstance(value, str):
            raise NotAValue("plain text, not a list or a mapping")
        return parse(value)

    return BeforeValidator(read)


def _line(text: str) -> str:
    return parse_text(text, 300)


def _find(text: str) -> str:
    if len(text) > 60:
        raise NotAValue(f"at most 60 characters ({len(text)} stand here): pick one term, number or setting")
    return parse_text(text, 60)


def _slug(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._/+-]{0,59}", text):
        raise NotAValue("a short name of letters, digits, '-', '.', '_', '/' or '+', at most 60 characters")
    return text


def _yes_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise NotAValue("yes or no")
    return text == "yes"


def _price(text: str) -> Decimal:
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text):
        raise NotAValue("a price such as 0.40, with at most nine decimals and without a currency sign")
    return Decimal(text)


def _amount(text: str) -> float:
    if not re.fullmatch(r"\d{1,15}(\.\d{1,9})?", text):
        raise NotAValue("a number such as 2 or 0.5")
    return float(text)


def _writable_method(text: str) -> Method:
    if text not in WRITABLE_METHODS:
        raise NotAValue("one of " + ", ".join(WRITABLE_METHODS))
    return Method(text)


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise NotAValue(
            "a language as it is spelt here: C# for .NET, JavaScript for TypeScript, " + ", ".join(LANGUAGES)
        )
    return text


def _package_system(text: str) -> str:
    if text not in PACKAGE_SYSTEMS:
        raise NotAValue("one of " + ", ".join(PACKAGE_SYSTEMS))
    return text


def _spdx(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.+-]{1,60}( (OR|AND|WITH) [A-Za-z0-9.+-]{1,60}){0,4}", text):
        raise NotAValue("an SPDX id or expression, such as Apache-2.0 or EPL-2.0 OR BSD-3-Clause")
    return text


def _quantity(text: str) -> str:
    if text not in CAPACITIES:
        raise NotAValue("one of " + ", ".join(CAPACITIES))
    return text


def _text_schema(**more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **more})


Text = Annotated[str, _read_by(parse_text), _text_schema(minLength=1, maxLength=LONGEST_TEXT)]
Line = Annotated[str, _read_by(_line), _text_schema(minLength=1, maxLength=300)]
Find = Annotated[str, _read_by(_find), _text_schema(minLength=1, maxLength=60)]
Slug = Annotated[str, _read_by(_slug), _text_schema(pattern="^[A-Za-z0-9][A-Za-z0-9._/+-]{0,59}$")]
Url = Annotated[str, _read_by(parse_url), _text_schema(pattern="^https?://", format="uri")]
Version = Annotated[str, _read_by(parse_version), WithJsonSchema({"type": ["string", "number"]})]
Day = Annotated[date, _read_by(parse_day), _text_schema(format="date")]
LooseDate = Annotated[
    tuple[date, DatePrecision],
    _read_by(parse_date),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"}),
]
YesNo = Annotated[bool, _read_by(_yes_no), WithJsonSchema({"enum": ["yes", "no"]})]
Integer = Annotated[int, _read_by(parse_integer), WithJsonSchema({"type": "integer", "minimum": 0})]
Bytes = Annotated[int, _read_by(parse_bytes), _text_schema(pattern=r"^[\d.]+ ?(B|[KMGT]i?B)$")]
Price = Annotated[Decimal, _read_by(_price), WithJsonSchema({"type": "number", "minimum": 0})]
Amount = Annotated[float, _read_by(_amount), WithJsonSchema({"type": "number", "minimum": 0})]

Language = Annotated[str, _read_by(_language), WithJsonSchema({"enum": list(LANGUAGES)})]
PackageSystem = Annotated[str, _read_by(_package_system), WithJsonSchema({"enum": list(PACKAGE_SYSTEMS)})]
SpdxExpression = Annotated[str, _read_by(_spdx), _text_schema()]
WritableMethod = Annotated[Method, _read_by(_writable_method), WithJsonSchema({"enum": list(WRITABLE_METHODS)})]
Quantity = Annotated[str, _read_by(_quantity)]


class Shape(BaseModel):
    """A mapping that takes no other keys than its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CitationShape(Shape):
    """Where a claim stands. Dates are the source's unless they differ; `text_date: unknown` takes the source's away."""

    source: Slug
    place: Line
    find: Find
    text_date: Day | Literal["unknown"] | None = None
    checked: Day | None = None


class ProtocolCitationShape(CitationShape):
    """A citation of a protocol names the fields that it covers."""

    fields: list[Slug] = Field(min_length=1)


class SourceShape(Shape):
    """A page that citations point to."""

    url: Url
    title: Line
    publisher: Line
    vendor: YesNo = False
    text_date: Day | None = None
    checked: Day


class DimensionShape(Shape):
    """One of the six questions."""

    slug: Slug
    name: Line
    short: Line
    question: Line


class OptionShape(Shape):
    """One member of a criterion's answer."""

    slug: Slug
    label: Line
    definition: Text
    group: LicenceClass | None = None


class NotApplicableShape(Shape):
    """The rule by which a criterion does not apply."""

    kinds: list[Kind] = []


class CriterionShape(Shape):
    """One comparable property."""

    slug: Slug
    dimension: Slug
    label: Line
    definition: Text
    how_to_read: Text
    type: ValueType
    units: list[Slug] = []
    scale: Literal[Scale.FEATURE, Scale.PLAIN] | None = None
    open: YesNo = False
    keyed: YesNo = False
    better: Better | None = None
    fresh_days: Integer
    inherits: YesNo = False
    not_applicable: NotApplicableShape = NotApplicableShape()
    depends_on_operator: YesNo = False
    computed: YesNo = False
    options: list[OptionShape] = []
    rubric: dict[Literal["1", "2", "3", "4", "5"], Text] = {}


class CriteriaFile(Shape):
    """`data/criteria.yaml`."""

    dimensions: list[DimensionShape]
    criteria: list[CriterionShape]


class ProtocolVersionShape(Shape):
    """A published version of a protocol."""

    version: Slug
    date: LooseDate | None = None


class ProtocolShape(Shape):
    """A wire protocol."""

    slug: Slug
    name: Line
    body: Line
    status: ProtocolStatus
    specification: Url
    transport: Line
    versions: list[ProtocolVersionShape] = []
    security: Text
    good_at: Text
    not_good_at: Text
    aliases: list[Line] = []
    cite: list[ProtocolCitationShape] = Field(min_length=1)


class ProtocolsFile(Shape):
    """`data/protocols.yaml`."""

    sources: dict[Slug, SourceShape]
    protocols: list[ProtocolShape]


class AspectShape(Shape):
    """A point on which the approaches are compared."""

    slug: Slug
    label: Line
    question: Line


class ApproachShape(Shape):
    """One approach, explained."""

    slug: Literal["event-driven", "message-driven", "both"]
    name: Line
    summary: Text
    texts: dict[Slug, Text]
    choose_when: list[Text] = []
    avoid_when: list[Text] = []
    pitfalls: list[Text] = []
    cite: list[CitationShape] = Field(min_length=1)


class WordShape(Shape):
    """A word that another source uses."""

    source: Slug
    word: Line
    ours: Line
    find: Find
    note: Text | None = None


class ApproachesFile(Shape):
    """`data/approaches.yaml`."""

    sources: dict[Slug, SourceShape]
    aspects: list[AspectShape]
    approaches: list[ApproachShape]
    words: list[WordShape] = []


class EditionShape(Shape):
    """A commercial form of a product."""

    slug: Slug
    name: Line
    default: YesNo = False
    note: Text | None = None


class ModeShape(Shape):
    """A part of a product that one flow uses."""

    slug: Slug
    name: Line
    default: YesNo = False
    editions: list[Slug] = []
    note: Text | None = None


class EngineVersionsShape(Shape):
    """The engine versions that a managed product offers."""

    from_: Version | None = Field(default=None, alias="from")
    to: Version | None = None


class RelationShape(Shape):
    """A tie to another product."""

    type: RelationType
    product: Slug
    editions: list[Slug] = []
    engine_edition: Slug | None = None
    engine_versions: EngineVersionsShape | None = None
    note: Text | None = None
    cite: list[CitationShape] = Field(min_length=1)


class StatementShape(Shape):
    """One claim. `value` is read by the criterion's type later on."""

    value: Annotated[str, _read_by(lambda text: text), WithJsonSchema({})] | None = None
    support: Annotated[str, _read_by(lambda text: text), WithJsonSchema({"enum": list(Support)})] | None = None
    state: Literal[StatementState.UNKNOWN] | None = None
    editions: list[Slug] = []
    modes: list[Slug] = []
    since: Slug | None = None
    until: Slug | None = None
    regions: list[Slug] = []
    when: Line | None = None
    per: Per | None = None
    bound: Bound | None = None
    changeable: Changeable | None = None
    claim: Integer = 1
    method: WritableMethod = Method.DOCUMENTATION
    note: Text | None = None
    cite: list[CitationShape] = []


class CompleteShape(Shape):
    """A source enumerates: what is left out is *no*."""

    editions: list[Slug] = []
    modes: list[Slug] = []
    except_: list[Slug] = Field(default=[], alias="except")
    note: Text | None = None
    cite: list[CitationShape] = Field(min_length=1)


class PackageShape(Shape):
    """The name of a library in a package system."""

    system: PackageSystem
    name: Line


class ReleaseShape(Shape):
    """The newest release."""

    version: Version
    date: Day | None = None


class ClientLibraryShape(Shape):
    """A library that programs use to talk to a product."""

    language: Language
    name: Line
    official: YesNo
    repository: Url | None = None
    package: PackageShape | None = None
    licence: SpdxExpression | None = None
    latest_release: ReleaseShape | None = None
    note: Text | None = None
    cite: list[CitationShape] = Field(min_length=1)


class AllowanceShape(Shape):
    """What is free each month, and who shares it."""

    amount: Integer
    shared_by: Slug


class BracketShape(Shape):
    """A price from one monthly amount up to another."""

    from_: Integer = Field(default=0, alias="from")
    to: Integer | None = None
    price: Price


class ComponentShape(Shape):
    """One meter of a pricing tier."""

    meter: Slug
    unit: Line
    unit_size: Integer = 1
    step: Bytes | None = None
    per: Slug | None = None
    allowance: AllowanceShape | None = None
    brackets: list[BracketShape] = []
    included: Integer | None = None
    minimum: Integer | None = None
    carries: dict[Quantity, Amount] = {}
    note: Text | None = None


class PricingTierShape(Shape):
    """One way to pay."""

    slug: Slug
    name: Line
    model: PricingModel
    currency: Annotated[str, _read_by(_slug), _text_schema(pattern="^[A-Z]{3}$")] | None = None
    cloud: Cloud | None = None
    region: Slug | None = None
    valid_from: Day | None = None
    editions: list[Slug] = []
    modes: list[Slug] = []
    components: list[ComponentShape] = []
    note: Text | None = None
    cite: list[CitationShape] = Field(min_length=1)


class MeasurementShape(Shape):
    """A published measurement with its set-up."""

    slug: Slug
    edition: Slug | None = None
    mode: Slug | None = None
    version: Version | None = None
    published: Day | None = None
    setup: Text
    guarantee_class: GuaranteeClass
    message_size: Bytes | None = None
    messages_per_second: Amount | None = None
    megabytes_per_second: Amount | None = None
    latency_p50_ms: Amount | None = None
    latency_p99_ms: Amount | None = None
    method: Literal[Method.MEASURED, Method.VENDOR_CLAIM, Method.LAB]
    note: Text | None = None
    cite: list[CitationShape] = Field(min_length=1)


class HeadShape(Shape):
    """What a product is: the part of its file that stands above the relations."""

    name: Line
    kind: Kind
    vendor: Line
    homepage: Url
    documentation: Url
    repository: Url | None = None
    aliases: list[Line] = []
    editions: list[EditionShape] = []
    modes: list[ModeShape] = []


class ProductFile(HeadShape):
    """`data/products/<slug>.yaml`. The members of `statements` are read by their criteria."""

    relations: list[RelationShape] = []
    sources: dict[Slug, SourceShape] = {}
    statements: dict[Slug, Any] = {}
    client_libraries: list[ClientLibraryShape] = []
    pricing_tiers: list[PricingTierShape] = []
    measurements: list[MeasurementShape] = []


KEYS = sorted(
    {
        field.alias or name
        for shape in cast(list[type[Shape]], [*Shape.__subclasses__(), ProductFile, ProtocolCitationShape])
        for name, field in shape.model_fields.items()
    }
)
"""Every key of every shape, to suggest the one that was meant."""


def _unknown_key(key: str) -> str:
    if not re.fullmatch(r"[a-z_]+", key):
        return "is no key: inside {…} a text with a comma needs quotes, and decimals are written with a point"
    near = get_close_matches(key, KEYS, 1)
    return "is not a key that is known here" + (f"; did you mean {near[0]}?" if near else "")


def _sentence(error: ErrorDetails) -> str:
    """pydantic's error in the words of `data/README.md`."""
    given = error.get("input")
    shown = f", not {given!r}" if isinstance(given, str) and len(given) <= 80 else ""
    match error["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return _unknown_key(str(error["loc"][-1]))
        case "value_error":
            return f"expected {error['ctx']['error']}{shown}"
        case "enum" | "literal_error":
            return f"expected {error['ctx']['expected']}{shown}"
        case "list_type":
            return "expected a list (items that begin with '- ')"
        case "dict_type" | "model_type" | "model_attributes_type":
            return "expected a mapping (lines of 'key: value')"
        case "too_short":
            return "expected at least one entry"
        case _:
            return f"{error['msg']}{shown}"


def problems_of(error: ValidationError) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Path and sentence of everything that a shape refused. The branches of unions are not part of the path."""
    seen: set[tuple[tuple[str | int, ...], str]] = set()
    for each in error.errors():
        path = tuple(part for part in each["loc"] if not (isinstance(part, str) and ("[" in part or part == "[key]")))
        sentence = _sentence(each)
        if (path, sentence) not in seen:
            seen.add((path, sentence))
            yield path, sentence
