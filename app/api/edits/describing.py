"""What OpenAPI says of writes: bodies by the shapes of the data files, examples, and the errors of each."""

from typing import Any

import orjson

from app.desk.fragments import FRAGMENTS
from app.ingest.shapes import ProductFile

REF = "#/components/schemas/"

PAGE: dict[str, Any] = {
    "url": "https://docs.heron.example/limits",
    "title": "Limits",
    "publisher": "Heron Foundation",
    "vendor": "yes",
    "place": "Messages",
    "find": "1 MiB",
    "text_date": "2026-10-01",
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "product": {
        "name": "Heron",
        "kind": "queue-broker",
        "vendor": "Heron Foundation",
        "homepage": "https://heron.example/",
        "documentation": "https://heron.example/docs",
    },
    "statement": {"criterion": "message_size_max", "value": "1 MiB", "bound": "ceiling", "cite": [PAGE]},
    "complete-list": {"criterion": "patterns", "except": ["priority"], "cite": [PAGE]},
    "client-library": {"language": "Python", "name": "heron-py", "official": "yes", "cite": [PAGE]},
    "relation": {"type": "compatible_with", "product": "heron-cloud", "cite": [PAGE]},
    "pricing-tier": {"slug": "calls", "name": "Calls", "model": "quote", "cite": [PAGE]},
    "measurement": {
        "slug": "lab-2026",
        "setup": "Three nodes.",
        "guarantee_class": "replicated",
        "messages_per_second": 41000,
        "method": "measured",
        "cite": [PAGE],
    },
    "protocol": {
        "slug": "mqtt-5",
        "name": "MQTT 5",
        "body": "OASIS",
        "status": "standard",
        "specification": "https://mqtt.example/5",
        "transport": "TCP",
        "security": "By TLS.",
        "good_at": "Small devices.",
        "not_good_at": "Queues.",
        "cite": [{**PAGE, "fields": ["body", "transport", "security"]}],
    },
}
"""A document of each kind."""

REASON = {"type": "string", "minLength": 1, "maxLength": 4000, "description": "Why; it stands in the revision."}
VERSION = {"type": "integer", "minimum": 0, "description": "The version that was seen, in the place of `If-Match`."}
LAST = {"revision": 12, "at": "2026-11-23T06:00:00Z", "person": "Ada", "reason": "The page says so"}

REFUSED = [400, 401, 403, 406, 413, 422, 503]
"""Every write may be refused so."""


def components() -> list[Any]:
    """The shapes that the bodies refer to."""
    return [*FRAGMENTS.values(), ProductFile]


def document(kind: str) -> dict[str, Any]:
    """A read of a thing as it is edited."""
    product = None if kind == "protocol" else "heron"
    example = {
        "kind": kind,
        "product": product,
        "id": "mqtt-5" if kind == "protocol" else "0f0f0f0f0f0f0f",
        "version": 12,
        "changed": LAST,
        "document": EXAMPLES[kind],
    }
    return {"x-own": True, "x-answer": _text(example), "x-problems": [400, 404, 406, 503]}


def write(kind: str, method: str) -> dict[str, Any]:
    """A write of one thing."""
    saved = {"revision": 13, "change_set": 13, "id": "0f0f0f0f0f0f0f", "version": 13}
    example: dict[str, Any] = {"reason": "The page says so now"}
    properties: dict[str, Any] = {"reason": REASON}
    if method != "POST":
        properties["version"] = VERSION
    if method == "POST" and kind == "product":
        properties |= {"slug": {"type": "string"}, "document": {"$ref": f"{REF}ProductFile"}}
        example |= {"slug": "heron", "document": {**EXAMPLES[kind], "sources": {}, "statements": {}}}
    elif method == "PATCH":
        properties["document"] = {"type": "object", "description": "A JSON merge patch of the document."}
        example["document"] = {"note": "In one region only."}
    elif method != "DELETE":
        properties["document"] = {"$ref": f"{REF}{FRAGMENTS[kind].__name__}"}
        example["document"] = EXAMPLES[kind]
    else:
        saved |= {"id": None, "version": 0}
    problems = [*REFUSED, 404, 409] if method == "POST" else [*REFUSED, 404, 409, 412, 428]
    required: list[str] = [name for name in ("slug", "document") if name in properties]
    return _described(properties, required, example, saved, problems)


def _described(
    properties: dict[str, Any],
    required: list[str],
    example: dict[str, Any],
    answer: dict[str, Any],
    problems: list[int],
) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
    if required:
        schema["required"] = required
    content = {"application/json": {"schema": schema, "example": example}}
    return {
        "requestBody": {"required": bool(required), "content": content},
        "x-answer": _text(answer),
        "x-problems": sorted(problems),
    }


def _text(example: dict[str, Any]) -> str:
    """As text: the framework drops every null from what it is given, and here some are required."""
    return orjson.dumps(example).decode()


_EDIT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kind"],
    "properties": {
        "kind": {"enum": list(FRAGMENTS)},
        "product": {"type": ["string", "null"], "description": "The product's slug; of a protocol null."},
        "id": {"type": ["string", "null"], "description": "Null for something new."},
        "version": VERSION,
        "document": {"type": ["object", "null"], "description": "Null to retire it."},
    },
}
_TOGETHER = {"revision": 14, "change_set": 13, "ids": ["0f0f0f0f0f0f0f", None]}

BULK = _described(
    {"reason": REASON, "edits": {"type": "array", "items": _EDIT, "minItems": 1, "maxItems": 500}},
    ["edits"],
    {
        "reason": "The chapter on limits was rewritten",
        "edits": [
            {"kind": "statement", "product": "heron", "document": EXAMPLES["statement"]},
            {"kind": "relation", "product": "heron", "id": "0f0f0f0f0f0f0f", "version": 12, "document": None},
        ],
    },
    _TOGETHER,
    [*REFUSED, 404, 409],
)
REREAD = _described(
    {
        "reason": REASON,
        "version": VERSION,
        "checked": {"type": "string", "format": "date", "description": "The day of reading; today if not given."},
        "text_date": {"type": "string", "format": "date", "description": "The page's date, where it has a new one."},
    },
    [],
    {"version": 12},
    {"revision": 13, "change_set": 13, "id": "0f0f0f0f0f0f0f", "version": 13},
    [*REFUSED, 404, 409, 412, 428],
)
UNDO = _described(
    {
        "reason": REASON,
        "alone": {"type": "boolean", "description": "Only the one revision of this number, not what came with it."},
        "choices": {
            "type": "array",
            "description": "For each thing that was changed again since: which fields are put back.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["kind", "id", "version", "fields"],
                "properties": {
                    "kind": {"type": "string"},
                    "id": {"type": "string"},
                    "version": {"type": "integer"},
                    "fields": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
    [],
    {"reason": "It was right before"},
    _TOGETHER,
    [*REFUSED, 404, 409],
)
