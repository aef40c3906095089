"""From an entity to the rows that hold it. `reading` is the way back; the two are kept in step by a test."""

from collections.abc import Iterator
from decimal import Decimal
from functools import singledispatch
from typing import Any

from sqlalchemy import Table
from sqlmodel import SQLModel

from app.catalogue import entities as e
from app.catalogue import tables as t
from app.catalogue.words import ValueType
from app.db.constraints import table_of

Row = tuple[Table, dict[str, Any]]

NANO = Decimal(10) ** 9
"""Prices are kept in billionths of the currency."""

VERSIONED = frozenset(
    table
    for table in (SQLModel.metadata.tables[name] for name in sorted(SQLModel.metadata.tables))
    if "version" in table.c and table.name != "protocol_version"
)
"""The tables whose rows carry the `version` of their entity, for optimistic locking."""


def _row(model: type[SQLModel], /, **columns: Any) -> Row:
    return (table_of(model), columns)


def _citations(model: type[SQLModel], owner: str, subject: str, entity: Any, subject_id: str) -> Iterator[Row]:
    for position, citation in enumerate(entity.citations, start=1):
        fields = {"fields": " ".join(citation.fields)} if citation.fields else {}
        yield _row(
            model,
            **{subject: subject_id},
            position=position,
            owner=owner,
            source=citation.source,
            place=citation.place,
            find=citation.find,
            text_date=citation.text_date,
            checked=citation.checked,
            **fields,
        )


@singledispatch
def rows_of(entity: e.Entity) -> Iterator[Row]:
    """All rows that hold this entity, its own first; `version` columns are the writer's business."""
    raise TypeError(type(entity))


@rows_of.register
def _(entity: e.Dimension) -> Iterator[Row]:
    yield _row(
        t.Dimension,
        slug=entity.slug,
        name=entity.name,
        short=entity.short,
        question=entity.question,
        position=entity.position,
    )


@rows_of.register
def _(entity: e.Criterion) -> Iterator[Row]:
    yield _row(
        t.Criterion,
        slug=entity.slug,
        dimension=entity.dimension,
        position=entity.position,
        label=entity.label,
        definition=entity.definition,
        how_to_read=entity.how_to_read,
        value_type=entity.type,
        scale=entity.scale,
        is_open=entity.open,
        keyed=entity.keyed,
        better=entity.better,
        fresh_days=entity.fresh_days,
        inherits=entity.inherits,
        depends_on_operator=entity.depends_on_operator,
        computed=entity.computed,
    )
    for kind in entity.not_applicable_kinds:
        yield _row(t.CriterionKind, criterion=entity.slug, kind=kind)
    for position, unit in enumerate(entity.units):
        yield _row(t.CriterionUnit, criterion=entity.slug, unit=unit, position=position)
    for position, option in enumerate(entity.options):
        yield _row(
            t.Option,
            criterion=entity.slug,
            slug=option.slug,
            position=position,
            label=option.label,
            definition=option.definition,
            licence_class=option.licence_class,
        )
    for grade, meaning in enumerate(entity.rubric, start=1):
        yield _row(t.RubricGrade, criterion=entity.slug, grade=grade, meaning=meaning)


@rows_of.register
def _(entity: e.Protocol) -> Iterator[Row]:
    yield _row(
        t.Protocol,
        slug=entity.slug,
        position=entity.position,
        name=entity.name,
        body=entity.body,
        status=entity.status,
        specification=entity.specification,
        transport=entity.transport,
        security=entity.security,
        good_at=entity.good_at,
        not_good_at=entity.not_good_at,
    )
    for position, version in enumerate(entity.versions):
        yield _row(
            t.ProtocolVersion,
            protocol=entity.slug,
            version=version.version,
            published=version.published,
            date_precision=version.precision,
            position=position,
        )
    for position, alias in enumerate(entity.aliases):
        yield _row(t.ProtocolAlias, protocol=entity.slug, alias=alias, position=position)
    yield from _citations(t.ProtocolCitation, "protocols", "protocol", entity, entity.slug)


@rows_of.register
def _(entity: e.Aspect) -> Iterator[Row]:
    yield _row(t.Aspect, slug=entity.slug, position=entity.position, label=entity.label, question=entity.question)


@rows_of.register
def _(entity: e.Approach) -> Iterator[Row]:
    yield _row(t.Approach, slug=entity.slug, position=entity.position, name=entity.name, summary=entity.summary)
    for aspect, body in entity.texts:
        yield _row(t.ApproachText, approach=entity.slug, aspect=aspect, body=body)
    lists = {"choose-when": entity.choose_when, "avoid-when": entity.avoid_when, "pitfall": entity.pitfalls}
    for kind, bodies in lists.items():
        for position, body in enumerate(bodies, start=1):
            yield _row(t.ApproachPoint, approach=entity.slug, kind=kind, position=position, body=body)
    yield from _citations(t.ApproachCitation, "approaches", "approach", entity, entity.slug)


@rows_of.register
def _(entity: e.ApproachWords) -> Iterator[Row]:
    for position, word in enumerate(entity.words, start=1):
        yield _row(
            t.ApproachWord,
            position=position,
            owner="approaches",
            source=word.source,
            word=word.word,
            ours=word.ours,
            find=word.find,
            note=word.note,
        )


@rows_of.register
def _(entity: e.Product) -> Iterator[Row]:
    yield _row(
        t.Product,
        slug=entity.slug,
        name=entity.name,
        kind=entity.product_kind,
        vendor=entity.vendor,
        homepage=entity.homepage,
        documentation=entity.documentation,
        repository=entity.repository,
    )
    for position, alias in enumerate(entity.aliases):
        yield _row(t.ProductAlias, product=entity.slug, alias=alias, position=position)
    for position, edition in enumerate(entity.editions):
        yield _row(
            t.Edition,
            product=entity.slug,
            slug=edition.slug,
            name=edition.name,
            position=position,
            is_default=edition.default,
            note=edition.note,
        )
    for position, mode in enumerate(entity.modes):
        yield _row(
            t.Mode,
            product=entity.slug,
            slug=mode.slug,
            name=mode.name,
            position=position,
            is_default=mode.default,
            note=mode.note,
        )
        for limit in mode.editions:
            yield _row(t.ModeEdition, product=entity.slug, mode=mode.slug, edition=limit)


@rows_of.register
def _(entity: e.Relation) -> Iterator[Row]:
    yield _row(
        t.Relation,
        id=entity.id,
        product=entity.product,
        target=entity.target,
        type=entity.type,
        position=entity.position,
        engine_edition=entity.engine_edition,
        versions_from=entity.versions_from,
        versions_to=entity.versions_to,
        note=entity.note,
    )
    for edition in entity.editions:
        yield _row(t.RelationEdition, relation=entity.id, product=entity.product, edition=edition)
    yield from _citations(t.RelationCitation, entity.product, "relation", entity, entity.id)


@rows_of.register
def _(entity: e.Source) -> Iterator[Row]:
    yield _row(
        t.Source,
        owner=entity.owner,
        key=entity.key,
        position=entity.position,
        url=entity.url,
        title=entity.title,
        publisher=entity.publisher,
        is_vendor=entity.is_vendor,
        text_date=entity.text_date,
        checked=entity.checked,
    )


VALUE_COLUMNS = {
    ValueType.BOOLEAN: "value_boolean",
    ValueType.CHOICE: "value_option",
    ValueType.INTEGER: "value_integer",
    ValueType.BYTES: "value_integer",
    ValueType.DURATION: "value_integer",
    ValueType.GRADE: "value_integer",
    ValueType.NUMBER: "value_number",
    ValueType.PERCENT: "value_number",
    ValueType.DATE: "value_date",
    ValueType.VERSION: "value_text",
    ValueType.URL: "value_text",
    ValueType.TEXT: "value_text",
}
"""Which column of a statement holds a value of each type."""


@rows_of.register
def _(entity: e.Statement) -> Iterator[Row]:
    columns: dict[str, Any] = dict.fromkeys(set(VALUE_COLUMNS.values()) | {"date_precision"})
    if entity.value is not None:
        columns[VALUE_COLUMNS[entity.type]] = entity.value.raw
        columns["date_precision"] = entity.value.precision
    yield _row(
        t.Statement,
        id=entity.id,
        product=entity.product,
        criterion=entity.criterion,
        value_type=entity.type,
        scale=entity.scale,
        keyed=entity.keyed,
        option=entity.option,
        state=entity.state,
        unit=entity.unit,
        support=entity.support,
        since=entity.since,
        until=entity.until,
        condition=entity.when,
        per=entity.per,
        bound=entity.bound,
        changeable=entity.changeable,
        claim=entity.claim,
        method=entity.method,
        note=entity.note,
        first_citation=1 if entity.citations else None,
        **columns,
    )
    for edition in entity.editions:
        yield _row(t.StatementEdition, statement=entity.id, edition=edition, product=entity.product)
    for mode in entity.modes:
        yield _row(t.StatementMode, statement=entity.id, mode=mode, product=entity.product)
    for region in entity.regions:
        yield _row(t.StatementRegion, statement=entity.id, region=region)
    yield from _citations(t.StatementCitation, entity.product, "statement", entity, entity.id)


@rows_of.register
def _(entity: e.CompleteList) -> Iterator[Row]:
    yield _row(
        t.CompleteList,
        id=entity.id,
        product=entity.product,
        criterion=entity.criterion,
        value_type=ValueType.OPTIONS,
        scale=entity.scale,
        keyed=False,
        note=entity.note,
        first_citation=1,
    )
    for edition in entity.editions:
        yield _row(t.CompleteListEdition, complete_list=entity.id, edition=edition, product=entity.product)
    for mode in entity.modes:
        yield _row(t.CompleteListMode, complete_list=entity.id, mode=mode, product=entity.product)
    for option in entity.exceptions:
        yield _row(t.CompleteListException, complete_list=entity.id, option=option, criterion=entity.criterion)
    yield from _citations(t.CompleteListCitation, entity.product, "complete_list", entity, entity.id)


@rows_of.register
def _(entity: e.ClientLibrary) -> Iterator[Row]:
    yield _row(
        t.ClientLibrary,
        id=entity.id,
        product=entity.product,
        position=entity.position,
        language=entity.language,
        name=entity.name,
        official=entity.official,
        repository=entity.repository,
        package_system=entity.package_system,
        package_name=entity.package_name,
        licence=entity.licence,
        release_version=entity.release_version,
        release_date=entity.release_date,
        note=entity.note,
    )
    yield from _citations(t.ClientLibraryCitation, entity.product, "client_library", entity, entity.id)


@rows_of.register
def _(entity: e.PricingTier) -> Iterator[Row]:
    yield _row(
        t.PricingTier,
        id=entity.id,
        product=entity.product,
        slug=entity.slug,
        position=entity.position,
        name=entity.name,
        model=entity.model,
        currency=entity.currency,
        cloud=entity.cloud,
        region=entity.region,
        valid_from=entity.valid_from,
        note=entity.note,
    )
    for edition in entity.editions:
        yield _row(t.PricingTierEdition, pricing_tier=entity.id, edition=edition, product=entity.product)
    for mode in entity.modes:
        yield _row(t.PricingTierMode, pricing_tier=entity.id, mode=mode, product=entity.product)
    for position, component in enumerate(entity.components, start=1):
        yield from _component(entity.id, position, component)
    yield from _citations(t.PricingTierCitation, entity.product, "pricing_tier", entity, entity.id)


def _component(tier: str, position: int, component: e.Component) -> Iterator[Row]:
    yield _row(
        t.Component,
        pricing_tier=tier,
        position=position,
        meter=component.meter,
        unit=component.unit,
        unit_size=component.unit_size,
        step_bytes=component.step,
        per=component.per,
        allowance_amount=component.allowance,
        allowance_shared_by=component.allowance_shared_by,
        included=component.included,
        minimum=component.minimum,
        note=component.note,
    )
    for bracket in component.brackets:
        yield _row(
            t.Bracket,
            pricing_tier=tier,
            component=position,
            from_amount=bracket.from_amount,
            to_amount=bracket.to_amount,
            price_nano=int(bracket.price * NANO),
        )
    for quantity, amount in component.carries:
        yield _row(t.Capacity, pricing_tier=tier, component=position, quantity=quantity, amount=amount)


@rows_of.register
def _(entity: e.Measurement) -> Iterator[Row]:
    yield _row(
        t.Measurement,
        id=entity.id,
        product=entity.product,
        slug=entity.slug,
        position=entity.position,
        edition=entity.edition,
        mode=entity.mode,
        product_version=entity.product_version,
        published=entity.published,
        setup=entity.setup,
        guarantee_class=entity.guarantee_class,
        message_bytes=entity.message_bytes,
        messages_per_second=entity.messages_per_second,
        megabytes_per_second=entity.megabytes_per_second,
        latency_p50_ms=entity.latency_p50_ms,
        latency_p99_ms=entity.latency_p99_ms,
        method=entity.method,
        note=entity.note,
    )
    yield from _citations(t.MeasurementCitation, entity.product, "measurement", entity, entity.id)
