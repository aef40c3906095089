"""Demands and fit: what is asked, who is left, and by which variant."""

from typing import Any

from app.advisor.answer import Advice, advise, parse
from app.advisor.answers import Answers
from app.advisor.approach import decide
from app.advisor.demands import Demands, demands_of
from app.catalogue.words import Support
from tests.advisor.cast import CAST, HERON, Invented, Said, catalogue, rules


def advice(made: dict[str, Invented] | None = None, **raw: Any) -> Advice:
    return advise(parse(raw, rules()), catalogue(made or CAST), rules())


def asked(answers: Answers) -> Demands:
    return demands_of(rules(), answers, decide(rules(), answers.chosen))


def musts(**raw: Any) -> set[str]:
    return {each.id for each in asked(parse(raw, rules())).musts}


def weights(**raw: Any) -> dict[str, int]:
    return {each.id: each.weight for each in asked(parse(raw, rules())).wishes}


def test_a_wish_can_be_made_a_must_and_the_other_way_round() -> None:
    answers = {"features": ["dead-letter"], "history": "long"}
    assert "patterns:dead-letter" not in musts(answers=answers)
    assert "patterns:dead-letter" in musts(answers=answers, must=["features:dead-letter"])
    assert "patterns:replay" in musts(answers=answers)
    assert "patterns:replay" not in musts(answers=answers, nice=["history"])
    assert weights(answers=answers, nice=["history"])["patterns:replay"] == 3


def test_latency_is_never_a_must() -> None:
    assert "latency_class" not in musts(answers={"latency": "ten-ms"}, must=["latency"])


def test_a_cloud_is_met_by_software_on_its_machines_unless_it_is_to_be_managed() -> None:
    open_ = asked(parse({"answers": {"hosting": ["aws"]}}, rules())).musts
    closed = asked(parse({"answers": {"hosting": ["aws"], "service": "managed"}}, rules())).musts
    assert {each.option for each in open_[0].any} == {"aws", "self-hosted", "kubernetes"}
    assert {each.option for each in next(each for each in closed if each.id == "hosting:aws").any} == {"aws"}


def test_what_is_asked_twice_counts_once_with_the_larger_weight() -> None:
    found = weights(answers={"intent": ["command"], "features": ["dead-letter"]})
    assert found["patterns:dead-letter"] == 5
    assert found["models:queue"] == 5


def test_a_visitors_weight_holds_for_the_option_before_the_criterion() -> None:
    answers = {"intent": ["command"], "receivers": "one-kind"}
    found = weights(answers=answers, weights={"patterns": 1, "patterns:dead-letter": 3})
    assert (found["patterns:dead-letter"], found["patterns:ack-per-message"]) == (3, 1)


def test_what_holds_always_yields_to_an_answer() -> None:
    assert weights(answers={"intent": ["command"]})["operations_load"] == 3
    assert weights(answers={"intent": ["command"], "operations": "team"})["operations_load"] == 1


def test_the_queue_leads_for_jobs_and_the_log_for_history() -> None:
    assert advice(answers={"intent": ["command"], "work": ["slow"]}).products[0].slug == "heron"
    found = advice(answers={"intent": ["reading"], "history": "long", "hosting": ["self-hosted"]})
    assert found.products[0].slug == "otter"
    assert "heron" in {each.slug for each in found.excluded}


def test_unknown_is_possible_and_stands_behind_what_is_confirmed() -> None:
    found = advice(answers={"intent": ["command"], "delivery": "no-loss"}, limit=50)
    assert [each.slug for each in found.products if each.status == "possible"] == ["mole"]
    assert found.products[-1].slug == "mole"


def test_what_is_given_up_stands_behind_its_equal() -> None:
    found = [each.slug for each in advice(answers={"intent": ["command"]}, limit=50).products]
    assert found.index("heron") < found.index("dodo")


def test_facts_join_within_one_variant_only() -> None:
    """The magpie has a queue in one mode and a log in the other: no single flow has both."""
    modes: dict[str, dict[tuple[str, str | None], Said]] = {
        "nest": {("patterns", "dead-letter"): Support.BUILT_IN, ("patterns", "priority"): Support.NO},
        "perch": {("patterns", "dead-letter"): Support.NO, ("patterns", "priority"): Support.BUILT_IN},
    }
    found = advice(
        {"magpie": Invented({}, modes=modes)}, answers={"features": ["dead-letter", "priority"]}, must=["features"]
    )
    assert found.products == ()
    assert found.excluded[0].slug == "magpie"


def test_commands_and_facts_may_use_different_modes() -> None:
    found = advice(answers={"intent": ["command", "fact"], "hosting": ["self-hosted"]})
    magpie = next(each for each in found.products if each.slug == "magpie")
    assert (magpie.variant.mode, magpie.variant.event_mode) == ("nest", "perch")
    assert magpie.variant.name == "Nest for commands, Perch for facts"


def test_equal_products_share_a_rank_and_stand_by_name() -> None:
    found = advice({"heron": HERON, "crane": HERON}, answers={"intent": ["command"]})
    assert [(each.slug, each.rank) for each in found.products] == [("crane", 1), ("heron", 1)]
