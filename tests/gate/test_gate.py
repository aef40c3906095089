"""What is turned away before any page or address is asked: posts from elsewhere, bodies without end."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI, Request
from sqlalchemy import Engine, text
from starlette.datastructures import URL, Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.db import read_session
from app.errors import Conflict
from app.gate import cookies
from app.gate.body_limit import LARGEST
from app.gate.cross_site import is_own
from app.gate.writing import Writing
from app.main import create_app
from app.settings import Settings
from tests.support.visiting import Asker, house


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://site.example"}, False),
        ({"sec-fetch-site": "same-origin", "origin": "http://evil.example"}, True),
        ({"origin": "http://site.example"}, True),
        ({"origin": "https://site.example"}, True),
        ({"origin": "http://site.example:8000"}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "http://site.example.evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": ""}, False),
        ({"sec-fetch-site": "cross-site", "authorization": "Bearer ml_x"}, True),
        ({"sec-fetch-site": "cross-site", "authorization": "Basic eA=="}, False),
    ],
)
def test_a_post_comes_from_our_own_pages_or_from_no_browser(headers: dict[str, str], own: bool) -> None:
    assert is_own(Headers({"host": "site.example", **headers})) is own


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """Counts the bytes that it is sent."""
    made = create_app(Settings())

    async def count(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    for path in ("/count", "/api/v1/count"):
        made.add_api_route(path, count, methods=["POST", "PUT"])

    async def parsed(body: dict[str, str]) -> dict[str, int]:
        return {"fields": len(body)}

    made.add_api_route("/api/v1/parsed", parsed, methods=["POST"])
    return made


async def chunks(size: int) -> AsyncIterator[bytes]:
    """So many bytes of JSON, without a word about their number."""
    yield b'{"a": "'
    for _ in range(size // 65536):
        yield b"x" * 65536
    yield b'"}'


@pytest.mark.parametrize("path", ["/count", "/api/v1/count", "/api/v1/parsed"])
def test_a_body_beyond_a_megabyte_is_refused(app: FastAPI, path: str) -> None:
    """Said, unsaid, or said to be small."""
    lies = {"content_length": "5"}
    for answer in (
        Asker(app).ask("POST", path, content=b"x" * (LARGEST + 1)),
        Asker(app).ask("POST", path, content=chunks(2 * LARGEST)),
        Asker(app).ask("POST", path, content=chunks(2 * LARGEST), **lies),
    ):
        assert answer.status_code == 413
        assert "larger than 1 MB" in answer.text
        kind = "application/problem+json" if path.startswith("/api/") else "text/html"
        assert answer.headers["content-type"].startswith(kind)
        assert "content-security-policy" in answer.headers


def test_a_body_up_to_a_megabyte_is_taken(app: FastAPI) -> None:
    kind = {"content_type": "application/json"}
    assert Asker(app).ask("PUT", "/count", content=b"x" * LARGEST).json() == {"bytes": LARGEST}
    assert Asker(app).ask("POST", "/api/v1/parsed", content=chunks(LARGEST // 2), **kind).json() == {"fields": 1}


@pytest.mark.parametrize("path", ["/count", "/api/v1/count"])
def test_a_post_from_elsewhere_is_refused_in_words(app: FastAPI, path: str) -> None:
    answer = Asker(app).ask("POST", path, sec_fetch_site="cross-site")
    assert answer.status_code == 403
    assert "another site" in answer.text
    assert Asker(app).ask("POST", path, sec_fetch_site="same-origin").status_code == 200


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://site.example/", True),
        ("http://127.0.0.1:8000/", True),
        ("http://127.8.8.8/", True),
        ("http://[::1]:8000/", True),
        ("http://localhost/", True),
        ("http://site.example/", False),
        ("http://127.0.0.1.site.example/", False),
        ("http://192.168.1.2/", False),
    ],
)
def test_a_session_travels_by_tls_or_not_at_all(address: str, safe: bool) -> None:
    assert cookies.is_safe(URL(address)) is safe


@pytest.mark.parametrize(
    ("scheme", "line", "found"),
    [
        ("http", b"landscape=a", "a"),
        ("http", b"b=c; landscape=a; d", "a"),
        ("http", b"__Host-landscape=a", None),
        ("https", b"__Host-landscape=a", "a"),
        ("https", b"landscape=a", None),
        ("https", b"__Host-landscape=a; __Host-landscape=b", None),
        ("http", b"landscaped=a", None),
        ("http", b"", None),
    ],
)
def test_only_our_own_cookie_counts(scheme: str, line: bytes, found: str | None) -> None:
    assert cookies.given({"type": "http", "scheme": scheme, "headers": [(b"cookie", line)]}) == found


@pytest.fixture
def inhabited(engine: Engine) -> FastAPI:
    """An application with an address that saves what it is told."""
    made = house(engine)

    def save(session: Writing, key: str = "") -> RedirectResponse:
        for number in range(2 if key == "twice" else 1):
            session.connection().execute(text(f"INSERT INTO site_key (id, key) VALUES (1, '{number:064}')"))  # noqa: S608  (ours)
        if key == "fail":
            raise Conflict("It changed meanwhile.")
        return RedirectResponse("/", 303)

    made.add_api_route("/save", save, methods=["POST"])
    return made


def saved(engine: Engine) -> int:
    with read_session(engine) as session:
        return int(session.connection().execute(text("SELECT count(*) FROM site_key")).scalar_one())


def test_what_is_answered_is_saved_already(inhabited: FastAPI, engine: Engine) -> None:
    """The answer begins only after the commit."""
    found: list[int] = []

    class Watching:
        def __init__(self, app: ASGIApp) -> None:
            self.app = app

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            async def look(message: Message) -> None:
                if message["type"] == "http.response.start":
                    found.append(saved(engine))
                await send(message)

            await self.app(scope, receive, look)

    inhabited.add_middleware(Watching)
    assert Asker(inhabited).ask("POST", "/save").status_code == 303
    assert found == [1]


@pytest.mark.parametrize(("key", "status"), [("fail", 409), ("twice", 500)])
def test_what_fails_is_undone(inhabited: FastAPI, engine: Engine, key: str, status: int) -> None:
    assert Asker(inhabited).ask("POST", f"/save?key={key}").status_code == status
    assert saved(engine) == 0
    assert Asker(inhabited).ask("POST", "/save").status_code == 303
