"""`/api/v1` itself: where everything stands."""

from fastapi import Request
from starlette.responses import Response

from app.api import shapes as s
from app.api.answering import catalogue_of, head, json_answer
from app.api.reads import PREFIX
from app.api.routing import Reads

router = Reads("catalogue")

LISTS = ("products", "dimensions", "criteria", "protocols", "approaches", "coverage", "changes")

LINKS = {
    "documentation": "/api",
    "openapi": f"{PREFIX}/openapi.json",
    **{name: f"{PREFIX}/{name}" for name in LISTS},
    "compare": f"{PREFIX}/compare",
    "questions": f"{PREFIX}/advisor/questions",
    "catalogue": f"{PREFIX}/catalogue.json",
}


@router.read(PREFIX, "getIndex", "Where everything stands", s.Index, found=False)
def get_index(request: Request) -> Response:
    """The addresses of the lists, the comparison, the questionnaire, everything at once, and the documentation."""
    return json_answer(s.Index(**head(catalogue_of(request)), links=LINKS))
