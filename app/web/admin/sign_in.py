"""`/admin/sign-in` and `/admin/sign-out`."""

from urllib.parse import urlsplit

from fastapi import Request
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from app.accounts import attempts, passwords, people, sign_ins
from app.accounts.attempts import Limit
from app.db import read_session, write_session
from app.errors import FieldProblem, NotAllowed
from app.gate import cookies
from app.gate.trying import attempt, place
from app.gate.visits import now, visit_of
from app.gate.writing import Database, Writing
from app.web.admin.waiting import result_of
from app.web.forms import Posted
from app.web.render import page
from app.web.routes import Pages, see_other

router = Pages()

START = "/admin"

SECONDS = 15 * 60
PER_ACCOUNT, PER_ADDRESS = 10, 30
"""Attempts in that time that do not succeed."""

NOT_SAFE = (
    "Signing in needs https, or an address of this machine such as 127.0.0.1: else anybody on the way could read along."
    " Behind a proxy that ends TLS, FORWARDED_ALLOW_IPS names the proxy's address."
)


@router.page("/admin/sign-in")
def sign_in_page(request: Request, next: str = "") -> Response:
    """The form; whoever is signed in goes on."""
    if visit_of(request):
        return see_other(own_path(next))
    return _form(request, next)


@router.post("/admin/sign-in")
async def sign_in(request: Request, engine: Database, form: Posted) -> Response:
    """A new session with a new id, whatever the browser held before."""
    if not cookies.is_safe(request.url):
        raise NotAllowed(NOT_SAFE)
    name, password, next = form.text("name").lower(), form.raw("password"), form.text("next")
    limits = [
        Limit("sign-in-account", name, PER_ACCOUNT, SECONDS),
        Limit("sign-in-address", place(request), PER_ADDRESS, SECONDS),
    ]
    kept = await run_in_threadpool(_try, engine, name, limits)
    if not await result_of(passwords.matches(password, kept)):
        problem = FieldProblem("password", "", "the password of this person")
        return _form(request, next, name, [problem], 422)
    agent = request.headers.get("user-agent", "")
    secret = await run_in_threadpool(_begin, engine, name, agent, cookies.given(request.scope), limits)
    answer = see_other(own_path(next))
    cookies.keep(answer, request.url, secret)
    return answer


@router.post("/admin/sign-out")
def sign_out(request: Request, session: Writing) -> Response:
    """Ends the session, if there is one."""
    visit = visit_of(request)
    if visit:
        sign_ins.end(session, visit.person.name, visit.session.id_hash, now())
    answer = RedirectResponse("/", status_code=303)
    cookies.drop(answer, request.url)
    return answer


def own_path(next: str) -> str:
    """Where to go on: a path of this site, or the start. What another site made up leads nowhere else."""
    parts = urlsplit(next)
    is_own = next.startswith("/") and not next.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return next if is_own and next.isprintable() and "\\" not in next else START


def _form(
    request: Request, next: str, name: str = "", problems: list[FieldProblem] | None = None, status: int = 200
) -> Response:
    answer = page(request, "admin/sign-in/page.html", status, next=own_path(next), name=name, problems=problems or [])
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _try(engine: Engine, name: str, limits: list[Limit]) -> str | None:
    """Takes an attempt, and gives what the password is to be compared with."""
    with write_session(engine) as session:
        attempt(session, limits, now())
    with read_session(engine) as session:
        return people.password_hash(session, name)


def _begin(engine: Engine, name: str, agent: str, old: str | None, limits: list[Limit]) -> str:
    at = now()
    with write_session(engine) as session:
        attempts.give_back(session, limits, at)
        before = sign_ins.find(session, old, at) if old else None
        if before:
            sign_ins.end(session, before.person, before.id_hash, at)
        return sign_ins.begin(session, name, agent, at)
