"""What an address takes: reads and writes of one thing are routes of their own, and a 405 names the methods of all."""

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path


def allowed(app: FastAPI, path: str) -> str:
    """The methods that some route has for this path, as they stand in `Allow`."""
    found: set[str] = set()
    for context in iter_route_contexts(app.routes):
        if context.methods and context.path and compile_path(context.path)[0].match(path):
            found |= context.methods
    return ", ".join(sorted(found))
