"""JSON Schemas of the data files, generated from the shapes and from the criteria, so that editors can help."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from app.catalogue import entities as e
from app.catalogue.words import SUPPORT_OF, ValueType
from app.ingest import shapes as s
from app.ingest.files import read_tree
from app.ingest.normal import write_tree
from app.problems import DataProblems

DIALECT = "https://json-schema.org/draft/2020-12/schema"

PATTERNS: dict[ValueType, dict[str, Any]] = {
    ValueType.BOOLEAN: {"enum": ["yes", "no"]},
    ValueType.INTEGER: {"type": "integer", "minimum": 0},
    ValueType.GRADE: {"type": "integer", "minimum": 1, "maximum": 5},
    ValueType.BYTES: {"type": "string", "pattern": r"^\d+(\.\d+)? ?(B|[KMGT]i?B)$"},
    ValueType.DURATION: {"type": "string", "pattern": r"^\d+(\.\d+)? (ms|(second|minute|hour|day)s?)$"},
    ValueType.PERCENT: {"type": "string", "pattern": r"^\d+(\.\d+)? ?%$"},
    ValueType.DATE: {"type": ["string", "integer"], "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"},
    ValueType.VERSION: {"type": ["string", "number"]},
    ValueType.URL: {"type": "string", "pattern": "^https?://"},
    ValueType.TEXT: {"type": "string", "minLength": 1},
}
"""What the text of a value looks like, by type; choices and numbers depend on the criterion."""


def _value(criterion: e.Criterion) -> dict[str, Any]:
    if criterion.type is ValueType.CHOICE:
        return {"enum": [option.slug for option in criterion.options]}
    if criterion.type is ValueType.NUMBER:
        return {"type": "string", "pattern": rf"^\d+(\.\d+)? ({'|'.join(criterion.units)})$"}
    return PATTERNS[criterion.type]


def _statements(criterion: e.Criterion) -> dict[str, Any]:
    """A list of statements of this criterion: with a value of its type, or a support of its scale."""
    narrowed = (
        {"support": {"enum": [str(each) for each in SUPPORT_OF[criterion.scale]]}, "value": False}
        if criterion.type is ValueType.OPTIONS
        else {"value": _value(criterion), "support": False}
    )
    return {"type": "array", "items": {"$ref": "#/$defs/StatementShape", "properties": narrowed}}


def _criterion(criterion: e.Criterion) -> dict[str, Any]:
    about = {"title": criterion.label, "description": criterion.definition}
    if criterion.type is not ValueType.OPTIONS and not criterion.keyed:
        return about | _statements(criterion)
    members: dict[str, Any] = {
        option.slug: {"title": option.label, "description": option.definition} | _statements(criterion)
        for option in criterion.options
    }
    if criterion.type is ValueType.OPTIONS and not criterion.open:
        members["complete"] = {"type": "array", "items": {"$ref": "#/$defs/CompleteShape"}}
    return about | {"type": "object", "additionalProperties": False, "properties": members}


def _schema(shape: type[BaseModel], name: str) -> dict[str, Any]:
    schema = shape.model_json_schema(by_alias=True)
    return {"$schema": DIALECT, "$id": f"{name}.schema.json"} | schema


def schemas(criteria: dict[str, e.Criterion]) -> dict[str, dict[str, Any]]:
    """Every schema by the name of its file's kind."""
    product = _schema(s.ProductFile, "product")
    for shape in (s.StatementShape, s.CompleteShape):
        part = TypeAdapter(shape).json_schema(by_alias=True, ref_template="#/$defs/{model}")
        product["$defs"].update(part.pop("$defs", {}))
        product["$defs"][shape.__name__] = part
    product["properties"]["statements"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {slug: _criterion(criterion) for slug, criterion in criteria.items() if not criterion.computed},
    }
    return {
        "criteria": _schema(s.CriteriaFile, "criteria"),
        "protocols": _schema(s.ProtocolsFile, "protocols"),
        "approaches": _schema(s.ApproachesFile, "approaches"),
        "product": product,
    }


def write(root: Path, *, check: bool = False) -> list[Path]:
    """Write the schemas below `root`, those that differ; with `check` only tell which. Raises DataProblems."""
    data = read_tree(root)
    if data.problems:
        raise DataProblems(data.problems)
    found = {
        f"schemas/{name}.schema.json": json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        for name, schema in schemas(data.criteria).items()
    }
    return write_tree(root, found, only_compare=check)
