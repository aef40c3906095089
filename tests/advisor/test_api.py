"""`/api/v1/advisor`: the contract, two forms of the answer, and bad input named at its field."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.responses import Response

from app.api import advisor
from app.api.problems import problem
from app.errors import InvalidInput
from tests.advisor.cast import CAST, catalogue, rules

ADVISE = "/api/v1/advisor/recommendations"


@pytest.fixture
def app() -> FastAPI:
    """The router alone, over the invented catalogue."""
    made = FastAPI()
    made.include_router(advisor.router)
    made.state.catalogue, made.state.rules = catalogue(CAST), rules()

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, InvalidInput)
        return problem(error.status, error.title, error.sentence, error.problems)

    made.add_exception_handler(InvalidInput, refused)
    return made


@pytest.fixture
def ask(app: FastAPI) -> Any:
    """Asks as a client would."""
    import asyncio

    def send(method: str, address: str, **more: Any) -> httpx.Response:
        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://example.org") as client:
                return await client.request(method, address, **more)

        return asyncio.run(once())

    return send


def test_the_questions_are_those_of_the_rules(ask: Any) -> None:
    body = ask("GET", "/api/v1/advisor/questions").json()
    asked = [question["id"] for group in body["groups"] for step in group["steps"] for question in step["questions"]]
    assert asked == list(rules().questions)
    assert body["rules_version"] == rules().version
    assert "models:queue" in body["weights"]


def test_advice_has_the_shape_that_was_promised(ask: Any) -> None:
    body = ask("POST", ADVISE, json={"answers": {"intent": ["command", "fact"], "hosting": ["self-hosted"]}}).json()
    assert set(body["approach"]) >= {
        "verdict",
        "sub_kind",
        "axis",
        "strength",
        "flows",
        "event_score",
        "message_score",
        "reasons",
        "against",
        "ask_next",
    }
    assert set(body["products"][0]) >= {
        "slug",
        "rank",
        "variant",
        "status",
        "score",
        "badge",
        "contributions",
        "check_first",
    }
    assert set(body) >= {
        "pairs",
        "excluded",
        "would_win_if",
        "relaxations",
        "permalink",
        "catalogue_revision",
        "rules_version",
    }


def test_the_example_is_accepted(ask: Any) -> None:
    assert ask("POST", ADVISE, json=advisor.EXAMPLE).status_code == 200


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/markdown", "text/markdown"),
        ("*/*", "application/json"),
        ("", "application/json"),
        ("application/json, text/markdown", "application/json"),
        ("application/json;q=0.5, text/markdown;q=0.9", "text/markdown"),
        ("text/markdown;q=nan-sense, application/json", "application/json"),
    ],
)
def test_the_form_is_chosen_by_the_header(ask: Any, accept: str, kind: str) -> None:
    answer = ask("POST", ADVISE, json={"answers": {"intent": ["fact"]}}, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(kind)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b"", "#"),
        (b"{", "#"),
        (b"\xff\xfe", "#"),
        (b"[]", "#"),
        (b"[" * 5000, "#"),
        (b'{"answers": {"intent": "order"}}', "#/answers/intent"),
        (b'{"answers": {"receivers": ["one-kind", "many-open"]}}', "#/answers/receivers"),
        (b'{"weights": {"models": 2}}', "#/weights/models"),
        (b'{"limit": 1e400}', "#"),
    ],
)
def test_bad_input_is_named_at_its_field(ask: Any, body: bytes, pointer: str) -> None:
    answer = ask("POST", ADVISE, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert pointer in [each["pointer"] for each in answer.json()["errors"]]


def test_a_huge_body_is_refused(ask: Any) -> None:
    assert ask("POST", ADVISE, content=b" " * (advisor.LARGEST_BODY + 1)).status_code == 422


def test_a_parameter_that_means_nothing_is_refused(ask: Any) -> None:
    assert ask("GET", "/api/v1/advisor/questions?lang=de").status_code == 400


def test_the_document_describes_both(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    assert "requestBody" in paths[ADVISE]["post"]
    assert set(paths[ADVISE]["post"]["responses"]["200"]["content"]) == {"application/json", "text/markdown"}
