"""Who asks by an API token: a dependency for each scope, to be declared before the body is read.

    bearer: Annotated[Bearer, Depends(CATALOGUE_WRITE)]

A cookie never counts here, and a token never counts on pages.
"""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.accounts import tokens
from app.accounts.tokens import Bearer
from app.accounts.words import Scope
from app.db import read_session, write_session
from app.errors import NotAllowed, NotSignedIn
from app.gate.visits import now
from app.gate.writing import Database

SCHEME = HTTPBearer(
    scheme_name="token",
    bearerFormat="ml_…",
    description="A token from the page /admin/account or from `landscape token add`. Its scopes say what it is for: "
    + ", ".join(f"`{scope.value}`" for scope in Scope)
    + ". Reading needs no token.",
    auto_error=False,
)


class TokenMissing(NotSignedIn):
    """No token was given."""

    headers: Mapping[str, str] = {"WWW-Authenticate": "Bearer"}


class TokenRefused(NotSignedIn):
    """It is unknown, past its time, revoked, or its owner may not sign in: which of them is not told."""

    headers: Mapping[str, str] = {"WWW-Authenticate": 'Bearer error="invalid_token"'}


class ScopeMissing(NotAllowed):
    """The token is for something else."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(f"This needs a token with the scope {scope.value}, of somebody who is {scope.least} or more.")
        self.headers = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope.value}"'}


def bearer_with(scope: Scope) -> Callable[..., Bearer]:
    """A dependency: whoever asks by a token that has this scope."""

    def bearer(
        engine: Database,
        given: Annotated[HTTPAuthorizationCredentials | None, Depends(SCHEME)],
    ) -> Bearer:
        if given is None:
            raise TokenMissing("This needs a token: Authorization: Bearer ml_…")
        at = now()
        with read_session(engine) as session:
            found = tokens.bearer(session, given.credentials, at)
        if found is None:
            raise TokenRefused("This token is unknown, past its time, or revoked.")
        if scope not in found.scopes:
            raise ScopeMissing(scope)
        if found.token.last_used != at.date():
            with write_session(engine) as session:
                tokens.used(session, found.token.id, at.date())
        return found

    return bearer


CATALOGUE_WRITE = bearer_with(Scope.CATALOGUE_WRITE)
SUGGESTIONS_HANDLE = bearer_with(Scope.SUGGESTIONS_HANDLE)
