"""Your own write is in your next answer, on any node: whoever may have written is answered from the newest catalogue.

Everybody else is answered from the catalogue in memory, which is never older than a second.
"""

import logging

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from app.gate import cookies
from app.gate.visits import STATIC

LOG = logging.getLogger(__name__)


class Fresh:
    """The middleware: looks at the revision for requests that bring our cookie or a token."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http" and not scope["path"].startswith(STATIC) and _may_write(scope):
            await catch_up(scope["app"])
        await self.app(scope, receive, send)


def _may_write(scope: Scope) -> bool:
    return cookies.is_ours(scope["headers"]) or any(name == b"authorization" for name, _ in scope["headers"])


async def catch_up(app: FastAPI) -> None:
    """Brings in what was committed. Where that fails the watcher tries again: what was saved stays saved."""
    try:
        await run_in_threadpool(app.state.live.look)
    except SQLAlchemyError as error:
        LOG.warning("The catalogue could not be read again yet: %s", error)
