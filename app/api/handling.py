"""`/api/v1/suggestions` for reviewers: what waits, and what becomes of it, with the scope `suggestions:handle`."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Body, Depends, Path, Request, Response

from app import suggestions
from app.accounts.tokens import Bearer
from app.api.advisor import json_wanted, no_parameters
from app.api.answering import catalogue_of
from app.api.bearer import SUGGESTIONS_HANDLE
from app.api.shapes.suggestions import Acceptance, Refusal, SuggestionRecord, WaitingSuggestions
from app.db import read_session
from app.editing.history import History
from app.errors import FieldProblem, InvalidInput
from app.gate.visits import now
from app.gate.writing import Database, Writing
from app.suggestions import Suggestion

router = APIRouter(prefix="/api/v1/suggestions", tags=["suggestions"])

Named = Annotated[str, Path(description="The suggestion's id.", examples=["5f3c9a1e0b7d24685f3c9a1e0b7d2468"])]
Reviewer = Annotated[Bearer, Depends(SUGGESTIONS_HANDLE)]


WAITING: dict[str, Any] = {
    "id": "5f3c9a1e0b7d24685f3c9a1e0b7d2468",
    "product": "heron",
    "criterion": "message_size_max",
    "option": None,
    "said": "1 MiB",
    "body": "It is 2 MiB since version 2.4.",
    "url": "https://heron.example/docs/limits",
    "place": "Limits",
    "credit": "Grace",
    "created": "2026-11-23T12:00:00Z",
    "state": "waiting",
    "answered": None,
    "answered_by": None,
    "answer": None,
    "change_set": None,
}
DECIDED = WAITING | {"answered": "2026-11-23T13:00:00Z", "answered_by": "ada"}
REFUSED = [400, 401, 403, 406, 503]


def _told(example: dict[str, Any], body: dict[str, Any] | None = None, also: tuple[int, ...] = ()) -> dict[str, Any]:
    """What OpenAPI says of an operation. The example travels as text: the framework drops every null."""
    sent = {"requestBody": {"content": {"application/json": {"example": body}}}} if body else {}
    return {"x-own": True, "x-answer": orjson.dumps(example).decode(), "x-problems": [*REFUSED, *also], **sent}


@router.get(
    "",
    operation_id="listWaitingSuggestions",
    summary="What waits to be decided",
    openapi_extra=_told({"total": 1, "items": [WAITING]}),
    dependencies=[Depends(no_parameters), Depends(json_wanted)],
)
def waiting(_reviewer: Reviewer, engine: Database, response: Response) -> WaitingSuggestions:
    """Suggestions that nobody has handled, by product, the oldest first."""
    response.headers["Cache-Control"] = "no-store"
    with read_session(engine) as session:
        found = suggestions.waiting(session)
    return WaitingSuggestions(total=len(found), items=[_record(each) for each in found])


@router.post(
    "/{id}/accept",
    operation_id="acceptSuggestion",
    summary="Accept a suggestion by a change",
    openapi_extra=_told(
        DECIDED | {"state": "accepted", "change_set": 12}, {"change_set": 12}, also=(404, 409, 413, 422)
    ),
    dependencies=[Depends(no_parameters), Depends(json_wanted)],
)
def accept(
    request: Request,
    id: Named,
    reviewer: Reviewer,
    engine: Database,
    given: Annotated[Acceptance, Body()],
    session: Writing,
) -> SuggestionRecord:
    """The change was made before, by a form or by a write; its reason had better credit the reader."""
    change = History(engine).one(given.change_set, catalogue_of(request).revision)
    if change is None:
        problem = FieldProblem("#/change_set", str(given.change_set), "the number of a change")
        raise InvalidInput("There is no such change.", [problem])
    suggestions.accept(session, id, change.change_set, reviewer.person.name, now(), amended=given.amended)
    return _record(suggestions.find(session, id))


@router.post(
    "/{id}/decline",
    operation_id="declineSuggestion",
    summary="Decline a suggestion",
    openapi_extra=_told(
        DECIDED | {"state": "declined", "answer": "The page speaks of another product."},
        {"reason": "The page speaks of another product."},
        also=(404, 409, 413, 422),
    ),
    dependencies=[Depends(no_parameters), Depends(json_wanted)],
)
def decline(id: Named, reviewer: Reviewer, given: Annotated[Refusal, Body()], session: Writing) -> SuggestionRecord:
    """With a reason, which the reader sees."""
    try:
        suggestions.decline(session, id, given.reason, reviewer.person.name, now())
    except InvalidInput as error:
        problems = [FieldProblem("#/reason", each.value, each.expected) for each in error.problems]
        raise InvalidInput(error.sentence, problems) from None
    return _record(suggestions.find(session, id))


def _record(each: Suggestion) -> SuggestionRecord:
    return SuggestionRecord(**{name: getattr(each, name) for name in SuggestionRecord.model_fields})
