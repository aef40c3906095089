"""Two people at once: the second sees both versions and what each changed, and decides."""

import pytest

from app import desk
from app.desk.conflicts import Field, fields_of, merged
from app.errors import InvalidInput
from tests.desk.conftest import PAGE, Hands


def test_three_documents_are_compared_field_by_field() -> None:
    base = {"value": "1", "note": "a", "per": "call", "gone": "x"}
    fields = fields_of(base, {**base, "value": "2", "per": "item"}, {"value": "3", "note": "a", "per": "item"})
    assert fields == (
        Field("value", "1", "2", "3"),
        Field("per", "call", "item", "item"),
        Field("gone", "x", "x", None),
    )
    assert [each.clash for each in fields] == [True, False, False]


def test_what_only_they_changed_is_taken_and_of_a_clash_ours() -> None:
    base = {"value": "1", "note": "a", "when": "x"}
    theirs, ours = {"value": "2", "note": "b"}, {"value": "3", "note": "a", "when": "x"}
    assert merged(fields_of(base, theirs, ours), ours) == {"value": "3", "note": "b"}


def test_the_second_save_sees_both_and_decides(hands: Hands) -> None:
    seen = hands.statement("wren", "message_size_max")
    hands.change(seen, who="grace", value="128 KiB")
    with pytest.raises(desk.EditConflict) as caught:
        hands.change(seen, value="256 KiB", note="For each message.")
    (stale,) = caught.value.stale
    assert stale.base == seen.fragment
    assert (stale.theirs.fragment or {})["value"] == "128 KiB"
    assert stale.theirs.last is not None
    assert stale.theirs.last.person == "grace"
    assert {each.name: each.clash for each in stale.fields} == {"value": True, "note": False}
    assert "grace has changed this statement since" in caught.value.sentence
    assert (hands.read("statement", seen.id).fragment or {})["value"] == "128 KiB"

    edit = desk.Edit("statement", "wren", seen.id, stale.merged, stale.theirs.version)
    hands.save(edit)
    assert (hands.read("statement", seen.id).fragment or {})["value"] == "256 KiB"


def test_a_page_that_was_dropped_since_is_still_told(hands: Hands) -> None:
    seen = hands.statement("wren", "message_size_max")
    hands.change(seen, who="grace", cite=[PAGE])
    with pytest.raises(desk.EditConflict) as caught:
        hands.change(seen, value="256 KiB")
    (stale,) = caught.value.stale
    assert stale.base == seen.fragment
    assert {each.name for each in stale.fields} == {"value", "cite"}


def test_what_was_retired_meanwhile_is_not_brought_back_unseen(hands: Hands) -> None:
    seen = hands.statement("wren", "message_size_max")
    hands.save(desk.Edit("statement", "wren", seen.id, None, seen.version), who="grace")
    with pytest.raises(desk.EditConflict) as caught:
        hands.change(seen, value="256 KiB")
    (stale,) = caught.value.stale
    assert (stale.theirs.fragment, stale.theirs.version, stale.merged) == (None, desk.NEW, None)
    assert "retired" in caught.value.sentence
    fragment = {**(seen.fragment or {}), "value": "256 KiB"}
    hands.save(desk.Edit("statement", "wren", seen.id, fragment, desk.NEW))
    again = hands.read("statement", seen.id)
    assert again.version > seen.version  # a version never comes again


def test_two_who_add_the_same_meet(hands: Hands) -> None:
    fragment = {"criterion": "retention_max", "value": "14 days", "cite": [PAGE]}
    (id,) = hands.save(desk.Edit("statement", "heron", None, fragment), who="grace").ids
    with pytest.raises(desk.EditConflict) as caught:
        hands.save(desk.Edit("statement", "heron", None, {**fragment, "value": "7 days"}))
    (stale,) = caught.value.stale
    assert (stale.base, stale.theirs.id) == (None, id)


def test_a_statement_does_not_move_onto_another_one(hands: Hands) -> None:
    seen = hands.statement("heron", "message_size_max", editions=(), when=None)
    with pytest.raises(InvalidInput, match="not fit"):
        hands.change(seen, editions=["plus"])


def test_retiring_what_somebody_changed_is_a_conflict_too(hands: Hands) -> None:
    seen = hands.statement("wren", "message_size_max")
    hands.change(seen, who="grace", value="128 KiB")
    with pytest.raises(desk.EditConflict):
        hands.save(desk.Edit("statement", "wren", seen.id, None, seen.version))


def test_of_many_edits_every_stale_one_is_told(hands: Hands) -> None:
    one, other = hands.statement("wren", "message_size_max"), hands.statement("wren", "retention_max")
    for each in (one, other):
        hands.change(each, who="grace", note="Read again.")
    edits = [desk.Edit("statement", "wren", each.id, each.fragment, each.version) for each in (one, other)]
    with pytest.raises(desk.EditConflict) as caught:
        hands.do(desk.save_all, edits)
    assert [each.index for each in caught.value.stale] == [0, 1]
