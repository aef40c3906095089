"""The OpenAPI document: what the routers say, with an example for every answer and every error as problem details."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.responses import JSONResponse

from app.api.edits import describing
from app.api.routing import ApiRoute
from app.api.shapes import Problem

EXAMPLES = Path(__file__).with_name("examples.json")
"""Answers over an invented catalogue, by operation id; written by `scripts/api_examples.py`."""

VERSION = "1.0.0"
DESCRIPTION = """\
Everything that the pages show, as JSON. No key is needed to read.

To write, bring a token with the scope `catalogue:write`: read a thing's `…/document`, change it, send it back with a
`reason` and the version that you saw, as `If-Match: "v…"`. Who saves second gets 412 with what each side changed.

* Every answer says which `revision` of the catalogue it was made from, carries a weak `ETag`, and may be kept for
  a minute. `If-None-Match` answers 304.
* Errors are problem details (RFC 9457) whose `errors` point at each parameter that was not accepted.
  An unknown query parameter is an error.
* Lists are objects with `total`, `next` and `items`; the `Link` header leads to the next page.
* Tables also come as CSV, Markdown and XLSX, by `?format=` or `Accept`.
* What stands in the schemas stays: within version 1 fields are added, never removed or changed.
"""

TAGS = {
    "catalogue": "Everything at once.",
    "products": "What one can choose from: filters, search, sorting, and everything about one product.",
    "compare": "Products side by side.",
    "dimensions": "The six questions about a product.",
    "criteria": "The comparable properties, which are the filters of the products too.",
    "protocols": "Wire protocols, and who speaks them.",
    "statements": "Single claims with their citations.",
    "approaches": "Event-driven and message-driven, explained.",
    "coverage": "How much is known.",
    "changes": "What was changed, by whom and why.",
    "suggestions": "What readers found wrong.",
    "advisor": "A questionnaire, and advice with its reasons.",
}

PROBLEM_TYPE = "application/problem+json"

PROBLEMS: dict[int, tuple[str, str, dict[str, str] | None]] = {
    400: (
        "Question not understood",
        "This part of the question was not understood: colour.",
        {"pointer": "colour", "value": "colour", "expected": "one of format"},
    ),
    401: ("Not signed in", "This needs a token: Authorization: Bearer ml_…", None),
    404: ("Not found", "There is nothing of the name 'hern' in the catalogue.", None),
    406: ("Not acceptable", "This address answers with application/json.", None),
    403: ("Not allowed", "This was sent from a page of another site.", None),
    413: ("Too large", "What was sent is larger than 1 MB, and nothing of it was kept.", None),
    429: ("Too many attempts", "Too many attempts: try again in 6 minutes.", None),
    409: ("Changed meanwhile", "Ada has made this statement since. Nothing was saved.", None),
    412: ("Changed meanwhile", "Ada has changed this statement since. Nothing was saved.", None),
    422: (
        "Not accepted",
        "The request does not fit.",
        {"pointer": "#/limit", "value": "many", "expected": "a whole number"},
    ),
    428: ("Version missing", 'Say which version you have seen: If-Match: "v…" or "version" in the body.', None),
    503: ("Not here", "This server answers from a ready catalogue, without a database.", None),
}
"""Title, detail and the offending field of the example of each error."""

HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {
        "description": "Made of program, revision, day, address, media type and coding; weak.",
        "schema": {"type": "string"},
        "example": 'W/"5f3c9a1e0b7d2468"',
    },
    "Cache-Control": {
        "description": "How long the answer may be kept.",
        "schema": {"type": "string"},
        "example": "public, max-age=60, stale-while-revalidate=600",
    },
    "Link": {
        "description": "The address of the next page (RFC 8288); absent on the last one.",
        "schema": {"type": "string"},
        "example": '</api/v1/products?limit=1&cursor=bm90IGZvciByZWFkaW5n>; rel="next"',
    },
}


def describe(app: FastAPI) -> None:
    """Makes the application answer with this document."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]

    def read(_request: Request) -> JSONResponse:
        return JSONResponse(app.openapi())

    # In the place of the framework's own route, which drops unknown parameters and never refuses a form.
    own = [each for each in app.router.routes if getattr(each, "path", None) == app.openapi_url]
    for each in own:
        app.router.routes.remove(each)
    app.router.add_api_route(str(app.openapi_url), read, include_in_schema=False, route_class_override=ApiRoute)


def document(app: FastAPI) -> dict[str, Any]:
    """The routes' own description, completed."""
    made = get_openapi(
        title=app.title,
        version=VERSION,
        description=DESCRIPTION,
        routes=app.routes,
    )
    used = {tag for methods in made["paths"].values() for each in methods.values() for tag in each.get("tags", ())}
    made["tags"] = [{"name": name, "description": text} for name, text in TAGS.items() if name in used]
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    models: list[tuple[type[BaseModel], Literal["validation"]]] = [
        (each, "validation") for each in (Problem, *describing.components())
    ]
    _, defined = models_json_schema(models, ref_template="#/components/schemas/{model}")
    schemas.update(defined["$defs"])
    for operations in made["paths"].values():
        for method, operation in operations.items():
            _complete(operation, reads=method == "get")
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    return made


def _complete(operation: dict[str, Any], *, reads: bool) -> None:
    """Examples, errors and headers of one operation."""
    answers = operation["responses"]
    refused = answers.get("422")
    if refused is not None and "HTTPValidationError" in json.dumps(refused):
        # The framework's own shape; ours are problem details, and reads answer 400 before it can occur.
        answers.pop("422")
        if not reads:
            answers["422"] = _problem(422)
    if example := operation.pop("x-answer", None):
        done = answers["201" if "201" in answers else "200"]
        done["content"]["application/json"]["example"] = json.loads(example)
    for status in operation.pop("x-problems", ()):
        answers[str(status)] = _problem(status)
    if operation.pop("x-own", False) or not reads:
        return
    example = examples().get(operation.get("operationId", ""), {})
    success = answers["200"]
    for media_type, content in success["content"].items():
        if media_type in example:
            content["example"] = example[media_type]
    success["headers"] = {name: HEADERS[name] for name in ("ETag", "Cache-Control")}
    if operation["operationId"] in ("listProducts", "listChanges"):
        success["headers"]["Link"] = HEADERS["Link"]
    answers["304"] = {"description": "Nothing has changed since the answer with the `ETag` in `If-None-Match`."}
    answers["304"]["headers"] = {"ETag": HEADERS["ETag"]}


def _problem(status: int) -> dict[str, Any]:
    title, detail, errors = PROBLEMS[status]
    example: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    if errors:
        example["errors"] = [errors]
    return {
        "description": title,
        "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }


@cache
def examples() -> dict[str, dict[str, Any]]:
    """Example answers by operation id and media type."""
    if not EXAMPLES.exists():
        return {}
    found: dict[str, dict[str, Any]] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return found
