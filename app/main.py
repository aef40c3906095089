"""Puts the house together: routers, error handlers, static files, and the catalogue that all answers come from."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette_compress import CompressMiddleware

from app.advisor.rules import read_rules
from app.api import advisor, index, reads
from app.api.cors import ReadsForEveryone, opened
from app.api.media import media_key
from app.api.openapi import describe
from app.api.problems import problem
from app.catalogue.search import echo
from app.catalogue.snapshot import Catalogue, read
from app.catalogue.watch import watching
from app.db import make_engine
from app.errors import FieldProblem, InvalidInput, LandscapeError
from app.settings import ROOT, Settings
from app.web import reference
from app.web.assets import STATIC, Assets
from app.web.cache import AnswerCache
from app.web.errors import error_page
from app.web.headers import HEADERS, SecurityHeaders
from app.web.site import ROUTERS

SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not take that kind of request.",
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
        await refresh(app)
        with watching(app.state.engine, lambda: app.state.catalogue.revision, lambda new: _swap(app, new)):
            yield
        app.state.engine.dispose()

    app = FastAPI(
        title="Messaging Landscape",
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.catalogue = catalogue
    app.state.engine = None  # until a database is opened, which only history needs
    app.state.rules = read_rules(ROOT / "data")  # rules change with the code, not with a deployment's data
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(index.router)
    app.include_router(reads.router)
    app.include_router(advisor.router)
    app.include_router(reference.router)
    describe(app)
    app.mount("/static", Assets(directory=STATIC))
    # From the inside outwards: the cache keeps what the others have added.
    app.add_middleware(CompressMiddleware)
    app.add_middleware(ReadsForEveryone)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(AnswerCache, media_key=media_key)
    app.exception_handler(LandscapeError)(_our_error)
    app.exception_handler(RequestValidationError)(_invalid_request)
    app.exception_handler(HTTPException)(_http_error)
    app.exception_handler(Exception)(_unforeseen)
    return app


async def refresh(app: FastAPI) -> None:
    """Reads the catalogue again and swaps it in whole: a request sees the old one or the new one, never a mixture.

    Called at the start; later changes are noticed by the watcher.
    """
    _swap(app, await run_in_threadpool(read, app.state.engine))


def _swap(app: FastAPI, catalogue: Catalogue) -> None:
    app.state.catalogue = catalogue


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
    return _answer(request, error.status, error.title, error.sentence, problems)


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
    return answer


async def _unforeseen(request: Request, _error: Exception) -> Response:
    """The traceback goes to the log, not to the reader."""
    return _answer(request, 500, LandscapeError.title, SENTENCES[500])
