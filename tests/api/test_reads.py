"""Every read: its envelope, its shape, what it says of the cast, and how it refuses."""

from typing import Any

import pytest
from fastapi import FastAPI

from app.api import shapes as s
from app.catalogue.snapshot import Catalogue
from app.compare import compare
from tests.support.asking import ask
from tests.support.cast import TODAY

SHAPES: dict[str, type[s.Shape]] = {
    "/dimensions": s.Dimensions,
    "/dimensions/security": s.DimensionTable,
    "/criteria": s.Criteria,
    "/criteria/patterns": s.CriterionPage,
    "/protocols": s.Protocols,
    "/protocols/mqtt-5": s.ProtocolPage,
    "/approaches": s.Approaches,
    "/coverage": s.CoverageReport,
    "/products": s.Products,
    "/products?facets=true&q=heron": s.Products,
    "/products/heron": s.ProductPage,
    "/products/rabbitmq": s.ProductPage,
    "/compare?products=heron,wren": s.Comparison,
    "/compare?products=rabbitmq,redis&baseline=redis&differences=true": s.Comparison,
    "/catalogue.json": s.CatalogueDocument,
}
LISTS = ("/dimensions", "/criteria", "/protocols", "/approaches", "/coverage", "/products")
TABLES = (
    "/products",
    "/compare?products=heron,wren",
    "/dimensions/security",
    "/criteria/patterns",
)
REAL = ("rabbitmq", "redis")


def get(app: FastAPI, path: str, **headers: str) -> Any:
    answer = ask(app, f"/api/v1{path}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("path", SHAPES)
def test_an_answer_has_its_shape_and_says_which_catalogue_it_is_from(app: FastAPI, real: FastAPI, path: str) -> None:
    asked = real if any(slug in path for slug in REAL) else app
    body = get(asked, path)
    SHAPES[path].model_validate(body)
    assert isinstance(body, dict)
    assert body["schema_version"] == "1.0"
    assert body["revision"] == asked.state.catalogue.revision
    assert "generated_at" in body


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_an_object_with_total_next_and_items(app: FastAPI, path: str) -> None:
    body = get(app, path)
    assert body["total"] >= len(body["items"])
    assert body["next"] is None


@pytest.mark.parametrize("path", [*SHAPES, "/statements/{id}"])
def test_an_unknown_parameter_is_refused_by_name(app: FastAPI, path: str) -> None:
    path = path.replace("rabbitmq", "heron").replace("redis", "wren")
    path = path.replace("{id}", next(iter(app.state.catalogue.facts)))
    answer = ask(app, f"/api/v1{path}{'&' if '?' in path else '?'}colour=red")
    body = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert [each["pointer"] for each in body["errors"]] == ["colour"]
    s.Problem.model_validate(body)


@pytest.mark.parametrize(
    "path",
    ["/dimensions/x", "/criteria/x", "/protocols/x", "/products/x", "/statements/x", "/compare?products=heron,x"],
)
def test_what_is_not_there_is_named(app: FastAPI, path: str) -> None:
    answer = ask(app, f"/api/v1{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert "'x'" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/products/{}", "/compare?products={},heron-cloud"])
def test_a_product_by_another_name_is_told_by_its_own(app: FastAPI, path: str) -> None:
    answer = ask(app, "/api/v1" + path.format("Heron"))
    assert answer.status_code == 404
    assert answer.json()["detail"].endswith("its short name here is 'heron'.")


@pytest.mark.parametrize(
    "path", [*(path for path in SHAPES if path not in TABLES and "=" not in path), "/statements/{id}"]
)
def test_what_is_no_table_comes_as_json_only(app: FastAPI, path: str) -> None:
    path = path.replace("rabbitmq", "heron").replace("{id}", next(iter(app.state.catalogue.facts)))
    assert ask(app, f"/api/v1{path}", headers={"accept": "text/csv"}).status_code == 406
    assert ask(app, f"/api/v1{path}?format=csv").status_code == 400


@pytest.mark.parametrize("path", TABLES)
@pytest.mark.parametrize("accept", ["text/html", "image/png", "application/json;q=0, text/html", "nonsense", "*/*;q=0"])
def test_an_unacceptable_media_type_is_a_problem_that_names_what_there_is(app: FastAPI, path: str, accept: str) -> None:
    answer = ask(app, f"/api/v1{path}", headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
    assert "text/csv" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/markdown, text/csv;q=0.5", "text/markdown; charset=utf-8"),
        ("application/json;q=0.1, text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=broken, application/json", "application/json"),
    ],
)
def test_the_accept_header_chooses_the_form(app: FastAPI, accept: str, media_type: str) -> None:
    answer = ask(app, "/api/v1/products", headers={"accept": accept})
    assert answer.headers["content-type"] == media_type
    assert "Accept" in answer.headers["vary"]


def test_the_format_parameter_goes_before_the_header(app: FastAPI) -> None:
    answer = ask(app, "/api/v1/products?format=md", headers={"accept": "image/png"})
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("", "products"),
        ("products=heron", "products"),
        ("products=heron,heron", "products"),
        ("products=heron,heron-cloud,stork,wren,finch,merlin,heron", "products"),
        ("products=heron,wren&dimension=colour", "dimension"),
        ("products=heron,wren&baseline=stork", "baseline"),
        ("products=heron,wren&differences=maybe", "differences"),
        ("products=heron,wren&products=heron,stork", "products"),
        ("products=heron,wren&format=pdf", "format"),
    ],
)
def test_a_comparison_that_cannot_be_made_says_why(app: FastAPI, query: str, pointer: str) -> None:
    answer = ask(app, f"/api/v1/compare?{query}")
    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


def test_a_comparison_says_what_the_page_s_grid_says(app: FastAPI, birds: Catalogue) -> None:
    body = get(app, "/compare?products=heron,wren,stork&differences=true&baseline=wren")
    grid = compare(birds, ["heron", "wren", "stork"], TODAY, differences=True, baseline="wren")
    assert (body["rows"], body["differing"], body["due"]) == (grid.rows, grid.differing, grid.due)
    said = [
        (row["label"], [(cell["mark"], cell["text"], cell["verdict"]) for cell in row["cells"]])
        for band in body["bands"]
        for row in band["rows"]
    ]
    assert said == [
        (row.label, [(cell.shown.mark.value, cell.shown.text, cell.verdict) for cell in row.cells])
        for band in grid.bands
        for row in band.rows
    ]


def test_a_cell_has_its_words_and_the_same_typed(app: FastAPI) -> None:
    (row,) = get(app, "/criteria/message_size_max")["rows"]
    cell = next(each for each in row["cells"] if each["product"] == "heron")
    assert cell["text"] == "1 MiB"
    assert cell["answers"][0]["value"] == 1 << 20
    assert get(app, f"/statements/{cell['statement']}")["statement"]["value"] == 1 << 20


def test_a_cell_that_sums_up_a_set_has_an_answer_for_each_option(app: FastAPI) -> None:
    (row,) = get(app, "/criteria/operated_by")["rows"]
    heron = next(each for each in row["cells"] if each["product"] == "heron")
    assert {each["option"]: each["value"] for each in heron["answers"]} == {"vendor": "no", "you": "yes"}
    stork = next(each for each in row["cells"] if each["product"] == "stork")
    assert {each["state"] for each in stork["answers"]} <= {"unknown", "not-applicable"}


def test_an_open_list_has_an_answer_for_each_member(app: FastAPI) -> None:
    (row,) = get(app, "/criteria/licence")["rows"]
    merlin = next(each for each in row["cells"] if each["product"] == "merlin")
    assert [(each["option"], each["value"]) for each in merlin["answers"]] == [("MIT", "yes")]


def test_a_statement_knows_its_cell_its_variants_and_what_else_is_said(app: FastAPI, birds: Catalogue) -> None:
    general = next(
        fact
        for fact in birds.products["heron"].facts
        if fact.statement.criterion == "message_size_max" and not fact.statement.editions
    )
    body = get(app, f"/statements/{general.id}")
    assert (body["product"], body["criterion_label"], body["is_past"]) == ("heron", "Largest message", False)
    assert len(body["others"]) == 2
    decides = {(each["variant"]["edition"], each["variant"]["mode"]): each["statements"] for each in body["answers"]}
    assert decides["open", "log"] == [general.id]
    assert len(decides["plus", "queue"]) == 2


def test_a_derived_statement_says_what_it_rests_on(app: FastAPI, birds: Catalogue) -> None:
    inherited = next(fact for fact in birds.products["heron-cloud"].facts if fact.method == "inherited")
    body = get(app, f"/statements/{inherited.id}")
    assert body["owner"] == "heron"
    assert body["rests_on"] == inherited.rests_on
    assert get(app, f"/statements/{body['rests_on']}")["product"] == "heron"


def test_who_speaks_a_protocol_stands_before_whom_nobody_knows(real: FastAPI) -> None:
    marks = [each["cell"]["mark"] for each in get(real, "/protocols/mqtt-5")["products"]]
    ranks = [
        ["yes", "condition", "disputed", "unknown"].index(m) if m in ("yes", "condition", "disputed", "unknown") else 4
        for m in marks
    ]
    assert ranks == sorted(ranks)
    assert len(marks) == len(real.state.catalogue.products)


def test_coverage_adds_up(app: FastAPI) -> None:
    body = get(app, "/coverage")
    for name in ("cells", "applicable", "known", "stated", "enumerated", "inherited"):
        total = body["all"][name]
        assert total == sum(each["counts"][name] for each in body["items"])
        assert total == sum(each["counts"][name] for each in body["dimensions"])


def test_prices_are_text_so_that_nothing_is_rounded(real: FastAPI) -> None:
    tiers = get(real, "/products/amazon-sqs")["pricing_tiers"]
    prices = [b["price"] for tier in tiers for component in tier["components"] for b in component["brackets"]]
    assert prices
    assert all(isinstance(price, str) and "e" not in price.lower() for price in prices)
