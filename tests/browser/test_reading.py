"""How pages behave in a real browser: keyboard, no scripts, in place, and nothing from elsewhere."""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.browser.kinds import PAGES, address

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

COMPARISON = "/compare/amazon-sqs,rabbitmq"


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_asks_nobody_else(site: str, page: "Page", kind: str) -> None:
    """Every request goes to the site itself; that nothing was refused, the fixture sees."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address(site, kind), wait_until="load")
    assert {urlsplit(each).netloc for each in asked} == {urlsplit(site).netloc}


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_whole_without_javascript(site: str, browser: "Browser", kind: str) -> None:
    """A heading, the content, and links where a script would have opened something in place."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, kind))
    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()
    context.close()


def test_the_first_stop_of_the_keyboard_leads_to_the_content(site: str, page: "Page") -> None:
    """The skip link shows itself and moves the focus."""
    page.goto(site + COMPARISON)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_focus_can_be_seen_on_every_stop(site: str, page: "Page") -> None:
    """The first forty stops of a comparison, cells among them, have an outline."""
    page.goto(site + COMPARISON)
    for _ in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "(({outlineStyle, outlineWidth}) => [outlineStyle, parseFloat(outlineWidth)])"
            "(getComputedStyle(document.activeElement))"
        )
        assert seen[0] != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert seen[1] >= 2


def test_enter_opens_a_statement_in_place_and_escape_returns(site: str, page: "Page") -> None:
    """The dialog holds the sources; the focus comes back to the cell."""
    page.goto(site + COMPARISON)
    link = page.locator("td.p > a[data-n]").first
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    assert dialog.locator(".citation a").count() >= 1
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.matches('td > a[data-n]')")
    assert page.url == site + COMPARISON


def test_a_click_beside_the_word_opens_the_cell_too(site: str, page: "Page") -> None:
    """Anywhere in the cell; the button closes it."""
    page.goto(site + COMPARISON)
    cell = page.locator("td.n:has(a[data-n])").first
    cell.click(position={"x": 90, "y": 12})
    page.locator("dialog[open]").wait_for()
    page.locator("dialog[open] [data-close]").click()
    assert page.locator("dialog[open]").count() == 0


def test_a_statement_opens_as_a_page_without_javascript(site: str, browser: "Browser") -> None:
    """The same link, followed."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + COMPARISON)
    page.locator("td.p > a[data-n]").first.click()
    assert re.search(r"/statements/[0-9a-f]{14}$", page.url)
    assert page.locator(".citation a").count() >= 1
    context.close()


def test_heads_stay_in_sight_while_a_comparison_scrolls(site: str, page: "Page") -> None:
    """On a wide screen with the page, on a phone within the frame; the first column too."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address(site, "compare"))
    page.evaluate("scrollTo(0, 3000)")
    assert abs(page.locator("thead th").nth(1).bounding_box()["y"]) <= 1  # type: ignore[index]
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address(site, "compare"))
    before = page.locator("tbody th[scope=row]").first.bounding_box()
    page.locator(".frame").evaluate("frame => frame.scrollTo(300, 0)")
    after = page.locator("tbody th[scope=row]").first.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["x"] - after["x"]) <= 1


def test_two_products_fit_beside_the_criteria_on_a_phone(site: str, page: "Page") -> None:
    """Without scrolling sideways."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site + COMPARISON)
    frame = page.locator(".frame").first
    assert frame.evaluate("frame => frame.scrollWidth - frame.clientWidth") <= 0


def test_paper_says_what_a_screen_opens(site: str, page: "Page") -> None:
    """Whole texts, addresses with their host, the legend before the table, and no word about opening."""
    page.goto(f"{site}/compare/rabbitmq,apache-kafka,nats")
    assert " …" in page.locator(".grid").inner_text()
    assert page.locator(".legend:visible").count() == 1
    page.emulate_media(media="print")
    said = page.locator("main").inner_text()
    assert "…" not in said
    assert "Every cell opens" not in said
    assert f"{site}/products/nats" in said
    assert f"{site}/compare/rabbitmq,apache-kafka,nats" in said
    legend, grid = page.locator(".legend:visible"), page.locator(".grid")
    assert legend.bounding_box()["y"] < grid.bounding_box()["y"]  # type: ignore[index]


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_there_on_paper(site: str, page: "Page", kind: str) -> None:
    """Its heading and more than that: what paper leaves out is never the page itself."""
    page.goto(address(site, kind))
    page.emulate_media(media="print")
    heading = page.locator("main h1").first
    assert heading.is_visible()
    assert len(page.locator("main").inner_text().strip()) > len(heading.inner_text().strip())


def test_a_list_grows_with_the_page_on_a_phone(site: str, page: "Page") -> None:
    """Every row stands in the page itself, with the conditions of its cells."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address(site, "products-filtered"))
    frame = page.locator(".found .frame")
    assert frame.evaluate("frame => frame.scrollHeight - frame.clientHeight") <= 0
    assert page.locator(".list td small").first.is_visible()
