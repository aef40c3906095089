"""`/admin/work`: what is due for a re-check, undated, unknown or disputed, with how far each product is."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app import desk
from app.catalogue.due import Progress, Task, Why, WorkList, due
from app.catalogue.showing import shown
from app.catalogue.snapshot import Catalogue
from app.db import read_session
from app.editing import author
from app.errors import InvalidInput, NotFound
from app.gate.writing import Database, Writing
from app.web.cells import cell_address, letters
from app.web.clock import today
from app.web.desk.things import REREAD
from app.web.forms import Posted, whole_number
from app.web.render import page
from app.web.routes import see_other
from app.web.signed_in import Editor

router = APIRouter(include_in_schema=False)

ON_A_PAGE = 50

WHY_WORDS = {
    Why.DISPUTED: "disputed",
    Why.DUE: "due for a re-check",
    Why.UNDATED: "undated",
    Why.UNKNOWN: "unknown",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One cell to look at. `seen` are the things that one press notes as read again, with their versions."""

    task: Task
    product: str
    label: str
    css: str
    text: str
    edit: str
    seen: tuple[str, ...]


@router.get("/admin/work")
def work(
    request: Request,
    engine: Database,
    _person: Editor,
    product: Annotated[str, Query()] = "",
    dimension: Annotated[str, Query()] = "",
    why: Annotated[str, Query()] = "",
    after: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """The list, narrowed as asked, fifty at a time."""
    catalogue: Catalogue = request.app.state.catalogue
    _known(catalogue, product, dimension, why)
    found = due(catalogue, today())
    tasks = found.of(product or None, dimension or None, Why(why) if why else None)
    here = tasks[after : after + ON_A_PAGE]
    with read_session(engine) as session:
        items = desk.read_many(session, list(dict.fromkeys(key for each in here for key in each.rests_on)))
    versions = {(item.kind, item.id): item.version for item in items}
    given = {name: value for name, value in (("product", product), ("dimension", dimension), ("why", why)) if value}
    return page(
        request,
        "desk/work.html",
        rows=[_row(catalogue, each, versions) for each in here],
        total=len(tasks),
        given=given,
        after=after,
        counts=_counts(found, product, dimension),
        progress=_progress(catalogue, found),
        whole=found.total,
        catalogue=catalogue,
        words=WHY_WORDS,
        next=_address({**given, "after": str(after + ON_A_PAGE)}) if len(tasks) > after + ON_A_PAGE else None,
        first=_address(given) if after else None,
    )


@router.post("/admin/work/re-read")
def reread(request: Request, person: Editor, given: Posted, session: Writing) -> Response:
    """One press: these things were read again and still say so. Back to the list as it was."""
    seen = [_seen(each) for each in given.all("seen")]
    if not seen:
        raise InvalidInput("Nothing was named that could have been read again.")
    desk.reread(session, seen, author(person.shown_name, REREAD))
    names = [(name, given.text(name)) for name in ("product", "dimension", "why", "after")]
    return see_other("/admin/work", [pair for pair in names if pair[1]])


def _address(given: dict[str, str]) -> str:
    return f"/admin/work?{urlencode(given)}" if given else "/admin/work"


def _known(catalogue: Catalogue, product: str, dimension: str, why: str) -> None:
    if product and product not in catalogue.products:
        raise NotFound(f"There is no product “{product[:80]}” in the catalogue.")
    if dimension and dimension not in catalogue.dimensions:
        raise NotFound(f"There is no dimension “{dimension[:80]}”.")
    if why and why not in list(Why):
        raise NotFound(f"There is no list “{why[:80]}”: it is one of {', '.join(Why)}.")


def _row(catalogue: Catalogue, task: Task, versions: dict[tuple[str, str], int]) -> Row:
    entry = catalogue.products[task.product]
    cell = entry.cells[task.criterion, task.option]
    option = cell.criterion.option(task.option) if task.option else None
    told = shown(cell, entry.product, today())
    return Row(
        task=task,
        product=entry.product.name,
        label=f"{cell.criterion.label}, {option.label}" if option else cell.criterion.label,
        css=letters(told),
        text=told.text,
        edit="/admin/cells" + cell_address(task.product, task.criterion, task.option).removeprefix("/products"),
        seen=tuple(f"{kind}:{id}:{versions[kind, id]}" for kind, id in task.rests_on if versions.get((kind, id)))
        if task.why in (Why.DUE, Why.UNDATED)
        else (),
    )


def _counts(found: WorkList, product: str, dimension: str) -> dict[Why, int]:
    return {why: len(found.of(product or None, dimension or None, why)) for why in Why}


def _progress(catalogue: Catalogue, found: WorkList) -> list[tuple[str, str, Progress]]:
    """Slug, name and how far it is, of each product; those with most to do first."""
    made = [(slug, entry.product.name, found.by_product[slug]) for slug, entry in catalogue.products.items()]
    return sorted(made, key=lambda each: each[2].share)


def _seen(text: str) -> desk.Seen:
    kind, _, rest = text.partition(":")
    id, _, version = rest.rpartition(":")
    seen = whole_number(version)
    if not (kind and id) or seen is None:
        raise InvalidInput("Nothing was named that could have been read again.")
    return desk.Seen(kind, id, seen)
