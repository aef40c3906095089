"""Static files are kept by what they contain, vendored ones are as pinned, and every answer carries its headers."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.web.assets import STATIC, stylesheet
from scripts import vendor
from tests.support.asking import ask
from tests.web.conftest import Get

SCRIPTS = sorted((STATIC / "js").glob("*.js"))


def test_vendored_files_are_as_pinned() -> None:
    """Hashes, licences and versions fit what the script says."""
    assert vendor.check() == []


def test_vendored_files_name_no_registry() -> None:
    """Only what they are, never where they were fetched."""
    for path in vendor.expected():
        assert "http" not in path.read_text(encoding="utf-8")


def test_files_that_a_page_loads_may_be_kept_forever(get: Get) -> None:
    """Their addresses change with their content."""
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', get("/products").text))
    assert len(addresses) >= 6
    for address in addresses:
        answer = get(address)
        assert answer.status_code == 200, address
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("address", ["/static/site.css", "/static/site.css?v=old", "/static/img/marks.svg"])
def test_a_file_without_its_hash_is_asked_for_again(get: Get, address: str) -> None:
    """Nobody keeps what may change at the same address."""
    assert get(address).headers["cache-control"] == "no-cache"


def test_the_stylesheet_loads_nothing_from_elsewhere() -> None:
    """And what it loads has its hash."""
    for address in re.findall(r"url\(([^)]*)\)", stylesheet().decode()):
        assert re.fullmatch(r"/static/[\w./-]+\?v=[0-9a-f]{16}", address)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_short_and_says_what_it_is_for(path: Path) -> None:
    """One behaviour each, which a page works without."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("// ")
    assert len(lines) <= 40


@pytest.mark.parametrize("address", ["/", "/static/site.css", "/nowhere", "/api/v1/products", "/api/v1/nowhere"])
def test_every_answer_carries_the_security_headers(get: Get, address: str) -> None:
    """Errors too."""
    headers = get(address).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "strict-transport-security" not in headers


def test_an_unforeseen_error_carries_them_as_well(pages: FastAPI) -> None:
    """It is answered outside all middleware."""
    pages.state.catalogue, kept = object(), pages.state.catalogue
    try:
        answer = ask(pages, "/protocols", headers={"cookie": "x=1"})
    finally:
        pages.state.catalogue = kept
    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["content-security-policy"]
