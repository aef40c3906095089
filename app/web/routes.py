"""Routers for pages: GET and HEAD, and an unknown query parameter leads to the address without it."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.responses import RedirectResponse, Response

F = TypeVar("F", bound=Callable[..., Any])
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PageRoute(APIRoute):
    """A page whose function names its query parameters; others are dropped by a redirect."""

    def get_route_handler(self) -> Handler:
        """Looks at the parameters before anything else does."""
        handle = super().get_route_handler()
        known = {field.alias for field in self.dependant.query_params}

        async def handle_known(request: Request) -> Response:
            given = request.query_params.multi_items()
            kept = [(name, value) for name, value in given if name in known]
            return await handle(request) if kept == given else see_other(request.url.path, kept)

        return handle_known


def see_other(path: str, query: list[tuple[str, str]] | None = None) -> RedirectResponse:
    """The answer lies at another address of ours."""
    asked = urlencode(query or [], safe=",:")
    return RedirectResponse(f"{path}?{asked}" if asked else path, status_code=303)


def moved(path: str, query: list[tuple[str, str]] | None = None) -> RedirectResponse:
    """The page has another address, for good."""
    asked = urlencode(query or [], safe=",:")
    return RedirectResponse(f"{path}?{asked}" if asked else path, status_code=308)


class Pages(APIRouter):
    """The pages of one room."""

    def __init__(self) -> None:
        super().__init__(include_in_schema=False, route_class=PageRoute)

    def page(self, path: str) -> Callable[[F], F]:
        """Registers a page at this path."""
        return self.api_route(path, methods=["GET", "HEAD"])
