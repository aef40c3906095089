"""Signing in and out: who gets in, how often it may be tried, and what the browser is given."""

import re

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from app.accounts import people
from app.db import write_session
from app.web.admin.sign_in import own_path
from tests.support.visiting import PASSWORD, Asker, house, now, open_sessions, session_of

pytestmark = pytest.mark.usefixtures("quick")


def sign_in(asker: Asker, name: str = "ada", password: str = PASSWORD, next: str = "") -> int:
    return asker.post("/admin/sign-in", name=name, password=password, next=next).status_code


def test_who_signs_in_is_known_on_every_page_until_they_sign_out(app: FastAPI, inhabited: Engine) -> None:
    ada = Asker(app)
    answer = ada.post("/admin/sign-in", name=" Ada ", password=PASSWORD, next="/products?kind=event-log")
    assert (answer.status_code, answer.headers["location"]) == (303, "/products?kind=event-log")
    cookie = answer.headers["set-cookie"]
    assert re.match(r"landscape=[\w-]{43}; HttpOnly; Max-Age=1209600; Path=/; SameSite=lax$", cookie), cookie
    page = ada.get("/products")
    assert "Ada Lovelace" in page.text
    assert (page.headers["cache-control"], page.headers["vary"].split(", ")[-1]) == ("private, no-store", "Cookie")
    assert "etag" not in page.headers
    gone = ada.post("/admin/sign-out")
    assert (gone.status_code, gone.headers["location"]) == (303, "/")
    assert "Max-Age=0" in gone.headers["set-cookie"]
    assert open_sessions(inhabited, "ada") == 0
    assert "Ada Lovelace" not in ada.get("/products").text


def test_by_tls_the_cookie_is_the_hosts_own(app: FastAPI) -> None:
    cookie = Asker(app, host="https://site.example").post("/admin/sign-in", name="ada", password=PASSWORD)
    assert cookie.headers["set-cookie"].startswith("__Host-landscape=")
    assert cookie.headers["set-cookie"].endswith("; Path=/; SameSite=lax; Secure")
    assert "domain" not in cookie.headers["set-cookie"].lower()


def test_without_tls_nobody_signs_in_from_elsewhere(app: FastAPI, inhabited: Engine) -> None:
    answer = Asker(app, host="http://site.example").post("/admin/sign-in", name="ada", password=PASSWORD)
    assert answer.status_code == 403
    assert "https" in answer.text
    assert "set-cookie" not in answer.headers
    assert open_sessions(inhabited, "ada") == 0


@pytest.mark.parametrize(
    ("name", "password"),
    [("ada", "wrong"), ("nobody", PASSWORD), ("", ""), ("ada\0", PASSWORD[:-1]), ("x" * 9000, "x")],
)
def test_others_are_not_told_what_was_wrong(app: FastAPI, name: str, password: str) -> None:
    answer = Asker(app).post("/admin/sign-in", name=name, password=password)
    assert answer.status_code == 422
    assert "Name and password do not belong together." in answer.text
    assert "set-cookie" not in answer.headers
    assert password == "" or f'value="{password}"' not in answer.text


def test_a_session_has_a_new_id_each_time_and_the_old_one_ends(app: FastAPI, inhabited: Engine) -> None:
    """Whoever planted an id before knows none afterwards."""
    ada = Asker(app, session_of(inhabited, "grace"))
    before = ada.cookies["landscape"]
    assert sign_in(ada) == 303
    assert ada.cookies["landscape"] != before
    assert open_sessions(inhabited, "grace") == 0
    planted = Asker(app, "x" * 43)
    assert sign_in(planted) == 303
    assert planted.cookies["landscape"] != "x" * 43


def test_an_account_is_tried_ten_times_and_an_address_thirty(app: FastAPI) -> None:
    for _ in range(10):
        assert sign_in(Asker(app), password="wrong") == 422
    answer = Asker(app).post("/admin/sign-in", name="ADA", password=PASSWORD)
    assert answer.status_code == 429
    assert "try again in 2 minutes" in answer.text
    assert 80 <= int(answer.headers["retry-after"]) <= 90
    assert sign_in(Asker(app), "grace") == 303
    for number in range(20):
        assert sign_in(Asker(app), f"nobody-{number}") == 422
    assert sign_in(Asker(app), "grace") == 429


def test_the_disabled_do_not_get_in_and_their_sessions_end(app: FastAPI, inhabited: Engine) -> None:
    grace = Asker(app, session_of(inhabited, "grace"))
    assert grace.get("/admin").status_code == 200
    with write_session(inhabited) as session:
        people.disable(session, "grace", now())
    assert grace.get("/admin").status_code == 303
    assert sign_in(Asker(app), "grace") == 422


@pytest.mark.parametrize(
    ("next", "where"),
    [
        ("/products?q=a b", "/products?q=a b"),
        ("/admin/people", "/admin/people"),
        ("", "/admin"),
        ("https://evil.example/", "/admin"),
        ("//evil.example/", "/admin"),
        ("/\\evil.example", "/admin"),
        ("/a\\..\\b", "/admin"),
        ("\\\\evil.example", "/admin"),
        ("/\t/evil.example", "/admin"),
        ("/a\r\nSet-Cookie: x=y", "/admin"),
        ("javascript:alert(1)", "/admin"),
        ("products", "/admin"),
    ],
)
def test_the_way_on_stays_on_this_site(next: str, where: str) -> None:
    assert own_path(next) == where


def test_who_is_signed_in_already_goes_on(app: FastAPI, inhabited: Engine) -> None:
    answer = Asker(app, session_of(inhabited, "ada")).get("/admin/sign-in?next=/admin/people")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/people")


def test_who_is_not_is_led_there_and_back(app: FastAPI) -> None:
    answer = Asker(app).get("/admin/people?a=b&c=d")
    assert answer.status_code == 303
    answer = Asker(app).get("/admin/people")
    assert answer.headers["location"] == "/admin/sign-in?next=/admin/people"
    page = Asker(app).get(answer.headers["location"])
    assert 'name="next" value="/admin/people"' in page.text
    assert page.headers["cache-control"] == "no-store"


def test_without_a_database_nobody_signs_in(inhabited: Engine) -> None:
    app = house(inhabited)
    app.state.engine = None
    assert sign_in(Asker(app)) == 503
    assert Asker(app, "x" * 43).get("/products").status_code == 200


def test_a_strange_cookie_is_nobody(app: FastAPI) -> None:
    for secret in ("", "x", "x" * 5000, "%00", '"'):
        answer = Asker(app, cookie=f"landscape={secret}").get("/products")
        assert answer.status_code == 200
        assert "Sign out" not in answer.text
        assert ("Max-Age=0" in answer.headers.get("set-cookie", "")) is bool(secret)
