"""From the shape of one thing to the entity: files and the desk make entities here, so that both mean the same."""

from app.catalogue import entities as e
from app.catalogue.values import NotAValue, Value, parse
from app.catalogue.words import SUPPORT_OF, Method, StatementState, Support
from app.ingest import shapes as s

Citations = tuple[e.Citation, ...]


def product(slug: str, shape: s.HeadShape) -> e.Product:
    """The head of a product file."""
    return e.Product(
        slug=slug,
        name=shape.name,
        product_kind=shape.kind,
        vendor=shape.vendor,
        homepage=shape.homepage,
        documentation=shape.documentation,
        repository=shape.repository,
        aliases=tuple(shape.aliases),
        editions=tuple(e.Edition(x.slug, x.name, x.default, x.note) for x in shape.editions),
        modes=tuple(e.Mode(x.slug, x.name, x.default, tuple(sorted(x.editions)), x.note) for x in shape.modes),
    )


def protocol(position: int, shape: s.ProtocolShape, citations: Citations) -> e.Protocol:
    """An entry of protocols.yaml."""
    return e.Protocol(
        slug=shape.slug,
        position=position,
        name=shape.name,
        body=shape.body,
        status=shape.status,
        specification=shape.specification,
        transport=shape.transport,
        security=shape.security,
        good_at=shape.good_at,
        not_good_at=shape.not_good_at,
        versions=tuple(e.ProtocolVersion(v.version, *(v.date or (None, None))) for v in shape.versions),
        aliases=tuple(shape.aliases),
        citations=citations,
    )


def relation(product: str, position: int, shape: s.RelationShape, citations: Citations) -> e.Relation:
    """A tie to another product."""
    versions = shape.engine_versions
    return e.Relation(
        product=product,
        type=shape.type,
        target=shape.product,
        position=position,
        editions=tuple(sorted(shape.editions)),
        engine_edition=shape.engine_edition,
        versions_from=versions.from_ if versions else None,
        versions_to=versions.to if versions else None,
        note=shape.note,
        citations=citations,
    )


def complete_list(product: str, criterion: e.Criterion, shape: s.CompleteShape, citations: Citations) -> e.CompleteList:
    """An enumeration."""
    return e.CompleteList(
        product=product,
        criterion=criterion.slug,
        scale=criterion.scale,
        editions=tuple(sorted(shape.editions)),
        modes=tuple(sorted(shape.modes)),
        exceptions=tuple(sorted(shape.except_)),
        note=shape.note,
        citations=citations,
    )


def statement(
    product: str, criterion: e.Criterion, option: str | None, shape: s.StatementShape, citations: Citations
) -> e.Statement:
    """One claim. Raises NotAValue for an answer that the criterion's type cannot read."""
    value, support = answer(criterion, shape.value, shape.support)
    return e.Statement(
        product=product,
        criterion=criterion.slug,
        type=criterion.type,
        scale=criterion.scale,
        keyed=criterion.keyed,
        option=option,
        state=shape.state or StatementState.KNOWN,
        value=value,
        unit=value.unit if value else None,
        support=support,
        editions=tuple(sorted(shape.editions)),
        modes=tuple(sorted(shape.modes)),
        since=shape.since,
        until=shape.until,
        regions=tuple(sorted(shape.regions)),
        when=shape.when,
        per=shape.per,
        bound=shape.bound,
        changeable=shape.changeable,
        claim=shape.claim,
        method=Method(shape.method),
        note=shape.note,
        citations=citations,
    )


def answer(criterion: e.Criterion, value: str | None, support: str | None) -> tuple[Value | None, Support | None]:
    """Value and support in the criterion's type and scale. Raises NotAValue."""
    options = [option.slug for option in criterion.options]
    read = None if value is None else parse(criterion.type, value, units=criterion.units, options=options)
    allowed = SUPPORT_OF.get(criterion.scale, tuple(Support))
    if support is not None and support not in allowed:
        raise NotAValue("one of " + ", ".join(allowed))
    return read, None if support is None else Support(support)


def client_library(product: str, position: int, shape: s.ClientLibraryShape, citations: Citations) -> e.ClientLibrary:
    """A client library."""
    package, release = shape.package, shape.latest_release
    return e.ClientLibrary(
        product=product,
        position=position,
        language=shape.language,
        name=shape.name,
        official=shape.official,
        repository=shape.repository,
        package_system=package.system if package else None,
        package_name=package.name if package else None,
        licence=shape.licence,
        release_version=release.version if release else None,
        release_date=release.date if release else None,
        note=shape.note,
        citations=citations,
    )


def pricing_tier(product: str, position: int, shape: s.PricingTierShape, citations: Citations) -> e.PricingTier:
    """A way to pay."""
    return e.PricingTier(
        product=product,
        slug=shape.slug,
        position=position,
        name=shape.name,
        model=shape.model,
        currency=shape.currency,
        cloud=shape.cloud,
        region=shape.region,
        valid_from=shape.valid_from,
        editions=tuple(sorted(shape.editions)),
        modes=tuple(sorted(shape.modes)),
        components=tuple(_component(component) for component in shape.components),
        note=shape.note,
        citations=citations,
    )


def _component(shape: s.ComponentShape) -> e.Component:
    return e.Component(
        meter=shape.meter,
        unit=shape.unit,
        unit_size=shape.unit_size,
        step=shape.step,
        per=shape.per,
        allowance=shape.allowance.amount if shape.allowance else None,
        allowance_shared_by=shape.allowance.shared_by if shape.allowance else None,
        brackets=tuple(
            e.Bracket(bracket.from_, bracket.to, bracket.price)
            for bracket in sorted(shape.brackets, key=lambda bracket: bracket.from_)
        ),
        included=shape.included,
        minimum=shape.minimum,
        carries=tuple(sorted(shape.carries.items())),
        note=shape.note,
    )


def measurement(product: str, position: int, shape: s.MeasurementShape, citations: Citations) -> e.Measurement:
    """A published measurement."""
    return e.Measurement(
        product=product,
        slug=shape.slug,
        position=position,
        setup=shape.setup,
        guarantee_class=shape.guarantee_class,
        method=Method(shape.method),
        edition=shape.edition,
        mode=shape.mode,
        product_version=shape.version,
        published=shape.published,
        message_bytes=shape.message_size,
        messages_per_second=shape.messages_per_second,
        megabytes_per_second=shape.megabytes_per_second,
        latency_p50_ms=shape.latency_p50_ms,
        latency_p99_ms=shape.latency_p99_ms,
        note=shape.note,
        citations=citations,
    )
