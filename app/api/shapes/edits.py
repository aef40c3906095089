"""Writes: things as they can be edited, and what a save came to."""

from datetime import datetime
from typing import Any

from app.api.shapes.base import Shape


class LastChange(Shape):
    """Who made a thing what it is."""

    revision: int
    """The number of the revision."""
    at: datetime
    """When, in UTC."""
    person: str
    """Who; `files` where the data files were loaded."""
    reason: str
    """Why."""


class EditableDocument(Shape):
    """A thing as it is edited: what to change and send back."""

    kind: str
    """What sort of thing it is."""
    product: str | None
    """The slug of the product that it belongs to; null of a protocol."""
    id: str
    """Its id within its kind."""
    version: int
    """Goes into `If-Match` as `"v…"`, or into the body as `version`. It never comes again."""
    changed: LastChange
    """Its last revision."""
    document: dict[str, Any]
    """The thing in the shape of the data files, its citations written out in full. Every value is text."""


class SavedThing(Shape):
    """What one edit came to."""

    revision: int
    """The number of the catalogue's newest revision."""
    change_set: int | None
    """What was saved at once: undo it by `/api/v1/changes/{number}/undo`. Null where nothing differed."""
    id: str | None
    """The thing's id: another one than before where what identifies it was changed. Null where it was retired."""
    version: int
    """Its version now; 0 where it was retired."""


class SavedTogether(Shape):
    """What several edits came to."""

    revision: int
    """The number of the catalogue's newest revision."""
    change_set: int | None
    """What was saved at once; null where nothing differed."""
    ids: list[str | None]
    """The id of each thing, in the order of the edits; null where it was retired."""
