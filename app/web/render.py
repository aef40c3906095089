"""Templates to whole pages. Data is always escaped, and a name that is not there is an error, not an empty string."""

from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

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

ADVICE = "/advisor"
"""Where "Get advice" leads."""

ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENVIRONMENT.globals.update(static=static_url, navigation=NAVIGATION, advice=ADVICE)
ENVIRONMENT.filters.update(wording.FILTERS)


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """One page as an answer. Templates know their own path, for the navigation and the canonical address."""
    values.setdefault("canonical", request.url.path)
    text = ENVIRONMENT.get_template(template).render(path=request.url.path, **values)
    return HTMLResponse(text, status_code=status)
