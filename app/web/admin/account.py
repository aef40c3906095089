"""`/admin/account`: one's own sessions, API tokens and password."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.accounts import attempts, passwords, people, sign_ins, tokens
from app.accounts.attempts import Limit
from app.accounts.words import Scope, scopes_of
from app.db import read_session, write_session
from app.errors import FieldProblem, InvalidInput
from app.gate.trying import attempt
from app.gate.visits import Visit, now
from app.gate.writing import Database, Writing
from app.web.admin.sign_in import PER_ACCOUNT, SECONDS
from app.web.admin.waiting import result_of
from app.web.forms import Posted
from app.web.render import page
from app.web.routes import Pages, see_other
from app.web.signed_in import Here

router = Pages()

ACCOUNT = "/admin/account"
DAYS = (30, 90, 365)
"""How long a token may last, as the form offers it."""


@router.page(ACCOUNT)
def account(request: Request, visit: Here, engine: Database) -> Response:
    """Everything about oneself."""
    return _page(request, visit, engine)


@router.post(f"{ACCOUNT}/sessions/end")
def end_session(visit: Here, form: Posted, session: Writing) -> Response:
    """One of one's sessions, or all others."""
    if form.text("id"):
        sign_ins.end(session, visit.person.name, form.text("id"), now())
    else:
        sign_ins.end_all(session, visit.person.name, now(), but=visit.session.id_hash)
    return see_other(ACCOUNT)


@router.post(f"{ACCOUNT}/tokens")
def add_token(request: Request, visit: Here, engine: Database, form: Posted) -> Response:
    """A new token, shown here and never again."""
    scopes = [Scope(each) for each in form.all("scope") if each in list(Scope)]
    days = int(form.text("days")) if form.text("days") in map(str, DAYS) else 0
    try:
        with write_session(engine) as session:
            token = tokens.issue(session, visit.person, form.text("name"), scopes, days, now())
    except InvalidInput as error:
        return _page(request, visit, engine, problems=error.problems, name=form.text("name"), status=422)
    return _page(request, visit, engine, new_token=token)


@router.post(ACCOUNT + "/tokens/{id}/revoke")
def revoke_token(id: str, visit: Here, session: Writing) -> Response:
    """At once and for good."""
    tokens.revoke(session, id, now(), visit.person.name)
    return see_other(f"{ACCOUNT}#tokens")


@router.post(f"{ACCOUNT}/password")
async def change_password(request: Request, visit: Here, engine: Database, form: Posted) -> Response:
    """Ends all other sessions. Whoever found this one open must know the present password."""
    person = visit.person
    limits = [Limit("sign-in-account", person.name, PER_ACCOUNT, SECONDS)]
    kept = await run_in_threadpool(_try, engine, person.name, limits)
    problems: Sequence[FieldProblem] = ()
    if not await result_of(passwords.matches(form.raw("present"), kept)):
        problems = [FieldProblem("present", "", "your present password")]
    else:
        try:
            names = (person.name, person.shown_name)
            accepted = passwords.accepted(form.raw("password"), names)
        except InvalidInput as error:
            problems = error.problems
        else:
            hashed = await result_of(passwords.hashed(accepted))
            await run_in_threadpool(_change, engine, visit, hashed, limits)
            return see_other(ACCOUNT)
    return await run_in_threadpool(_page, request, visit, engine, problems=problems, status=422)


def _try(engine: Engine, name: str, limits: list[Limit]) -> str | None:
    with write_session(engine) as session:
        attempt(session, limits, now())
        return people.password_hash(session, name)


def _change(engine: Engine, visit: Visit, hashed: str, limits: list[Limit]) -> None:
    at = now()
    with write_session(engine) as session:
        attempts.give_back(session, limits, at)
        people.change_password(session, visit.person.name, hashed, at, but=visit.session.id_hash)


def _page(request: Request, visit: Visit, engine: Engine, status: int = 200, **values: Any) -> Response:
    at = now()
    with read_session(engine) as session:
        found = sign_ins.of(session, visit.person.name, at)
        own = tokens.of(session, visit.person.name)
    given = {"problems": (), "name": "", "new_token": None, **values}
    return page(
        request,
        "admin/account/page.html",
        status,
        canonical=ACCOUNT,
        visit=visit,
        sessions=found,
        tokens=own,
        at=at,
        scopes=scopes_of(visit.person.role),
        days=DAYS,
        **given,
    )
