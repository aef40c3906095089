"""Rules about claims: what a statement must say, and what it may be limited to."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from app.catalogue import entities as e
from app.catalogue.values import version_key
from app.catalogue.words import NUMERIC, SUPPORT_OF, VALUELESS, Method, StatementState, Support, ValueType
from app.ingest.files import DataSet
from app.problems import Problem

PLACEHOLDERS = frozenset({"unknown", "n/a", "na", "tbd", "todo", "?", "-", "none known", "not known"})
"""Words that people write where they do not know; the files have `state: unknown` for that."""

PREVIEW = re.compile(r"alpha|beta|preview|snapshot|rc|-m\d", re.IGNORECASE)
"""What makers call a version that is not meant for production yet."""


def _claims(data: DataSet) -> Iterator[tuple[e.Statement, e.Criterion]]:
    for statement in data.of(e.Statement):
        yield statement, data.criteria[statement.criterion]


def known_has_an_answer(data: DataSet, _: date) -> Iterator[Problem]:
    """A statement says something, in the one key that fits its criterion."""
    for statement, criterion in _claims(data):
        if statement.state is StatementState.UNKNOWN:
            if statement.value or statement.support or statement.bound:
                yield data.problem(statement, "state: unknown stands without value, support or bound", "state")
        elif criterion.type is ValueType.OPTIONS:
            if statement.value is not None:
                yield data.problem(statement, "an option takes a support, not a value", "value")
            if statement.support is None:
                allowed = ", ".join(SUPPORT_OF[criterion.scale])
                yield data.problem(statement, f"needs one of {allowed}", "support")
        elif statement.support is not None:
            message = f"{criterion.slug} is a {criterion.type}: it takes a value, not a support"
            yield data.problem(statement, message, "support")
        elif statement.value is None and statement.bound not in VALUELESS:
            yield data.problem(statement, f"needs a value of type {criterion.type}", "value")
        elif statement.value is not None and statement.bound in VALUELESS:
            yield data.problem(statement, f"no value beside bound: {statement.bound}", "value")


def release_is_stable(data: DataSet, _: date) -> Iterator[Problem]:
    """A preview is not what somebody gets who installs the product today."""
    for statement in data.of(e.Statement):
        raw = statement.value.raw if statement.value and statement.criterion == "latest_release" else None
        if isinstance(raw, str) and PREVIEW.search(raw):
            yield data.problem(statement, f"expected a stable version, not {raw}", "value")


def known_is_cited(data: DataSet, _: date) -> Iterator[Problem]:
    """What is known was read somewhere."""
    for statement in data.of(e.Statement):
        cited = statement.citations or data.written(statement, "cite")  # a faulty citation is told where it stands
        if statement.state is StatementState.KNOWN and not cited:
            yield data.problem(statement, "a known statement needs at least one citation", "cite")


def partial_has_a_note(data: DataSet, _: date) -> Iterator[Problem]:
    """Partial means nothing to a reader who is not told which part."""
    for statement in data.of(e.Statement):
        if statement.support is Support.PARTIAL and not statement.note:
            yield data.problem(statement, "support: partial needs a note that says which part", "note")


def only_numbers_are_bounded(data: DataSet, _: date) -> Iterator[Problem]:
    """`per`, `bound` and `changeable` speak of numbers."""
    for statement, criterion in _claims(data):
        if criterion.type not in NUMERIC:
            for name in ("per", "bound", "changeable"):
                if getattr(statement, name) is not None:
                    message = f"{criterion.slug} is a {criterion.type}: only numbers have {name}"
                    yield data.problem(statement, message, name)


def identity_stands_once(data: DataSet, _: date) -> Iterator[Problem]:
    """Two statements with the same qualifiers are one, or a dispute that `claim` must name."""
    seen: dict[str, e.Statement] = {}
    for statement in data.of(e.Statement):
        first = seen.setdefault(statement.id, statement)
        if first is not statement:
            line = data.problem(first, "").line
            yield data.problem(
                statement,
                f"the same claim stands in line {line}: give it other qualifiers, or claim: 2 if sources contradict",
            )


def claims_contradict(data: DataSet, _: date) -> Iterator[Problem]:
    """`claim: 2` needs a claim 1 with the same qualifiers and another answer."""
    by_rest: dict[Any, dict[int, e.Statement]] = defaultdict(dict)
    for statement in data.of(e.Statement):
        by_rest[statement.identity()[:-1]][statement.claim] = statement
    for claims in by_rest.values():
        for number, statement in claims.items():
            before = claims.get(number - 1)
            if number < 1 or (number > 1 and before is None):
                message = f"claim: {number} needs a claim {number - 1} with the same qualifiers"
                yield data.problem(statement, message, "claim")
            elif before is not None and (before.value, before.support) == (statement.value, statement.support):
                yield data.problem(statement, "the same answer is not a contradiction: cite both sources", "claim")


def qualifiers_exist(data: DataSet, _: date) -> Iterator[Problem]:
    """Editions and modes are the product's own, and exist together."""
    products = {product.slug: product for product in data.of(e.Product)}
    for entity in data.entities:
        if not isinstance(entity, e.Statement | e.CompleteList | e.PricingTier | e.Relation):
            continue
        product = products[entity.product]
        modes = () if isinstance(entity, e.Relation) else entity.modes
        for name, given, own in (
            ("editions", entity.editions, [edition.slug for edition in product.editions]),
            ("modes", modes, [mode.slug for mode in product.modes]),
        ):
            for slug in sorted(set(given) - set(own)):
                if own:
                    yield data.problem(entity, f"{slug!r} is not one of this product's {name} ({', '.join(own)})", name)
                else:
                    message = f"this product lists no {name}: leave the key out, or list them at the top of the file"
                    yield data.problem(entity, message, name)
            if len(set(given)) < len(given):
                yield data.problem(entity, "names the same one twice", name)
        for mode in product.modes:
            if entity.editions and list(modes) == [mode.slug] and mode.editions:
                for slug in sorted(set(entity.editions) - set(mode.editions)):
                    yield data.problem(entity, f"the edition {slug!r} has no mode {mode.slug!r}", "editions")


def judgement_tells_its_reasons(data: DataSet, _: date) -> Iterator[Problem]:
    """A grade is a judgement by the criterion's rubric; the note names the steps that were observed."""
    for statement, criterion in _claims(data):
        if criterion.type is ValueType.GRADE and statement.method is not Method.JUDGEMENT and not criterion.computed:
            yield data.problem(statement, "a grade follows the rubric: write method: judgement", "method")
        if statement.method is Method.JUDGEMENT and not statement.note:
            yield data.problem(statement, "a judgement needs a note that names what was observed", "note")


def computed_is_not_written(data: DataSet, _: date) -> Iterator[Problem]:
    """Some answers are made from other facts."""
    for statement, criterion in _claims(data):
        if criterion.computed:
            yield data.problem(statement, f"{criterion.slug} is computed from other facts: leave it out")


def asked_only_where_it_applies(data: DataSet, _: date) -> Iterator[Problem]:
    """What does not apply to a kind is decided by the criterion's rule, never by hand."""
    kinds = {product.slug: product.product_kind for product in data.of(e.Product)}
    for statement, criterion in _claims(data):
        kind = kinds[statement.product]
        if kind in criterion.not_applicable_kinds:
            yield data.problem(statement, f"{criterion.slug} does not apply to a {kind}: leave it out")


def versions_run_forward(data: DataSet, _: date) -> Iterator[Problem]:
    """A claim cannot end before it begins."""
    for statement in data.of(e.Statement):
        if statement.since and statement.until and version_key(statement.until) < version_key(statement.since):
            yield data.problem(statement, f"until {statement.until} lies before since {statement.since}", "until")


def value_is_no_placeholder(data: DataSet, _: date) -> Iterator[Problem]:
    """Not knowing has a form of its own."""
    for statement in data.of(e.Statement):
        raw = statement.value.raw if statement.value else None
        if isinstance(raw, str) and raw.strip().lower() in PLACEHOLDERS:
            yield data.problem(statement, f"{raw!r} is no answer: use state: unknown, or leave it out", "value")


def complete_list_is_consistent(data: DataSet, _: date) -> Iterator[Problem]:
    """An exception is an option of the criterion that the list leaves open, so nothing may be stated of it."""
    stated: dict[tuple[str, str], set[str]] = defaultdict(set)
    for statement in data.of(e.Statement):
        if statement.option and not statement.editions and not statement.modes:
            stated[statement.product, statement.criterion].add(statement.option)
    seen: set[str] = set()
    for each in data.of(e.CompleteList):
        if each.id in seen:
            yield data.problem(each, "this list stands here twice for the same editions and modes")
        seen.add(each.id)
        criterion = data.criteria[each.criterion]
        if criterion.open:
            yield data.problem(each, f"{criterion.slug} is an open list: it is one cell and needs no complete")
        for option in each.exceptions:
            if criterion.option(option) is None:
                yield data.problem(each, f"{option!r} is not an option of {criterion.slug}", "except")
            elif option in stated[each.product, each.criterion]:
                message = f"{option!r} is stated as well: take it out of the exceptions"
                yield data.problem(each, message, "except")


def narrower_says_something_else(data: DataSet, _: date) -> Iterator[Problem]:
    """Of an edition, nothing is repeated that holds for the whole product: it would be mended in one place only."""
    general: dict[tuple[object, ...], e.Statement] = {}
    for statement in data.of(e.Statement):
        if not statement.editions and not statement.modes:
            general[_apart_from_variants(statement)] = statement
    for statement in data.of(e.Statement):
        whole = general.get(_apart_from_variants(statement))
        if whole is None or whole is statement or statement.note not in (None, whole.note):
            continue  # a note of its own tells more
        same = ("state", "value", "support", "bound", "changeable", "method")
        if all(getattr(statement, name) == getattr(whole, name) for name in same):
            yield data.problem(statement, "says the same as the statement of the whole product: leave it out")


def _apart_from_variants(each: e.Statement) -> tuple[object, ...]:
    limits = (each.since, each.until, each.regions, each.when, each.per, each.unit, each.claim)
    return (*each.question(), *limits)


def list_settles_something(data: DataSet, _: date) -> Iterator[Problem]:
    """A complete list that leaves no option to be answered by it proves nothing."""
    stated: dict[tuple[str, str], set[str]] = defaultdict(set)
    for statement in data.of(e.Statement):
        if statement.option and not statement.editions and not statement.modes:
            stated[statement.product, statement.criterion].add(statement.option)
    for each in data.of(e.CompleteList):
        settled = stated[each.product, each.criterion] | set(each.exceptions)
        if settled.issuperset(option.slug for option in data.criteria[each.criterion].options):
            yield data.problem(each, "every option is stated or excepted: the list settles nothing, leave it out")


RULES = (
    known_has_an_answer,
    release_is_stable,
    known_is_cited,
    partial_has_a_note,
    only_numbers_are_bounded,
    identity_stands_once,
    claims_contradict,
    qualifiers_exist,
    judgement_tells_its_reasons,
    computed_is_not_written,
    asked_only_where_it_applies,
    versions_run_forward,
    value_is_no_placeholder,
    complete_list_is_consistent,
    narrower_says_something_else,
    list_settles_something,
)
