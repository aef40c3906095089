"""Errors as RFC 9457 problem details."""

from collections.abc import Sequence

import orjson
from starlette.responses import Response

from app.api.shapes import ConflictingThing
from app.errors import FieldProblem


def problem(
    status: int,
    title: str,
    detail: str,
    problems: Sequence[FieldProblem] = (),
    conflicts: Sequence[ConflictingThing] = (),
) -> Response:
    """`errors` names each field that was not accepted; the type is the status itself, which needs no page."""
    body: dict[str, object] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    if problems:
        body["errors"] = [{"pointer": each.field, "value": each.value, "expected": each.expected} for each in problems]
    if conflicts:
        body["conflicts"] = [each.model_dump(mode="json") for each in conflicts]
    return Response(orjson.dumps(body), status, media_type="application/problem+json")
