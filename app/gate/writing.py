"""A session that writes, for one request: its transaction commits before the answer goes out.

Declare it last, after whoever may ask: `session: Writing`. A failed commit is then an error to the one who asked, and
a redirect finds what was saved.
"""

from collections.abc import AsyncIterator
from typing import Annotated

from anyio import CapacityLimiter
from fastapi import Depends, Request
from fastapi.concurrency import contextmanager_in_threadpool
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import write_session
from app.errors import LandscapeError
from app.gate.fresh import catch_up


class NoDatabase(LandscapeError):
    """Asked of a program that answers from a ready catalogue."""

    status = 503
    title = "Not here"


def database(request: Request) -> Engine:
    """The engine of the database that is served."""
    engine: Engine | None = request.app.state.engine
    if engine is None:
        raise NoDatabase("This server answers from a ready catalogue, without a database.")
    return engine


async def whole_body(request: Request) -> None:
    """Waits until all of it is here: whoever sends slowly must not hold up those who write."""
    await request.body()


async def writing(
    request: Request, engine: Annotated[Engine, Depends(database)], _body: Annotated[None, Depends(whole_body)]
) -> AsyncIterator[Session]:
    """One writer at a time in this process, so that those who wait take no thread that the one who writes needs."""
    limiter: CapacityLimiter = request.app.state.writers
    async with limiter, contextmanager_in_threadpool(write_session(engine)) as session:
        yield session
    await catch_up(request.app)  # what was just committed is in the answer's own catalogue


Database = Annotated[Engine, Depends(database)]
Writing = Annotated[Session, Depends(writing, scope="function")]
