"""Editing in the browser's forms: what is saved, what comes back at its field, and two people at once."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from app import desk
from app.catalogue import entities as e
from app.catalogue.reading import read_entities
from app.catalogue.snapshot import read
from app.db import make_engine, read_session, upgrade
from app.ingest.load import load
from app.web.cells import cell_address
from tests.support.cast import folder
from tests.support.visiting import Asker, house, move_in, session_of

PAGE = {
    "cite.0.url": "https://docs.example/new-limits",
    "cite.0.title": "Limits",
    "cite.0.publisher": "Heron Foundation",
    "cite.0.vendor": "yes",
    "cite.0.place": "Sizes",
    "cite.0.find": "2 MiB",
    "cite.0.text_date": "2026-11-01",
}
"""A page that nobody has cited yet, as a form has it."""

SIZE = "/admin/new/statement?product=stork&criterion=message_size_max"
ANSWER = {"value": "2", "value:unit": "MiB", "bound": "ceiling", "reason": "Found in the manual", **PAGE}


class Filled(HTMLParser):
    """A form with what is filled in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._area, self._select = "", ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Inputs, the chosen options, and the start of a text."""
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name and (given.get("type") != "checkbox" or "checked" in given):
            self.fields[name] = given.get("value") or ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.fields[self._select] = given.get("value") or ""
        elif tag == "textarea":
            self._area = name
            self.fields[name] = ""

    def handle_data(self, data: str) -> None:
        """The text of a long field, or an option without a value of its own."""
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        """What was open ends."""
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""


class Editor(Asker):
    """Somebody at the desk of one database."""

    def __init__(self, app: FastAPI, engine: Engine, name: str = "barbara") -> None:
        super().__init__(app, session_of(engine, name))
        self.engine = engine

    def sent(self, path: str, **fields: object) -> "tuple[int, str]":
        """A form posted: the status, and the page or the address that it led to."""
        answer = self.post(path, **fields)
        return answer.status_code, answer.headers.get("location") or answer.text

    def statement(self, product: str, criterion: str, option: str | None = None) -> desk.Item | None:
        """The first statement of a cell."""
        with read_session(self.engine) as session:
            for each in read_entities(session):
                if isinstance(each, e.Statement) and each.question() == (product, criterion, option):
                    return desk.read(session, "statement", each.id)
        return None

    def found(self, product: str, criterion: str, option: str | None = None) -> desk.Item:
        """The same, which must be there."""
        item = self.statement(product, criterion, option)
        assert item is not None, (product, criterion, option)
        return item

    def fragment(self, product: str, criterion: str, option: str | None = None) -> dict[str, object]:
        """What it says."""
        return self.found(product, criterion, option).fragment or {}

    def refresh(self) -> None:
        """What the watcher does."""
        self.app.state.catalogue = read(self.engine)


@pytest.fixture
def editor(engine: Engine, tmp_path: Path) -> Editor:
    """The invented cast, and Barbara, who edits it."""
    load(engine, folder(tmp_path / "data"))
    move_in(engine)
    return Editor(house(engine, read(engine)), engine)


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """The same on one engine, for a whole module: for what is refused and changes nothing."""
    root = tmp_path_factory.mktemp("desk")
    made = make_engine(f"sqlite:///{root / 'own.db'}")
    upgrade(made)
    load(made, folder(root / "data"))
    move_in(made)
    yield Editor(house(made, read(made)), made)
    made.dispose()


def test_an_unknown_cell_is_answered(editor: Editor) -> None:
    """From "edit" on the cell to the saved statement: one form."""
    asked = editor.get("/admin/cells/stork/message_size_max")
    assert (asked.status_code, asked.headers["location"]) == (303, SIZE)
    assert "Largest message" in editor.get(SIZE).text
    status, where = editor.sent(SIZE, version="0", do="save", **ANSWER)
    assert status == 303, where
    saved = editor.found("stork", "message_size_max")
    assert where == f"/statements/{saved.id}"
    said = editor.fragment("stork", "message_size_max")
    assert (said["value"], said["bound"]) == ("2 MiB", "ceiling")
    assert saved.last is not None
    assert (saved.last.person, saved.last.reason) == ("Barbara Liskov", "Found in the manual")


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("value", "plenty", "f-value-problem"),
        ("cite.0.url", "javascript:alert(1)", "f-cite-0-url-problem"),
        ("cite.0.url", "ftp://docs.example/", "f-cite-0-url-problem"),
        ("cite.0.checked", "2099-01-01", "f-cite-0-checked-problem"),
        ("cite.0.find", "x" * 61, "f-cite-0-find-problem"),
        ("note", "x" * 900_000, "f-note-problem"),
        ("reason", "", "f-reason-problem"),
    ],
)
def test_what_does_not_fit_comes_back_at_its_field_with_all_the_rest(
    idle: Editor, field: str, value: str, problem: str
) -> None:
    sent = {**ANSWER, field: value}
    answer = idle.post(SIZE, version="0", do="save", **sent)
    assert answer.status_code == 422
    assert f'id="{problem}"' in answer.text
    filled = Filled(answer.text).fields
    shown = {name: filled.get(name) for name in sent}
    assert shown == {**sent, "value:unit": shown["value:unit"]}
    assert idle.statement("stork", "message_size_max") is None


def test_a_claim_without_a_citation_is_refused(idle: Editor) -> None:
    without = {name: value for name, value in ANSWER.items() if not name.startswith("cite")}
    status, text = idle.sent(SIZE, version="0", do="save", **without)
    assert status == 422
    assert "at least one citation" in text
    assert idle.statement("stork", "message_size_max") is None


def test_markup_and_formulas_stay_text(editor: Editor) -> None:
    note = "<script>alert(1)</script> =HYPERLINK(1)"
    status, _ = editor.sent(SIZE, version="0", do="save", **{**ANSWER, "note": note})
    assert status == 303
    editor.refresh()
    assert "<script>alert" not in editor.get("/products/stork").text
    assert "&lt;script&gt;alert" in editor.get("/products/stork").text


def test_two_default_editions_are_refused_at_the_product(idle: Editor) -> None:
    filled = Filled(idle.get("/admin/edit/product/heron").text).fields
    twice = {**filled, "editions.0.default": "yes", "editions.1.default": "yes", "reason": "Both", "do": "save"}
    status, text = idle.sent("/admin/edit/product/heron", **twice)
    assert status == 422
    assert "default" in text


def test_nothing_but_an_option_of_the_criterion_is_taken(idle: Editor) -> None:
    status, _ = idle.sent(
        "/admin/new/statement?product=stork&criterion=patterns&option=mqtt-5",
        version="0",
        do="save",
        support="built-in",
        reason="Found",
        **PAGE,
    )
    assert status == 422


def _size(editor: Editor, **fields: str) -> tuple[str, dict[str, str]]:
    """The form of Stork's answer, which is there."""
    editor.sent(SIZE, version="0", do="save", **{**ANSWER, **fields})
    address = f"/admin/edit/statement/{editor.found('stork', 'message_size_max').id}"
    return address, Filled(editor.get(address).text).fields


def test_the_second_of_two_editors_sees_both_versions_and_decides(editor: Editor) -> None:
    address, filled = _size(editor)
    grace = Editor(editor.app, editor.engine, "grace")
    first = grace.sent(address, **{**filled, "value": "3", "reason": "It grew", "do": "save"})
    assert first[0] == 303
    status, text = editor.sent(address, **{**filled, "value": "4", "note": "A batch", "reason": "No", "do": "save"})
    assert status == 409
    for said in ("Grace Hopper", "It grew", "2 MiB", "3 MiB", "4 MiB", "both changed it", "you changed it"):
        assert said in text, said
    assert editor.fragment("stork", "message_size_max")["value"] == "3 MiB"
    again = Filled(text).fields
    assert (again["value"], again["note"]) == ("4", "A batch")
    assert editor.sent(address, **{**again, "value:unit": "MiB", "reason": "Mine", "do": "save"})[0] == 303
    assert editor.fragment("stork", "message_size_max")["value"] == "4 MiB"


def test_reading_again_and_retiring_are_one_press_each(editor: Editor) -> None:
    address, filled = _size(editor, **{"cite.0.checked": "2026-11-02"})
    assert editor.sent(address, **{**filled, "do": "reread"})[0] == 303
    last = editor.found("stork", "message_size_max").last
    assert last is not None
    assert last.reason == "Read again, unchanged"
    filled = Filled(editor.get(address).text).fields
    status, where = editor.sent(address, **{**filled, "reason": "Not so", "do": "retire"})
    assert (status, where) == (303, "/products/stork/message_size_max")
    assert editor.statement("stork", "message_size_max") is None


def test_several_options_are_answered_from_one_page(editor: Editor) -> None:
    address = "/admin/cells/stork/delivery"
    filled = Filled(editor.get(address).text).fields
    page = {name.replace("cite.0", "cite"): value for name, value in PAGE.items()}
    some = {"options.at-most-once.support": "built-in", "options.exactly-once.support": "no", "reason": "Read"}
    status, where = editor.sent(address, **{**filled, **page, **some})
    assert (status, where) == (303, "/products/stork/delivery"), where
    for option, support in (("at-most-once", "built-in"), ("exactly-once", "no")):
        assert editor.fragment("stork", "delivery", option)["support"] == support
    assert editor.statement("stork", "delivery", "at-least-once") is None


def test_an_option_without_its_page_comes_back_with_what_was_ticked(idle: Editor) -> None:
    address = "/admin/cells/stork/delivery"
    filled = Filled(idle.get(address).text).fields
    sent = {**filled, "options.exactly-once.support": "partial", "reason": "Read"}
    answer = idle.post(address, **sent)
    assert answer.status_code == 422
    assert Filled(answer.text).fields["options.exactly-once.support"] == "partial"
    assert idle.statement("stork", "delivery", "exactly-once") is None


def test_another_group_is_asked_for_without_a_script(idle: Editor) -> None:
    answer = idle.post(SIZE, version="0", more="cite", **ANSWER)
    assert answer.status_code == 200
    filled = Filled(answer.text).fields
    assert filled["cite.0.find"] == "2 MiB"
    assert filled["cite.1.find"] == ""


def test_a_group_is_taken_away_without_a_script(idle: Editor) -> None:
    second = {name.replace("cite.0", "cite.1"): value for name, value in PAGE.items()} | {"cite.1.find": "4 MiB"}
    answer = idle.post(SIZE, version="0", less="cite.0", **ANSWER, **second)
    assert answer.status_code == 200
    filled = Filled(answer.text).fields
    assert filled["cite.0.find"] == "4 MiB"
    assert "cite.1.find" not in filled


def test_enter_saves(idle: Editor) -> None:
    """A browser presses the first button of a form; none that adds or takes away may come before."""
    form = idle.get(SIZE).text.partition('class="fields desk-form"')[2]
    assert re.findall(r'<button[^>]* name="(\w+)" value="(\w+)"', form)[0] == ("do", "save")


def test_a_product_comes_with_its_own_short_name(editor: Editor) -> None:
    head = {
        "slug": "robin",
        "name": "Robin",
        "kind": "queue-broker",
        "vendor": "Robin Ltd",
        "homepage": "https://robin.example/",
        "documentation": "https://robin.example/docs",
        "reason": "A new one",
        "do": "save",
    }
    assert editor.sent("/admin/new/product", **head) == (303, "/admin/products/robin")
    status, text = editor.sent("/admin/new/product", **{**head, "slug": "Not A Slug!"})
    assert status == 422
    assert re.search(r'id="f-slug".*?class="wrong"', text, re.DOTALL)


@pytest.mark.parametrize("kind", ["client-library", "pricing-tier", "measurement", "relation", "complete-list"])
def test_every_kind_of_thing_has_a_form_that_says_what_it_needs(idle: Editor, kind: str) -> None:
    address = f"/admin/new/{kind}?product=stork" + ("&criterion=patterns" if kind == "complete-list" else "")
    assert idle.get(address).status_code == 200
    status, text = idle.sent(address, version="0", do="save", reason="Nothing")
    assert status == 422
    assert 'class="wrong"' in text


def test_a_client_library_is_saved(editor: Editor) -> None:
    status, where = editor.sent(
        "/admin/new/client-library?product=stork",
        version="0",
        do="save",
        reason="Found",
        language="Go",
        name="stork-go",
        official="yes",
        **PAGE,
    )
    assert (status, where) == (303, "/products/stork#client-libraries")


def test_a_change_is_undone_and_a_later_one_is_asked_about(editor: Editor) -> None:
    address, filled = _size(editor)
    made = editor.found("stork", "message_size_max")
    assert made.last is not None
    editor.sent(address, **{**filled, "value": "3", "reason": "It grew", "do": "save"})
    editor.refresh()
    undo = f"/admin/changes/{made.last.change_set}/undo"
    assert "Found in the manual" in editor.get(undo).text
    status, text = editor.sent(undo, reason="")
    assert status == 409
    assert "It grew" in text
    fields = {name: value for name, value in Filled(text).fields.items() if name.startswith("version:")}
    (key,) = [name.removeprefix("version:") for name in fields]
    status, where = editor.sent(undo, **fields, **{f"field:{key}": ""})
    assert status == 303, where
    assert editor.statement("stork", "message_size_max") is None


@pytest.mark.parametrize(
    "address",
    [
        "/admin/cells/gizmo/delivery",
        "/admin/cells/heron/colour",
        "/admin/cells/heron/delivery/sometimes",
        "/admin/new/colour?product=heron",
        "/admin/new/statement?product=heron&criterion=colour",
        "/admin/new/client-library?product=gizmo",
        "/admin/edit/statement/00000000000000",
        "/admin/edit/colour/1",
        "/admin/products/gizmo",
        "/admin/edit/statement/%00",
        "/admin/changes/987654/undo",
        "/admin/changes/99999999999999999999/undo",
    ],
)
def test_what_is_not_there_is_not_found(idle: Editor, address: str) -> None:
    assert idle.get(address).status_code == 404, address
    if "/cells/" not in address and "/admin/products/" not in address:
        assert idle.post(address).status_code == 404, address


def test_edit_leads_somewhere_from_every_cell(idle: Editor) -> None:
    """To a form, or to a choice: for each criterion as a whole, and for each option or key that is a cell."""
    entry = idle.app.state.catalogue.products["heron"]
    for criterion, option in {*entry.cells, *((criterion, None) for criterion, _ in entry.cells)}:
        answer = idle.get("/admin/cells" + cell_address("heron", criterion, option).removeprefix("/products"))
        assert answer.status_code in (200, 303), (criterion, option)


def test_a_table_of_words_offers_each_of_its_words(editor: Editor) -> None:
    """Those that are stated, and all that can be."""
    nest = "/admin/new/statement?product=stork&criterion=vocabulary&option=queue"
    assert editor.sent(nest, value="nest", reason="Found in the manual", **PAGE)[0] == 303
    editor.refresh()
    page = editor.get("/admin/cells/stork/vocabulary").text
    assert f'href="/admin/edit/statement/{editor.found("stork", "vocabulary", "queue").id}">Queue: nest</a>' in page
    for each in editor.app.state.catalogue.criteria["vocabulary"].options:
        assert f"option={each.slug}" in page
