"""/catalogue.json: the shape that DESIGN promises, typed values, and every derived statement with its citations."""

from typing import Any

import pytest
from fastapi import FastAPI

from app.api import shapes as s
from app.catalogue.snapshot import Catalogue
from tests.support.asking import ask
from tests.support.real import real_catalogue

STATEMENT = {"id", "criterion", "option", "state", "value", "unit", "qualifiers", "method", "note", "citations"}
QUALIFIERS = {"editions", "modes", "since", "until", "regions", "when", "per", "bound", "changeable"}
CITATION = {"url", "title", "place", "find", "text_date", "checked"}
PRODUCT = {
    "slug",
    "name",
    "kind",
    "editions",
    "modes",
    "statements",
    "client_libraries",
    "pricing_tiers",
    "measurements",
    "relations",
}


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    body: dict[str, Any] = ask(app, "/api/v1/catalogue.json").json()
    return body


def statements(
    document: dict[str, Any], product: str, criterion: str, option: str | None = None
) -> list[dict[str, Any]]:
    found = next(each for each in document["products"] if each["slug"] == product)["statements"]
    return [each for each in found if (each["criterion"], each["option"]) == (criterion, option)]


def test_the_document_has_the_promised_keys_and_no_others(document: dict[str, Any]) -> None:
    assert set(document) == {"schema_version", "revision", "generated_at", "criteria", "protocols", "products"}
    for product in document["products"]:
        assert set(product) == PRODUCT
        for statement in product["statements"]:
            assert set(statement) == STATEMENT
            assert set(statement["qualifiers"]) == QUALIFIERS
            assert all(set(each) == CITATION for each in statement["citations"])


@pytest.mark.parametrize(
    ("criterion", "value", "unit"),
    [
        ("retention_default", 0.5, "s"),
        ("retention_max", 1_209_600, "s"),
        ("sla_percent", 99.95, "%"),
        ("throughput_limit", 3000, "messages/s"),
        ("connections_max", None, None),
        ("partitions_max", 120_000, None),
        ("latency_class", 4, None),
        ("first_release", "2011-05", None),
        ("persistence", "disk", None),
        ("durability", '=HYPERLINK("https://evil.example")', None),
    ],
)
def test_values_are_plain_json_typed_by_their_criterion(
    document: dict[str, Any], criterion: str, value: object, unit: str | None
) -> None:
    (statement,) = statements(document, "merlin", criterion)
    assert (statement["state"], statement["value"], statement["unit"]) == ("known", value, unit)
    assert type(statement["value"]) is type(value)


def test_bytes_are_an_integer_and_qualifiers_say_what_limits_them(document: dict[str, Any]) -> None:
    found = statements(document, "heron", "message_size_max")
    assert [(each["value"], each["unit"]) for each in found] == [(1 << 20, "B"), (4 << 20, "B"), (16 << 20, "B")]
    assert found[2]["qualifiers"]["editions"] == ["plus"]
    assert found[2]["qualifiers"]["when"] == "AMQP"
    assert {each["qualifiers"]["bound"] for each in found} == {"ceiling"}


def test_the_value_of_an_option_is_its_support(document: dict[str, Any]) -> None:
    values = {each["method"]: each["value"] for each in statements(document, "heron", "patterns", "dedup")}
    assert values == {"documentation": "built-in", "enumerated": "no"}


def test_an_enumerated_no_rests_on_the_citations_of_its_list(document: dict[str, Any]) -> None:
    found = [each for each in statements(document, "heron", "patterns", "compaction") if each["method"] == "enumerated"]
    assert [each["value"] for each in found] == ["no"]
    assert found[0]["citations"]


def test_an_inherited_value_carries_the_engine_s_citations(document: dict[str, Any]) -> None:
    found = [
        each for each in statements(document, "heron-cloud", "patterns", "replay") if each["method"] == "inherited"
    ]
    assert found
    assert all(each["citations"] for each in found)


def test_states_are_never_mixed(document: dict[str, Any]) -> None:
    disputed = statements(document, "wren", "patterns", "priority")
    assert {each["state"] for each in disputed} == {"disputed"}
    assert {each["value"] for each in disputed} == {"built-in", "no"}
    assert [each["state"] for each in statements(document, "wren", "retention_max")] == ["unknown"]
    stork = next(each for each in document["products"] if each["slug"] == "stork")["statements"]
    assert {each["state"] for each in stork} == {"not-applicable"}
    assert {(each["method"], each["value"]) for each in stork} == {(None, None)}


def test_what_is_over_stays_as_history(document: dict[str, Any]) -> None:
    assert [each["qualifiers"]["until"] for each in statements(document, "heron", "patterns", "ttl")].count("1.9") == 1


def test_ids_are_those_of_the_facts_and_unique(real: FastAPI) -> None:
    catalogue = real_catalogue()
    body = ask(real, "/api/v1/catalogue.json").json()
    said = [each for product in body["products"] for each in product["statements"]]
    ids = [each["id"] for each in said if each["id"] is not None]
    assert len(ids) == len(set(ids))
    assert set(catalogue.facts) == set(ids)
    ruled = [each["state"] for each in said if each["id"] is None]
    assert set(ruled) == {"not-applicable", "depends-on-operator"}
    assert (body["revision"], body["generated_at"]) == (7, "2026-11-23T12:00:00Z")


def test_the_real_document_fits_its_shape_and_cites_every_known_statement(real: FastAPI) -> None:
    document = s.CatalogueDocument.model_validate_json(ask(real, "/api/v1/catalogue.json").content)
    computed = {each.slug for each in document.criteria if each.computed}
    for product in document.products:
        for statement in product.statements:
            assert (
                statement.citations
                or statement.state in ("unknown", "not-applicable", "depends-on-operator")
                or (statement.criterion in computed)
            ), (product.slug, statement)


def test_a_rule_gives_a_statement_for_exactly_the_variants_it_answers(
    birds: Catalogue, document: dict[str, Any]
) -> None:
    ruled = [
        cell.criterion.slug
        for cell in birds.products["stork"].cells.values()
        if cell.state == "not-applicable" and cell.option is None
    ]
    assert ruled
    for slug in ruled:
        (statement,) = statements(document, "stork", slug)
        assert statement["qualifiers"]["editions"] == []
