"""Cross-origin reads: any page may read the API, and see its ETag and Link; writes are for our own pages alone."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

READS = ("GET", "HEAD")
PREFIX = "/api/"
EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy"
OPEN = {"access-control-allow-origin": "*", "access-control-expose-headers": EXPOSED}
PREFLIGHT = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, HEAD",
    "access-control-allow-headers": "Accept, If-None-Match",
    "access-control-max-age": "86400",
}


class ReadsForEveryone:
    """Adds the headers to reads under /api/, and answers the question that a browser asks before them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; what is not under /api/ passes."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self.app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            if Headers(scope=scope).get("access-control-request-method") in READS:
                await Response(status_code=204, headers=PREFLIGHT)(scope, receive, send)
                return
        elif scope["method"] in READS:
            send = _opened(send)
        await self.app(scope, receive, send)


def opened(answer: Response, method: str) -> Response:
    """An answer that is sent from outside this middleware, as one to an unforeseen error is, with what reads get."""
    if method in READS:
        answer.headers.update(OPEN)
    return answer


def _opened(send: Send) -> Send:
    async def send_opened(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(OPEN)
        await send(message)

    return send_opened
