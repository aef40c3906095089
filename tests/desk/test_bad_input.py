"""Bad input is told at its field with what was expected, and changes nothing."""

from typing import Any

import pytest

from app import desk
from app.errors import InvalidInput
from tests.desk.conftest import PAGE, Hands

SIZE: dict[str, Any] = {"criterion": "message_size_max", "value": "1 MiB", "per": "queue", "cite": [PAGE]}
LIBRARY: dict[str, Any] = {"language": "Python", "name": "pyheron", "official": "yes", "cite": [PAGE]}
FEATURE: dict[str, Any] = {"criterion": "patterns", "option": "fan-out", "support": "built-in", "cite": [PAGE]}


def cite(**changed: Any) -> dict[str, Any]:
    """SIZE with another citation; None leaves a member out."""
    page = {name: value for name, value in {**PAGE, **changed}.items() if value is not None}
    return {**SIZE, "cite": [page]}


BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("statement", {**SIZE, "value": "1 apple"}, "#/value", "a size with its unit"),
    ("statement", {**SIZE, "value": 5}, "#/value", "a size with its unit"),
    ("statement", {**SIZE, "value": ["1 MiB"]}, "#/value", "plain text"),
    ("statement", {**SIZE, "cite": []}, "#/cite", "at least one citation"),
    (
        "statement",
        {"criterion": "message_size_max", "value": "1 MiB", "per": "queue"},
        "#/cite",
        "at least one citation",
    ),
    ("statement", {**SIZE, "cite": "x"}, "#/cite", "a list"),
    ("statement", {**SIZE, "cite": ["x"]}, "#/cite/0", "a mapping"),
    ("statement", cite(url="ftp://docs.example/limits"), "#/cite/0/url", "begins with https://"),
    ("statement", cite(url="javascript:alert(1)"), "#/cite/0/url", "begins with https://"),
    ("statement", cite(url=None), "#/cite/0/url", "is missing"),
    ("statement", cite(title=None), "#/cite/0/title", "cited for the first time"),
    ("statement", cite(place=None), "#/cite/0/place", "is missing"),
    ("statement", cite(find="x" * 61), "#/cite/0/find", "at most 60 characters"),
    ("statement", cite(find="one two three four."), "#/cite/0/find", "not a sentence"),
    ("statement", cite(checked="2027-01-01"), "#/cite/0/checked", "in the future"),
    ("statement", cite(text_date="2027-01-01"), "#/cite/0/text_date", "in the future"),
    ("statement", cite(text_date="last week"), "#/cite/0/text_date", "date"),
    ("statement", cite(colour="red"), "#/cite/0/colour", "not a key"),
    ("statement", {**SIZE, "note": "x" * 1_000_000}, "#/note", "text of 1 to 4000 characters"),
    ("statement", {**SIZE, "note": "two\nlines"}, "#/note", "text on one line"),
    ("statement", {**SIZE, "note": "\x00"}, "#/note", "text on one line"),
    ("statement", {**SIZE, "colour": "red"}, "#/colour", "not a key"),
    ("statement", {**SIZE, "editions": ["gold"]}, "#/editions", "'gold' is not one of this product's editions"),
    ("statement", {**SIZE, "claim": 2}, "#/claim", "needs a claim 1"),
    ("statement", {**SIZE, "option": "replay"}, "#/option", "has no options"),
    ("statement", {**SIZE, "criterion": "colour"}, "#/criterion", "the slug of a criterion"),
    ("statement", {**SIZE, "criterion": "operations_load", "value": 3, "per": None}, "#", "computed"),
    ("statement", {**FEATURE, "option": "mqtt-5"}, "#/option", "an option of patterns"),
    ("statement", {**FEATURE, "option": None}, "#/option", "an option of patterns"),
    ("statement", {**FEATURE, "support": "maybe"}, "#/support", "one of built-in"),
    ("statement", {**FEATURE, "support": "partial"}, "#/note", "needs a note"),
    ("statement", {**FEATURE, "value": "yes"}, "#/value", "a support for each option"),
    ("client-library", {**LIBRARY, "official": "maybe"}, "#/official", "yes or no"),
    ("client-library", {**LIBRARY, "repository": "git@heron"}, "#/repository", "begins with https://"),
    ("client-library", {**LIBRARY, "language": "Esperanto"}, "#/language", "a language"),
    ("relation", {"type": "compatible_with", "product": "nobody", "cite": [PAGE]}, "#/product", "no product 'nobody'"),
    ("complete-list", {"criterion": "persistence", "cite": [PAGE]}, "#/criterion", "only options"),
]


@pytest.mark.parametrize(
    ("kind", "fragment", "field", "expected"), BAD, ids=[f"{each[2]}-{i}" for i, each in enumerate(BAD)]
)
def test_it_is_told_at_its_field(
    sqlite_hands: Hands, kind: str, fragment: dict[str, Any], field: str, expected: str
) -> None:
    before = sqlite_hands.stored()
    with pytest.raises(InvalidInput) as refused:
        sqlite_hands.save(desk.Edit(kind, "heron", None, fragment))
    told = [each for each in refused.value.problems if each.field == field]
    assert any(expected in each.expected for each in told), refused.value.problems
    assert all(len(each.value) <= 81 for each in told)
    assert sqlite_hands.stored() == before


def test_every_fault_of_a_fragment_is_told_at_once(sqlite_hands: Hands) -> None:
    fragment = {**SIZE, "value": "1 apple", "colour": "red", "cite": [{**PAGE, "url": "x"}, {"url": "y"}]}
    with pytest.raises(InvalidInput) as refused:
        sqlite_hands.save(desk.Edit("statement", "heron", None, fragment))
    fields = {each.field for each in refused.value.problems}
    assert fields >= {"#/value", "#/colour", "#/cite/0/url", "#/cite/1/url", "#/cite/1/place", "#/cite/1/find"}


def test_two_defaults_are_told_at_the_editions(sqlite_hands: Hands) -> None:
    item = sqlite_hands.read("product", "heron")
    both = [{"slug": slug, "name": slug, "default": "yes"} for slug in ("open", "plus")]
    with pytest.raises(InvalidInput) as refused:
        sqlite_hands.change(item, editions=both)
    assert [(each.field, each.expected) for each in refused.value.problems] == [
        ("#/editions", "exactly one with default: yes, found 2")
    ]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '=HYPERLINK("https://evil.example")', "+1 | <b>&amp;"])
def test_html_and_formulas_are_kept_as_the_text_they_are(sqlite_hands: Hands, text: str) -> None:
    (id,) = sqlite_hands.save(desk.Edit("statement", "heron", None, {**SIZE, "when": text, "note": text})).ids
    assert (sqlite_hands.read("statement", str(id)).fragment or {})["note"] == text


@pytest.mark.parametrize("slug", ["Heron", "-x", "protocols", "é", "x" * 61, "a_b", ""])
def test_a_product_has_an_address(sqlite_hands: Hands, slug: str) -> None:
    head = {**(sqlite_hands.read("product", "wren").fragment or {})}
    with pytest.raises(InvalidInput) as refused:
        sqlite_hands.save(desk.Edit("product", slug, None, head))
    assert [each.field for each in refused.value.problems] == ["#/slug"]


@pytest.mark.parametrize("fragment", [None, [], "x", 7, {"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": {}}}}}}}}}])
def test_what_is_no_fragment_at_all(sqlite_hands: Hands, fragment: Any) -> None:
    given: Any = 0 if fragment is None else fragment
    edit = desk.Edit("statement", "heron", None, given)
    with pytest.raises(InvalidInput):
        sqlite_hands.save(edit)


def test_one_page_by_two_names_in_one_save_is_told(sqlite_hands: Hands) -> None:
    twice = [PAGE, {**PAGE, "title": "Quotas", "find": "other"}]
    with pytest.raises(InvalidInput) as refused:
        sqlite_hands.save(desk.Edit("statement", "heron", None, {**SIZE, "when": "twice", "cite": twice}))
    assert [each.field for each in refused.value.problems] == ["#/cite/1/title"]


def test_what_was_at_fault_before_is_not_held_against_an_edit(sqlite_hands: Hands) -> None:
    item = sqlite_hands.statement("wren", "message_size_max")
    with sqlite_hands.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE source SET checked = '2030-01-01' WHERE owner = 'wren' AND key = 'docs'")
    sqlite_hands.change(item, value="128 KiB")
