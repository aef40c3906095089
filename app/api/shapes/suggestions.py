"""Suggestions as JSON: what a reader sends, what is told of it, and what a reviewer decides."""

from datetime import datetime

from pydantic import Field

from app.api.shapes.base import Shape


class NewSuggestion(Shape):
    """What is wrong, and where it is written."""

    product: str = Field(max_length=60)
    """Slug of the product."""
    criterion: str | None = Field(default=None, max_length=60)
    """Slug of the criterion; left out where it is about the product as a whole."""
    option: str | None = Field(default=None, max_length=60)
    """Slug of the criterion's option."""
    body: str
    """What should stand there, in your own words."""
    url: str
    """The page that says so."""
    place: str = ""
    """Where on it: a heading, or a word to look for."""
    credit: str = ""
    """A name to be credited in the history."""


class MadeSuggestion(Shape):
    """A suggestion that waits to be read."""

    id: str
    """Its name; only whoever made it knows it."""
    state: str
    """`waiting`; later `accepted`, `amended` or `declined`."""
    address: str
    """The page that will say what became of it."""
    created: datetime
    """When it was taken."""


class SuggestionRecord(Shape):
    """A suggestion as it stands."""

    id: str
    """Its name."""
    product: str
    """Slug of the product."""
    criterion: str | None
    """Slug of the criterion; null where it is about the product as a whole."""
    option: str | None
    """Slug of the criterion's option."""
    said: str | None
    """What the catalogue said when it was made."""
    body: str
    """What should stand there."""
    url: str
    """The page that says so."""
    place: str | None
    """Where on it."""
    credit: str | None
    """The name to be credited."""
    created: datetime
    """When it was made."""
    state: str
    """`waiting`, `accepted`, `amended` or `declined`."""
    answered: datetime | None
    """When somebody decided."""
    answered_by: str | None
    """Who decided."""
    answer: str | None
    """Why it was declined."""
    change_set: int | None
    """Number of the change that came of it."""


class WaitingSuggestions(Shape):
    """What waits for somebody to decide."""

    total: int
    """How many there are."""
    items: list[SuggestionRecord]
    """By product, the oldest first; at most 500."""


class Acceptance(Shape):
    """The change that came of a suggestion."""

    change_set: int = Field(ge=1, lt=2**31)
    """Number of the change, or of any revision in it."""
    amended: bool = False
    """Whether something else was done than suggested."""


class Refusal(Shape):
    """Why nothing comes of it."""

    reason: str
    """The reader sees it."""
