"""The pages about oneself and about people: what they show, what they change, and what they say of bad input."""

import html
import re

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from app.accounts import people, tokens
from app.accounts.sign_ins import hash_of
from app.accounts.words import Role, Scope
from app.db import read_session
from tests.support.visiting import PASSWORD, Asker, now, open_sessions, session_of

NEW = "tide heron cobalt marble"

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def ada(app: FastAPI, inhabited: Engine) -> Asker:
    """The admin, signed in."""
    return Asker(app, session_of(inhabited, "ada"))


def may_sign_in(app: FastAPI, name: str, password: str) -> bool:
    return Asker(app).post("/admin/sign-in", name=name, password=password).status_code == 303


def person(engine: Engine, name: str) -> people.Person:
    with read_session(engine) as session:
        return people.find(session, name)


def test_the_start_says_what_one_can_do(app: FastAPI, inhabited: Engine, ada: Asker) -> None:
    assert "/admin/people" in ada.get("/admin").text
    barbara = Asker(app, session_of(inhabited, "barbara")).get("/admin").text
    assert "/admin/people" not in barbara
    assert "<strong>editor</strong>" in barbara


def test_sessions_are_listed_and_ended(app: FastAPI, inhabited: Engine, ada: Asker) -> None:
    others = [Asker(app, session_of(inhabited, "ada")) for _ in range(3)]
    page = ada.get("/admin/account").text
    assert page.count("Firefox on Linux") == 4
    assert page.count("this one") == 1
    ids = re.findall(r'name="id" value="(\w{64})"', page)
    assert len(ids) == 3
    assert ada.post("/admin/account/sessions/end", id=ids[0]).status_code == 303
    assert open_sessions(inhabited, "ada") == 3
    assert ada.post("/admin/account/sessions/end").status_code == 303
    assert open_sessions(inhabited, "ada") == 1
    assert ada.get("/admin").status_code == 200
    assert {each.get("/admin").status_code for each in others} == {303}


def test_nobody_ends_the_session_of_another(app: FastAPI, inhabited: Engine, ada: Asker) -> None:
    graces = hash_of(session_of(inhabited, "grace"))
    ada.post("/admin/account/sessions/end", id=graces)
    assert open_sessions(inhabited, "grace") == 1


def test_a_token_is_shown_once_and_revoked(app: FastAPI, inhabited: Engine, ada: Asker) -> None:
    answer = ada.post("/admin/account/tokens", name="nightly", scope=list(Scope), days="30")
    (token,) = re.findall(r"ml_\w{8}_[\w-]{43}", answer.text)
    assert answer.headers["cache-control"] == "private, no-store"
    with read_session(inhabited) as session:
        found = tokens.bearer(session, token, now())
    assert found is not None
    assert (found.token.name, found.scopes) == ("nightly", frozenset(Scope))
    page = ada.get("/admin/account").text
    assert token not in page
    assert found.token.id in page
    assert ada.post(f"/admin/account/tokens/{found.token.id}/revoke").status_code == 303
    assert "revoked" in ada.get("/admin/account").text
    with read_session(inhabited) as session:
        assert tokens.bearer(session, token, now()) is None


def test_nobody_revokes_the_token_of_another(app: FastAPI, inhabited: Engine, ada: Asker) -> None:
    grace = Asker(app, session_of(inhabited, "grace"))
    grace.post("/admin/account/tokens", name="hers", days="30")
    with read_session(inhabited) as session:
        (token,) = tokens.of(session, "grace")
    assert ada.post(f"/admin/account/tokens/{token.id}/revoke").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "", "days": "30"}, "1 to 80 characters"),
        ({"name": "<b>nightly", "days": "9999"}, "1 to 365 days"),
        ({"name": "x", "days": "30", "scope": "suggestions:handle"}, "what barbara may do as editor"),
    ],
)
def test_a_token_that_does_not_fit_is_refused_at_its_field(
    app: FastAPI, inhabited: Engine, fields: dict[str, str], said: str
) -> None:
    answer = Asker(app, session_of(inhabited, "barbara")).post("/admin/account/tokens", **fields)
    assert answer.status_code == 422
    assert "<b>" not in answer.text
    with read_session(inhabited) as session:
        assert tokens.of(session) == []
    if "days" not in said:
        assert said in answer.text


def test_another_password_needs_the_present_one_and_ends_the_other_sessions(
    app: FastAPI, inhabited: Engine, ada: Asker
) -> None:
    session_of(inhabited, "ada")
    wrong = ada.post("/admin/account/password", present="wrong", password=NEW)
    assert wrong.status_code == 422
    assert "your present password" in wrong.text
    weak = ada.post("/admin/account/password", present=PASSWORD, password="adaadaadaada")
    assert weak.status_code == 422
    assert "besides the person" in html.unescape(weak.text)
    assert open_sessions(inhabited, "ada") == 2
    assert ada.post("/admin/account/password", present=PASSWORD, password=NEW).status_code == 303
    assert open_sessions(inhabited, "ada") == 1
    assert not may_sign_in(app, "ada", PASSWORD)
    assert may_sign_in(app, "ada", NEW)


def test_the_present_password_is_not_guessed_from_an_open_session(ada: Asker) -> None:
    codes = [ada.post("/admin/account/password", present="wrong", password=NEW).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


def test_somebody_is_added_and_signs_in(app: FastAPI, inhabited: Engine, ada: Asker) -> None:
    fields = {"name": "Margaret", "shown_name": "Margaret Hamilton", "role": "reviewer", "password": NEW}
    assert ada.post("/admin/people", **fields).status_code == 303
    assert "Margaret Hamilton" in ada.get("/admin/people").text
    assert person(inhabited, "margaret").role is Role.REVIEWER
    assert may_sign_in(app, "margaret", NEW)


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"name": "<b>"}, 422, "small letters"),
        ({"shown_name": "x" * 81}, 422, "1 to 80 characters"),
        ({"password": "margaret1234"}, 422, "besides the person"),
        ({"role": "king"}, 422, "one of editor, reviewer, admin"),
        ({"name": "ada"}, 409, "of the name 'ada' already"),
        ({"shown_name": "ada lovelace"}, 409, "two could not be told apart"),
    ],
)
def test_who_does_not_fit_is_refused_and_the_rest_is_kept(
    ada: Asker, inhabited: Engine, changed: dict[str, str], status: int, said: str
) -> None:
    fields = {"name": "margaret", "shown_name": "Margaret H", "role": "reviewer", "password": NEW, **changed}
    answer = ada.post("/admin/people", **fields)
    assert answer.status_code == status
    assert said in html.unescape(answer.text)
    assert "<b>" not in answer.text
    assert f'value="{html.escape(fields["name"])}"' in answer.text
    assert fields["password"] not in answer.text
    with read_session(inhabited) as session:
        assert len(people.everybody(session)) == 3


def test_a_role_changes_from_the_next_request_on(app: FastAPI, inhabited: Engine, ada: Asker) -> None:
    barbara = Asker(app, session_of(inhabited, "barbara"))
    assert barbara.get("/admin/people").status_code == 403
    assert ada.post("/admin/people/barbara/role", role="admin").status_code == 303
    assert barbara.get("/admin/people").status_code == 200


def test_the_last_admin_stays(ada: Asker, inhabited: Engine) -> None:
    for answer in (ada.post("/admin/people/ada/role", role="editor"), ada.post("/admin/people/ada/disable")):
        assert answer.status_code == 409
        assert "last admin" in answer.text
    assert person(inhabited, "ada").role is Role.ADMIN


def test_somebody_is_kept_out_and_let_in_again(app: FastAPI, inhabited: Engine, ada: Asker) -> None:
    session_of(inhabited, "grace")
    assert ada.post("/admin/people/grace/disable").status_code == 303
    assert open_sessions(inhabited, "grace") == 0
    assert not may_sign_in(app, "grace", PASSWORD)
    assert "<strong>disabled</strong>" in ada.get("/admin/people/grace").text
    assert ada.post("/admin/people/grace/enable").status_code == 303
    assert may_sign_in(app, "grace", PASSWORD)


def test_a_lost_computer_is_no_danger(app: FastAPI, inhabited: Engine, ada: Asker) -> None:
    grace = Asker(app, session_of(inhabited, "grace"))
    grace.post("/admin/account/tokens", name="hers", days="30")
    assert ada.post("/admin/people/grace/end").status_code == 303
    assert open_sessions(inhabited, "grace") == 0
    with read_session(inhabited) as session:
        assert [each.works(now()) for each in tokens.of(session, "grace")] == [False]


def test_an_admin_sets_a_forgotten_password(app: FastAPI, inhabited: Engine, ada: Asker) -> None:
    session_of(inhabited, "grace")
    assert ada.post("/admin/people/grace/password", password="short").status_code == 422
    assert ada.post("/admin/people/grace/password", password=NEW).status_code == 303
    assert open_sessions(inhabited, "grace") == 0
    assert may_sign_in(app, "grace", NEW)


@pytest.mark.parametrize("path", ["", "/role", "/password", "/disable", "/enable", "/end"])
@pytest.mark.parametrize("name", ["nobody", "%00", "a'b"])
def test_a_stranger_is_not_found(ada: Asker, path: str, name: str) -> None:
    if path:
        answer = ada.post(f"/admin/people/{name}{path}", role="editor", password=NEW)
    else:
        answer = ada.get(f"/admin/people/{name}")
    assert answer.status_code == 404
