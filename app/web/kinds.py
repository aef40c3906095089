"""What kinds and products are called in one line: `event log · open source`, `queue broker · managed, AWS`."""

from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.words import Kind, LicenceClass, Support
from app.web.cells import has

KINDS = {
    Kind.QUEUE_BROKER: ("queue broker", "Queue brokers", "keep each message until a receiver has dealt with it"),
    Kind.TASK_QUEUE: ("task queue", "Task queues", "hand jobs of one application to its workers"),
    Kind.ABSTRACTION_LAYER: ("abstraction layer", "Abstraction layers", "put one interface before several brokers"),
    Kind.MESSAGING_LIBRARY: ("messaging library", "Messaging libraries", "connect programs without a broker"),
    Kind.MQTT_BROKER: ("MQTT broker", "MQTT brokers", "serve devices and their topics"),
    Kind.REALTIME_PUSH: ("realtime push", "Realtime push", "carry updates to browsers and apps"),
    Kind.EVENT_ROUTER: ("event router", "Event routers", "match events with rules and pass them on"),
    Kind.EVENT_LOG: ("event log", "Event logs", "keep what happened, in order, for many readers"),
}
"""In words, as a heading, and what such a product does; from those that hand over work to those that keep facts."""

LICENCES = {
    LicenceClass.OPEN_SOURCE: "open source",
    LicenceClass.SOURCE_AVAILABLE: "source available",
    LicenceClass.COMMERCIAL: "commercial",
}


def kind_word(kind: Kind) -> str:
    """`event log`."""
    return KINDS[kind][0]


def host_words(catalogue: Catalogue, entry: Entry) -> str | None:
    """Who runs it and where, if its vendor does and nobody else may; else under what class of licence it comes."""
    cells = entry.cells
    operators = {who: has(cells["operated_by", who]) for who in ("vendor", "you") if ("operated_by", who) in cells}
    licence = licence_words(catalogue, entry)
    if operators.get("vendor") and (not operators.get("you") or licence == LICENCES[LicenceClass.COMMERCIAL]):
        options = catalogue.criteria["hosting"].options if "hosting" in catalogue.criteria else ()
        clouds = [
            option.label
            for option in options
            if option.slug in ("aws", "azure", "gcp", "other-cloud") and has(cells["hosting", option.slug])
        ]
        return "managed, " + clouds[0] if len(clouds) == 1 else "managed"
    return licence


def licence_words(catalogue: Catalogue, entry: Entry) -> str | None:
    """The broadest class among the licences of today's version."""
    criterion = catalogue.criteria.get("licence")
    if criterion is None:
        return None
    facts = entry.cells["licence", None].answer().facts
    options = [
        criterion.option(fact.statement.option or "") for fact in facts if fact.statement.support is not Support.NO
    ]
    classes = {option.licence_class for option in options if option}
    return next((words for each, words in LICENCES.items() if each in classes), None)


def tagline(catalogue: Catalogue, entry: Entry) -> str:
    """Kind, then host or licence where known."""
    return " · ".join(part for part in (kind_word(entry.product.product_kind), host_words(catalogue, entry)) if part)
