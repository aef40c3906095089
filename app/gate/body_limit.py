"""No request brings more than a megabyte, whatever it says of its length."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.gate.cross_site import Refuse

LARGEST = 1024 * 1024
"""Bytes."""

SENTENCE = "What was sent is larger than 1 MB, and nothing of it was kept."


class BodyLimit:
    """The middleware. A length that is said is refused at once; bytes are counted as they come."""

    def __init__(self, app: ASGIApp, refuse: Refuse) -> None:
        self.app = app
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "")
        if said.isdecimal() and int(said) > LARGEST:
            await self.refuse(Request(scope), 413, "Too large", SENTENCE)(scope, receive, send)
            return
        taken = 0

        async def receive_counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LARGEST:
                raise HTTPException(413)  # whoever reads the body lets it through to the handlers of errors
            return message

        await self.app(scope, receive_counted, send)
