"""The one cookie of the site, which only the signed-in have: the id of their session.

Over TLS its name begins with `__Host-`, so that no neighbouring site and no plain connection can have set it. Without
TLS it works on this machine alone: elsewhere anybody on the way could read it.
"""

import ipaddress
from collections.abc import Iterable

from starlette.datastructures import URL
from starlette.responses import Response
from starlette.types import Scope

from app.accounts.sign_ins import LONGEST

SECURE, LOCAL = "__Host-landscape", "landscape"
NAMES = (SECURE.encode(), LOCAL.encode())


def is_safe(url: URL) -> bool:
    """Whether a session's id may travel to this address: by TLS, or not beyond this machine."""
    if url.scheme == "https":
        return True
    try:
        return ipaddress.ip_address(url.hostname or "").is_loopback
    except ValueError:
        return url.hostname == "localhost"


def given(scope: Scope) -> str | None:
    """The session's id that came with a request."""
    wanted = (SECURE if scope["scheme"] == "https" else LOCAL).encode()
    found = [value for name, value in _pairs(scope["headers"]) if name == wanted]
    return found[0].decode("latin-1") if len(found) == 1 else None  # two of one name: somebody else set one


def is_ours(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether our cookie is among them. Those that others have set mean nothing here."""
    return any(name in NAMES for name, _ in _pairs(headers))


def _pairs(headers: Iterable[tuple[bytes, bytes]]) -> Iterable[tuple[bytes, bytes]]:
    for header, line in headers:
        if header == b"cookie":
            for pair in line.split(b";"):
                name, _, value = pair.strip().partition(b"=")
                yield name, value


def keep(answer: Response, url: URL, secret: str) -> None:
    """Gives the browser the id of a new session."""
    _set(answer, url, secret, int(LONGEST.total_seconds()))


def drop(answer: Response, url: URL) -> None:
    """Takes it back."""
    _set(answer, url, "", 0)


def dropping(url: URL) -> str:
    """The header that takes it back."""
    answer = Response()
    drop(answer, url)
    return answer.headers["set-cookie"]


def _set(answer: Response, url: URL, value: str, seconds: int) -> None:
    secure = url.scheme == "https"
    answer.set_cookie(
        SECURE if secure else LOCAL, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax"
    )
