"""Things as fragments and back: the shapes of the data files with the citations written out in full.

A fragment may come from a form or from JSON: numbers and yes/no may be numbers and booleans there, and what is null
is left out. On the way out every scalar is text, as in the files.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from app.catalogue import entities as e
from app.catalogue.values import NotAValue
from app.catalogue.words import ValueType
from app.ingest import making
from app.ingest import shapes as s
from app.ingest.normal import written
from app.yamls import Path_

DEEPEST = 12
"""Levels of nesting of a fragment; the shapes need five."""

Report = Callable[[Path_, str], None]
"""Takes a problem: where, and what is wrong."""


class CitedShape(s.Shape):
    """A citation with its page. What a page is called need not be repeated where the product cites it already.

    Without `text_date` it is undated; `checked`, the day of reading, is today unless it is said.
    """

    url: s.Url
    title: s.Line | None = None
    publisher: s.Line | None = None
    vendor: s.YesNo | None = None
    place: s.Line
    find: s.Find
    text_date: s.Day | Literal["unknown"] | None = None
    checked: s.Day | None = None


class ProtocolCitedShape(CitedShape):
    """The same of a protocol, with the fields that it covers."""

    fields: list[s.Slug] = Field(min_length=1)


class StatementFragment(s.StatementShape):
    """One claim, with the criterion and the option that it answers."""

    criterion: s.Slug
    option: s.Slug | None = None
    cite: list[CitedShape] = Field(default=[])  # type: ignore[assignment]


class CompleteListFragment(s.CompleteShape):
    """A source enumerates: which of this criterion's options are left out is *no*."""

    criterion: s.Slug
    cite: list[CitedShape] = Field(min_length=1)  # type: ignore[assignment]


class ClientLibraryFragment(s.ClientLibraryShape):
    """A library that programs use to talk to the product."""

    cite: list[CitedShape] = Field(min_length=1)  # type: ignore[assignment]


class PricingTierFragment(s.PricingTierShape):
    """One way to pay, with its components."""

    cite: list[CitedShape] = Field(min_length=1)  # type: ignore[assignment]


class MeasurementFragment(s.MeasurementShape):
    """A published measurement with its set-up."""

    cite: list[CitedShape] = Field(min_length=1)  # type: ignore[assignment]


class RelationFragment(s.RelationShape):
    """A tie to another product."""

    cite: list[CitedShape] = Field(min_length=1)  # type: ignore[assignment]


class ProtocolFragment(s.ProtocolShape):
    """A wire protocol."""

    cite: list[ProtocolCitedShape] = Field(min_length=1)  # type: ignore[assignment]


FRAGMENTS: dict[str, type[s.Shape]] = {
    "product": s.HeadShape,
    "statement": StatementFragment,
    "complete-list": CompleteListFragment,
    "client-library": ClientLibraryFragment,
    "pricing-tier": PricingTierFragment,
    "measurement": MeasurementFragment,
    "relation": RelationFragment,
    "protocol": ProtocolFragment,
}
"""The shape of each kind of fragment."""


def as_written(value: Any, report: Report = lambda path, message: None, path: Path_ = ()) -> Any:
    """JSON as the files would have it: every scalar is text, what is null or empty is left out."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else "a very large number"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    if isinstance(value, Mapping | list | tuple) and len(path) >= DEEPEST:
        report(path, f"nested more than {DEEPEST} levels deep")
        return None
    if isinstance(value, Mapping):
        found = {str(key): as_written(each, report, (*path, str(key))) for key, each in value.items()}
        return {key: each for key, each in found.items() if each not in (None, [], {})}
    if isinstance(value, list | tuple):
        return [as_written(each, report, (*path, number)) for number, each in enumerate(value)]
    return None if value is None else str(value)


def fragment_of(entity: e.Entity, source: Callable[[str], e.Source]) -> dict[str, Any]:
    """The thing as a fragment; `source` gives the page for a citation's key."""

    def cites(citations: Iterable[e.Citation]) -> list[dict[str, Any]]:
        return [_cited(each, source(each.source)) for each in citations]

    made: dict[str, Any] = as_written(written(entity, cites))
    if isinstance(entity, e.Statement | e.CompleteList):
        option = {"option": entity.option} if isinstance(entity, e.Statement) and entity.option else {}
        return {"criterion": entity.criterion, **option, **made}
    return made


def _cited(citation: e.Citation, source: e.Source) -> dict[str, Any]:
    return {
        "url": source.url,
        "title": source.title,
        "publisher": source.publisher,
        "vendor": "yes" if source.is_vendor else "no",
        "place": citation.place,
        "find": citation.find,
        "fields": list(citation.fields),
        "text_date": citation.text_date.isoformat() if citation.text_date else None,
        "checked": citation.checked.isoformat(),
    }


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a fragment says, where nothing in it is at fault."""

    shape: Any
    criterion: e.Criterion | None = None
    option: str | None = None

    @property
    def cites(self) -> tuple[CitedShape, ...]:
        """Its citations; a product's head has none."""
        return tuple(getattr(self.shape, "cite", ()))


def parsed(kind: str, fragment: Any, criteria: Mapping[str, e.Criterion], report: Report) -> Parsed | None:
    """Reads a fragment. Reports everything that is at fault; None where something is."""
    problems: list[tuple[Path_, str]] = []

    def take(path: Path_, message: str) -> None:
        problems.append((path, message))
        report(path, message)

    if not isinstance(fragment, Mapping):
        take((), "expected a mapping")
        return None
    content = as_written(fragment, take)
    criterion, option = None, None
    if kind in ("statement", "complete-list"):
        criterion, option = _question(kind, content, criteria, take)
    shape = None
    try:
        shape = TypeAdapter(FRAGMENTS[kind]).validate_python(content)
    except ValidationError as error:
        for path, message in s.problems_of(error):
            take(path, message)
    if kind == "statement" and criterion is not None:
        _answer(criterion, content, take)
    return Parsed(shape, criterion, option) if shape is not None and not problems else None


def _question(
    kind: str, content: Mapping[str, Any], criteria: Mapping[str, e.Criterion], report: Report
) -> tuple[e.Criterion | None, str | None]:
    """The criterion that a claim answers, and its option where it has options."""
    name, option = content.get("criterion"), content.get("option")
    criterion = criteria.get(name) if isinstance(name, str) else None
    if criterion is None:
        if name is not None:  # a missing one is told by the shape
            report(("criterion",), "expected the slug of a criterion")
        return None, None
    if kind == "complete-list":
        if criterion.type is not ValueType.OPTIONS:
            report(("criterion",), f"{criterion.slug} is a {criterion.type}: only options can be listed completely")
        return criterion, None
    if criterion.type is ValueType.OPTIONS or criterion.keyed:
        if not isinstance(option, str) or criterion.option(option) is None:
            listed = ", ".join(each.slug for each in criterion.options)
            report(("option",), f"expected an option of {criterion.slug}, one of {listed}")
        return criterion, option
    if option is not None:
        report(("option",), f"{criterion.slug} is a {criterion.type}: it has no options")
    return criterion, None


def _answer(criterion: e.Criterion, content: Mapping[str, Any], report: Report) -> None:
    """Tells of a value and a support that the criterion cannot read."""
    for key in ("value", "support"):
        given = content.get(key)
        if isinstance(given, str):
            try:
                making.answer(criterion, **{"value": None, "support": None, key: given})
            except NotAValue as error:
                report((key,), f"expected {error}")
