"""The whole answer: notes instead of errors, pairs, relaxations, and what a page needs."""

from typing import Any

import pytest

from app.advisor.answer import Advice, advise, document, parse
from app.catalogue.words import Support
from tests.advisor.cast import CAST, HERON, OTTER, Invented, catalogue, rules


def advice(made: dict[str, Invented] | None = None, **raw: Any) -> Advice:
    return advise(parse(raw, rules()), catalogue(CAST if made is None else made), rules())


def test_an_empty_form_gets_a_note() -> None:
    found = advice()
    assert (found.approach.verdict, found.products) == ("not-enough", ())
    assert "Nothing has been answered yet" in found.notes[0]


def test_answers_that_contradict_each_other_get_a_result_and_a_note() -> None:
    found = advice(answers={"hosting": ["air-gapped"], "service": "managed"})
    assert any("no connection" in note for note in found.notes)


def test_any_answer_gets_a_list_without_an_approach() -> None:
    found = advice(answers={"hosting": ["self-hosted"]})
    assert found.approach.verdict == "not-enough"
    assert found.products


def test_an_empty_catalogue_is_no_error() -> None:
    found = advice({}, answers={"intent": ["command"], "features": ["delay"]}, must=["features"])
    assert (found.products, found.relaxations) == ((), ())


def test_one_product_left_is_not_compared() -> None:
    found = advice({"heron": HERON}, answers={"intent": ["command"]})
    assert found.products[0].badge is None
    assert any("Only one product" in note for note in found.notes)


def test_where_nothing_is_left_the_smallest_relaxations_are_named() -> None:
    """The heron has no replay, the otter no dead letters: either can be had, not both."""
    raw = {"answers": {"history": "long", "features": ["dead-letter"], "delivery": "no-loss"}, "must": ["features"]}
    found = advice({"heron": HERON, "otter": OTTER}, **raw)
    assert found.products == ()
    assert found.relaxations[0].products == ("otter",)
    assert any("Dead-letter queue" in each for each in found.conflicts)


def test_both_shows_a_pair_beside_the_single_product() -> None:
    answers = {"intent": ["command", "fact"], "delivery": "no-loss"}
    found = advice(answers=answers)
    assert ("heron", "otter") in {pair.products for pair in found.pairs}
    assert all(pair.penalty > 0 for pair in found.pairs)
    assert advice(answers={"intent": ["fact"]}).pairs == ()


def test_the_first_under_any_weights_is_called_so() -> None:
    worse = Invented({**HERON.facts, ("patterns", "ack-per-message"): Support.NO}, languages=HERON.languages)
    found = advice({"heron": HERON, "crane": worse}, answers={"intent": ["command"], "work": ["slow"]})
    assert (found.products[0].slug, found.products[0].badge) == ("heron", "any-weights")
    second = found.products[1].versus_first
    assert second is not None
    assert second.behind == ("Patterns: Acknowledgement per message",)
    assert second.under_any_weights


def test_a_possible_product_that_would_lead_is_told() -> None:
    weak = Invented({**HERON.facts, ("patterns", "ack-per-message"): Support.NO})
    open_ = Invented({**HERON.facts, ("delivery", "at-least-once"): None}, languages=HERON.languages)
    found = advice({"crane": weak, "heron": open_}, answers={"intent": ["command"], "delivery": "no-loss"})
    assert found.products[0].slug == "crane"
    assert found.upset == ("heron",)
    assert any(change.product == "heron" and change.sort == "fact" for change in found.would_win_if)


def test_every_reason_rests_on_a_statement() -> None:
    made = catalogue(CAST)
    found = advise(parse({"answers": {"intent": ["command"]}}, rules()), made, rules())
    for product in found.products:
        for each in product.contributions:
            assert each.note or each.statements or each.criterion == "kind"
            assert all(identity in made.facts for identity in each.statements)
    for out in found.excluded:
        assert all(reason.statement in made.facts for reason in out.because)


@pytest.mark.parametrize(
    ("given", "note"),
    [({"rules_version": "0.9"}, "rules 0.9"), ({"catalogue_revision": 3}, "revision 3")],
)
def test_an_old_address_is_told_that_things_have_moved_on(given: dict[str, Any], note: str) -> None:
    assert any(note in each for each in advice(answers={"intent": ["fact"]}, **given).notes)


def test_the_document_is_plain_json() -> None:
    import json

    made = document(advice(answers={"intent": ["fact"], "hosting": ["self-hosted"]}))
    assert json.loads(json.dumps(made))["permalink"].endswith(f"rules={rules().version}&revision=7")
    assert made["catalogue_revision"] == 7
