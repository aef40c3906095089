"""Answers that are made from other facts: `languages_official` and `operations_load`."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from app.catalogue import entities as e
from app.catalogue.facts import Fact, Variant, limits_of
from app.catalogue.values import Value
from app.catalogue.words import Kind, Method, Support, ValueType

Ask = Callable[[str, str | None, Variant], Fact | None]
"""The deciding fact of a criterion (and option) for a variant."""

FURTHER_SYSTEMS = frozenset({"zookeeper", "etcd", "database", "object-storage", "kubernetes", "other"})
"""Members of `runs_with` that mean a second system beside the product."""


def languages_official(product: e.Product, libraries: Iterable[e.ClientLibrary]) -> Iterator[Fact]:
    """The languages with a library kept by the product's own makers; unknown where none is listed."""
    official = [library for library in libraries if library.official]
    if not official:
        return
    languages = sorted({library.language for library in official}, key=str.lower)
    citations = {citation: None for library in official for citation in library.citations}
    statement = e.Statement(
        product=product.slug,
        criterion="languages_official",
        type=ValueType.TEXT,
        value=Value(ValueType.TEXT, ", ".join(languages)),
        citations=tuple(citations)[:8],
    )
    yield Fact(statement, product.slug)


def _has(ask: Ask, criterion: str, option: str, variant: Variant) -> bool | None:
    fact = ask(criterion, option, variant)
    return None if fact is None or fact.statement.support is None else fact.statement.support is not Support.NO


def _chosen(ask: Ask, criterion: str, variant: Variant) -> str | None:
    fact = ask(criterion, None, variant)
    return str(fact.statement.value.raw) if fact and fact.statement.value else None


def load_of(kind: Kind, ask: Ask, variant: Variant) -> int | None:
    """The grade by the criterion's rubric, or None where a fact that decides is unknown.

    Where the vendor is known to operate it, that form counts; else the form in which you do. A form that nobody has
    stated is not assumed.
    """
    vendor, you = (_has(ask, "operated_by", who, variant) for who in ("vendor", "you"))
    scaling = _chosen(ask, "scaling", variant)
    if vendor:
        return None if scaling is None else 1 if scaling == "automatic" else 2
    if not you:
        return None
    if kind is Kind.MESSAGING_LIBRARY:
        return 1  # nothing runs beside the programs that use it
    runs_with = _chosen(ask, "runs_with", variant)
    if runs_with is None:
        return None
    if runs_with in FURTHER_SYSTEMS:
        return 5
    by_hand = runs_with == "built-in-consensus" or scaling in ("add-nodes", "partitions")
    return 4 if by_hand else None if scaling is None else 3


def operations_load(product: e.Product, variants: tuple[Variant, ...], ask: Ask) -> Iterator[Fact]:
    """One fact for each group of variants with the same grade, citing the facts it was computed from."""
    groups: dict[int, set[Variant]] = defaultdict(set)
    basis: dict[int, dict[e.Citation, None]] = defaultdict(dict)
    for variant in variants:
        grade = load_of(product.product_kind, ask, variant)
        if grade is None:
            continue
        groups[grade].add(variant)
        questions = (("operated_by", "vendor"), ("operated_by", "you"), ("runs_with", None), ("scaling", None))
        for criterion, option in questions:
            fact = ask(criterion, option, variant)
            if fact and fact.owner == product.slug:
                basis[grade].update(dict.fromkeys(fact.statement.citations))
    for grade, found in sorted(groups.items()):
        for editions, modes in limits_of(frozenset(found), variants):
            statement = e.Statement(
                product=product.slug,
                criterion="operations_load",
                type=ValueType.GRADE,
                value=Value(ValueType.GRADE, grade),
                editions=editions,
                modes=modes,
                method=Method.JUDGEMENT,
                citations=tuple(basis[grade]),
            )
            yield Fact(statement, product.slug)
