"""`/changes`, one change set, and the feed: over a database, and where there is none."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from app import editing
from app.api import shapes as s
from app.catalogue import entities as e
from app.catalogue.reading import read_entities
from app.catalogue.snapshot import read
from app.db import write_session
from app.ingest.load import load
from app.main import create_app
from app.settings import Settings
from tests.support.asking import ask
from tests.support.cast import folder
from tests.web.conftest import Get

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def app(engine: Engine, tmp_path: Path) -> FastAPI:
    """An application over a database with a load and an edit, whose reason is full of marks."""
    load(engine, folder(tmp_path / "data"))
    with write_session(engine) as session:
        (heron,) = [each for each in read_entities(session) if isinstance(each, e.Product) and each.slug == "heron"]
        change = editing.Change(heron, replace(heron, vendor="Grey Heron <script>"))
        editing.apply(session, [change], editing.author("Ada & co", "Why not? <b>]]>"))
    made = create_app(Settings(), read(engine))
    made.state.engine = engine
    return made


def test_an_edit_is_told_with_who_why_and_word_by_word(app: FastAPI) -> None:
    text = ask(app, "/changes").text
    assert "Heron: vendor changed" in text
    assert "Ada &amp; co · Why not? &lt;b&gt;]]&gt;" in text
    assert "<ins>Grey </ins>Heron" in text
    assert "<del>Foundation</del>" in text
    assert "<script>" not in text.replace('<script type="module"', "")


def test_a_load_is_one_entry_that_leads_to_its_parts(app: FastAPI) -> None:
    answer = ask(app, "/changes")
    assert answer.text.count("loaded from the data files:") >= 1
    assert answer.text.count("<h2>") == 2
    count = app.state.catalogue.revision - 1
    assert f"All {count} of them" in answer.text
    seen, address = 0, "/changes/1"
    while address:
        page = ask(app, address).text
        seen += page.count('class="revision"')
        after = page.partition('rel="next"')[0].rpartition('<a href="')[2].partition('"')[0]
        address = after.replace("&amp;", "&") if 'rel="next"' in page else ""
    assert seen == count


def test_any_revision_leads_to_its_change_set(app: FastAPI) -> None:
    answer = ask(app, "/changes/7")
    assert (answer.status_code, answer.headers["location"]) == (303, "/changes/1?cursor=6")
    assert 'id="revision-7"' in ask(app, "/changes/1?cursor=6").text
    for number in ("0", "x", "999999", "9" * 40, "²"):
        assert ask(app, f"/changes/{number}").status_code == 404


def test_changes_are_narrowed_and_one_question_has_one_address(app: FastAPI) -> None:
    assert ask(app, "/changes?product=wren").text.count("<h2>") == 1
    assert ask(app, "/changes?person=Ada+%26+co").text.count("<h2>") == 1
    assert "Nothing of this kind" in ask(app, "/changes?product=heron&dimension=security&person=ada").text
    answer = ask(app, "/changes?person=&utm=x&product=wren")
    assert (answer.status_code, answer.headers["location"]) == (303, "/changes?person=&product=wren")
    assert ask(app, "/changes?person=&product=wren").headers["location"] == "/changes?product=wren"
    assert ask(app, "/changes?product=kestrel").status_code == 404
    assert ask(app, "/changes?dimension=colour").status_code == 400
    assert ask(app, "/changes?cursor=x").status_code == 400


def test_what_is_newer_than_the_catalogue_is_not_told_yet(app: FastAPI) -> None:
    """An answer is a function of the revision that it is kept under."""
    app.state.catalogue = replace(app.state.catalogue, revision=app.state.catalogue.revision - 1)
    assert "Ada" not in ask(app, "/changes").text.partition("<ol")[2]
    assert ask(app, "/api/v1/changes?limit=1").json()["total"] == app.state.catalogue.revision


def test_the_feed_is_atom_with_ids_that_stay(app: FastAPI) -> None:
    answer = ask(app, "/changes.atom")
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = ElementTree.fromstring(answer.content)  # noqa: S314
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries] == ["Ada & co", "files"]
    narrowed = ElementTree.fromstring(ask(app, "/changes.atom?product=heron").content)  # noqa: S314
    ids = [[each.text for each in tree.iter(f"{ATOM}id")] for tree in (feed, narrowed)]
    assert ids[0][0] != ids[1][0]
    assert ids[0][1:] == ids[1][1:]
    assert len(set(ids[0])) == 3
    assert all(str(each).startswith("urn:uuid:") for each in ids[0])
    for parent in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"{ATOM}{name}")) == 1


def test_programs_get_both_documents(app: FastAPI) -> None:
    answer = ask(app, f"/api/v1/changes?since={app.state.catalogue.revision - 1}")
    body = s.Changes.model_validate(answer.json())
    (one,) = body.items
    assert (body.total, body.next, one.person, one.kind, one.id) == (1, None, "Ada & co", "product", "heron")
    assert one.before is not None
    assert one.after is not None
    assert (one.before["vendor"], one.after["vendor"]) == ("Heron Foundation", "Grey Heron <script>")
    assert one.sentence == "Heron: vendor changed"


def test_programs_page_by_the_link(app: FastAPI) -> None:
    numbers: list[int] = []
    answer = ask(app, "/api/v1/changes?product=heron&limit=7")
    while True:
        numbers += [each["number"] for each in answer.json()["items"]]
        if "link" not in answer.headers:
            break
        answer = ask(app, answer.headers["link"].partition("<")[2].partition(">")[0])
    assert numbers == sorted(set(numbers), reverse=True)
    assert len(numbers) == answer.json()["total"] > 7


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("since=x", 400),
        ("limit=0", 400),
        ("limit=201", 400),
        ("cursor=x", 400),
        ("dimension=x", 400),
        ("product=x", 404),
    ],
)
def test_programs_are_refused_with_a_problem(app: FastAPI, query: str, status: int) -> None:
    answer = ask(app, f"/api/v1/changes?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    if status == 400:
        assert [each["pointer"] for each in answer.json()["errors"]] == [query.partition("=")[0]]


def test_without_a_database_it_says_so(get: Get) -> None:
    assert "without a database" in get("/changes").text
    assert get("/changes/1").status_code == 404
    assert ElementTree.fromstring(get("/changes.atom").content).findall(f"{ATOM}entry") == []  # noqa: S314
    assert (get("/api/v1/changes").json()["total"], get("/api/v1/changes").json()["items"]) == (0, [])


def test_products_and_statements_lead_to_their_history(get: Get) -> None:
    assert 'href="/changes?product=rabbitmq"' in get("/products/rabbitmq").text
    assert 'href="/changes"' in get("/").text
