"""The answers to writes: what was saved and where it stands, or what somebody else has changed."""

from collections.abc import Callable, Coroutine, Iterable
from typing import Any
from urllib.parse import quote

from fastapi import Request
from sqlmodel import Session
from starlette.responses import Response

from app import desk
from app.api import shapes as s
from app.api.problems import problem
from app.api.routing import ApiRoute, Handler
from app.desk import EditConflict, Field, Item, Saved, Touch, UndoConflict
from app.errors import FieldProblem, InvalidInput

PREFIX = "/api/v1"

PLACES = {
    "statement": "statements/{}",
    "complete-list": "complete-lists/{}/document",
    "client-library": "client-libraries/{}/document",
    "relation": "relations/{}/document",
    "pricing-tier": "pricing-tiers/{}/document",
    "measurement": "measurements/{}/document",
    "product": "products/{}",
    "protocol": "protocols/{}",
}
"""Where a thing of each kind is read."""

PERSONAL = "private, no-store"


class WriteRoute(ApiRoute):
    """Answers conflicts with both sides: 412 to those who named a version in `If-Match`, else 409."""

    def get_route_handler(self) -> Handler:
        """Looks at what the function raises."""
        handle: Callable[[Request], Coroutine[Any, Any, Response]] = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except EditConflict as error:
                named = "if-match" in request.headers and request.method != "POST"
                conflicts = [_stale(each, len(error.stale) > 1) for each in error.stale]
                return problem(412 if named else 409, "Changed meanwhile", error.sentence, (), conflicts)
            except UndoConflict as error:
                return problem(409, error.title, error.sentence, (), [_tangle(each) for each in error.tangles])

        return answered


def _stale(each: desk.Stale, numbered: bool) -> s.ConflictingThing:
    theirs = each.theirs
    index = each.index if numbered else None
    return _conflicting(index, theirs.kind, theirs.id, theirs.version, theirs.last, each.fields)


def _tangle(each: desk.Tangle) -> s.ConflictingThing:
    return _conflicting(None, each.kind, each.id, each.version, each.last, each.fields)


def _conflicting(
    index: int | None, kind: str, id: str, version: int, last: Touch | None, fields: Iterable[Field]
) -> s.ConflictingThing:
    return s.ConflictingThing(
        index=index,
        kind=kind,
        id=id,
        version=version,
        revision=last.number if last else None,
        person=last.person if last else None,
        at=last.at if last else None,
        reason=last.reason if last else None,
        fields=[
            s.FieldConflict(name=each.name, base=each.base, theirs=each.theirs, ours=each.ours, clash=each.clash)
            for each in fields
        ],
    )


def tag(version: int) -> str:
    """A version as a strong entity tag."""
    return f'"v{version}"'


def place(kind: str, id: str) -> str:
    """The address at which a thing is read."""
    return f"{PREFIX}/{PLACES[kind].format(quote(id))}"


def document(item: Item) -> Response:
    """A thing as it is edited."""
    if item.last is None or item.fragment is None:
        raise ValueError("a thing that is not there has no document")
    body = s.EditableDocument(
        kind=item.kind,
        product=item.product,
        id=item.id,
        version=item.version,
        changed=s.LastChange(
            revision=item.last.number, at=item.last.at, person=item.last.person, reason=item.last.reason
        ),
        document=item.fragment,
    )
    headers = {"etag": tag(item.version), "cache-control": PERSONAL}
    return Response(body.model_dump_json(), headers=headers, media_type="application/json")


def saved(session: Session, kind: str, done: Saved, status: int = 200) -> Response:
    """What one edit came to."""
    (id,) = done.ids
    version = desk.read_many(session, [(kind, id)])[0].version if id is not None else desk.NEW
    body = s.SavedThing(revision=done.revision, change_set=done.change_set, id=id, version=version)
    headers = {"cache-control": PERSONAL}
    if id is not None:
        headers |= {"location": place(kind, id), "etag": tag(version)}
    return Response(body.model_dump_json(), status, headers, media_type="application/json")


def saved_together(done: Saved) -> Response:
    """What several edits came to."""
    body = s.SavedTogether(revision=done.revision, change_set=done.change_set, ids=list(done.ids))
    return Response(body.model_dump_json(), headers={"cache-control": PERSONAL}, media_type="application/json")


def pointing(error: InvalidInput, move: Callable[[str], str]) -> InvalidInput:
    """The same error, whose pointers lead into the body as it was sent."""
    problems = [FieldProblem(move(each.field), each.value, each.expected) for each in error.problems]
    return InvalidInput(error.sentence, problems)
