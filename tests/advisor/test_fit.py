"""Demands and fit: what is asked, who is left, and by which variant."""

from typing import Any

from app.advisor.answer import Advice, advise, parse
from app.advisor.answers import Answers
from app.advisor.approach import decide
from app.advisor.demands import Demands, demands_of
from app.catalogue import entities as e
from app.catalogue.snapshot import build
from app.catalogue.words import Kind, Support, ValueType
from tests.advisor.cast import CAST, HERON, OTTER, YES, Invented, Said, catalogue, criteria, entities_of, rules


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
    assert not musts(answers={"latency": "ten-ms"}, must=["latency"])


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
    assert weights(answers={"intent": ["command"]})["operations_load:better"] == 3
    assert weights(answers={"intent": ["command"], "operations": "team"})["operations_load:better"] == 1


def test_two_grades_of_one_criterion_are_weighed_apart() -> None:
    answers = {"intent": ["command"], "outcome": "result", "latency": "ten-ms"}
    usual = weights(answers=answers)
    assert (usual["latency_class:5"], usual["latency_class:4"]) == (5, 3)
    given = weights(answers=answers, weights={"latency_class:5": 1})
    assert (given["latency_class:5"], given["latency_class:4"]) == (1, 3)
    assert weights(answers=answers, weights={"latency_class": 1})["latency_class:4"] == 1


def test_little_to_run_is_wished_for_once() -> None:
    """Who keeps it running asks it more exactly than who operates it."""
    managed = {"intent": ["command"], "service": "managed"}
    assert weights(answers=managed)["operations_load:better"] == 3
    found = weights(answers={**managed, "operations": "none"})
    assert [name for name in found if name.startswith("operations_load")] == ["operations_load:1"]


def test_access_by_the_clouds_identities_is_wished_for_in_a_cloud_alone() -> None:
    wish = "authentication:cloud-iam"
    assert weights(answers={"intent": ["command"], "hosting": ["aws"]})[wish] == 3
    assert wish not in weights(answers={"intent": ["command"], "hosting": ["aws"], "service": "self-run"})
    assert wish not in weights(answers={"intent": ["command"], "hosting": ["kubernetes"]})


def test_who_can_lose_an_item_need_not_put_it_aside() -> None:
    assert weights(answers={"intent": ["command"]})["patterns:dead-letter"] == 3
    found = weights(answers={"intent": ["command"], "delivery": "loss-ok"})
    assert not {"patterns:dead-letter", "patterns:ack-per-message", "persistence:replicated"} & set(found)


def test_order_by_key_is_order_of_all_that_goes_under_one_key() -> None:
    """As a partition does that is the only one: it passes the must, and what orders all without that is preferred."""
    by_key = Invented({**HERON.facts, ("ordering", "per-key"): Support.YES, ("ordering", "total"): Support.NO})
    all_of_it = Invented({**HERON.facts, ("ordering", "total"): Support.YES})
    none = Invented({**HERON.facts, **{("ordering", each): Support.NO for each in ("per-key", "per-queue", "total")}})
    asked = {"intent": ["command"], "order": "total"}
    found = advice({"crane": by_key, "heron": all_of_it, "crow": none}, answers=asked)
    assert [each.slug for each in found.products] == ["heron", "crane"]
    assert [each.slug for each in found.excluded] == ["crow"]
    assert any("under one key" in note for note in found.notes)


def test_purpose_decides_between_products_that_can_do_the_same() -> None:
    """Single notices go to a router before a log, readings to a log before a router."""
    facts = {**OTTER.facts, ("models", "event-routing"): YES}
    made = {"otter": Invented(facts, kind=Kind.EVENT_LOG), "crow": Invented(facts, kind=Kind.EVENT_ROUTER)}
    assert advice(made, answers={"intent": ["fact"]}).products[0].slug == "crow"
    assert advice(made, answers={"intent": ["reading"]}).products[0].slug == "otter"


def test_a_product_that_fails_nothing_but_its_operator_is_told_with_what_is_known_of_a_service() -> None:
    criterion = next(each for each in criteria() if isinstance(each, e.Criterion) and each.slug == "operated_by")
    note = "Crow Cloud is ordered separately. Something else."
    said = e.Statement(
        "crow", "operated_by", ValueType.OPTIONS, criterion.scale, option="vendor", support=Support.NO, note=note
    )
    kept = {each: value for each, value in HERON.facts.items() if each[0] != "operated_by"}
    kept["hosting", "azure"] = Support.NO
    made = build([*criteria(), *entities_of("crow", Invented(kept)), said, *entities_of("mole", Invented({}))], 7)
    raw = {"answers": {"intent": ["command"], "service": "managed"}}
    found = advise(parse(raw, rules()), made, rules())
    assert any("Crow (“Crow Cloud is ordered separately.”)" in each for each in found.notes)
    raw = {"answers": {"intent": ["command"], "service": "managed", "hosting": ["azure"]}}
    assert not any("Crow Cloud" in each for each in advise(parse(raw, rules()), made, rules()).notes)


def test_the_queue_leads_for_jobs_and_the_log_for_history() -> None:
    assert advice(answers={"intent": ["command"], "work": ["slow"]}).products[0].slug == "heron"
    found = advice(answers={"intent": ["reading"], "history": "long", "hosting": ["self-hosted"]})
    assert found.products[0].slug == "otter"
    assert "heron" in {each.slug for each in found.excluded}


def test_unknown_is_possible_and_stands_behind_what_is_confirmed() -> None:
    found = advice(answers={"intent": ["command"], "delivery": "no-loss"}, limit=50)
    assert [each.slug for each in found.products if each.status == "possible"] == ["mole"]
    assert [each.slug for each in found.products if not each.lacks][-1] == "mole"


def test_what_cannot_carry_the_flow_stands_behind_what_may() -> None:
    """The otter meets every must, and has no queue; of the mole it is not known."""
    found = advice(answers={"intent": ["command"], "delivery": "no-loss"}, limit=50)
    assert found.products[-1].slug == "otter"
    assert (found.products[-1].lacks, found.products[-1].status_text) == (("commands",), "cannot carry commands")
    assert found.outlook == "confirmed"
    alone = advice({"otter": OTTER}, answers={"intent": ["command"], "delivery": "no-loss"})
    assert alone.outlook == "lacking"
    assert alone.notes[0] == alone.outlook_text != ""


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


def test_who_runs_it_themselves_has_the_load_of_that_form() -> None:
    """Light where its vendor runs it, and with a second system beside it where you do."""
    both: dict[tuple[str, str | None], Said] = {("operated_by", "you"): YES, ("runs_with", None): "zookeeper"}
    made = {"heron": Invented({**HERON.facts, **both})}

    def load(service: str) -> tuple[float, float]:
        found = advice(made, answers={"intent": ["command"], "service": service}).products[0]
        wish = next(each for each in found.contributions if each.criterion == "operations_load")
        return wish.low, wish.high

    assert load("managed") == (1.0, 1.0)
    assert load("self-run") == (0.0, 0.0)
    unstated = {"heron": Invented({**HERON.facts, ("operated_by", "you"): YES})}
    found = advice(unstated, answers={"intent": ["command"], "service": "self-run"}).products[0]
    wish = next(each for each in found.contributions if each.criterion == "operations_load")
    assert (wish.low, wish.high, wish.asked) == (0.0, 1.0, "Operations load when run by you")
