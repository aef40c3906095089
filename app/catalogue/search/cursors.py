"""Pages of a list. A cursor names the last product seen and the question it belongs to; nobody needs to read it."""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.catalogue.search.filters import Filter
from app.catalogue.search.matching import Match
from app.catalogue.search.refusing import echo
from app.errors import FieldProblem, InvalidQuery

EXPECTED = "the cursor of an answer to this very question, unchanged; leave it out to begin at the start"


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the matches, how many there are in all, and the cursor of the next page."""

    items: tuple[Match, ...]
    total: int
    next: str | None


def page(found: Sequence[Match], wanted: Filter) -> Page:
    """The page that the filter's cursor and limit ask for. Raises InvalidQuery where the cursor is not ours."""
    start = _start(found, wanted) if wanted.cursor else 0
    items = tuple(found[start : start + wanted.limit])
    more = start + wanted.limit < len(found)
    return Page(items, len(found), _write(wanted, start + wanted.limit, items[-1].slug) if more else None)


def _seal(wanted: Filter, place: str) -> str:
    """Ties a place in a list to the question, so that neither can be changed alone."""
    question = replace(wanted, cursor=None).query
    return hashlib.sha256(f"{question} {place}".encode()).hexdigest()[:10]


def _write(wanted: Filter, position: int, last: str) -> str:
    place = f"{position}.{last}"
    return base64.urlsafe_b64encode(f"{_seal(wanted, place)}.{place}".encode()).decode().rstrip("=")


def _start(found: Sequence[Match], wanted: Filter) -> int:
    """After the last product seen; where it has gone since, at the same place in the list."""
    cursor = wanted.cursor or ""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        _, position, last = text.split(".", 2)
        start = int(position)
    except (binascii.Error, ValueError):
        start, last = 0, ""
    if start < 1 or cursor != _write(wanted, start, last):
        raise InvalidQuery("The cursor does not fit this question.", [FieldProblem("cursor", echo(cursor), EXPECTED)])
    return next((number + 1 for number, match in enumerate(found) if match.slug == last), min(start, len(found)))
