"""Saving edits: one thing, its pages, its identity, several at once."""

from typing import Any

import pytest

from app import desk
from app.catalogue import entities as e
from app.errors import Conflict, InvalidInput, NotFound
from tests.desk.conftest import DAY, PAGE, Hands

GENERAL: dict[str, Any] = {"editions": (), "when": None}


def test_a_thing_is_read_as_its_file_would_write_it_with_its_pages(hands: Hands) -> None:
    item = hands.statement("heron", "message_size_max", **GENERAL)
    assert item.fragment == {
        "criterion": "message_size_max",
        "value": "1 MiB",
        "bound": "ceiling",
        "cite": [
            {
                "url": "https://docs.example/",
                "title": "A",
                "publisher": "B",
                "vendor": "yes",
                "place": "Limits",
                "find": "max",
                "text_date": "2026-10-01",
                "checked": "2026-11-20",
            }
        ],
    }
    assert item.product == "heron"
    assert item.last is not None
    assert (item.version, item.last.person) == (item.last.number, "files")


def test_a_changed_value_keeps_the_id_and_moves_the_version(hands: Hands) -> None:
    item = hands.statement("heron", "message_size_max", **GENERAL)
    saved = hands.change(item, value="2 MiB")
    again = hands.read("statement", item.id)
    assert saved.ids == (item.id,)
    assert saved.change_set == saved.revision == again.version > item.version
    assert again.fragment == {**(item.fragment or {}), "value": "2 MiB"}
    assert again.last is not None
    assert (again.last.person, again.last.reason) == ("ada", "Read again")
    assert hands.problems() == []


def test_saving_what_is_there_already_writes_nothing(hands: Hands) -> None:
    item = hands.statement("heron", "message_size_max", **GENERAL)
    saved = hands.change(item)
    assert saved.change_set is None
    assert hands.read("statement", item.id).version == item.version


def test_another_qualifier_is_another_statement_in_one_change_set(hands: Hands) -> None:
    item = hands.statement("heron", "message_size_max", **GENERAL)
    saved = hands.change(item, per="message")
    assert saved.ids != (item.id,)
    with pytest.raises(NotFound):
        hands.read("statement", item.id)
    new = hands.read("statement", str(saved.ids[0]))
    assert new.last is not None
    assert new.last.change_set == saved.change_set
    assert hands.problems() == []


def test_a_page_is_made_found_corrected_and_dropped(hands: Hands) -> None:
    item = hands.statement("wren", "message_size_max")
    own = {**PAGE, "url": "https://wren.example/limits", "vendor": True}
    hands.change(item, cite=[own])
    pages = {each.key: each for each in hands.stored().values() if isinstance(each, e.Source) and each.owner == "wren"}
    assert set(pages) == {"docs", "undated", "limits-and-quotas"}  # nothing cites `old` any more
    assert (pages["limits-and-quotas"].is_vendor, pages["limits-and-quotas"].checked) == (True, DAY)

    known = {name: own[name] for name in ("url", "place", "find")}
    hands.change(hands.statement("wren", "retention_max"), cite=[{**known, "title": "Limits, quotas and quirks"}])
    assert hands.read("statement", item.id).fragment == {
        **(item.fragment or {}),
        "cite": [{**own, "vendor": "yes", "title": "Limits, quotas and quirks", "checked": DAY.isoformat()}],
    }
    assert hands.problems() == []


def test_an_undated_citation_stays_undated(hands: Hands) -> None:
    item = hands.statement("heron", "message_size_max", **GENERAL)
    cite = {name: value for name, value in PAGE.items() if name != "text_date"}
    hands.change(item, cite=[cite])
    assert "text_date" not in (hands.read("statement", item.id).fragment or {})["cite"][0]


NEW_THINGS: list[tuple[str, dict[str, Any]]] = [
    ("statement", {"criterion": "retention_max", "value": "14 days", "cite": [PAGE]}),
    ("statement", {"criterion": "patterns", "option": "fan-out", "support": "built-in", "cite": [PAGE]}),
    ("statement", {"criterion": "vocabulary", "option": "queue", "value": "perch", "cite": [PAGE]}),
    ("statement", {"criterion": "audit_log", "state": "unknown", "note": "Nothing is said of it."}),
    ("complete-list", {"criterion": "authentication", "except": ["ldap"], "cite": [PAGE]}),
    (
        "client-library",
        {"language": "Python", "name": "pyheron", "official": True, "licence": "MIT", "cite": [PAGE]},
    ),
    (
        "pricing-tier",
        {
            "slug": "calls",
            "name": "Calls",
            "model": "pay-per-use",
            "currency": "USD",
            "components": [
                {"meter": "requests", "unit": "request", "unit_size": 1000000, "brackets": [{"price": 0.40}]}
            ],
            "cite": [PAGE],
        },
    ),
    (
        "measurement",
        {
            "slug": "lab-2026",
            "setup": "Three nodes.",
            "guarantee_class": "replicated",
            "messages_per_second": 41000,
            "method": "measured",
            "cite": [PAGE],
        },
    ),
    ("relation", {"type": "compatible_with", "product": "wren", "cite": [PAGE]}),
]


@pytest.mark.parametrize(("kind", "fragment"), NEW_THINGS, ids=[str(number) for number in range(len(NEW_THINGS))])
def test_every_kind_is_added_read_changed_and_retired(hands: Hands, kind: str, fragment: dict[str, Any]) -> None:
    before = hands.stored()
    (id,) = hands.save(desk.Edit(kind, "heron", None, fragment)).ids
    assert id is not None
    item = hands.read(kind, id)
    assert item.product == "heron"
    hands.change(item, note="A condition.")
    changed = hands.read(kind, id)
    assert (changed.fragment or {})["note"] == "A condition."
    assert hands.save(desk.Edit(kind, "heron", id, None, changed.version)).ids == (None,)
    assert hands.stored() == before
    assert hands.problems() == []


def test_the_head_of_a_product_with_its_editions_and_modes(hands: Hands) -> None:
    item = hands.read("product", "heron")
    editions = [{"slug": "open", "name": "Open"}, {"slug": "plus", "name": "Plus", "default": True}]
    hands.change(item, name="Grey Heron", editions=editions)  # the default moves
    head = hands.read("product", "heron").fragment or {}
    assert (head["name"], [each.get("default") for each in head["editions"]]) == ("Grey Heron", [None, "yes"])
    assert hands.problems() == []


def test_an_edition_that_something_is_limited_to_cannot_go(hands: Hands) -> None:
    item = hands.read("product", "heron")
    with pytest.raises(InvalidInput) as refused:
        hands.change(item, editions=[{"slug": "open", "name": "Open", "default": True}])
    told = [str(each) for each in refused.value.problems]
    assert any("the statement on message_size_max" in each for each in told), told
    assert any(each.startswith("#/modes/1/editions") for each in told), told


def test_a_product_is_added_with_its_statements_at_once_and_retired_whole(hands: Hands) -> None:
    before = hands.stored()
    head = {
        "name": "Kite",
        "kind": "event-log",
        "vendor": "Kite Ltd.",
        "homepage": "https://kite.example/",
        "documentation": "https://kite.example/docs",
    }
    edits = [
        desk.Edit("product", "kite", None, head),
        *(desk.Edit(kind, "kite", None, fragment) for kind, fragment in NEW_THINGS),
    ]
    saved = hands.do(desk.save_all, edits)
    assert len(saved.ids) == len(edits)
    kite = hands.read("product", "kite")
    hands.save(desk.Edit("product", "kite", "kite", None, kite.version))
    assert hands.stored() == before
    assert hands.problems() == []


def test_a_product_that_others_are_tied_to_is_not_retired(hands: Hands) -> None:
    heron = hands.read("product", "heron")
    with pytest.raises(InvalidInput) as refused:
        hands.save(desk.Edit("product", "heron", "heron", None, heron.version))
    assert "the relation of heron-cloud to heron" in str(refused.value.problems[0])


def test_a_whole_file_is_added_as_a_product(hands: Hands) -> None:
    content = {
        "name": "Kite",
        "kind": "event-log",
        "vendor": "Kite Ltd.",
        "homepage": "https://kite.example/",
        "documentation": "https://kite.example/docs",
        "sources": {
            "docs": {"url": "https://kite.example/docs", "title": "D", "publisher": "K", "checked": "2026-11-01"}
        },
        "statements": {
            "message_size_max": [{"value": "1 MiB", "cite": [{"source": "docs", "place": "Limits", "find": "1 MiB"}]}],
            "patterns": {"replay": [{"support": "no", "cite": [{"source": "docs", "place": "No", "find": "replay"}]}]},
        },
    }
    hands.do(desk.add_product, "kite", content)
    assert (hands.statement("kite", "message_size_max").fragment or {})["value"] == "1 MiB"
    with pytest.raises(Conflict):
        hands.do(desk.add_product, "kite", content)
    content["statements"]["message_size_max"][0]["value"] = "1 apple"  # type: ignore[index]
    with pytest.raises(InvalidInput) as refused:
        hands.do(desk.add_product, "kite-2", content)
    assert [each.field for each in refused.value.problems] == ["#/statements/message_size_max/0/value"]


def test_a_protocol_is_edited_with_what_each_citation_covers(hands: Hands) -> None:
    item = hands.read("protocol", "mqtt-5")
    cites = [*(item.fragment or {})["cite"], {**PAGE, "fields": ["transport"]}]
    hands.change(item, good_at="Small devices.", cite=cites)
    again = hands.read("protocol", "mqtt-5").fragment or {}
    assert again["good_at"] == "Small devices."
    assert again["cite"][-1]["fields"] == ["transport"]
    assert hands.problems() == []


def test_what_was_never_there_cannot_be_edited(hands: Hands) -> None:
    with pytest.raises(NotFound):
        hands.read("statement", "0f0f0f0f0f0f0f")
    with pytest.raises(NotFound):
        hands.save(desk.Edit("statement", "nobody", None, NEW_THINGS[0][1]))
    with pytest.raises(NotFound):
        hands.save(desk.Edit("statement", "heron", "0f0f0f0f0f0f0f", None))


def test_many_edits_are_saved_together_or_not_at_all(hands: Hands) -> None:
    before = hands.stored()
    item = hands.statement("wren", "message_size_max")
    good = desk.Edit("statement", "wren", item.id, {**(item.fragment or {}), "value": "128 KiB"}, item.version)
    bad = desk.Edit("statement", "heron", None, {**NEW_THINGS[0][1], "value": "14 apples"})
    with pytest.raises(InvalidInput) as refused:
        hands.do(desk.save_all, [good, bad])
    assert [each.field for each in refused.value.problems] == ["#/1/value"]
    assert hands.stored() == before
    saved = hands.do(desk.save_all, [good, desk.Edit("statement", "heron", None, NEW_THINGS[0][1])])
    assert saved.ids[0] == item.id
    assert saved.change_set is not None
    assert saved.revision == saved.change_set + 2  # two statements and a page
    assert hands.problems() == []


def test_too_many_edits_and_one_thing_twice_are_refused(hands: Hands) -> None:
    item = hands.statement("wren", "message_size_max")
    edit = desk.Edit("statement", "wren", item.id, item.fragment, item.version)
    for edits in ([], [edit] * (desk.MOST_EDITS + 1), [edit, edit]):
        with pytest.raises(InvalidInput):
            hands.do(desk.save_all, edits)


def test_a_form_can_be_checked_without_saving(hands: Hands) -> None:
    item = hands.statement("wren", "message_size_max")
    before = hands.stored()
    with hands.engine.connect() as connection:
        from sqlmodel import Session

        with Session(connection) as session:
            fragment = {**(item.fragment or {}), "value": "128 KiB"}
            desk.check(session, [desk.Edit("statement", "wren", item.id, fragment, item.version)], DAY)
            with pytest.raises(InvalidInput):
                desk.check(session, [desk.Edit("statement", "wren", item.id, {**fragment, "value": "x"}, item.version)])
    assert hands.stored() == before


def test_an_author_says_who_and_why(hands: Hands) -> None:
    item = hands.statement("wren", "message_size_max")
    edit = desk.Edit("statement", "wren", item.id, item.fragment, item.version)
    for who, why in (("ada", ""), ("ada", " "), ("", "x"), ("ada", "x" * 5000), ("ada", "two\nlines")):
        with pytest.raises(InvalidInput):
            hands.save(edit, who, why)


def test_what_is_stated_is_no_longer_held_open_by_a_complete_list(hands: Hands) -> None:
    """In the same change set; what holds for an edition alone leaves the list as it is."""
    claim = {"criterion": "patterns", "option": "priority", "support": "built-in", "cite": [PAGE]}
    hands.save(desk.Edit("statement", "heron", None, {**claim, "editions": ["plus"]}))
    (before,) = [each for each in hands.stored().values() if isinstance(each, e.CompleteList)]
    assert before.exceptions == ("priority",)
    saved = hands.save(desk.Edit("statement", "heron", None, {**claim, "support": "plugin"}))
    (after,) = [each for each in hands.stored().values() if isinstance(each, e.CompleteList)]
    assert after.exceptions == ()
    assert saved.change_set is not None
    hands.do(desk.undo, saved.change_set)
    (again,) = [each for each in hands.stored().values() if isinstance(each, e.CompleteList)]
    assert again == before
    assert hands.problems() == []
