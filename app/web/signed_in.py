"""Who may see a page: dependencies for the functions of pages, to be declared first.

    def edit(request: Request, editor: Editor, …)

Who is not signed in is led to the sign-in page and back; a form that was sent meanwhile is answered with 401.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, HTTPException, Request

from app.accounts.people import Person
from app.accounts.words import Role
from app.errors import NotAllowed, NotSignedIn
from app.gate.visits import Visit, visit_of

SIGN_IN = "/admin/sign-in"


async def visitor(request: Request) -> Person | None:
    """The person who asks, if they are signed in."""
    visit = visit_of(request)
    return visit.person if visit else None


async def visit(request: Request) -> Visit:
    """Whoever is signed in, and their session."""
    found = visit_of(request)
    if found is None and request.method in ("GET", "HEAD"):
        raise HTTPException(303, headers={"Location": sign_in_address(request)})
    if found is None:
        raise NotSignedIn(
            "Your session is over, and nothing was changed. Sign in in another tab, then send this again from here."
        )
    return found


def sign_in_address(request: Request) -> str:
    """The sign-in page, which leads back to what was asked for."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{SIGN_IN}?next={quote(request.url.path + query, safe='/')}"


def at_least(role: Role) -> Callable[[Visit], Awaitable[Person]]:
    """A dependency: the signed-in person, who has this role or one that includes it."""

    async def person(visit: Annotated[Visit, Depends(visit)]) -> Person:
        if not visit.person.role.includes(role):
            raise NotAllowed(f"This needs the role {role}; you are signed in as {visit.person.role}.")
        return visit.person

    return person


Visitor = Annotated[Person | None, Depends(visitor)]
Here = Annotated[Visit, Depends(visit)]
Editor = Annotated[Person, Depends(at_least(Role.EDITOR))]
Reviewer = Annotated[Person, Depends(at_least(Role.REVIEWER))]
Admin = Annotated[Person, Depends(at_least(Role.ADMIN))]
