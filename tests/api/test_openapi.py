"""The OpenAPI document: every operation has an id, a description, an example that fits, and its errors."""

import re
from typing import Any

import jsonschema_rs
import pytest
from fastapi import FastAPI

from app.api.openapi import EXAMPLES
from scripts.api_examples import examples
from tests.support.asking import ask

PREFIX = "/api/v1"
ADVICE = f"{PREFIX}/advisor/recommendations"


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    body: dict[str, Any] = ask(app, f"{PREFIX}/openapi.json").json()
    return body


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_it_describes_the_api_and_not_the_pages(document: dict[str, Any]) -> None:
    assert {path for path, _, _ in operations(document) if not f"{path}/".startswith(f"{PREFIX}/")} == set()
    for path in ("products", "products/{slug}", "compare", "catalogue.json", "statements/{id}", "coverage"):
        assert f"{PREFIX}/{path}" in document["paths"]


def test_every_operation_is_named_described_and_tagged_once(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))
    tags = {tag["name"] for tag in document["tags"]}
    for path, _, operation in operations(document):
        assert re.fullmatch(r"[a-z][A-Za-z]+", operation["operationId"]), path
        assert operation["summary"], path
        assert operation["description"], path
        assert len(operation["tags"]) == 1, path
        assert set(operation["tags"]) <= tags, path


def test_every_parameter_is_described_with_an_example(document: dict[str, Any]) -> None:
    for path, _, operation in operations(document):
        for parameter in operation.get("parameters", ()):
            assert parameter["description"], (path, parameter)
            assert "example" in parameter or "examples" in parameter or parameter["schema"].get("examples"), parameter


def test_every_operation_has_examples_that_fit_their_schemas(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status, answer in {**operation["responses"], "body": operation.get("requestBody", {})}.items():
            for media_type, content in answer.get("content", {}).items():
                if "spreadsheet" in media_type:
                    assert "binary" in content["schema"]["description"]
                    continue
                schema = {**content["schema"], "components": document["components"]}
                validator = jsonschema_rs.validator_for(schema)
                errors = [error.message for error in validator.iter_errors(content["example"])]
                assert errors == [], (path, method, status, media_type)


def test_every_error_is_a_problem_document(document: dict[str, Any]) -> None:
    for path, _, operation in operations(document):
        for status, answer in operation["responses"].items():
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"], (path, status)
                schema = answer["content"]["application/problem+json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}, (path, status)
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_reads_say_when_they_answer_304_400_404_and_406(document: dict[str, Any]) -> None:
    reads = document["paths"]
    assert set(reads[f"{PREFIX}/products"]["get"]["responses"]) == {"200", "304", "400", "406"}
    assert set(reads[f"{PREFIX}/products/{{slug}}"]["get"]["responses"]) == {"200", "304", "400", "404", "406"}
    assert set(reads[f"{PREFIX}/compare"]["get"]["responses"]["200"]["content"]) == {
        "application/json",
        "text/csv",
        "text/markdown",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }


def test_the_examples_are_what_the_program_answers() -> None:
    assert EXAMPLES.read_text(encoding="utf-8") == examples(), "run scripts/api_examples.py"


def test_every_field_of_the_shapes_that_needs_words_has_them(document: dict[str, Any]) -> None:
    for name in ("Statement", "Citation", "Qualifiers", "Cell", "Problem"):
        for field, schema in document["components"]["schemas"][name]["properties"].items():
            assert schema.get("description"), (name, field)


@pytest.mark.parametrize(
    ("path", "method"),
    [(f"{PREFIX}/openapi.json", "GET"), (f"{PREFIX}/advisor/questions", "GET"), (ADVICE, "POST")],
)
def test_what_is_no_list_of_ours_refuses_parameters_and_forms_too(app: FastAPI, path: str, method: str) -> None:
    strange = ask(app, f"{path}?x=1", method)
    assert (strange.status_code, strange.json()["errors"][0]["pointer"]) == (400, "x")
    assert ask(app, path, method, {"accept": "image/png"}).status_code == 406
    assert ask(app, path, method, {"accept": "application/json;q=0, */*;q=0"}).status_code == 406


@pytest.mark.parametrize("path", ["products", "advisor/questions", "coverage", "openapi.json"])
def test_a_question_with_too_many_parameters_is_refused_briefly(app: FastAPI, path: str) -> None:
    answer = ask(app, f"{PREFIX}/{path}?" + "&".join(f"x{number}={'y' * 300}" for number in range(101)))
    assert answer.status_code == 400
    assert "at most 100 parameters" in answer.text
    assert len(answer.content) < 1000
    few = ask(app, f"{PREFIX}/{path}?" + "&".join(f"{'x' * 200}{number}=y" for number in range(50)))
    assert few.status_code == 400
    assert len(few.json()["errors"]) == 20
    assert "and 30 more" in few.json()["detail"]
    assert all(len(each["pointer"]) <= 100 for each in few.json()["errors"])
