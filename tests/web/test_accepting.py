"""A suggestion on its way into the catalogue: through the form of its cell, in one transaction with the change."""

import html
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from app import suggestions
from app.accounts.words import Scope
from app.catalogue import entities as e
from app.catalogue.reading import read_entities
from app.catalogue.snapshot import read
from app.db import read_session, write_session
from app.editing.history import History
from app.ingest.load import load
from app.suggestions import Draft, Suggestion
from app.suggestions.words import State
from tests.support.cast import folder
from tests.support.visiting import Asker, house, move_in, now, session_of, token_of

PAGE = "https://docs.example/new-limits"
CITED = {
    "title": "Limits",
    "publisher": "Heron Foundation",
    "find": "2 MiB",
    "text_date": "2026-11-01",
}


@pytest.fixture
def filled(engine: Engine, tmp_path: Path) -> Engine:
    """The invented cast, and people."""
    load(engine, folder(tmp_path / "data"))
    move_in(engine)
    return engine


@pytest.fixture
def app(filled: Engine) -> FastAPI:
    return house(filled, read(filled))


@pytest.fixture
def grace(app: FastAPI, filled: Engine) -> Asker:
    """The reviewer."""
    return Asker(app, session_of(filled, "grace"))


def suggest(engine: Engine, product: str = "stork", criterion: str | None = "message_size_max") -> str:
    draft = Draft(product, criterion, None, "It is 2 MiB.", PAGE, "Sizes", "Margaret")
    with write_session(engine) as session:
        return suggestions.make(session, draft, None, now()).id


def found(engine: Engine, id: str) -> Suggestion:
    with read_session(engine) as session:
        return suggestions.find(session, id)


def size_of(engine: Engine, product: str = "stork") -> list[e.Statement]:
    with read_session(engine) as session:
        said = [each for each in read_entities(session) if isinstance(each, e.Statement)]
    return [each for each in said if (each.product, each.criterion) == (product, "message_size_max")]


def open_form(asker: Asker, id: str, also: str = "") -> tuple[str, str]:
    """From the page of the suggestion to the form: its address and its text."""
    page = html.unescape(asker.get(f"/admin/suggestions/{id}").text)
    (first,) = re.findall(rf'class="main-action" href="(/admin/cells/[^"]+{id})"', page)
    address = asker.get(first + also).headers["location"]
    return address, asker.get(address).text


def test_saving_the_form_accepts_it(grace: Asker, app: FastAPI, filled: Engine) -> None:
    id = suggest(filled)
    address, form = open_form(grace, id)
    assert f'value="{PAGE}"' in form
    assert 'value="Sizes"' in form
    assert 'value="Suggested by Margaret"' in form
    assert "suggests: It is 2 MiB." in form
    assert html.escape(f"suggestion={id}") in form
    cite = {f"cite.0.{name}": value for name, value in {**CITED, "url": PAGE, "place": "Sizes"}.items()}
    fields = {"value": "2", "value:unit": "MiB", "version": "0", "reason": "Suggested by Margaret", "do": "save"}
    answer = grace.post(address, **fields, **cite)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/suggestions")
    accepted = found(filled, id)
    assert (accepted.state, accepted.answered_by) == (State.ACCEPTED, "grace")
    assert len(size_of(filled)) == 1
    app.state.catalogue = read(filled)
    assert accepted.change_set is not None
    change = History(filled).one(accepted.change_set, app.state.catalogue.revision)
    assert change is not None
    assert (change.actor, change.reason) == ("Grace Hopper", "Suggested by Margaret")
    reader = Asker(app)
    assert f"/changes/{accepted.change_set}" in reader.get(f"/suggest/{id}").text
    assert "Suggested by Margaret" in reader.get(f"/changes/{accepted.change_set}").text
    again = grace.post(address, **{**fields, "value": "3"}, **cite)
    assert again.status_code == 409
    assert len(size_of(filled)) == 1


def test_an_existing_statement_gets_the_page_among_its_citations(grace: Asker, filled: Engine) -> None:
    id = suggest(filled, "wren")
    address, form = open_form(grace, id, "&amended=yes")
    assert address.startswith("/admin/edit/statement/")
    assert address.endswith(f"?suggestion={id}&amended=yes")
    assert f'name="cite.1.url" value="{PAGE}"' in form or PAGE in form
    assert "https://old.example/" in form


def test_what_does_not_fit_saves_nothing_and_accepts_nothing(grace: Asker, filled: Engine) -> None:
    id = suggest(filled)
    address, _ = open_form(grace, id)
    answer = grace.post(address, value="many", version="0", reason="Suggested by Margaret", do="save")
    assert answer.status_code == 422
    assert html.escape(f"suggestion={id}") in answer.text
    assert "suggests: It is 2 MiB." in answer.text
    assert (found(filled, id).state, size_of(filled)) == (State.WAITING, [])


def test_an_editor_does_not_handle_suggestions(app: FastAPI, grace: Asker, filled: Engine) -> None:
    id = suggest(filled)
    address, _ = open_form(grace, id)
    barbara = Asker(app, session_of(filled, "barbara"))
    cite = {f"cite.0.{name}": value for name, value in {**CITED, "url": PAGE, "place": "Sizes"}.items()}
    fields = {"value": "2", "value:unit": "MiB", "version": "0", "reason": "x", "do": "save"}
    assert barbara.post(address, **fields, **cite).status_code == 403
    assert (found(filled, id).state, size_of(filled)) == (State.WAITING, [])


def test_it_is_accepted_by_a_change_that_was_made_already(app: FastAPI, grace: Asker, filled: Engine) -> None:
    id = suggest(filled, criterion=None)
    for number in ("", "x", "999999999", "9" * 40, "\u0661"):
        answer = grace.post(f"/admin/suggestions/{id}/accept", number=number)
        assert answer.status_code == 422, number
        assert "the number of a change" in answer.text
    answer = grace.post(f"/admin/suggestions/{id}/accept", number="#3", amended="yes")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/suggestions")
    accepted = found(filled, id)
    assert (accepted.state, accepted.change_set) == (State.AMENDED, 1)
    assert "with a difference" in Asker(app).get(f"/suggest/{id}").text


def test_a_program_accepts_by_a_change_that_was_made(app: FastAPI, filled: Engine) -> None:
    """Named by any revision in it."""
    id = suggest(filled)
    program = Asker(app, authorization=f"Bearer {token_of(filled, 'grace', Scope.SUGGESTIONS_HANDLE)}")
    body = b'{"change_set": 3, "amended": true}'
    answer = program.ask("POST", f"/api/v1/suggestions/{id}/accept", content=body, content_type="application/json")
    assert (answer.status_code, answer.json()["state"], answer.json()["change_set"]) == (200, "amended", 1)


def test_a_form_for_a_suggestion_that_is_not_there_is_not_opened(grace: Asker) -> None:
    asked = f"/admin/new/statement?product=stork&criterion=message_size_max&suggestion={quote('0' * 32)}"
    assert grace.get(asked).status_code == 404
