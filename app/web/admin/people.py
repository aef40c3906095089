"""`/admin/people`: who may sign in, and `/admin/people/{name}` for one of them. For admins."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.accounts import passwords, people, sign_ins, tokens
from app.accounts.words import Role
from app.db import read_session, write_session
from app.errors import Conflict, FieldProblem, InvalidInput
from app.gate.visits import now
from app.gate.writing import Database, Writing
from app.web.admin.waiting import result_of
from app.web.forms import Posted, Sent
from app.web.render import page
from app.web.routes import Pages, see_other
from app.web.signed_in import Admin

router = Pages()

PEOPLE = "/admin/people"


@router.page(PEOPLE)
def everybody(request: Request, _admin: Admin, engine: Database) -> Response:
    """The list, and a form for a new person."""
    return _list(request, engine)


@router.post(PEOPLE)
async def add(request: Request, _admin: Admin, engine: Database, form: Posted) -> Response:
    """A new person with a first password, which they had better change."""
    try:
        name, shown_name = form.text("name").lower(), form.text("shown_name") or form.text("name")
        people.checked(name, shown_name)
        accepted = passwords.accepted(form.raw("password"), (name, shown_name))
        hashed = await result_of(passwords.hashed(accepted))
        await run_in_threadpool(_add, engine, name, shown_name, _role(form), hashed)
    except (InvalidInput, Conflict) as error:
        return await run_in_threadpool(_list, request, engine, form, error)
    return see_other(PEOPLE)


@router.page(PEOPLE + "/{name}")
def person(request: Request, name: str, _admin: Admin, engine: Database) -> Response:
    """One person: role, password, sessions and tokens."""
    return _one(request, engine, name)


@router.post(PEOPLE + "/{name}/role")
def change_role(name: str, _admin: Admin, form: Posted, session: Writing) -> Response:
    """From their next request on."""
    people.change_role(session, name, _role(form))
    return see_other(f"{PEOPLE}/{name}")


@router.post(PEOPLE + "/{name}/password")
async def change_password(request: Request, name: str, _admin: Admin, engine: Database, form: Posted) -> Response:
    """For somebody who has forgotten theirs: ends all their sessions."""
    try:
        accepted = passwords.accepted(form.raw("password"), (name,))
    except InvalidInput as error:
        return await run_in_threadpool(_one, request, engine, name, problems=error.problems, status=422)
    hashed = await result_of(passwords.hashed(accepted))
    await run_in_threadpool(_change_password, engine, name, hashed)
    return see_other(f"{PEOPLE}/{name}")


@router.post(PEOPLE + "/{name}/disable")
def disable(name: str, _admin: Admin, session: Writing) -> Response:
    """Ends their sessions; their tokens stop."""
    people.disable(session, name, now())
    return see_other(f"{PEOPLE}/{name}")


@router.post(PEOPLE + "/{name}/enable")
def enable(name: str, _admin: Admin, session: Writing) -> Response:
    """Lets them in again."""
    people.enable(session, name)
    return see_other(f"{PEOPLE}/{name}")


@router.post(PEOPLE + "/{name}/end")
def end(name: str, _admin: Admin, session: Writing) -> Response:
    """Ends their sessions and revokes their tokens: for a computer that was lost."""
    people.find(session, name)
    sign_ins.end_all(session, name, now())
    tokens.revoke_all(session, name, now())
    return see_other(f"{PEOPLE}/{name}")


def _role(form: Sent) -> Role:
    if form.text("role") not in list(Role):
        expected = "one of " + ", ".join(Role)
        raise InvalidInput("There is no such role.", [FieldProblem("role", form.text("role")[:40], expected)])
    return Role(form.text("role"))


def _add(engine: Engine, name: str, shown_name: str, role: Role, hashed: str) -> None:
    with write_session(engine) as session:
        people.add(session, name, shown_name, role, hashed, now())


def _change_password(engine: Engine, name: str, hashed: str) -> None:
    with write_session(engine) as session:
        people.change_password(session, name, hashed, now())


def _list(
    request: Request, engine: Engine, form: Sent | None = None, error: InvalidInput | Conflict | None = None
) -> Response:
    with read_session(engine) as session:
        found = people.everybody(session)
    return page(
        request,
        "admin/people/page.html",
        error.status if error else 200,
        people=found,
        roles=list(Role),
        given=form or Sent(()),
        sentence=error.sentence if error else "",
        problems=error.problems if isinstance(error, InvalidInput) else (),
    )


def _one(
    request: Request, engine: Engine, name: str, problems: Sequence[FieldProblem] = (), status: int = 200
) -> Response:
    values: dict[str, Any] = {"at": now(), "roles": list(Role), "problems": problems}
    with read_session(engine) as session:
        values["person"] = people.find(session, name)
        values["sessions"] = sign_ins.of(session, name, values["at"])
        values["tokens"] = tokens.of(session, name)
    return page(request, "admin/people/one/page.html", status, canonical=f"{PEOPLE}/{name}", **values)
