"""What reviewers do with a suggestion: accept it by a change they made, or decline it with a reason."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session

from app.errors import Conflict, FieldProblem, InvalidInput
from app.suggestions.reading import SUGGESTION, Suggestion, find
from app.suggestions.tables import LONGEST_ANSWER
from app.suggestions.words import State


def credit(suggestion: Suggestion) -> str:
    """How the reason of the change names whoever suggested it."""
    return f"Suggested by {suggestion.credit or 'a reader'}"


def accept(session: Session, id: str, change_set: int, person: str, at: datetime, *, amended: bool = False) -> None:
    """The change set made what was suggested true; `amended`: not quite as suggested. `person` is the login.

    To be called in the transaction of the change, so that neither is there without the other. Raises Conflict where
    somebody has handled it meanwhile.
    """
    state = State.AMENDED if amended else State.ACCEPTED
    _answer(session, id, state, person, at, change_set=change_set)


def decline(session: Session, id: str, reason: str, person: str, at: datetime) -> None:
    """The reader reads the reason on the page of the suggestion."""
    words = " ".join(reason.split())
    if not 1 <= len(words) <= LONGEST_ANSWER or not words.isprintable():
        expected = f"the reason, which the reader will see, in 1 to {LONGEST_ANSWER:,} characters"
        raise InvalidInput("Declining needs a reason.", [FieldProblem("answer", words[:80], expected)])
    _answer(session, id, State.DECLINED, person, at, answer=words)


def _answer(session: Session, id: str, state: State, person: str, at: datetime, **values: object) -> None:
    found = find(session, id)
    if found.state is not State.WAITING:
        raise Conflict(f"This suggestion was {found.state} meanwhile.")
    row = {"state": state.value, "answered": at, "answered_by": person, **values}
    session.connection().execute(update(SUGGESTION).where(SUGGESTION.c.id == id).values(**row))
