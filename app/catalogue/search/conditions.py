"""What a filter may ask of one criterion, in one normal form, and told in words. `asking` reads it from a query."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app.catalogue import entities as e
from app.catalogue.values import Value, show, version_key, write
from app.catalogue.words import NUMERIC, Bound, DatePrecision, ValueType

UNKNOWN = "unknown"
"""The value that asks for what nobody has found out."""

ORDERED = NUMERIC | {ValueType.GRADE, ValueType.DATE, ValueType.VERSION}
"""The types that can be compared and sorted by."""


class Comparison(StrEnum):
    """How a value stands to a limit."""

    AT_LEAST = "ge"
    AT_MOST = "le"
    EQUAL = "eq"


COMPARISON_WORDS = {
    Comparison.AT_LEAST: "at least",
    Comparison.AT_MOST: "at most",
    Comparison.EQUAL: "exactly",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """One side of a range."""

    comparison: Comparison
    value: Value

    @property
    def text(self) -> str:
        """The normal form, `ge:1 MiB`."""
        return f"{self.comparison}:{write(self.value)}"

    @property
    def words(self) -> str:
        """For people: `at least 1 MiB`."""
        return f"{COMPARISON_WORDS[self.comparison]} {show(self.value)}"

    def holds(self, statement: e.Statement) -> bool:
        """Whether a statement's value keeps to it; one without a number keeps only to `at least`, if unlimited.

        Of a date that is known to the year or the month, all of it must: any day of it may be the one.
        """
        if statement.bound is Bound.UNLIMITED:
            return self.comparison is Comparison.AT_LEAST
        if statement.value is None or statement.value.unit != self.value.unit:
            return False
        earliest, latest = _span(statement.value)
        first, last = _span(self.value)
        return (self.comparison is Comparison.AT_MOST or earliest >= first) and (
            self.comparison is Comparison.AT_LEAST or latest <= last
        )


def ordering(value: Value) -> Any:
    """What orders values of one criterion and unit."""
    if isinstance(value.raw, date):
        return value.raw
    return version_key(str(value.raw)) if value.type is ValueType.VERSION else value.magnitude


def _span(value: Value) -> tuple[Any, Any]:
    """First and last of what the value means: `2011` is a whole year."""
    if not isinstance(value.raw, date):
        return ordering(value), ordering(value)
    months = {DatePrecision.YEAR: 12, DatePrecision.MONTH: 1}.get(value.precision or DatePrecision.DAY, 0)
    if not months:
        return value.raw, value.raw
    year, month = divmod(value.raw.month - 1 + months, 12)
    if value.raw.year + year > date.max.year:
        return value.raw, date.max
    return value.raw, date(value.raw.year + year, month + 1, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked of one criterion: any of the groups of options, the range, a bound, or to be unknown.

    A group is a tuple of options that must all be there. In `unknown`, None means: nothing of it is known.
    """

    criterion: e.Criterion = field(repr=False)
    groups: tuple[tuple[str, ...], ...] = ()
    limits: tuple[Limit, ...] = ()
    bounds: tuple[Bound, ...] = ()
    unknown: tuple[str | None, ...] = ()

    @property
    def slug(self) -> str:
        """The criterion's slug, which is the name of the parameter."""
        return self.criterion.slug

    @property
    def texts(self) -> tuple[str, ...]:
        """The values of the parameter in normal form."""
        return (
            *(group[0] if len(group) == 1 else "all:" + ",".join(group) for group in self.groups),
            *(limit.text for limit in self.limits),
            *self.bounds,
            *(UNKNOWN if option is None else f"{UNKNOWN}:{option}" for option in self.unknown),
        )

    @property
    def words(self) -> str:
        """For people: `Wire protocols: MQTT 5 or unknown`."""
        names = labels(self.criterion)
        told = [" and ".join(names[option] for option in group) for group in self.groups]
        if self.limits:
            told.append(" and ".join(limit.words for limit in self.limits))
        told += ["no limit stated" if bound is Bound.NONE_STATED else bound.value for bound in self.bounds]
        told += dict.fromkeys(
            UNKNOWN if option is None or self.chosen(option) else f"{names[option]} unknown" for option in self.unknown
        )
        return f"{self.criterion.label}: {' or '.join(told)}"

    @property
    def asks_for_all(self) -> bool:
        """Whether the options asked for must be there together."""
        return len(self.groups) == 1 and len(self.groups[0]) > 1

    def chosen(self, option: str) -> bool:
        """Whether the option is asked for, alone or in a group."""
        return any(option in group for group in self.groups)

    def normal(self) -> "Condition":
        """Each thing once, in the order of the criterion."""
        order = {option: position for position, option in enumerate(labels(self.criterion))}
        groups = {tuple(sorted(set(group), key=order.__getitem__)) for group in self.groups}
        limits = {limit.text: limit for limit in self.limits}
        return replace(
            self,
            groups=tuple(sorted(groups, key=lambda group: [order[option] for option in group])),
            limits=tuple(limits[text] for text in sorted(limits)),
            bounds=tuple(sorted(set(self.bounds))),
            unknown=tuple(sorted(set(self.unknown), key=lambda option: -1 if option is None else order[option])),
        )


def labels(criterion: e.Criterion) -> dict[str, str]:
    """What can be asked for by name: the criterion's options, or yes and no."""
    if criterion.type is ValueType.BOOLEAN:
        return {"yes": "yes", "no": "no"}
    return {option.slug: option.label for option in criterion.options}
