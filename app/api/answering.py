"""Answers: the head that all of them carry, JSON, and the day."""

from datetime import UTC, date, datetime
from typing import TypedDict

from starlette.requests import Request
from starlette.responses import Response

from app.api.shapes import SCHEMA_VERSION, Shape
from app.catalogue.search import echo
from app.catalogue.snapshot import Catalogue
from app.errors import NotFound


class HeadFields(TypedDict):
    """The fields of `Head`."""

    schema_version: str
    revision: int
    generated_at: datetime | None


def day_of(request: Request) -> date:
    """The day in UTC, to which ages of texts are counted; `app.state.day` may fix it, for examples and tests."""
    fixed: date | None = getattr(request.app.state, "day", None)
    return fixed or datetime.now(UTC).date()


def catalogue_of(request: Request) -> Catalogue:
    """The catalogue as it is now; a request asks once, so that its answer is of one revision."""
    catalogue: Catalogue = request.app.state.catalogue
    return catalogue


def head(catalogue: Catalogue) -> HeadFields:
    """Which catalogue an answer was made from."""
    return {
        "schema_version": SCHEMA_VERSION,
        "revision": catalogue.revision,
        "generated_at": catalogue.revised_at,
    }


def json_answer(body: Shape, headers: dict[str, str] | None = None) -> Response:
    """A shape as JSON."""
    return Response(body.model_dump_json(), headers=headers, media_type="application/json")


def missing(what: str, slug: str) -> NotFound:
    """What to raise where nothing has this slug."""
    return NotFound(f"There is no {what} {echo(slug)!r} in the catalogue.")
