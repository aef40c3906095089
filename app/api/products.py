"""/products: the list with filters, search, sorting and columns; and everything about one product."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import Path, Request
from starlette.responses import Response

from app.api import parts
from app.api import shapes as s
from app.api.answering import catalogue_of, day_of, head, json_answer
from app.api.cells import cell
from app.api.exports import listed, table_answer
from app.api.media import Format
from app.api.routing import FORMAT, FREE, Parameter, Reads, flag
from app.catalogue import entities as e
from app.catalogue import search as q
from app.catalogue.names import no_product
from app.catalogue.snapshot import Catalogue
from app.catalogue.stats import coverage
from app.catalogue.words import Kind
from app.compare import whole_cell
from app.errors import FieldProblem, InvalidQuery

router = Reads("products")

OWN = ("format", "facets")
"""Parameters that say how to answer, not what is asked."""

TEXT = {"type": "string"}
PARAMETERS = (
    Parameter(
        "kind",
        "Only products of this kind; repeat for any of several.",
        {"type": "array", "items": {"type": "string", "enum": list(Kind)}},
        ["event-log"],
    ),
    Parameter(
        "q",
        "Search words over names, aliases, vendors, kinds, editions, modes and protocols; forgives typing errors.",
        {"type": "string", "maxLength": 200},
        "heron",
    ),
    Parameter(
        "sort",
        "`name`, `kind`, `coverage`, or a criterion with an amount, a date or a version; after a minus sign from the "
        "other end. What is unknown stands last in either direction. Without it: by how well `q` fits, then by name.",
        TEXT,
        "name",
    ),
    Parameter("columns", "Slugs of the criteria to answer with, separated by commas.", TEXT, "message_size_max"),
    Parameter("limit", "Products on a page.", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}, 50),
    Parameter("cursor", "The `next` of the page before, for the very same question.", TEXT, "", further={}),
    Parameter(
        "facets",
        "Whether to count, for every option of every criterion, the products that there would be.",
        {"type": "boolean", "default": False},
        False,
    ),
    FORMAT,
    Parameter(
        FREE,
        "Filters: the slug of a criterion with `option` (repeat for any of several), `all:a,b`, `unknown`, "
        "`unknown:option`, `yes` or `no`; amounts, dates and versions with `ge:`, `le:` or `eq:` (`ge:1MiB`, "
        "`le:14 days`; several hold together), `unlimited`, `none-stated`. All filters must hold in one variant. "
        "Every support but `no` matches an option; what is unknown matches nothing but `unknown`.",
        {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}},
        {"message_size_max": ["ge:1MiB"]},
        further={"style": "form", "explode": True},
    ),
)


@router.read("/products", "listProducts", "Products that match filters", s.Products, PARAMETERS, found=False)
def list_products(request: Request) -> Response:
    """The products for which all filters hold in one variant, sorted, a page at a time."""
    catalogue, day = catalogue_of(request), day_of(request)
    given = request.query_params.multi_items()
    for name in OWN:
        if len(request.query_params.getlist(name)) > 1:
            raise InvalidQuery(f"{name} was given twice.", [FieldProblem(name, name, "one value")])
    wanted = q.Filter.parse(catalogue, [pair for pair in given if pair[0] not in OWN])
    facets = flag(request, "facets")
    page = q.page(q.matches(catalogue, wanted), wanted)
    columns = wanted.columns_of(catalogue)
    headers = {}
    if page.next:
        further = [pair for pair in given if pair[0] in OWN]
        address = replace(wanted, cursor=page.next).address(request.url.path, further)
        headers["link"] = f'<{address}>; rel="next"'
    if request.state.format is not Format.JSON:
        table = listed(catalogue, page.items, columns, wanted.summary, day)
        return table_answer(table, request.state.format, catalogue.revised_at, headers)
    body = s.Products(
        **head(catalogue),
        total=page.total,
        next=page.next,
        query=wanted.query,
        summary=wanted.summary,
        columns=[each.slug for each in columns],
        items=[_row(each, columns, day) for each in page.items],
        facets=_facets(catalogue, wanted) if facets else None,
    )
    return json_answer(body, headers)


def _row(match: q.Match, columns: tuple[e.Criterion, ...], day: date) -> s.ProductRow:
    product = match.entry.product
    return s.ProductRow(
        slug=product.slug,
        name=product.name,
        kind=product.product_kind,
        vendor=product.vendor,
        variants=[parts.variant(each) for each in match.variants],
        limited=match.is_limited,
        cells=[s.ColumnCell(criterion=each.slug, cell=cell(whole_cell(each, match.entry, day))) for each in columns],
    )


def _facets(catalogue: Catalogue, wanted: q.Filter) -> list[s.Facet]:
    return [
        s.Facet(
            name=facet.slug,
            label=facet.label,
            unknown=facet.unknown,
            options=[
                s.FacetOption(
                    option=each.slug, label=each.label, count=each.count, unknown=each.unknown, chosen=each.chosen
                )
                for each in facet.options
            ],
        )
        for facet in q.facets(catalogue, wanted)
    ]


@router.read("/products/{slug}", "getProduct", "Everything about one product", s.ProductPage)
def get_product(
    request: Request, slug: Annotated[str, Path(description="The product's slug.", examples=["heron"])]
) -> Response:
    """Editions, modes, statements with their citations, client libraries, prices, measurements, relations."""
    catalogue = catalogue_of(request)
    entry = catalogue.products.get(slug)
    if entry is None:
        raise no_product(catalogue, slug)
    own = entry.product
    return json_answer(
        s.ProductPage(
            **head(catalogue),
            **dict(parts.product(catalogue, entry)),
            vendor=own.vendor,
            homepage=own.homepage,
            documentation=own.documentation,
            repository=own.repository,
            aliases=list(own.aliases),
            variants=[parts.variant(each) for each in entry.variants],
            coverage=parts.counts(coverage(entry.cells.values(), day_of(request))),
        )
    )
