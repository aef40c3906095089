"""`/suggest`: anybody says what is wrong and where it is written; `/suggest/{id}` is what became of it."""

from typing import Any

from fastapi import Request
from sqlalchemy import Engine
from starlette.responses import Response

from app import suggestions
from app.accounts.attempts import known_key, site_key
from app.catalogue.snapshot import Catalogue
from app.db import read_session, write_session
from app.errors import FieldProblem, InvalidInput
from app.gate.trying import attempt, suggesting
from app.gate.visits import now
from app.gate.writing import Database, database
from app.suggestions import Draft
from app.suggestions.subject import Subject, subject
from app.suggestions.trap import is_sprung, stamp
from app.web.clock import today
from app.web.forms import Posted, Sent
from app.web.render import page
from app.web.routes import Pages, see_other

router = Pages()

TRAP = "website"
"""A field that people do not see, and programs fill in."""


@router.page("/suggest")
def suggest(request: Request, product: str = "", criterion: str = "", option: str = "") -> Response:
    """The form for a cell or a product; without either a choice of products."""
    catalogue: Catalogue = request.app.state.catalogue
    if not product:
        return _unkept(page(request, "suggest/choose/page.html", products=catalogue.products))
    about = subject(catalogue, product, criterion or None, option or None, today())
    return _form(request, database(request), about, Sent(()))


@router.post("/suggest")
def send(request: Request, engine: Database, form: Posted) -> Response:
    """Keeps it, and leads to its own page."""
    about = subject(
        request.app.state.catalogue,
        form.text("product"),
        form.text("criterion") or None,
        form.text("option") or None,
        today(),
    )
    draft = Draft(
        about.product,
        about.criterion,
        about.option,
        **{name: form.text(name) for name in ("body", "url", "place", "credit")},
    )
    try:
        made = _make(request, engine, form, draft, about)
    except InvalidInput as error:
        return _form(request, engine, about, form, 422, sentence=error.sentence, problems=error.problems)
    return see_other(f"/suggest/{made.id}")


@router.page("/suggest/{id}")
def became(request: Request, engine: Database, id: str) -> Response:
    """What was suggested, and what became of it."""
    with read_session(engine) as session:
        found = suggestions.find(session, id)
    return _unkept(
        page(request, "suggest/status/page.html", found=found, about=about_of(request.app.state.catalogue, found))
    )


def about_of(catalogue: Catalogue, found: suggestions.Suggestion) -> Subject | None:
    """What it is about; None where that has gone from the catalogue."""
    known = found.product in catalogue.products and (found.criterion is None or found.criterion in catalogue.criteria)
    if not known:
        return None
    of_option = catalogue.criteria[found.criterion].option(found.option) if found.criterion and found.option else None
    return subject(catalogue, found.product, found.criterion, found.option if of_option else None, today())


def _make(request: Request, engine: Engine, form: Sent, draft: Draft, about: Subject) -> suggestions.Suggestion:
    at = now()
    with write_session(engine) as session:
        if form.raw(TRAP):
            problem = FieldProblem(TRAP, form.raw(TRAP)[:40], "nothing: it is there to be left empty")
            raise InvalidInput("Please leave the last field empty.", [problem])
        if why := is_sprung(site_key(session), form.text("stamp"), at):
            raise InvalidInput(why)
        attempt(session, suggesting(request), at)
        return suggestions.make(session, draft, about.said, at)


def _form(request: Request, engine: Engine, about: Subject, given: Sent, status: int = 200, **values: Any) -> Response:
    at, key = now(), _key(engine)
    before = given.text("stamp")
    # Who only mends a word need not wait again.
    kept = before if before and not is_sprung(key, before, at) else stamp(key, at)
    answer = page(
        request,
        "suggest/page.html",
        status,
        about=about,
        given=given,
        trap=TRAP,
        stamp=kept,
        **{"sentence": "", "problems": (), **values},
    )
    return _unkept(answer)


def _key(engine: Engine) -> bytes:
    """The database's own key; made by whoever comes first."""
    with read_session(engine) as session:
        known = known_key(session)
    if known is None:
        with write_session(engine) as session:
            known = site_key(session)
    return known


def _unkept(answer: Response) -> Response:
    """Every form has its own moment, and every status its own address: neither is for caches."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
