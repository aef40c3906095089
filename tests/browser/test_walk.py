"""Walks that a first-time reader takes."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.kinds import address

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def test_from_the_start_page_to_an_exported_comparison(site: str, page: "Page", tmp_path: Path) -> None:
    """Tick two products in the picture, compare, narrow to differences in one dimension, take it along as CSV."""
    page.goto(site)
    page.get_by_label("Compare RabbitMQ").check()
    assert "tick another" in page.locator("[data-picked]").first.inner_text()
    page.get_by_label("Compare Amazon SQS").check()
    page.get_by_role("button", name="Compare ticked products").click()
    assert page.url.endswith("/compare/amazon-sqs,rabbitmq")
    page.get_by_role("link", name="Only differences").click()
    page.wait_for_url("**differences=true")
    page.get_by_role("navigation", name="Dimensions").get_by_role("link", name="Security").click()
    page.wait_for_url("**dimension=security&differences=true")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    saved = tmp_path / "comparison.csv"
    download.value.save_as(saved)
    text = saved.read_text(encoding="utf-8-sig")
    assert "RabbitMQ" in text.splitlines()[0]
    assert len(text.splitlines()) > 5


def test_which_speaks_mqtt_5_and_has_oauth_2(site: str, page: "Page") -> None:
    """Two clicks in the filters."""
    page.goto(f"{site}/products")
    filters = page.get_by_role("complementary", name="Filters")
    filters.get_by_role("link", name="MQTT 5.0", exact=True).click()
    page.wait_for_url("**protocols=mqtt-5**")
    filters.get_by_role("link", name="OAuth 2.0 or OIDC", exact=True).click()
    page.wait_for_url("**authentication=oauth2-oidc**")
    count = int(page.locator("h1").inner_text().split()[0])
    assert count == page.locator(".list tbody tr").count() >= 1


def test_the_same_asked_in_the_search_box(site: str, page: "Page") -> None:
    """One line of typing."""
    page.goto(site)
    page.get_by_role("searchbox", name="Search the catalogue").fill("MQTT 5 and OAuth 2")
    page.keyboard.press("Enter")
    page.wait_for_url("**authentication=oauth2-oidc&protocols=mqtt-5")
    assert page.locator(".list tbody tr").count() >= 1


def test_rows_are_found_within_a_comparison(site: str, page: "Page") -> None:
    """What is typed leaves those rows, under the heads they belong to; cleared, all are back."""
    page.goto(f"{site}/compare/apache-kafka,rabbitmq,eclipse-mosquitto")
    rows = page.locator(".grid tbody tr:visible")
    every = rows.count()
    page.get_by_role("searchbox", name="Find rows").fill("mqtt 5, oauth 2")
    heads = page.locator(".grid tbody th[scope=row]:visible").all_inner_texts()
    assert heads == ["Authentication", "OAuth 2.0 or OIDC", "Protocols", "MQTT 5.0"]
    page.get_by_role("searchbox", name="Find rows").fill("")
    assert rows.count() == every


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("MQTT 5 OAuth 2", ["Authentication", "OAuth 2.0 or OIDC", "Protocols", "MQTT 5.0"]),
        ("exactly once", ["Delivery"]),
        ("price", ["Pricing model", "Free use"]),
        ("mqtt 5 zzzz", ["Protocols", "MQTT 5.0"]),
    ],
)
def test_rows_are_found_as_people_ask_for_them(site: str, page: "Page", asked: str, found: list[str]) -> None:
    """Without commas, by what a cell says, by the name of a dimension, and by the words that names hold."""
    page.goto(f"{site}/compare/apache-kafka,rabbitmq,nats")
    page.get_by_role("searchbox", name="Find rows").fill(asked)
    assert page.locator(".grid tbody th[scope=row]:visible").all_inner_texts() == found
    assert not page.get_by_role("status").inner_text()


def test_a_comparison_says_when_no_row_is_found(site: str, page: "Page") -> None:
    """Instead of an empty table without a word."""
    page.goto(f"{site}/compare/apache-kafka,rabbitmq")
    page.get_by_role("searchbox", name="Find rows").fill("zzzz")
    assert page.get_by_role("status").inner_text() == "No row of this name"
    page.get_by_role("searchbox", name="Find rows").fill("zzzz, mqtt 5")
    assert not page.get_by_role("status").inner_text()


def test_products_to_compare_are_found_by_typing(site: str, page: "Page") -> None:
    """By name and by host; what is ticked stays in sight."""
    page.goto(address(site, "pick"))
    names = page.locator(".picks label:visible")
    every = names.count()
    page.get_by_role("searchbox", name="Find products").fill("rabbit")
    page.get_by_label("RabbitMQ").check()
    page.get_by_role("searchbox", name="Find products").fill("azure service bus")
    assert names.locator("input").evaluate_all("boxes => boxes.map((box) => box.value)") == [
        "azure-service-bus",
        "rabbitmq",
    ]
    page.get_by_role("searchbox", name="Find products").fill("zzzz")
    assert page.locator("[data-names-none]").inner_text() == "No product of this name"
    page.get_by_role("searchbox", name="Find products").fill("")
    assert names.count() == every


def test_a_product_is_added_and_taken_away_in_place(site: str, page: "Page") -> None:
    """The rest of the view stays as it was."""
    page.goto(f"{site}/compare/amazon-sqs,rabbitmq?dimension=security")
    page.get_by_text("Add a product").click()
    page.get_by_label("Product to add").select_option("apache-kafka")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/compare/amazon-sqs,rabbitmq,apache-kafka?dimension=security")
    page.get_by_role("link", name="Remove Amazon SQS").click()
    page.wait_for_url("**/compare/rabbitmq,apache-kafka?dimension=security")


def test_the_walk_needs_no_javascript(site: str, browser: "Browser") -> None:
    """Search with a typing error, open, compare."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_label("Search the catalogue").fill("rabitmq")
    page.get_by_label("Search the catalogue").press("Enter")
    page.locator(".list").get_by_role("link", name="RabbitMQ", exact=True).click()
    page.get_by_role("link", name="Amazon SQS").first.click()
    assert page.url.endswith("/compare/rabbitmq,amazon-sqs")
    context.close()


def test_seven_ticks_are_not_possible(site: str, page: "Page") -> None:
    """The seventh box waits until another is free."""
    page.goto(address(site, "pick"))
    boxes = page.locator("input[name=products]")
    for number in range(6):
        boxes.nth(number).check()
    assert boxes.nth(6).is_disabled()
    boxes.nth(0).uncheck()
    assert boxes.nth(6).is_enabled()
