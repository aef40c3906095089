"""The one normal form of the data files: from entities to text. `landscape format` and `landscape export` write it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.catalogue import entities as e
from app.catalogue.values import write as write_value
from app.catalogue.values import write_bytes, write_date
from app.catalogue.words import DatePrecision, Method, StatementState, ValueType
from app.ingest.files import owner_of, read_tree
from app.problems import DataProblems
from app.yamls import Flow, FlowList, PlainNumber, write

SCHEMA_LINE = "# yaml-language-server: $schema={}schemas/{}.schema.json\n"
"""Tells editors where the JSON Schema is."""


def _lean(**members: Any) -> dict[str, Any]:
    """Without what is absent: None, False, empty lists and mappings. Keys may end in `_` where Python needs it."""
    return {
        key.rstrip("_"): ("yes" if value is True else value)
        for key, value in members.items()
        if value is not None and value is not False and not (isinstance(value, tuple | list | dict) and not value)
    }


def _flow(**members: Any) -> Flow:
    return Flow(_lean(**members))


def _names(names: Iterable[str]) -> FlowList:
    return FlowList(str(name) for name in names)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _figure(amount: float | Decimal | None) -> int | float | None:
    """A number without a useless fraction."""
    if amount is None:
        return None
    return int(amount) if amount == int(amount) else float(amount)


def _sources(sources: Iterable[e.Source]) -> dict[str, Any]:
    return {
        source.key: _lean(
            url=source.url,
            title=source.title,
            publisher=source.publisher,
            vendor=source.is_vendor,
            text_date=_day(source.text_date),
            checked=_day(source.checked),
        )
        for source in sorted(sources, key=lambda source: source.position)
    }


Cites = Callable[[Iterable[e.Citation]], list[Any]]
"""How citations are written: with a key of the file's sources, or in full."""


class _Cites:
    """Writes citations; a date is written only where it differs from the source's."""

    def __init__(self, sources: Iterable[e.Source]) -> None:
        self.sources = {source.key: source for source in sources}

    def __call__(self, citations: Iterable[e.Citation]) -> list[Flow]:
        return [self._one(citation) for citation in citations]

    def _one(self, citation: e.Citation) -> Flow:
        source = self.sources[citation.source]
        text_date = None
        if citation.text_date != source.text_date:
            text_date = _day(citation.text_date) or "unknown"
        return _flow(
            source=citation.source,
            fields=_names(citation.fields),
            place=citation.place,
            find=citation.find,
            text_date=text_date,
            checked=_day(citation.checked) if citation.checked != source.checked else None,
        )


def _criteria_file(dimensions: list[e.Dimension], criteria: list[e.Criterion]) -> dict[str, Any]:
    return {
        "dimensions": [
            _lean(slug=each.slug, name=each.name, short=each.short, question=each.question)
            for each in sorted(dimensions, key=lambda each: each.position)
        ],
        "criteria": [_criterion(each) for each in sorted(criteria, key=lambda each: each.position)],
    }


def _criterion(each: e.Criterion) -> dict[str, Any]:
    return _lean(
        slug=each.slug,
        dimension=each.dimension,
        label=each.label,
        definition=each.definition,
        how_to_read=each.how_to_read,
        type=str(each.type),
        units=_names(each.units),
        scale=str(each.scale) if each.type is ValueType.OPTIONS else None,
        open=each.open,
        keyed=each.keyed,
        better=each.better and str(each.better),
        fresh_days=each.fresh_days,
        inherits=each.inherits,
        not_applicable=_lean(kinds=_names(each.not_applicable_kinds)),
        depends_on_operator=each.depends_on_operator,
        computed=each.computed,
        options=[
            _lean(
                slug=option.slug,
                label=option.label,
                group=option.licence_class and str(option.licence_class),
                definition=option.definition,
            )
            for option in each.options
        ],
        rubric=dict(enumerate(each.rubric, start=1)),
    )


def _protocols_file(protocols: list[e.Protocol], sources: list[e.Source]) -> dict[str, Any]:
    cites = _Cites(sources)
    return {
        "sources": _sources(sources),
        "protocols": [_protocol(each, cites) for each in sorted(protocols, key=lambda each: each.position)],
    }


def _protocol(each: e.Protocol, cites: Cites) -> dict[str, Any]:
    return _lean(
        slug=each.slug,
        name=each.name,
        body=each.body,
        status=str(each.status),
        specification=each.specification,
        transport=each.transport,
        versions=[
            _flow(
                version=version.version,
                date=version.published and write_date(version.published, version.precision or DatePrecision.DAY),
            )
            for version in each.versions
        ],
        security=each.security,
        good_at=each.good_at,
        not_good_at=each.not_good_at,
        aliases=_names(each.aliases),
        cite=cites(each.citations),
    )


def _approaches_file(
    aspects: list[e.Aspect], approaches: list[e.Approach], words: list[e.ApproachWords], sources: list[e.Source]
) -> dict[str, Any]:
    cites = _Cites(sources)
    content: dict[str, Any] = {
        "sources": _sources(sources),
        "aspects": [
            _lean(slug=each.slug, label=each.label, question=each.question)
            for each in sorted(aspects, key=lambda each: each.position)
        ],
        "approaches": [
            _lean(
                slug=each.slug,
                name=each.name,
                summary=each.summary,
                texts=dict(each.texts),
                choose_when=list(each.choose_when),
                avoid_when=list(each.avoid_when),
                pitfalls=list(each.pitfalls),
                cite=cites(each.citations),
            )
            for each in sorted(approaches, key=lambda each: each.position)
        ],
    }
    for table in words:
        content["words"] = [
            _lean(source=word.source, word=word.word, ours=word.ours, find=word.find, note=word.note)
            for word in table.words
        ]
    return content


def _statement(each: e.Statement, cites: Cites) -> dict[str, Any]:
    value: str | int | None = None
    if each.value is not None:
        value = write_value(each.value)
        if each.type in (ValueType.INTEGER, ValueType.GRADE):
            value = int(value)
    return _lean(
        value=value,
        support=each.support and str(each.support),
        state=str(each.state) if each.state is StatementState.UNKNOWN else None,
        editions=_names(each.editions),
        modes=_names(each.modes),
        since=each.since,
        until=each.until,
        regions=_names(each.regions),
        when=each.when,
        per=each.per and str(each.per),
        bound=each.bound and str(each.bound),
        changeable=each.changeable and str(each.changeable),
        claim=each.claim if each.claim > 1 else None,
        method=str(each.method) if each.method is not Method.DOCUMENTATION else None,
        note=each.note,
        cite=cites(each.citations),
    )


def statement_order(each: e.Statement) -> tuple[Any, ...]:
    """General first, then by edition and mode, then by the other qualifiers; what is over comes last."""
    return (
        each.until is not None,
        bool(each.editions) + bool(each.modes),
        any(part for part in (each.when, each.regions)),
        tuple(str(part) for part in each.identity()),
    )


def _statements(
    statements: list[e.Statement], lists: list[e.CompleteList], criteria: Mapping[str, e.Criterion], cites: Cites
) -> dict[str, Any]:
    by_question: dict[tuple[str, str | None], list[e.Statement]] = defaultdict(list)
    for statement in sorted(statements, key=statement_order):
        by_question[statement.criterion, statement.option].append(statement)
    complete: dict[str, list[e.CompleteList]] = defaultdict(list)
    for each in sorted(lists, key=lambda each: (len(each.editions) + len(each.modes), each.editions, each.modes)):
        complete[each.criterion].append(each)
    content: dict[str, Any] = {}
    for slug, criterion in sorted(criteria.items(), key=lambda pair: pair[1].position):
        if criterion.type is not ValueType.OPTIONS and not criterion.keyed:
            if found := by_question.get((slug, None)):
                content[slug] = [_statement(each, cites) for each in found]
            continue
        options: dict[str, Any] = {}
        if slug in complete:
            options["complete"] = [_complete(each, cites) for each in complete[slug]]
        for option in criterion.options:
            if found := by_question.get((slug, option.slug)):
                options[option.slug] = [_statement(each, cites) for each in found]
        if options:
            content[slug] = options
    return content


def _complete(each: e.CompleteList, cites: Cites) -> dict[str, Any]:
    return _lean(
        editions=_names(each.editions),
        modes=_names(each.modes),
        except_=_names(each.exceptions),
        note=each.note,
        cite=cites(each.citations),
    )


def _relation(each: e.Relation, cites: Cites) -> dict[str, Any]:
    return _lean(
        type=str(each.type),
        product=each.target,
        editions=_names(each.editions),
        engine_edition=each.engine_edition,
        engine_versions=_flow(from_=each.versions_from, to=each.versions_to),
        note=each.note,
        cite=cites(each.citations),
    )


def _library(each: e.ClientLibrary, cites: Cites) -> dict[str, Any]:
    return _lean(
        language=each.language,
        name=each.name,
        official="yes" if each.official else "no",
        repository=each.repository,
        package=_flow(system=each.package_system, name=each.package_name),
        licence=each.licence,
        latest_release=_flow(version=each.release_version, date=_day(each.release_date)),
        note=each.note,
        cite=cites(each.citations),
    )


def _tier(each: e.PricingTier, cites: Cites) -> dict[str, Any]:
    return _lean(
        slug=each.slug,
        name=each.name,
        model=str(each.model),
        editions=_names(each.editions),
        modes=_names(each.modes),
        currency=each.currency,
        cloud=each.cloud and str(each.cloud),
        region=each.region,
        valid_from=_day(each.valid_from),
        components=[_component(component) for component in each.components],
        note=each.note,
        cite=cites(each.citations),
    )


def _component(each: e.Component) -> dict[str, Any]:
    return _lean(
        meter=each.meter,
        unit=each.unit,
        unit_size=each.unit_size if each.unit_size != 1 else None,
        step=write_bytes(each.step) if each.step else None,
        per=each.per,
        allowance=_flow(amount=each.allowance, shared_by=each.allowance_shared_by),
        brackets=[
            _flow(from_=bracket.from_amount or None, to=bracket.to_amount, price=_price(bracket.price))
            for bracket in each.brackets
        ],
        included=each.included,
        minimum=each.minimum,
        carries=Flow({quantity: _figure(amount) for quantity, amount in each.carries}),
        note=each.note,
    )


def _price(price: Decimal) -> PlainNumber:
    return PlainNumber(format(price.normalize(), "f"))


def _measurement(each: e.Measurement, cites: Cites) -> dict[str, Any]:
    return _lean(
        slug=each.slug,
        edition=each.edition,
        mode=each.mode,
        version=each.product_version,
        published=_day(each.published),
        setup=each.setup,
        guarantee_class=str(each.guarantee_class),
        message_size=write_bytes(each.message_bytes) if each.message_bytes else None,
        messages_per_second=_figure(each.messages_per_second),
        megabytes_per_second=_figure(each.megabytes_per_second),
        latency_p50_ms=_figure(each.latency_p50_ms),
        latency_p99_ms=_figure(each.latency_p99_ms),
        method=str(each.method),
        note=each.note,
        cite=cites(each.citations),
    )


class _Group:
    """The entities of one file by their class, each in the order of its position."""

    def __init__(self, entities: Iterable[e.Entity]) -> None:
        self.by_type: dict[type, list[Any]] = defaultdict(list)
        for entity in entities:
            self.by_type[type(entity)].append(entity)

    def of(self, kind: type) -> list[Any]:
        found = self.by_type[kind]
        return sorted(found, key=lambda each: each.position) if found and hasattr(found[0], "position") else found


def _head(product: e.Product) -> dict[str, Any]:
    return _lean(
        name=product.name,
        kind=str(product.product_kind),
        vendor=product.vendor,
        homepage=product.homepage,
        documentation=product.documentation,
        repository=product.repository,
        aliases=_names(product.aliases),
        editions=[
            _lean(slug=each.slug, name=each.name, default=each.default, note=each.note) for each in product.editions
        ],
        modes=[
            _lean(
                slug=each.slug,
                name=each.name,
                default=each.default,
                editions=_names(each.editions),
                note=each.note,
            )
            for each in product.modes
        ],
    )


def written(entity: e.Entity, cites: Cites) -> dict[str, Any]:
    """One thing as its file writes it; of a product its head. For what can be edited on its own."""
    match entity:
        case e.Product():
            return _head(entity)
        case e.Statement():
            return _statement(entity, cites)
        case e.CompleteList():
            return _complete(entity, cites)
        case e.ClientLibrary():
            return _library(entity, cites)
        case e.PricingTier():
            return _tier(entity, cites)
        case e.Measurement():
            return _measurement(entity, cites)
        case e.Relation():
            return _relation(entity, cites)
        case e.Protocol():
            return _protocol(entity, cites)
        case _:
            raise TypeError(entity.kind)


def _product_file(group: _Group, criteria: Mapping[str, e.Criterion]) -> dict[str, Any]:
    (product,) = group.of(e.Product)
    cites = _Cites(group.of(e.Source))
    return _head(product) | _lean(
        relations=[_relation(each, cites) for each in group.of(e.Relation)],
        sources=_sources(group.of(e.Source)),
        statements=_statements(group.of(e.Statement), group.of(e.CompleteList), criteria, cites),
        client_libraries=[_library(each, cites) for each in group.of(e.ClientLibrary)],
        pricing_tiers=[_tier(each, cites) for each in group.of(e.PricingTier)],
        measurements=[_measurement(each, cites) for each in group.of(e.Measurement)],
    )


def texts(entities: Iterable[e.Entity]) -> dict[str, str]:
    """The whole of `data/` as file name -> text, from entities in any order."""
    by_owner: dict[str, list[e.Entity]] = defaultdict(list)
    for entity in entities:
        by_owner[owner_of(entity)].append(entity)
    groups = {owner: _Group(members) for owner, members in by_owner.items()}
    criteria = {each.slug: each for each in groups["criteria"].of(e.Criterion)} if "criteria" in groups else {}
    dimensions = groups["criteria"].of(e.Dimension) if "criteria" in groups else []
    names = {each.slug: each.name for each in dimensions}
    headings: dict[str, str] = {}
    for criterion in sorted(criteria.values(), key=lambda each: -each.position):
        headings[criterion.slug] = names[criterion.dimension]
    found: dict[str, str] = {}
    for owner, group in sorted(groups.items()):
        if owner == "criteria":
            content = _criteria_file(dimensions, list(criteria.values()))
            found["criteria.yaml"] = SCHEMA_LINE.format("", "criteria") + "\n" + write(content).lstrip("\n")
        elif owner == "protocols":
            content = _protocols_file(group.of(e.Protocol), group.of(e.Source))
            found["protocols.yaml"] = SCHEMA_LINE.format("", "protocols") + write(content)
        elif owner == "approaches":
            content = _approaches_file(
                group.of(e.Aspect), group.of(e.Approach), group.of(e.ApproachWords), group.of(e.Source)
            )
            found["approaches.yaml"] = SCHEMA_LINE.format("", "approaches") + write(content)
        else:
            content = _product_file(group, criteria)
            first = _first_of_each(content.get("statements", {}), headings)
            text = write(content, headings=first, spread=frozenset({"statements"}))
            found[f"products/{owner}.yaml"] = SCHEMA_LINE.format("../", "product") + text
    return found


def _first_of_each(statements: Mapping[str, Any], headings: Mapping[str, str]) -> dict[str, str]:
    """The criterion before which a dimension's name is written as a comment."""
    first: dict[str, str] = {}
    for slug in statements:
        first.setdefault(headings[slug], slug)
    return {slug: name for name, slug in first.items()}


def write_tree(root: Path, found: Mapping[str, str], *, only_compare: bool = False) -> list[Path]:
    """Write these files below `root`, those that differ; returns them."""
    changed = []
    for name, text in found.items():
        path = root / name
        if not path.exists() or path.read_text("utf-8") != text:
            changed.append(path)
            if not only_compare:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
    return changed


def format_tree(root: Path, *, check: bool = False) -> list[Path]:
    """Rewrite every file that is not in its normal form, or with `check` only tell which; the example is left alone.

    Raises DataProblems when a file cannot be read: what is not understood cannot be written back.
    """
    data = read_tree(root)
    if data.problems:
        raise DataProblems(data.problems)
    return write_tree(root, texts(data.to_load()), only_compare=check)
