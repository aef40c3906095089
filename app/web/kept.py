"""Answers as they are kept: recorded from the application, made ready to be sent, with the headers that caches need."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.types import Message, Send

MAX_ENTRY = 16 * 1024 * 1024
"""The largest answer that is kept."""

OVERHEAD = 1024
"""Bytes that an entry takes besides its body and its key, roughly: headers and objects."""

CACHE_CONTROL = b"public, max-age=60, stale-while-revalidate=600"
VARY = (b"Accept", b"Accept-Encoding")

UNKEPT = (b"no-store", b"private")
"""Words of an answer's own Cache-Control that keep it out."""

NOT_IN_304 = frozenset({b"content-type", b"content-encoding", b"content-length", b"content-disposition"})

RawHeaders = list[tuple[bytes, bytes]]

NOTHING: Message = {"type": "http.response.body", "body": b""}


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer ready to be sent, and the answer to somebody who has it already."""

    etag: bytes
    start: Message
    body: Message
    not_modified: Message
    weight: int
    """Bytes of the key that it is kept by: the address is the caller's, and may be long."""

    @property
    def size(self) -> int:
        """What it takes, roughly."""
        return len(self.body["body"]) + self.weight + OVERHEAD


def made_entry(identity: object, weight: int, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> Entry:
    """The messages for an answer. Its own Cache-Control stays; length and ETag are ours, made of `identity`."""
    etag = b'W/"' + hashlib.sha256(repr(identity).encode()).hexdigest()[:20].encode() + b'"'
    ours = (b"etag", b"content-length", b"last-modified", b"accept-ranges")
    kept: RawHeaders = [(name, value) for name, value in headers if name not in ours]
    names = {name for name, _ in kept}
    if b"cache-control" not in names:
        kept.append((b"cache-control", CACHE_CONTROL))
    varies = [each.strip() for name, value in kept if name == b"vary" for each in value.split(b",")]
    kept = [(name, value) for name, value in kept if name != b"vary"]
    kept.append((b"vary", b", ".join(dict.fromkeys((*VARY, *varies)))))
    kept.append((b"etag", etag))
    full = [*kept, (b"content-length", str(len(body)).encode())]
    rest = [(name, value) for name, value in kept if name not in NOT_IN_304]
    return Entry(
        etag=etag,
        start={"type": "http.response.start", "status": 200, "headers": full},
        body={"type": "http.response.body", "body": body},
        not_modified={"type": "http.response.start", "status": 304, "headers": rest},
        weight=weight,
    )


def passing(send: Send, headless: bool) -> Send:
    """Sends on; to a HEAD the head alone."""
    if not headless:
        return send

    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            await send(NOTHING)

    return send_head


class Recorder:
    """Collects an answer that can be kept; passes every other one on as it comes."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.passed = False
        self.headers: RawHeaders = []
        self.chunks: list[bytes] = []
        self.length = 0
        self._start: dict[str, Any] = {}

    async def take(self, message: Message) -> None:
        """One message of the application."""
        if message["type"] == "http.response.start":
            self.headers = [(bytes(name).lower(), bytes(value)) for name, value in message["headers"]]
            if message["status"] != 200 or not _may_be_kept(self.headers):
                self.passed = True
            self._start = dict(message)
        elif not self.passed and message["type"] == "http.response.body":
            self.chunks.append(message.get("body", b""))
            self.length += len(self.chunks[-1])
            if self.length > MAX_ENTRY:
                await self._release(message.get("more_body", False))
            return
        if self.passed:
            await self.send(message)

    async def _release(self, more: bool) -> None:
        """Too large to keep: what has come so far goes out, the rest follows as it comes."""
        self.passed = True
        await self.send(self._start)
        await self.send({"type": "http.response.body", "body": b"".join(self.chunks), "more_body": more})
        self.chunks.clear()


def _may_be_kept(headers: RawHeaders) -> bool:
    for name, value in headers:
        if name == b"set-cookie" or (name == b"cache-control" and any(word in value for word in UNKEPT)):
            return False
    return True
