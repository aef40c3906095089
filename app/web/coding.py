"""Content codings: which one a caller takes, and compressing, once for as long as an answer is kept."""

import gzip
from collections.abc import Callable
from functools import lru_cache

import brotli  # type: ignore[import-untyped]
import zstandard

IDENTITY = "identity"

BROTLI, ZSTD, GZIP = 7, 9, 6
"""Levels: a page of 110 KB takes some 5, 2 and 2 ms. Brotli's best would save another eighth and take 130 ms, which
the first reader after every change would wait for."""

SMALLEST = 500
"""Bytes below which nothing is gained."""

COMPRESSIBLE = ("text/", "application/json", "application/problem+json", "image/svg+xml", "application/xml")
COMPRESSIBLE_ENDINGS = ("+json", "+xml", "javascript")


def _brotli(body: bytes) -> bytes:
    coded: bytes = brotli.compress(body, quality=BROTLI)
    return coded


def _zstd(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=ZSTD).compress(body)


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=GZIP, mtime=0)


CODERS: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "zstd": _zstd, "gzip": _gzip}
"""Best first."""


@lru_cache(maxsize=512)
def coding_for(accept_encoding: str) -> str:
    """The coding to answer in (RFC 9110, 12.5.3): the one wanted most, the best of those wanted alike."""
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        weight = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        try:
            weights[name] = float(weight)
        except ValueError:
            weights[name] = 0.0
    wanted = {name: weights.get(name, weights.get("*", 0.0)) for name in CODERS}
    best = max(CODERS, key=lambda name: wanted[name])
    # Identity is always possible, and only wins where it is asked for more than any coding.
    return best if wanted[best] > 0 and wanted[best] >= weights.get(IDENTITY, 0.0) else IDENTITY


def is_compressible(media_type: str, length: int) -> bool:
    """Whether compressing is worth it: pictures, fonts and archives are compressed already."""
    essence = media_type.partition(";")[0].strip().lower()
    kind = essence.startswith(COMPRESSIBLE) or essence.endswith(COMPRESSIBLE_ENDINGS)
    return kind and length >= SMALLEST
