"""The site over the committed data, asked without a server; and a small one in which people live."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from app.accounts import passwords
from app.main import create_app
from app.settings import Settings
from tests.support.asking import ask
from tests.support.real import real_catalogue
from tests.support.visiting import QUICK, house, move_in

Get = Callable[[str], httpx.Response]


@pytest.fixture(scope="session")
def pages() -> FastAPI:
    """The application with the real catalogue; no database is opened."""
    return create_app(Settings(), real_catalogue())


@pytest.fixture(scope="session")
def get(pages: FastAPI) -> Get:
    """`get("/products")`: one answer; redirects are not followed."""
    return lambda address: ask(pages, address)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes that take no time."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def inhabited(engine: Engine) -> Engine:
    """A database with an admin, a reviewer and an editor."""
    move_in(engine)
    return engine


@pytest.fixture
def app(inhabited: Engine) -> FastAPI:
    """The site over it."""
    return house(inhabited)
