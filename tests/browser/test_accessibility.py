"""axe-core finds nothing on any kind of page: light and dark, on a wide screen and on a phone."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.kinds import ERRORS, PAGES, address

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# It goes in as a debugger's script does, so that the page's own Content-Security-Policy stays as it is.
AXE = (Path(__file__).resolve().parents[1] / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

WIDTHS = {1440: 1000, 390: 844}

RUN = """async (only) => {
    const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"]});
    return found.violations.map((each) => ({
        id: each.id, nodes: each.nodes.slice(0, 3).map((node) => [node.html.slice(0, 200), node.failureSummary]),
        count: each.nodes.length,
    }));
}"""


CONTRAST = {"type": "rule", "values": ["color-contrast"]}
"""What another scheme can break; all else was looked at already."""


def violations(page: "Page", scheme: str) -> list[dict[str, Any]]:
    """What axe says of the page as it stands."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found: list[dict[str, Any]] = page.evaluate(RUN, CONTRAST if scheme == "dark" else TAGS)
    return found


def look(page: "Page", where: str) -> None:
    """Every width and scheme of one address."""
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(where)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{where} scrolls sideways at {width}"
        page.evaluate(AXE)
        for scheme in ("light", "dark"):
            assert violations(page, scheme) == [], f"{where}, {scheme}, {width} px"


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_has_no_violation(site: str, page: "Page", kind: str) -> None:
    """WCAG 2.2 AA as far as a program can see it."""
    look(page, address(site, kind))


@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_page_has_no_violation(site: str, browser: "Browser", kind: str) -> None:
    """Without the fixture that counts an error in the console as a fault: the status itself is one."""
    path, status = ERRORS[kind]
    page = browser.new_page()
    answer = page.goto(site + path)
    assert answer is not None
    assert answer.status == status
    look(page, site + path)
    page.close()


def test_a_statement_opened_in_place_has_no_violation(site: str, page: "Page") -> None:
    """The dialog, in both schemes."""
    page.goto(address(site, "compare-baseline"))
    page.locator("td.p > a").first.click()
    page.wait_for_selector("dialog[open]")
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        assert violations(page, scheme) == []
