"""Rows that the database takes, as plain SQL: a small world, and one good row of each sort that fits into it.

The tests of the tables begin with these and change one column, so that a refusal can have one reason only.
"""

from typing import Any

Row = tuple[str, dict[str, Any]]
"""A table and its columns; a column that is left out is NULL."""


def insert(row: Row, verb: str = "INSERT") -> str:
    """The row as SQL that both engines read."""
    table, columns = row
    names = ", ".join(f'"{name}"' for name in columns)
    return f'{verb} INTO "{table}" ({names}) VALUES ({", ".join(map(_literal, columns.values()))})'


def _literal(value: Any) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).upper()
        case int() | float():
            return str(value)
        case _:
            return "'" + str(value).replace("'", "''") + "'"


def criterion(slug: str, value_type: str, scale: str = "none", **columns: Any) -> Row:
    """A criterion of the world's only dimension."""
    common = {
        "slug": slug,
        "dimension": "usage",
        "position": 0,
        "label": slug,
        "definition": "What it means.",
        "how_to_read": "With care.",
        "value_type": value_type,
        "scale": scale,
        "is_open": False,
        "keyed": False,
        "better": "higher",
        "fresh_days": 180,
        "inherits": False,
        "depends_on_operator": False,
        "computed": False,
    }
    return ("criterion", common | columns)


def option(criterion: str, slug: str) -> Row:
    """A member of a criterion's answer."""
    return (
        "option",
        {"criterion": criterion, "slug": slug, "position": 0, "label": slug, "definition": "What it means."},
    )


def statement(criterion: str, value_type: str, id_: str = "new", **columns: Any) -> Row:
    """A claim about heron. It needs `citation("statement", id_)` beside it, unless its state is unknown."""
    common = {
        "id": id_,
        "product": "heron",
        "criterion": criterion,
        "value_type": value_type,
        "scale": "none",
        "keyed": False,
        "state": "known",
        "claim": 1,
        "method": "documentation",
        "first_citation": 1,
        "version": 1,
    }
    return ("statement", common | columns)


def citation(subject: str, of: str, position: int = 1, owner: str = "heron", **columns: Any) -> Row:
    """A citation of whatever table `subject` is."""
    common = {
        "position": position,
        "owner": owner,
        "source": "docs",
        "place": "Limits",
        "find": "max.bytes",
        "text_date": "2026-10-01",
        "checked": "2026-11-20",
        subject: of,
    }
    return (f"{subject}_citation", common | columns)


def complete_list(id_: str = "new", **columns: Any) -> Row:
    """An enumeration of heron's patterns."""
    common = {
        "id": id_,
        "product": "heron",
        "criterion": "patterns",
        "value_type": "options",
        "scale": "feature",
        "keyed": False,
        "first_citation": 1,
        "version": 1,
    }
    return ("complete_list", common | columns)


def product(slug: str, **columns: Any) -> Row:
    """An invented product."""
    common = {
        "slug": slug,
        "name": slug.title(),
        "kind": "event-log",
        "vendor": "Birds",
        "homepage": "https://birds.example/",
        "documentation": "https://birds.example/docs",
        "version": 1,
    }
    return ("product", common | columns)


def part(table: str, of: str, slug: str, is_default: bool = False) -> Row:
    """An edition or a mode."""
    return (table, {"product": of, "slug": slug, "name": slug.title(), "position": 0, "is_default": is_default})


def source(owner: str, key: str) -> Row:
    """A page."""
    return (
        "source",
        {
            "owner": owner,
            "key": key,
            "position": 0,
            "url": "https://birds.example/docs",
            "title": "Manual",
            "publisher": "Birds",
            "is_vendor": True,
            "text_date": "2026-10-01",
            "checked": "2026-11-20",
            "version": 1,
        },
    )


def relation(id_: str, type_: str = "based_on", **columns: Any) -> Row:
    """Heron runs gull."""
    common = {"id": id_, "product": "heron", "target": "gull", "type": type_, "position": 0, "version": 1}
    return ("relation", common | columns)


def client_library(name: str, **columns: Any) -> Row:
    """A library for heron."""
    common = {
        "id": name,
        "product": "heron",
        "position": 0,
        "language": "Java",
        "name": name,
        "official": True,
        "repository": "https://birds.example/code",
        "package_system": "maven",
        "package_name": "example:heron",
        "licence": "Apache-2.0",
        "release_version": "2.4.0",
        "release_date": "2026-09-01",
        "version": 1,
    }
    return ("client_library", common | columns)


def pricing_tier(slug: str) -> Row:
    """A way to pay for heron."""
    return (
        "pricing_tier",
        {
            "id": f"heron/{slug}",
            "product": "heron",
            "slug": slug,
            "position": 0,
            "name": slug.title(),
            "model": "pay-per-use",
            "currency": "USD",
            "cloud": "aws",
            "region": "eu-1",
            "valid_from": "2026-01-01",
            "version": 1,
        },
    )


def component(position: int) -> Row:
    """A meter of heron's only tier."""
    return (
        "component",
        {
            "pricing_tier": "heron/calls",
            "position": position,
            "meter": "requests",
            "unit": "request",
            "unit_size": 1000000,
            "step_bytes": 65536,
            "per": "call",
            "allowance_amount": 1000000,
            "allowance_shared_by": "account",
            "included": 0,
            "minimum": 1,
        },
    )


def protocol(slug: str) -> Row:
    """A wire protocol."""
    words = dict.fromkeys(("name", "body", "transport", "security", "good_at", "not_good_at"), "Something.")
    rest = {"slug": slug, "position": 0, "status": "standard", "specification": "https://birds.example/herald"}
    return ("protocol", rest | words)


def revision(number: int, **columns: Any) -> Row:
    """A recorded change."""
    common = {
        "number": number,
        "change_set": 1,
        "at": "2026-11-23 12:00:00.000000",
        "actor": "editor",
        "reason": "A typing error.",
        "entity_kind": "product",
        "entity_id": "heron",
        "before": "{}",
        "after": "{}",
    }
    return ("revision", common | columns)


MOMENT = "2026-11-23 12:00:00.000000"
LATER = "2026-12-07 12:00:00.000000"
DIGITS = "0123456789abcdef" * 4


def person(name: str) -> Row:
    """Somebody who may sign in."""
    rest = {"shown_name": name.title(), "role": "admin", "password_hash": "$argon2id$…", "created": MOMENT}
    return ("person", {"name": name, **rest})


def api_token(id_: str) -> Row:
    """A token of ada's."""
    return (
        "api_token",
        {
            "id": id_,
            "person": "ada",
            "name": "nightly",
            "secret_hash": DIGITS,
            "created": MOMENT,
            "expires": LATER,
            "last_used": "2026-11-23",
        },
    )


def suggestion(id_: str, **columns: Any) -> Row:
    """What a reader found wrong about heron."""
    common = {
        "id": id_,
        "product": "heron",
        "criterion": "size",
        "said": "1 MiB",
        "body": "It is 2 MiB now.",
        "url": "https://birds.example/docs",
        "created": MOMENT,
        "state": "waiting",
    }
    return ("suggestion", common | columns)


ACCOUNTS: list[Row] = [
    person("ada"),
    (
        "sign_in",
        {
            "id_hash": DIGITS,
            "person": "ada",
            "agent": "Firefox on Linux",
            "created": MOMENT,
            "last_seen": MOMENT,
            "expires": LATER,
        },
    ),
    api_token("abcdefgh"),
    ("api_token_scope", {"token": "abcdefgh", "scope": "catalogue:write"}),
    ("attempts", {"bucket": "sign-in ada", "remaining": 9.5, "filled": MOMENT}),
    ("site_key", {"id": 1, "key": DIGITS}),
    suggestion(DIGITS[:32], state="declined", answered=LATER, answered_by="ada", answer="The page says otherwise."),
]
"""A row for every table that no data file fills."""

WORLD: list[Row] = [
    ("dimension", {"slug": "usage", "name": "Usage", "short": "Usage", "question": "What for?", "position": 0}),
    criterion("patterns", "options", "feature"),
    criterion("certifications", "options", "plain"),
    criterion("audit", "boolean"),
    criterion("failover", "choice"),
    criterion("queues", "integer"),
    criterion("rate", "number"),
    criterion("bandwidth", "number"),
    criterion("size", "bytes"),
    criterion("delay", "duration"),
    criterion("sla", "percent"),
    criterion("released", "date"),
    criterion("latest", "version"),
    criterion("status_page", "url"),
    criterion("reason", "text"),
    criterion("latency", "grade"),
    criterion("words", "text", keyed=True),
    ("criterion_unit", {"criterion": "rate", "unit": "messages/s", "position": 0}),
    ("criterion_unit", {"criterion": "bandwidth", "unit": "Mbit/s", "position": 0}),
    option("patterns", "replay"),
    option("patterns", "priority"),
    option("certifications", "soc2"),
    option("failover", "automatic"),
    option("words", "queue"),
    product("heron"),
    product("gull"),
    part("edition", "heron", "open", is_default=True),
    part("edition", "heron", "plus"),
    part("edition", "gull", "basic", is_default=True),
    part("mode", "heron", "log", is_default=True),
    part("mode", "heron", "queue"),
    part("mode", "gull", "topic", is_default=True),
    source("heron", "docs"),
    source("gull", "docs"),
    source("gull", "prices"),
    source("protocols", "docs"),
    source("approaches", "docs"),
    statement("size", "bytes", id_="claimed", value_integer=1048576),
    citation("statement", "claimed"),
    ("statement_region", {"statement": "claimed", "region": "eu-1"}),
    complete_list("listed"),
    citation("complete_list", "listed"),
    relation("related"),
    client_library("heron-java"),
    pricing_tier("calls"),
    component(1),
    protocol("herald"),
    ("aspect", {"slug": "addressing", "position": 0, "label": "Addressing", "question": "For whom?"}),
    ("aspect", {"slug": "delivery", "position": 1, "label": "Delivery", "question": "How often?"}),
    ("approach", {"slug": "event-driven", "position": 0, "name": "Event-driven", "summary": "Something happened."}),
    revision(1),
    ("catalogue_state", {"id": 1, "revision": 1}),
    *ACCOUNTS,
]
"""Two products, a criterion of every type, and one of each thing that others refer to."""

_CITED = citation("statement", "new")

GOOD: dict[str, list[Row]] = {
    "boolean": [statement("audit", "boolean", value_boolean=True), _CITED],
    "choice": [statement("failover", "choice", value_option="automatic"), _CITED],
    "integer": [statement("queues", "integer", value_integer=120000, per="account"), _CITED],
    "number": [statement("rate", "number", value_number=3000.5, unit="messages/s", per="queue"), _CITED],
    "bytes": [statement("size", "bytes", value_integer=4096, bound="ceiling", changeable="setting"), _CITED],
    "duration": [statement("delay", "duration", value_integer=900000), _CITED],
    "percent": [statement("sla", "percent", value_number=99.95), _CITED],
    "date": [statement("released", "date", value_date="2011-01-31", date_precision="day"), _CITED],
    "version": [statement("latest", "version", value_text="4.3.5"), _CITED],
    "url": [statement("status_page", "url", value_text="https://birds.example/status"), _CITED],
    "text": [statement("reason", "text", value_text="To carry words.", since="2.0", condition="AMQP"), _CITED],
    "grade": [statement("latency", "grade", value_integer=5, method="judgement"), _CITED],
    "word": [statement("words", "text", keyed=True, option="queue", value_text="nest"), _CITED],
    "feature": [statement("patterns", "options", scale="feature", option="replay", support="plugin"), _CITED],
    "partial": [
        statement("patterns", "options", scale="feature", option="replay", support="partial", note="Only on Mondays."),
        _CITED,
    ],
    "plain": [statement("certifications", "options", scale="plain", option="soc2", support="yes"), _CITED],
    "unlimited": [statement("size", "bytes", bound="unlimited"), _CITED],
    "unknown": [statement("size", "bytes", state="unknown", first_citation=None)],
    "statement edition": [("statement_edition", {"statement": "claimed", "edition": "plus", "product": "heron"})],
    "statement mode": [("statement_mode", {"statement": "claimed", "mode": "queue", "product": "heron"})],
    "statement region": [("statement_region", {"statement": "claimed", "region": "eu-2"})],
    "citation": [citation("statement", "claimed", position=2)],
    "complete list": [complete_list(), citation("complete_list", "new")],
    "complete list edition": [
        ("complete_list_edition", {"complete_list": "listed", "edition": "plus", "product": "heron"})
    ],
    "complete list mode": [("complete_list_mode", {"complete_list": "listed", "mode": "queue", "product": "heron"})],
    "exception": [
        ("complete_list_exception", {"complete_list": "listed", "option": "priority", "criterion": "patterns"})
    ],
    "product": [product("osprey", repository="https://birds.example/code")],
    "alias": [("product_alias", {"product": "heron", "alias": "Grey Heron", "position": 0})],
    "edition": [part("edition", "heron", "extra")],
    "mode": [part("mode", "heron", "stream")],
    "mode edition": [("mode_edition", {"product": "heron", "mode": "queue", "edition": "plus"})],
    "relation": [relation("new", engine_edition="basic", versions_from="2.0.0", versions_to="2.4.0")],
    "relation edition": [("relation_edition", {"relation": "related", "product": "heron", "edition": "plus"})],
    "source": [source("heron", "blog")],
    "dimension": [
        ("dimension", {"slug": "security", "name": "Security", "short": "Safe", "question": "Who?", "position": 1})
    ],
    "criterion": [criterion("zones", "bytes")],
    "options criterion": [criterion("zones", "options", "feature", is_open=True)],
    "keyed criterion": [criterion("zones", "text", keyed=True)],
    "not applicable": [("criterion_not_applicable_kind", {"criterion": "size", "kind": "messaging-library"})],
    "unit": [("criterion_unit", {"criterion": "rate", "unit": "MB/s", "position": 1})],
    "option": [
        (
            "option",
            {
                "criterion": "certifications",
                "slug": "iso",
                "position": 1,
                "label": "ISO",
                "definition": "What it means.",
                "licence_class": "open-source",
            },
        )
    ],
    "rubric": [("rubric_grade", {"criterion": "latency", "grade": 5, "meaning": "Below 1 ms."})],
    "protocol": [protocol("hoot")],
    "protocol version": [
        (
            "protocol_version",
            {
                "protocol": "herald",
                "version": "1.0",
                "published": "2019-05-01",
                "date_precision": "month",
                "position": 0,
            },
        )
    ],
    "protocol citation": [citation("protocol", "herald", owner="protocols", fields="body transport")],
    "client library": [client_library("heron-jms")],
    "library citation": [citation("client_library", "heron-java")],
    "pricing tier": [pricing_tier("units")],
    "tier edition": [("pricing_tier_edition", {"pricing_tier": "heron/calls", "edition": "plus", "product": "heron"})],
    "tier mode": [("pricing_tier_mode", {"pricing_tier": "heron/calls", "mode": "queue", "product": "heron"})],
    "component": [component(2)],
    "bracket": [
        (
            "bracket",
            {
                "pricing_tier": "heron/calls",
                "component": 1,
                "from_amount": 0,
                "to_amount": 100000000000,
                "price_nano": 500000000,
            },
        )
    ],
    "capacity": [
        ("capacity", {"pricing_tier": "heron/calls", "component": 1, "quantity": "mb_in", "amount": 1.5}),
    ],
    "measurement": [
        (
            "measurement",
            {
                "id": "heron/three-nodes",
                "product": "heron",
                "slug": "three-nodes",
                "position": 0,
                "edition": "plus",
                "mode": "log",
                "product_version": "2.4",
                "published": "2026-05-02",
                "setup": "Three machines.",
                "guarantee_class": "replicated",
                "message_bytes": 1000,
                "messages_per_second": 120000.5,
                "method": "measured",
                "version": 1,
            },
        )
    ],
    "approach text": [("approach_text", {"approach": "event-driven", "aspect": "addressing", "body": "Whoever."})],
    "approach point": [
        ("approach_point", {"approach": "event-driven", "kind": "pitfall", "position": 1, "body": "Nobody listens."})
    ],
    "approach word": [
        (
            "approach_word",
            {
                "position": 1,
                "owner": "approaches",
                "source": "docs",
                "word": "signal",
                "ours": "event",
                "find": "signal",
            },
        )
    ],
    "revision": [revision(2)],
    "first revision": [revision(2, before=None)],
    "last revision": [revision(2, after=None)],
    "person": [person("grace")],
    "session": [("sign_in", ACCOUNTS[1][1] | {"id_hash": DIGITS[::-1]})],
    "token": [api_token("abcdefgj")],
    "scope": [("api_token_scope", {"token": "abcdefgh", "scope": "suggestions:handle"})],
    "suggestion": [suggestion(DIGITS[16:48][::-1])],
    "option suggested": [suggestion("d" * 32, criterion="patterns", option="replay")],
    "accepted": [suggestion("f" * 32, state="accepted", answered=LATER, answered_by="ada", change_set=1)],
    "declined": [suggestion("e" * 32, state="declined", answered=LATER, answered_by="ada", answer="No.")],
    "attempts": [("attempts", {"bucket": "sign-in grace", "remaining": 0, "filled": MOMENT})],
    "loaded document": [("loaded_document", {"entity_kind": "product", "entity_id": "heron", "document": "{}"})],
}
"""A row (and the citation it must come with) that fits into the world."""
