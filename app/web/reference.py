"""`/api`: the JSON API for people, made from the OpenAPI document; it loads nothing from elsewhere."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse

from app.catalogue.snapshot import Catalogue
from app.web.render import page
from app.web.routes import Pages

router = Pages()

LONGEST_EXAMPLE = 2400
"""Characters of an example that the page shows; the document holds all of it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[dict[str, Any], ...]
    body: str
    example: str
    media_types: tuple[str, ...]
    errors: tuple[str, ...]
    address: str


@router.page("/api")
async def reference(request: Request) -> HTMLResponse:
    """Every operation with its parameters, an example, and the errors it may answer."""
    document = request.app.openapi()
    catalogue: Catalogue = request.app.state.catalogue
    groups = [
        (tag["name"], tag["description"], list(operations(catalogue, document, tag["name"])))
        for tag in document.get("tags", ())
    ]
    return page(
        request,
        "api/page.html",
        description=[_block(each) for each in document["info"]["description"].strip().split("\n\n")],
        version=document["info"]["version"],
        groups=[group for group in groups if group[2]],
        count=sum(len(found) for _, _, found in groups),
        alternate="/api/v1/openapi.json",
    )


def _block(text: str) -> list[str]:
    """A paragraph, or the points of a list."""
    lines = " ".join(line.strip() for line in text.splitlines())
    return [each.strip() for each in lines.split("* ") if each.strip()]


def operations(catalogue: Catalogue, document: dict[str, Any], tag: str) -> Iterator[Operation]:
    """The operations that carry a tag, in the order of the document."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if operation.get("tags", [""])[0] == tag:
                yield _operation(catalogue, path, method, operation)


def _operation(catalogue: Catalogue, path: str, method: str, operation: dict[str, Any]) -> Operation:
    answers = operation["responses"]
    success: dict[str, Any] = next((answers[status] for status in sorted(answers) if status.startswith("2")), {})
    content = success.get("content", {})
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", "").replace("\n", " "),
        parameters=tuple(operation.get("parameters", ())),
        body=_shown(_example(sent)),
        example=_shown(_example(content.get("application/json", {}))),
        media_types=tuple(content),
        errors=tuple(status for status in sorted(answers) if status >= "400"),
        # What may answer 503 is read from a database, which need not be there.
        address=address(catalogue, path, operation["tags"][0]) if method == "get" and "503" not in answers else "",
    )


def address(catalogue: Catalogue, path: str, tag: str) -> str:
    """An address of this operation that answers from the catalogue as it is now; empty where none is known."""
    if path.endswith("/compare"):
        return f"{path}?products={','.join(list(catalogue.products)[:2])}"
    if "{" not in path:
        return path
    known: dict[str, Iterable[str]] = {
        "products": catalogue.products,
        "dimensions": catalogue.dimensions,
        "criteria": catalogue.criteria,
        "protocols": catalogue.protocols,
        "statements": catalogue.facts,
    }
    first = next(iter(known.get(tag, ())), None)
    return f"{path.partition('{')[0]}{first}" if first else ""


def _example(content: dict[str, Any]) -> Any:
    """The example of a content, or the first of its examples."""
    if "example" in content:
        return content["example"]
    first: dict[str, Any] = next(iter(content.get("examples", {}).values()), {})
    return first.get("value")


def _shown(example: Any) -> str:
    if example is None:
        return ""
    text = json.dumps(example, indent=2, ensure_ascii=False)
    return text if len(text) <= LONGEST_EXAMPLE else text[:LONGEST_EXAMPLE].rsplit("\n", 1)[0] + "\n  …"
