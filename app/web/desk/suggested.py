"""A form that was opened for a suggestion: it names the page and the reader, and saving it accepts the suggestion.

The address of the form says which: `?suggestion=…`, and `&amended=yes` where something else is done than suggested.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from sqlmodel import Session

from app import desk, suggestions
from app.accounts.people import Person
from app.accounts.words import Role
from app.errors import NotAllowed
from app.gate.visits import now
from app.suggestions import Suggestion

LIST = "/admin/suggestions"
CARRIED = ("suggestion", "amended")


def carried(request: Request) -> list[tuple[str, str]]:
    """What one address hands on to the next."""
    return [(name, value) for name in CARRIED if (value := request.query_params.get(name))]


def as_query(request: Request, mark: str) -> str:
    """The same at the end of an address, after `?` or `&`."""
    return mark + urlencode(found) if (found := carried(request)) else ""


def opened_for(request: Request, session: Session) -> Suggestion | None:
    """The suggestion that the form is about; the form shows it whenever it is drawn. Raises NotFound."""
    id = request.query_params.get("suggestion")
    request.state.suggestion = suggestions.find(session, id) if id else None
    return shown(request)


def shown(request: Request) -> Suggestion | None:
    """The suggestion that stands above the form."""
    found: Suggestion | None = getattr(request.state, "suggestion", None)
    return found


def filled(fragment: Mapping[str, Any], found: Suggestion | None) -> dict[str, Any]:
    """The fragment with the suggested page before its citations: the first leads a stranger to the answer."""
    cited: list[dict[str, Any]] = list(fragment.get("cite") or [])
    if found is None or found.url in {each.get("url") for each in cited}:
        return dict(fragment)
    page = {"url": found.url, **({"place": found.place} if found.place else {})}
    return {**fragment, "cite": [page, *cited]}


def reason(found: Suggestion | None) -> str:
    """Credits whoever suggested it."""
    return suggestions.credit(found) if found else ""


def accept(request: Request, session: Session, person: Person, saved: desk.Saved) -> bool:
    """Ties the change to the suggestion; nothing where there was none, or nothing differed."""
    id = request.query_params.get("suggestion")
    if not id or saved.change_set is None:
        return False
    if not person.role.includes(Role.REVIEWER):
        raise NotAllowed("Suggestions are handled by reviewers; nothing was saved.")
    amended = request.query_params.get("amended") == "yes"
    suggestions.accept(session, id, saved.change_set, person.name, now(), amended=amended)
    return True
