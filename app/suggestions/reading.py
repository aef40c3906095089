"""Reads suggestions: one by its address, those that wait, those that were handled."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from app.db.constraints import table_of
from app.errors import NotFound
from app.suggestions import tables
from app.suggestions.words import State

SUGGESTION = table_of(tables.Suggestion)

LENGTH = 32
"""Digits of an id."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion as it stands. `credit` is the name to be credited, if the reader gave one."""

    id: str
    product: str
    criterion: str | None
    option: str | None
    said: str | None
    body: str
    url: str
    place: str | None
    credit: str | None
    created: datetime
    state: State
    answered: datetime | None
    answered_by: str | None
    answer: str | None
    change_set: int | None


COLUMNS = tuple(SUGGESTION.c[name] for name in Suggestion.__dataclass_fields__)


def find(session: Session, id: str) -> Suggestion:
    """Raises NotFound."""
    known = id if len(id) == LENGTH and id.isascii() and id.isalnum() else ""
    row = session.connection().execute(select(*COLUMNS).where(SUGGESTION.c.id == known)).mappings().one_or_none()
    if row is None:
        raise NotFound("There is no suggestion at this address.")
    return Suggestion(**{**row, "state": State(row["state"])})


def waiting(session: Session, most: int = 500) -> list[Suggestion]:
    """Those that nobody has handled, by product, the oldest first."""
    query = select(*COLUMNS).where(SUGGESTION.c.state == State.WAITING.value)
    ordered = query.order_by(SUGGESTION.c.product, SUGGESTION.c.created, SUGGESTION.c.id).limit(most)
    rows = session.connection().execute(ordered).mappings()
    return [Suggestion(**{**row, "state": State(row["state"])}) for row in rows]


def handled(session: Session, most: int = 50) -> list[Suggestion]:
    """Those that were handled last."""
    query = select(*COLUMNS).where(SUGGESTION.c.state != State.WAITING.value)
    rows = session.connection().execute(query.order_by(SUGGESTION.c.answered.desc()).limit(most)).mappings()
    return [Suggestion(**{**row, "state": State(row["state"])}) for row in rows]
