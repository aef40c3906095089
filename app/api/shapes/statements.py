"""A statement as the outside sees it: the same in the catalogue, on a product and on its own page."""

from datetime import date
from typing import Literal

from app.api.shapes.base import Shape
from app.catalogue.words import Bound, CellState, Changeable, Method, Per

JsonValue = bool | int | float | str | None


class Citation(Shape):
    """Where a claim stands in a source, and when that was read."""

    url: str
    """The page."""
    title: str
    """The page's title."""
    place: str
    """The heading or anchor on the page."""
    find: str
    """A term or number that stands there letter for letter."""
    text_date: date | None
    """The date of the text itself; null: undated."""
    checked: date
    """The day somebody last read it there."""


class Qualifiers(Shape):
    """What a claim is limited to; empty lists and nulls do not limit."""

    editions: list[str]
    """Slugs of the product's editions."""
    modes: list[str]
    """Slugs of the product's modes."""
    since: str | None
    """The first version (or day) it holds for."""
    until: str | None
    """The last version (or day) it held for: it is over."""
    regions: list[str]
    """Regions it holds in."""
    when: str | None
    """A condition: a protocol, a configuration, a direction."""
    per: Per | None
    """What a number counts for."""
    bound: Bound | None
    """What a number is a bound of; `unlimited` and `none-stated` come without a value."""
    changeable: Changeable | None
    """Whether a limit can be moved, and by whom."""


class Statement(Shape):
    """One claim: product × criterion (× option) → value, with qualifiers and citations."""

    id: str | None
    """Made from what identifies the statement, so it is the same in every deployment: `/api/v1/statements/{id}`.
    Null where a rule says it, as nobody has stated it."""
    criterion: str
    """The criterion's slug."""
    option: str | None
    """The option's slug, where the criterion has options that are answered one by one."""
    state: CellState
    """`known`; `unknown` (somebody looked in vain); `disputed` (sources contradict each other); or what a rule of the
    criterion says where nothing is stated: `not-applicable`, `depends-on-operator`."""
    value: JsonValue
    """Plain JSON, typed by the criterion: true or false, an option's slug, a number in `unit`, a date as far as it is
    known, text. Of an option it is its support."""
    unit: Literal["B", "s", "%"] | str | None
    """`B` for bytes, `s` for durations, `%` for percentages, the criterion's unit for other numbers."""
    qualifiers: Qualifiers
    """What the claim is limited to."""
    method: Method | None
    """How it is known; null where a rule says it."""
    note: str | None
    """The condition or the scope, in words."""
    citations: list[Citation]
    """Where it stands. Enumerated and inherited statements carry those they rest on."""
