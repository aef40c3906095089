"""Reading, replacing, patching and retiring single things; adding them to a product."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from sqlmodel import Session
from starlette.responses import Response

from app import desk
from app.accounts.tokens import Bearer
from app.api import shapes as s
from app.api.answering import missing
from app.api.bearer import CATALOGUE_WRITE
from app.api.edits import describing
from app.api.edits.answering import WriteRoute, document, pointing, saved
from app.api.edits.asking import Asked, OfNew, OfSeen, given
from app.db import read_session
from app.desk import Edit
from app.editing import author
from app.errors import InvalidInput
from app.gate.writing import Database, Writing

Writer = Annotated[Bearer, Depends(CATALOGUE_WRITE)]

ENVELOPE: Mapping[str, type] = {"reason": str, "version": int, "document": dict}

router = APIRouter(route_class=WriteRoute)


@dataclass(frozen=True, slots=True)
class Thing:
    """Which thing a request is about."""

    kind: str
    product: str | None
    id: str | None


def thing_of(request: Request) -> Thing:
    """As the route's own dependency has found it in the address."""
    found: Thing = request.state.thing
    return found


def by_id(kind: str, example: str) -> Callable[..., None]:
    """A dependency: the thing is named by its id."""

    def named(request: Request, id: Annotated[str, Path(description="The thing's id.", examples=[example])]) -> None:
        request.state.thing = Thing(kind, None, id)

    return named


def by_product_and_slug(kind: str, example: str) -> Callable[..., None]:
    """A dependency: the thing is named by its product and its slug there."""

    def named(
        request: Request,
        product: Annotated[str, Path(description="The product's slug.", examples=["heron"])],
        slug: Annotated[str, Path(description="The thing's slug within the product.", examples=[example])],
    ) -> None:
        request.state.thing = Thing(kind, product, f"{product}/{slug}")

    return named


def by_slug(kind: str, example: str) -> Callable[..., None]:
    """A dependency: a product or a protocol."""

    def named(request: Request, slug: Annotated[str, Path(description="Its slug.", examples=[example])]) -> None:
        request.state.thing = Thing(kind, slug if kind == "product" else None, slug)

    return named


def new_of(kind: str) -> Callable[..., None]:
    """A dependency: a new thing of a product."""

    def named(
        request: Request, slug: Annotated[str, Path(description="The product's slug.", examples=["heron"])]
    ) -> None:
        request.state.thing = Thing(kind, slug, None)

    return named


def get_document(request: Request, engine: Database) -> Response:
    """The thing as it is edited, with its version: what to change and send back. Read from the database itself."""
    thing = thing_of(request)
    with read_session(engine) as session:
        return document(desk.read(session, thing.kind, str(thing.id)))


def put_document(request: Request, bearer: Writer, asked: OfSeen, session: Writing) -> Response:
    """Replaces the whole document. A thing whose identity changes (by its qualifiers, its name) gets another id."""
    given(asked.raw, ENVELOPE, ["document"])
    return _saved(request, bearer, asked, session, asked.raw["document"])


def patch_document(request: Request, bearer: Writer, asked: OfSeen, session: Writing) -> Response:
    """Changes some fields of the document, as a JSON merge patch does: null takes a field away, lists are replaced."""
    given(asked.raw, ENVELOPE, ["document"])
    thing = thing_of(request)
    item = desk.read(session, thing.kind, str(thing.id))
    return _saved(request, bearer, asked, session, patched(item.fragment or {}, asked.raw["document"]))


def delete(request: Request, bearer: Writer, asked: OfSeen, session: Writing) -> Response:
    """Retires the thing; a product with everything that belongs to it. It can be undone."""
    given(asked.raw, {"reason": str, "version": int})
    return _saved(request, bearer, asked, session, None)


def _saved(
    request: Request, bearer: Bearer, asked: Asked, session: Session, fragment: dict[str, Any] | None
) -> Response:
    thing = thing_of(request)
    version = asked.version()
    by = author(bearer.person.shown_name, asked.why())
    if desk.read_many(session, [(thing.kind, str(thing.id))])[0].last is None:
        raise missing(thing.kind.replace("-", " "), str(thing.id))
    try:
        done = desk.save(session, Edit(thing.kind, thing.product, thing.id, fragment, version), by)
    except InvalidInput as error:
        raise pointing(error, in_document) from None
    return saved(session, thing.kind, done)


def add(request: Request, bearer: Writer, asked: OfNew, session: Writing) -> Response:
    """Adds a thing to a product. What stands there already is a conflict."""
    given(asked.raw, {"reason": str, "document": dict}, ["document"])
    thing = thing_of(request)
    by = author(bearer.person.shown_name, asked.why())
    try:
        done = desk.save(session, Edit(thing.kind, thing.product, None, asked.raw["document"]), by)
    except InvalidInput as error:
        raise pointing(error, in_document) from None
    return saved(session, thing.kind, done, 201)


def in_document(pointer: str) -> str:
    """A pointer into the fragment as one into the body."""
    return pointer if pointer in ("#/reason", "#/person") else f"#/document{pointer[1:]}"


def patched(document: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """RFC 7396."""
    made = dict(document)
    for name, value in patch.items():
        if value is None:
            made.pop(name, None)
        elif isinstance(value, dict):
            below = made.get(name)
            made[name] = patched(below if isinstance(below, dict) else {}, value)
        else:
            made[name] = value
    return made


def _register(name: str, path: str, tag: str, kind: str, which: Callable[..., None], *, retires: bool = True) -> None:
    """The operations on one kind of thing."""
    words = kind.replace("-", " ")
    acts: list[tuple[str, Callable[..., Response], str, str]] = [
        ("PUT", put_document, f"replace{name}", f"Replace a {words}"),
        ("PATCH", patch_document, f"patch{name}", f"Change some fields of a {words}"),
    ]
    if retires:
        acts.append(("DELETE", delete, f"retire{name}", f"Retire a {words}"))
    router.add_api_route(
        f"{path}/document",
        get_document,
        methods=["GET"],
        operation_id=f"get{name}Document",
        summary=f"A {words} as it is edited",
        tags=[tag],
        dependencies=[Depends(which)],
        response_model=s.EditableDocument,
        openapi_extra=describing.document(kind),
    )
    for method, act, operation, summary in acts:
        router.add_api_route(
            path,
            act,
            methods=[method],
            operation_id=operation,
            summary=summary,
            tags=[tag],
            dependencies=[Depends(which)],
            response_model=s.SavedThing,
            openapi_extra=describing.write(kind, method),
        )


def _register_new(name: str, path: str, tag: str, kind: str) -> None:
    router.add_api_route(
        f"/products/{{slug}}/{path}",
        add,
        methods=["POST"],
        status_code=201,
        operation_id=f"add{name}",
        summary=f"Add a {kind.replace('-', ' ')} to a product",
        tags=[tag],
        dependencies=[Depends(new_of(kind))],
        response_model=s.SavedThing,
        openapi_extra=describing.write(kind, "POST"),
    )


HEX = "0f0f0f0f0f0f0f"
for _name, _path, _tag, _kind, _which in (
    ("Statement", "statements", "statements", "statement", by_id("statement", HEX)),
    ("CompleteList", "complete-lists", "statements", "complete-list", by_id("complete-list", HEX)),
    ("ClientLibrary", "client-libraries", "products", "client-library", by_id("client-library", HEX)),
    ("Relation", "relations", "products", "relation", by_id("relation", HEX)),
    ("PricingTier", "pricing-tiers", "products", "pricing-tier", by_product_and_slug("pricing-tier", "calls")),
    ("Measurement", "measurements", "products", "measurement", by_product_and_slug("measurement", "lab-2026")),
):
    _item = "{product}/{slug}" if _kind in ("pricing-tier", "measurement") else "{id}"
    _register(_name, f"/{_path}/{_item}", _tag, _kind, _which)
    _register_new(_name, _path, _tag, _kind)
_register("Product", "/products/{slug}", "products", "product", by_slug("product", "heron"))
_register("Protocol", "/protocols/{slug}", "protocols", "protocol", by_slug("protocol", "mqtt-5"), retires=False)
