"""Undo of anything: what nobody touched since goes back at once, the rest is for people to choose."""

from dataclasses import replace

import pytest

from app import desk
from app.catalogue import entities as e
from app.errors import InvalidInput, NotFound
from tests.desk.conftest import PAGE, Hands

SIZE = ("wren", "message_size_max")


def number(saved: desk.Saved) -> int:
    assert saved.change_set is not None
    return saved.change_set


def test_an_undo_puts_everything_back_and_an_undo_of_it_too(hands: Hands) -> None:
    before = hands.stored()
    saved = hands.change(hands.statement(*SIZE), value="128 KiB", cite=[PAGE])
    after = hands.stored()
    undone = hands.do(desk.undo, number(saved))
    assert hands.stored() == before
    hands.do(desk.undo, number(undone))
    assert hands.stored() == after
    assert hands.problems() == []


def test_undoing_twice_changes_nothing_the_second_time(hands: Hands) -> None:
    saved = hands.change(hands.statement(*SIZE), value="128 KiB")
    hands.do(desk.undo, number(saved))
    assert hands.do(desk.undo, number(saved)).change_set is None


def test_a_retired_product_comes_back_whole(hands: Hands) -> None:
    before = hands.stored()
    finch = hands.read("product", "finch")
    saved = hands.save(desk.Edit("product", "finch", "finch", None, finch.version))
    assert ("product", "finch") not in hands.stored()
    hands.do(desk.undo, number(saved))
    assert hands.stored() == before
    assert hands.problems() == []


def test_later_changes_are_shown_and_merged_field_by_field(hands: Hands) -> None:
    first = hands.change(hands.statement(*SIZE), value="128 KiB", note="For each message.")
    hands.change(hands.statement(*SIZE), who="grace", value="256 KiB")
    with pytest.raises(desk.UndoConflict) as caught:
        hands.do(desk.undo, number(first))
    (tangle,) = caught.value.tangles
    assert tangle.last.person == "grace"
    fields = {each.name: each for each in tangle.fields}
    assert set(fields) == {"value", "note"}
    assert (fields["value"].theirs["text"], fields["value"].ours["text"]) == ("256 KiB", "64 KiB")
    assert not fields["note"].changed_by_them

    choice = desk.Choice(tangle.version, frozenset())
    hands.do(desk.merge, number(first), {(tangle.kind, tangle.id): choice})
    said = hands.read("statement", tangle.id).fragment or {}
    assert (said["value"], said.get("note")) == ("256 KiB", None)  # the note goes back: nobody touched it since
    with pytest.raises(desk.UndoConflict):  # seen before somebody changed it
        hands.do(desk.merge, number(first), {(tangle.kind, tangle.id): choice})
    now = hands.read("statement", tangle.id).version
    hands.do(desk.merge, number(first), {(tangle.kind, tangle.id): desk.Choice(now, frozenset({"value"}))})
    assert (hands.read("statement", tangle.id).fragment or {})["value"] == "64 KiB"
    assert hands.problems() == []


def test_what_was_added_and_changed_since_goes_or_stays_as_a_whole(hands: Hands) -> None:
    fragment = {"criterion": "retention_max", "value": "14 days", "cite": [PAGE]}
    first = hands.save(desk.Edit("statement", "heron", None, fragment))
    hands.change(hands.statement("heron", "retention_max"), who="grace", value="7 days")
    with pytest.raises(desk.UndoConflict) as caught:
        hands.do(desk.undo, number(first))
    (tangle,) = caught.value.tangles
    assert [each.name for each in tangle.fields] == [desk.WHOLE]
    key = (tangle.kind, tangle.id)
    assert hands.do(desk.merge, number(first), {key: desk.Choice(tangle.version, frozenset())}).change_set is None
    hands.do(desk.merge, number(first), {key: desk.Choice(tangle.version, frozenset({desk.WHOLE}))})
    assert key not in hands.stored()
    assert not [each for each in hands.stored().values() if isinstance(each, e.Source) and each.url == PAGE["url"]]
    assert hands.problems() == []


def test_a_page_that_was_dropped_since_comes_back_under_its_key_or_another(hands: Hands) -> None:
    first = hands.change(hands.statement(*SIZE), cite=[PAGE])  # drops `old`
    taken = {**PAGE, "url": "https://elsewhere.example/", "title": "Old", "find": "x"}
    hands.change(hands.statement("wren", "retention_max"), cite=[taken])  # takes the key `old`
    assert ("source", "wren/old") in hands.stored()
    hands.do(desk.undo, number(first))
    said = hands.read("statement", hands.statement(*SIZE).id).fragment or {}
    assert said["cite"][0]["url"] == "https://old.example/"
    assert hands.problems() == []


def test_one_revision_of_many_is_undone_alone(hands: Hands) -> None:
    one, other = hands.statement(*SIZE), hands.statement("wren", "retention_max")
    edits = [
        desk.Edit(each.kind, "wren", each.id, {**(each.fragment or {}), "note": "Read."}, each.version)
        for each in (one, other)
    ]
    saved = hands.do(desk.save_all, edits)
    hands.do(desk.undo_revision, number(saved) + 1)
    notes = [(hands.read("statement", each.id).fragment or {}).get("note") for each in (one, other)]
    assert sorted(map(str, notes)) == ["None", "Read."]
    assert hands.problems() == []


def test_an_undo_that_would_break_what_came_later_is_refused(hands: Hands) -> None:
    item = hands.read("product", "wren")
    editions = [{"slug": "open", "name": "Open", "default": "yes"}]
    first = hands.change(item, editions=editions)
    hands.change(hands.statement(*SIZE), editions=["open"])
    with pytest.raises(InvalidInput) as refused:
        hands.do(desk.undo, number(first))
    assert "the statement on message_size_max" in str(refused.value.problems[0])


def test_the_creation_of_a_product_is_not_undone_under_its_later_statements(hands: Hands) -> None:
    head = {**(hands.read("product", "wren").fragment or {}), "name": "Kite"}
    first = hands.save(desk.Edit("product", "kite", None, head))
    hands.save(desk.Edit("statement", "kite", None, {"criterion": "retention_max", "value": "1 day", "cite": [PAGE]}))
    with pytest.raises(InvalidInput, match="not fit"):
        hands.do(desk.undo, number(first))


def test_the_vocabulary_and_what_never_was_are_not_undone(hands: Hands) -> None:
    with pytest.raises(InvalidInput, match="vocabulary"):
        hands.do(desk.undo, 1)
    for wrong in (0, 2, 10**6):
        with pytest.raises(NotFound):
            hands.do(desk.undo, wrong)


def test_the_seen_version_is_that_of_now(hands: Hands) -> None:
    first = hands.change(hands.statement(*SIZE), value="128 KiB")
    hands.change(hands.statement(*SIZE), value="256 KiB")
    with pytest.raises(desk.UndoConflict) as caught:
        hands.do(desk.undo, number(first))
    (tangle,) = caught.value.tangles
    assert tangle.version == hands.read("statement", tangle.id).version
    assert replace(tangle, fields=()).id == tangle.id
