"""Undo of a change, and the page that asks what to put back where later changes touch the same things."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from app import desk
from app.catalogue.snapshot import Catalogue
from app.editing import author
from app.editing.history import ChangeSet, History
from app.editing.telling import summary
from app.errors import InvalidInput, NotFound
from app.gate.writing import Writing
from app.web.forms import Posted, Sent
from app.web.render import page
from app.web.routes import see_other
from app.web.signed_in import Editor

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Told:
    """A thing that was changed again since, with what is known of it. `key` names its fields in the form."""

    key: str
    title: str
    tangle: desk.Tangle


@router.get("/admin/changes/{number}/undo")
def ask(request: Request, number: int, _person: Editor) -> Response:
    """What would be undone, and why it should be."""
    return _page(request, _change(request, number))


@router.post("/admin/changes/{number}/undo")
def undo(request: Request, number: int, person: Editor, given: Posted, session: Writing) -> Response:
    """Puts back what stood there before. Where later changes touch it, the answer is the page that asks."""
    change = _change(request, number)
    reason = given.line("reason")
    by = author(person.shown_name, reason or f"Undo of change {number}")
    try:
        saved = desk.merge(session, number, _choices(given), by)
    except desk.UndoConflict as error:
        return _page(request, change, error.sentence, error.tangles, reason, 409)
    except InvalidInput as error:
        told = "; ".join(str(each) for each in error.problems[:5])
        return _page(request, change, f"{error.sentence} {told}".strip(), (), reason, 422)
    return see_other(f"/changes/{saved.change_set or number}")


def _change(request: Request, number: int) -> ChangeSet:
    """What was changed at once. Raises NotFound."""
    found = History(request.app.state.engine).change_set(number, request.app.state.catalogue.revision)
    if found is None:
        raise NotFound(f"There is no change {str(number)[:20]}.")
    return found


def _page(
    request: Request,
    change: ChangeSet,
    said: str = "",
    tangles: Sequence[desk.Tangle] = (),
    reason: str = "",
    status: int = 200,
) -> Response:
    catalogue: Catalogue = request.app.state.catalogue
    return page(
        request,
        "desk/undo.html",
        status=status,
        change=change,
        title=summary(catalogue, change),
        said=said,
        tangles=[Told(f"{each.kind}:{each.id}", _title(catalogue, each), each) for each in tangles],
        reason=reason,
    )


def _title(catalogue: Catalogue, tangle: desk.Tangle) -> str:
    """What a thing is called."""
    fact = catalogue.facts.get(tangle.id) if tangle.kind == "statement" else None
    if fact is not None:
        statement = fact.statement
        criterion = catalogue.criteria[statement.criterion]
        option = criterion.option(statement.option) if statement.option else None
        name = catalogue.products[statement.product].product.name
        return f"{name}: {criterion.label}{f', {option.label}' if option else ''}"
    return f"{tangle.kind.replace('-', ' ')} {tangle.id}"


def _choices(given: Sent) -> dict[tuple[str, str], desk.Choice]:
    """`version:kind:id` = the version that was seen; `field:kind:id` = a field to put back, as often as needed."""
    found: dict[tuple[str, str], desk.Choice] = {}
    for name, _ in given.items:
        mark, _, key = name.partition(":")
        kind, _, id = key.partition(":")
        version = given.number(name)
        if mark == "version" and kind and id and version is not None:
            found[kind, id] = desk.Choice(version, frozenset(given.all(f"field:{key}")))
    return found
