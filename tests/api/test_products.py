"""/products: filters, columns, facets, pages and their Link header."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI

from tests.support.asking import ask


def get(app: FastAPI, query: str) -> Any:
    answer = ask(app, f"/api/v1/products?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def slugs(body: Any) -> list[str]:
    return [item["slug"] for item in body["items"]]


def test_filters_hold_in_one_variant_and_the_answer_says_in_which(app: FastAPI) -> None:
    body = get(app, "patterns=dedup&message_size_max=ge:2MiB")
    assert slugs(body) == ["heron"]
    assert body["items"][0]["variants"] == [{"edition": "plus", "mode": "queue"}]
    assert body["items"][0]["limited"] is True
    assert body["query"] == "patterns=dedup&message_size_max=ge:2%20MiB"
    assert "Largest message: at least 2 MiB" in body["summary"]


def test_two_needs_at_once_are_answered(real: FastAPI) -> None:
    """Which of these speaks MQTT 5 and has OAuth 2?"""
    assert "rabbitmq" in slugs(get(real, "protocols=mqtt-5&authentication=oauth2-oidc"))


def test_columns_are_the_criteria_asked_for_in_that_order(app: FastAPI) -> None:
    body = get(app, "columns=durability,licence&q=merlin")
    assert body["columns"] == ["durability", "licence"]
    assert [cell["criterion"] for cell in body["items"][0]["cells"]] == ["durability", "licence"]


def test_without_columns_the_usual_ones_come(app: FastAPI) -> None:
    assert "message_size_max" in get(app, "")["columns"]


def test_pages_are_linked_until_the_last(app: FastAPI) -> None:
    address, seen = "/api/v1/products?limit=2&sort=-name&format=json", []
    while address:
        answer = ask(app, address)
        body = answer.json()
        seen += slugs(body)
        assert body["total"] == 6
        link = re.fullmatch(r'<([^>]+)>; rel="next"', answer.headers.get("link", ""))
        assert bool(link) == (body["next"] is not None)
        address = link[1] if link else ""
        assert not link or quote(body["next"]) in address
    assert seen == slugs(get(app, "sort=-name"))


def test_the_link_keeps_the_form_of_the_answer(app: FastAPI) -> None:
    answer = ask(app, "/api/v1/products?limit=2&format=csv")
    assert "format=csv" in answer.headers["link"]
    assert len(answer.text.splitlines()) == 3


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("cursor=broken", "cursor"),
        ("limit=0", "limit"),
        ("limit=1&limit=2", "limit"),
        ("sort=colour", "sort"),
        ("columns=colour", "columns"),
        ("protocols=colour", "protocols"),
        ("durability=high", "durability"),
        ("message_size_max=large", "message_size_max"),
        ("kind=bird", "kind"),
        ("facets=perhaps", "facets"),
        ("facets=true&facets=true", "facets"),
        ("format=csv&format=csv", "format"),
        ("q=" + "x" * 10_000, "q"),
        ("q=%00", "q"),
        ("q=%1b%5b31m", "q"),
        ("%00=1", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_bad_input_is_refused_by_name(app: FastAPI, query: str, pointer: str) -> None:
    answer = ask(app, f"/api/v1/products?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    body = answer.json()
    assert [each["pointer"] for each in body["errors"]] == [pointer]
    assert len(answer.content) < 2000


def test_facets_come_when_asked_for(app: FastAPI) -> None:
    assert get(app, "")["facets"] is None
    facets = {each["name"]: each for each in get(app, "facets=true&patterns=dedup")["facets"]}
    assert next(each for each in facets["patterns"]["options"] if each["option"] == "dedup")["chosen"] is True
    assert sum(each["count"] for each in facets["kind"]["options"]) == 1


def test_nothing_found_is_an_answer(app: FastAPI) -> None:
    body = get(app, "q=zzzzqqqq")
    assert (body["total"], body["items"], body["next"]) == (0, [], None)
