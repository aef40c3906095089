"""The advisor as visitors walk it: step by step by keyboard and without scripts, and on one page with them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DO_THIS = re.compile("^Please do this")


@pytest.fixture
def plain(browser: "Browser") -> "Iterator[Page]":
    """A phone without JavaScript."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def test_step_by_step_with_the_keyboard_and_without_scripts(site: str, plain: "Page") -> None:
    """Forth, back with the answer still there, to the page for checking, and to the verdict."""
    plain.goto(f"{site}/advisor")
    plain.get_by_role("link", name="Step by step").click()
    plain.get_by_role("checkbox", name=DO_THIS).focus()
    plain.keyboard.press("Space")
    plain.keyboard.press("Enter")  # the first button of the form leads on
    plain.wait_for_url("**step=2")
    plain.get_by_role("radio", name="Exactly one kind").focus()
    plain.keyboard.press("Space")
    plain.get_by_role("button", name="Back").focus()
    plain.keyboard.press("Enter")
    plain.wait_for_url("**step=1")
    assert plain.get_by_role("checkbox", name=DO_THIS).is_checked()
    plain.get_by_role("button", name="Continue").click()
    assert plain.get_by_role("radio", name="Exactly one kind").is_checked()
    plain.get_by_role("link", name="Check your answers").click()
    plain.wait_for_url("**step=check")
    assert "Exactly one kind of receiver" in plain.locator("main").inner_text()
    plain.get_by_role("link", name="Change: Must the sender learn").click()
    plain.get_by_role("radio", name="Yes, a result").check()
    plain.get_by_role("button", name="See the advice now").click()
    plain.wait_for_url("**/advisor/result?**revision=**")
    assert "Message-driven" in plain.locator("h1").inner_text()
    assert plain.locator(".architecture svg:visible").count() == 1
    plain.locator(".reasons a").first.click()
    assert plain.get_by_role("checkbox", name=DO_THIS).is_checked()


def test_a_switch_is_shown_for_what_is_ticked(site: str, page: "Page") -> None:
    """And travels to the result."""
    page.goto(f"{site}/advisor")
    assert page.locator(".switch:visible").count() == 0
    page.get_by_role("checkbox", name="A place for items that cannot be handled", exact=True).check()
    page.get_by_role("checkbox", name="a must for A place").check()
    page.get_by_role("button", name="See the advice").last.click()
    page.wait_for_url("**must=features:dead-letter**")


def test_on_one_page_progress_and_approach_follow_each_answer(site: str, page: "Page") -> None:
    """The address too, so that nothing is lost on the way back."""
    page.goto(f"{site}/advisor")
    page.get_by_role("checkbox", name="This happened").check()
    page.get_by_text("1 of 23 answered").wait_for()
    assert "Event-driven" in page.locator("#so-far").inner_text()
    assert page.url.endswith("/advisor?intent=fact")
    page.locator("[id=q-intent]").get_by_role("checkbox", name="Not sure").check()
    assert not page.get_by_role("checkbox", name="This happened").is_checked()
    page.get_by_text("Nothing points either way yet.").wait_for()


def test_weights_are_changed_in_place(site: str, page: "Page") -> None:
    """And the result says that they were."""
    page.goto(f"{site}/advisor/result?intent=command&receivers=one-kind&work=slow")
    page.locator("summary", has_text="weighed 1, 3 or 5").click()
    page.locator(".weights select").first.select_option("1")
    page.get_by_role("button", name="Weigh again").click()
    page.wait_for_url("**weight=**~1**")
    assert page.locator("summary", has_text="1 of them by you").count() == 1


def test_the_record_opens_with_own_words(site: str, plain: "Page") -> None:
    """As text that can be copied or saved."""
    page = plain
    page.goto(f"{site}/advisor/result?intent=fact&receivers=many-open")
    page.get_by_label("in your own words").fill("Three teams want to know.")
    page.get_by_role("button", name="Decision record").click()
    page.wait_for_url("**/advisor/record.md?**")
    assert "> Three teams want to know" in page.locator("body").inner_text()
