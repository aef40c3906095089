"""Templates to whole pages. Data is always escaped, and a name that is not there is an error, not an empty string."""

from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from app.gate.visits import visit_of
from app.settings import ROOT
from app.web import wording
from app.web.assets import static_url

TEMPLATES = ROOT / "templates"

NAVIGATION = (
    ("/products", "Products"),
    ("/compare", "Compare"),
    ("/dimensions", "Dimensions"),
    ("/protocols", "Protocols"),
    ("/approaches", "Approaches"),
    ("/about/data", "Data"),
)

ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
SHELL = {"static": static_url, "navigation": NAVIGATION}
"""What every template knows, the frame around each page first of all."""

ENVIRONMENT.globals.update(SHELL)
ENVIRONMENT.filters.update(wording.FILTERS)


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """One page as an answer. Templates know their own path, for the navigation and the canonical address.

    And who is `signed_in`, for whom another page may stand here: a browser must not show the one from before.
    """
    if taken := SHELL.keys() & values.keys():
        raise ValueError(f"a page may not give another meaning to {', '.join(sorted(taken))}")
    values.setdefault("canonical", request.url.path)
    visit = visit_of(request)
    person = visit.person if visit else None
    text = ENVIRONMENT.get_template(template).render(path=request.url.path, signed_in=person, **values)
    return HTMLResponse(text, status_code=status, headers={"Vary": "Cookie"})
