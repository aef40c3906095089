"""`/api/v1/advisor`: the questions, and recommendations as JSON or, by `Accept: text/markdown`, as a record."""

from datetime import UTC, datetime
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.advisor.advice import Advice
from app.advisor.answer import advise, parse
from app.advisor.answers import FIELDS
from app.advisor.method import Questionnaire, questionnaire
from app.advisor.record import record
from app.api.media import Format, chosen
from app.api.routing import refuse
from app.catalogue.search import bounded
from app.errors import FieldProblem, InvalidInput

router = APIRouter(prefix="/api/v1/advisor", tags=["advisor"])

LARGEST_BODY = 200_000
"""Bytes. Every answer with every weight and the longest context comes to less than a tenth of it."""

EXAMPLE: dict[str, Any] = {
    "answers": {
        "intent": ["command"],
        "receivers": "one-kind",
        "work": ["slow"],
        "delivery": "no-loss",
        "features": ["dead-letter"],
        "hosting": ["aws"],
        "service": "managed",
    },
    "must": ["features:dead-letter"],
    "weights": {"patterns:ack-per-message": 5},
    "limit": 3,
    "context": "Thumbnails are made outside the request.",
}
ANSWER: dict[str, Any] = {
    "approach": {
        "verdict": "message-driven",
        "sub_kind": None,
        "axis": "either",
        "strength": "firm",
        "agreement": 1.0,
        "lean": "message",
        "flows": [{"intent": "command", "side": "message", "text": "Requests and jobs go to a queue."}],
        "event_score": 0,
        "message_score": 10,
        "reasons": [
            {
                "question": "intent",
                "option": "command",
                "side": "message",
                "weight": 3,
                "text": "An action is asked for.",
            }
        ],
        "against": [],
        "balance": [],
        "ask_next": ["outcome", "coordination", "history"],
    },
    "products": [],
    "first_alone": None,
    "products_left": 0,
    "products_confirmed": 0,
    "outlook": "none",
    "outlook_text": "No product in this catalogue meets every must.",
    "pairs": [],
    "excluded": [],
    "upset": [],
    "would_win_if": [],
    "relaxations": [],
    "conflicts": [],
    "demands": [],
    "notes": ["No product in this catalogue meets every must."],
    "answers": {
        question: given if isinstance(given, list) else [given] for question, given in EXAMPLE["answers"].items()
    },
    "context": "Thumbnails are made outside the request.",
    "permalink": "intent=command&receivers=one-kind&rules=1.1&revision=12",
    "catalogue_revision": 12,
    "rules_version": "1.1",
}
"""Cut short: an example of the shape, over an empty catalogue."""

MARKDOWN = "# Use message-driven messaging\n\n## Context and Problem Statement\n…"
REQUEST: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "answers": {
                        "type": "object",
                        "description": "An option by question, or a list of options where several may be chosen.",
                        "additionalProperties": {
                            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
                        },
                    },
                    "must": {"type": "array", "items": {"type": "string"}},
                    "nice": {"type": "array", "items": {"type": "string"}},
                    "weights": {"type": "object", "additionalProperties": {"enum": [1, 3, 5]}},
                    "limit": {"type": "integer", "minimum": 1, "maximum": 50, "default": 5},
                    "context": {"type": "string", "maxLength": 4000},
                    "rules_version": {"type": "string"},
                    "catalogue_revision": {"type": "integer", "minimum": 0},
                },
            },
            "example": EXAMPLE,
        }
    },
}


FORMS = (Format.JSON, Format.MARKDOWN)
"""The forms of advice."""


def no_parameters(request: Request) -> None:
    """A parameter that means nothing here is told, not dropped."""
    bounded(len(request.query_params.multi_items()))
    refuse(request, {})


def json_wanted(request: Request) -> None:
    """Refused before anything is made where JSON is not taken."""
    chosen(None, request.headers.get("accept", ""))


def form_wanted(request: Request) -> Format:
    """JSON, or Markdown where that is wanted more."""
    return chosen(None, request.headers.get("accept", ""), FORMS)


async def answers_in(request: Request) -> dict[str, Any]:
    """The body as an object; refused beyond a size, before it is held."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise InvalidInput(f"The body is larger than {LARGEST_BODY:,} bytes.")
    try:
        raw = orjson.loads(bytes(body))
    except orjson.JSONDecodeError:
        raise InvalidInput("The body is not JSON.", [FieldProblem("#", "", "a JSON object in UTF-8")]) from None
    if not isinstance(raw, dict):
        problem = FieldProblem("#", type(raw).__name__, "an object with " + ", ".join(FIELDS))
        raise InvalidInput("The answers do not fit.", [problem])
    return raw


@router.get(
    "/questions",
    operation_id="getQuestions",
    summary="What the advisor asks",
    response_class=Response,
    responses={200: {"model": Questionnaire, "description": "The rules, in the order in which they are asked."}},
    dependencies=[Depends(no_parameters), Depends(json_wanted)],
    openapi_extra={"x-problems": [400, 406]},
)
def questions(request: Request) -> Response:
    """Every question with its options, what they speak for, and what they ask of a product."""
    return Response(orjson.dumps(questionnaire(request.app.state.rules)), media_type="application/json")


@router.post(
    "/recommendations",
    operation_id="postRecommendations",
    summary="Which approach, and which products",
    response_class=Response,
    responses={
        200: {
            "model": Advice,
            "description": "The approach, the products that fit, and why; or a decision record in Markdown.",
            "content": {
                "application/json": {},
                "text/markdown": {"schema": {"type": "string"}, "example": MARKDOWN},
            },
        }
    },
    # The example travels as text: the framework drops every null from what it is given, and here some are required.
    openapi_extra={"requestBody": REQUEST, "x-problems": [400, 406, 422], "x-answer": orjson.dumps(ANSWER).decode()},
    dependencies=[Depends(no_parameters)],
)
def recommendations(
    request: Request,
    form: Annotated[Format, Depends(form_wanted)],
    raw: Annotated[dict[str, Any], Depends(answers_in)],
) -> Response:
    """Advice upon answers. A question that is left out is "not sure" and has no effect."""
    catalogue, rules = request.app.state.catalogue, request.app.state.rules
    advice = advise(parse(raw, rules), catalogue, rules)
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    if form is Format.MARKDOWN:
        site = str(request.base_url).rstrip("/")
        text = record(advice, catalogue, rules, site=site, day=datetime.now(UTC).date().isoformat())
        return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)
    return Response(orjson.dumps(advice), media_type="application/json", headers=headers)
