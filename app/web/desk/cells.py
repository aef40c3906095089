"""Where "edit" on a cell leads: to the form of the one statement, to a choice where there are several, or to a new one.

A criterion whose options are cells is also edited as a whole: all its options from one page that was read.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from app import desk
from app.catalogue import entities as e
from app.catalogue.facts import Fact
from app.catalogue.showing import qualifier_words, value_words, variant_words
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.words import Method
from app.db import read_session
from app.editing import author
from app.errors import FieldProblem, InvalidInput, NotFound
from app.gate.writing import Database, Writing
from app.web.cells import cell_address
from app.web.desk import forms, suggested
from app.web.desk.fields import Form, draw, names, read
from app.web.forms import Posted
from app.web.render import page
from app.web.routes import see_other
from app.web.signed_in import Editor

router = APIRouter(include_in_schema=False)

GENERAL = "in general"

OWN = frozenset(Method) - {Method.ENUMERATED, Method.INHERITED}
"""Methods of statements that were made for the product itself: the others follow from those."""


def _entry(catalogue: Catalogue, product: str, criterion: str) -> tuple[Entry, e.Criterion]:
    entry, found = catalogue.products.get(product), catalogue.criteria.get(criterion)
    if entry is None:
        raise NotFound(f"There is no product “{product[:80]}” in the catalogue.")
    if found is None:
        raise NotFound(f"There is no criterion “{criterion[:80]}” in the catalogue.")
    return entry, found


@router.get("/admin/cells/{product}/{criterion}/{option}")
def of_option(request: Request, product: str, criterion: str, option: str, _person: Editor) -> Response:
    """The cell of one option."""
    entry, found = _entry(request.app.state.catalogue, product, criterion)
    if (criterion, option) not in entry.cells:
        raise NotFound(f"The criterion “{criterion}” has no cell for an option “{option[:80]}”.")
    return _cell(request, entry, found, option)


@router.get("/admin/cells/{product}/{criterion}")
def whole(request: Request, engine: Database, product: str, criterion: str, _person: Editor) -> Response:
    """The one cell of a criterion, or all its options at once."""
    entry, found = _entry(request.app.state.catalogue, product, criterion)
    if found.keyed or not found.has_option_cells:
        return _cell(request, entry, found, None)
    options = [each.slug for each in found.options]
    with read_session(engine) as session:
        items = desk.read_options(session, product, criterion, options)
    said = {slug: item.fragment or {} for slug, item in items.items()}
    fragment = {
        f"options.{slug}": {name: each.get(name) for name in ("support", "note")} for slug, each in said.items()
    }
    versions = {slug: item.version for slug, item in items.items()}
    return _options(request, entry, found, fragment, versions)


@router.post("/admin/cells/{product}/{criterion}")
def save_options(
    request: Request, product: str, criterion: str, person: Editor, given: Posted, session: Writing
) -> Response:
    """Saves the options that were answered otherwise, all from one page."""
    entry, found = _entry(request.app.state.catalogue, product, criterion)
    fragment = read(forms.options_list(found, found.options), given)
    versions = {each.slug: given.number(f"version.{each.slug}") or desk.NEW for each in found.options}
    answers = []
    for each in found.options:
        said = fragment.get(f"options.{each.slug}") or {}
        answers.append(desk.OptionAnswer(each.slug, said.get("support"), said.get("note"), versions[each.slug]))
    reason = given.line("reason")
    by = author(person.shown_name, reason)
    try:
        desk.save_options(session, product, criterion, answers, fragment.get("cite") or {}, by)
    except InvalidInput as error:
        problems = error.problems
        return _options(request, entry, found, fragment, versions, problems, error.sentence, reason, 422)
    except desk.EditConflict as error:
        return _options(request, entry, found, fragment, versions, (), error.sentence, reason, 409)
    return see_other(cell_address(product, criterion))


def _options(
    request: Request,
    entry: Entry,
    criterion: e.Criterion,
    fragment: Mapping[str, Any],
    versions: dict[str, int],
    problems: tuple[FieldProblem, ...] = (),
    sentence: str = "",
    reason: str = "",
    status: int = 200,
) -> HTMLResponse:
    form = Form.of(problems)
    parts = draw(forms.options_list(criterion, criterion.options), fragment, form)
    known = {*names(parts), "reason"}
    return page(
        request,
        "desk/options.html",
        status=status,
        entry=entry,
        criterion=criterion,
        parts=parts,
        definitions=[each.definition for each in criterion.options],
        limited={each.slug: _limited(entry, criterion, each.slug) for each in criterion.options},
        versions=versions,
        reason=reason,
        reason_problem=form.problems.get("reason", ""),
        sentence=sentence,
        elsewhere=[each for each in problems if Form.of([each]).problems.keys().isdisjoint(known)],
        pages=[each for each in request.app.state.catalogue.sources.values() if each.owner == entry.slug],
    )


def _cell(request: Request, entry: Entry, criterion: e.Criterion, option: str | None) -> Response:
    """Straight to the form where there is no choice."""
    own = _own(entry, criterion, option)
    asked = [("product", entry.slug), ("criterion", criterion.slug), *([("option", option)] if option else [])]
    needs_option = option is None and not _is_answer(criterion)
    if not own and not needs_option:
        return see_other("/admin/new/statement", [*asked, *suggested.carried(request)])
    if len(own) == 1 and not needs_option:
        return see_other(f"/admin/edit/statement/{own[0].id}", suggested.carried(request))
    return page(
        request,
        "desk/cell.html",
        entry=entry,
        criterion=criterion,
        option=criterion.option(option) if option else None,
        statements=[(fact, *_words(entry, criterion, fact.statement)) for fact in own],
        options=criterion.options if needs_option else (),
        address=cell_address(entry.slug, criterion.slug, option),
        first=suggested.as_query(request, "?"),
        further=suggested.as_query(request, "&"),
    )


def _is_answer(criterion: e.Criterion) -> bool:
    """Whether one statement can answer the criterion, without naming an option or a key."""
    return not (criterion.open or criterion.keyed)


def _own(entry: Entry, criterion: e.Criterion, option: str | None) -> list[Fact]:
    """The product's own statements in a cell; in all cells of the criterion where no option is named."""
    cells = [
        cell for (slug, of), cell in entry.cells.items() if slug == criterion.slug and (option is None or of == option)
    ]
    facts = [fact for cell in cells for fact in (*cell.facts, *cell.past)]
    return [fact for fact in facts if fact.method in OWN and fact.owner == entry.slug]


def _limited(entry: Entry, criterion: e.Criterion, option: str) -> list[tuple[str, str, str]]:
    """What is stated of the option for certain variants only: id, words and limits."""
    told = [(fact.id, *_words(entry, criterion, fact.statement)) for fact in _own(entry, criterion, option)]
    return [each for each in told if each[2] != GENERAL]


def _words(entry: Entry, criterion: e.Criterion, statement: e.Statement) -> tuple[str, str]:
    """What it says, and of what."""
    member = criterion.option(statement.option) if statement.option else None
    said = value_words(statement, criterion)
    words = f"{member.label}: {said}" if member and not _is_answer(criterion) else said
    limits = [variant_words(entry.product, statement.editions, statement.modes), *qualifier_words(statement)]
    return words, ", ".join(each for each in limits if each) or GENERAL
