"""Who gets in where: every route with every method, asked by everybody who might come.

The table below says what each needs. It is compared with the application's own routes: one that changes something,
or stands under /admin, and is not in the table, fails the first test. So none can be forgotten.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import Engine, text
from starlette.routing import Mount

from app.accounts import people, tokens
from app.accounts.sign_ins import hash_of
from app.accounts.words import Role, Scope
from app.db import make_engine, write_session
from app.gate.body_limit import LARGEST
from app.gate.cross_site import SAFE
from app.main import create_app
from app.settings import Settings
from tests.browser.kinds import PAGES
from tests.support.databases import Databases
from tests.support.visiting import HOST, SHOWN, Asker, house, move_in, now, session_of, token_of

EVERYBODY = None

NEEDS: dict[str, Role | Scope | None] = {
    "DELETE /api/v1/client-libraries/{id}": Scope.CATALOGUE_WRITE,
    "DELETE /api/v1/complete-lists/{id}": Scope.CATALOGUE_WRITE,
    "DELETE /api/v1/measurements/{product}/{slug}": Scope.CATALOGUE_WRITE,
    "DELETE /api/v1/pricing-tiers/{product}/{slug}": Scope.CATALOGUE_WRITE,
    "DELETE /api/v1/products/{slug}": Scope.CATALOGUE_WRITE,
    "DELETE /api/v1/relations/{id}": Scope.CATALOGUE_WRITE,
    "DELETE /api/v1/statements/{id}": Scope.CATALOGUE_WRITE,
    "GET /admin": Role.EDITOR,
    "GET /admin/account": Role.EDITOR,
    "GET /admin/cells/{product}/{criterion}": Role.EDITOR,
    "GET /admin/cells/{product}/{criterion}/{option}": Role.EDITOR,
    "GET /admin/changes/{number}/undo": Role.EDITOR,
    "GET /admin/edit/{kind}/{id:path}": Role.EDITOR,
    "GET /admin/new/{kind}": Role.EDITOR,
    "GET /admin/people": Role.ADMIN,
    "GET /admin/people/{name}": Role.ADMIN,
    "GET /admin/products/{slug}": Role.EDITOR,
    "GET /admin/sign-in": EVERYBODY,
    "GET /admin/suggestions": Role.REVIEWER,
    "GET /admin/suggestions/{id}": Role.REVIEWER,
    "GET /admin/work": Role.EDITOR,
    "GET /api/v1/suggestions": Scope.SUGGESTIONS_HANDLE,
    "PATCH /api/v1/client-libraries/{id}": Scope.CATALOGUE_WRITE,
    "PATCH /api/v1/complete-lists/{id}": Scope.CATALOGUE_WRITE,
    "PATCH /api/v1/measurements/{product}/{slug}": Scope.CATALOGUE_WRITE,
    "PATCH /api/v1/pricing-tiers/{product}/{slug}": Scope.CATALOGUE_WRITE,
    "PATCH /api/v1/products/{slug}": Scope.CATALOGUE_WRITE,
    "PATCH /api/v1/protocols/{slug}": Scope.CATALOGUE_WRITE,
    "PATCH /api/v1/relations/{id}": Scope.CATALOGUE_WRITE,
    "PATCH /api/v1/statements/{id}": Scope.CATALOGUE_WRITE,
    "POST /admin/account/password": Role.EDITOR,
    "POST /admin/account/sessions/end": Role.EDITOR,
    "POST /admin/account/tokens": Role.EDITOR,
    "POST /admin/account/tokens/{id}/revoke": Role.EDITOR,
    "POST /admin/cells/{product}/{criterion}": Role.EDITOR,
    "POST /admin/changes/{number}/undo": Role.EDITOR,
    "POST /admin/edit/{kind}/{id:path}": Role.EDITOR,
    "POST /admin/new/{kind}": Role.EDITOR,
    "POST /admin/people": Role.ADMIN,
    "POST /admin/people/{name}/disable": Role.ADMIN,
    "POST /admin/people/{name}/enable": Role.ADMIN,
    "POST /admin/people/{name}/end": Role.ADMIN,
    "POST /admin/people/{name}/password": Role.ADMIN,
    "POST /admin/people/{name}/role": Role.ADMIN,
    "POST /admin/sign-in": EVERYBODY,
    "POST /admin/sign-out": EVERYBODY,
    "POST /admin/suggestions/{id}/accept": Role.REVIEWER,
    "POST /admin/suggestions/{id}/decline": Role.REVIEWER,
    "POST /admin/work/re-read": Role.EDITOR,
    "POST /api/v1/advisor/recommendations": EVERYBODY,
    "POST /api/v1/bulk": Scope.CATALOGUE_WRITE,
    "POST /api/v1/changes/{number}/undo": Scope.CATALOGUE_WRITE,
    "POST /api/v1/products": Scope.CATALOGUE_WRITE,
    "POST /api/v1/products/{slug}/client-libraries": Scope.CATALOGUE_WRITE,
    "POST /api/v1/products/{slug}/complete-lists": Scope.CATALOGUE_WRITE,
    "POST /api/v1/products/{slug}/measurements": Scope.CATALOGUE_WRITE,
    "POST /api/v1/products/{slug}/pricing-tiers": Scope.CATALOGUE_WRITE,
    "POST /api/v1/products/{slug}/relations": Scope.CATALOGUE_WRITE,
    "POST /api/v1/products/{slug}/statements": Scope.CATALOGUE_WRITE,
    "POST /api/v1/statements/{id}/re-read": Scope.CATALOGUE_WRITE,
    "POST /api/v1/suggestions": EVERYBODY,
    "POST /api/v1/suggestions/{id}/accept": Scope.SUGGESTIONS_HANDLE,
    "POST /api/v1/suggestions/{id}/decline": Scope.SUGGESTIONS_HANDLE,
    "POST /suggest": EVERYBODY,
    "PUT /api/v1/client-libraries/{id}": Scope.CATALOGUE_WRITE,
    "PUT /api/v1/complete-lists/{id}": Scope.CATALOGUE_WRITE,
    "PUT /api/v1/measurements/{product}/{slug}": Scope.CATALOGUE_WRITE,
    "PUT /api/v1/pricing-tiers/{product}/{slug}": Scope.CATALOGUE_WRITE,
    "PUT /api/v1/products/{slug}": Scope.CATALOGUE_WRITE,
    "PUT /api/v1/protocols/{slug}": Scope.CATALOGUE_WRITE,
    "PUT /api/v1/relations/{id}": Scope.CATALOGUE_WRITE,
    "PUT /api/v1/statements/{id}": Scope.CATALOGUE_WRITE,
}
"""A role for a page, a scope for an address of the API, nothing where everybody may."""


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Every method and path of the application; a HEAD is asked like its GET."""
    found = set()
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, Mount):
            assert context.path == "/static", "files are for everybody; what else is mounted needs a look of its own"
            continue
        assert context.path is not None
        assert context.methods, context.path
        found |= {(method, context.path) for method in context.methods if method != "HEAD"}
    return sorted(found)


ROUTES = routes(create_app(Settings()))
BEHIND = ("/admin", "/api/v1/suggestions")
"""Where reading too is not for everybody."""

GUARDED = [(method, path) for method, path in ROUTES if method not in SAFE or path.startswith(BEHIND)]
PLACES = [f"{method} {path}" for method, path in GUARDED]

ROLE_HOLDERS = {Role.EDITOR: "barbara", Role.REVIEWER: "grace", Role.ADMIN: "ada"}


@pytest.fixture(scope="module")
def engine(databases: Databases) -> Iterator[Engine]:
    """One inhabited database for all of them: each asks with a session or a token of its own."""
    url = databases.migrated()
    made = make_engine(url)
    move_in(made)
    with write_session(made) as session:
        people.add(session, "eve", "Eve", Role.ADMIN, "a hash", now())
    yield made
    made.dispose()
    databases.drop(url)


@pytest.fixture(scope="module")
def app(engine: Engine) -> FastAPI:
    return house(engine)


def ask(asker: Asker, place: str, **headers: str) -> httpx.Response:
    """Nobody and nothing has the names that are asked for: what gets in finds nothing to change."""
    method, path = place.split(" ")
    names = {"name": "nobody", "id": "nothing0", "number": "987654", "slug": "nothing"}
    path = re.sub(r"{(\w+)(:\w+)?}", lambda found: names.get(found[1], "nothing"), path)
    return asker.ask(method, path, **{"sec_fetch_site": "same-origin", **headers})


def is_turned_away(answer: httpx.Response, place: str) -> bool:
    """Led to the sign-in page, or told in words."""
    if place.startswith("GET"):
        return answer.status_code == 303 and answer.headers["location"].startswith("/admin/sign-in?next=/admin")
    return answer.status_code == 401 and "<h1>" in answer.text


def is_let_in(answer: httpx.Response) -> bool:
    """Whatever comes of it."""
    location = answer.headers.get("location", "")
    return answer.status_code not in (401, 403) and answer.status_code < 500 and "sign-in?next" not in location


def strangers(app: FastAPI, engine: Engine) -> dict[str, Asker]:
    """Those whom no page knows."""
    ended, disabled = session_of(engine, "ada"), session_of(engine, "eve")
    with write_session(engine) as session:
        session.connection().execute(
            text("UPDATE sign_in SET ended = created WHERE id_hash = :hash"), {"hash": hash_of(ended)}
        )
        session.connection().execute(text("UPDATE person SET disabled_at = created WHERE name = 'eve'"))
    return {
        "a visitor": Asker(app),
        "an ended session": Asker(app, ended),
        "an idle session": Asker(app, session_of(engine, "ada", timedelta(hours=13))),
        "an old session": Asker(app, session_of(engine, "ada", timedelta(days=15))),
        "a forged cookie": Asker(app, session_of(engine, "ada")[:-1] + "x"),
        "a hash as a cookie": Asker(app, hash_of(session_of(engine, "ada"))),
        "somebody disabled": Asker(app, disabled),
        "a token on a page": Asker(app, authorization=f"Bearer {token_of(engine, 'ada', *Scope)}"),
    }


def bad_tokens(engine: Engine) -> dict[str, str]:
    """Those with which no program is known."""
    good, revoked = token_of(engine, "ada", *Scope), token_of(engine, "ada", *Scope)
    with write_session(engine) as session:
        tokens.revoke(session, revoked.split("_")[1], now())
        people.enable(session, "eve")
    of_disabled = token_of(engine, "eve", *Scope)
    with write_session(engine) as session:
        people.disable(session, "eve", now())
    return {
        "expired": token_of(engine, "ada", *Scope, made=timedelta(days=31), days=30),
        "revoked": revoked,
        "changed": good[:-1],
        "of another id": f"ml_zzzzzzzz_{good.split('_', 2)[2]}",
        "of somebody disabled": of_disabled,
        "no token": "x",
    }


def test_every_route_that_changes_something_says_whom_it_is_for() -> None:
    assert sorted(NEEDS) == sorted(PLACES)
    for place, need in NEEDS.items():
        assert isinstance(need, Scope) is (place.split(" ")[1].startswith("/api/") and need is not None), place


@pytest.mark.parametrize("place", [place for place in PLACES if isinstance(NEEDS.get(place), Role)])
def test_a_page_lets_in_whoever_has_the_role(app: FastAPI, engine: Engine, place: str) -> None:
    least = NEEDS[place]
    assert isinstance(least, Role)
    for who, asker in strangers(app, engine).items():
        assert is_turned_away(ask(asker, place), place), who
    for role, name in ROLE_HOLDERS.items():
        answer = ask(Asker(app, session_of(engine, name)), place)
        if role.includes(least):
            assert is_let_in(answer), (role, answer.status_code, answer.text[:2000])
            assert answer.headers["cache-control"] == "private, no-store"
        else:
            assert answer.status_code == 403, role
            assert f"needs the role {least}" in answer.text


@pytest.mark.parametrize("place", [place for place in PLACES if isinstance(NEEDS.get(place), Scope)])
def test_the_api_lets_in_whoever_has_a_token_with_the_scope(app: FastAPI, engine: Engine, place: str) -> None:
    scope = NEEDS[place]
    assert isinstance(scope, Scope)
    for asker in (Asker(app), Asker(app, session_of(engine, "ada")), Asker(app, authorization="Basic YTpi")):
        answer = ask(asker, place)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert answer.headers["content-type"] == "application/problem+json"
    for what, token in bad_tokens(engine).items():
        answer = ask(Asker(app, authorization=f"Bearer {token}"), place)
        assert answer.status_code == 401, what
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"', what
    others = [each for each in Scope if each is not scope]
    for token in (token_of(engine, "ada"), token_of(engine, "ada", *others), _of_demoted(engine, scope)):
        answer = ask(Asker(app, authorization=f"Bearer {token}"), place)
        assert answer.status_code == 403
        assert answer.headers["www-authenticate"] == f'Bearer error="insufficient_scope", scope="{scope}"'
    good = Asker(app, authorization=f"Bearer {token_of(engine, ROLE_HOLDERS[scope.least], scope)}")
    answer = ask(good, place)
    assert is_let_in(answer), (answer.status_code, answer.text[:2000])
    assert is_let_in(ask(good, place, sec_fetch_site="cross-site")), "a token is no cookie"


def _of_demoted(engine: Engine, scope: Scope) -> str:
    """A token of somebody who may no longer do what it is for; for the least role, one that is for nothing."""
    if scope.least is Role.EDITOR:
        return token_of(engine, "barbara")
    with write_session(engine) as session:
        people.change_role(session, "barbara", scope.least)
    token = token_of(engine, "barbara", scope)
    with write_session(engine) as session:
        people.change_role(session, "barbara", Role.EDITOR)
    return token


@pytest.mark.parametrize("place", [place for place in PLACES if NEEDS.get(place, Role.EDITOR) is EVERYBODY])
def test_what_is_for_everybody_lets_everybody_in(app: FastAPI, engine: Engine, place: str) -> None:
    for who, asker in strangers(app, engine).items():
        assert is_let_in(ask(asker, place)), who
    assert is_let_in(ask(Asker(app, session_of(engine, "ada")), place))


@pytest.mark.parametrize("place", [place for place in PLACES if place.split(" ")[0] not in SAFE])
def test_nothing_is_sent_from_a_page_of_another_site(app: FastAPI, engine: Engine, place: str) -> None:
    """Not even with the cookie of an admin."""
    for headers in (
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "", "origin": "http://evil.example"},
    ):
        answer = ask(Asker(app, session_of(engine, "ada")), place, **headers)
        assert answer.status_code == 403, headers
        assert "another site" in answer.text


@pytest.mark.parametrize("place", [place for place in PLACES if place.split(" ")[0] not in SAFE])
def test_nothing_beyond_a_megabyte_is_taken(app: FastAPI, engine: Engine, place: str) -> None:
    session, token = session_of(engine, "ada"), token_of(engine, "ada", *Scope)
    api = place.split(" ")[1].startswith("/api/")
    asker = Asker(app, authorization=f"Bearer {token}") if api else Asker(app, session)
    method, path = place.split(" ")
    answer = asker.ask(method, path, content=b"x" * (LARGEST + 1), sec_fetch_site="same-origin")
    assert answer.status_code == 413


@pytest.mark.parametrize("path", [path for path in PAGES.values() if "…" not in path and path != "/changes/1"])
def test_a_public_page_never_holds_what_somebody_signed_in_saw(app: FastAPI, engine: Engine, path: str) -> None:
    """Whoever comes first: the cache keeps none of it, and no browser shows it to the next."""
    ada = Asker(app, session_of(engine, "ada"))
    first = ada.get(path)
    if first.status_code == 303:
        path = first.headers["location"]
        first = ada.get(path)
    assert SHOWN["ada"] in first.text
    assert (first.headers["cache-control"], "etag" in first.headers) == ("private, no-store", False)
    plain = Asker(app).get(path)
    assert SHOWN["ada"] not in plain.text
    assert "Sign out" not in plain.text
    assert plain.headers["cache-control"].startswith("public")
    assert "Cookie" in plain.headers["vary"].split(", ")
    assert SHOWN["ada"] in ada.get(path).text
    assert Asker(app, cookie="theme=dark").get(path).text == plain.text


def test_our_own_host_is_the_one_that_was_asked(app: FastAPI, engine: Engine) -> None:
    """Older browsers name the page's origin instead."""
    asker = Asker(app, session_of(engine, "ada"))
    assert asker.ask("POST", "/admin/sign-out", origin=HOST).status_code == 303
