"""The page on which one thing is made, changed, read again or retired.

One form does it all: its buttons say what. What does not fit comes back with everything that was filled in; what
somebody else has changed meanwhile comes back with both versions, and saving again decides.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from sqlmodel import Session
from starlette.responses import HTMLResponse, Response

from app import desk
from app.accounts.people import Person
from app.catalogue import entities as e
from app.catalogue.snapshot import Catalogue
from app.catalogue.words import ValueType
from app.db import read_session
from app.editing import author
from app.errors import FieldProblem, InvalidInput, NotFound
from app.gate.writing import Database, Writing
from app.web.cells import cell_address
from app.web.desk import forms, suggested
from app.web.desk.fields import Form, Part, draw, focused, names, read
from app.web.forms import Posted, Sent
from app.web.render import page
from app.web.routes import see_other
from app.web.signed_in import Editor

router = APIRouter(include_in_schema=False)

KIND_WORDS = {
    "product": "product",
    "statement": "statement",
    "complete-list": "complete list",
    "client-library": "client library",
    "pricing-tier": "pricing tier",
    "measurement": "measurement",
    "relation": "tie to another product",
    "protocol": "protocol",
}

ANCHORS = {
    "client-library": "#client-libraries",
    "pricing-tier": "#pricing-tiers",
    "measurement": "#measurements",
}
"""Where on a product's page such a thing stands."""

REREAD = "Read again, unchanged"
"""The reason of a re-reading where none is given."""

ANSWER = ("value", "support", "state", "bound", "per", "changeable")
"""What a statement says; the rest says of what, and how it is known."""

LONGEST_REASON = 300


class Desk:
    """One thing on the desk: which it is, the form it has, and where it stands on the public pages."""

    def __init__(self, catalogue: Catalogue, kind: str, product: str | None, question: Mapping[str, str]) -> None:
        self.catalogue = catalogue
        self.kind = kind
        self.product = product
        self.question = {name: value for name, value in question.items() if name in ("criterion", "option") and value}
        if kind not in KIND_WORDS:
            raise NotFound(f"There is nothing of the kind “{kind[:40]}” to edit.")
        if kind in ("statement", "complete-list") and self.question.get("criterion") not in catalogue.criteria:
            raise NotFound("There is no such criterion in the catalogue.")

    @property
    def entity(self) -> e.Product:
        """The product that the thing belongs to."""
        found = self.catalogue.products.get(self.product or "")
        if found is None:
            raise NotFound(f"There is no product “{(self.product or '')[:80]}” in the catalogue.")
        return found.product

    @property
    def criterion_slug(self) -> str:
        """The criterion that a claim answers; empty where the thing is no claim."""
        return self.question.get("criterion", "")

    @property
    def option_slug(self) -> str:
        """The option that it is about; empty where there is none."""
        return self.question.get("option", "")

    @property
    def criterion(self) -> e.Criterion:
        """The criterion that a claim answers."""
        return self.catalogue.criteria[self.question["criterion"]]

    @property
    def parts(self) -> Sequence[Part]:
        """The form."""
        match self.kind:
            case "statement":
                return forms.statement(self.entity, self.criterion)
            case "complete-list":
                return forms.complete_list(self.entity, self.criterion)
            case "relation":
                others = {slug: entry.product.name for slug, entry in self.catalogue.products.items()}
                return forms.relation(self.entity, others)
            case "product":
                known = self.catalogue.products.get(self.product or "")
                return forms.product_head(known.product.editions if known else ())
            case "protocol":
                return forms.protocol()
            case _:
                return FORMS[self.kind](self.entity)

    @property
    def title(self) -> str:
        """What is edited, in words."""
        if self.kind == "protocol":
            return "Protocol"
        if self.kind == "product":
            return self.entity.name if self.product in self.catalogue.products else "A new product"
        if self.kind not in ("statement", "complete-list"):
            return f"{self.entity.name}: {KIND_WORDS[self.kind]}"
        option = self.criterion.option(self.option_slug)
        label = f"{self.criterion.label}, {option.label}" if option else self.criterion.label
        return f"{self.entity.name}: {label}"

    @property
    def definition(self) -> str:
        """What the criterion or its option means."""
        if self.kind != "statement":
            return ""
        option = self.criterion.option(self.option_slug)
        return option.definition if option else f"{self.criterion.definition} {self.criterion.how_to_read}"

    def public(self, id: str | None) -> str:
        """Where the thing is shown to everybody."""
        if self.kind == "protocol":
            return f"/protocols/{id}" if id else "/protocols"
        if self.kind == "statement" and id:
            return f"/statements/{id}"
        if self.kind in ("statement", "complete-list"):
            whole = not self.criterion.has_option_cells
            return cell_address(self.product or "", self.criterion.slug, None if whole else self.option_slug or None)
        return f"/products/{self.product}{ANCHORS.get(self.kind, '')}"

    @property
    def pages(self) -> list[e.Source]:
        """The pages that the product cites already."""
        owner = "protocols" if self.kind == "protocol" else self.product
        return [source for source in self.catalogue.sources.values() if source.owner == owner]


FORMS: dict[str, Callable[[e.Product], tuple[Part, ...]]] = {
    "client-library": forms.client_library,
    "pricing-tier": forms.pricing_tier,
    "measurement": forms.measurement,
}


def drawn(
    request: Request,
    on: Desk,
    fragment: Mapping[str, Any],
    version: int,
    *,
    item: desk.Item | None = None,
    problems: Sequence[FieldProblem] = (),
    stale: desk.Stale | None = None,
    sentence: str = "",
    reason: str = "",
    more: str = "",
    status: int = 200,
) -> HTMLResponse:
    """The form with what is filled in and what is at fault."""
    form = Form.of(problems, more)
    parts = draw(on.parts, fragment, form)
    known = {*names(parts), "reason", "slug"}
    return page(
        request,
        "desk/form.html",
        status=status,
        on=on,
        words=KIND_WORDS,
        parts=focused(parts, more),
        version=version,
        item=item,
        reason=reason,
        sentence=sentence,
        stale=stale,
        reason_problem=form.problems.get("reason", ""),
        slug_problem=form.problems.get("slug", ""),
        elsewhere=[each for each in problems if Form.of([each]).problems.keys().isdisjoint(known)],
        action=str(request.url.path) + (f"?{request.url.query}" if request.url.query else ""),
        canonical=request.url.path,
        suggestion=suggested.shown(request),
    )


def desk_of(catalogue: Catalogue, item: desk.Item) -> Desk:
    """The desk for a thing that is there, or was."""
    fragment = item.fragment or {}
    return Desk(catalogue, item.kind, item.product, {name: fragment.get(name, "") for name in ("criterion", "option")})


@router.get("/admin/edit/{kind}/{id:path}")
def edit(request: Request, engine: Database, kind: str, id: str, _person: Editor) -> Response:
    """The form of a thing that is there."""
    with read_session(engine) as session:
        item = desk.read(session, kind, id)
        found = suggested.opened_for(request, session)
    fragment = suggested.filled(item.fragment or {}, found)
    on = desk_of(request.app.state.catalogue, item)
    return drawn(request, on, fragment, item.version, item=item, reason=suggested.reason(found))


@router.post("/admin/edit/{kind}/{id:path}")
def save(request: Request, kind: str, id: str, person: Editor, given: Posted, session: Writing) -> Response:
    """Saves, retires, or notes that it was read again; whichever button was pressed."""
    item = desk.read(session, kind, id)
    on = desk_of(request.app.state.catalogue, item)
    return _done(request, on, item, person, given, session)


@router.get("/admin/new/{kind}")
def new(
    request: Request,
    engine: Database,
    kind: str,
    _person: Editor,
    product: Annotated[str, Query()] = "",
    criterion: Annotated[str, Query()] = "",
    option: Annotated[str, Query()] = "",
) -> Response:
    """An empty form; a page that somebody suggested stands in its citation."""
    on = Desk(request.app.state.catalogue, kind, product or None, {"criterion": criterion, "option": option})
    with read_session(engine) as session:
        found = suggested.opened_for(request, session)
    return drawn(request, on, suggested.filled({}, found), desk.NEW, reason=suggested.reason(found))


@router.post("/admin/new/{kind}")
def make(
    request: Request,
    kind: str,
    person: Editor,
    given: Posted,
    session: Writing,
    product: Annotated[str, Query()] = "",
    criterion: Annotated[str, Query()] = "",
    option: Annotated[str, Query()] = "",
) -> Response:
    """Saves something new."""
    slug = given.text("slug") if kind == "product" else product
    on = Desk(request.app.state.catalogue, kind, slug or None, {"criterion": criterion, "option": option})
    return _done(request, on, None, person, given, session)


def _done(
    request: Request, on: Desk, item: desk.Item | None, person: Person, given: Sent, session: Session
) -> Response:
    """What the pressed button asks for."""
    suggested.opened_for(request, session)
    less = given.text("less")
    fragment = {**on.question, **read(on.parts, given.without(less) if less else given)}
    reason = given.line("reason")
    version = given.number("version") or desk.NEW
    if on.kind == "statement" and item is not None and item.version == version:
        fragment = read_today(on.criterion, item.fragment or {}, fragment)
    more = given.text("more")
    if more or less:
        return drawn(request, on, fragment, version, item=item, reason=reason, more=more)
    does = given.text("do") or "save"
    by = author(person.shown_name, reason or (REREAD if does == "reread" else ""))
    if len(reason) > LONGEST_REASON:
        problem = FieldProblem("#/reason", reason[:40] + "…", f"at most {LONGEST_REASON} characters")
        return drawn(request, on, fragment, version, item=item, problems=[problem], reason=reason, status=422)
    try:
        if does == "reread" and item is not None:
            saved = desk.reread(session, [desk.Seen(on.kind, item.id, version)], by)
        else:
            wanted = None if does == "retire" else fragment
            edit = desk.Edit(on.kind, on.product, item.id if item else None, wanted, version)
            saved = desk.save(session, edit, by)
    except InvalidInput as error:
        return drawn(
            request,
            on,
            fragment,
            version,
            item=item,
            problems=error.problems,
            sentence=error.sentence,
            reason=reason,
            status=422,
        )
    except desk.EditConflict as error:
        stale = error.stale[0]
        proposed = stale.merged or stale.theirs.fragment or fragment
        return drawn(
            request,
            on,
            proposed,
            stale.theirs.version,
            item=stale.theirs,
            stale=stale,
            sentence=error.sentence,
            reason=reason,
            status=409,
        )
    if suggested.accept(request, session, person, saved):
        return see_other(suggested.LIST)
    if on.kind == "product" and item is None:
        return see_other(f"/admin/products/{on.product}")  # its cells come next
    return see_other(on.public(saved.ids[0]))


def read_today(criterion: e.Criterion, before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Who gives another answer has read its pages: those whose day was left as it was were read today.

    A text may be reworded without its page; there the day stays.
    """
    is_same = all(before.get(name) == now.get(name) for name in ANSWER)
    if is_same or criterion.type is ValueType.TEXT or not now.get("cite"):
        return dict(now)
    days = {(each.get("url"), str(each.get("checked"))) for each in before.get("cite") or ()}
    cited = [
        {name: value for name, value in each.items() if name != "checked"}
        if (each.get("url"), str(each.get("checked"))) in days
        else each
        for each in now["cite"]
    ]
    return {**now, "cite": cited}
