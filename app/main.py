"""Puts the house together: routers, error handlers, static files, and the catalogue that all answers come from."""

import logging
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from http import HTTPStatus

from anyio import CapacityLimiter
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette_compress import CompressMiddleware

from app.advisor.board import prepare
from app.advisor.rules import read_rules
from app.api import advisor, edits, handling, index, reads, suggestions
from app.api.cors import ReadsForEveryone, opened
from app.api.media import media_key
from app.api.openapi import describe
from app.api.problems import problem
from app.catalogue.live import Live
from app.catalogue.search import echo
from app.catalogue.snapshot import Catalogue, read
from app.catalogue.watch import watching
from app.db import make_engine
from app.errors import FieldProblem, InvalidInput, LandscapeError
from app.gate.body_limit import SENTENCE as TOO_LARGE
from app.gate.body_limit import BodyLimit
from app.gate.cross_site import CrossSite
from app.gate.fresh import Fresh
from app.gate.methods import allowed
from app.gate.visits import Visits
from app.settings import ROOT, Settings
from app.web import reference
from app.web.assets import STATIC, Assets
from app.web.cache import AnswerCache
from app.web.errors import error_page
from app.web.headers import HEADERS, SecurityHeaders
from app.web.site import ROUTERS

LOG = logging.getLogger(__name__)

PAUSE = 0.2
"""Seconds between a new catalogue and the work on what the advisor needs of it."""

SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not take that kind of request.",
    413: TOO_LARGE,
    503: "The database did not answer in time. If you were saving, look whether it was saved, and try again.",
    500: "Something went wrong on our side. Your question may be fine: please try again.",
}


def create_app(settings: Settings, catalogue: Catalogue | None = None) -> FastAPI:
    """The application for one database. Whoever starts it has made sure that the database fits (app/serving.py).

    With a ready catalogue it answers from that and opens no database: for tests and benchmarks.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if catalogue is not None:
            yield
            return
        app.state.engine = make_engine(settings.database_url)
        app.state.readying = ThreadPoolExecutor(1, "advisor-readying")
        await refresh(app)
        with watching(app.state.engine, app.state.live):
            yield
        app.state.readying.shutdown(cancel_futures=True)
        app.state.engine.dispose()

    app = FastAPI(
        title="Messaging Landscape",
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.catalogue = catalogue
    app.state.engine = None  # until a database is opened: for history, and for those who write
    app.state.live = Live(lambda: app.state.engine, lambda: app.state.catalogue, lambda new: _swap(app, new))
    app.state.readying = None  # while a database is served
    app.state.writers = CapacityLimiter(1)  # in this process: app/gate/writing.py
    app.state.rules = read_rules(ROOT / "data")  # rules change with the code, not with a deployment's data
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(index.router)
    app.include_router(reads.router)
    app.include_router(edits.router)
    app.include_router(advisor.router)
    app.include_router(suggestions.router)
    app.include_router(handling.router)
    app.include_router(reference.router)
    describe(app)
    app.mount("/static", Assets(directory=STATIC))
    # From the inside outwards: the cache keeps what the others have added.
    app.add_middleware(CompressMiddleware)
    app.add_middleware(Fresh)
    app.add_middleware(Visits)
    app.add_middleware(BodyLimit, refuse=_answer)
    app.add_middleware(CrossSite, refuse=_answer)
    app.add_middleware(ReadsForEveryone)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(AnswerCache, media_key=media_key)
    app.exception_handler(LandscapeError)(_our_error)
    app.exception_handler(RequestValidationError)(_invalid_request)
    app.exception_handler(HTTPException)(_http_error)
    app.exception_handler(OperationalError)(_no_answer)
    app.exception_handler(Exception)(_unforeseen)
    return app


async def refresh(app: FastAPI) -> None:
    """Reads the catalogue again and swaps it in whole: a request sees the old one or the new one, never a mixture.

    Called at the start; later changes are noticed by the watcher.
    """
    _swap(app, await run_in_threadpool(read, app.state.engine))


def _swap(app: FastAPI, catalogue: Catalogue) -> None:
    app.state.catalogue = catalogue
    if app.state.readying is not None:
        app.state.readying.submit(_make_ready, app, catalogue)


def _make_ready(app: FastAPI, catalogue: Catalogue) -> None:
    """Works out what the first advice would wait for, once those are answered who wait for the catalogue itself."""
    time.sleep(PAUSE)
    if app.state.catalogue is catalogue:  # else a newer one waits for its turn
        prepare(catalogue, app.state.rules)


def _answer(
    request: Request, status: int, title: str, sentence: str, problems: Sequence[FieldProblem] = ()
) -> Response:
    """A problem document under /api, a page elsewhere."""
    if request.url.path.startswith("/api/"):
        answer = problem(status, title, sentence, problems)
        answer.headers.update(HEADERS)  # the answer to a failure is made outside the middlewares
        return opened(answer, request.method)
    return error_page(request, status, title, sentence, problems)


async def _our_error(request: Request, error: LandscapeError) -> Response:
    problems = error.problems if isinstance(error, InvalidInput) else ()
    answer = _answer(request, error.status, error.title, error.sentence, problems)
    answer.headers.update(error.headers)
    return answer


async def _invalid_request(request: Request, error: RequestValidationError) -> Response:
    problems = [
        FieldProblem("/".join(["#", *map(str, each["loc"][1:])]), echo(str(each.get("input"))), each["msg"])
        for each in error.errors()
    ]
    return _answer(request, 422, InvalidInput.title, "The request does not fit.", problems)


async def _http_error(request: Request, error: HTTPException) -> Response:
    title = HTTPStatus(error.status_code).phrase.capitalize()
    answer = _answer(request, error.status_code, title, SENTENCES.get(error.status_code, f"{title}."))
    answer.headers.update(error.headers or {})
    if error.status_code == 405:
        answer.headers["allow"] = allowed(request.app, request.url.path)
    return answer


async def _no_answer(request: Request, error: OperationalError) -> Response:
    """The database is busy with somebody else, or away: what was under way is undone, unless it was just done."""
    LOG.warning("The database did not answer: %s", error.orig)
    answer = _answer(request, 503, "Not now", SENTENCES[503])
    answer.headers["Retry-After"] = "5"
    return answer


async def _unforeseen(request: Request, _error: Exception) -> Response:
    """The traceback goes to the log, not to the reader."""
    return _answer(request, 500, LandscapeError.title, SENTENCES[500])
