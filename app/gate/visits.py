"""Who is asking: looked up once for each request that brings our cookie, and told to whatever answers it.

What is made for somebody who is signed in is nobody else's: no cache keeps it, not even the browser's own.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import Request
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.accounts import people, sign_ins
from app.accounts.people import Person
from app.accounts.sign_ins import SEEN_AFTER, SignIn
from app.db import read_session, write_session
from app.gate import cookies

PERSONAL = "private, no-store"

STATIC = "/static/"
"""The same for everybody."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A person, and the session by which they are known."""

    person: Person
    session: SignIn


def now() -> datetime:
    """The one clock of whatever has to do with people."""
    return datetime.now(UTC)


def visit_of(request: Request) -> Visit | None:
    """Who asks; None for everybody who is not signed in."""
    found: Visit | None = getattr(request.state, "visit", None)
    return found


class Visits:
    """The middleware: requests without our cookie pass untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        secret = cookies.given(scope) if scope["type"] == "http" else None
        engine = getattr(scope["app"].state, "engine", None) if secret else None
        if secret is None or engine is None or scope["path"].startswith(STATIC):
            await self.app(scope, receive, send)
            return
        visit = await run_in_threadpool(_look, engine, secret)
        scope.setdefault("state", {})["visit"] = visit

        async def send_personal(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if visit:
                    headers["cache-control"] = PERSONAL
                elif "set-cookie" not in headers:  # what is over need not keep its browser from the cache
                    headers["set-cookie"] = cookies.dropping(URL(scope=scope))
                headers.add_vary_header("Cookie")
            await send(message)

        await self.app(scope, receive, send_personal)


def _look(engine: Engine, secret: str) -> Visit | None:
    at = now()
    with read_session(engine) as session:
        found = sign_ins.find(session, secret, at)
        person = people.find(session, found.person) if found else None
    if found is None or person is None or person.disabled_at is not None:
        return None
    if at - found.last_seen > SEEN_AFTER:
        with suppress(OperationalError), write_session(engine) as session:  # who only reads waits for no writer
            sign_ins.seen(session, found.id_hash, at)
    return Visit(person, found)
