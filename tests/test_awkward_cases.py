"""Ten awkward cases: the model holds what real products are like, and a comparison shows it per variant.

Each test reads the committed data. When a source changes, the data and the expectation here change together.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.catalogue import entities as e
from app.catalogue.facts import Variant
from app.catalogue.showing import shown, told
from app.catalogue.snapshot import Catalogue, build
from app.catalogue.words import CellState, Method
from app.ingest.files import read_tree

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return build(read_tree(Path(__file__).parents[1] / "data").to_load())


def cells(real: Catalogue, product: str, criterion: str, option: str | None = None) -> dict[str, str]:
    """What each variant is told to be, by `edition`, `mode` or `edition/mode`."""
    cell = real.cell(product, criterion, option)
    return {name(variant): told(cell, variant) for variant in cell.variants}


def name(variant: Variant) -> str:
    return "/".join(part for part in (variant.edition, variant.mode) if part)


def methods(real: Catalogue, product: str, criterion: str, option: str | None = None) -> dict[str, Method]:
    found = {}
    for variant, answer in real.cell(product, criterion, option).answers().items():
        assert answer.fact is not None
        found[name(variant)] = answer.fact.method
    return found


def tier(real: Catalogue, product: str, slug: str) -> e.PricingTier:
    return next(tier for tier in real.products[product].tiers if tier.slug == slug)


def component(tier: e.PricingTier, meter: str) -> e.Component:
    return next(component for component in tier.components if component.meter == meter)


def test_1_sqs_has_its_limits_by_queue_type_and_its_message_size_with_a_history(real: Catalogue) -> None:
    assert cells(real, "amazon-sqs", "message_size_max") == {
        "standard": "1 MiB per message since 2025-08-04",
        "fifo": "1 MiB per message since 2025-08-04",
    }
    past = real.cell("amazon-sqs", "message_size_max").past
    assert [(fact.statement.value.raw, fact.statement.until) for fact in past if fact.statement.value] == [
        (256 * 1024, "2025-08-04")
    ]
    limits = cells(real, "amazon-sqs", "throughput_limit")
    assert limits["standard"] == "no limit stated per queue"
    assert limits["fifo"].startswith(
        "300 calls/s per queue, can be set; 3000 messages/s per queue when batched, can be set; "
    )
    fifo = real.cell("amazon-sqs", "throughput_limit").answer(Variant(None, "fifo"))
    by_region = {
        (fact.statement.when, region): fact.statement.value.raw
        for fact in fifo.conditional
        for region in fact.statement.regions
        if fact.statement.value
    }
    assert by_region["high-throughput mode", "us-east-1"] == 70_000
    assert by_region["high-throughput mode, batched", "us-east-1"] == 700_000
    assert cells(real, "amazon-sqs", "delivery", "exactly-once") == {"standard": "no", "fifo": "built in"}
    assert cells(real, "amazon-sqs", "in_flight_max") == {
        "standard": "120,000 per queue, raised on request",
        "fifo": "120,000 per queue since 2024-11, raised on request",
    }


def test_2_service_bus_differs_by_tier_and_by_protocol(real: Catalogue) -> None:
    premium = "100 MB with AMQP, can be set; 1 MB with HTTP; 1 MB when batched"
    assert cells(real, "azure-service-bus", "message_size_max") == {
        "standard/queue": "256 KB",
        "basic/queue": "256 KB",
        "standard/topic": "256 KB",
        "premium/queue": premium,
        "premium/topic": premium,
    }
    # Basic has no topics, so there is no variant basic/topic; sessions and dedup are not in Basic either.
    for option in ("ordered-groups", "dedup"):
        assert cells(real, "azure-service-bus", "patterns", option) == {
            "standard/queue": "built in",
            "basic/queue": "no",
            "standard/topic": "built in",
            "premium/queue": "built in",
            "premium/topic": "built in",
        }


def test_3_kafka_has_a_default_size_and_no_stated_ceiling(real: Catalogue) -> None:
    default, largest = (
        shown(real.cell("apache-kafka", criterion), real.products["apache-kafka"].product, TODAY)
        for criterion in ("message_size_default", "message_size_max")
    )
    assert default.text == "1,048,588 B, can be set"
    assert largest.text == "no limit stated, can be set"
    assert largest.sources >= 1


def test_4_rabbitmq_tells_shipped_separate_and_paid_features_apart(real: Catalogue) -> None:
    oss = ("open-source/classic", "open-source/quorum", "open-source/stream")
    assert {cells(real, "rabbitmq", "authentication", "oauth2-oidc")[each] for each in oss} == {"off by default"}
    delayed = cells(real, "rabbitmq", "patterns", "delayed-delivery")
    assert {delayed[each] for each in oss} == {"by plugin"}
    assert {words for variant, words in delayed.items() if variant not in oss} == {"off by default"}
    plugin = real.cell("rabbitmq", "patterns", "delayed-delivery").answer().fact
    assert plugin is not None
    assert "archived" in (plugin.statement.note or "")
    assert {variant: cells(real, "rabbitmq", "patterns", "replay")[variant] for variant in oss} == dict(
        zip(oss, ("no", "no", "built in"), strict=True)
    )
    assert {variant: cells(real, "rabbitmq", "replication")[variant] for variant in oss} == dict(
        zip(oss, ("None", "Quorum", "Quorum"), strict=True)
    )
    assert {variant: cells(real, "rabbitmq", "patterns", "priority")[variant] for variant in oss} == dict(
        zip(oss, ("built in", "built in since 4.3.0", "no"), strict=True)
    )


def test_5_managed_engines_inherit_and_differ_by_edition(real: Catalogue) -> None:
    assert set(methods(real, "amazon-msk", "protocols", "kafka").values()) == {Method.INHERITED}
    assert cells(real, "amazon-msk", "authentication", "sasl-scram") == {
        "provisioned-standard/consumer-group": "off by default",
        "provisioned-express/consumer-group": "off by default",
        "serverless/consumer-group": "no",
    }
    assert methods(real, "amazon-msk", "patterns", "compaction") == {
        "provisioned-standard/consumer-group": Method.INHERITED,
        "provisioned-express/consumer-group": Method.INHERITED,
        "serverless/consumer-group": Method.DOCUMENTATION,
    }
    # Kafka's own limits are not inherited: what stands here was read at AWS.
    assert Method.INHERITED not in methods(real, "amazon-msk", "message_size_max").values()
    # One engine speaks AMQP 0-9-1, the other OpenWire: no variant speaks both.
    amqp = cells(real, "amazon-mq", "protocols", "amqp-0-9-1")
    openwire = cells(real, "amazon-mq", "protocols", "openwire")
    assert amqp == {
        "activemq/activemq-destinations": "no",
        "rabbitmq/classic": "built in",
        "rabbitmq/quorum": "built in",
    }
    assert openwire == {"activemq/activemq-destinations": "built in", "rabbitmq/classic": "no", "rabbitmq/quorum": "no"}
    engines = {
        variant: answer.fact.owner
        for variant, answer in real.cell("amazon-mq", "patterns", "dead-letter").answers().items()
        if answer.fact
    }
    assert {variant.edition: owner for variant, owner in engines.items()} == {
        "activemq": "apache-activemq-classic",
        "rabbitmq": "rabbitmq",
    }


def test_6_redis_streams_and_pubsub_never_join_and_licences_follow_the_version(real: Catalogue) -> None:
    replay = cells(real, "redis", "patterns", "replay")
    wildcards = cells(real, "redis", "patterns", "wildcard-topics")
    assert (replay["open-source/streams"], wildcards["open-source/streams"]) == ("built in", "no")
    assert (replay["open-source/pubsub"], wildcards["open-source/pubsub"]) == ("no", "built in")
    assert not [variant for variant in replay if replay[variant] != "no" and wildcards[variant] != "no"]
    licence = real.cell("redis", "licence")
    assert told(licence, Variant("open-source", "streams")) == (
        "AGPL 3.0 since 8.0; RSALv2 since 7.4; SSPL 1.0 since 7.4"
    )
    assert [(fact.statement.option, fact.statement.until) for fact in licence.past] == [("BSD-3-Clause", "7.2")]


def test_7_sqs_is_priced_in_steps_and_brackets_with_one_free_million_an_account(real: Catalogue) -> None:
    for slug, prices in {
        "standard-requests": ("0.4", "0.3", "0.24"),
        "fifo-requests": ("0.5", "0.4", "0.35"),
    }.items():
        priced = tier(real, "amazon-sqs", slug)
        requests = component(priced, "requests")
        assert (priced.currency, priced.region, requests.per) == ("USD", "us-east-1", "call")
        assert requests.step == 64 * 1024
        assert (requests.allowance, requests.allowance_shared_by) == (1_000_000, "account")
        assert requests.unit_size == 1_000_000
        steps = [(bracket.from_amount, bracket.to_amount, bracket.price) for bracket in requests.brackets]
        assert steps == [
            (0, 10**11, Decimal(prices[0])),
            (10**11, 2 * 10**11, Decimal(prices[1])),
            (2 * 10**11, None, Decimal(prices[2])),
        ]


def test_8_confluent_cloud_counts_units_that_carry_several_things_at_once(real: Catalogue) -> None:
    assert {variant.edition for variant in real.products["confluent-cloud"].variants} == {
        "basic",
        "standard",
        "enterprise",
        "freight",
        "dedicated",
    }
    basic = component(tier(real, "confluent-cloud", "basic"), "ecku")
    assert (basic.included, basic.minimum, basic.unit) == (1, 1, "eCKU")
    assert dict(basic.carries) == {"connections": 20, "mb_in": 5, "mb_out": 15, "partitions": 30, "requests": 100}
    assert component(tier(real, "confluent-cloud", "freight"), "ecku").minimum == 2
    sla = cells(real, "confluent-cloud", "sla_percent")
    assert sla["basic/consumer-group"].startswith("99.5 %")
    assert cells(real, "confluent-cloud", "hosting", "azure")["freight/consumer-group"] == "no"


def test_9_event_hubs_units_carry_in_and_out_and_basic_has_no_kafka_endpoint(real: Catalogue) -> None:
    units = component(tier(real, "azure-event-hubs", "standard"), "throughput-units")
    carried = dict(units.carries)
    assert {key: carried[key] for key in ("mb_in", "events_in", "mb_out", "events_out")} == {
        "mb_in": 1,
        "events_in": 1000,
        "mb_out": 2,
        "events_out": 4096,
    }
    assert cells(real, "azure-event-hubs", "protocols", "kafka") == {
        "standard": "built in",
        "basic": "no",
        "premium": "built in",
        "dedicated": "built in",
    }
    assert cells(real, "azure-event-hubs", "retention_max") == {
        "standard": "7 days",
        "basic": "1 day",
        "premium": "90 days",
        "dedicated": "90 days",
    }
    assert "1 MB/s per capacity unit when ingress" in cells(real, "azure-event-hubs", "throughput_limit")["standard"]


def test_10_what_depends_on_who_runs_mosquitto_is_neither_no_nor_unknown(real: Catalogue) -> None:
    product = real.products["eclipse-mosquitto"].product
    for criterion, option in (
        ("sla_percent", None),
        ("certifications", "soc2"),
        ("encryption_at_rest", "provider-keys"),
        ("network_isolation", "vpc-peering"),
    ):
        cell = real.cell("eclipse-mosquitto", criterion, option)
        assert cell.state is CellState.DEPENDS_ON_OPERATOR
        assert shown(cell, product, TODAY).text == "depends on the operator"
        assert not cell.applies
    assert real.cell("eclipse-mosquitto", "patterns", "schema-registry").state is CellState.UNKNOWN
