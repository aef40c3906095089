"""Errors have one shape: a problem document under /api, a page elsewhere, and never a traceback."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError

from app.errors import Conflict, FieldProblem, InvalidInput, InvalidQuery, LandscapeError, NotFound
from app.main import create_app
from app.settings import Settings

ERRORS = [
    NotFound("There is no product of that name."),
    Conflict("Somebody changed it first."),
    InvalidInput("Not accepted.", [FieldProblem("#/port", "x", "a number")]),
    InvalidQuery("Not understood.", [FieldProblem("sort", "<b>", "name or kind")]),
    LandscapeError("Something is wrong."),
]


@pytest.fixture
def app() -> FastAPI:
    """An application whose addresses fail, each in its way; no database is opened."""
    made = create_app(Settings())

    async def fail(number: int) -> None:
        raise ERRORS[number]

    made.add_api_route("/api/v1/fail/{number}", fail)
    made.add_api_route("/fail/{number}", fail)

    async def crash(port: int = 0) -> None:
        raise ZeroDivisionError("a secret")

    made.add_api_route("/api/v1/crash", crash)
    made.add_api_route("/crash", crash)

    async def wait() -> None:
        raise OperationalError("SELECT 'a secret'", {}, Exception("database is locked"))

    made.add_api_route("/api/v1/busy", wait)
    made.add_api_route("/busy", wait)
    return made


def get(app: FastAPI, address: str, method: str = "GET") -> httpx.Response:
    """One request, without a server."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, address)

    return asyncio.run(ask())


@pytest.mark.parametrize("number", range(len(ERRORS)))
def test_an_error_is_a_problem_document_under_api(app: FastAPI, number: int) -> None:
    """RFC 9457, with each field that was not accepted."""
    error = ERRORS[number]
    answer = get(app, f"/api/v1/fail/{number}")
    body = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == body["status"] == error.status
    assert (body["type"], body["title"], body["detail"]) == ("about:blank", error.title, error.sentence)
    if isinstance(error, InvalidInput):
        assert [each["pointer"] for each in body["errors"]] == [each.field for each in error.problems]


@pytest.mark.parametrize("number", range(len(ERRORS)))
def test_an_error_is_a_page_elsewhere(app: FastAPI, number: int) -> None:
    """With the same sentence, and nothing that was sent in is trusted."""
    answer = get(app, f"/fail/{number}")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.status_code == ERRORS[number].status
    assert ERRORS[number].sentence in answer.text
    assert "<b>" not in answer.text


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_an_unforeseen_error_gives_nothing_away(app: FastAPI, prefix: str) -> None:
    """The reader learns that it was not their fault."""
    answer = get(app, f"{prefix}/crash")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "on our side" in answer.text


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_a_database_that_does_not_answer_is_a_sentence(app: FastAPI, prefix: str) -> None:
    """Another writer takes long, or it is away: trying again helps."""
    answer = get(app, f"{prefix}/busy")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "try again" in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/static/nowhere.css", 404),
        ("POST", "/", 405),
        ("GET", "/api/v1/crash?port=x", 422),
    ],
)
def test_the_framework_speaks_the_same_way(app: FastAPI, method: str, address: str, status: int) -> None:
    """An address that is not there, a method that is not taken, a parameter that does not fit."""
    answer = get(app, address, method)
    assert answer.status_code == status
    if address.startswith("/api/"):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
    else:
        assert "<h1>" in answer.text
    if status == 405:
        assert "GET" in answer.headers["allow"]


def test_no_page_loads_anything_from_elsewhere(app: FastAPI) -> None:
    """No foreign script, style, font or picture."""
    text = get(app, "/nowhere").text
    assert "//" not in text.replace("<!doctype", "")
