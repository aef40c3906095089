"""Requests that change something must come from our own pages, or from no browser at all.

Browsers say where a request comes from (`Sec-Fetch-Site`; older ones and plain HTTP: `Origin`), and no page can make
them lie. So forms need no token of their own. A Bearer token is no cookie: no browser adds it by itself.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

SENTENCE = "This was sent from a page of another site. Open the page here, and send it from there."

Refuse = Callable[[Request, int, str, str], Response]
"""A page or a problem document: request, status, title, sentence."""


class CrossSite:
    """The middleware."""

    def __init__(self, app: ASGIApp, refuse: Refuse) -> None:
        self.app = app
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        answer: Callable[[Scope, Receive, Send], Awaitable[None]] = self.app
        if scope["type"] == "http" and scope["method"] not in SAFE and not is_own(Headers(scope=scope)):
            answer = self.refuse(Request(scope), 403, "Not from here", SENTENCE)
        await answer(scope, receive, send)


def is_own(headers: Headers) -> bool:
    """Whether it comes from a page of this site, or from no page."""
    if headers.get("authorization", "").lower().startswith("bearer "):
        return True
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    # Only the host: a proxy that ends TLS may not tell the scheme.
    return origin is None or urlsplit(origin).netloc == headers.get("host")
