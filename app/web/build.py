"""What this program is made of, as a short hash: a new build answers anew."""

import hashlib
from functools import cache

from app.settings import ROOT

PARTS = ("app", "templates", "static")


@cache
def build() -> str:
    """Twelve hex digits over the code, the templates and the static files; equal on every node of a deployment."""
    digest = hashlib.sha256()
    for part in PARTS:
        for path in sorted((ROOT / part).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
