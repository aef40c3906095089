"""The table of suggestions. Its key is 128 bits of chance: who knows the address of one may see what became of it.

No contact and no network address is kept.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.accounts import tables  # noqa: F401  (a foreign key leads there)
from app.db import UtcDateTime
from app.db.constraints import moment, one_of, only, refers, slug, table_args, table_of, text, url
from app.suggestions.words import State

LONGEST_BODY = 2000
LONGEST_ANSWER = 1000


class Suggestion(SQLModel, table=True):
    """One suggestion about a cell, or about a product as a whole. `said` is what the catalogue said at that time."""

    __tablename__ = "suggestion"
    __table_args__ = table_args(
        CheckConstraint(f"length(id) = 32 AND {only('id', '0123456789abcdef')}", name="id_is_128_bits"),
        slug("product"),
        slug("criterion"),
        slug("option"),
        text("said", LONGEST_BODY),
        text("body", LONGEST_BODY),
        url("url"),
        text("place"),
        text("credit"),
        moment("created"),
        one_of("state", State),
        moment("answered"),
        text("answer", LONGEST_ANSWER),
        CheckConstraint("option IS NULL OR criterion IS NOT NULL", name="option_has_criterion"),
        CheckConstraint("(state = 'waiting') = (answered IS NULL)", name="answered_unless_waiting"),
        CheckConstraint("(answered IS NULL) = (answered_by IS NULL)", name="answered_by_somebody"),
        CheckConstraint("state <> 'declined' OR answer IS NOT NULL", name="declined_with_reason"),
        CheckConstraint("(state IN ('accepted', 'amended')) = (change_set IS NOT NULL)", name="accepted_by_change"),
        CheckConstraint("change_set >= 1", name="change_set_at_least_1"),
        refers("answered_by", "person.name"),
    )
    id: str = Field(primary_key=True)
    product: str
    criterion: str | None = None
    option: str | None = None
    said: str | None = None
    body: str
    url: str
    place: str | None = None
    credit: str | None = None
    created: datetime = Field(sa_type=UtcDateTime)
    state: str
    answered: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by: str | None = None
    answer: str | None = None
    change_set: int | None = None


Index("ix_suggestion_state_created", table_of(Suggestion).c.state, table_of(Suggestion).c.created)
