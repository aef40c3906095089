"""`/admin/suggestions`: what readers suggested, the waiting ones first, and one page each to decide on it."""

from collections.abc import Sequence
from itertools import groupby

from fastapi import Request
from sqlalchemy import Engine
from starlette.responses import Response

from app import suggestions
from app.catalogue.snapshot import Catalogue
from app.db import read_session, write_session
from app.editing.asking import LARGEST
from app.editing.history import History
from app.errors import FieldProblem, InvalidInput
from app.gate.visits import now
from app.gate.writing import Database
from app.suggestions import Suggestion
from app.web.forms import Posted
from app.web.render import page
from app.web.routes import Pages, see_other
from app.web.signed_in import Reviewer
from app.web.suggest import about_of

router = Pages()

LIST = "/admin/suggestions"


@router.page(LIST)
def everything(request: Request, _reviewer: Reviewer, engine: Database) -> Response:
    """The waiting ones by product, then those that were handled last."""
    catalogue: Catalogue = request.app.state.catalogue
    with read_session(engine) as session:
        waiting, handled = suggestions.waiting(session), suggestions.handled(session)
    told = {each.id: about_of(catalogue, each) for each in (*waiting, *handled)}
    groups = [(product, list(group)) for product, group in groupby(waiting, key=lambda each: each.product)]
    names = {slug: entry.product.name for slug, entry in catalogue.products.items()}
    return page(
        request,
        "admin/suggestions/page.html",
        groups=groups,
        count=len(waiting),
        handled=handled,
        told=told,
        names=names,
    )


@router.page(LIST + "/{id}")
def one(request: Request, id: str, _reviewer: Reviewer, engine: Database) -> Response:
    """One beside what the catalogue says now."""
    return _one(request, engine, id)


@router.post(LIST + "/{id}/decline")
def decline(request: Request, id: str, reviewer: Reviewer, engine: Database, form: Posted) -> Response:
    """With a reason, which the reader sees; then on to the next."""
    try:
        with write_session(engine) as session:
            suggestions.decline(session, id, form.text("answer"), reviewer.name, now())
    except InvalidInput as error:
        return _one(request, engine, id, 422, error.problems, form.text("answer"))
    return see_other(LIST)


@router.post(LIST + "/{id}/accept")
def accept(request: Request, id: str, reviewer: Reviewer, engine: Database, form: Posted) -> Response:
    """By a change that was made already, elsewhere than in the form of the cell."""
    number = form.text("number").lstrip("#")
    history = History(engine)
    catalogue: Catalogue = request.app.state.catalogue
    known = number.isascii() and number.isdecimal() and len(number) <= len(str(LARGEST))
    change = history.one(int(number), catalogue.revision) if known else None
    if change is None:
        problem = FieldProblem("number", number[:20], "the number of a change, as its address has it")
        return _one(request, engine, id, 422, [problem])
    with write_session(engine) as session:
        amended = bool(form.text("amended"))
        suggestions.accept(session, id, change.change_set, reviewer.name, now(), amended=amended)
    return see_other(LIST)


def form_address(found: Suggestion) -> str:
    """The form in which it is accepted: that of its cell, or the page on which the product is edited."""
    if found.criterion is None:
        return f"/admin/products/{found.product}"
    cell = "/".join(part for part in (found.product, found.criterion, found.option) if part)
    return f"/admin/cells/{cell}?suggestion={found.id}"


def _one(
    request: Request,
    engine: Engine,
    id: str,
    status: int = 200,
    problems: Sequence[FieldProblem] = (),
    answer: str = "",
) -> Response:
    with read_session(engine) as session:
        found = suggestions.find(session, id)
        others = [each for each in suggestions.waiting(session) if each.product == found.product and each.id != id]
    catalogue: Catalogue = request.app.state.catalogue
    return page(
        request,
        "admin/suggestions/one/page.html",
        status,
        canonical=f"{LIST}/{id}",
        found=found,
        about=about_of(catalogue, found),
        others=[(each, about_of(catalogue, each)) for each in others],
        form=form_address(found),
        problems=problems,
        answer=answer,
    )
