"""People at the door: an application over a database, and somebody who asks it, signed in or not."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import httpx
from fastapi import FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Engine

from app.accounts import people, sign_ins, tokens
from app.accounts.words import Role, Scope
from app.catalogue.snapshot import Catalogue
from app.db import read_session, write_session
from app.main import create_app
from app.settings import Settings
from tests.support.real import real_catalogue

PASSWORD = "marble cobalt heron tide"
HOST = "http://127.0.0.1"

SHOWN = {"ada": "Ada Lovelace", "grace": "Grace Hopper", "barbara": "Barbara Liskov"}
ROLES = {"ada": Role.ADMIN, "grace": Role.REVIEWER, "barbara": Role.EDITOR}


QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
"""What is slow on purpose would be slow in tests too."""


@cache
def hashed() -> str:
    """The hash of the password that everybody in these tests has."""
    return QUICK.hash(PASSWORD)


def now() -> datetime:
    return datetime.now(UTC)


def move_in(engine: Engine) -> None:
    """An admin, a reviewer and an editor."""
    with write_session(engine) as session:
        for name, role in ROLES.items():
            people.add(session, name, SHOWN[name], role, hashed(), now())


def house(engine: Engine, catalogue: Catalogue | None = None) -> FastAPI:
    """The application over this database."""
    app = create_app(Settings(), catalogue or real_catalogue())
    app.state.engine = engine
    return app


def session_of(engine: Engine, name: str, begun: timedelta = timedelta()) -> str:
    """The id of a new session, begun so long ago."""
    with write_session(engine) as session:
        return sign_ins.begin(session, name, "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0", now() - begun)


def token_of(engine: Engine, name: str, *scopes: Scope, made: timedelta = timedelta(), days: int = 30) -> str:
    """A new token, made so long ago."""
    with write_session(engine) as session:
        return tokens.issue(session, people.find(session, name), "a test", scopes, days, now() - made)


def open_sessions(engine: Engine, name: str) -> int:
    with read_session(engine) as session:
        return len(sign_ins.of(session, name, now()))


class Asker:
    """A browser or a program: keeps its cookies, follows nothing."""

    def __init__(self, app: FastAPI, session: str | None = None, host: str = HOST, **headers: str) -> None:
        self.app, self.host = app, host
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.cookies = httpx.Cookies()
        if session is not None:
            name = "__Host-landscape" if host.startswith("https") else "landscape"
            self.cookies.set(name, session, domain=str(httpx.URL(host).host))

    def ask(
        self,
        method: str,
        path: str,
        data: Any = None,
        content: Any = None,
        **headers: str,
    ) -> httpx.Response:
        """One request, with the fields of a form or with a body; an unforeseen error is answered, not raised."""

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=self.host, cookies=self.cookies) as client:
                sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
                answer = await client.request(method, path, data=data, content=content, headers=sent)
                self.cookies = client.cookies
                return answer

        return asyncio.run(asked())

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.ask("GET", path, **headers)

    def post(self, path: str, **fields: object) -> httpx.Response:
        """A form as the browser sends it from our own page."""
        return self.ask("POST", path, data=fields, sec_fetch_site="same-origin")
