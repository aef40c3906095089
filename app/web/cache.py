"""Answers kept as bytes, outside the router: rendered once, compressed once, sent many times.

The answer to an anonymous GET is a function of (build, revision, UTC day, address, media type, coding). That is the
key, and the ETag is made of it. Requests that carry our cookie or credentials pass by; cookies of others say nothing.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.gate import cookies
from app.web.build import build
from app.web.clock import today
from app.web.coding import CODERS, IDENTITY, coding_for, is_compressible
from app.web.kept import MAX_ENTRY, NOTHING, Entry, Recorder, made_entry, passing

MAX_BYTES = 64 * 1024 * 1024
"""What all kept answers take together, in each process."""

PERSONAL = b"private, no-cache"
BARRED = frozenset({b"authorization", b"range"})
"""Request headers with which an answer is made for this request alone."""

LONGEST_QUERY = 2048
"""Bytes of a query string beyond which an answer is not kept: no link of ours is nearly as long."""

STATIC = "/static/"

Stamp = tuple[str, int, datetime | None, date]
"""Build, revision, when that was recorded, day. A database that was loaded anew, or a restored one, may have come to
the same number with other contents."""

Key = tuple[str, bytes, bytes, bytes, str, str]


class AnswerCache:
    """The middleware. `media_key` turns an Accept header into the form of the answer that it leads to."""

    def __init__(
        self,
        app: ASGIApp,
        media_key: Callable[[str], str],
        *,
        max_bytes: int = MAX_BYTES,
        clock: Callable[[], date] = today,
    ) -> None:
        self.app = app
        self.media_key = media_key
        self.max_bytes = max_bytes
        self.clock = clock
        self.build = build()
        self.bytes = 0
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._stamp: Stamp | None = None
        self._locks: dict[Key, asyncio.Lock] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request: from memory if it is there, else made, kept and sent."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        headers = {name: value for name, value in scope["headers"] if name in _READ or name in BARRED}
        stamp = self._now(scope)
        barred = not BARRED.isdisjoint(headers) or _is_signed_in(scope)
        if stamp is None or barred or len(scope["query_string"]) > LONGEST_QUERY:
            await self._pass(scope, receive, send)
            return
        coding = coding_for(headers.get(b"accept-encoding", b"").decode("latin-1"))
        key = _key(scope, headers, self.media_key(headers.get(b"accept", b"").decode("latin-1")), coding)
        entry = self._find(key)
        if entry is None:
            entry = await self._make_once(key, stamp, scope, receive, send)
            if entry is None:
                return
        known = headers.get(b"if-none-match")
        if known is not None and _matches(known, entry.etag):
            await send(entry.not_modified)
            await send(NOTHING)
            return
        await send(entry.start)
        await send(NOTHING if scope["method"] == "HEAD" else entry.body)

    def _now(self, scope: Scope) -> Stamp | None:
        """What every answer depends on; when it moves, nothing that was kept is true any more."""
        catalogue = getattr(scope["app"].state, "catalogue", None)
        if catalogue is None:
            return None
        stamp = (self.build, catalogue.revision, catalogue.revised_at, self.clock())
        if stamp != self._stamp:
            self._stamp = stamp
            self._entries.clear()
            self.bytes = 0
        return stamp

    def _find(self, key: Key) -> Entry | None:
        entry = self._entries.get(key)
        if entry is not None:
            self._entries.move_to_end(key)
        return entry

    def _keep(self, key: Key, stamp: Stamp, entry: Entry) -> None:
        """The least recently used go until there is room. What was begun under an older stamp is sent, not kept."""
        if stamp != self._stamp or entry.size > min(MAX_ENTRY, self.max_bytes):
            return
        old = self._entries.pop(key, None)
        self.bytes += entry.size - (old.size if old else 0)
        self._entries[key] = entry
        while self.bytes > self.max_bytes:
            _, gone = self._entries.popitem(last=False)
            self.bytes -= gone.size

    async def _make_once(self, key: Key, stamp: Stamp, scope: Scope, receive: Receive, send: Send) -> Entry | None:
        """Several who ask for the same at the same time wait for the first; None where it was sent unkept."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                return self._find(key) or await self._make(key, stamp, scope, receive, send)
        finally:
            if not lock.locked():
                self._locks.pop(key, None)

    async def _make(self, key: Key, stamp: Stamp, scope: Scope, receive: Receive, send: Send) -> Entry | None:
        plain = (*key[:-1], IDENTITY)
        raw = self._find(plain)
        if raw is None:
            answer = Recorder(passing(send, scope["method"] == "HEAD"))
            await self.app(_inner(scope), receive, answer.take)
            if answer.passed:
                return None
            raw = made_entry((stamp, plain), _weight(plain), answer.headers, b"".join(answer.chunks))
            self._keep(plain, stamp, raw)
        coding, body = key[-1], raw.body["body"]
        found = dict(raw.start["headers"])
        if coding == IDENTITY or not is_compressible(found.get(b"content-type", b"").decode("latin-1"), len(body)):
            return raw
        coded = await run_in_threadpool(CODERS[coding], body)
        headers = [*raw.start["headers"], (b"content-encoding", coding.encode())]
        entry = made_entry((stamp, key), _weight(key), headers, coded)
        self._keep(key, stamp, entry)
        return entry

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An answer for this request alone: nobody on the way may keep it either."""
        personal = _is_signed_in(scope) or any(name == b"authorization" for name, _ in scope["headers"])
        inner = passing(send, scope["method"] == "HEAD")

        async def send_personal(message: Message) -> None:
            if message["type"] == "http.response.start" and personal:
                message["headers"] = list(message["headers"])
                if not any(name == b"cache-control" for name, _ in message["headers"]):
                    message["headers"].append((b"cache-control", PERSONAL))
            await inner(message)

        await self.app({**scope, "method": "GET"}, receive, send_personal)


_READ = frozenset({b"accept", b"accept-encoding", b"if-none-match", b"host"})


def _is_signed_in(scope: Scope) -> bool:
    """Whether it comes from a browser that has signed in; a file is the same for everybody."""
    return cookies.is_ours(scope["headers"]) and not scope["path"].startswith(STATIC)


def _key(scope: Scope, headers: dict[bytes, bytes], media: str, coding: str) -> Key:
    """The host is part of the address: an answer that repeats it must not reach those who asked another one."""
    path = scope.get("raw_path") or scope["path"].encode()
    query = scope["query_string"]
    if query and scope["path"].startswith(STATIC):
        # A file depends on nothing but whether it was asked for by its hash.
        query = quote(parse_qs(query.decode("latin-1")).get("v", [""])[0]).encode()
    return (scope["scheme"], headers.get(b"host", b""), path, query, media, coding)


def _weight(key: Key) -> int:
    """Bytes of a key."""
    return sum(map(len, key))


def _inner(scope: Scope) -> Scope:
    """The request as the application sees it: a GET, not conditional, without codings, and without any cookie."""
    kept = [(name, value) for name, value in scope["headers"] if name not in _CONDITIONAL and name != b"cookie"]
    return {**scope, "method": "GET", "headers": kept}


_CONDITIONAL = frozenset({b"accept-encoding", b"if-none-match", b"if-modified-since", b"if-match", b"if-range"})


def _matches(known: bytes, etag: bytes) -> bool:
    """Weak comparison (RFC 9110, 8.8.3.2), as If-None-Match asks for."""
    if known.strip() == b"*":
        return True
    bare = etag.removeprefix(b"W/")
    return any(each.strip().removeprefix(b"W/") == bare for each in known.split(b","))
