"""The search that forgives typos, over the real products."""

import time
from urllib.parse import parse_qsl

import pytest

from app.catalogue.search import RESERVED, Filter, compared, matches, search, understood
from app.catalogue.search.text import words_of
from tests.support.real import real_catalogue


def first(text: str) -> str | None:
    return next((hit.slug for hit in search(real_catalogue(), text) if hit.kind == "product"), None)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("rabitmq", "rabbitmq"),
        ("rabbit mq", "rabbitmq"),
        ("RABBITMQ", "rabbitmq"),
        ("event hub", "azure-event-hubs"),
        ("eventhubs", "azure-event-hubs"),
        ("sqs fifo", "amazon-sqs"),
        ("amazn sqs", "amazon-sqs"),
        ("simple queue service", "amazon-sqs"),
        ("mosquito", "eclipse-mosquitto"),
        ("kafka", "apache-kafka"),
        ("kakfa", "apache-kafka"),
        ("redis streams", "redis"),
    ],
)
def test_a_name_is_found_in_spite_of_typing_errors_and_by_its_aliases(text: str, slug: str) -> None:
    assert first(text) == slug


def test_a_product_is_found_by_the_protocol_it_speaks() -> None:
    found = {hit.slug for hit in search(real_catalogue(), "mqtt 5") if hit.kind == "product"}
    assert {"eclipse-mosquitto", "rabbitmq"} <= found


def test_protocols_and_criteria_are_found_too() -> None:
    assert ("protocol", "mqtt-5") in {(hit.kind, hit.slug) for hit in search(real_catalogue(), "mqtt v5")}
    assert ("criterion", "message_size_max") in {
        (hit.kind, hit.slug) for hit in search(real_catalogue(), "message_size_max")
    }


def test_a_short_word_is_never_taken_for_a_misspelt_one() -> None:
    assert "amazon-sqs" not in {hit.slug for hit in search(real_catalogue(), "sns")}


@pytest.mark.parametrize("text", ["", "   ", "!!!", "日本語", "zzzzqqqq"])
def test_what_means_nothing_finds_nothing(text: str) -> None:
    assert search(real_catalogue(), text) == ()


def test_the_order_is_the_same_every_time_and_best_first() -> None:
    hits = search(real_catalogue(), "queue service")
    assert hits == search(real_catalogue(), "queue service")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_accents_case_and_punctuation_do_not_matter() -> None:
    assert words_of("Café-AMQP 0.9.1") == ["cafe", "amqp", "0", "9", "1"]


def test_without_a_sort_the_best_fit_comes_first_and_with_one_the_search_only_chooses() -> None:
    catalogue = real_catalogue()
    by_fit = matches(catalogue, Filter.parse(catalogue, parse_qsl("q=kafka")))
    by_name = matches(catalogue, Filter.parse(catalogue, parse_qsl("q=kafka&sort=name")))
    assert by_fit[0].slug == "apache-kafka"
    assert {each.slug for each in by_fit} == {each.slug for each in by_name}
    assert [each.slug for each in by_name] == sorted(each.slug for each in by_name)


def test_no_criterion_takes_the_name_of_another_parameter() -> None:
    assert set(real_catalogue().criteria).isdisjoint({*RESERVED, "format", "facets", "filters"})


def test_the_longest_search_is_answered_at_once() -> None:
    """No time is asserted but a bound that only a runaway would reach."""
    begun = time.monotonic()
    search(real_catalogue(), "message queue broker " * 10)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("mqtt 5 and oauth 2", "authentication=oauth2-oidc&protocols=mqtt-5"),
        ("Which product speaks MQTT 5 and has OAuth2?", "authentication=oauth2-oidc&protocols=mqtt-5"),
        ("mqtt oidc", "authentication=oauth2-oidc&protocols=mqtt-3.1.1&protocols=mqtt-5"),
        ("amqp 1.0 websocket", "protocols=all:amqp-1.0,websocket"),
        ("exactly once", "delivery=exactly-once"),
    ],
)
def test_words_that_name_options_are_a_filter(text: str, query: str) -> None:
    found = understood(real_catalogue(), Filter(text=text))
    assert found is not None
    assert found.query == query


@pytest.mark.parametrize(
    "text", ["kafka", "apache kafka", "rabbit mq", "amazon sqs", "mqtt", "none", "mqtt 5 gizmo", ""]
)
def test_names_and_other_words_stay_a_search(text: str) -> None:
    assert understood(real_catalogue(), Filter(text=text)) is None


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("kafka vs rabbitmq", ("apache-kafka", "rabbitmq")),
        ("Kafka, RabbitMQ, Redis, SQS", ("apache-kafka", "rabbitmq", "redis", "amazon-sqs")),
        ("nats or rabbit mq", ("nats", "rabbitmq")),
        ("kafka", ()),
        ("kafka vs cobol", ()),
        ("kafka and apache kafka", ()),
        ("mqtt 5 and oauth 2", ()),
    ],
)
def test_products_named_together_are_a_comparison(text: str, slugs: tuple[str, ...]) -> None:
    assert compared(real_catalogue(), text) == slugs


def test_one_word_with_a_version_is_a_filter() -> None:
    found = understood(real_catalogue(), Filter(text="mqtt5"))
    assert found is not None
    assert found.query == "protocols=mqtt-5"
