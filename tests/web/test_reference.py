"""The API page: every operation of the document, addresses that answer, and nothing from elsewhere."""

import html
import re

import pytest
from fastapi import FastAPI

from app.catalogue.snapshot import build
from app.main import create_app
from app.settings import Settings
from tests.support.asking import ask
from tests.support.real import real_catalogue


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(Settings(), real_catalogue())


def test_it_shows_every_operation_with_its_parameters_and_an_example(app: FastAPI) -> None:
    text = ask(app, "/api").text
    document = app.openapi()
    for path, methods in document["paths"].items():
        assert f"<code>{path}</code>" in text
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in text
            for parameter in operation.get("parameters", ()):
                assert f"<dt><code>{parameter['name']}</code>" in text
    assert "&#34;schema_version&#34;" in text


def test_every_address_to_try_answers(app: FastAPI) -> None:
    addresses = re.findall(r'<a href="([^"]+)">Try it</a>', ask(app, "/api").text)
    assert len(addresses) >= 13
    for address in addresses:
        assert ask(app, html.unescape(address)).status_code == 200, address


def test_it_loads_nothing_from_elsewhere_and_has_no_script_or_style_of_its_own(app: FastAPI) -> None:
    answer = ask(app, "/api")
    assert not re.search(r'(src|href)="(https?:)?//', answer.text)
    assert not re.search(r"<style|style=|<script(?![^>]* src=)|\son\w+=", answer.text)
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_it_leads_to_the_document_and_back_from_an_unknown_parameter(app: FastAPI) -> None:
    assert 'href="/api/v1/openapi.json"' in ask(app, "/api").text
    assert ask(app, "/api?colour=red").status_code == 303


def test_an_empty_catalogue_has_an_api_page_too() -> None:
    assert ask(create_app(Settings(), build(())), "/api").status_code == 200
