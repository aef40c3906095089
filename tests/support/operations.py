"""Which operations of the OpenAPI document write: those that want a token, and suggestions, which want none."""

from typing import Any


def writes(context: Any) -> bool:
    """For the filters of a schema-driven fuzz."""
    raw = context.operation.definition.raw
    return bool(raw.get("security")) or raw["operationId"] == "postSuggestion"
