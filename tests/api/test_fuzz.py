"""A schema-driven fuzz of the whole OpenAPI document: no 500, and no answer that is not documented."""

import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from app.catalogue.snapshot import build
from app.main import create_app
from app.settings import Settings
from tests.support.asking import ask
from tests.support.operations import writes
from tests.support.real import real_catalogue

EXAMPLES = 80
"""Requests made up for each operation, besides its examples and the edges of its parameters."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    unsupported_method,
    allow_header_conformance,
]

PATIENCE = 60
"""Seconds for one answer: the machine may be busy, and no test is about time."""


APP = create_app(Settings(), build(()))
everything = schemathesis.openapi.from_asgi("/api/v1/openapi.json", APP)
schema = everything.exclude(writes)
"""What writes is fuzzed on a database, in test_fuzz_writes.py."""


@pytest.fixture(autouse=True, scope="module")
def filled() -> None:
    """What the document says does not depend on the data; the answers do."""
    APP.state.catalogue = real_catalogue()


SEEN: Counter[tuple[str, int]] = Counter()
"""Answers by operation and status, so that a fuzz that only ever finds 404 is noticed."""


@cache
def stated() -> list[str]:
    """The ids of statements as the JSON has them; what a rule says has none."""
    body = ask(APP, "/api/v1/catalogue.json").json()
    found = [each["id"] for product in body["products"] for each in product["statements"]]
    assert None in found
    return [id for id in found if id is not None]


def grounded(case: Case[Any]) -> Case[Any]:
    """Every second case asks for something that is in the catalogue: made-up slugs alone find nothing but 404."""
    catalogue = real_catalogue()
    number = zlib.crc32(repr((case.path_parameters, case.query)).encode())
    if number % 2:
        return case
    slugs = {
        "dimensions": list(catalogue.dimensions),
        "criteria": list(catalogue.criteria),
        "protocols": list(catalogue.protocols),
        "products": list(catalogue.products),
        "statements": stated(),
    }
    for name in case.path_parameters or ():
        known = slugs[case.path.split("/")[3]]
        case.path_parameters[name] = known[number // 2 % len(known)]
    if case.query and "products" in case.query:
        first = number // 2 % len(slugs["products"])
        case.query["products"] = ",".join((slugs["products"] * 2)[first : first + 2 + number // 7 % 5])
    return case


@pytest.fixture
def answered() -> Iterator[None]:
    """Fails an operation that was never asked, or never answered 200."""
    before = SEEN.copy()
    yield
    asked = {label for label, _ in SEEN - before}
    assert len(asked) == 1
    assert all(SEEN[label, 200] for label in asked), (asked, SEEN)


def test_every_operation_of_the_document_is_fuzzed() -> None:
    document = APP.openapi()
    described = {f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods}
    found = {operation.label for each in everything.get_all_operations() if (operation := each.ok()) is not None}  # type: ignore[union-attr]
    assert found == described
    assert {"GET /api/v1/products", "POST /api/v1/advisor/recommendations"} <= described


@pytest.mark.usefixtures("answered")
@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_request_finds_a_500_or_an_undocumented_answer(case: Case[Any]) -> None:
    """Made-up parameters, paths, headers, methods and bodies; the same ones in every run."""
    answer = grounded(case).call_and_validate(checks=CHECKS, timeout=PATIENCE)
    SEEN[case.operation.label, answer.status_code] += 1


FILTERS = (
    "unknown",
    "ge:1",
    "ge:1MiB",
    "le:1 day",
    "eq:2011",
    "all:",
    "all:,,",
    "ge:",
    "ge:" + "9" * 400,
    "-",
    "all:a,b",
    "𝟙",
)


@pytest.mark.parametrize("value", FILTERS)
def test_every_criterion_takes_or_refuses_any_filter(real: FastAPI, value: str) -> None:
    """What the document calls `filters`, under the names that are in the catalogue."""
    for slug in real.state.catalogue.criteria:
        answer = ask(real, f"/api/v1/products?{slug}={value}&columns={slug}&sort={slug}&limit=1")
        assert answer.status_code in (200, 400), answer.text


def test_every_option_every_product_and_every_statement_is_answered(real: FastAPI) -> None:
    """Each address that an answer leads to exists; of the statements, some of every product."""
    catalogue = real.state.catalogue
    paths = [
        f"products?{each.slug}={o.slug}" for each in catalogue.criteria.values() for o in each.options if not each.keyed
    ]
    paths += [f"products/{slug}" for slug in catalogue.products]
    paths += [f"criteria/{slug}" for slug in catalogue.criteria]
    paths += [f"protocols/{slug}" for slug in catalogue.protocols]
    paths += [f"dimensions/{slug}" for slug in catalogue.dimensions]
    for slug in catalogue.products:
        said = ask(real, f"/api/v1/products/{slug}").json()["statements"]
        paths += [f"statements/{id}" for id in [each["id"] for each in said if each["id"]][::25]]
    for path in paths:
        assert ask(real, f"/api/v1/{path}").status_code == 200, path
