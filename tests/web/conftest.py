"""The site over the committed data, asked without a server."""

from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.support.asking import ask
from tests.support.real import real_catalogue

Get = Callable[[str], httpx.Response]


@pytest.fixture(scope="session")
def pages() -> FastAPI:
    """The application with the real catalogue; no database is opened."""
    return create_app(Settings(), real_catalogue())


@pytest.fixture(scope="session")
def get(pages: FastAPI) -> Get:
    """`get("/products")`: one answer; redirects are not followed."""
    return lambda address: ask(pages, address)
