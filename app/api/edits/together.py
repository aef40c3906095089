"""Whole products, many edits at once, reading again, and undo."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from app import desk
from app.api import shapes as s
from app.api.edits import describing
from app.api.edits.answering import WriteRoute, pointing, saved, saved_together
from app.api.edits.asking import Body, OfNew, OfSeen, given
from app.api.edits.things import Writer, in_document
from app.catalogue.values import NotAValue, parse_day
from app.desk import Edit
from app.editing import author
from app.errors import FieldProblem, InvalidInput
from app.gate.writing import Writing

router = APIRouter(route_class=WriteRoute)

LARGEST = 2**31 - 1
"""The largest number that a revision can have."""

EDIT: Mapping[str, type] = {"kind": str, "product": str, "id": str, "version": int, "document": dict}


@router.post(
    "/products",
    status_code=201,
    operation_id="addProduct",
    summary="Add a whole product",
    tags=["products"],
    response_model=s.SavedThing,
    openapi_extra=describing.write("product", "POST"),
)
def add_product(bearer: Writer, asked: OfNew, session: Writing) -> Response:
    """A product file as JSON, in the shape of the data files: its sources under keys, which its citations name."""
    raw = asked.raw
    given(raw, {"reason": str, "slug": str, "document": dict}, ["slug", "document"])
    by = author(bearer.person.shown_name, asked.why())
    try:
        done = desk.add_product(session, raw["slug"], raw["document"], by)
    except InvalidInput as error:
        raise pointing(error, lambda at: at if at == "#/slug" else in_document(at)) from None
    return saved(session, "product", done, 201)


@router.post(
    "/bulk",
    operation_id="saveTogether",
    summary="Many edits, all or none",
    tags=["changes"],
    response_model=s.SavedTogether,
    openapi_extra=describing.BULK,
)
def bulk(bearer: Writer, asked: OfNew, session: Writing) -> Response:
    """Up to 500 edits as one change set. The rules look once, at the end: edits may need each other."""
    raw = asked.raw
    given(raw, {"reason": str, "edits": list}, ["edits"])
    by = author(bearer.person.shown_name, asked.why())
    edits = [_edit(number, each) for number, each in enumerate(raw["edits"])]
    try:
        return saved_together(desk.save_all(session, edits, by))
    except InvalidInput as error:
        raise pointing(error, _in_edits) from None


def _edit(number: int, raw: Any) -> Edit:
    if not isinstance(raw, dict):
        raise InvalidInput("The body does not fit.", [FieldProblem(f"#/edits/{number}", str(raw)[:80], "an object")])
    present = {name: value for name, value in raw.items() if value is not None}
    try:
        given(present, EDIT, ["kind"])
    except InvalidInput as error:
        raise pointing(error, lambda at: f"#/edits/{number}{at[1:]}") from None
    return Edit(
        present["kind"], present.get("product"), present.get("id"), present.get("document"), present.get("version", 0)
    )


def _in_edits(pointer: str) -> str:
    parts = pointer.split("/")
    if len(parts) < 2 or not parts[1].isdecimal():
        return pointer
    below = parts[2:] if parts[2:] in (["kind"], ["id"]) else ["document", *parts[2:]]
    return "/".join(["#", "edits", parts[1], *below])


@router.post(
    "/statements/{id}/re-read",
    operation_id="rereadStatement",
    summary="Read again, unchanged",
    tags=["statements"],
    response_model=s.SavedThing,
    openapi_extra=describing.REREAD,
)
def reread(
    id: Annotated[str, Path(description="The statement's id.", examples=["0f0f0f0f0f0f0f"])],
    bearer: Writer,
    asked: OfSeen,
    session: Writing,
) -> Response:
    """Its citations were read again (today, if `checked` does not say another day) and still say the same."""
    raw = asked.raw
    given(raw, {"reason": str, "version": int, "checked": str, "text_date": str})
    days = {name: _day(raw, name) for name in ("checked", "text_date")}
    by = author(bearer.person.shown_name, asked.why("Read again, unchanged"))
    seen = desk.Seen("statement", id, asked.version())
    try:
        done = desk.reread(session, [seen], by, **days)
    except InvalidInput as error:
        raise pointing(error, lambda at: "#/" + at.rsplit("/", 1)[-1]) from None
    return saved(session, "statement", done)


def _day(raw: Body, name: str) -> Any:
    try:
        return parse_day(raw[name]) if name in raw else None
    except NotAValue as error:
        raise InvalidInput("The body does not fit.", [FieldProblem(f"#/{name}", raw[name][:80], str(error))]) from None


@router.post(
    "/changes/{number}/undo",
    operation_id="undoChange",
    summary="Undo a change",
    tags=["changes"],
    response_model=s.SavedTogether,
    openapi_extra=describing.UNDO,
)
def undo(
    number: Annotated[
        int,
        Path(description="The number of a change set, or with `alone` of a revision.", ge=1, le=LARGEST, examples=[12]),
    ],
    bearer: Writer,
    asked: OfNew,
    session: Writing,
) -> Response:
    """One more change set that puts back what stood there before.

    Where later changes touch the same things, the answer is 409 with all sides; `choices` then say for each thing
    which fields are put back, looking at which version.
    """
    raw = asked.raw
    given(raw, {"reason": str, "alone": bool, "choices": list})
    by = author(bearer.person.shown_name, asked.why(f"Undo of change {number}"))
    if raw.get("alone"):
        return saved_together(desk.undo_revision(session, number, by))
    choices = dict(_choice(at, each) for at, each in enumerate(raw.get("choices", ())))
    return saved_together(desk.merge(session, number, choices, by))


def _choice(number: int, raw: Any) -> tuple[tuple[str, str], desk.Choice]:
    try:
        given(raw if isinstance(raw, dict) else {}, CHOICE, CHOICE)
    except InvalidInput as error:
        raise pointing(error, lambda at: f"#/choices/{number}{at[1:]}") from None
    fields = frozenset(str(each) for each in raw["fields"])
    return (raw["kind"], raw["id"]), desk.Choice(raw["version"], fields)


CHOICE: Mapping[str, type] = {"kind": str, "id": str, "version": int, "fields": list}
