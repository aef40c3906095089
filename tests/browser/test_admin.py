"""The pages behind the door in a real browser: no violation, no error, and the way in and out works by keyboard."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from app import suggestions
from app.db import make_engine, upgrade, write_session
from app.ingest.load import load
from app.suggestions import Draft
from tests.browser.test_accessibility import look
from tests.support.browser import serving
from tests.support.cast import folder
from tests.support.visiting import PASSWORD, move_in, now, token_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

PUBLIC = ("/admin/sign-in", "/suggest", "/suggest?product=heron&criterion=message_size_max", "/suggest/…")
SIGNED_IN = (
    "/admin",
    "/admin/account",
    "/admin/people",
    "/admin/people/grace",
    "/admin/suggestions",
    "/admin/suggestions/…",
    "/products/heron",
)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """The address of a page on a server of these tests, with people and one suggestion."""
    root = tmp_path_factory.mktemp("admin")
    url = f"sqlite:///{root / 'own.db'}"
    engine = make_engine(url)
    upgrade(engine)
    load(engine, folder(root / "data"))
    move_in(engine)
    token_of(engine, "grace")
    draft = Draft("heron", "message_size_max", None, "It is 2 MiB.", "https://heron.example/docs", "Limits", "Mary")
    with write_session(engine) as session:
        id = suggestions.make(session, draft, "1 MiB", now()).id
    engine.dispose()
    with serving(url) as address:
        yield lambda path: address + path.replace("…", id)


def sign_in(page: "Page", address: str) -> None:
    page.goto(address)
    page.fill("main [name=name]", "ada")
    page.fill("main [name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".signed-in")


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_for_everybody_has_no_violation(own: Callable[[str], str], page: "Page", path: str) -> None:
    look(page, own(path))


def test_the_pages_behind_the_door_have_no_violation(own: Callable[[str], str], page: "Page") -> None:
    sign_in(page, own("/admin/sign-in"))
    for path in SIGNED_IN:
        look(page, own(path))


def test_the_way_in_and_out(own: Callable[[str], str], page: "Page") -> None:
    """From the page that was asked for, through the sign-in page, back to it, and out."""
    sign_in(page, own("/admin/people"))
    assert page.url == own("/admin/people")
    page.goto(own("/products"))
    assert page.inner_text(".signed-in a") == "Ada Lovelace"
    page.click("text=Sign out")
    page.wait_for_url(own("/"))
    assert page.locator(".signed-in").count() == 0
    page.go_back()
    page.wait_for_selector("main")
    assert page.locator(".signed-in").count() == 0, "the browser kept a page of somebody who has left"


def test_a_reader_suggests_something(own: Callable[[str], str], page: "Page") -> None:
    """By hand, as slowly as people are."""
    page.goto(own("/products/heron/message_size_max"))
    page.click("text=Something wrong?")
    page.fill("main [name=body]", "It is 3 MiB since 2.5.")
    page.fill("main [name=url]", "https://heron.example/docs/limits")
    page.wait_for_timeout(3100)
    page.click("text=Send it")
    page.wait_for_url(own("/suggest/") + "*")
    assert page.inner_text("h1") == "Waiting to be read"
