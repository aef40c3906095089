"""The page that an error becomes for a reader: what went wrong, and where to go on from there."""

from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlencode

from fastapi import Request
from rapidfuzz import fuzz, process
from starlette.responses import HTMLResponse

from app.catalogue.names import slugs_of
from app.catalogue.snapshot import Catalogue
from app.compare import FEWEST, MOST
from app.errors import FieldProblem
from app.web.headers import HEADERS
from app.web.render import NAVIGATION, page

NEAR = 70
"""From which likeness on (of 100) another address is offered: `rabitmq` is 93 like `rabbitmq`."""

MOST_NEAR = 5


def error_page(
    request: Request, status: int, title: str, sentence: str, problems: Sequence[FieldProblem] = ()
) -> HTMLResponse:
    """A title, a sentence, what was not accepted, and near matches or other ways on."""
    catalogue: Catalogue | None = request.app.state.catalogue
    ways = list(ways_on(catalogue, request.url.path)) if catalogue is not None and status in (400, 404) else []
    answer = page(
        request,
        "errors/page.html",
        status=status,
        title=title,
        sentence=sentence,
        problems=problems,
        ways=ways,
    )
    # An unforeseen error is answered outside the middleware that would add these.
    answer.headers.update(HEADERS)
    return answer


def ways_on(catalogue: Catalogue, path: str) -> Iterator[tuple[str, str]]:
    """Addresses and names of what was probably meant."""
    room, _, rest = unquote(path).strip("/").partition("/")
    if room == "compare" and rest:
        yield from _comparisons(catalogue, rest.split(","))
        return
    choices = dict(_names(catalogue))
    words = (rest or room).replace("-", " ").replace("_", " ").lower()[:100]
    found = process.extract(words, list(choices), scorer=fuzz.WRatio, score_cutoff=NEAR, limit=4 * MOST_NEAR)
    # Pages of the room that was asked for come first.
    ranked = sorted(found, key=lambda hit: (not choices[hit[0]][0].startswith(f"/{room}/"), -hit[1]))
    yield from list(dict.fromkeys(choices[name] for name, _, _ in ranked))[:MOST_NEAR]


def _comparisons(catalogue: Catalogue, slugs: list[str]) -> Iterator[tuple[str, str]]:
    """What was probably meant, and the picking page with what is known ticked."""
    names = slugs_of(catalogue, slugs[:20])
    if meant := comparison_meant(catalogue, names):
        yield meant
    known = dict.fromkeys(name for name in names if name in catalogue.products)
    yield "/compare?" + urlencode([("products", slug) for slug in known]), "Pick products to compare"


def near_products(catalogue: Catalogue, name: str) -> list[tuple[str, str]]:
    """Slugs and names of the products that a strange name is most like, the likeliest first."""
    choices = {
        word.lower(): slug
        for slug, entry in catalogue.products.items()
        for word in (*entry.product.aliases, slug.replace("-", " "), entry.product.name)
    }
    words = name.replace("-", " ").replace("_", " ").lower()[:100]
    found = process.extract(words, list(choices), scorer=fuzz.ratio, score_cutoff=NEAR, limit=4 * MOST_NEAR)
    slugs = list(dict.fromkeys(choices[word] for word, _, _ in found))[:3]
    return [(slug, catalogue.products[slug].product.name) for slug in slugs]


def comparison_meant(catalogue: Catalogue, names: Sequence[str]) -> tuple[str, str] | None:
    """Address and name of the comparison with the likeliest product in the place of each strange name."""
    likely = [
        name if name in catalogue.products else next((slug for slug, _ in near_products(catalogue, name)), None)
        for name in names[:20]
    ]
    known = list(dict.fromkeys(slug for slug in likely if slug))
    if not FEWEST <= len(known) <= MOST:
        return None
    words = ", ".join(catalogue.products[slug].product.name for slug in known)
    return "/compare/" + ",".join(known), f"Compare {words}"


def _names(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, str]]]:
    """What pages are called, in lower case, with their address and name."""
    for address, name in NAVIGATION:
        yield name.lower(), (address, name)
    for slug, criterion in catalogue.criteria.items():
        for word in (criterion.label, slug.replace("_", " ")):
            yield word.lower(), (f"/criteria/{slug}", criterion.label)
    for slug, protocol in catalogue.protocols.items():
        for word in (protocol.name, slug.replace("-", " "), *protocol.aliases):
            yield word.lower(), (f"/protocols/{slug}", protocol.name)
    for slug, dimension in catalogue.dimensions.items():
        for word in (dimension.name, dimension.short):
            yield word.lower(), (f"/dimensions/{slug}", dimension.name)
    for slug, entry in catalogue.products.items():
        for word in (entry.product.name, slug.replace("-", " "), *entry.product.aliases):
            yield word.lower(), (f"/products/{slug}", entry.product.name)
