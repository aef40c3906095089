"""Answers: each field that does not fit is named, and there is one canonical form."""

from typing import Any
from urllib.parse import parse_qsl

import pytest

from app.advisor.answers import parse, parse_query, query_of
from app.errors import InvalidInput
from tests.advisor.cast import rules

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "unknown question": ({"answers": {"colour": "red"}}, "#/answers/colour"),
    "unknown option": ({"answers": {"receivers": "all"}}, "#/answers/receivers"),
    "unknown option in a list": ({"answers": {"intent": ["fact", "order"]}}, "#/answers/intent/1"),
    "two answers to a single choice": ({"answers": {"receivers": ["one-kind", "many-open"]}}, "#/answers/receivers"),
    "not sure and more": ({"answers": {"intent": ["fact", "not-sure"]}}, "#/answers/intent"),
    "a number": ({"answers": {"receivers": 3}}, "#/answers/receivers"),
    "an object": ({"answers": {"receivers": {"a": 1}}}, "#/answers/receivers"),
    "answers that are a list": ({"answers": ["fact"]}, "#/answers"),
    "a list of 10,000": ({"answers": {"intent": ["fact"] * 10_000}}, "#/answers/intent"),
    "10,000 questions": ({"answers": {f"q{n}": "a" for n in range(10_000)}}, "#/answers"),
    "10,000 musts": ({"must": ["features"] * 10_000}, "#/must"),
    "unknown must": ({"must": ["features:speed"]}, "#/must/0"),
    "must and nice": ({"must": ["features"], "nice": ["features"]}, "#/nice"),
    "weight out of range": ({"weights": {"models": 4}}, "#/weights/models"),
    "weight that is true": ({"weights": {"models": True}}, "#/weights/models"),
    "weight of nothing": ({"weights": {"beauty": 5}}, "#/weights/beauty"),
    "limit of none": ({"limit": 0}, "#/limit"),
    "limit of many": ({"limit": 10**30}, "#/limit"),
    "limit in words": ({"limit": "many"}, "#/limit"),
    "context too long": ({"context": "a" * 5000}, "#/context"),
    "context with control characters": ({"context": "a\x00b"}, "#/context"),
    "context that is a list": ({"context": ["a"]}, "#/context"),
    "unknown field": ({"wishes": {}}, "#/wishes"),
    "slashes in a name": ({"answers": {"a/b~c": "d"}}, "#/answers/a~1b~0c"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_field_is_named(name: str) -> None:
    raw, pointer = BAD[name]
    with pytest.raises(InvalidInput) as caught:
        parse(raw, rules())
    assert pointer in [each.field for each in caught.value.problems]
    assert all(len(each.value) <= 80 for each in caught.value.problems)


def test_every_bad_field_is_named_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse({"answers": {"receivers": "all", "colour": "red"}, "limit": 0}, rules())
    assert len(caught.value.problems) == 3


def test_the_order_is_that_of_the_rules() -> None:
    made = parse({"answers": {"receivers": "one-kind", "intent": ["reading", "command", "reading"]}}, rules())
    assert list(made.chosen.items()) == [("intent", ("command", "reading")), ("receivers", ("one-kind",))]


@pytest.mark.parametrize("unsure", ["not-sure", ["not-sure"], [], "", None])
def test_not_sure_is_left_out(unsure: Any) -> None:
    assert parse({"answers": {"intent": unsure}}, rules()).chosen == {}


def test_an_address_holds_everything_but_the_words() -> None:
    raw = {
        "answers": {"protocols": ["amqp-1.0"], "intent": ["fact"]},
        "must": ["features:delay"],
        "nice": ["languages"],
        "weights": {"protocols:amqp-1.0": 5},
        "limit": 3,
        "context": "private",
    }
    made = parse(raw, rules())
    query = query_of(made, rules_version="1.0", catalogue_revision=12)
    assert "private" not in query
    again = parse_query(parse_qsl(query), rules())
    assert (again.chosen, again.must, again.nice, again.weights, again.limit) == (
        made.chosen,
        made.must,
        made.nice,
        made.weights,
        made.limit,
    )
    assert (again.rules_version, again.catalogue_revision) == ("1.0", 12)
    assert query_of(again, rules_version="1.0", catalogue_revision=12) == query


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("intent=fact&colour=red", "#/answers/colour"),
        ("intent=order", "#/answers/intent/0"),
        ("receivers=one-kind&receivers=many-open", "#/answers/receivers"),
        ("weight=models", "#/weights/models"),
        ("weight=models~9", "#/weights/models"),
        ("limit=1&limit=2", "#/limit"),
        ("revision=x", "#/catalogue_revision"),
    ],
)
def test_an_address_from_another_time_names_what_it_does_not_know(query: str, pointer: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_query(parse_qsl(query), rules())
    assert pointer in [each.field for each in caught.value.problems]
