"""What a reader may suggest: a page that says so is required, and a text that is no advertisement."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import insert
from sqlmodel import Session

from app.db.constraints import LONGEST_LINE
from app.errors import FieldProblem, InvalidInput
from app.suggestions.reading import SUGGESTION, Suggestion, find
from app.suggestions.tables import LONGEST_BODY
from app.suggestions.words import State

LONGEST_URL = 2000
LONGEST_CREDIT = 80
MOST_LINKS = 2
"""In the text: the page that says so has a field of its own."""

LINK = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A suggestion as it was sent in. Product, criterion and option are known to be in the catalogue."""

    product: str
    criterion: str | None
    option: str | None
    body: str
    url: str
    place: str = ""
    credit: str = ""


def make(session: Session, draft: Draft, said: str | None, at: datetime) -> Suggestion:
    """Keeps it. Raises InvalidInput with every field that does not fit."""
    problems = list(problems_of(draft))
    if problems:
        raise InvalidInput("This suggestion needs a little more.", problems)
    id = secrets.token_hex(16)
    row = {
        "id": id,
        "product": draft.product,
        "criterion": draft.criterion,
        "option": draft.option,
        "said": _line(said or "")[:LONGEST_BODY].rstrip() or None,
        "body": _line(draft.body),
        "url": draft.url.strip(),
        "place": _line(draft.place) or None,
        "credit": _line(draft.credit) or None,
        "created": at,
        "state": State.WAITING.value,
    }
    session.connection().execute(insert(SUGGESTION).values(**row))
    return find(session, id)


def problems_of(draft: Draft) -> Iterator[FieldProblem]:
    """What does not fit, by field."""
    body = _line(draft.body)
    if not body or len(body) > LONGEST_BODY:
        yield FieldProblem("body", body[:80], f"what should stand there, in 1 to {LONGEST_BODY:,} characters")
    elif len(LINK.findall(body)) > MOST_LINKS:
        yield FieldProblem("body", body[:80], f"at most {MOST_LINKS} links: the page that says so has its own field")
    if not is_address(draft.url.strip()):
        yield FieldProblem("url", draft.url[:80], "the address of the page that says so, with http:// or https://")
    if len(_line(draft.place)) > LONGEST_LINE:
        yield FieldProblem("place", draft.place[:80], f"a heading or a section, in at most {LONGEST_LINE} characters")
    if len(_line(draft.credit)) > LONGEST_CREDIT or LINK.search(draft.credit):
        yield FieldProblem("credit", draft.credit[:80], f"a name of at most {LONGEST_CREDIT} characters, without links")


def is_address(url: str) -> bool:
    """Whether it can be the address of a page."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    # As the database asks for it: in small letters, so that it is one text for one page.
    return plain and url.startswith(("http://", "https://")) and "." in host.strip(".") and not parts.username


def _line(text: str) -> str:
    """Its words on one line, without marks that steer or hide."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
