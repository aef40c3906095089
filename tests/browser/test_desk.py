"""The heart of an editor's day in a real browser: a cell in the dialog, the work list by keyboard, and no script."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from app.db import make_engine, upgrade
from app.ingest.load import load
from tests.browser.test_accessibility import look
from tests.support.browser import serving
from tests.support.cast import folder
from tests.support.visiting import PASSWORD, move_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESK = (
    "/admin/work",
    "/admin/products/heron",
    "/admin/cells/heron/patterns",
    "/admin/cells/heron/message_size_max",
    "/admin/edit/product/heron",
    "/admin/new/product",
    "/admin/new/client-library?product=heron",
    "/admin/new/pricing-tier?product=heron",
)


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """The address of a page on a server of one test, with people."""
    root = tmp_path_factory.mktemp("desk")
    url = f"sqlite:///{root / 'own.db'}"
    engine = make_engine(url)
    upgrade(engine)
    load(engine, folder(root / "data"))
    move_in(engine)
    engine.dispose()
    with serving(url) as address:
        yield lambda path: address + path


def sign_in(page: "Page", address: str) -> None:
    """As an editor; the first field waits for the name."""
    page.goto(address)

    page.wait_for_function("document.activeElement.name === 'name'")
    page.fill("main [name=name]", "barbara")
    page.fill("main [name=password]", PASSWORD)
    page.press("main [name=password]", "Enter")
    page.wait_for_selector(".signed-in")


def size(page: "Page") -> str:
    """What a comparison says of the largest message."""
    return (
        page.locator("tr", has=page.locator('th a[href="/criteria/message_size_max"]')).locator("td").first.inner_text()
    )


def test_a_cell_is_edited_in_the_dialog_and_seen_behind_it(own: Callable[[str], str], page: "Page") -> None:
    """Three clicks; the form begins at its answer, and the focus is back at the cell."""
    sign_in(page, own("/admin/sign-in"))
    page.goto(own("/compare/wren,stork"))
    page.locator("tr", has=page.locator('th a[href="/criteria/message_size_max"]')).locator("td > a").first.click()
    page.click("dialog a:text-is('Edit')")
    page.wait_for_selector("dialog .desk-form [name=value]:focus")
    page.fill("dialog [name=value]", "7")
    page.fill("dialog [name=reason]", "The page says so now")
    page.mouse.click(3, 3)
    assert page.input_value("dialog [name=value]") == "7", "a click beside the form threw it away"
    with page.expect_navigation():
        page.click("dialog .main-action")
    page.wait_for_selector("td > a:focus")
    assert size(page).startswith("7 KiB")
    assert page.locator("dialog[open]").count() == 0


def test_the_work_list_goes_by_keyboard(own: Callable[[str], str], page: "Page") -> None:
    """Down, edit, leave, and the focus is where it was."""
    sign_in(page, own("/admin/work"))
    page.wait_for_load_state("networkidle")  # until its scripts are there, the keys lead to pages instead
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("e")
    page.wait_for_selector("dialog[open] #statement")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="hidden")
    assert page.evaluate("document.activeElement.getAttribute('href')") == second


def test_a_cell_is_edited_without_script(own: Callable[[str], str], browser: "Browser") -> None:
    """The same form is a page."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(own("/admin/sign-in"))
    page.fill("main [name=name]", "barbara")
    page.fill("main [name=password]", PASSWORD)
    page.press("main [name=password]", "Enter")
    page.wait_for_selector(".signed-in")
    page.goto(own("/products/wren/message_size_max"))
    page.click("main a:text-is('Edit')")
    page.fill("main [name=value]", "8")
    page.fill("main [name=reason]", "The page says so now")
    page.click("main .main-action")
    assert page.inner_text(".answer").startswith("8 KiB")
    context.close()


def test_the_pages_of_the_desk_have_no_violation(own: Callable[[str], str], page: "Page") -> None:
    sign_in(page, own("/admin/sign-in"))
    for path in DESK:
        look(page, own(path))
