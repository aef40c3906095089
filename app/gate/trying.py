"""How often something may be tried: turns away in words whoever tries too often."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import Request
from sqlmodel import Session

from app.accounts import attempts
from app.accounts.attempts import Limit
from app.errors import TooManyAttempts

SUGGESTIONS, SECONDS_OF_SUGGESTIONS = 10, 3600
"""From one address."""


def place(request: Request) -> str:
    """Where a request comes from, as far as attempts are counted."""
    return attempts.place(request.client.host if request.client else "")


def attempt(session: Session, limits: Sequence[Limit], at: datetime) -> None:
    """Takes one from each. Raises TooManyAttempts, and takes none."""
    wait = attempts.take(session, limits, at)
    if wait:
        minutes = -(-wait // 60)
        raise TooManyAttempts(f"Too many attempts: try again in {minutes} minute{'s' if minutes > 1 else ''}.", wait)


def suggesting(request: Request) -> list[Limit]:
    """The limit of suggestions, on the page and in the API alike."""
    return [Limit("suggestion", place(request), SUGGESTIONS, SECONDS_OF_SUGGESTIONS)]
