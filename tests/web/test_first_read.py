"""What a first-time reader stumbles over: other names, typing errors, what is unknown, how old a text is."""

import re
from datetime import date

import pytest

from app.catalogue.names import slug_of
from app.web.citations import _age
from tests.support.real import real_catalogue
from tests.web.conftest import Get

CATALOGUE = real_catalogue()


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/products/RabbitMQ", "/products/rabbitmq"),
        ("/products/kafka", "/products/apache-kafka"),
        ("/products/SQS", "/products/amazon-sqs"),
        ("/compare/kafka,SQS?differences=true", "/compare/apache-kafka,amazon-sqs?differences=true"),
    ],
)
def test_another_name_leads_to_the_product(get: Get, address: str, leads_to: str) -> None:
    """For good, and only where it is the name of one."""
    answer = get(address)
    assert (answer.status_code, answer.headers["location"]) == (308, leads_to)
    assert get(leads_to).status_code == 200
    assert slug_of(CATALOGUE, "no such thing") is None


@pytest.mark.parametrize(
    ("address", "ticked", "said"),
    [
        ("/compare/rabbitmq", 1, "not 1"),
        ("/compare/rabbitmq,rabitmq", 1, "RabbitMQ (ticked already)"),
        ("/compare/kafka,rabbitmq,redis,sqs,nats,amazon-mq,amazon-sns", 7, "untick 1"),
    ],
)
def test_what_makes_no_comparison_is_ticked_in_the_form(get: Get, address: str, ticked: int, said: str) -> None:
    """At the address itself."""
    text = get(address).text
    assert len(re.findall(r'name="products" value="[^"]+" checked', text)) == ticked
    assert said in text


def test_a_search_tells_what_it_corrected(get: Get) -> None:
    """And says nothing where there was nothing to correct."""
    assert "Showing results for <strong>rabbitmq</strong>" in get("/products?q=rabitmq").text
    for asked in ("rabbitmq", "rabbit+mq", "zzzz"):
        assert "Showing results for" not in get(f"/products?q={asked}").text
    assert "found for “rabbitmq”" in get("/products?q=rabbitmq").text


def test_products_left_out_as_unknown_are_told_and_led_to(get: Get) -> None:
    """The link shows as many more as the line says."""
    text = get("/products?authentication=oauth2-oidc").text
    line = re.search(r'class="maybe-line".*?href="([^"]+)"[^>]*>(\d+) more', text, re.DOTALL)
    assert line
    count = re.compile(r"<h1>(\d+)")
    before, after = count.search(text), count.search(get(line[1].replace("&amp;", "&")).text)
    assert before
    assert after
    assert int(after[1]) == int(before[1]) + int(line[2])


def test_a_facet_leads_to_what_is_unknown_of_an_option(get: Get) -> None:
    """And back: the same link takes it away again."""
    (link,) = re.findall(r'class="maybe" href="([^"]*=unknown:oauth2-oidc)"', get("/products").text)
    text = get(link).text
    assert re.search(r'class="maybe" href="/products"[^>]*aria-current', text)


def test_the_api_says_where_everything_stands(get: Get) -> None:
    """Every address that needs no parameter answers."""
    links = get("/api/v1").json()["links"]
    for name in ("documentation", "openapi", "products", "coverage", "questions", "catalogue"):
        assert get(links[name]).status_code == 200, name
    assert 'href="/api"' in get("/").text


def test_a_baseline_is_not_told_to_equal_itself(get: Get) -> None:
    """Only the others are measured."""
    text = get("/compare/rabbitmq,redis?baseline=rabbitmq").text
    for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL):
        assert "= equal" not in "".join(row.split("<td")[1:2])


def test_the_age_of_a_text_is_told_in_words() -> None:
    """What is due is overdue; what bears no date is only undated."""
    read, today = date(2026, 11, 23), date(2026, 11, 23)
    assert _age(date(2025, 6, 1), read, today, 30) == (
        "text of 1 Jun 2025, due for a re-check; read on 23 Nov 2026",
        "overdue",
    )
    assert _age(None, read, today, 30) == ("the page bears no date; read on 23 Nov 2026", "undated")
    assert _age(date(2026, 11, 1), read, today, None) == ("text of 1 Nov 2026; read on 23 Nov 2026", "")
