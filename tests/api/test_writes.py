"""Writing by JSON with a token: the same rules as the forms, versions in tags, both sides of a conflict."""

import json
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from app.accounts.words import Scope
from app.catalogue.snapshot import read
from app.db import read_session
from app.editing.verify import verify
from tests.support.visiting import Asker, house, move_in, token_of

API = "/api/v1"
PAGE: dict[str, Any] = {
    "url": "https://docs.example/new-limits",
    "title": "Limits and quotas",
    "publisher": "Wren Ltd.",
    "vendor": False,
    "place": "Sizes",
    "find": "2 MiB",
    "text_date": "2026-11-01",
}
WHY = {"reason": "The page says so now"}


class Client:
    """A program with a token."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.app = house(engine, read(engine))
        self.asker = Asker(self.app, authorization=f"Bearer {token_of(engine, 'barbara', Scope.CATALOGUE_WRITE)}")

    def get(self, path: str) -> httpx.Response:
        return self.asker.get(API + path)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        content = b"" if body is None else json.dumps(body).encode()
        return self.asker.ask(method, API + path, content=content, **headers)

    def statement(self, product: str, criterion: str, option: str | None = None) -> tuple[str, dict[str, Any]]:
        """The path of a statement, and its document."""
        found = self.get(f"/products/{product}").json()["statements"]
        id = next(each["id"] for each in found if (each["criterion"], each["option"]) == (criterion, option))
        path = f"/statements/{id}"
        return path, self.get(f"{path}/document").json()


@pytest.fixture
def client(cast_engine: Engine) -> Client:
    move_in(cast_engine)
    return Client(cast_engine)


SIZE = ("wren", "message_size_max")


def test_a_document_is_read_changed_and_sent_back(client: Client) -> None:
    path, item = client.statement(*SIZE)
    assert item["document"]["value"] == "64 KiB"
    assert client.get(f"{path}/document").headers["etag"] == f'"v{item["version"]}"'
    body = {**WHY, "document": {**item["document"], "value": "128 KiB"}}
    answer = client.send("PUT", path, body, if_match=f'"v{item["version"]}"')
    assert answer.status_code == 200, answer.text
    saved = answer.json()
    assert saved["change_set"] == saved["revision"] == saved["version"] > item["version"]
    assert answer.headers["location"] == f"{API}{path}"
    shown = client.get(path).json()
    assert (shown["revision"], shown["statement"]["value"]) == (saved["revision"], 128 * 1024)  # its own next read
    (change,) = client.get(f"/changes?since={saved['revision'] - 1}").json()["items"]
    assert (change["person"], change["reason"]) == ("Barbara Liskov", WHY["reason"])


def test_a_patch_changes_fields_and_null_takes_one_away(client: Client) -> None:
    path, item = client.statement(*SIZE)
    first = client.send("PATCH", path, {**WHY, "version": item["version"], "document": {"note": "For each message."}})
    assert first.status_code == 200, first.text
    second = client.send("PATCH", path, {"document": {"note": None}}, if_match=first.headers["etag"], reason="Not%20so")
    assert second.status_code == 200, second.text
    assert client.get(f"{path}/document").json()["document"] == item["document"]
    assert client.get("/changes?limit=1").json()["items"][0]["reason"] == "Not so"


def test_without_a_version_nothing_is_written(client: Client) -> None:
    path, item = client.statement(*SIZE)
    tag = f'"v{item["version"]}"'
    body = {**WHY, "document": {"note": "x"}}
    assert client.send("PATCH", path, body).status_code == 428
    for wrong in (f"W/{tag}", '"v1"', "*", str(item["version"]), '"x"', f'{tag}, "v1"', ""):
        assert client.send("PATCH", path, body, if_match=wrong).status_code == 412, wrong
    assert client.send("PATCH", path, {**body, "version": 1}).status_code == 409
    assert client.send("DELETE", path, WHY).status_code == 428
    assert client.get(f"{path}/document").json()["version"] == item["version"]


def test_the_second_of_two_is_told_what_each_changed(client: Client) -> None:
    path, item = client.statement(*SIZE)
    tag = f'"v{item["version"]}"'
    client.send("PATCH", path, {**WHY, "document": {"value": "128 KiB"}}, if_match=tag)
    answer = client.send("PATCH", path, {**WHY, "document": {"value": "1 MiB", "note": "x"}}, if_match=tag)
    assert answer.status_code == 412
    (conflict,) = answer.json()["conflicts"]
    assert conflict["person"] == "Barbara Liskov"
    value = next(each for each in conflict["fields"] if each["name"] == "value")
    assert value == {"name": "value", "base": "64 KiB", "theirs": "128 KiB", "ours": "1 MiB", "clash": True}
    again = {**WHY, "version": conflict["version"], "document": {"value": "1 MiB"}}
    assert client.send("PATCH", path, again).status_code == 200


def test_what_does_not_fit_is_told_at_its_place_in_the_body(client: Client) -> None:
    path, item = client.statement(*SIZE)
    tag = f'"v{item["version"]}"'
    answer = client.send(
        "PATCH", path, {**WHY, "document": {"value": "x", "cite": [{**PAGE, "url": "y"}]}}, if_match=tag
    )
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["#/document/cite/0/url", "#/document/value"]
    for body, pointer in (
        ({"document": {}}, "#/reason"),
        ({**WHY}, "#/document"),
        ({**WHY, "document": []}, "#/document"),
        ({**WHY, "document": {}, "colour": 1}, "#/colour"),
        ({"reason": 1, "document": {}}, "#/reason"),
        ({"reason": "", "document": {"note": "x"}}, "#/reason"),
        ({**WHY, "version": True, "document": {}}, "#/version"),
        ([], "#"),
    ):
        answer = client.send("PATCH", path, body, if_match=tag)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), body
    answer = client.asker.ask("PATCH", API + path, content=b"{", if_match=tag)
    assert (answer.status_code, answer.json()["detail"]) == (422, "The body is not JSON.")


def test_a_note_of_a_megabyte_is_refused_at_its_field_or_before_it_is_read(client: Client) -> None:
    path, item = client.statement(*SIZE)
    for size, status in ((1_000_000, 422), (1_100_000, 413)):
        answer = client.send("PATCH", path, {**WHY, "version": item["version"], "document": {"note": "x" * size}})
        assert answer.status_code == status
        assert len(answer.content) < 1000
        assert (status == 413) or answer.json()["errors"][0]["pointer"] == "#/document/note"


THINGS: list[tuple[str, dict[str, Any]]] = [
    ("statements", {"criterion": "retention_max", "value": "14 days", "cite": [PAGE]}),
    ("complete-lists", {"criterion": "authentication", "cite": [PAGE]}),
    ("client-libraries", {"language": "Python", "name": "pyheron", "official": True, "cite": [PAGE]}),
    ("relations", {"type": "compatible_with", "product": "wren", "cite": [PAGE]}),
    ("pricing-tiers", {"slug": "calls", "name": "Calls", "model": "quote", "cite": [PAGE]}),
    (
        "measurements",
        {
            "slug": "lab-2026",
            "setup": "Three nodes.",
            "guarantee_class": "replicated",
            "messages_per_second": 41000.5,
            "method": "measured",
            "cite": [PAGE],
        },
    ),
]


@pytest.mark.parametrize(("path", "document"), THINGS, ids=[each[0] for each in THINGS])
def test_every_kind_is_added_read_patched_and_retired(client: Client, path: str, document: dict[str, Any]) -> None:
    added = client.send("POST", f"/products/heron/{path}", {**WHY, "document": document})
    assert added.status_code == 201, added.text
    assert client.send("POST", f"/products/heron/{path}", {**WHY, "document": document}).status_code == 409
    at = f"/{path}/{added.json()['id']}"
    assert added.headers["location"].startswith(f"{API}{at}")
    item = client.get(f"{at}/document").json()
    assert (item["product"], item["version"]) == ("heron", added.json()["version"])
    patched = client.send("PATCH", at, {**WHY, "document": {"note": "Only here."}}, if_match=added.headers["etag"])
    assert patched.status_code == 200, patched.text
    gone = client.send("DELETE", at, if_match=patched.headers["etag"], reason="Gone")
    assert (gone.status_code, gone.json()["id"], gone.json()["version"]) == (200, None, 0)
    assert client.get(f"{at}/document").status_code == 404
    stale = client.send("PUT", at, {**WHY, "document": document}, if_match=patched.headers["etag"])
    assert stale.status_code == 412


def test_a_product_is_added_changed_and_retired(client: Client) -> None:
    head = client.get("/products/wren/document").json()["document"]
    document = {**head, "name": "Kite", "sources": {}, "statements": {}}
    added = client.send("POST", "/products", {**WHY, "slug": "kite", "document": document})
    assert added.status_code == 201, added.text
    assert client.get("/products/kite").json()["name"] == "Kite"
    assert client.send("POST", "/products", {**WHY, "slug": "kite", "document": document}).status_code == 409
    changed = client.send(
        "PATCH", "/products/kite", {**WHY, "document": {"name": "Red Kite"}}, if_match=added.headers["etag"]
    )
    assert changed.status_code == 200
    assert client.get("/products/kite").json()["name"] == "Red Kite"
    assert client.send("DELETE", "/products/kite", WHY, if_match=changed.headers["etag"]).status_code == 200
    assert client.get("/products/kite").status_code == 404


def test_a_protocol_is_changed(client: Client) -> None:
    item = client.get("/protocols/mqtt-5/document").json()
    answer = client.send(
        "PATCH", "/protocols/mqtt-5", {**WHY, "version": item["version"], "document": {"good_at": "Small devices."}}
    )
    assert answer.status_code == 200, answer.text
    assert client.get("/protocols/mqtt-5").json()["protocol"]["good_at"] == "Small devices."


def test_many_edits_come_together_or_not_at_all(client: Client) -> None:
    path, item = client.statement(*SIZE)
    id = path.rsplit("/", 1)[-1]
    good = {"kind": "statement", "product": "wren", "id": id, "version": item["version"], "document": None}
    bad: dict[str, Any] = {"kind": "statement", "product": "heron"}
    bad["document"] = {**THINGS[0][1], "value": "14 apples"}
    refused = client.send("POST", "/bulk", {**WHY, "edits": [good, bad]})
    assert refused.status_code == 422
    assert [each["pointer"] for each in refused.json()["errors"]] == ["#/edits/1/document/value"]
    assert client.get(f"{path}/document").status_code == 200
    bad["document"]["value"] = "14 days"
    saved = client.send("POST", "/bulk", {**WHY, "edits": [good, bad]})
    assert saved.status_code == 200, saved.text
    assert saved.json()["ids"][0] is None
    assert client.send("POST", "/bulk", {**WHY, "edits": [good]}).status_code == 409
    for edits, pointer in (
        ([], "#"),
        ([7], "#/edits/0"),
        ([{}], "#/edits/0/kind"),
        ([{"kind": "x"}], "#/edits/0/kind"),
    ):
        answer = client.send("POST", "/bulk", {**WHY, "edits": edits})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), edits


def test_read_again_and_undone(client: Client) -> None:
    path, item = client.statement(*SIZE)
    again = client.send("POST", f"{path}/re-read", {"checked": "2026-11-22"}, if_match=f'"v{item["version"]}"')
    assert again.status_code == 200, again.text
    assert client.get(f"{path}/document").json()["document"]["cite"][0]["checked"] == "2026-11-22"
    wrong = client.send("POST", f"{path}/re-read", {"checked": "soon", "version": again.json()["version"]})
    assert wrong.json()["errors"][0]["pointer"] == "#/checked"
    undone = client.send("POST", f"/changes/{again.json()['change_set']}/undo")
    assert undone.status_code == 200, undone.text
    assert client.get(f"{path}/document").json()["document"] == item["document"]


def test_an_undo_that_later_changes_touch_takes_choices(client: Client) -> None:
    path, item = client.statement(*SIZE)
    first = client.send("PATCH", path, {**WHY, "document": {"value": "1 MiB"}}, if_match=f'"v{item["version"]}"')
    client.send("PATCH", path, {**WHY, "document": {"value": "2 MiB"}}, if_match=first.headers["etag"])
    undo = f"/changes/{first.json()['change_set']}/undo"
    refused = client.send("POST", undo, WHY)
    assert refused.status_code == 409
    (tangle,) = refused.json()["conflicts"]
    choice = {"kind": tangle["kind"], "id": tangle["id"], "version": tangle["version"], "fields": ["value"]}
    assert client.send("POST", undo, {**WHY, "choices": [{**choice, "version": 1}]}).status_code == 409
    assert client.send("POST", undo, {**WHY, "choices": [{}]}).status_code == 422
    assert client.send("POST", undo, {**WHY, "choices": [choice]}).status_code == 200
    assert client.get(f"{path}/document").json()["document"] == item["document"]
    assert client.send("POST", "/changes/999999/undo", WHY).status_code == 404
    with read_session(client.engine) as session:
        assert verify(session).problems == []


def test_one_revision_alone_is_undone(client: Client) -> None:
    added = client.send("POST", "/products/heron/statements", {**WHY, "document": THINGS[0][1]})
    number = client.get("/changes?limit=2&product=heron").json()["items"]
    about = next(each["number"] for each in number if each["kind"] == "statement")
    answer = client.send("POST", f"/changes/{about}/undo", {**WHY, "alone": True})
    assert answer.status_code == 200, answer.text
    assert client.get(f"/statements/{added.json()['id']}/document").status_code == 404


def test_what_another_node_wrote_is_seen_by_who_wrote_it(client: Client) -> None:
    other = Client(client.engine)
    path, item = client.statement(*SIZE)
    client.send("PATCH", path, {**WHY, "document": {"value": "1 MiB"}}, if_match=f'"v{item["version"]}"')
    assert other.app.state.catalogue.revision < client.app.state.catalogue.revision
    assert other.get(path).json()["statement"]["value"] == 2**20  # it brings a token
