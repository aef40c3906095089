"""Which form an answer takes: `?format=` decides, else the Accept header, else JSON."""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from app.catalogue.search import echo
from app.errors import FieldProblem, InvalidQuery, LandscapeError


class Format(StrEnum):
    """The forms of an answer, preferred first where a caller takes several alike."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "md"
    XLSX = "xlsx"


MEDIA_TYPES = {
    Format.JSON: "application/json",
    Format.CSV: "text/csv",
    Format.MARKDOWN: "text/markdown",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

NEGOTIATED = (*MEDIA_TYPES.values(), "text/html")
"""Every media type that an answer of this site may depend on."""

DIGITS = 3
"""Decimals of a quality value (RFC 9110, 12.4.2)."""


class NotAcceptable(LandscapeError):
    """The caller takes none of the forms that there are."""

    status = 406
    title = "Not acceptable"


@lru_cache(maxsize=512)
def qualities(accept: str) -> tuple[float, ...]:
    """How much the caller wants each of NEGOTIATED, from 0 to 1 (RFC 9110, 12.5.1); no header: everything alike."""
    if not accept.strip():
        return (1.0,) * len(NEGOTIATED)
    ranges: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (each.strip().lower() for each in part.split(";"))
        weight = next((each[2:].strip() for each in parameters if each.startswith("q=")), "1")
        ranges[name] = _weight(weight)
    return tuple(_quality(each, ranges) for each in NEGOTIATED)


def _weight(text: str) -> float:
    """As many digits as the grammar has: two weights are equal here exactly if `media_key` writes them alike."""
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return round(min(max(weight, 0.0), 1.0), DIGITS) if weight == weight else 0.0


def _quality(media_type: str, ranges: dict[str, float]) -> float:
    """The most specific range that covers the type decides."""
    for name in (media_type, media_type.split("/")[0] + "/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0


def media_key(accept: str) -> str:
    """Equal for headers that always lead to the same form: what a cache may put in place of the header."""
    return " ".join(f"{quality:.{DIGITS}f}" for quality in qualities(accept))


def chosen(given: str | None, accept: str, possible: Sequence[Format] = (Format.JSON,)) -> Format:
    """The form to answer in, the first of those wanted alike.

    Raises InvalidQuery for an unknown `format`, NotAcceptable where none is wanted.
    """
    if given is not None:
        if given not in possible:
            problem = FieldProblem("format", echo(given), "one of " + ", ".join(possible))
            raise InvalidQuery("There is no such format.", [problem])
        return Format(given)
    wanted = dict(zip(NEGOTIATED, qualities(accept), strict=True))
    best = max(possible, key=lambda each: wanted[MEDIA_TYPES[each]])
    if not wanted[MEDIA_TYPES[best]]:
        raise NotAcceptable("This address answers with " + ", ".join(MEDIA_TYPES[each] for each in possible) + ".")
    return best
