"""What every answer has in common, and the shape of errors."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

SCHEMA_VERSION = "1.0"
"""Of the shapes: the first number moves when something that was promised goes, the second when something is added."""


class Shape(BaseModel):
    """One public JSON object. The text under an attribute is its description in OpenAPI."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Head(Shape):
    """Which catalogue an answer was made from."""

    schema_version: str
    """Version of the shapes; the first number moves when something that was promised goes."""
    revision: int
    """Number of the catalogue's revision; equal numbers mean equal answers on the same day."""
    generated_at: datetime | None
    """When that revision was recorded, in UTC; null where the catalogue has no recorded revision."""


class Index(Head):
    """Where everything stands."""

    links: dict[str, str]
    """Addresses by name; `compare` wants `products`."""


class Listing(Head):
    """A list, or one page of it."""

    total: int
    """How many items there are on all pages."""
    next: str | None
    """The `cursor` of the next page; null on the last one. The `Link` header holds its whole address."""


class FieldError(Shape):
    """One thing that was not accepted."""

    pointer: str
    """The query parameter, or the place in the body as a JSON pointer."""
    value: str
    """What was given, shortened."""
    expected: str
    """What would have been accepted."""


class FieldConflict(Shape):
    """One field that two sides see differently."""

    name: str
    """The field; empty where it is the whole thing that came or went."""
    base: Any
    """What both sides began with."""
    theirs: Any
    """What it is now."""
    ours: Any
    """What was asked for."""
    clash: bool
    """Whether both sides changed it, so that somebody has to decide."""


class ConflictingThing(Shape):
    """A thing that somebody else has changed meanwhile."""

    index: int | None
    """Which of several edits it is about, from 0."""
    kind: str
    """What sort of thing it is."""
    id: str
    """Its id."""
    version: int
    """Its version now, with which the same request decides; 0: it is not there any more."""
    revision: int | None
    """The revision that made it so."""
    person: str | None
    """Who did."""
    at: datetime | None
    """When."""
    reason: str | None
    """Why."""
    fields: list[FieldConflict]
    """What each side changed."""


class Problem(Shape):
    """An error as RFC 9457 problem details."""

    type: str
    """A URI for the kind of problem; `about:blank` where the status says it all."""
    title: str
    """The kind of problem in words."""
    status: int
    """The HTTP status."""
    detail: str
    """What is wrong with this very request."""
    errors: list[FieldError] | None = None
    """Each parameter or field that was not accepted."""
    conflicts: list[ConflictingThing] | None = None
    """Of a 409 or 412: what was changed by somebody else, and how."""
