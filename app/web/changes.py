"""`/changes`: what was changed, by whom and why; `/changes/{number}` one change set; `/changes.atom` a feed.

These pages read the database, since history is not in the frozen catalogue: so their functions run in threads. What
they tell ends at the catalogue's revision, and is kept as long as that stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from app.catalogue.snapshot import Catalogue
from app.editing import asking
from app.editing.diff import FieldDiff, field_diffs
from app.editing.history import ChangeSet, History, Recorded
from app.editing.telling import product_name, sentence, summary
from app.errors import NotFound
from app.web.feed import MEDIA_TYPE, feed
from app.web.render import page
from app.web.routes import Pages, see_other

router = Pages()

ON_A_PAGE = 20
"""Change sets on a page."""

IN_A_SET = 50
"""Revisions of one change set on a page."""

IN_A_FEED = 30

FEED = ("product", "dimension")
"""What a feed and the JSON can be narrowed to."""

ROOMS = {"product": "products", "criterion": "criteria", "protocol": "protocols", "dimension": "dimensions"}


@dataclass(frozen=True, slots=True)
class Told:
    """One revision as the page tells it; `address` is where the thing stands today."""

    number: int
    sentence: str
    address: str | None
    fields: tuple[FieldDiff, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One change set."""

    set: ChangeSet
    summary: str
    address: str
    told: list[Told]


@router.page("/changes")
def changes(
    request: Request,
    product: str = "",
    dimension: str = "",
    criterion: str = "",
    option: str = "",
    person: str = "",
    cursor: str = "",
) -> Response:
    """Change sets, the newest first."""
    values = _given(product=product, dimension=dimension, criterion=criterion, option=option, person=person)
    given = {**values, **_given(cursor=cursor)}
    if list(given.items()) != request.query_params.multi_items():
        return see_other("/changes", list(given.items()))
    catalogue: Catalogue = request.app.state.catalogue
    history = History(request.app.state.engine)
    wanted = asking.wanted(catalogue, history, given)
    found = history.change_sets(wanted, asking.cursor(given), ON_A_PAGE)
    narrowed = {name: values[name] for name in FEED if name in values}
    return page(
        request,
        "changes/page.html",
        canonical=address("/changes", given),
        about=_about(catalogue, values),
        given=values,
        entries=[_entry(catalogue, each, values) for each in found.items],
        next=address("/changes", {**values, "cursor": str(found.next)}) if found.next else None,
        first=address("/changes", values) if cursor else None,
        people=history.people(),
        catalogue=catalogue,
        has_history=history.engine is not None,
        feed=address("/changes.atom", narrowed),
        twin=address("/api/v1/changes", narrowed),
    )


@router.page("/changes.atom")
def atom(request: Request, product: str = "", dimension: str = "") -> Response:
    """The newest change sets as a feed."""
    given = _given(product=product, dimension=dimension)
    if list(given.items()) != request.query_params.multi_items():
        return see_other("/changes.atom", list(given.items()))
    catalogue: Catalogue = request.app.state.catalogue
    history = History(request.app.state.engine)
    found = history.change_sets(asking.wanted(catalogue, history, given), limit=IN_A_FEED)
    text = feed(
        catalogue,
        found.items,
        first=history.one(1, catalogue.revision),
        site=str(request.base_url).rstrip("/"),
        query=urlencode(given),
        about=_about(catalogue, given),
    )
    return Response(text, media_type=MEDIA_TYPE)


@router.page("/changes/{number}")
def change_set(
    request: Request,
    number: str,
    product: str = "",
    dimension: str = "",
    criterion: str = "",
    option: str = "",
    person: str = "",
    cursor: str = "",
) -> Response:
    """The revisions of one change set. The number of any other revision leads to the set that it belongs to."""
    values = _given(product=product, dimension=dimension, criterion=criterion, option=option, person=person)
    given = {**values, **_given(cursor=cursor)}
    if list(given.items()) != request.query_params.multi_items():
        return see_other(request.url.path, list(given.items()))
    catalogue: Catalogue = request.app.state.catalogue
    history = History(request.app.state.engine)
    known = number.isascii() and number.isdecimal() and len(number) <= len(str(asking.LARGEST))
    opening = history.one(int(number), catalogue.revision) if known else None
    if opening is None:
        raise NotFound(f"There is no revision {number[:20]}.")
    if opening.change_set != opening.number:
        return see_other(f"/changes/{opening.change_set}", [("cursor", str(opening.number - 1))])
    wanted = asking.wanted(catalogue, history, given)
    found = history.within(opening.number, wanted, asking.cursor(given), IN_A_SET)
    own = f"/changes/{opening.number}"
    told = found.items if len(found.items) == found.total else ()
    several = ChangeSet(opening.number, found.total, opening.at, opening.actor, opening.reason, told)
    return page(
        request,
        "changes/set/page.html",
        canonical=address(own, given),
        title=summary(catalogue, several),
        set=several,
        about=_about(catalogue, values),
        told=[_told(catalogue, each) for each in found.items],
        next=address(own, {**values, "cursor": str(found.next)}) if found.next else None,
        first=address(own, values) if cursor else None,
        whole=own if values else None,
        twin=f"/api/v1/changes?since={opening.number - 1}",
    )


def _given(**values: str) -> dict[str, str]:
    """The parameters that are given, in their one order."""
    return {name: value for name, value in values.items() if value}


def address(path: str, given: Mapping[str, str]) -> str:
    """A path with its parameters."""
    return f"{path}?{urlencode(given)}" if given else path


def _about(catalogue: Catalogue, given: Mapping[str, str]) -> str:
    """What the changes are limited to, in words; empty where they are not."""
    words = []
    if slug := given.get("product"):
        words.append(product_name(catalogue, slug))
    if slug := given.get("dimension"):
        words.append(catalogue.dimensions[slug].name)
    if slug := given.get("criterion"):
        option = catalogue.criteria[slug].option(given.get("option", ""))
        words.append(f"{catalogue.criteria[slug].label}, {option.label}" if option else catalogue.criteria[slug].label)
    if person := given.get("person"):
        words.append(f"by {person}")
    return ", ".join(words)


def _entry(catalogue: Catalogue, each: ChangeSet, given: Mapping[str, str]) -> Entry:
    told = [_told(catalogue, one) for one in each.revisions]
    return Entry(each, summary(catalogue, each), address(f"/changes/{each.number}", given), told)


def _told(catalogue: Catalogue, each: Recorded) -> Told:
    return Told(each.number, sentence(catalogue, each), _stands(catalogue, each), field_diffs(each.before, each.after))


def _stands(catalogue: Catalogue, each: Recorded) -> str | None:
    """The page of the thing, or of its product, where there is one today."""
    known: dict[str, Any] = {
        "product": catalogue.products,
        "criterion": catalogue.criteria,
        "protocol": catalogue.protocols,
        "dimension": catalogue.dimensions,
    }
    if each.kind == "statement" and each.id in catalogue.facts:
        return f"/statements/{each.id}"
    if each.kind in known:
        return f"/{ROOMS[each.kind]}/{each.id}" if each.id in known[each.kind] else None
    return f"/products/{each.product}" if each.product in catalogue.products else None
