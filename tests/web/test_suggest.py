"""Suggesting and deciding, as a reader and a reviewer see it."""

import html
import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from app import suggestions
from app.accounts.attempts import site_key
from app.accounts.words import Scope
from app.db import read_session, write_session
from app.suggestions import Draft
from app.suggestions.trap import stamp
from tests.support.visiting import Asker, now, session_of, token_of

CELL = {"product": "rabbitmq", "criterion": "protocols", "option": "mqtt-5"}
WORDS = {"body": "It is built in <b>since</b> 4.0.", "url": "https://www.rabbitmq.com/docs/mqtt", "credit": "Grace"}


@pytest.fixture
def reader(app: FastAPI) -> Asker:
    return Asker(app)


@pytest.fixture
def grace(app: FastAPI, inhabited: Engine) -> Asker:
    """The reviewer, signed in."""
    return Asker(app, session_of(inhabited, "grace"))


@pytest.fixture
def old_enough(inhabited: Engine) -> str:
    """The stamp of a form that was opened a minute ago."""
    with write_session(inhabited) as session:
        return stamp(site_key(session), now() - timedelta(minutes=1))


@pytest.fixture
def made(inhabited: Engine) -> str:
    """The id of a suggestion that waits."""
    draft = Draft("rabbitmq", "protocols", "mqtt-5", WORDS["body"], WORDS["url"], "", "Grace")
    with write_session(inhabited) as session:
        id = suggestions.make(session, draft, "no", now()).id
    return id


def waiting(engine: Engine) -> list[suggestions.Suggestion]:
    with read_session(engine) as session:
        return suggestions.waiting(session)


def test_the_form_says_what_it_is_about_and_is_kept_by_nobody(reader: Asker) -> None:
    answer = reader.get("/suggest?product=rabbitmq&criterion=protocols&option=mqtt-5")
    assert answer.status_code == 200
    assert "The catalogue says" in answer.text
    assert 'name="option" value="mqtt-5"' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert reader.get("/suggest?product=rabbitmq").status_code == 200
    assert '<select name="product">' in reader.get("/suggest").text
    assert reader.get("/suggest?product=nothing").status_code == 404


def test_every_cell_leads_to_it(reader: Asker) -> None:
    page = reader.get("/products/rabbitmq/protocols/mqtt-5").text
    (address,) = re.findall(r'href="(/suggest\?[^"]+)"', page)
    assert reader.get(html.unescape(address)).status_code == 200


def test_a_suggestion_has_a_page_of_its_own(reader: Asker, inhabited: Engine, old_enough: str) -> None:
    answer = reader.post("/suggest", **CELL, **WORDS, stamp=old_enough)
    assert answer.status_code == 303
    address = answer.headers["location"]
    assert re.fullmatch(r"/suggest/[0-9a-f]{32}", address)
    page = reader.get(address)
    assert "Waiting to be read" in page.text
    assert "&lt;b&gt;since&lt;/b&gt;" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in page.text
    (kept,) = waiting(inhabited)
    assert (kept.product, kept.criterion, kept.option, kept.credit) == ("rabbitmq", "protocols", "mqtt-5", "Grace")
    assert kept.said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"body": ""}, "what should stand there"),
        ({"url": "javascript:alert(1)"}, "the address of the page that says so"),
        ({"website": "https://spam.example"}, "leave the last field empty"),
        ({"stamp": ""}, "was not made here"),
        ({"stamp": "1763899200.0"}, "was not made here"),
    ],
)
def test_what_does_not_fit_is_refused_and_the_rest_is_kept(
    reader: Asker, inhabited: Engine, old_enough: str, changed: dict[str, str], said: str
) -> None:
    answer = reader.post("/suggest", **{**CELL, **WORDS, "stamp": old_enough, **changed})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Grace"' in answer.text
    assert "<b>since" not in answer.text
    assert waiting(inhabited) == []


def test_who_is_too_quick_sends_the_form_again(reader: Asker, inhabited: Engine) -> None:
    with write_session(inhabited) as session:
        fresh = stamp(site_key(session), now())
    answer = reader.post("/suggest", **CELL, **WORDS, stamp=fresh)
    assert (answer.status_code, "quicker than anybody" in answer.text) == (422, True)


def test_who_mends_a_word_need_not_wait_again(reader: Asker, inhabited: Engine, old_enough: str) -> None:
    answer = reader.post("/suggest", **CELL, **{**WORDS, "body": ""}, stamp=old_enough)
    (again,) = re.findall(r'name="stamp" value="([^"]+)"', answer.text)
    assert reader.post("/suggest", **CELL, **WORDS, stamp=again).status_code == 303


def test_one_address_suggests_ten_times_an_hour_on_the_page_and_in_the_api(
    reader: Asker, inhabited: Engine, old_enough: str
) -> None:
    for _ in range(9):
        assert reader.post("/suggest", **CELL, **WORDS, stamp=old_enough).status_code == 303
    body = b'{"product": "rabbitmq", "body": "x", "url": "https://a.example/"}'
    headers = {"content_type": "application/json"}
    assert reader.ask("POST", "/api/v1/suggestions", content=body, **headers).status_code == 201
    answer = reader.ask("POST", "/api/v1/suggestions", content=body, **headers)
    assert (answer.status_code, answer.json()["status"]) == (429, 429)
    assert int(answer.headers["retry-after"]) > 0
    assert reader.post("/suggest", **CELL, **WORDS, stamp=old_enough).status_code == 429
    assert len(waiting(inhabited)) == 10


def test_a_program_suggests_too(reader: Asker, inhabited: Engine) -> None:
    body = b'{"product": "rabbitmq", "criterion": "message_size_max", "body": "16 MiB", "url": "https://a.example/"}'
    answer = reader.ask("POST", "/api/v1/suggestions", content=body, content_type="application/json")
    assert answer.status_code == 201
    told = answer.json()
    assert (told["state"], answer.headers["location"]) == ("waiting", told["address"])
    assert answer.headers["cache-control"] == "no-store"
    assert reader.get(told["address"]).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        (b"", 422, "#"),
        (b"[]", 422, "#"),
        (b'{"product": "rabbitmq", "body": "x"}', 422, "#/url"),
        (b'{"product": "rabbitmq", "body": "x", "url": "a"}', 422, "#/url"),
        (b'{"product": "rabbitmq", "body": "", "url": "https://a.example/"}', 422, "#/body"),
        (b'{"product": "rabbitmq", "body": "x", "url": "https://a.example/", "colour": 1}', 422, "#/colour"),
        (b'{"product": "nothing", "body": "x", "url": "https://a.example/"}', 404, None),
    ],
)
def test_a_program_is_told_what_does_not_fit(
    reader: Asker, inhabited: Engine, body: bytes, status: int, pointer: str | None
) -> None:
    answer = reader.ask("POST", "/api/v1/suggestions", content=body, content_type="application/json")
    assert answer.status_code == status
    assert pointer is None or pointer in [each["pointer"] for each in answer.json()["errors"]]
    assert waiting(inhabited) == []


def test_a_reviewer_finds_it_beside_the_cell_and_declines_it(
    reader: Asker, grace: Asker, inhabited: Engine, made: str
) -> None:
    assert "RabbitMQ" in grace.get("/admin/suggestions").text
    page = html.unescape(grace.get(f"/admin/suggestions/{made}").text)
    assert "What the catalogue says now" in page
    assert f'href="/admin/cells/rabbitmq/protocols/mqtt-5?suggestion={made}"' in page
    assert grace.post(f"/admin/suggestions/{made}/decline", answer=" ").status_code == 422
    declined = grace.post(f"/admin/suggestions/{made}/decline", answer="It is a <plugin>.")
    assert (declined.status_code, declined.headers["location"]) == (303, "/admin/suggestions")
    assert "declined: It is a &lt;plugin&gt;." in reader.get(f"/suggest/{made}").text
    assert "None waits" in grace.get("/admin/suggestions").text
    assert grace.post(f"/admin/suggestions/{made}/decline", answer="Again.").status_code == 409


def test_a_program_decides_too(app: FastAPI, inhabited: Engine, made: str) -> None:
    """With a token that is for it."""
    program = Asker(app, authorization=f"Bearer {token_of(inhabited, 'grace', Scope.SUGGESTIONS_HANDLE)}")
    listed = program.get("/api/v1/suggestions")
    assert (listed.json()["total"], listed.json()["items"][0]["id"]) == (1, made)
    assert listed.headers["cache-control"] == "no-store"
    json = {"content_type": "application/json"}
    refused = program.ask("POST", f"/api/v1/suggestions/{made}/decline", content=b'{"reason": " "}', **json)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/reason")
    absent = program.ask("POST", f"/api/v1/suggestions/{made}/accept", content=b'{"change_set": 4000}', **json)
    assert (absent.status_code, absent.json()["errors"][0]["pointer"]) == (422, "#/change_set")
    done = program.ask("POST", f"/api/v1/suggestions/{made}/decline", content=b'{"reason": "No."}', **json)
    assert (done.status_code, done.json()["state"], done.json()["answered_by"]) == (200, "declined", "grace")
    again = program.ask("POST", f"/api/v1/suggestions/{made}/decline", content=b'{"reason": "No."}', **json)
    assert again.status_code == 409
    assert program.get("/api/v1/suggestions").json()["items"] == []


def test_its_page_says_that_it_was_accepted(reader: Asker, grace: Asker, inhabited: Engine, made: str) -> None:
    with write_session(inhabited) as session:
        suggestions.accept(session, made, 17, "grace", now())
    page = reader.get(f"/suggest/{made}").text
    assert "<h1>Accepted</h1>" in page
    assert 'href="/changes/17"' in page
    assert "accepted by grace" in grace.get("/admin/suggestions").text


def test_it_stays_readable_when_its_product_is_gone(reader: Asker, grace: Asker, inhabited: Engine) -> None:
    with write_session(inhabited) as session:
        gone = suggestions.make(session, Draft("dodo", "colour", "red", "x", "https://a.example/"), None, now()).id
    for path in (f"/suggest/{gone}", "/admin/suggestions", f"/admin/suggestions/{gone}"):
        answer = grace.get(path)
        assert answer.status_code == 200
        assert "no longer" in answer.text.lower()
