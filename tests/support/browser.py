"""A real server and a real browser, for the tests that look at pages as a reader does."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.setup_test_parts import find_chromium
from tests.support.skips import without_part

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]

# Debian's Chromium in a container: no sandbox, and no calls home, which a closed network answers slowly or not at all.
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def pytest_itemcollected(item: pytest.Item) -> None:
    """So that `-m "not browser"` leaves them out."""
    if "browser" in getattr(item, "fixturenames", ()):
        item.add_marker("browser")


@contextmanager
def serving(database_url: str) -> Iterator[str]:
    """Serves that database from a thread on a free port; gives the address."""
    import uvicorn

    from app.main import create_app
    from app.settings import Settings

    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            create_app(Settings(database_url=database_url)),
            log_level="warning",
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                if not thread.is_alive():
                    raise RuntimeError("the server did not start")
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def serve() -> Iterator[Callable[[str], str]]:
    """`serve(database_url)` starts a server for this test and gives its address."""
    with ExitStack() as stack:
        yield lambda url: stack.enter_context(serving(url))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the committed data, one per worker, for tests that only look."""
    from app.db import make_engine, upgrade
    from app.ingest.load import load

    url = f"sqlite:///{tmp_path_factory.mktemp('site') / 'landscape.db'}"
    engine = make_engine(url)
    upgrade(engine)
    load(engine, ROOT / "data", lambda _line: None)
    engine.dispose()
    with serving(url) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium, one per module: while Playwright runs, its event loop keeps other tests from running theirs."""
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if path is None:
        without_part("Chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A fresh window. Errors in the console fail the test: a refused style or script is one."""
    context = browser.new_context()
    made = context.new_page()
    complaints: list[str] = []
    made.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    made.on("pageerror", lambda error: complaints.append(str(error)))
    yield made
    context.close()
    assert complaints == []
