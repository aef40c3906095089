"""Static files: the stylesheet joined from its parts, and addresses that change with the content.

An address made by `static_url` may be kept for a year by anyone; the same file without its hash is asked for again.
"""

import hashlib
import re
from collections.abc import MutableMapping
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from app.settings import ROOT

STATIC = ROOT / "static"
STYLESHEET = "site.css"
"""The one stylesheet that pages link: every file of static/css, in the order below. Nothing is built or written."""

FIRST = ("tokens.css", "base.css", "layout.css")
"""What the components stand on; they follow by name, and `print.css` has the last word by its layer."""

FOREVER = "public, max-age=31536000, immutable"


@cache
def stylesheet() -> bytes:
    """The joined stylesheet, the addresses in it with their hashes."""
    folder = STATIC / "css"
    names = [*FIRST, *sorted(path.name for path in folder.glob("*.css") if path.name not in FIRST)]
    text = "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
    return re.sub(r"url\(/static/([^)]+)\)", lambda found: f"url({static_url(found[1])})", text).encode()


@cache
def content_hash(path: str) -> str:
    """16 hex digits of the file's SHA-256; an error names a file that is not there."""
    content = stylesheet() if path == STYLESHEET else (STATIC / path).read_bytes()
    return hashlib.sha256(content).hexdigest()[:16]


def static_url(path: str) -> str:
    """The address of a file below static/."""
    return f"/static/{path}?v={content_hash(path)}"


class Assets(StaticFiles):
    """The files below static/, kept forever when asked for by their hash."""

    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        """The joined stylesheet, or the file."""
        if path == STYLESHEET:
            answer = Response(stylesheet(), media_type="text/css")
        else:
            answer = await super().get_response(path, scope)
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("v", [""])[0]
        kept = answer.status_code in (200, 304) and asked == content_hash(path)
        answer.headers["cache-control"] = FOREVER if kept else "no-cache"
        return answer
