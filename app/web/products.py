"""`/products`: the table of products with search, facets, sorting, columns, and ticks to compare."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from app.catalogue import entities as e
from app.catalogue.facts import limits_of
from app.catalogue.search import (
    Facet,
    Filter,
    Hit,
    Match,
    Sort,
    compared,
    corrected,
    facets,
    matches,
    search,
    sortable,
    understood,
)
from app.catalogue.search import page as page_of
from app.catalogue.search.conditions import Condition
from app.catalogue.showing import Mark, shown, variant_words
from app.catalogue.snapshot import Catalogue
from app.catalogue.words import ValueType
from app.compare import FEWEST, MOST, GridCell, whole_cell
from app.web.cells import Drawn, drawn, opens
from app.web.clock import today
from app.web.kinds import KINDS, tagline
from app.web.render import page
from app.web.routes import Pages, see_other

router = Pages()
router.route_class = APIRoute
"""Any criterion is a parameter here: `Filter` knows which, and drops the others."""

MOST_COLUMNS = 6
"""Columns that are shown where none are chosen, unless more is asked for: so many fit a screen beside the filters."""

OPEN = ("kind", "operated_by", "authentication", "protocols")
"""Facets that stand open before anything is asked."""

MOST_MAYBE = 4
"""Names of products that are told to be unknown; more are only counted."""

AMOUNTS = frozenset({ValueType.BYTES, ValueType.DURATION, ValueType.PERCENT})


@router.page("/products")
async def products(request: Request) -> Response:
    """The products that a question finds."""
    catalogue: Catalogue = request.app.state.catalogue
    given = request.query_params.multi_items()
    wanted = Filter.parse(catalogue, given, forgiving=True)
    side_by_side = compared(catalogue, wanted.text) if not wanted.conditions and not wanted.kinds else ()
    if FEWEST <= len(side_by_side) <= MOST:
        return see_other(f"/compare/{','.join(side_by_side)}")
    wanted = understood(catalogue, wanted) or wanted
    if wanted.pairs != given:
        return see_other("/products", wanted.pairs)
    return page(request, "products/page.html", **found(catalogue, wanted, today()))


def found(catalogue: Catalogue, wanted: Filter, day: date) -> dict[str, Any]:
    """What the template draws."""
    every = matches(catalogue, wanted)
    shown = page_of(every, wanted)
    columns = columns_of(catalogue, wanted)
    here = wanted.query
    return {
        "canonical": f"/products?{here}" if here else "/products",
        "wanted": wanted,
        "with_unknown": any(each.unknown for each in wanted.conditions),
        "query": here,
        "table": replace(wanted, columns=tuple(each.slug for each in columns)).query,
        "total": shown.total,
        "of": len(catalogue.products),
        "columns": [(each, _sorting(catalogue, wanted, each.slug)) for each in columns],
        "by_name": _sorting(catalogue, wanted, "name"),
        "rows": [
            (match, tagline(catalogue, match.entry), _limited(match), _cells(wanted, match, columns, day))
            for match in shown.items
        ],
        "next": _address(replace(wanted, cursor=shown.next)) if shown.next else None,
        "first": _address(replace(wanted, cursor=None)) if wanted.cursor else None,
        "groups": _groups(catalogue, wanted),
        "asked": _asked(catalogue, wanted),
        "others": _others(catalogue, wanted),
        "corrected": corrected(catalogue, wanted.text) if wanted.text else None,
        "maybe": _maybe(catalogue, wanted, every),
        "all_columns": [
            (dimension, [each for each in catalogue.criteria_of(dimension.slug)])
            for dimension in catalogue.dimensions.values()
        ],
        "chosen_columns": {each.slug for each in columns},
        "amounts": [
            (each, wanted.condition(each.slug)) for each in catalogue.criteria.values() if each.type in AMOUNTS
        ],
        "kept": _kept(catalogue, wanted),
        "most": MOST,
    }


def _maybe(catalogue: Catalogue, wanted: Filter, every: Sequence[Match]) -> dict[str, Any] | None:
    """The products left out only because a fact is unknown: how many, a few names, and the address with them."""
    wider = wanted.or_unknown(catalogue)
    if wider.conditions == wanted.conditions:
        return None
    found = {match.slug for match in every}
    more = [match.entry.product.name for match in matches(catalogue, wider) if match.slug not in found]
    return {"count": len(more), "names": more[:MOST_MAYBE], "address": _address(wider)} if more else None


def columns_of(catalogue: Catalogue, wanted: Filter) -> list[e.Criterion]:
    """The columns asked for; if none are, the usual ones after those of which something is asked."""
    columns = list(wanted.columns_of(catalogue))
    asked = [] if wanted.columns else [condition.criterion for condition in wanted.conditions]
    return [*asked, *(each for each in columns if each not in asked)][: max(MOST_COLUMNS, len(asked))]


def _address(wanted: Filter) -> str:
    return f"/products?{wanted.query}" if wanted.query else "/products"


def _cells(wanted: Filter, match: Match, columns: Any, day: date) -> list[Drawn]:
    return [_cell(wanted.condition(each.slug), match, each, day) for each in columns]


HELD = (Mark.YES, Mark.CONDITION, Mark.DISPUTED)


def _cell(condition: Condition | None, match: Match, criterion: e.Criterion, day: date) -> Drawn:
    """A cell of the table; of a criterion whose options are asked for, those alone, and where they are stated."""
    asked = {option for group in condition.groups for option in group} if condition else set()
    options = [each for each in criterion.options if each.slug in asked]
    if not options or not criterion.has_option_cells:
        return drawn(whole_cell(criterion, match.entry, day), criterion, most=1)
    entry = match.entry
    cells = {option: entry.cells[criterion.slug, option.slug] for option in options}
    told = {option: shown(cell, entry.product, day) for option, cell in cells.items()}
    held = {option: each for option, each in told.items() if each.mark in HELD} or told
    first = next((each for each in held.values() if each.mark is Mark.YES), next(iter(held.values())))
    several = len(held) > 1
    lines = [
        f"{option.label}: {each.text}" if several else each.text
        for option, each in held.items()
        if each.mark is not Mark.YES
    ]
    lines += [
        f"{option.label}, {detail}" if several else detail for option, each in held.items() for detail in each.details
    ]
    others = sum(
        shown(entry.cells[criterion.slug, each.slug], entry.product, day).mark in HELD
        for each in criterion.options
        if each not in cells
    )
    lines += [f"and {others} more"] if others else []
    text = ", ".join(option.label for option in held)
    whole = replace(first, text=text, details=tuple(lines), note=None)
    made = drawn(GridCell(whole, tuple(cells[option] for option in held)), criterion, most=len(options) + 2)
    single = next(iter(held)) if len(held) == 1 else None
    return replace(made, address=opens(told[single], [cells[single]])) if single else made


def _limited(match: Match) -> str | None:
    """With which variants a product answers, where not with all."""
    if not match.is_limited:
        return None
    limits = limits_of(frozenset(match.variants), match.entry.variants)
    return "with " + "; ".join(variant_words(match.entry.product, editions, modes) for editions, modes in limits)


def _sorting(catalogue: Catalogue, wanted: Filter, slug: str) -> tuple[str, str] | None:
    """The address that sorts by a column, or turns it round, and how it is sorted now."""
    if slug not in sortable(catalogue):
        return None
    current = wanted.sort or Sort("name")
    is_current = current.by == slug
    turned = Sort(slug, descending=is_current and not current.descending)
    usual = turned == Sort("name") and not wanted.text
    state = ("descending" if current.descending else "ascending") if is_current else "none"
    return _address(replace(wanted, sort=None if usual else turned, cursor=None)), state


def _groups(catalogue: Catalogue, wanted: Filter) -> list[tuple[str, list[dict[str, Any]]]]:
    """Facets under their dimensions; each option with the address that asks for it, or no longer."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for facet in facets(catalogue, wanted):
        name = catalogue.dimensions[facet.dimension].name if facet.dimension else ""
        groups.setdefault(name, []).append(_facet(catalogue, wanted, facet))
    return list(groups.items())


def _facet(catalogue: Catalogue, wanted: Filter, facet: Facet) -> dict[str, Any]:
    asked = facet.condition.unknown if facet.condition else ()
    options = [
        (
            option,
            _address(wanted.toggled(catalogue, facet.slug, option.slug)),
            _address(wanted.toggled(catalogue, facet.slug, f"unknown:{option.slug}")) if option.unknown else None,
            option.slug in asked,
        )
        for option in facet.options
        if option.count or option.chosen or option.unknown or option.slug in asked
    ]
    if facet.slug == "kind":
        order = list(KINDS)
        options.sort(key=lambda each: order.index(each[0].slug))  # type: ignore[arg-type]
    together = facet.condition is not None and facet.condition.asks_for_all
    many = facet.condition is not None and sum(len(group) for group in facet.condition.groups) > 1
    return {
        "facet": facet,
        "options": options,
        "is_open": facet.is_used or facet.condition is not None or facet.slug in OPEN,
        "unknown": _address(wanted.toggled(catalogue, facet.slug, "unknown")) if facet.slug != "kind" else None,
        "any": _address(wanted.joined(catalogue, facet.slug, together=False)) if many else None,
        "all": _address(wanted.joined(catalogue, facet.slug, together=True)) if many else None,
        "together": together,
    }


def _asked(catalogue: Catalogue, wanted: Filter) -> list[tuple[str, str]]:
    """What is asked for, part by part, each with the address of the question without it."""
    parts = [
        (kinds, wanted.without("kind")) for kinds in [replace(wanted, text="", conditions=()).summary] if wanted.kinds
    ]
    parts += [(condition.words, wanted.without(condition.slug)) for condition in wanted.conditions]
    parts += [(f"“{wanted.text}”", replace(wanted, text="", cursor=None))] if wanted.text else []
    return [(words, _address(each)) for words, each in parts]


def _others(catalogue: Catalogue, wanted: Filter) -> list[Hit]:
    """Protocols and criteria that the search words find, the best few."""
    hits = search(catalogue, wanted.text) if wanted.text else ()
    return [hit for hit in hits if hit.kind != "product" and hit.score >= 50][:6]


def _kept(catalogue: Catalogue, wanted: Filter) -> dict[str, list[tuple[str, str]]]:
    """What a form on the page has to carry along: all of the question but what the form itself asks."""
    pairs = [pair for pair in wanted.pairs if pair[0] != "cursor"]
    amounts = {slug for slug, each in catalogue.criteria.items() if each.type in AMOUNTS}
    return {
        "search": [pair for pair in pairs if pair[0] not in ("q", "sort")],
        "columns": [pair for pair in pairs if pair[0] != "columns"],
        "amounts": [pair for pair in pairs if pair[0] not in amounts],
    }
