"""What belongs to a product or to the vocabulary, entity by entity, as public shapes."""

from app.api import shapes as s
from app.api.documents import citations, statements, units_of
from app.catalogue import entities as e
from app.catalogue.facts import Variant
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.stats import Coverage

PROTOCOLS, APPROACHES = "protocols", "approaches"
"""The owners of the sources that the vocabulary cites."""


def dimension(catalogue: Catalogue, each: e.Dimension) -> s.Dimension:
    """A dimension with its criteria."""
    return s.Dimension(
        slug=each.slug,
        name=each.name,
        short=each.short,
        question=each.question,
        criteria=[criterion.slug for criterion in catalogue.criteria_of(each.slug)],
    )


def criterion(each: e.Criterion) -> s.Criterion:
    """A criterion with its options."""
    return s.Criterion(
        slug=each.slug,
        dimension=each.dimension,
        label=each.label,
        definition=each.definition,
        how_to_read=each.how_to_read,
        type=each.type,
        units=units_of(each),
        scale=each.scale,
        better=each.better,
        open=each.open,
        options=[
            s.Option(slug=o.slug, label=o.label, definition=o.definition, licence_class=o.licence_class)
            for o in each.options
        ],
        rubric=list(each.rubric),
        fresh_days=each.fresh_days,
        inherits=each.inherits,
        computed=each.computed,
        not_applicable_kinds=list(each.not_applicable_kinds),
        depends_on_operator=each.depends_on_operator,
    )


def protocol(catalogue: Catalogue, each: e.Protocol) -> s.Protocol:
    """A protocol with its versions."""
    return s.Protocol(
        slug=each.slug,
        name=each.name,
        body=each.body,
        status=each.status,
        specification=each.specification,
        transport=each.transport,
        security=each.security,
        good_at=each.good_at,
        not_good_at=each.not_good_at,
        versions=[
            s.ProtocolVersion(version=v.version, published=v.published, precision=v.precision) for v in each.versions
        ],
        aliases=list(each.aliases),
        citations=citations(catalogue, PROTOCOLS, each.citations),
    )


def approach(catalogue: Catalogue, each: e.Approach) -> s.Approach:
    """An approach with what is said about each aspect."""
    return s.Approach(
        slug=each.slug,
        name=each.name,
        summary=each.summary,
        texts=dict(each.texts),
        choose_when=list(each.choose_when),
        avoid_when=list(each.avoid_when),
        pitfalls=list(each.pitfalls),
        citations=citations(catalogue, APPROACHES, each.citations),
    )


def word(catalogue: Catalogue, each: e.ApproachWord) -> s.Word:
    """Somebody else's word with the page it stands on."""
    source = catalogue.sources[APPROACHES, each.source]
    return s.Word(word=each.word, ours=each.ours, note=each.note, url=source.url, title=source.title, find=each.find)


def counts(counted: Coverage) -> s.Counts:
    """Coverage as numbers."""
    names = (*Coverage.__dataclass_fields__, "known", "unknown")
    return s.Counts(**{name: getattr(counted, name) for name in names}, share=round(counted.share, 4))


def variant(each: Variant) -> s.Variant:
    """One edition with one mode."""
    return s.Variant(edition=each.edition, mode=each.mode)


def product(catalogue: Catalogue, entry: Entry) -> s.ProductDocument:
    """A product with everything that is stated of it."""
    own = entry.product
    return s.ProductDocument(
        slug=own.slug,
        name=own.name,
        kind=own.product_kind,
        editions=[s.Edition(slug=x.slug, name=x.name, default=x.default, note=x.note) for x in own.editions],
        modes=[
            s.Mode(slug=x.slug, name=x.name, default=x.default, editions=list(x.editions), note=x.note)
            for x in own.modes
        ],
        statements=statements(catalogue, entry),
        client_libraries=[_library(catalogue, each) for each in entry.libraries],
        pricing_tiers=[_tier(catalogue, each) for each in entry.tiers],
        measurements=[_measurement(catalogue, each) for each in entry.measurements],
        relations=[_relation(catalogue, each) for each in entry.relations],
    )


def _library(catalogue: Catalogue, each: e.ClientLibrary) -> s.ClientLibrary:
    return s.ClientLibrary(
        language=each.language,
        name=each.name,
        official=each.official,
        repository=each.repository,
        package_system=each.package_system,
        package_name=each.package_name,
        licence=each.licence,
        release_version=each.release_version,
        release_date=each.release_date,
        note=each.note,
        citations=citations(catalogue, each.product, each.citations),
    )


def _tier(catalogue: Catalogue, each: e.PricingTier) -> s.PricingTier:
    return s.PricingTier(
        slug=each.slug,
        name=each.name,
        model=each.model,
        currency=each.currency,
        cloud=each.cloud,
        region=each.region,
        valid_from=each.valid_from,
        editions=list(each.editions),
        modes=list(each.modes),
        components=[_component(component) for component in each.components],
        note=each.note,
        citations=citations(catalogue, each.product, each.citations),
    )


def _component(each: e.Component) -> s.Component:
    return s.Component(
        meter=each.meter,
        unit=each.unit,
        unit_size=each.unit_size,
        step=each.step,
        per=each.per,
        allowance=each.allowance,
        allowance_shared_by=each.allowance_shared_by,
        brackets=[
            s.Bracket(from_amount=b.from_amount, to_amount=b.to_amount, price=f"{b.price:f}") for b in each.brackets
        ],
        included=each.included,
        minimum=each.minimum,
        carries=dict(each.carries),
        note=each.note,
    )


def _measurement(catalogue: Catalogue, each: e.Measurement) -> s.Measurement:
    return s.Measurement(
        slug=each.slug,
        setup=each.setup,
        guarantee_class=each.guarantee_class,
        method=each.method,
        edition=each.edition,
        mode=each.mode,
        product_version=each.product_version,
        published=each.published,
        message_bytes=each.message_bytes,
        messages_per_second=each.messages_per_second,
        megabytes_per_second=each.megabytes_per_second,
        latency_p50_ms=each.latency_p50_ms,
        latency_p99_ms=each.latency_p99_ms,
        note=each.note,
        citations=citations(catalogue, each.product, each.citations),
    )


def _relation(catalogue: Catalogue, each: e.Relation) -> s.Relation:
    return s.Relation(
        type=each.type,
        product=each.target,
        editions=list(each.editions),
        engine_edition=each.engine_edition,
        versions_from=each.versions_from,
        versions_to=each.versions_to,
        note=each.note,
        citations=citations(catalogue, each.product, each.citations),
    )
