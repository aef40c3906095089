"""Errors as RFC 9457 problem details."""

from collections.abc import Sequence

import orjson
from starlette.responses import Response

from app.errors import FieldProblem


def problem(status: int, title: str, detail: str, problems: Sequence[FieldProblem] = ()) -> Response:
    """`errors` names each field that was not accepted; the type is the status itself, which needs no page."""
    body: dict[str, object] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    if problems:
        body["errors"] = [{"pointer": each.field, "value": each.value, "expected": each.expected} for each in problems]
    return Response(orjson.dumps(body), status, media_type="application/problem+json")
