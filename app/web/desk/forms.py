"""The form of each kind of thing: which answers it takes, in the order in which people think of them.

The fields of a statement follow from its criterion: a support for an option, a number with its unit, a date, a text.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from app.catalogue import entities as e
from app.catalogue.showing import SUPPORT_WORDS, per_words
from app.catalogue.tables.offers import CAPACITIES
from app.catalogue.values import BYTE_UNITS, DURATION_UNITS
from app.catalogue.words import (
    LANGUAGES,
    NUMERIC,
    PACKAGE_SYSTEMS,
    SUPPORT_OF,
    WRITABLE_METHODS,
    Bound,
    Changeable,
    Cloud,
    GuaranteeClass,
    Kind,
    Method,
    Per,
    PricingModel,
    ProtocolStatus,
    RelationType,
    Scale,
    ValueType,
)
from app.web.desk.fields import Choice, Field, Group, Part, Repeat

YES_NO: tuple[Choice, ...] = (("yes", "yes"), ("no", "no"))

METHOD_WORDS = {
    Method.DOCUMENTATION: "documentation",
    Method.VENDOR_CLAIM: "the vendor’s claim, without a set-up",
    Method.MEASURED: "measured by others, with the set-up",
    Method.LAB: "measured by us",
    Method.JUDGEMENT: "judged by the rubric",
}

CHANGEABLE_WORDS = {
    Changeable.NO: "no",
    Changeable.SETTING: "by a setting",
    Changeable.ON_REQUEST: "on request",
}

BOUND_CHOICES: tuple[Choice, ...] = (
    (Bound.EXACT, "exactly this"),
    (Bound.CEILING, "at most this"),
    (Bound.UNLIMITED, "unlimited (no number)"),
    (Bound.NONE_STATED, "none stated (no number)"),
)

PAGES = "pages"
"""The list of addresses that the product cites already: what is typed into a citation can be picked from it."""


def statement(product: e.Product, criterion: e.Criterion) -> tuple[Part, ...]:
    """A claim: the answer, its note, what it is limited to, and its citations."""
    return (
        *_answer(criterion),
        Field("note", "Note", "long", _note_hint(criterion)),
        Group("", "Limited to certain editions, modes, versions or conditions", tuple(_limits(product)), aside=True),
        Group("", "How it is known", tuple(_known_by(criterion)), aside=True),
        citations() if criterion.type is ValueType.TEXT else citations("Today where empty, or when the answer changes"),
    )


def _answer(criterion: e.Criterion) -> Iterable[Part]:
    match criterion.type:
        case ValueType.OPTIONS:
            yield Field("support", "Answer", "select", choices=supports(criterion), required=True)
        case ValueType.BOOLEAN:
            yield Field("value", "Answer", "select", choices=YES_NO, required=True)
        case ValueType.CHOICE:
            options = tuple((each.slug, each.label) for each in criterion.options)
            yield Field("value", "Answer", "select", choices=options, required=True)
        case ValueType.GRADE:
            yield Field("value", "Grade", "select", _rubric(criterion), choices=tuple((n, n) for n in "12345"))
        case ValueType.TEXT:
            yield Field("value", "Answer", "long", "In your own words, one paragraph.", required=True)
        case ValueType.DATE:
            yield Field("value", "Date", hint="2011-01-31, 2011-01 or 2011", required=True)
        case ValueType.VERSION:
            yield Field("value", "Version", hint="As its makers write it: 4.3.5", required=True)
        case ValueType.URL:
            yield Field("value", "Address", "url", required=True)
        case _:
            yield Field("value", "Answer", "amount", _number_hint(criterion), units=_units(criterion))
    if criterion.type in NUMERIC:
        yield Group(
            "",
            "",
            (
                Field("bound", "This number is", "select", "Exact if left empty.", choices=BOUND_CHOICES),
                Field("per", "Counted", "select", "Of the whole product if left empty.", choices=_per()),
                Field("changeable", "Can be changed", "select", choices=_words(CHANGEABLE_WORDS)),
            ),
        )


def _limits(product: e.Product) -> Iterable[Part]:
    if product.editions:
        yield Field("editions", "Editions", "checks", "None ticked: all.", choices=_named(product.editions))
    if product.modes:
        yield Field("modes", "Modes", "checks", "None ticked: all.", choices=_named(product.modes))
    yield Field("since", "Since version", hint="The first version of which it holds.")
    yield Field("until", "Until version", hint="The first version of which it no longer holds.")
    yield Field("regions", "Regions", "lines", "One a line; none: everywhere.")
    yield Field("when", "Condition", hint="A protocol or a configuration: “quorum queues with TTL”.")


def _known_by(criterion: e.Criterion) -> Iterable[Part]:
    methods = tuple((each.value, METHOD_WORDS[each]) for each in WRITABLE_METHODS)
    yield Field("method", "Known by", "select", "Documentation where nothing is chosen.", choices=methods)
    yield Field(
        "state",
        "State",
        "select",
        "Unknown: somebody looked and found nothing. Leave the answer empty, and cite where was looked.",
        choices=(("unknown", "unknown"),),
    )
    yield Field("claim", "Claim", hint="2 where this contradicts another source: both are then shown as disputed.")


def complete_list(product: e.Product, criterion: e.Criterion) -> tuple[Part, ...]:
    """A page that enumerates: what it leaves out is no."""
    options = tuple((each.slug, each.label) for each in criterion.options)
    limits = [each for each in _limits(product) if isinstance(each, Field) and each.name in ("editions", "modes")]
    return (
        Field("except", "Not settled by it", "checks", "Options of which the list says nothing.", choices=options),
        *limits,
        Field("note", "Note", "long", "What the page enumerates."),
        citations(),
    )


def options_list(criterion: e.Criterion, options: Iterable[e.Option]) -> tuple[Part, ...]:
    """Several options of one criterion at once, from one page."""
    rows = tuple(
        Group(
            f"options.{each.slug}",
            each.label,
            (
                Field("support", f"{each.label}: answer", "select", choices=supports(criterion)),
                Field("note", f"{each.label}: note", "long"),
            ),
        )
        for each in options
    )
    return (*rows, Group("cite", "The page where it stands", _citation()))


def client_library(product: e.Product) -> tuple[Part, ...]:
    """A library that programs use."""
    languages = tuple((each, each) for each in LANGUAGES)
    systems = tuple((each, each) for each in PACKAGE_SYSTEMS)
    return (
        Field("language", "Language", "select", choices=languages, required=True),
        Field("name", "Name", required=True),
        Field("official", "Kept by the product’s makers", "select", choices=YES_NO, required=True),
        Field("repository", "Repository", "url"),
        Group(
            "package", "Package", (Field("system", "Package system", "select", choices=systems), Field("name", "Name"))
        ),
        Field("licence", "Licence", hint="By its SPDX id: Apache-2.0"),
        Group("latest_release", "Latest release", (Field("version", "Version"), Field("date", "Date", "date"))),
        Field("note", "Note", "long"),
        citations(),
    )


def pricing_tier(product: e.Product) -> tuple[Part, ...]:
    """A way to pay, with its meters."""
    return (
        Group(
            "",
            "",
            (
                Field("name", "Name", required=True),
                Field("slug", "Short name", hint="Small letters and hyphens: on-demand", required=True),
                Field("model", "Model", "select", choices=_of(PricingModel), required=True),
            ),
        ),
        Group(
            "",
            "",
            (
                Field("currency", "Currency", hint="USD"),
                Field("cloud", "Cloud", "select", choices=_of(Cloud)),
                Field("region", "Region", hint="As the cloud names it: us-east-1"),
                Field("valid_from", "Valid from", "date"),
            ),
        ),
        *_variant(product),
        Repeat("components", "Component", _component(), "What is counted and what it costs."),
        Field("note", "Note", "long"),
        citations(),
    )


def _component() -> tuple[Part, ...]:
    bracket = (Field("from", "From", usual="0"), Field("to", "To", hint="Empty: no end"), Field("price", "Price"))
    carries = "What one unit carries, one a line: " + ", ".join(CAPACITIES)
    return (
        Field("meter", "Meter", hint="requests, storage …", required=True),
        Field("unit", "Unit", hint="request, GB-month …", required=True),
        Field("unit_size", "Units priced together", hint="1,000,000 requests: 1000000"),
        Field("step", "Rounded up to", hint="64 KB"),
        Field("per", "Per"),
        Repeat("brackets", "Price", bracket, "By the amount a month."),
        Group("allowance", "Free each month", (Field("amount", "Amount"), Field("shared_by", "Shared by"))),
        Field("included", "Included"),
        Field("minimum", "Least"),
        Field("carries", "Carries", "pairs", carries),
        Field("note", "Note", "long"),
    )


def measurement(product: e.Product) -> tuple[Part, ...]:
    """A published figure with its set-up."""
    methods = tuple((each.value, METHOD_WORDS[each]) for each in (Method.MEASURED, Method.VENDOR_CLAIM, Method.LAB))
    editions = (Field("edition", "Edition", "select", choices=_named(product.editions)),) if product.editions else ()
    modes = (Field("mode", "Mode", "select", choices=_named(product.modes)),) if product.modes else ()
    return (
        Field("slug", "Short name", hint="Small letters and hyphens", required=True),
        *editions,
        *modes,
        Field("version", "Version of the product"),
        Field("published", "Published", "date"),
        Field("setup", "Set-up", "long", "Machines, nodes, copies, clients, settings.", required=True),
        Field("guarantee_class", "Confirmed to the sender", "select", choices=_of(GuaranteeClass), required=True),
        Field("message_size", "Message size", "amount", units=tuple(BYTE_UNITS)),
        Group(
            "",
            "",
            (
                Field("messages_per_second", "Messages a second"),
                Field("megabytes_per_second", "MB a second"),
                Field("latency_p50_ms", "Median latency, ms"),
                Field("latency_p99_ms", "99th percentile, ms"),
            ),
        ),
        Field("method", "Known by", "select", choices=methods, required=True),
        Field("note", "Note", "long"),
        citations(),
    )


def relation(product: e.Product, others: Mapping[str, str]) -> tuple[Part, ...]:
    """A tie to another product."""
    products = tuple((slug, name) for slug, name in others.items() if slug != product.slug)
    words = {
        RelationType.BASED_ON: "runs",
        RelationType.COMPATIBLE_WITH: "is compatible with clients of",
        RelationType.SUCCESSOR_OF: "follows",
    }
    editions = (Field("editions", "Editions", "checks", choices=_named(product.editions)),) if product.editions else ()
    versions = (Field("from", "From"), Field("to", "To"))
    return (
        Field("type", "This product", "select", choices=_words(words), required=True),
        Field("product", "The other product", "select", choices=products, required=True),
        *editions,
        Field("engine_edition", "Edition of the other product"),
        Group("engine_versions", "Versions of the other product", versions),
        Field("note", "Note", "long"),
        citations(),
    )


def product_head(editions: Sequence[e.Edition]) -> tuple[Part, ...]:
    """What a product is, its editions and modes. `editions` are those that it has already."""
    limit = (Field("editions", "Only with editions", "checks", choices=_named(editions)),) if editions else ()
    named = (
        Field("slug", "Short name"),
        Field("name", "Name"),
        Field("default", "The usual one", "select", choices=YES_NO),
    )
    return (
        Field("name", "Name", required=True),
        Field("kind", "Kind", "select", choices=_of(Kind), required=True),
        Field("vendor", "Vendor", required=True),
        Field("homepage", "Home page", "url", required=True),
        Field("documentation", "Documentation", "url", required=True),
        Field("repository", "Repository", "url"),
        Field("aliases", "Also called", "lines", "One a line."),
        Repeat("editions", "Edition", (*named, Field("note", "Note", "long")), "Commercial forms; one is the usual."),
        Repeat(
            "modes",
            "Mode",
            (*named, *limit, Field("note", "Note", "long")),
            "Parts that one flow uses; one is the usual.",
        ),
    )


def protocol() -> tuple[Part, ...]:
    """A wire protocol."""
    covers = Field("fields", "Covers", "lines", "The fields above that it proves, one a line", required=True)
    versions = (Field("version", "Version"), Field("date", "Published", hint="2011-01-31, 2011-01 or 2011"))
    return (
        Field("slug", "Short name", required=True),
        Field("name", "Name", required=True),
        Field("body", "Standard body", required=True),
        Field("status", "Status", "select", choices=_of(ProtocolStatus), required=True),
        Field("specification", "Specification", "url", required=True),
        Field("transport", "Transport", required=True),
        Repeat("versions", "Version", versions),
        Field("security", "Security", "long", required=True),
        Field("good_at", "Good at", "long", required=True),
        Field("not_good_at", "Not good at", "long", required=True),
        Field("aliases", "Also called", "lines", "One a line."),
        Repeat("cite", "Citation", (*_citation(), covers), spare=True),
    )


def citations(day: str = "Today where empty") -> Repeat:
    """At least one page that was read; `day` says how the day of reading comes about."""
    return Repeat(
        "cite", "Citation", _citation(day), "A page that you have read. The first must lead a stranger there.", True
    )


def _citation(day: str = "Today where empty") -> tuple[Part, ...]:
    return (
        Field("url", "Address of the page", "url", listed=PAGES, required=True),
        Field("place", "Place on the page", hint="The heading above it", required=True),
        Field("find", "Look for", hint="A word or number that stands there", required=True),
        Field("text_date", "Date of the text", "date", "The page’s own; empty: undated"),
        Field("checked", "Read on", "date", day),
        Group(
            "",
            "About the page, where it is new here",
            (
                Field("title", "Title"),
                Field("publisher", "Publisher"),
                Field("vendor", "The product’s vendor", "select", choices=YES_NO),
            ),
        ),
    )


def _variant(product: e.Product) -> Iterable[Part]:
    return [each for each in _limits(product) if isinstance(each, Field) and each.name in ("editions", "modes")]


def supports(criterion: e.Criterion) -> tuple[Choice, ...]:
    """What can be said of an option."""
    return tuple((each.value, SUPPORT_WORDS[each][1]) for each in SUPPORT_OF[criterion.scale])


def _note_hint(criterion: e.Criterion) -> str:
    return "Needed where it is so in part: which part." if criterion.scale is Scale.FEATURE else ""


def _rubric(criterion: e.Criterion) -> str:
    return " ".join(f"{grade}: {step}" for grade, step in enumerate(criterion.rubric, start=1))


def _units(criterion: e.Criterion) -> tuple[str, ...]:
    match criterion.type:
        case ValueType.BYTES:
            return tuple(BYTE_UNITS)
        case ValueType.DURATION:
            return tuple(unit if unit == "ms" else f"{unit}s" for unit in DURATION_UNITS)
        case ValueType.PERCENT:
            return ("%",)
        case _:
            return criterion.units


def _number_hint(criterion: e.Criterion) -> str:
    return "A whole number without separators." if criterion.type is ValueType.INTEGER else "The number, then its unit."


def _per() -> tuple[Choice, ...]:
    return tuple((each.value, per_words(each)) for each in Per)


def _of(words: type[StrEnum]) -> tuple[Choice, ...]:
    return tuple((each.value, each.value.replace("-", " ")) for each in words)


def _words(words: Mapping[Any, str]) -> tuple[Choice, ...]:
    return tuple((each.value, said) for each, said in words.items())


def _named(parts: Iterable[e.Edition | e.Mode]) -> tuple[Choice, ...]:
    return tuple((each.slug, each.name) for each in parts)
