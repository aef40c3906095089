"""The start page, as a reader sees it and as a script fetches it."""

import re
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_the_start_page_counts_the_catalogue(site: str, page: "Page") -> None:
    """In Chromium: a title, a heading, counts above zero, and nothing refused (the fixture looks)."""
    page.goto(site)
    assert "Messaging Landscape" in page.title()
    assert page.get_by_role("heading", level=1).count() == 1
    for label in ("Products", "Criteria", "Statements", "Citations"):
        count = page.locator("dl > div", has=page.get_by_text(label, exact=True)).locator("dd").inner_text()
        assert int(count.replace(",", "")) > 0, label


def test_the_start_page_fits_a_narrow_window(site: str, page: "Page") -> None:
    """320 pixels wide, without scrolling sideways."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_link_of_the_start_page_leads_somewhere(site: str) -> None:
    """Its twin in JSON among them."""
    text = httpx.get(site).text
    for address in set(re.findall(r'href="(/[^"]*)"', text)):
        assert httpx.get(site + address, follow_redirects=True).status_code == 200, address


def test_head_answers_like_get(site: str) -> None:
    """Without the body."""
    answer = httpx.head(site)
    assert (answer.status_code, answer.content) == (200, b"")
