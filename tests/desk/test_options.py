"""Many options from one page, and re-reading."""

import pytest

from app import desk
from app.catalogue import entities as e
from app.errors import InvalidInput
from tests.desk.conftest import DAY, PAGE, Hands

OPTIONS = ("dedup", "replay", "priority", "fan-out")


def general(hands: Hands) -> dict[str, desk.Item]:
    from app.db import read_session

    with read_session(hands.engine) as session:
        return desk.read_options(session, "wren", "patterns", OPTIONS)


def test_a_list_of_options_is_one_change_set_with_one_citation(hands: Hands) -> None:
    seen = general(hands)
    assert {option: bool(item.fragment) for option, item in seen.items()} == {
        "dedup": False,
        "replay": False,
        "priority": True,
        "fan-out": False,
    }
    answers = [
        desk.OptionAnswer("dedup", "partial", "Within a minute."),
        desk.OptionAnswer("replay", "no"),
        desk.OptionAnswer("priority", "built-in", None, seen["priority"].version),
        desk.OptionAnswer("fan-out", None),
    ]
    saved = hands.do(desk.save_options, "wren", "patterns", answers, PAGE)
    now = general(hands)
    assert {option: (item.fragment or {}).get("support") for option, item in now.items()} == {
        "dedup": "partial",
        "replay": "no",
        "priority": "built-in",
        "fan-out": None,
    }
    assert now["priority"].version == seen["priority"].version  # said already: it keeps its citation
    assert saved.ids == (now["dedup"].id, now["replay"].id)
    again = hands.do(desk.save_options, "wren", "patterns", [desk.OptionAnswer("replay", "no")], PAGE)
    assert again.change_set is None

    gone = [desk.OptionAnswer("replay", None, None, now["replay"].version)]
    hands.do(desk.save_options, "wren", "patterns", gone, PAGE)
    assert general(hands)["replay"].fragment is None
    assert hands.problems() == []


def test_what_is_wrong_is_told_at_the_option_and_the_citation(hands: Hands) -> None:
    answers = [desk.OptionAnswer("dedup", "maybe"), desk.OptionAnswer("replay", "partial")]
    with pytest.raises(InvalidInput) as refused:
        hands.do(desk.save_options, "wren", "patterns", answers, {**PAGE, "url": "x"})
    assert {each.field for each in refused.value.problems} == {"#/options/dedup/support", "#/cite/url"}
    with pytest.raises(InvalidInput) as refused:
        hands.do(desk.save_options, "wren", "patterns", [desk.OptionAnswer("mqtt-5", "built-in")], PAGE)
    assert [each.field for each in refused.value.problems] == ["#/options/mqtt-5/option"]


def test_options_that_somebody_else_answered_meanwhile_are_a_conflict(hands: Hands) -> None:
    hands.do(desk.save_options, "wren", "patterns", [desk.OptionAnswer("replay", "no")], PAGE)
    with pytest.raises(desk.EditConflict):
        hands.do(desk.save_options, "wren", "patterns", [desk.OptionAnswer("replay", "built-in")], PAGE)


def test_read_again_moves_nothing_but_the_day(hands: Hands) -> None:
    item = hands.statement("wren", "message_size_max")
    before = hands.stored()
    saved = hands.do(desk.reread, [desk.Seen("statement", item.id, item.version)])
    assert saved.change_set == saved.revision
    after = hands.stored()
    assert {key for key in after if after[key] != before[key]} == {("statement", item.id)}
    said = after["statement", item.id]
    assert isinstance(said, e.Statement)
    assert [each.checked for each in said.citations] == [DAY]
    again = hands.read("statement", item.id)
    assert hands.do(desk.reread, [desk.Seen("statement", item.id, again.version)]).change_set is None
    assert hands.problems() == []


def test_what_has_changed_since_was_not_read(hands: Hands) -> None:
    item = hands.statement("wren", "message_size_max")
    hands.change(item, who="grace", value="128 KiB")
    with pytest.raises(desk.EditConflict):
        hands.do(desk.reread, [desk.Seen("statement", item.id, item.version)])
