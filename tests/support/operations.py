"""Which operations of the OpenAPI document need a database: those that write, and reads of what is edited."""

from typing import Any


def writes(context: Any) -> bool:
    """For the filters of a schema-driven fuzz."""
    raw, path = context.operation.definition.raw, context.operation.path
    return bool(raw.get("security")) or raw["operationId"] == "postSuggestion" or path.endswith("/document")
