"""`/admin`: what somebody who is signed in can do here."""

from fastapi import Request
from starlette.responses import Response

from app import suggestions
from app.accounts.words import Role
from app.db import read_session
from app.gate.writing import Database
from app.web.render import page
from app.web.routes import Pages
from app.web.signed_in import Editor

router = Pages()


@router.page("/admin")
def start(request: Request, editor: Editor, engine: Database) -> Response:
    """The ways on, by role."""
    may = {role.value for role in Role if editor.role.includes(role)}
    with read_session(engine) as session:
        waiting = len(suggestions.waiting(session)) if Role.REVIEWER in may else 0
    return page(request, "admin/page.html", may=may, waiting=waiting)
