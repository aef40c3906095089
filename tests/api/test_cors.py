"""Cross-origin: anybody's page may read; nobody's page may write."""

import pytest
from fastapi import FastAPI

from tests.support.asking import ask

ELSEWHERE = {"origin": "https://elsewhere.example"}


@pytest.mark.parametrize("path", ["/api/v1/products", "/api/v1/nowhere", "/api/v1/products?colour=red"])
def test_reads_and_their_errors_may_be_read_from_anywhere(app: FastAPI, path: str) -> None:
    answer = ask(app, path, headers=ELSEWHERE)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ETag" in answer.headers["access-control-expose-headers"]
    assert "Link" in answer.headers["access-control-expose-headers"]


def test_a_304_may_be_read_from_anywhere_too(app: FastAPI) -> None:
    etag = ask(app, "/api/v1/products", headers=ELSEWHERE).headers["etag"]
    answer = ask(app, "/api/v1/products", headers={**ELSEWHERE, "if-none-match": etag})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (304, "*")


def test_a_browser_is_told_that_it_may_read(app: FastAPI) -> None:
    asked = {**ELSEWHERE, "access-control-request-method": "GET", "access-control-request-headers": "if-none-match"}
    answer = ask(app, "/api/v1/products", "OPTIONS", asked)
    assert answer.status_code == 204
    assert "POST" not in answer.headers["access-control-allow-methods"]
    assert "If-None-Match" in answer.headers["access-control-allow-headers"]


def test_a_browser_is_not_told_that_it_may_write(app: FastAPI) -> None:
    answer = ask(app, "/api/v1/products", "OPTIONS", {**ELSEWHERE, "access-control-request-method": "PUT"})
    assert "access-control-allow-origin" not in answer.headers
    assert answer.status_code == 405


def test_pages_are_not_opened(app: FastAPI) -> None:
    assert "access-control-allow-origin" not in ask(app, "/", headers=ELSEWHERE).headers
