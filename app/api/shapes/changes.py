"""Recorded changes."""

from datetime import datetime
from typing import Any

from app.api.shapes.base import Listing, Shape


class Revision(Shape):
    """One recorded change of one thing. Never changed, never deleted."""

    number: int
    """Counts from 1 without a gap."""
    change_set: int
    """The number of the first revision of those that were written together."""
    at: datetime
    """When, in UTC."""
    person: str
    """Who; `files` where the data files were loaded."""
    reason: str
    """Why."""
    kind: str
    """What sort of thing it is about: `product`, `statement`, `source` …"""
    id: str
    """The thing's id within its kind; of a statement: `/api/v1/statements/{id}`."""
    product: str | None
    """The slug of the product that it is about."""
    sentence: str
    """The change in words, made from `before` and `after` with today's names."""
    before: dict[str, Any] | None
    """The whole thing before, in the shape it had when that was written; null where it is new."""
    after: dict[str, Any] | None
    """The whole thing after; null where it was taken away."""


class Changes(Listing):
    """Revisions, the newest first."""

    items: list[Revision]
