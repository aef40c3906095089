"""What `landscape serve` does: makes the database ready, then answers requests until it is told to stop."""

import socket
from collections.abc import Callable

import uvicorn
from sqlmodel import select

from app.catalogue.tables import CatalogueState
from app.db import make_engine, read_session, require_current, schema_state, upgrade
from app.errors import LandscapeError
from app.main import create_app
from app.settings import Settings

SECONDS_TO_FINISH = 5
"""For requests that are under way when the server is told to stop."""


def prepare(settings: Settings, *, migrate_older: bool, say: Callable[[str], None]) -> None:
    """Creates and fills an empty database; moves an older one on if asked to, and refuses it otherwise."""
    engine = make_engine(settings.database_url)
    try:
        state = schema_state(engine)
        if state == "empty" or (state == "older" and migrate_older):
            say("Creating the database …" if state == "empty" else "Bringing the database up to date …")
            upgrade(engine)
        else:
            require_current(engine)
        with read_session(engine) as session:
            # Also after a first start that was interrupted between the tables and the data.
            never_filled = not session.exec(select(CatalogueState.revision)).first()
        if never_filled:
            from app.ingest.load import load  # later starts do without

            say(str(load(engine, settings.data_dir, say)))
    finally:
        engine.dispose()


def run(settings: Settings, say: Callable[[str], None]) -> None:
    """Serves until SIGINT or SIGTERM. The address is printed once the port is ours: from then on requests wait."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        raise LandscapeError(
            f"Cannot listen on {settings.host} port {settings.port} ({error.strerror}):"
            " choose another with LANDSCAPE_HOST or LANDSCAPE_PORT."
        ) from None
    config = uvicorn.Config(
        create_app(settings),
        log_level=settings.log_level,
        # An open stream would keep the process from ending.
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    with listener:
        say(f"Messaging Landscape is on http://{host}:{settings.port}")
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:
            say("Stopped.")
