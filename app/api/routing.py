"""Routers for reads: each names its query parameters once, for OpenAPI and for the check that refuses others."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from app.api.media import MEDIA_TYPES, Format, chosen
from app.api.shapes import Shape
from app.catalogue.search import bounded, echo, refused
from app.errors import FieldProblem, InvalidQuery

F = TypeVar("F", bound=Callable[..., Any])
Handler = Callable[[Request], Coroutine[Any, Any, Response]]

FREE = "filters"
"""The documented name of parameters whose names are the catalogue's criteria."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter as OpenAPI describes it."""

    name: str
    description: str
    schema: dict[str, Any]
    example: Any
    required: bool = False
    repeatable: bool = False
    further: dict[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """A parameter object."""
        return {
            "in": "query",
            "name": self.name,
            "description": self.description,
            "required": self.required,
            "schema": self.schema,
            "example": self.example,
            **self.further,
        }


FORMAT = Parameter(
    "format",
    "The form of the answer; goes before the Accept header. `csv`, `md` and `xlsx` hold the table that the page shows.",
    {"type": "string", "enum": list(Format), "default": "json"},
    "json",
)


WORKBOOK = "An Excel workbook that holds the table of the CSV. It is binary, so that no example of it stands here."


class ApiRoute(APIRoute):
    """Refuses parameters that are not documented, and chooses the form of the answer."""

    def get_route_handler(self) -> Handler:
        """Looks at the parameters before the function does."""
        handle = super().get_route_handler()
        documented = (self.openapi_extra or {}).get("parameters", ())
        known = {each["name"]: each for each in documented}
        possible = tuple(Format) if FORMAT.name in known else (Format.JSON,)

        async def checked(request: Request) -> Response:
            bounded(len(request.query_params.multi_items()))
            if FREE not in known:
                refuse(request, known)
            given = request.query_params.get(FORMAT.name) if FORMAT.name in known else None
            request.state.format = chosen(given, request.headers.get("accept", ""), possible)
            return await handle(request)

        return checked


def refuse(request: Request, known: dict[str, Any]) -> None:
    """Raises InvalidQuery for every parameter that is not known, or given twice."""
    problems = []
    expected = "one of " + ", ".join(known) if known else "no parameters"
    for name in request.query_params:
        values = request.query_params.getlist(name)
        if name not in known:
            problems.append(FieldProblem(name, name, expected))
        elif len(values) > 1:
            problems.append(FieldProblem(name, ", ".join(values), "one value"))
    if problems:
        raise refused(problems)


def flag(request: Request, name: str) -> bool:
    """A parameter that is true or false; false where it is not given."""
    value = request.query_params.get(name, "false")
    if value not in ("true", "false"):
        raise InvalidQuery(f"{name} is true or false.", [FieldProblem(name, echo(value), "true or false")])
    return value == "true"


class Reads(APIRouter):
    """The reads of one resource, answered to GET (a HEAD is answered like a GET further out)."""

    def __init__(self, tag: str) -> None:
        super().__init__(tags=[tag], route_class=ApiRoute)

    def read(
        self,
        path: str,
        operation: str,
        summary: str,
        shape: type[Shape],
        parameters: Sequence[Parameter] = (),
        *,
        found: bool = True,
    ) -> Callable[[F], F]:
        """Registers a read. `found`: whether what is asked for may be missing, and the answer 404."""
        tables = FORMAT in parameters
        content: dict[str, Any] = {}
        if tables:
            content = {MEDIA_TYPES[each]: {"schema": {"type": "string"}} for each in Format if each is not Format.JSON}
            content[MEDIA_TYPES[Format.XLSX]]["schema"] |= {"format": "binary", "description": WORKBOOK}
        problems = (400, 404, 406) if found else (400, 406)
        return self.get(
            path,
            operation_id=operation,
            summary=summary,
            response_model=shape,
            response_description="The answer",
            responses={200: {"content": content}} if content else None,
            openapi_extra={
                "parameters": [each.document() for each in parameters],
                "x-problems": list(problems),
            },
        )
