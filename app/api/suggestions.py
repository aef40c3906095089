"""`POST /api/v1/suggestions`: what is wrong and where it is written, by anybody, as on the page `/suggest`."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request, Response

from app import suggestions
from app.api.advisor import json_wanted, no_parameters
from app.api.answering import catalogue_of, day_of
from app.api.shapes.suggestions import MadeSuggestion, NewSuggestion
from app.errors import FieldProblem, InvalidInput
from app.gate.trying import attempt, suggesting
from app.gate.visits import now
from app.gate.writing import Writing
from app.suggestions import Draft
from app.suggestions.subject import subject

router = APIRouter(prefix="/api/v1/suggestions", tags=["suggestions"])


EXAMPLE: dict[str, Any] = {
    "product": "heron",
    "criterion": "message_size_max",
    "body": "It is 2 MiB since version 2.4.",
    "url": "https://heron.example/docs/limits",
    "place": "Limits",
    "credit": "Grace",
}
ANSWER: dict[str, Any] = {
    "id": "5f3c9a1e0b7d24685f3c9a1e0b7d2468",
    "state": "waiting",
    "address": "/suggest/5f3c9a1e0b7d24685f3c9a1e0b7d2468",
    "created": "2026-11-23T12:00:00Z",
}


@router.post(
    "",
    operation_id="postSuggestion",
    summary="Say what is wrong",
    status_code=201,
    response_model=MadeSuggestion,
    responses={
        201: {
            "description": "It waits for somebody to read it.",
            "content": {"application/json": {"example": ANSWER}},
            "headers": {
                "Location": {
                    "description": "The page that will say what became of it.",
                    "schema": {"type": "string"},
                    "example": ANSWER["address"],
                }
            },
        }
    },
    openapi_extra={
        "requestBody": {"content": {"application/json": {"example": EXAMPLE}}},
        "x-problems": [400, 403, 404, 406, 413, 422, 429, 503],
    },
    dependencies=[Depends(no_parameters), Depends(json_wanted)],
)
def suggest(
    request: Request, response: Response, given: Annotated[NewSuggestion, Body()], session: Writing
) -> MadeSuggestion:
    """No token is needed. A person reads it; the page at `address` says what became of it. The page that says so is
    required. One address may suggest ten times an hour.
    """
    about = subject(catalogue_of(request), given.product, given.criterion, given.option, day_of(request))
    at = now()
    attempt(session, suggesting(request), at)
    draft = Draft(about.product, about.criterion, about.option, given.body, given.url, given.place, given.credit)
    try:
        made = suggestions.make(session, draft, about.said, at)
    except InvalidInput as error:
        problems = [FieldProblem(f"#/{each.field}", each.value, each.expected) for each in error.problems]
        raise InvalidInput(error.sentence, problems) from None
    address = f"/suggest/{made.id}"
    response.headers.update({"Location": address, "Cache-Control": "no-store"})
    return MadeSuggestion(id=made.id, state=made.state, address=address, created=made.created)
