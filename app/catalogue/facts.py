"""Facts: what statements say of a product's variants, and what follows from complete lists and from an engine.

A fact has the form of a statement, whoever said it. Stated ones come from the product's own file; *enumerated* ones
fill the gaps of a complete list with no; *inherited* ones come from the engine that a managed product runs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from app.catalogue import entities as e
from app.catalogue.values import version_key
from app.catalogue.words import Method, StatementState, Support, ValueType

Question = tuple[str, str | None]
"""A criterion, and the option where each option is a cell of its own."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One edition with one mode; None where the product has only one."""

    edition: str | None
    mode: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement as it holds for a product. `owner` names the product whose sources the citations are of.

    `rests_on` is the id of the complete list or of the engine's statement that it was made from.
    """

    statement: e.Statement
    owner: str
    rests_on: str | None = None

    @property
    def id(self) -> str:
        """The id a statement with this identity has: a stated one later takes the place of a derived one."""
        return self.statement.id

    @property
    def method(self) -> Method:
        """How it is known."""
        return self.statement.method

    @property
    def is_past(self) -> bool:
        """Whether it is over: it holds up to a version or date only."""
        return self.statement.until is not None

    @property
    def is_conditional(self) -> bool:
        """Whether it holds under a condition or in some regions only."""
        return self.statement.when is not None or bool(self.statement.regions)

    @property
    def is_specific(self) -> bool:
        """Whether it is limited to some editions or modes."""
        return bool(self.statement.editions or self.statement.modes)

    @property
    def specificity(self) -> int:
        """How narrowly it is said: mode and edition before mode before edition before everything."""
        return 2 * bool(self.statement.modes) + bool(self.statement.editions)

    @property
    def scope(self) -> tuple[object, ...]:
        """The condition and what a number counts per: only within one scope does the narrower replace the general."""
        statement = self.statement
        return (statement.when, statement.regions, statement.per)

    def holds_for(self, variant: Variant) -> bool:
        """Whether it speaks of this variant."""
        statement = self.statement
        if not statement.editions and not statement.modes:
            return True
        return _covers(statement.editions, statement.modes, variant)


def _covers(editions: tuple[str, ...], modes: tuple[str, ...], variant: Variant) -> bool:
    return (not editions or variant.edition in editions) and (not modes or variant.mode in modes)


def variants_of(product: e.Product) -> tuple[Variant, ...]:
    """Every edition with every mode that it has, the default one first."""
    editions: list[str | None] = [edition.slug for edition in product.editions]
    modes: list[tuple[str | None, tuple[str, ...]]] = [(mode.slug, mode.editions) for mode in product.modes]
    found = [
        Variant(edition, mode)
        for edition in editions or [None]
        for mode, limit in modes or [(None, ())]
        if not limit or edition in limit
    ]
    default = default_of(product)
    return (default, *(variant for variant in found if variant != default))


def default_of(product: e.Product) -> Variant:
    """What somebody gets who does not choose."""
    return Variant(
        next((edition.slug for edition in product.editions if edition.default), None),
        next((mode.slug for mode in product.modes if mode.default), None),
    )


def limits_of(wanted: frozenset[Variant], every: Iterable[Variant]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Editions and modes that together mean exactly the wanted variants: nothing, editions, modes, or pairs."""
    everything = frozenset(every)
    if wanted == everything:
        return [((), ())]
    editions = tuple(sorted({variant.edition for variant in wanted if variant.edition}))
    modes = tuple(sorted({variant.mode for variant in wanted if variant.mode}))
    for limit in ((editions, ()), ((), modes), (editions, modes)):
        if any(limit) and wanted == {variant for variant in everything if _covers(*limit, variant)}:
            return [limit]
    by_edition: dict[str | None, list[str]] = defaultdict(list)
    for variant in wanted:
        by_edition[variant.edition].append(variant.mode or "")
    return [
        ((edition,) if edition else (), tuple(sorted(found)))
        for edition, found in sorted(by_edition.items(), key=lambda pair: pair[0] or "")
    ]


def question_of(statement: e.Statement, criterion: e.Criterion) -> Question:
    """The cell that a statement answers: an open list is one cell."""
    return (statement.criterion, statement.option if criterion.has_option_cells else None)


def stated(statements: Iterable[e.Statement]) -> list[Fact]:
    """The product's own statements as facts."""
    return [Fact(statement, statement.product) for statement in statements]


def _unanswered(variants: Iterable[Variant], facts: Iterable[Fact]) -> frozenset[Variant]:
    current = [fact for fact in facts if not fact.is_past]
    return frozenset(variant for variant in variants if not any(fact.holds_for(variant) for fact in current))


def enumerated(
    product: e.Product, criterion: e.Criterion, lists: Iterable[e.CompleteList], own: Mapping[Question, list[Fact]]
) -> Iterator[Fact]:
    """What complete lists leave out, as *no*, for those variants of which nothing is stated."""
    variants = variants_of(product)
    for option in criterion.options:
        left = _unanswered(variants, own.get((criterion.slug, option.slug), ()))
        for each in lists:
            meant = frozenset(variant for variant in left if _covers(each.editions, each.modes, variant))
            if option.slug in each.exceptions or not meant:
                continue
            left -= meant
            for editions, modes in limits_of(meant, variants):
                statement = e.Statement(
                    product=product.slug,
                    criterion=criterion.slug,
                    type=ValueType.OPTIONS,
                    scale=criterion.scale,
                    option=option.slug,
                    support=Support.NO,
                    editions=editions,
                    modes=modes,
                    method=Method.ENUMERATED,
                    note=each.note,
                    citations=each.citations,
                )
                yield Fact(statement, product.slug, each.id)


@dataclass(frozen=True, slots=True)
class Engine:
    """A product that another one runs, with the facts of its own."""

    relation: e.Relation
    product: e.Product
    facts: Mapping[Question, list[Fact]]

    def variant_for(self, variant: Variant) -> Variant:
        """The engine's variant that a managed variant runs: its mode of the same name, or the default one."""
        default = default_of(self.product)
        modes = {mode.slug for mode in self.product.modes}
        mode = variant.mode if variant.mode in modes else None
        if variant.mode is None:
            mode = default.mode
        return Variant(self.relation.engine_edition or default.edition, mode)

    def offers(self, statement: e.Statement) -> bool:
        """Whether the statement holds in the newest engine version that is offered.

        Where no version is named, only what holds in all versions is sure.
        """
        newest = self.relation.versions_to
        if newest is None:
            return statement.since is None and statement.until is None
        key = version_key(newest)
        return not (
            (statement.since and version_key(statement.since) > key)
            or (statement.until and version_key(statement.until) < key)
        )


def inherited(
    product: e.Product, criterion: e.Criterion, engines: Iterable[Engine], own: Mapping[Question, list[Fact]]
) -> Iterator[Fact]:
    """What the engines say, for those variants of which the product says nothing itself."""
    if not criterion.inherits:
        return
    variants = variants_of(product)
    questions = [option.slug for option in criterion.options] if criterion.has_option_cells else [None]
    for option in questions:
        question = (criterion.slug, option)
        left = _unanswered(variants, own.get(question, ()))
        for engine in engines:
            limit = engine.relation.editions
            running = frozenset(variant for variant in left if not limit or variant.edition in limit)
            for fact in engine.facts.get(question, ()):
                if fact.statement.state is not StatementState.KNOWN or not engine.offers(fact.statement):
                    continue
                meant = frozenset(variant for variant in running if fact.holds_for(engine.variant_for(variant)))
                for editions, modes in limits_of(meant, variants) if meant else ():
                    statement = replace(
                        fact.statement,
                        product=product.slug,
                        editions=editions,
                        modes=modes,
                        until=None,
                        method=Method.INHERITED,
                    )
                    yield Fact(statement, engine.product.slug, fact.id)
