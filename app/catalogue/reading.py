"""From the rows to the entities they hold: one query a table, of the whole catalogue or of some products."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, select
from sqlmodel import Session, SQLModel

from app.catalogue import entities as e
from app.catalogue import tables as t
from app.catalogue.rows import NANO, VALUE_COLUMNS
from app.catalogue.values import Value
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
from app.db.constraints import table_of

Rows = list[Row[Any]]


PARENTS = tuple(
    table_of(each) for each in (t.Statement, t.CompleteList, t.Relation, t.ClientLibrary, t.PricingTier, t.Measurement)
)
"""The tables whose rows belong to a product, and have rows of further tables."""


def _of(table: Table, owners: Collection[str]) -> ColumnElement[bool]:
    """The rows that belong to these products; of sources, also of a file that is no product's."""
    for parent in PARENTS:
        if parent.name in table.c:
            return table.c[parent.name].in_(select(parent.c.id).where(parent.c.product.in_(owners)))
    return table.c[next(name for name in ("product", "owner", "slug") if name in table.c)].in_(owners)


class _Reader:
    """Reads tables in the order of their primary key and groups the children by their parent.

    With `owners` it reads what belongs to those products only.
    """

    def __init__(self, connection: Connection, owners: Collection[str] | None = None) -> None:
        self.connection = connection
        self.owners = owners

    def all(self, model: type[SQLModel], *order: str) -> Rows:
        table = table_of(model)
        columns = [table.c[name] for name in order] or list(table.primary_key.columns)
        query = select(table).order_by(*columns)
        return list(self.connection.execute(query if self.owners is None else query.where(_of(table, self.owners))))

    def grouped(self, model: type[SQLModel], parent: str, *order: str) -> dict[Any, Rows]:
        groups: dict[Any, Rows] = defaultdict(list)
        parents = parent.split()
        for row in self.all(model, *order):
            key = tuple(getattr(row, name) for name in parents)
            groups[key if len(key) > 1 else key[0]].append(row)
        return groups

    def words(self, model: type[SQLModel], parent: str, column: str) -> dict[Any, tuple[str, ...]]:
        return {key: tuple(getattr(row, column) for row in rows) for key, rows in self.grouped(model, parent).items()}

    def citations(self, model: type[SQLModel], subject: str) -> dict[str, tuple[e.Citation, ...]]:
        return {
            key: tuple(
                e.Citation(
                    row.source,
                    row.place,
                    row.find,
                    row.text_date,
                    row.checked,
                    tuple(row.fields.split()) if "fields" in row._fields else (),
                )
                for row in rows
            )
            for key, rows in self.grouped(model, subject, subject, "position").items()
        }


def _or_none(word: type[Any], value: Any) -> Any:
    return None if value is None else word(value)


def _criteria(read: _Reader) -> Iterator[e.Entity]:
    for row in read.all(t.Dimension, "position"):
        yield e.Dimension(row.slug, row.name, row.short, row.question, row.position)
    kinds = read.words(t.CriterionKind, "criterion", "kind")
    units = read.grouped(t.CriterionUnit, "criterion", "criterion", "position")
    options = read.grouped(t.Option, "criterion", "criterion", "position")
    rubrics = read.words(t.RubricGrade, "criterion", "meaning")
    for row in read.all(t.Criterion, "position"):
        yield e.Criterion(
            slug=row.slug,
            dimension=row.dimension,
            position=row.position,
            label=row.label,
            definition=row.definition,
            how_to_read=row.how_to_read,
            type=ValueType(row.value_type),
            fresh_days=row.fresh_days,
            scale=Scale(row.scale),
            open=row.is_open,
            keyed=row.keyed,
            better=_or_none(Better, row.better),
            inherits=row.inherits,
            not_applicable_kinds=tuple(Kind(kind) for kind in kinds.get(row.slug, ())),
            depends_on_operator=row.depends_on_operator,
            computed=row.computed,
            units=tuple(unit.unit for unit in units.get(row.slug, ())),
            options=tuple(
                e.Option(option.slug, option.label, option.definition, _or_none(LicenceClass, option.licence_class))
                for option in options.get(row.slug, ())
            ),
            rubric=rubrics.get(row.slug, ()),
        )


def _protocols(read: _Reader) -> Iterator[e.Entity]:
    versions = read.grouped(t.ProtocolVersion, "protocol", "protocol", "position")
    aliases = read.grouped(t.ProtocolAlias, "protocol", "protocol", "position")
    citations = read.citations(t.ProtocolCitation, "protocol")
    for row in read.all(t.Protocol, "position"):
        yield e.Protocol(
            slug=row.slug,
            position=row.position,
            name=row.name,
            body=row.body,
            status=ProtocolStatus(row.status),
            specification=row.specification,
            transport=row.transport,
            security=row.security,
            good_at=row.good_at,
            not_good_at=row.not_good_at,
            versions=tuple(
                e.ProtocolVersion(each.version, each.published, _or_none(DatePrecision, each.date_precision))
                for each in versions.get(row.slug, ())
            ),
            aliases=tuple(each.alias for each in aliases.get(row.slug, ())),
            citations=citations.get(row.slug, ()),
        )


def _approaches(read: _Reader) -> Iterator[e.Entity]:
    aspects = read.all(t.Aspect, "position")
    for row in aspects:
        yield e.Aspect(row.slug, row.position, row.label, row.question)
    texts = {(row.approach, row.aspect): row.body for row in read.all(t.ApproachText)}
    points = read.grouped(t.ApproachPoint, "approach kind", "approach", "kind", "position")
    citations = read.citations(t.ApproachCitation, "approach")
    for row in read.all(t.Approach, "position"):
        lists = {
            kind: tuple(point.body for point in points.get((row.slug, kind), ()))
            for kind in ("choose-when", "avoid-when", "pitfall")
        }
        yield e.Approach(
            slug=row.slug,
            position=row.position,
            name=row.name,
            summary=row.summary,
            texts=tuple(
                (aspect.slug, texts[row.slug, aspect.slug]) for aspect in aspects if (row.slug, aspect.slug) in texts
            ),
            choose_when=lists["choose-when"],
            avoid_when=lists["avoid-when"],
            pitfalls=lists["pitfall"],
            citations=citations.get(row.slug, ()),
        )
    words = read.all(t.ApproachWord, "position")
    if words:
        yield e.ApproachWords(
            tuple(e.ApproachWord(row.source, row.word, row.ours, row.find, row.note) for row in words)
        )


def _products(read: _Reader) -> Iterator[e.Entity]:
    aliases = read.grouped(t.ProductAlias, "product", "product", "position")
    editions = read.grouped(t.Edition, "product", "product", "position")
    modes = read.grouped(t.Mode, "product", "product", "position")
    limits = read.words(t.ModeEdition, "product mode", "edition")
    for row in read.all(t.Product):
        yield e.Product(
            slug=row.slug,
            name=row.name,
            product_kind=Kind(row.kind),
            vendor=row.vendor,
            homepage=row.homepage,
            documentation=row.documentation,
            repository=row.repository,
            aliases=tuple(each.alias for each in aliases.get(row.slug, ())),
            editions=tuple(
                e.Edition(each.slug, each.name, each.is_default, each.note) for each in editions.get(row.slug, ())
            ),
            modes=tuple(
                e.Mode(each.slug, each.name, each.is_default, limits.get((row.slug, each.slug), ()), each.note)
                for each in modes.get(row.slug, ())
            ),
        )


def _sources(read: _Reader) -> Iterator[e.Entity]:
    for row in read.all(t.Source, "owner", "position"):
        yield e.Source(
            row.owner,
            row.key,
            row.position,
            row.url,
            row.title,
            row.publisher,
            row.is_vendor,
            row.text_date,
            row.checked,
        )


def _relations(read: _Reader) -> Iterator[e.Entity]:
    relation_editions = read.words(t.RelationEdition, "relation", "edition")
    citations = read.citations(t.RelationCitation, "relation")
    for row in read.all(t.Relation, "product", "position"):
        yield e.Relation(
            product=row.product,
            type=RelationType(row.type),
            target=row.target,
            position=row.position,
            editions=relation_editions.get(row.id, ()),
            engine_edition=row.engine_edition,
            versions_from=row.versions_from,
            versions_to=row.versions_to,
            note=row.note,
            citations=citations.get(row.id, ()),
        )


def _statements(read: _Reader) -> Iterator[e.Entity]:
    editions = read.words(t.StatementEdition, "statement", "edition")
    modes = read.words(t.StatementMode, "statement", "mode")
    regions = read.words(t.StatementRegion, "statement", "region")
    citations = read.citations(t.StatementCitation, "statement")
    for row in read.all(t.Statement, "product", "id"):
        value_type = ValueType(row.value_type)
        raw = None if value_type is ValueType.OPTIONS else getattr(row, VALUE_COLUMNS[value_type])
        yield e.Statement(
            product=row.product,
            criterion=row.criterion,
            type=value_type,
            scale=Scale(row.scale),
            keyed=row.keyed,
            option=row.option,
            state=StatementState(row.state),
            value=None
            if raw is None
            else Value(
                value_type,
                raw,
                row.unit,
                _or_none(DatePrecision, row.date_precision),
            ),
            unit=row.unit,
            support=_or_none(Support, row.support),
            editions=editions.get(row.id, ()),
            modes=modes.get(row.id, ()),
            since=row.since,
            until=row.until,
            regions=regions.get(row.id, ()),
            when=row.condition,
            per=_or_none(Per, row.per),
            bound=_or_none(Bound, row.bound),
            changeable=_or_none(Changeable, row.changeable),
            claim=row.claim,
            method=Method(row.method),
            note=row.note,
            citations=citations.get(row.id, ()),
        )
    list_editions = read.words(t.CompleteListEdition, "complete_list", "edition")
    list_modes = read.words(t.CompleteListMode, "complete_list", "mode")
    exceptions = read.words(t.CompleteListException, "complete_list", "option")
    citations = read.citations(t.CompleteListCitation, "complete_list")
    for row in read.all(t.CompleteList, "product", "criterion", "id"):
        yield e.CompleteList(
            product=row.product,
            criterion=row.criterion,
            scale=Scale(row.scale),
            editions=list_editions.get(row.id, ()),
            modes=list_modes.get(row.id, ()),
            exceptions=exceptions.get(row.id, ()),
            note=row.note,
            citations=citations.get(row.id, ()),
        )


def _offers(read: _Reader) -> Iterator[e.Entity]:
    citations = read.citations(t.ClientLibraryCitation, "client_library")
    for row in read.all(t.ClientLibrary, "product", "position"):
        yield e.ClientLibrary(
            product=row.product,
            position=row.position,
            language=row.language,
            name=row.name,
            official=row.official,
            repository=row.repository,
            package_system=row.package_system,
            package_name=row.package_name,
            licence=row.licence,
            release_version=row.release_version,
            release_date=row.release_date,
            note=row.note,
            citations=citations.get(row.id, ()),
        )
    yield from _prices(read)
    citations = read.citations(t.MeasurementCitation, "measurement")
    for row in read.all(t.Measurement, "product", "position"):
        yield e.Measurement(
            product=row.product,
            slug=row.slug,
            position=row.position,
            setup=row.setup,
            guarantee_class=GuaranteeClass(row.guarantee_class),
            method=Method(row.method),
            edition=row.edition,
            mode=row.mode,
            product_version=row.product_version,
            published=row.published,
            message_bytes=row.message_bytes,
            messages_per_second=row.messages_per_second,
            megabytes_per_second=row.megabytes_per_second,
            latency_p50_ms=row.latency_p50_ms,
            latency_p99_ms=row.latency_p99_ms,
            note=row.note,
            citations=citations.get(row.id, ()),
        )


def _prices(read: _Reader) -> Iterator[e.Entity]:
    editions = read.words(t.PricingTierEdition, "pricing_tier", "edition")
    modes = read.words(t.PricingTierMode, "pricing_tier", "mode")
    components = read.grouped(t.Component, "pricing_tier")
    brackets = read.grouped(t.Bracket, "pricing_tier component")
    capacities = read.grouped(t.Capacity, "pricing_tier component")
    citations = read.citations(t.PricingTierCitation, "pricing_tier")
    for row in read.all(t.PricingTier, "product", "position"):
        yield e.PricingTier(
            product=row.product,
            slug=row.slug,
            position=row.position,
            name=row.name,
            model=PricingModel(row.model),
            currency=row.currency,
            cloud=_or_none(Cloud, row.cloud),
            region=row.region,
            valid_from=row.valid_from,
            editions=editions.get(row.id, ()),
            modes=modes.get(row.id, ()),
            components=tuple(
                e.Component(
                    meter=each.meter,
                    unit=each.unit,
                    unit_size=each.unit_size,
                    step=each.step_bytes,
                    per=each.per,
                    allowance=each.allowance_amount,
                    allowance_shared_by=each.allowance_shared_by,
                    brackets=tuple(
                        e.Bracket(bracket.from_amount, bracket.to_amount, Decimal(bracket.price_nano) / NANO)
                        for bracket in brackets.get((row.id, each.position), ())
                    ),
                    included=each.included,
                    minimum=each.minimum,
                    carries=tuple(
                        (capacity.quantity, capacity.amount) for capacity in capacities.get((row.id, each.position), ())
                    ),
                    note=each.note,
                )
                for each in components.get(row.id, ())
            ),
            note=row.note,
            citations=citations.get(row.id, ()),
        )


VOCABULARY = (_criteria, _protocols, _approaches)
OF_PRODUCTS = (_products, _sources, _relations, _statements, _offers)


def read_entities(session: Session) -> tuple[e.Entity, ...]:
    """Every entity in the database, by a fixed number of queries: one a table."""
    read = _Reader(session.connection())
    return tuple(entity for part in (*VOCABULARY, *OF_PRODUCTS) for entity in part(read))


def read_products(session: Session, slugs: Collection[str]) -> tuple[e.Entity, ...]:
    """Everything that belongs to these products: as many queries, whatever else there is."""
    read = _Reader(session.connection(), slugs)
    return tuple(entity for part in OF_PRODUCTS for entity in part(read))


def read_criteria(session: Session) -> tuple[e.Entity, ...]:
    """The dimensions and the criteria with their options."""
    return tuple(_criteria(_Reader(session.connection())))


def read_protocols(session: Session) -> tuple[e.Entity, ...]:
    """The protocols and the sources that their entries cite."""
    connection = session.connection()
    return (*_protocols(_Reader(connection)), *_sources(_Reader(connection, ("protocols",))))


def read_heads(session: Session) -> tuple[e.Entity, ...]:
    """All products without what is said of them: their editions and modes, and their ties to one another."""
    read = _Reader(session.connection())
    return (*_products(read), *_relations(read))
