"""Reads what a query asks of one criterion.

Options and choices: `a` (repeated: any of them), `all:a,b`. Amounts, dates and versions: `ge:`, `le:`, `eq:` (several
hold together), `unlimited`, `none-stated`. Everything: `unknown`; of one option alone: `unknown:a`.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from app.catalogue import entities as e
from app.catalogue.search.conditions import ORDERED, UNKNOWN, Comparison, Condition, Limit, labels
from app.catalogue.values import NotAValue, Value, parse
from app.catalogue.words import NUMERIC, VALUELESS, Better, Bound, ValueType

SHORT_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days"}
"""What durations are also called in a query; a bare number is of seconds, as in the JSON."""


def read_condition(criterion: e.Criterion, values: Iterable[str], *, forgiving: bool = False) -> Condition:
    """The condition that these values of a parameter make. Raises NotAValue, which says what was expected.

    `forgiving` takes an amount without a comparison, as people type it into a form: at least, or at most where
    less is better.
    """
    condition = Condition(criterion)
    for value in values:
        condition = _with(condition, value, forgiving)
    return condition.normal()


def _with(condition: Condition, value: str, forgiving: bool) -> Condition:
    criterion = condition.criterion
    options = labels(criterion)
    head, _, tail = value.partition(":")
    if value == UNKNOWN:
        return replace(condition, unknown=(*condition.unknown, None))
    if head == UNKNOWN and criterion.has_option_cells and tail in options:
        return replace(condition, unknown=(*condition.unknown, tail))
    if value in options and not criterion.keyed:
        return replace(condition, groups=(*condition.groups, (value,)))
    if head == "all" and criterion.type is ValueType.OPTIONS:
        group = tuple(tail.split(","))
        if set(group) <= options.keys():
            return replace(condition, groups=(*condition.groups, group))
    if criterion.type in NUMERIC and value in VALUELESS:
        return replace(condition, bounds=(*condition.bounds, Bound(value)))
    if criterion.type in ORDERED and head in tuple(Comparison):
        return replace(condition, limits=(*condition.limits, Limit(Comparison(head), read_value(criterion, tail))))
    if criterion.type in ORDERED and forgiving:
        side = Comparison.AT_MOST if criterion.better is Better.LOWER else Comparison.AT_LEAST
        return replace(condition, limits=(*condition.limits, Limit(side, read_value(criterion, value))))
    raise NotAValue(expected(criterion))


def read_value(criterion: e.Criterion, text: str) -> Value:
    """An amount as people write it: with or without a space before its unit; a bare one is in B, s or percent."""
    amount, unit = text.strip(), ""
    match = re.fullmatch(r"(\d+(?:\.\d+)?) *([A-Za-z%/]*)", amount)
    if match and criterion.type in NUMERIC:
        amount, unit = match[1], match[2]
        if criterion.type is ValueType.DURATION:
            unit = SHORT_UNITS.get(unit, unit) or "seconds"
        elif criterion.type is ValueType.BYTES:
            unit = unit or "B"
        elif criterion.type is ValueType.PERCENT:
            unit = "%"
        elif criterion.type is ValueType.NUMBER and len(criterion.units) == 1:
            unit = unit or criterion.units[0]
        amount = f"{amount} {unit}".strip()
    return parse(criterion.type, amount, units=criterion.units)


def expected(criterion: e.Criterion) -> str:
    """What can be asked of a criterion, for somebody who asked for something else."""
    options = list(labels(criterion))
    if criterion.type in ORDERED:
        bounds = "unlimited, none-stated, " if criterion.type in NUMERIC else ""
        return f"ge:, le: or eq: before {_example(criterion)}, {bounds}or unknown"
    if not options or criterion.keyed:
        return "unknown: what is answered in words can only be asked for where nothing is known; search with q instead"
    together = " all:a,b," if criterion.type is ValueType.OPTIONS else ""
    together += " unknown:a," if criterion.has_option_cells else ""
    return f"one of {', '.join(options)},{together} or unknown"


def _example(criterion: e.Criterion) -> str:
    examples: dict[ValueType, str] = {
        ValueType.BYTES: "a size such as 1 MiB",
        ValueType.DURATION: "a duration such as 14 days",
        ValueType.PERCENT: "a percentage such as 99.95 %",
        ValueType.DATE: "a date such as 2011 or 2011-01-31",
        ValueType.VERSION: "a version such as 4.3.5",
        ValueType.GRADE: "a grade from 1 to 5",
        ValueType.INTEGER: "a whole number such as 120000",
    }
    return examples.get(criterion.type, "a number with its unit, one of " + ", ".join(criterion.units))
